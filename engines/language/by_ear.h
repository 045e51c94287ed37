// Finds German office words that were written down by ear, often in another script:
// "джобцентр", "جوب سنتر" and "jobcenter" sound alike.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mila::language {

/// The consonants of a word as classes of sound, in Latin letters; blanks are ignored.
///
/// One letter per class (b p → "b", d t → "d", f v w → "f", g k → "k", s z ts → "s", sch → "c",
/// ch h → "h", j → "j", l m n r), a leading vowel as "a", other vowels dropped, because Arabic
/// and Persian do not write short ones. Works on German, Cyrillic, Arabic and Persian spelling;
/// other letters are ignored, so the key can be empty.
std::string phonetic_key(std::string_view word);

/// Matches words by sound against a fixed list of German words. Immutable, so thread-safe.
class ByEar {
 public:
  struct Target {
    int id = 0;
    std::string word;  ///< German spelling; several targets may share an id
  };
  struct Match {
    int id = 0;
    double score = 0;            ///< 0..1; 1 sounds the same
    std::size_t first_word = 0;  ///< where in the query, counted in words
    std::size_t word_count = 1;

    bool operator==(Match const&) const = default;
  };

  explicit ByEar(std::vector<Target> const& targets);

  /// Targets that sound like one word of the query or two or three neighbours joined.
  ///
  /// Strict, because a wrong match is worse than none: short words must agree in every consonant
  /// and in the vowels that are written. Best first, one match per id. Meant for words that
  /// nothing else has found.
  std::vector<Match> match(std::string_view query_words) const;

 private:
  struct Sound {
    int id = 0;
    std::string sounds;    // with vowels
    std::string skeleton;  // without
  };
  std::vector<Sound> sounds_;
};

}  // namespace mila::language
