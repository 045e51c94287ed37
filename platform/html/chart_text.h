// Text in drawings (internal to the chart kit). SVG does not break lines and the server knows no
// fonts, so widths are estimates, on the wide side for the system fonts in use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mila::html {

inline constexpr double kFontSize = 15, kLineHeight = 18;

/// Pixels at kFontSize. Soft hyphens and combining marks take no room.
double text_width(std::string_view text, bool bold);

/// Whether the first letter that has a direction runs from right to left (as dir="auto" decides).
bool runs_from_right(std::string_view text);

/// The widest piece that wrap_text() would not break unless it must.
double word_width(std::string_view text, bool bold);

/// Breaks at blanks and soft hyphens so that no line is wider than `width`; within a word where one
/// is too long. What is beyond `most` lines ends in "…". At least one line; no soft hyphens left.
std::vector<std::string> wrap_text(std::string_view text, double width, std::size_t most,
                                   bool bold);

}  // namespace mila::html
