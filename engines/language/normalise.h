// One spelling for what people type differently: case, accents, umlauts, Arabic letter forms,
// digits. Everything that is compared in a search goes through here first.
#pragma once

#include <string>
#include <string_view>

namespace mila::language {

/// Folds UTF-8 text to the form in which words are compared.
///
/// Compatibility composition and case folding, then: Latin accents dropped, but ä ö ü ß become
/// ae oe ue ss; ё→е, ґ→г, apostrophes inside Cyrillic words dropped; Arabic and Persian letter
/// variants unified (أإآ→ا, ة→ه, ى ی→ي, ک→ك, ؤ→و, ئ→ي, ء dropped), vowel marks and tatweel
/// removed, all Arabic-Indic digits to ASCII; invisible joiners and soft hyphens removed.
/// Idempotent. Invalid UTF-8 becomes U+FFFD, never an error.
std::string normalise(std::string_view text);

/// Folds a normalised word once more so that "fuehrerschein" and "fuhrerschein" are equal:
/// ae→a, oe→o, ue→u (the last not after a, e, q: "neue", "steuer", "quelle" stay).
/// Also makes Turkish and Swedish typed without dots comparable. Idempotent.
std::string german_key(std::string_view normalised);

}  // namespace mila::language
