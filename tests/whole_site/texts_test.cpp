// Every interface text is there in every language, with the same gaps to fill, and compiled.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "platform/i18n/languages.h"
#include "tests/whole_site/demo_site.h"
#include "tests/whole_site/page_checks.h"

namespace mila::testing {
namespace {

struct PoText {
  std::vector<std::string> translations;
  std::string plural;
  bool fuzzy = false;
};

/// The text between the quotes, with \n, \" and \\ read.
std::string unquoted(std::string const& line) {
  auto from = line.find('"'), to = line.rfind('"');
  std::string text;
  for (auto i = from + 1; i < to; ++i) {
    if (line[i] != '\\') text += line[i];
    else text += line[++i] == 'n' ? '\n' : line[i];
  }
  return text;
}

/// msgid → translations of a PO file; the header and obsolete entries are left out.
std::map<std::string, PoText> read_po(std::string const& path) {
  std::map<std::string, PoText> texts;
  std::ifstream file(path);
  std::string line, id;
  PoText entry;
  std::string* into = nullptr;
  auto finish = [&] {
    if (!id.empty()) texts[id] = entry;
    id.clear();
    entry = {};
    into = nullptr;
  };
  while (std::getline(file, line)) {
    if (line.rfind("#, ", 0) == 0) {
      finish();
      entry.fuzzy = line.find("fuzzy") != std::string::npos;
    } else if (line.rfind("msgid_plural ", 0) == 0) {
      entry.plural = unquoted(line);
      into = &entry.plural;
    } else if (line.rfind("msgid ", 0) == 0) {
      bool fuzzy = entry.fuzzy && id.empty();
      finish();
      entry.fuzzy = fuzzy;
      id = unquoted(line);
      into = &id;
    } else if (line.rfind("msgstr", 0) == 0) {
      entry.translations.push_back(unquoted(line));
      into = &entry.translations.back();
    } else if (!line.empty() && line[0] == '"' && into) {
      *into += unquoted(line);
    }
  }
  finish();
  return texts;
}

/// The {names} a text has to be filled with, sorted.
std::vector<std::string> gaps(std::string const& text) {
  std::vector<std::string> names;
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
    names.push_back(text.substr(open, text.find('}', open) - open));
  std::sort(names.begin(), names.end());
  return names;
}

std::string texts_folder() { return source_folder() + "/data/texts/"; }

void expect_whole(std::string const& folder, std::string const& pot,
                  std::vector<std::string> const& languages) {
  auto wanted = read_po(folder + pot);
  ASSERT_GT(wanted.size(), 8u);
  for (auto const& language : languages) {
    SCOPED_TRACE(language);
    auto texts = read_po(folder + language + ".po");
    std::vector<std::string> missing;
    for (auto const& [id, entry] : wanted) {
      auto found = texts.find(id);
      bool whole = found != texts.end() && !found->second.fuzzy && !found->second.translations.empty();
      if (whole)
        for (auto const& text : found->second.translations) whole = whole && !text.empty();
      if (!whole) missing.push_back(id);
    }
    EXPECT_EQ(lines(missing), "") << missing.size() << " of " << wanted.size();
  }
}

TEST(Texts, EveryLanguageHasEveryText) {
  std::vector<std::string> languages;
  for (auto const& language : i18n::all_languages()) languages.emplace_back(language.code);
  expect_whole(texts_folder(), "mila.pot", languages);
}

TEST(Texts, TheWorkplaceSpeaksGermanAndEnglish) {
  expect_whole(texts_folder() + "workplace/", "workplace.pot", {"de", "en"});
}

TEST(Texts, TranslationsKeepTheGapsToFill) {
  for (auto const& language : i18n::all_languages()) {
    std::vector<std::string> wrong;
    for (auto const& [id, entry] : read_po(texts_folder() + std::string(language.code) + ".po"))
      for (std::size_t i = 0; i < entry.translations.size(); ++i) {
        auto const& text = entry.translations[i];
        // "One offer" needs no number; the other forms need what the plural needs.
        bool same = gaps(text) == gaps(id) || (!entry.plural.empty() && gaps(text) == gaps(entry.plural));
        if (!text.empty() && !same) wrong.push_back(id + " → " + text);
      }
    EXPECT_EQ(lines(wrong), "") << language.code;
  }
}

TEST(Texts, TemplatesHoldNoTextThatIsNotCollected) {
  auto collected = read_po(texts_folder() + "mila.pot");
  collected.merge(read_po(texts_folder() + "workplace/workplace.pot"));
  std::vector<std::string> missing;
  for (auto const* folder : {"/platform", "/modules"})
    for (auto const& file : std::filesystem::recursive_directory_iterator(source_folder() + folder)) {
      std::ifstream stream(file.path());
      std::stringstream text;
      text << stream.rdbuf();
      std::string html = text.str();
      if (file.path().extension() != ".html") continue;
      for (auto open = html.find("[["); open != std::string::npos; open = html.find("[[", open + 2)) {
        std::string id = html.substr(open + 2, html.find("]]", open) - open - 2);
        if (!collected.count(id)) missing.push_back(file.path().filename().string() + ": " + id);
      }
    }
  EXPECT_EQ(lines(missing), "") << "run ./dev i18n";
}

TEST(Texts, TheProgramShowsWhatTheFilesSay) {
  DemoSite site;
  for (auto const& language : i18n::all_languages()) {
    std::string code(language.code);
    std::vector<std::string> different;
    for (auto const& [id, entry] : read_po(texts_folder() + code + ".po"))
      if (entry.plural.empty() && !entry.fuzzy && !entry.translations.front().empty() &&
          site.site().translate(code, id) != entry.translations.front())
        different.push_back(id + " → " + site.site().translate(code, id));
    EXPECT_EQ(lines(different), "") << code;
  }
}

}  // namespace
}  // namespace mila::testing
