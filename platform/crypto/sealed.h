// Columns that nobody reads who only has the database or a backup: XChaCha20-Poly1305 (AEAD) bound
// to the table, column and row they stand in.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/crypto/keys.h"

namespace mila::crypto {

/// The place a ciphertext belongs to. It cannot be opened in any other.
struct Where {
  std::string_view table, column, row;
};

/// Ciphertext as it stands in a text column: "s1." + base64url(nonce, ciphertext, tag). Made by
/// seal() alone, so a store function that takes a Sealed cannot be handed plain text by mistake.
class Sealed {
 public:
  /// For the statement's parameter.
  std::string const& text() const { return text_; }
  bool operator==(Sealed const&) const = default;

 private:
  friend Sealed seal(Key const&, Where, std::string_view, Random&);
  explicit Sealed(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Any bytes, also none. The length stays visible: about 4/3 of (plain + 40) characters.
Sealed seal(Key const& key, Where where, std::string_view plain, Random& random);
/// nullopt when it was changed, moved to another place, sealed with another key, or is no sealed
/// text.
std::optional<std::string> open(Key const& key, Where where, std::string_view sealed);
/// The generation of the key `sealed` names; nullopt when it is no sealed text.
std::optional<int> generation_of(std::string_view sealed);
/// The same plain text under another key. nullopt like open().
std::optional<Sealed> reseal(Key const& from, Key const& to, Where where, std::string_view sealed,
                             Random& random);

/// What a store keeps: seals with the newest key of a purpose, opens with whichever one was used.
class Sealer {
 public:
  Sealer(Keys const& keys, std::string_view purpose);
  Sealed seal(Where where, std::string_view plain, Random& random) const;
  std::optional<std::string> open(Where where, std::string_view sealed) const;
  /// Sealed with the newest key.
  bool is_current(std::string_view sealed) const;
  /// Under the newest key; nullopt like open().
  std::optional<Sealed> reseal(Where where, std::string_view sealed, Random& random) const;

 private:
  Key const* key_of(std::string_view sealed) const;
  std::vector<Key> keys_;  ///< oldest generation first
};

}  // namespace mila::crypto
