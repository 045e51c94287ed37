// Tokens in links, cookies and forms: random ones of which only a hash is stored, and signed ones
// that need no row in the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/ids.h"
#include "platform/base/time.h"
#include "platform/crypto/keys.h"

namespace mila::crypto {

/// 192 random bits, base64url, 32 characters.
std::string make_token(Random& random);

/// Keyed BLAKE2b-256, base64url, 43 characters: what is stored and looked up instead of the token.
std::string token_hash(Key const& key, std::string_view token);

/// Longest payload of a signed token in bytes, so that the token stays within 200 characters.
inline constexpr std::size_t kSignedPayloadMax = 105;

/// A token that says `payload` (readable by whoever holds it) until `expires`, for `purpose` only:
/// base64url(payload) "." expiry "." base64url(HMAC-SHA-512/256). At most 200 characters, URL-safe.
/// CHECKs the payload's length.
std::string sign(Key const& key, std::string_view purpose, std::string_view payload,
                 Instant expires);

/// The payload; nullopt when it was changed, made for another purpose or with another key, or `now`
/// is at or after its end. Compared in constant time.
std::optional<std::string> verify(Key const& key, std::string_view purpose, std::string_view token,
                                  Instant now);

}  // namespace mila::crypto
