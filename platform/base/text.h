// Small text helpers that know nothing of languages: trimming, splitting, UTF-8 validity, numbers,
// percent encoding, slugs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mila {

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
/// Splits at `separator`, trims each part, drops empty ones.
std::vector<std::string> split_list(std::string_view text, char separator);
std::string join(std::vector<std::string> const& parts, std::string_view separator);
std::string ascii_lower(std::string_view text);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// Whole text must be an integer that fits; no sign '+', no blanks.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// Decimal number with '.', or with ',' as German offices write it.
std::optional<double> parse_decimal(std::string_view text);

/// True if `text` is valid UTF-8 without NUL (RFC 3629).
bool is_clean_utf8(std::string_view text);
/// Decodes Windows-1252 (every byte has a meaning; undefined ones become U+FFFD).
std::string from_windows_1252(std::string_view bytes);
/// Cuts to at most `max` bytes without splitting a character.
std::string_view truncate_utf8(std::string_view text, std::size_t max);

std::string percent_encode(std::string_view text);
/// nullopt for a broken escape. `plus_is_blank` for query strings and forms.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);

/// "Hilfe für Mütter & Väter" → "hilfe-fuer-muetter-vaeter"; other scripts are transliterated
/// (ICU "Any-Latin; Latin-ASCII"); at most 60 characters; never empty ("x" if nothing is left).
std::string slugify(std::string_view text);

}  // namespace mila
