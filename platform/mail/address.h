// Mail addresses: one mailbox, ASCII before the @, any domain name after it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mila::mail {

/// True for one address the program can send to: "a.b@landkreis-auental.example", also with an
/// international domain name. No name, no list, no comments, no quoted or non-ASCII local part; a
/// domain of at least two labels; at most 254 bytes (RFC 5321 §4.5.3.1).
bool valid_address(std::string_view address);
/// The address by which two spellings are the same mailbox: lower case, domain in ASCII ("xn--…").
/// nullopt when not valid.
std::optional<std::string> normalised_address(std::string_view address);
/// As it goes over the wire: local part as written, domain in ASCII. nullopt when not valid.
std::optional<std::string> wire_address(std::string_view address);

}  // namespace mila::mail
