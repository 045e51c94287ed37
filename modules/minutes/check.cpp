#include "modules/minutes/check.h"

#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>
#include <sodium.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <set>

#include "platform/base/check.h"

namespace mila::minutes {
namespace {

struct Found {
  std::size_t at;
  FindingKind kind;
  std::string text;
};

struct Pattern {
  FindingKind kind;
  char const* regex;
};

/// Of what one says about people in German minutes. A name begins with a capital letter and may have
/// parts: "Frau Dr. von der Heide-Krüger".
constexpr std::array kPatterns{
    Pattern{FindingKind::Name,
            R"(\b(?:Frau|Herrn?|Fr\.|Hr\.|Mr\.?|Mrs\.?|Ms\.?)\s+(?:Dr\.\s+|Prof\.\s+)*(?:(?:von|van|de|zu|der|den)\s+)*\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+)?)"},
    Pattern{FindingKind::Family, R"(\b(?:Familie|Fam\.|family)\s+(?:(?:von|van|de|zu|al|el)[\s-]+)*\p{Lu}[\p{L}'-]*\.?)"},
    Pattern{FindingKind::Mail, R"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"},
    Pattern{FindingKind::File, R"((?:\bAz\.?:?|\bAktenzeichen:?|\bAktennummer:?|\bAZR(?:-Nummer)?:?|\bKundennummer:?|\bBG-Nummer:?|\bFile number:?)\s*[\w]+(?:[./ -]?(?:\d\w*|[A-Z]{1,2}\b))*)"}};

std::string utf8(icu::UnicodeString const& text) {
  std::string result;
  text.toUTF8String(result);
  return result;
}

void find_pattern(icu::UnicodeString const& text, Pattern const& pattern, std::vector<Found>& found) {
  UErrorCode status = U_ZERO_ERROR;
  icu::RegexMatcher matcher(icu::UnicodeString::fromUTF8(pattern.regex), text, 0, status);
  CHECK(U_SUCCESS(status));
  // A text that takes unreasonably long is left to the reader.
  matcher.setTimeLimit(1000, status);
  while (matcher.find(status) && U_SUCCESS(status))
    found.push_back({static_cast<std::size_t>(matcher.start(status)), pattern.kind, utf8(matcher.group(status))});
}

bool is_letter_at(icu::UnicodeString const& text, std::int32_t at) {
  return at >= 0 && at < text.length() && u_isalpha(text.char32At(at));
}

void find_name(icu::UnicodeString const& text, std::string const& name, std::vector<Found>& found) {
  auto wanted = icu::UnicodeString::fromUTF8(name);
  if (wanted.length() < 4) return;
  for (auto at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    if (!is_letter_at(text, at - 1) && !is_letter_at(text, at + wanted.length()))
      found.push_back({static_cast<std::size_t>(at), FindingKind::Name, name});
}

void find_phones(std::string const& text, std::vector<Found>& found) {
  using namespace i18n::phonenumbers;
  PhoneNumberMatcher matcher(*PhoneNumberUtil::GetInstance(), text, "DE", PhoneNumberMatcher::VALID, 1000);
  while (matcher.HasNext()) {
    PhoneNumberMatch match;
    if (!matcher.Next(&match)) break;
    auto before = text.substr(0, static_cast<std::size_t>(match.start()));
    found.push_back({static_cast<std::size_t>(icu::UnicodeString::fromUTF8(before).length()), FindingKind::Phone, match.raw_string()});
  }
}

}  // namespace

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

std::vector<Finding> findings_in(std::string_view part_id, std::string const& text, std::vector<std::string> const& names) {
  auto unicode = icu::UnicodeString::fromUTF8(text);
  std::vector<Found> found;
  for (auto const& pattern : kPatterns) find_pattern(unicode, pattern, found);
  for (auto const& name : names) find_name(unicode, name, found);
  find_phones(text, found);
  std::stable_sort(found.begin(), found.end(), [](Found const& a, Found const& b) { return a.at < b.at; });
  std::vector<Finding> findings;
  std::set<std::string> seen;
  for (auto& one : found) {
    if (!seen.insert(one.text).second) continue;
    std::string key = sha256(std::string(part_id) + "\n" + one.text).substr(0, 24);
    findings.push_back({one.kind, std::string(part_id), std::move(one.text), std::move(key)});
  }
  return findings;
}

}  // namespace mila::minutes
