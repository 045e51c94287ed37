// What should not stand in minutes: names, numbers and addresses of people. Minutes name functions
// ("Jobcenter, Team Integration"), so that they can be passed on and kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mila::minutes {

enum class FindingKind { Name, Family, Phone, Mail, File };

struct Finding {
  FindingKind kind = FindingKind::Name;
  std::string part_id;
  std::string text;  ///< as it stands there
  std::string key;   ///< names kind, part and text; for what somebody decided to leave
};

/// In the order they stand there, each text once. `names` are those of people who were there; besides,
/// "Frau X", "Herr X", "Familie X", phone numbers as Germany writes and dials them (libphonenumber), mail
/// addresses, file numbers ("Az. 33-123/24"). Dates and times are none.
std::vector<Finding> findings_in(std::string_view part_id, std::string const& text,
                                 std::vector<std::string> const& names);

/// SHA-256 as 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace mila::minutes
