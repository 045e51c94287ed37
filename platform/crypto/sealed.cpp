// A sealed text: "s" generation "." base64url(nonce, ciphertext, tag). The prefix, too, is bound.
#include "platform/crypto/sealed.h"

#include <sodium.h>

#include "platform/base/check.h"
#include "platform/crypto/encoding.h"

namespace mila::crypto {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kPrefix = 3;

std::string prefix_of(int generation) {
  CHECK(generation >= 1 && generation <= 9);
  return {'s', static_cast<char>('0' + generation), '.'};
}

/// What the tag covers beside the text; lengths keep ("ab", "c") and ("a", "bc") apart.
std::string bound_data(std::string_view prefix, Where where) {
  std::string data;
  for (std::string_view field : {prefix, where.table, where.column, where.row})
    append_field(data, field);
  return data;
}

}  // namespace

Sealed seal(Key const& key, Where where, std::string_view plain, Random& random) {
  std::string prefix = prefix_of(key.generation());
  std::string bound = bound_data(prefix, where);
  // 192-bit nonces are long enough to be random: no counter has to be kept.
  std::string bytes(kNonce + plain.size() + kTag, '\0');
  random.fill(bytes_of(bytes), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(bytes) + kNonce, nullptr, bytes_of(plain),
                                             plain.size(), bytes_of(bound), bound.size(), nullptr,
                                             bytes_of(bytes), key.data());
  return Sealed(prefix + to_base64url(bytes));
}

std::optional<std::string> open(Key const& key, Where where, std::string_view sealed) {
  if (generation_of(sealed) != key.generation()) return std::nullopt;
  auto bytes = from_base64url(sealed.substr(kPrefix));
  if (!bytes || bytes->size() < kNonce + kTag) return std::nullopt;
  std::string bound = bound_data(sealed.substr(0, kPrefix), where);
  std::string plain(bytes->size() - kNonce - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytes_of(plain), nullptr, nullptr, bytes_of(*bytes) + kNonce, bytes->size() - kNonce,
          bytes_of(bound), bound.size(), bytes_of(*bytes), key.data()) != 0)
    return std::nullopt;
  return plain;
}

std::optional<int> generation_of(std::string_view sealed) {
  if (sealed.size() < kPrefix || sealed[0] != 's' || sealed[2] != '.' || sealed[1] < '1' ||
      sealed[1] > '9')
    return std::nullopt;
  return sealed[1] - '0';
}

std::optional<Sealed> reseal(Key const& from, Key const& to, Where where, std::string_view sealed,
                             Random& random) {
  auto plain = open(from, where, sealed);
  if (!plain) return std::nullopt;
  return seal(to, where, *plain, random);
}

Sealer::Sealer(Keys const& keys, std::string_view purpose) {
  for (int generation = 1; generation <= keys.generation(); ++generation)
    keys_.push_back(keys.derive(purpose, generation));
}

Key const* Sealer::key_of(std::string_view sealed) const {
  auto generation = generation_of(sealed);
  if (!generation || static_cast<std::size_t>(*generation) > keys_.size()) return nullptr;
  return &keys_[static_cast<std::size_t>(*generation - 1)];
}

Sealed Sealer::seal(Where where, std::string_view plain, Random& random) const {
  return crypto::seal(keys_.back(), where, plain, random);
}

std::optional<std::string> Sealer::open(Where where, std::string_view sealed) const {
  Key const* key = key_of(sealed);
  return key ? crypto::open(*key, where, sealed) : std::nullopt;
}

bool Sealer::is_current(std::string_view sealed) const {
  return key_of(sealed) == &keys_.back();
}

std::optional<Sealed> Sealer::reseal(Where where, std::string_view sealed, Random& random) const {
  Key const* key = key_of(sealed);
  return key ? crypto::reseal(*key, keys_.back(), where, sealed, random) : std::nullopt;
}

}  // namespace mila::crypto
