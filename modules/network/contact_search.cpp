// Words of the contact search, prepared once per process.
#include "modules/network/contact_search.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::network {
namespace {

constexpr std::size_t kGroupsMax = 8, kWordsInPhraseMax = 4, kOrganizationsMax = 60;

/// Languages people in a county speak beside those of the pages (ISO 639).
constexpr std::array<std::string_view, 42> kSpoken{
    "de", "en", "uk", "ru", "ar", "fa",  "tr", "fr", "pl", "ro", "bg", "lt", "sv", "ku",
    "ps", "ur", "ti", "so", "vi", "sq",  "sr", "hr", "bs", "es", "it", "pt", "el", "hu",
    "cs", "sk", "ka", "hy", "az", "am",  "hi", "bn", "ta", "zh", "ro", "mk", "sw", "om"};

/// Names of languages as slugs: "ukrainisch", "ukrainian", "ukrainska" …
std::unordered_map<std::string, std::string> const& language_names() {
  static auto const names = [] {
    std::unordered_map<std::string, std::string> all;
    for (auto code : kSpoken) {
      std::string iso(code);
      for (auto const& name : {i18n::language_name(code, "de"), i18n::language_name(code, "en"),
                               i18n::native_name_of(code), iso})
        all.emplace(slugify(name), iso);
    }
    // Farsi and Dari are one language to those who speak it on the phone.
    for (auto name : {"farsi", "dari"}) all.emplace(name, "fa");
    for (auto name : {"kurmandschi", "kurmanci", "sorani"}) all.emplace(name, "ku");
    return all;
  }();
  return names;
}

/// Labels and synonyms of topics in German and English as slugs.
std::unordered_map<std::string, std::string> const& topic_names() {
  static auto const names = [] {
    std::unordered_map<std::string, std::string> all;
    for (bool synonyms : {false, true})
      for (auto const& topic : taxonomy::taxonomy().topics())
        for (auto const* language : {"de", "en"}) {
          auto words = topic.words.find(language);
          if (words == topic.words.end()) continue;
          if (!synonyms) all.emplace(slugify(words->second.label), topic.code);
          else for (auto const& word : words->second.synonyms) all.emplace(slugify(word), topic.code);
        }
    return all;
  }();
  return names;
}

/// Places and areas by the slug of their name.
std::string place_named(places::Gazetteer const& gazetteer, std::string const& slug) {
  for (auto const& place : gazetteer.places())
    if (slugify(gazetteer.label(place)) == slug ||
        (place.kind != places::Kind::Part && slugify(place.name) == slug))
      return place.id;
  for (auto const& area : gazetteer.areas())
    if (slugify(area.name) == slug) return area.id;
  for (auto const& place : gazetteer.places())
    if (slugify(place.name) == slug) return place.id;
  return "";
}

}  // namespace

std::vector<std::string> place_words(places::Gazetteer const& gazetteer, std::string_view place_id) {
  std::vector<std::string> words{"p:*"};
  for (auto const& id : gazetteer.with_ancestors(place_id)) words.push_back("p:" + id);
  for (auto const* area : gazetteer.areas_of(place_id)) words.push_back("p:" + area->id);
  if (auto const* area = gazetteer.find_area(place_id)) {
    words.push_back("p:" + area->id);
    for (auto const& id : area->place_ids) words.push_back("p:" + id);
  }
  return words;
}

ContactSearch read_contact_search(std::string_view text, places::Gazetteer const& gazetteer,
                                  DirectoryFacts const& facts) {
  ContactSearch search;
  auto words = split_list(trim(text).empty() ? "" : slugify(text), '-');
  std::vector<std::string> names;
  std::size_t at = 0;
  while (at < words.size() && search.groups.size() < kGroupsMax) {
    std::size_t taken = 0;
    for (std::size_t n = std::min(kWordsInPhraseMax, words.size() - at); n > 0 && !taken; --n) {
      std::string phrase =
          join({words.begin() + static_cast<std::ptrdiff_t>(at),
                words.begin() + static_cast<std::ptrdiff_t>(at + n)}, "-");
      if (auto language = language_names().find(phrase);
          language != language_names().end() && phrase.size() > 2) {
        search.languages.push_back(language->second);
        search.groups.push_back({"l:" + language->second});
      } else if (auto place = place_named(gazetteer, phrase); !place.empty()) {
        search.place_ids.push_back(place);
        search.groups.push_back(place_words(gazetteer, place));
      } else if (auto topic = topic_names().find(phrase); topic != topic_names().end()) {
        search.topics.push_back(topic->second);
        search.groups.push_back({"t:" + topic->second});
      } else {
        continue;
      }
      taken = n;
    }
    if (!taken) {
      std::vector<std::string> group{"n:" + words[at] + "*"};
      for (auto const* organization : facts.named(words[at], kOrganizationsMax))
        group.push_back("o:" + organization->id);
      search.groups.push_back(std::move(group));
      names.push_back(words[at]);
      taken = 1;
    }
    at += taken;
  }
  search.names = join(names, " ");
  return search;
}

std::vector<std::string> read_languages(std::string_view text, std::vector<std::string>& unknown) {
  std::vector<std::string> codes;
  std::string separated(text);
  for (char& c : separated)
    if (c == ';' || c == '|' || c == '\n') c = ',';
  for (auto const& word : split_list(separated, ',')) {
    auto known = language_names().find(slugify(word));
    if (known == language_names().end()) unknown.push_back(word);
    else codes.push_back(known->second);
  }
  return codes;
}

}  // namespace mila::network
