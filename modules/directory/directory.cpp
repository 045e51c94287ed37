// Rules of directory records: terms, translations, protected addresses. No SQL, no HTTP.
#include "modules/directory/directory.h"

#include <sodium.h>

#include <algorithm>

#include "platform/i18n/languages.h"

namespace mila::directory {

std::vector<std::string> codes(std::vector<std::string> const& terms, std::string_view kind) {
  std::vector<std::string> found;
  for (auto const& term : terms)
    if (term.size() > kind.size() && term[kind.size()] == ':' && term.compare(0, kind.size(), kind) == 0)
      found.push_back(term.substr(kind.size() + 1));
  return found;
}

bool has_term(std::vector<std::string> const& terms, std::string_view term) {
  return std::find(terms.begin(), terms.end(), term) != terms.end();
}

Location redacted(Location location, bool service_protected) {
  if (!service_protected && !location.x_protected) return location;
  Location left;
  left.id = location.id;
  left.location_type = location.location_type;
  left.organization_id = location.organization_id;
  left.x_place_id = location.x_place_id;
  left.x_protected = true;
  for (auto const& address : location.addresses) {
    Address town;
    town.id = address.id;
    town.city = address.city;
    town.state_province = address.state_province;
    town.country = address.country;
    town.address_type = address.address_type;
    left.addresses.push_back(std::move(town));
  }
  return left;
}

std::string text_hash(std::string_view text) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<unsigned char const*>(text.data()),
                     text.size(), nullptr, 0);
  char hex[17];
  sodium_bin2hex(hex, sizeof hex, hash, 8);
  return hex;
}

BestText best_text(std::vector<LocalisedText> const& texts, std::string_view field,
                   std::string const& original, std::string_view original_language,
                   std::string_view reader_language) {
  auto find = [&](std::string_view language) -> LocalisedText const* {
    for (auto const& text : texts)
      if (text.field == field && text.language == language && !text.value.empty()) return &text;
    return nullptr;
  };
  auto translated = [&](LocalisedText const& text) {
    bool outdated = !text.source_hash.empty() && text.source_hash != text_hash(original);
    return BestText{text.value, text.language, outdated};
  };
  if (reader_language == original_language) return {original, std::string(original_language), false};
  if (auto const* own = find(reader_language)) return translated(*own);
  bool german = reader_language == "de-simple" || reader_language == "de";
  if (german && original_language == "de") return {original, "de", false};

  for (std::string_view fallback : {german ? "de" : "en", "de"}) {
    if (fallback == original_language) break;
    if (auto const* other = find(fallback)) return translated(*other);
  }
  return {original, std::string(original_language), false};
}

}  // namespace mila::directory
