// Addresses as people have them: a column of Excel, a line of a mail program, a list with blanks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mila::mail {

/// One entry of a pasted list.
struct ListedAddress {
  std::string name;     ///< "" when none stood beside the address
  std::string address;  ///< as written; "" when the entry holds none the program can send to
  std::string text;     ///< the entry as pasted, for saying what is wrong with it
};

/// Reads one entry a line, or several parted by ";", "," or tabs: "Anna Kurz <a@b.example>",
/// "Kurz, Anna <a@b.example>", "Anna;Kurz;a@b.example", "a@b.example, c@d.example" (RFC 5322 §3.4
/// address lists by GMime, names in MIME words decoded). Lines without "@" above the first address are
/// headings and left out; below they come back without an address.
std::vector<ListedAddress> read_address_list(std::string_view text);

}  // namespace mila::mail
