// What the search knows of words whatever the county: the topics with their names in all languages,
// German office words, how compounds come apart, and under which terms a word is indexed.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engines/language/by_ear.h"
#include "engines/language/compounds.h"
#include "engines/language/lexicon.h"
#include "engines/language/spelling.h"

namespace mila::offers {

// Kinds of terms in the index; text terms are made by SearchWords.
inline constexpr char kTopicPrefix[] = "XT";         // topic code
inline constexpr char kPlacePrefix[] = "XL";         // place id: there, in one of its parts
inline constexpr char kAreaPrefix[] = "XC";          // place id: in charge of it
inline constexpr char kPhonePrefix[] = "XN";         // digits
inline constexpr char kOrganisationPrefix[] = "XK";  // name, words joined
inline constexpr char kSpeaksPrefix[] = "XG";        // language code
inline constexpr char kAudiencePrefix[] = "XA";      // audience code
inline constexpr char kOfOrganisation[] = "XO";      // organization id
inline constexpr char kAtLocation[] = "XB";          // location id
inline constexpr char kWordPrefix[] = "W";           // a word as written, for spelling

/// One way a word of a query may stand in the index.
struct TextTerm {
  std::string term;
  int language = -1;  ///< index into language_codes; -1: part of a compound, any language
  double quality = 1;
};

class SearchWords {
 public:
  /// Built on first use from the taxonomy and the lists in data_folder().
  static SearchWords const& instance();

  /// Terms for a word of a text in `language` (an index into language_codes, -1 unknown).
  std::vector<std::string> index_terms(language::Token const& token, int language) const;
  /// Terms a word of a query may match, best first, of all languages of its script.
  std::vector<TextTerm> query_terms(language::Token const& token) const;
  /// Roots of the parts of a German compound, as terms; empty for other words.
  std::vector<std::string> part_terms(language::Token const& token) const;

  /// Whether a normalised word makes up compounds: "suche", although alone it says nothing.
  bool is_part(std::string_view word) const { return decompounder_->knows(word); }

  /// Concepts are positions in taxonomy().topics(), above them those in audiences().
  language::Lexicon const& lexicon() const { return lexicon_; }
  /// Codes of those offers may be meant for.
  std::vector<std::string> const& audiences() const { return audiences_; }
  /// Ids are positions in taxonomy().office_words().
  language::ByEar const& by_ear() const { return *by_ear_; }
  /// Words of topics and office words.
  language::SpellIndex const& spelling() const { return spelling_; }
  /// The languages in whose topic names a normalised word occurs.
  language::LanguageSet languages_of(std::string const& normalised) const;
  /// Position in taxonomy().office_words() of the word these are a form of; -1: of none.
  int office_word(std::span<language::Token const> tokens) const;
  /// Code of the language a word names ("arabisch", "русский", "Türkçe"); "" when it names none.
  std::string language_named(language::Token const& token) const;
  /// Changes when documents would get other terms. Known before the words are built.
  static std::string fingerprint();

 private:
  SearchWords();
  void add_topics();
  void add_audiences();
  void add_office_words();
  void add_language_names();
  void add_spelling();
  void add_words(std::string_view phrase, std::string_view language, double weight);

  std::shared_ptr<language::Decompounder const> decompounder_;
  language::Lexicon lexicon_;
  std::unique_ptr<language::ByEar> by_ear_;
  language::SpellIndex spelling_;
  std::unordered_map<std::string, language::LanguageSet> languages_;
  std::unordered_map<std::string, std::string> language_names_;
  std::vector<std::string> audiences_;
  std::unordered_map<std::string, int> office_words_;  // words of a form, each with a space after
};

/// National digits of a phone number without the leading 0 or 49; "" for fewer than five digits.
std::string phone_digits(std::string_view number);

}  // namespace mila::offers
