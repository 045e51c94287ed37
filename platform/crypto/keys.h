// Secret keys: one master key per county in a file beside its database, everything else derived
// from it by purpose. Keys wipe themselves and can be neither copied nor printed.
#pragma once

#include <array>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/ids.h"

namespace mila::crypto {

/// 32 secret bytes for one purpose. Moves, never copies; wiped when it goes.
class Key {
 public:
  static constexpr std::size_t kSize = 32;

  explicit Key(std::span<unsigned char const, kSize> bytes, int generation = 1);
  /// A key of this process alone, or one to be wrapped by another.
  static Key random(Random& random);
  ~Key();
  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;
  Key(Key const&) = delete;
  Key& operator=(Key const&) = delete;
  friend std::ostream& operator<<(std::ostream&, Key const&) = delete;

  /// For the primitives of this folder; do not keep it.
  unsigned char const* data() const { return bytes_.data(); }
  /// Counts the master keys a county has had, from 1. Sealed columns carry it in their prefix.
  int generation() const { return generation_; }

 private:
  std::array<unsigned char, kSize> bytes_;
  int generation_;
};

/// The master key of a county, and the former ones while columns are still sealed with them.
/// Safe from all threads.
class Keys {
 public:
  static constexpr std::string_view kFile = "secret.key";
  static constexpr std::size_t kGenerationsMax = 9;

  /// Reads `<data_folder>/secret.key`: 32 bytes a generation, the newest last. Makes it (mode 0400,
  /// whole or not at all, on the disk before this returns) when missing. Throws std::runtime_error
  /// with the path and what to do when it has a wrong size, is no plain file, or others than its
  /// owner may read or write it.
  Keys(std::string const& data_folder, Random& random);
  /// The same keys for the same seed; for tests.
  static Keys from_seed(std::uint64_t seed);

  /// The newest generation's key for `purpose`: keyed BLAKE2b-256, different for every purpose.
  /// A purpose names module and use, "accounts.totp", and never changes.
  Key derive(std::string_view purpose) const;
  /// The key of an older generation. CHECKs that there is one.
  Key derive(std::string_view purpose, int generation) const;
  int generation() const { return static_cast<int>(masters_.size()); }

  /// Says which key file this is and nothing about what is in it (22 characters); stays the same
  /// when generations are added. Kept in the database, it shows at start that the file is not the
  /// one the columns were sealed with.
  std::string fingerprint() const;

  /// Adds a generation to the file, atomically. What is open goes on with the keys it has; columns
  /// are then resealed. Keyed hashes and signed links of older generations are no longer met by
  /// derive(purpose): good for sessions and links after a key became known, but an audit chain and
  /// recovery codes go on only where they were made and are compared with derive(purpose, 1).
  /// Throws as the constructor, and when kGenerationsMax is reached.
  static void add_generation(std::string const& data_folder, Random& random);

  Keys(Keys&&) = default;
  Keys(Keys const&) = delete;
  Keys& operator=(Keys const&) = delete;
  friend std::ostream& operator<<(std::ostream&, Keys const&) = delete;

 private:
  Keys() = default;
  std::vector<Key> masters_;  ///< oldest first
};

}  // namespace mila::crypto
