// One box for people: "Wohnen Weidenrode ukrainisch" is a topic, a place and a language; what is none
// of these is looked for in names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modules/network/directory_facts.h"
#include "modules/places/places.h"

namespace mila::network {

struct ContactSearch {
  /// Groups of search words as PeopleQuery wants them: one word of each group must be met.
  std::vector<std::vector<std::string>> groups;
  // What was understood, for showing it.
  std::vector<std::string> topics;     ///< codes
  std::vector<std::string> place_ids;  ///< places and areas
  std::vector<std::string> languages;  ///< ISO codes
  std::string names;                   ///< words looked for in names
};

/// `text` as typed in German, English or the languages' own names. At most eight groups; the rest of
/// a longer text is not looked for.
ContactSearch read_contact_search(std::string_view text, places::Gazetteer const& gazetteer,
                                  DirectoryFacts const& facts);

/// Search words of those in charge of a place or area: of it, of what it lies in, of areas that hold
/// it, of the whole county.
std::vector<std::string> place_words(places::Gazetteer const& gazetteer, std::string_view place_id);

/// ISO codes in "de, Ukrainisch, arabic"; unknown words come back in `unknown`.
std::vector<std::string> read_languages(std::string_view text, std::vector<std::string>& unknown);

}  // namespace mila::network
