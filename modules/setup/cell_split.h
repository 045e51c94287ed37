// Cells that hold several things: two numbers, two names, two mail addresses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mila::setup {

/// The numbers of a cell, each with the words behind it: "069 90009-1 oder 0170 1234567 (mobil)" →
/// "069 90009-1", "0170 1234567 (mobil)". One piece, the cell itself, when there are not two.
std::vector<std::string> phone_pieces(std::string_view cell);
/// "Frau Müller / Herr Klein", "Anna Wolf und Jo Stein" → both. One piece when it is one person:
/// "Müller, Anna" is.
std::vector<std::string> name_pieces(std::string_view cell);
std::vector<std::string> mail_pieces(std::string_view cell);

}  // namespace mila::setup
