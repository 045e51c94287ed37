// Folding of spellings: a table for the scripts of our languages, ICU for everything else.
#include "engines/language/normalise.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>

#include "engines/language/utf8.h"

namespace mila::language {
namespace {

// Code points below this are folded by table: Latin, Greek, Cyrillic, Arabic.
constexpr char32_t table_end = 0x700;

// What a code point becomes; up to three code points, none if it is dropped.
struct Fold {
  std::array<char32_t, 3> to{};
  int count = 0;
  bool by_icu = false;  // only right together with its neighbours
};

bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == U'`' || c == 0xB4 || c == 0x2B9 || c == 0x2BC || c == 0x2018 ||
         c == 0x2019 || c == 0x201B || c == 0x2032;
}

bool is_cyrillic(char32_t c) {
  return c >= 0x400 && c < 0x530;
}

// Letters that people and keyboards exchange; 0 for those that need no rule of their own.
std::u32string_view special_fold(char32_t c) {
  switch (c) {
    case 0xE4:
      return U"ae";
    case 0xF6:
      return U"oe";
    case 0xFC:
      return U"ue";
    case 0xDF:
      return U"ss";
    case 0xE6:
      return U"ae";
    case 0x153:
      return U"oe";
    case 0xF8:
      return U"o";
    case 0x142:
      return U"l";
    case 0x111:
    case 0xF0:
      return U"d";
    case 0xFE:
      return U"th";
    case 0x131:
      return U"i";
    case 0x451:
    case 0x450:
      return U"\u0435";  // ё ѐ → е
    case 0x491:
      return U"\u0433";  // ґ → г
    case 0x45D:
      return U"\u0438";  // ѝ → и
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
      return U"\u0627";  // آ أ إ ٱ → ا
    case 0x624:
      return U"\u0648";  // ؤ → و
    case 0x626:
    case 0x649:
    case 0x6CC:
      return U"\u064A";  // ئ ى ی → ي
    case 0x629:
    case 0x6C0:
    case 0x6C1:
    case 0x6C2:
    case 0x6D5:
      return U"\u0647";  // ة → ه
    case 0x6A9:
      return U"\u0643";  // ک → ك
    default:
      return {};
  }
}

// Signs that only decorate Arabic words: vowel marks, tatweel, the lone hamza.
bool is_arabic_decoration(char32_t c) {
  return c == 0x621 || c == 0x640 || (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) ||
         c == 0x670 ||
         (c >= 0x6D6 && c <= 0x6ED && c != 0x6DD && c != 0x6DE && c != 0x6E5 && c != 0x6E6 &&
          c != 0x6E9);
}

bool is_latin(char32_t c) {
  return (c >= 0xC0 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00);
}

// The letter under all accents.
char32_t base_letter(char32_t c) {
  static icu::Normalizer2 const* const nfc = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFCInstance(status);
  }();
  icu::UnicodeString parts;
  while (nfc != nullptr && nfc->getRawDecomposition(static_cast<UChar32>(c), parts)) {
    c = static_cast<char32_t>(parts.char32At(0));
  }
  return c;
}

// Case-folded code points, as ICU gives them.
icu::UnicodeString case_fold(icu::UnicodeString const& text) {
  UErrorCode status = U_ZERO_ERROR;
  static icu::Normalizer2 const* const folding = [] {
    UErrorCode opening = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKCCasefoldInstance(opening);
  }();
  if (folding == nullptr) return text;
  icu::UnicodeString result = folding->normalize(text, status);
  return U_SUCCESS(status) ? result : text;
}

// Folds a case-folded code point by our own rules.
void append_folded(char32_t c, std::u32string& out) {
  if (is_arabic_decoration(c) || (c >= 0x300 && c < 0x370)) return;
  if (const std::u32string_view special = special_fold(c); !special.empty()) {
    out += special;
  } else if (c >= 0x660 && c <= 0x669) {
    out += U'0' + (c - 0x660);
  } else if (c >= 0x6F0 && c <= 0x6F9) {
    out += U'0' + (c - 0x6F0);
  } else if (is_latin(c) || (c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000)) {
    char32_t const base = base_letter(c);
    if (const std::u32string_view again = special_fold(base); !again.empty()) {
      out += again;
    } else {
      out += base;
    }
  } else if (is_apostrophe(c)) {
    out += U'\'';
  } else {
    out += c;
  }
}

Fold make_fold(char32_t c) {
  Fold fold;
  // Combining marks may join with the letter before; leave them to ICU. The Arabic ones go anyway.
  if (c >= 0x300 && c < 0x370 && u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) {
    fold.by_icu = true;
    return fold;
  }
  if (c >= 0x483 && c <= 0x489) {
    fold.by_icu = true;
    return fold;
  }
  std::u32string out;
  const icu::UnicodeString folded = case_fold(icu::UnicodeString(static_cast<UChar32>(c)));
  // A lone accent becomes blank plus accent; that has to go through ICU as well.
  for (int i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    append_folded(static_cast<char32_t>(folded.char32At(i)), out);
  }
  if (out.size() > fold.to.size()) {
    fold.by_icu = true;
    return fold;
  }
  for (char32_t const o : out) fold.to[static_cast<std::size_t>(fold.count++)] = o;
  return fold;
}

Fold const& fold_of(char32_t c) {
  static const std::array<Fold, table_end> table = [] {
    std::array<Fold, table_end> made;
    for (char32_t i = 0; i < table_end; ++i) made[i] = make_fold(i);
    return made;
  }();
  return table[c];
}

// Drops apostrophes between two Cyrillic letters.
void drop_cyrillic_apostrophes(std::u32string& text) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const inside = text[i] == U'\'' && out > 0 && i + 1 < text.size() &&
                        is_cyrillic(text[out - 1]) && is_cyrillic(text[i + 1]);
    if (!inside) text[out++] = text[i];
  }
  text.resize(out);
}

std::string fold_by_icu(std::string_view text) {
  std::string result(text);
  // Dropping a mark can bring letters together that compose; three rounds are always enough.
  for (int round = 0; round < 3; ++round) {
    const icu::UnicodeString folded = case_fold(icu::UnicodeString::fromUTF8(
        icu::StringPiece(result.data(), static_cast<int32_t>(result.size()))));
    std::u32string out;
    for (int i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
      append_folded(static_cast<char32_t>(folded.char32At(i)), out);
    }
    drop_cyrillic_apostrophes(out);
    std::string next = encode(out);
    if (next == result) break;
    result = std::move(next);
  }
  return result;
}

}  // namespace

std::string normalise(std::string_view text) {
  std::u32string out;
  out.reserve(text.size() + 8);
  bool has_apostrophe = false;
  for (std::size_t i = 0; i < text.size();) {
    char32_t c = next_code_point(text, i);
    if (c == 0x2019 || c == 0x2018) c = U'\'';  // frequent, and folded to that anyway
    if (c == 0x200C || c == 0x200D || c == 0x200E || c == 0x200F) continue;  // joiners, marks
    if (c >= table_end) return fold_by_icu(text);
    Fold const& fold = fold_of(c);
    if (fold.by_icu) return fold_by_icu(text);
    for (int k = 0; k < fold.count; ++k) out += fold.to[static_cast<std::size_t>(k)];
    if (fold.count == 1 && fold.to[0] == U'\'') has_apostrophe = true;
  }
  if (has_apostrophe) drop_cyrillic_apostrophes(out);
  return encode(out);
}

std::string german_key(std::string_view normalised) {
  std::string key;
  key.reserve(normalised.size());
  for (char const c : normalised) {
    if (c == 'e' && !key.empty()) {
      char const last = key.back();
      char const before = key.size() > 1 ? key[key.size() - 2] : '\0';
      if (last == 'a' || last == 'o') continue;
      if (last == 'u' && before != 'a' && before != 'e' && before != 'q') continue;
    }
    key += c;
  }
  return key;
}

}  // namespace mila::language
