// Making and reading tokens.
#include "platform/crypto/token.h"

#include <sodium.h>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/crypto/encoding.h"

namespace mila::crypto {
namespace {

std::string mac_of(Key const& key, std::string_view purpose, std::string_view expiry,
                   std::string_view payload) {
  std::string input;
  for (std::string_view field : {purpose, expiry, payload}) append_field(input, field);
  std::string mac(crypto_auth_BYTES, '\0');
  crypto_auth(bytes_of(mac), bytes_of(input), input.size(), key.data());
  return to_base64url(mac);
}

}  // namespace

std::string make_token(Random& random) {
  std::string bytes(24, '\0');
  random.fill(bytes_of(bytes), bytes.size());
  return to_base64url(bytes);
}

std::string token_hash(Key const& key, std::string_view token) {
  return keyed_hash(key, token);
}

std::string sign(Key const& key, std::string_view purpose, std::string_view payload,
                 Instant expires) {
  CHECK(payload.size() <= kSignedPayloadMax);
  std::string expiry = std::to_string(to_millis(expires));
  return to_base64url(payload) + "." + expiry + "." + mac_of(key, purpose, expiry, payload);
}

std::optional<std::string> verify(Key const& key, std::string_view purpose, std::string_view token,
                                  Instant now) {
  if (token.size() > 200) return std::nullopt;
  auto parts = split(token, '.');
  if (parts.size() != 3) return std::nullopt;
  auto payload = from_base64url(parts[0]);
  auto expiry = parse_integer(parts[1]);
  if (!payload || !expiry) return std::nullopt;
  if (!equal_secrets(mac_of(key, purpose, parts[1], *payload), parts[2])) return std::nullopt;
  if (now >= from_millis(*expiry)) return std::nullopt;
  return payload;
}

}  // namespace mila::crypto
