// Feeds arbitrary bytes to everything in engines/language that sees what a visitor types.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "engines/language/by_ear.h"
#include "engines/language/compounds.h"
#include "engines/language/lexicon.h"
#include "engines/language/normalise.h"
#include "engines/language/spelling.h"
#include "engines/language/stems.h"
#include "engines/language/tokens.h"

namespace {

using namespace mila::language;

void require(bool condition) {
  if (!condition) std::abort();
}

std::shared_ptr<Decompounder const> decompounder() {
  static auto const made = std::make_shared<Decompounder>(std::vector<std::string>{
      "migration", "beratung", "wohnung", "suche", "kind", "garten", "platz", "amt", "!bahnhof"});
  return made;
}

Lexicon const& lexicon() {
  static const Lexicon made = [] {
    Lexicon l(decompounder());
    l.add(1, "Migrationsberatung", "de");
    l.add(2, "Wohnung suchen", "de");
    l.add(2, "شقة", "ar");
    l.add(3, "E-Mail", "en");
    l.freeze();
    return l;
  }();
  return made;
}

SpellIndex const& spelling() {
  static const SpellIndex made = [] {
    SpellIndex i;
    for (const char* word : {"Wohnung", "Beratung", "квартира", "مدرسة"}) i.add(word);
    i.freeze();
    return i;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static const ByEar by_ear({{1, "Jobcenter"}, {2, "Ausweis"}, {3, "ABH"}});
  const std::string_view text(reinterpret_cast<char const*>(data), size);

  const std::string normalised = normalise(text);
  require(normalise(normalised) == normalised);
  const std::string key = german_key(normalised);
  require(german_key(key) == key);

  const std::vector<Token> tokens = tokenise(text);
  std::size_t end = 0;
  for (Token const& token : tokens) {
    require(!token.text.empty() && token.begin >= end);
    end = token.begin + token.length;
    require(end <= size);
    (void)language_stems(token.text, token.script);
    (void)german_root(token.text);
    (void)spelling().suggest(token.text);
  }
  (void)decompounder()->split_fully(text);
  (void)phonetic_key(text);
  (void)by_ear.match(text);
  for (Found const& found : lexicon().find(tokens)) {
    require(found.score > 0 && found.first_token + found.token_count <= tokens.size());
  }
  return 0;
}
