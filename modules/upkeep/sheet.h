// Texts for translators as a spreadsheet: out with the originals, in again all or nothing. No HTTP.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modules/upkeep/entries.h"
#include "platform/base/result.h"

namespace mila::upkeep {

/// Lines "id;field;original;translation" with a heading and a byte order mark. `only_open`: without
/// texts whose translation is there and fits the original.
std::string sheet_of(std::vector<Entry> const& entries, std::string_view language, bool only_open);

/// Why a line of a sheet cannot be taken.
enum class SheetProblem { NoId, UnknownOffer, NotYours, UnknownField, OriginalChanged, TooLong };
struct SheetLine {
  int line = 0;
  SheetProblem problem = SheetProblem::NoId;
  std::string value;
};

struct SheetReport {
  std::vector<SheetLine> problems;  ///< with any of them nothing was written
  int taken = 0;      ///< texts that are new or different
  int unchanged = 0;
  int left_empty = 0;
};

/// Takes a sheet in. A text whose original has changed since the sheet was made is a problem: it would
/// count as translated though it is not. Empty translations change nothing. Errors: Invalid (no table,
/// a column is missing). The caller rolls back when there are problems.
Result<SheetReport> take_sheet(db::Writer& writer, Context& context, std::string_view bytes,
                               std::string_view language);

/// Writes translations only; asks for the right to translate. Errors: Forbidden.
Result<bool> save_texts(db::Writer& writer, Context& context, Entry const& entry,
                        directory::Service const& service);

}  // namespace mila::upkeep
