// The second step of signing in: codes of an authenticator app (TOTP, RFC 6238: SHA-1, 30 s, six
// digits) and recovery codes on paper.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/ids.h"
#include "platform/base/time.h"
#include "platform/crypto/keys.h"

namespace mila::crypto {

/// 160 random bits as 32 characters of base32 (RFC 4648), as apps take them. Stored sealed.
std::string new_totp_secret(Random& random);

/// "otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER&algorithm=SHA1&digits=6&period=30" for the
/// QR code; everything percent-encoded.
std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer);

/// The code an app shows at `at`. CHECKs that `secret` is base32.
std::string totp_code(std::string_view secret, Instant at);

/// Whether `code` (blanks are ignored) is that of `now` or of the step before or after it, and
/// newer than `last_step`, the step used last (0 for none). Returns its step (30 s since 1970),
/// which the caller stores in the same transaction: a code works once (RFC 6238 §5.2). nullopt
/// otherwise, also for a broken secret.
std::optional<std::int64_t> check_totp(std::string_view secret, std::string_view code, Instant now,
                                       std::int64_t last_step);

/// Ten codes "xxxx-xxxx-xx", 50 random bits each, in Crockford's base32 (no i, l, o, u), all
/// different. Shown once; only their hashes are stored.
std::vector<std::string> new_recovery_codes(Random& random);

/// Keyed BLAKE2b-256 of a code as its owner types it (capitals, blanks, missing hyphens, o for 0, i
/// and l for 1 are understood), bound to the account; 43 characters.
std::string recovery_hash(Key const& key, std::string_view account, std::string_view code);

/// The place in `hashes` of a typed code, all compared in constant time; nullopt when it is none of
/// them. The caller deletes that hash in the same transaction: a code works once.
std::optional<std::size_t> find_recovery_code(Key const& key, std::string_view account,
                                              std::string_view code,
                                              std::span<std::string const> hashes);

}  // namespace mila::crypto
