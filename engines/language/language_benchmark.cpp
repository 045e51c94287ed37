// How long the search's words take, with a lexicon and a vocabulary of real size (15,000 phrases,
// 50,000 words). Made-up words keep it free of data files.
#include <benchmark/benchmark.h>

#include <random>

#include "engines/language/by_ear.h"
#include "engines/language/compounds.h"
#include "engines/language/languages.h"
#include "engines/language/lexicon.h"
#include "engines/language/normalise.h"
#include "engines/language/spelling.h"
#include "engines/language/stems.h"
#include "engines/language/tokens.h"

namespace mila::language {
namespace {

constexpr std::string_view german_query = "Beratung für Migranten und Wohnungssuche im Landkreis";
constexpr std::string_view ukrainian_query = "хочу знайти квартиру для моєї сімʼї у місті";
constexpr std::string_view arabic_query = "أريد أن أجد شقة لعائلتي في المدينة";

// Words that look pronounceable; the same on every run.
std::vector<std::string> made_up_words(std::size_t count) {
  std::mt19937 random(7);
  constexpr std::string_view consonants = "bdfghklmnprstvwz";
  constexpr std::string_view vowels = "aeiou";
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count; ++i) {
    std::string word;
    auto const syllables = 2 + random() % 4;
    for (std::size_t k = 0; k < syllables; ++k) {
      word += consonants[random() % consonants.size()];
      word += vowels[random() % vowels.size()];
      if (random() % 3 == 0) word += consonants[random() % consonants.size()];
    }
    words.push_back(word);
  }
  return words;
}

std::shared_ptr<Decompounder const> decompounder() {
  static auto const made = [] {
    std::vector<std::string> parts = made_up_words(1000);
    for (const char* part : {"migration", "beratung", "wohnung", "suche", "land", "kreis"}) {
      parts.emplace_back(part);
    }
    return std::make_shared<Decompounder>(parts);
  }();
  return made;
}

Lexicon const& lexicon() {
  static const Lexicon made = [] {
    const std::vector<std::string> words = made_up_words(4000);
    std::mt19937 random(11);
    Lexicon l(decompounder());
    for (int phrase = 0; phrase < 15000; ++phrase) {
      std::string text = words[random() % words.size()];
      for (auto more = random() % 3; more > 0; --more) {
        text += ' ';
        text += words[random() % words.size()];
      }
      // Every tenth phrase speaks of advice, as in the real directory.
      if (phrase % 10 == 0) text += " Beratung";
      l.add(phrase / 88, text, language_codes[static_cast<std::size_t>(phrase) % 13]);
    }
    l.add(200, "Migrationsberatung", "de");
    l.add(201, "Wohnung suchen", "de");
    l.add(201, "квартира", "uk");
    l.add(201, "شقة", "ar");
    l.freeze();
    return l;
  }();
  return made;
}

void normalise_text(benchmark::State& state, std::string_view text) {
  for (auto _ : state) benchmark::DoNotOptimize(normalise(text));
}
BENCHMARK_CAPTURE(normalise_text, german, german_query);
BENCHMARK_CAPTURE(normalise_text, arabic, arabic_query);

void tokenise_text(benchmark::State& state, std::string_view text) {
  std::int64_t words = 0;
  for (auto _ : state) words += static_cast<std::int64_t>(tokenise(text).size());
  state.SetItemsProcessed(words);
}
BENCHMARK_CAPTURE(tokenise_text, german, german_query);
BENCHMARK_CAPTURE(tokenise_text, ukrainian, ukrainian_query);
BENCHMARK_CAPTURE(tokenise_text, arabic, arabic_query);

void stem_word(benchmark::State& state, std::string_view word, std::string_view language) {
  const std::string normalised = normalise(word);
  for (auto _ : state) benchmark::DoNotOptimize(stem(normalised, language));
}
BENCHMARK_CAPTURE(stem_word, german, "Wohnungen", "de");
BENCHMARK_CAPTURE(stem_word, ukrainian, "квартирами", "uk");
BENCHMARK_CAPTURE(stem_word, turkish, "kurslarına", "tr");

void split_compound(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(decompounder()->split("Migrationsberatung"));
}
BENCHMARK(split_compound);

void find_phrases(benchmark::State& state, std::string_view text) {
  Lexicon const& l = lexicon();
  const std::vector<Token> query = tokenise(text);
  for (auto _ : state) benchmark::DoNotOptimize(l.find(query));
}
BENCHMARK_CAPTURE(find_phrases, german, german_query);
BENCHMARK_CAPTURE(find_phrases, ukrainian, ukrainian_query);
BENCHMARK_CAPTURE(find_phrases, arabic, arabic_query);

void suggest_spelling(benchmark::State& state) {
  static const SpellIndex index = [] {
    SpellIndex i;
    for (std::string const& word : made_up_words(50000)) i.add(word);
    i.add("Migrationsberatung");
    i.freeze();
    return i;
  }();
  for (auto _ : state) {
    benchmark::DoNotOptimize(index.suggest("migratonsberatug"));
    benchmark::DoNotOptimize(index.suggest("tenolira"));
  }
}
BENCHMARK(suggest_spelling);

void match_by_ear(benchmark::State& state) {
  static const ByEar by_ear = [] {
    std::vector<ByEar::Target> targets;
    int id = 0;
    for (std::string const& word : made_up_words(500)) targets.push_back({id++, word});
    targets.push_back({id, "Jobcenter"});
    return ByEar(targets);
  }();
  for (auto _ : state) benchmark::DoNotOptimize(by_ear.match("где жобцентр"));
}
BENCHMARK(match_by_ear);

}  // namespace
}  // namespace mila::language

BENCHMARK_MAIN();
