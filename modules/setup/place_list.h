// Municipalities as counties have them in a list: the official one (Gemeindeverzeichnis), a table of
// their own, or a few lines typed in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace mila::setup {

struct ListedPart {
  std::string name;
  std::vector<std::string> postcodes;  ///< "Neudorf (98994)"; none when not said
};

struct Municipality {
  int line = 0;  ///< where it stood first
  std::string name, ags;
  std::string residents;  ///< digits, "" when not said
  std::vector<std::string> postcodes;
  std::vector<ListedPart> parts;
};

struct PlaceNote {
  enum class Kind {
    NoName,        ///< the line was left out
    NoPostcode,    ///< taken without one
    OtherCounty,   ///< its key begins differently; left out
    PostcodeOdd,   ///< a number that is no postcode, left out
  };
  Kind kind;
  int line = 0;
  std::string text;
};

struct PlaceList {
  std::vector<Municipality> municipalities;  ///< in the order of the list, each once
  std::vector<PlaceNote> notes;              ///< OtherCounty at most once, for the first such line
  int other_counties = 0;                    ///< lines of other counties, left out
};

/// Reads columns by heading (name, key, postcodes, parts, residents) and, where headings say nothing,
/// by what stands in them: eight digits are a key (AGS), twelve a regional key (ARS), five columns of
/// 2, 1, 2, 4 and 3 digits the official list's, five digits a postcode. Several lines of the same
/// municipality are one. With `county_key` (five digits) only municipalities of that county are
/// taken. Errors: those of read_grid().
Result<PlaceList> read_place_list(std::string_view text, std::string_view county_key);

/// The list in the template that directory::import_csv(Places) reads, the county first.
std::string to_places_csv(PlaceList const& list, std::string_view county_name,
                          std::string_view county_key);

}  // namespace mila::setup
