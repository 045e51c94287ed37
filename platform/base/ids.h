// Identifiers: UUIDv7 for rows, named UUIDs for things known by a name elsewhere, random tokens for links that
// grant something.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/time.h"

namespace mila {

/// Where randomness comes from; tests fix it.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(unsigned char* bytes, std::size_t size) = 0;
};

/// The system's generator (libsodium).
class SystemRandom final : public Random {
 public:
  void fill(unsigned char* bytes, std::size_t size) override;
};

/// A repeatable stream for tests and measurement data; never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(unsigned char* bytes, std::size_t size) override;
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

/// RFC 9562 §5.7: sorts by time of making.
std::string uuid_v7(Instant now, Random& random);
/// RFC 9562 §5.8 (version 8): the same kind and name always give the same id.
std::string named_uuid(std::string_view kind, std::string_view name);
/// Any UUID in the form 8-4-4-4-12, lower or upper case.
bool is_uuid(std::string_view text);
/// The eight characters an address shows of an id (its last, most random ones).
std::string short_id(std::string_view uuid);
/// 128 random bits, base64url, 22 characters.
std::string random_token(Random& random);

}  // namespace mila
