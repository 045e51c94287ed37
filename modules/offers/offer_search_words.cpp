// Builds the knowledge of words from the taxonomy and the lists beside it.
#include "modules/offers/offer_search_words.h"

#include <unicode/locid.h>

#include <algorithm>
#include <fstream>
#include <future>

#include "engines/language/normalise.h"
#include "engines/language/stems.h"
#include "engines/language/stopwords.h"
#include "modules/directory/directory.h"
#include "modules/offers/holidays.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

using language::language_codes;
using language::Script;
using language::Token;

constexpr char kIndexFormat[] = "1";  // raise when documents are made otherwise
constexpr double kSynonymWeight = 0.9;
constexpr int kGerman = language::language_index("de");
constexpr int kArabic = language::language_index("ar");

/// Languages people name when they look for somebody who speaks theirs.
constexpr char const* kSpoken[] = {"de", "en", "uk", "ru", "ar", "fa", "tr", "fr", "pl", "ro",
                                   "bg", "lt", "sv", "ti", "ku", "es", "vi", "so", "ps", "sq",
                                   "am", "it", "pt", "sr", "hr", "bs", "hu", "el", "ka", "hi",
                                   "ur", "zh", "lv", "cs", "sk", "mk", "prs"};

std::vector<std::string> read_lines(std::string const& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    auto word = trim(line);
    if (!word.empty()) lines.emplace_back(word);
  }
  return lines;
}

std::string stem_term(int language, std::string_view word) {
  if (language < 0) return "z" + std::string(word);
  auto stem = language::stem(word, language_codes[static_cast<std::size_t>(language)]);
  return std::string("Z") + static_cast<char>('a' + language) + language::german_key(stem);
}

std::string part_term(std::string_view part) {
  return "P" + language::german_root(part);
}

bool is_german_script(Token const& token) {
  return token.script == Script::Latin || token.script == Script::Digits;
}

/// The language a phrase of office_words.csv is compared in: by its script.
std::string_view language_of_variant(std::string_view phrase) {
  switch (language::script_of(language::normalise(phrase))) {
    case Script::Cyrillic:
      return "ru";
    case Script::Arabic:
      return "ar";
    default:
      return "de";
  }
}

std::vector<std::string> forms_of(taxonomy::OfficeWord const& office) {
  std::vector<std::string> forms{office.word};
  forms.insert(forms.end(), office.variants.begin(), office.variants.end());
  return forms;
}

}  // namespace

SearchWords const& SearchWords::instance() {
  static SearchWords const words;
  return words;
}

SearchWords::SearchWords()
    : decompounder_(std::make_shared<language::Decompounder const>(
          read_lines(data_folder() + "/german_parts.txt"))),
      lexicon_(decompounder_) {
  // The spelling is a third of the work and shares nothing with the rest.
  auto spelling = std::async(std::launch::async, [this] { add_spelling(); });
  add_topics();
  add_audiences();
  add_office_words();
  add_language_names();
  lexicon_.freeze();
  spelling.get();
}

std::string SearchWords::fingerprint() {
  std::string tree = kIndexFormat;
  for (auto const& topic : taxonomy::taxonomy().topics()) tree += topic.code + ">" + topic.parent;
  return kIndexFormat + std::string("-") + directory::text_hash(tree);
}

void SearchWords::add_spelling() {
  for (auto const& topic : taxonomy::taxonomy().topics())
    for (auto const& [code, words] : topic.words) {
      if (words.label.empty()) continue;
      add_words(words.label, code, 3);
      for (auto const& synonym : words.synonyms) add_words(synonym, code, 2);
    }
  for (auto const& office : taxonomy::taxonomy().office_words())
    for (auto const& form : forms_of(office)) add_words(form, language_of_variant(form), 2);
  spelling_.freeze();
}

void SearchWords::add_words(std::string_view phrase, std::string_view code, double weight) {
  int index = language::language_index(code);
  for (auto const& token : language::tokenise(phrase)) {
    if (index >= 0) languages_[token.text] |= language::LanguageSet{1} << index;
    if (token.script == Script::Digits || language::is_stopword(token.text, code)) continue;
    spelling_.add(phrase.substr(token.begin, token.length), weight);
  }
}

void SearchWords::add_topics() {
  auto const& topics = taxonomy::taxonomy().topics();
  for (std::size_t i = 0; i < topics.size(); ++i)
    for (auto const& [code, words] : topics[i].words) {
      if (words.label.empty()) continue;
      lexicon_.add(static_cast<int>(i), words.label, code, 1);
      for (auto const& synonym : words.synonyms)
        lexicon_.add(static_cast<int>(i), synonym, code, kSynonymWeight);
    }
}

void SearchWords::add_audiences() {
  auto const& known = taxonomy::taxonomy();
  for (auto const& value : known.values()) {
    if (value.kind != "audience" || value.code == "everyone") continue;
    int id = static_cast<int>(known.topics().size() + audiences_.size());
    audiences_.push_back(value.code);
    for (auto const& [code, label] : value.labels) lexicon_.add(id, label, code, kSynonymWeight);
  }
  // "My son is ill" asks for children although it does not say so. First line: the languages.
  auto lines = read_lines(data_folder() + "/audience_words.csv");
  if (lines.empty()) return;
  auto languages = split(lines[0], ';');
  for (std::size_t line = 1; line < lines.size(); ++line) {
    auto cells = split(lines[line], ';');
    auto found = std::find(audiences_.begin(), audiences_.end(), trim(cells[0]));
    if (found == audiences_.end()) continue;
    int id = static_cast<int>(known.topics().size()) +
             static_cast<int>(std::distance(audiences_.begin(), found));
    for (std::size_t i = 1; i < cells.size() && i < languages.size(); ++i)
      for (auto const& word : split_list(cells[i], '|'))
        lexicon_.add(id, word, languages[i], kSynonymWeight);
  }
}

void SearchWords::add_office_words() {
  auto const& known = taxonomy::taxonomy();
  std::vector<language::ByEar::Target> targets;
  for (std::size_t i = 0; i < known.office_words().size(); ++i) {
    auto const& office = known.office_words()[i];
    for (auto const& form : forms_of(office)) {
      auto code = language_of_variant(form);
      if (code == "de") targets.push_back({static_cast<int>(i), form});
      std::string key;
      for (auto const& token : language::tokenise(form)) key += token.text + " ";
      office_words_.emplace(key, static_cast<int>(i));
      double weight = kSynonymWeight;
      for (auto const& topic : office.topics) {
        lexicon_.add(known.index_of(topic), form, code, weight);
        weight *= 0.55;
      }
    }
  }
  by_ear_ = std::make_unique<language::ByEar>(targets);
}

void SearchWords::add_language_names() {
  for (auto shown_in : language_codes)
    for (auto const* code : kSpoken) {
      icu::UnicodeString name;
      icu::Locale(code).getDisplayLanguage(icu::Locale(std::string(shown_in).c_str()), name);
      std::string text;
      name.toUTF8String(text);
      auto tokens = language::tokenise(text);
      if (tokens.size() != 1) continue;
      language_names_.emplace(stem_term(language::language_index(shown_in), tokens[0].text),
                              std::string(code) == "prs" ? "fa" : code);
    }
}

std::string SearchWords::language_named(Token const& token) const {
  for (auto const& each : language::language_stems(token.text, token.script)) {
    auto found = language_names_.find(stem_term(each.language, token.text));
    if (found != language_names_.end()) return found->second;
  }
  return "";
}

int SearchWords::office_word(std::span<Token const> tokens) const {
  std::string key;
  for (auto const& token : tokens) key += token.text + " ";
  auto found = office_words_.find(key);
  if (found == office_words_.end() && tokens.size() == 1 && tokens[0].script == Script::Arabic)
    for (auto const& reading : language::arabic_alternatives(tokens[0].text))
      if (auto without = office_words_.find(reading + " "); without != office_words_.end())
        return without->second;
  return found == office_words_.end() ? -1 : found->second;
}

language::LanguageSet SearchWords::languages_of(std::string const& normalised) const {
  auto found = languages_.find(normalised);
  return found == languages_.end() ? 0 : found->second;
}

std::vector<std::string> SearchWords::index_terms(Token const& token, int language) const {
  // German names inside texts in other scripts stay German.
  if (language >= 0 && token.script == Script::Latin) {
    auto code = language_codes[static_cast<std::size_t>(language)];
    for (auto other_script : {"uk", "ru", "bg", "ar", "fa"})
      if (code == other_script) language = kGerman;
  }
  std::vector<std::string> terms{stem_term(language, token.text)};
  if (token.script == Script::Arabic)
    for (auto const& reading : language::arabic_alternatives(token.text))
      terms.push_back(stem_term(language, reading));
  if (language == kGerman && is_german_script(token)) {
    auto parts = decompounder_->split_fully(token.text);
    if (parts.empty()) parts = {token.text};
    for (auto const& part : parts) terms.push_back(part_term(part));
  }
  if (!token.joined.empty()) terms.push_back(stem_term(language, token.joined));
  return terms;
}

std::vector<TextTerm> SearchWords::query_terms(Token const& token) const {
  std::vector<TextTerm> terms;
  auto add = [&](int language, std::string_view word, double quality) {
    terms.push_back({stem_term(language, word), language, quality});
  };
  for (auto const& each : language::language_stems(token.text, token.script))
    add(each.language, token.text, 1);
  if (terms.empty()) add(kGerman, token.text, 1);
  if (token.script == Script::Arabic)
    for (auto const& reading : language::arabic_alternatives(token.text))
      for (int language : {kArabic, language::language_index("fa")}) add(language, reading, 0.9);
  if (!token.joined.empty()) add(kGerman, token.joined, 1);
  add(-1, token.text, 1);
  return terms;
}

std::vector<std::string> SearchWords::part_terms(Token const& token) const {
  if (token.script != Script::Latin) return {};
  std::vector<std::string> terms;
  auto parts = decompounder_->split_fully(token.text);
  if (parts.empty()) parts = {token.text};
  for (auto const& part : parts) terms.push_back(part_term(part));
  return terms;
}

std::string phone_digits(std::string_view number) {
  std::string digits;
  for (char c : language::normalise(number))
    if (c >= '0' && c <= '9') digits += c;
  if (digits.rfind("0049", 0) == 0)
    digits.erase(0, 4);
  else if (digits.size() > 9 && digits.rfind("49", 0) == 0)
    digits.erase(0, 2);
  if (!digits.empty() && digits[0] == '0') digits.erase(0, 1);
  return digits.size() < 5 ? "" : digits;
}

}  // namespace mila::offers
