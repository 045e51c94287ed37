// Endings are taken off until none is left. That cuts some words too short ("диплом" ends like an
// instrumental), but it cuts all forms of the word at the same place, and that is what counts.
#include "engines/language/light_stems.h"

#include <algorithm>
#include <array>
#include <span>

#include "engines/language/normalise.h"
#include "engines/language/utf8.h"

namespace mila::language {
namespace {

using Letters = std::u32string;
using LettersView = std::u32string_view;

struct Ending {
  LettersView text;
  std::size_t keep;  // letters that must stay
};

// Takes off the first ending of the list that fits; lists are sorted from long to short.
bool strip_one(Letters& word, std::span<Ending const> endings) {
  for (Ending const& ending : endings) {
    if (word.size() >= ending.text.size() + ending.keep && word.ends_with(ending.text)) {
      word.resize(word.size() - ending.text.size());
      return true;
    }
  }
  return false;
}

void strip_all(Letters& word, std::span<Ending const> endings) {
  while (strip_one(word, endings)) {
  }
}

// Doubled last letter once: навчанн(я) and навчан(ь) meet.
void single_last_letter(Letters& word) {
  while (word.size() > 3 && word[word.size() - 1] == word[word.size() - 2]) word.pop_back();
}

bool is_latin_vowel(char32_t c) {
  return LettersView(U"aeiou").find(c) != LettersView::npos;
}

// Turkish s, y and n at the start of an ending only join it to a vowel: kira-sı, but kurs-u.
bool strip_one_turkish(Letters& word, std::span<Ending const> endings) {
  for (Ending const& ending : endings) {
    if (word.size() < ending.text.size() + ending.keep || !word.ends_with(ending.text)) continue;
    bool const joins = LettersView(U"syn").find(ending.text.front()) != LettersView::npos;
    if (joins && !is_latin_vowel(word[word.size() - ending.text.size() - 1])) continue;
    word.resize(word.size() - ending.text.size());
    return true;
  }
  return false;
}

constexpr auto uk_endings = std::to_array<Ending>({
    {U"тися", 4}, {U"ться", 4}, {U"ями", 3}, {U"ами", 3}, {U"ові", 3}, {U"еві", 3}, {U"єві", 3},
    {U"ого", 3},  {U"ому", 3},  {U"ими", 3}, {U"іми", 3}, {U"ати", 3}, {U"ити", 4}, {U"их", 3},
    {U"іх", 3},   {U"ої", 3},   {U"ою", 3},  {U"ею", 3},  {U"єю", 3},  {U"ів", 3},  {U"їв", 3},
    {U"ам", 3},   {U"ям", 3},   {U"ах", 3},  {U"ях", 3},  {U"ом", 3},  {U"ем", 3},  {U"єм", 3},
    {U"ей", 3},   {U"ий", 3},   {U"ій", 3},  {U"ім", 3},  {U"им", 3},  {U"ую", 3},  {U"а", 3},
    {U"я", 3},    {U"у", 3},    {U"ю", 3},   {U"о", 3},   {U"е", 3},   {U"є", 3},   {U"і", 3},
    {U"ї", 3},    {U"и", 3},    {U"ь", 3},   {U"й", 3},
});

constexpr auto bg_endings = std::to_array<Ending>({
    {U"овете", 3}, {U"евете", 3}, {U"ията", 3}, {U"иите", 3}, {U"ият", 3}, {U"ата", 3}, {U"ята", 3},
    {U"ото", 3},   {U"ето", 3},   {U"ите", 3},  {U"ове", 3},  {U"еве", 3}, {U"ия", 3},  {U"ии", 3},
    {U"ът", 3},    {U"ят", 3},    {U"та", 5},   {U"то", 5},   {U"те", 5},  {U"а", 3},   {U"я", 3},
    {U"о", 3},     {U"е", 3},     {U"и", 3},    {U"у", 3},    {U"й", 3},
});

constexpr auto pl_endings = std::to_array<Ending>({
    {U"iami", 3}, {U"iach", 3}, {U"iego", 3}, {U"iemu", 3}, {U"owie", 3}, {U"ami", 3}, {U"ach", 3},
    {U"iom", 3},  {U"iem", 3},  {U"owi", 3},  {U"ego", 3},  {U"emu", 3},  {U"ymi", 3}, {U"imi", 3},
    {U"ych", 3},  {U"ich", 3},  {U"om", 3},   {U"ow", 3},   {U"ej", 3},   {U"ym", 3},  {U"im", 3},
    {U"em", 3},   {U"a", 3},    {U"e", 3},    {U"i", 3},    {U"o", 3},    {U"u", 3},   {U"y", 3},
});

// ي and ه as `normalise` writes them.
constexpr auto fa_endings = std::to_array<Ending>({
    {U"هايشان", 2},
    {U"هايمان", 2},
    {U"هايتان", 2},
    {U"هايي", 2},
    {U"هايم", 2},
    {U"هايش", 2},
    {U"هاي", 2},
    {U"ترين", 3},
    {U"ها", 2},
    {U"گان", 4},
    {U"گي", 4},
    {U"اي", 4},
    {U"ان", 4},
    {U"ات", 4},
    {U"ي", 4},
    {U"ه", 4},
});

// Folded: ı as i, ö as o, ü as u.
constexpr auto tr_endings = std::to_array<Ending>({
    {U"larimiz", 2}, {U"lerimiz", 2}, {U"larindan", 2}, {U"lerinden", 2}, {U"larinda", 2},
    {U"lerinde", 2}, {U"larinin", 2}, {U"lerinin", 2},  {U"lardan", 2},   {U"lerden", 2},
    {U"larina", 2},  {U"lerine", 2},  {U"larini", 2},   {U"lerini", 2},   {U"sindan", 3},
    {U"sinden", 3},  {U"larda", 2},   {U"lerde", 2},    {U"larin", 2},    {U"lerin", 2},
    {U"sinda", 3},   {U"sinde", 3},   {U"sunda", 3},    {U"sinin", 3},    {U"sunun", 3},
    {U"indan", 3},   {U"inden", 3},   {U"undan", 3},    {U"unden", 3},    {U"lari", 2},
    {U"leri", 2},    {U"lara", 2},    {U"lere", 2},     {U"imiz", 3},     {U"umuz", 3},
    {U"iniz", 3},    {U"unuz", 3},    {U"inda", 3},     {U"inde", 3},     {U"unda", 3},
    {U"unde", 3},    {U"sina", 3},    {U"sine", 3},     {U"suna", 3},     {U"sini", 3},
    {U"sunu", 3},    {U"inin", 3},    {U"unun", 3},     {U"ndan", 3},     {U"nden", 3},
    {U"lar", 2},     {U"ler", 2},     {U"ina", 3},      {U"ine", 3},      {U"una", 3},
    {U"une", 3},     {U"ini", 3},     {U"unu", 3},      {U"nda", 3},      {U"nde", 3},
    {U"nin", 3},     {U"nun", 3},     {U"dan", 3},      {U"den", 3},      {U"tan", 3},
    {U"ten", 3},     {U"si", 3},      {U"su", 3},       {U"da", 3},       {U"de", 3},
    {U"ta", 3},      {U"te", 3},      {U"ya", 3},       {U"ye", 3},       {U"yi", 3},
    {U"yu", 3},      {U"in", 3},      {U"un", 3},       {U"im", 3},       {U"um", 3},
    {U"a", 3},       {U"e", 3},       {U"i", 3},        {U"u", 3},
});

constexpr auto ar_endings = std::to_array<Ending>({
    {U"هما", 3},
    {U"كما", 3},
    {U"ها", 3},
    {U"هم", 3},
    {U"نا", 3},
    {U"كم", 3},
    {U"ان", 3},
    {U"ات", 3},
    {U"ون", 3},
    {U"ين", 3},
    {U"يه", 3},
    {U"ه", 3},
    {U"ي", 3},
});

// Articles and attached prepositions, long ones first.
constexpr auto ar_prefixes = std::to_array<Ending>({
    {U"وبال", 3},
    {U"وال", 3},
    {U"بال", 3},
    {U"كال", 3},
    {U"فال", 3},
    {U"ولل", 3},
    {U"لل", 3},
    {U"ال", 3},
    {U"و", 4},
});

}  // namespace

std::string light_stem_uk(std::string_view word) {
  Letters letters = decode(word);
  if (letters.size() <= 3) return std::string(word);
  strip_all(letters, uk_endings);
  single_last_letter(letters);
  if (letters.size() >= 4) {
    // аптека – в аптеці, допомога – у допомозі
    if (letters.back() == U'к') letters.back() = U'ц';
    if (letters.back() == U'г') letters.back() = U'з';
    // будинок – будинку, українець – українці
    const std::size_t before = letters.size() - 2;
    if (letters.size() >= 5 && letters.back() == U'ц' &&
        (letters[before] == U'о' || letters[before] == U'е')) {
      letters.erase(before, 1);
    }
  }
  return encode(letters);
}

std::string light_stem_bg(std::string_view word) {
  Letters letters = decode(word);
  if (letters.size() <= 3) return std::string(word);
  strip_all(letters, bg_endings);
  if (letters.size() >= 4 && letters.back() == U'ц') letters.back() = U'к';  // език – езици
  return encode(letters);
}

std::string light_stem_pl(std::string_view word) {
  Letters letters = decode(word);
  if (letters.size() <= 3) return std::string(word);
  strip_all(letters, pl_endings);
  if (letters.size() >= 4) {
    if (letters.back() == U'k') letters.back() = U'c';  // apteka – w aptece, dziecko – dzieci
    if (letters.ends_with(U"dz")) letters.replace(letters.size() - 2, 2, U"g");  // usłudze
    single_last_letter(letters);
  }
  return encode(letters);
}

std::string light_stem_fa(std::string_view word) {
  Letters letters = decode(word);
  strip_all(letters, fa_endings);
  return encode(letters);
}

std::string light_stem_tr(std::string_view word) {
  Letters letters = decode(german_key(word));
  // Two-letter nouns that are asked for often: house, work.
  for (const LettersView root : {U"ev", U"is"}) {
    if (letters.size() > 2 && letters.starts_with(root)) {
      const LettersView rest = LettersView(letters).substr(2);
      bool const only_ending = rest != U"im" && std::ranges::any_of(tr_endings, [&](auto const& e) {
                                 return e.text == rest;
                               });
      if (only_ending) return encode(root);
    }
  }
  while (true) {
    if (strip_one_turkish(letters, tr_endings)) continue;
    const std::size_t size = letters.size();
    if (size >= 5 && letters.back() == U'm' && is_latin_vowel(letters[size - 2])) {
      letters.pop_back();  // ailem: my family
      continue;
    }
    break;
  }
  if (letters.size() >= 3) {
    // kitap – kitabı, yurt – yurdu, çocuk – çocuğu
    if (letters.back() == U'b') letters.back() = U'p';
    if (letters.back() == U'd') letters.back() = U't';
    if (letters.back() == U'g') letters.back() = U'k';
  }
  return encode(letters);
}

std::string light_stem_ar(std::string_view word) {
  Letters letters = decode(word);
  // "German" and "Germany" begin like the article.
  for (const LettersView german : {U"المان", U"الالمان", U"والالمان", U"بالالمان", U"للالمان"}) {
    if (letters.starts_with(german)) return "المان";
  }
  for (Ending const& prefix : ar_prefixes) {
    if (letters.starts_with(prefix.text) && letters.size() >= prefix.text.size() + prefix.keep) {
      letters.erase(0, prefix.text.size());
      break;
    }
  }
  strip_all(letters, ar_endings);
  return encode(letters);
}

}  // namespace mila::language
