#include "modules/agreements/numbers.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/text.h"

namespace mila::agreements {
namespace {

constexpr std::size_t kMarkMost = 8, kInitialsMost = 4;

/// Words of a name that say nothing about what the body is for.
bool is_filler(std::string_view word) {
  static std::set<std::string, std::less<>> const kFiller{
      "ag", "arbeitsgruppe", "arbeitskreis", "ak", "runder", "tisch", "koordinierungsstab", "beirat", "helferkreis",
      "und", "der", "die", "das", "des", "den", "fuer", "im", "in", "am", "an", "auf", "zur", "zum", "von", "of", "and", "the", "for"};
  return kFiller.contains(word);
}

char const* kind_mark(network::BodyKind kind) {
  switch (kind) {
    case network::BodyKind::RoundTable: return "RT";
    case network::BodyKind::CoordinationStaff: return "KS";
    case network::BodyKind::WorkingGroup: return "AG";
    case network::BodyKind::Council: return "BR";
    case network::BodyKind::HelperCircle: return "HK";
    case network::BodyKind::Other: break;
  }
  return "G";
}

/// "Sprache und Bildung" → "SB"; umlauts as ae, other scripts in Latin letters.
std::string initials_of(std::string_view name) {
  std::string initials, slug = slugify(name);
  for (auto word : split(slug, '-'))
    if (!word.empty() && !is_filler(word) && initials.size() < kInitialsMost) initials += word.front();
  std::transform(initials.begin(), initials.end(), initials.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return initials;
}

}  // namespace

std::string Number::text() const { return fmt::format("{}-{}-{:02}/{}", mark, year, day, item); }

std::string derive_mark(network::BodyKind kind, std::string_view name, std::set<std::string> const& taken) {
  std::string const plain = kind_mark(kind);
  std::string initials = initials_of(name);
  std::string full = initials.empty() ? plain : plain + "-" + initials;
  if (kind != network::BodyKind::WorkingGroup && !taken.contains(plain)) return plain;
  if (!taken.contains(full)) return full;
  for (int n = 2;; ++n) {
    std::string digits = std::to_string(n), mark = full.substr(0, kMarkMost - digits.size()) + digits;
    if (!taken.contains(mark)) return mark;
  }
}

bool is_mark(std::string_view mark) {
  auto plain = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !mark.empty() && mark.size() <= kMarkMost && plain(mark.front()) && plain(mark.back()) &&
         std::all_of(mark.begin(), mark.end(), [&](char c) { return plain(c) || c == '-'; });
}

}  // namespace mila::agreements
