// Whether words in a colour can be read (WCAG 2.2, contrast of 4.5 : 1), and what to take instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mila::setup {

/// The paper of pages on light and dark screens, as in assets/styles/tokens.css.
inline constexpr std::string_view kLightPaper = "#ffffff", kDarkPaper = "#151917";
inline constexpr double kContrastNeeded = 4.5;

/// "#17594A", "17594a" or "#abc" as "#17594a"; nullopt for what is no colour.
std::optional<std::string> read_colour(std::string_view text);
/// 1 (none) to 21; both as read_colour() gives them.
double contrast(std::string_view colour, std::string_view paper);
/// The colour itself when it is readable on `paper`, else mixed with black or white until it is.
std::string readable_on(std::string_view colour, std::string_view paper);

}  // namespace mila::setup
