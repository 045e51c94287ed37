// Making and recognising identifiers.
#include "platform/base/ids.h"

#include <sodium.h>

#include <array>
#include <cstring>

#include "platform/base/check.h"

namespace mila {
namespace {

std::string format_uuid(std::array<unsigned char, 16> const& bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 15];
  }
  return text;
}

void set_version(std::array<unsigned char, 16>& bytes, unsigned char version) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | (version << 4));
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
}

}  // namespace

void SystemRandom::fill(unsigned char* bytes, std::size_t size) {
  static bool const ready = sodium_init() >= 0;
  CHECK(ready);
  randombytes_buf(bytes, size);
}

std::uint64_t SeededRandom::next() {  // splitmix64, Steele et al. 2014
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

void SeededRandom::fill(unsigned char* bytes, std::size_t size) {
  for (std::size_t i = 0; i < size; i += 8) {
    std::uint64_t value = next();
    std::memcpy(bytes + i, &value, std::min<std::size_t>(8, size - i));
  }
}

std::string uuid_v7(Instant now, Random& random) {
  std::array<unsigned char, 16> bytes{};
  random.fill(bytes.data(), bytes.size());
  auto millis = static_cast<std::uint64_t>(to_millis(now));
  for (int i = 0; i < 6; ++i)
    bytes[static_cast<std::size_t>(i)] = static_cast<unsigned char>(millis >> (40 - 8 * i));
  set_version(bytes, 7);
  return format_uuid(bytes);
}

std::string named_uuid(std::string_view kind, std::string_view name) {
  // Version 8 rather than 5, because the hash is BLAKE2b (libsodium has no SHA-1).
  std::string input = "mila:" + std::string(kind) + ":" + std::string(name);
  std::array<unsigned char, 16> bytes{};
  crypto_generichash(bytes.data(), bytes.size(),
                     reinterpret_cast<unsigned char const*>(input.data()), input.size(), nullptr,
                     0);
  set_version(bytes, 8);
  return format_uuid(bytes);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < 36; ++i) {
    char c = text[i];
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

std::string short_id(std::string_view uuid) {
  CHECK(uuid.size() == 36);
  return std::string(uuid.substr(28));
}

std::string random_token(Random& random) {
  std::array<unsigned char, 16> bytes{};
  random.fill(bytes.data(), bytes.size());
  std::array<char, 32> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

}  // namespace mila
