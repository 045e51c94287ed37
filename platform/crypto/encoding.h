// What the parts of this folder share: unambiguous joining of fields, keyed hashes, base64url.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/crypto/keys.h"

namespace mila::crypto {

/// libsodium chooses its implementations once; everything here needs that done.
void need_sodium();

/// Appends the length (8 bytes, little endian) and the bytes of `field`: no two lists of fields
/// give the same bytes.
void append_field(std::string& bytes, std::string_view field);

/// Keyed BLAKE2b-256 of `bytes`, base64url, 43 characters.
std::string keyed_hash(Key const& key, std::string_view bytes);

/// RFC 4648 §5 without padding.
std::string to_base64url(std::string_view bytes);
/// nullopt unless it is exactly what to_base64url() would write.
std::optional<std::string> from_base64url(std::string_view text);

/// Compares texts of the same length in constant time.
bool equal_secrets(std::string_view a, std::string_view b);

inline unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace mila::crypto
