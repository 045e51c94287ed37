// Contact cards: vCard 4.0 (RFC 6350) and 3.0 (RFC 2426), which older address books want.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/base/time.h"

namespace mila::data {

enum class VCardVersion { V3, V4 };

struct VCard {
  std::string uid;         ///< a UUID
  std::string name;        ///< as people say it; of a person, or of an organisation or offer
  bool is_person = false;  ///< then the last word of the name is the family name
  std::string organization, title;
  std::string phone;       ///< "+496990009441" or "112"
  std::string mail;
  std::vector<std::string> languages;  ///< BCP 47
  struct Address {
    std::string street, town, postal_code, country;
  };
  std::optional<Address> address;
  std::string url, note;
  std::optional<Instant> revised;
};

/// One card; lines end with CRLF and are folded at 75 octets, never inside a character. Empty members
/// are left out. Cards may follow each other in one file.
std::string to_vcard(VCard const& card, VCardVersion version);

}  // namespace mila::data
