// TOTP by liboath, recovery codes by hand.
#include "platform/crypto/totp.h"

#include <liboath/oath.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/crypto/encoding.h"

namespace mila::crypto {
namespace {

constexpr int kPeriod = 30;
constexpr unsigned kDigits = 6;
constexpr std::size_t kSecretBytes = 20;
constexpr std::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kRecoveryCodes = 10;
constexpr std::size_t kRecoveryLength = 10;

/// A secret as liboath takes it, wiped.
struct Secret {
  char* bytes = nullptr;
  std::size_t size = 0;
  explicit Secret(std::string_view base32) {
    if (oath_base32_decode(base32.data(), base32.size(), &bytes, &size) != OATH_OK) bytes = nullptr;
  }
  ~Secret() {
    if (!bytes) return;
    sodium_memzero(bytes, size);
    std::free(bytes);
  }
  Secret(Secret const&) = delete;
  Secret& operator=(Secret const&) = delete;
  explicit operator bool() const { return bytes && size > 0; }
};

std::string code_of(Secret const& secret, std::int64_t step) {
  char code[kDigits + 1] = {};
  int result = oath_totp_generate(secret.bytes, secret.size, step * kPeriod, kPeriod,
                                  OATH_TOTP_DEFAULT_START_TIME, kDigits, code);
  CHECK(result == OATH_OK);
  return code;
}

std::int64_t step_of(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / kPeriod;
}

/// As its owner types it: without hyphens and blanks, capitals and look-alikes undone.
std::string plain_recovery_code(std::string_view typed) {
  std::string code;
  for (char c : ascii_lower(typed)) {
    if (c == '-' || c == ' ') continue;
    code += c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
  }
  return code;
}

}  // namespace

std::string new_totp_secret(Random& random) {
  std::string bytes(kSecretBytes, '\0');
  random.fill(bytes_of(bytes), bytes.size());
  char* text = nullptr;
  int result = oath_base32_encode(bytes.data(), bytes.size(), &text, nullptr);
  sodium_memzero(bytes.data(), bytes.size());
  CHECK(result == OATH_OK);
  std::string secret = text;
  sodium_memzero(text, secret.size());
  std::free(text);
  return secret;
}

std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer) {
  std::string name = percent_encode(issuer);
  return "otpauth://totp/" + name + ":" + percent_encode(account) +
         "?secret=" + percent_encode(secret) + "&issuer=" + name +
         "&algorithm=SHA1&digits=6&period=30";
}

std::string totp_code(std::string_view base32, Instant at) {
  Secret secret(base32);
  CHECK(secret);
  return code_of(secret, step_of(at));
}

std::optional<std::int64_t> check_totp(std::string_view base32, std::string_view code, Instant now,
                                       std::int64_t last_step) {
  Secret secret(base32);
  if (!secret) return std::nullopt;
  std::string given = replace_all(std::string(code), " ", "");
  std::optional<std::int64_t> fits;
  std::int64_t here = step_of(now);
  for (std::int64_t step = here - 1; step <= here + 1; ++step)
    if (step > last_step && equal_secrets(code_of(secret, step), given)) fits = step;
  return fits;
}

std::vector<std::string> new_recovery_codes(Random& random) {
  std::vector<std::string> codes;
  while (codes.size() < kRecoveryCodes) {
    unsigned char bytes[kRecoveryLength];
    random.fill(bytes, sizeof bytes);
    std::string code;
    for (std::size_t i = 0; i < kRecoveryLength; ++i) {
      if (i == 4 || i == 8) code += '-';
      code += kCrockford[bytes[i] % 32];
    }
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  return codes;
}

std::string recovery_hash(Key const& key, std::string_view account, std::string_view code) {
  std::string bytes;
  for (std::string_view field : {std::string_view("mila recovery"), account})
    append_field(bytes, field);
  append_field(bytes, plain_recovery_code(code));
  return keyed_hash(key, bytes);
}

std::optional<std::size_t> find_recovery_code(Key const& key, std::string_view account,
                                              std::string_view code,
                                              std::span<std::string const> hashes) {
  std::string wanted = recovery_hash(key, account, code);
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < hashes.size(); ++i)  // to the end, whatever is found
    if (equal_secrets(hashes[i], wanted)) found = i;
  return found;
}

}  // namespace mila::crypto
