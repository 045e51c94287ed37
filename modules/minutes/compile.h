// Minutes as documents to take along: of one meeting, or put together over a list of meetings – a series
// by date or by item, the rounds of many municipalities side by side.
#pragma once

#include "modules/minutes/docx.h"
#include "modules/minutes/minutes.h"
#include "platform/site/pages.h"

namespace mila::minutes {

/// One text of one meeting.
struct CompiledText {
  std::string heading;  ///< the meeting, or the item
  std::string href;     ///< of the minutes
  std::string text;     ///< Markdown
};
struct CompiledGroup {
  std::string heading;  ///< the item, or the meeting
  std::vector<CompiledText> texts;
};
enum class Grouping { ByMeeting, ByItem };

/// Texts of those of the meetings whose minutes the actor may read, without what is hidden and what is
/// empty. By item: what has the same title (capitals and accents aside) stands together, in the order of
/// the first meeting; `names` are the meetings' names in the same order, for example their municipality.
/// Four statements whatever the number of meetings.
std::vector<CompiledGroup> compile(db::Reader& reader, Context const& context,
                                   std::vector<meetings::Meeting> const& meetings,
                                   std::vector<std::string> const& names, Grouping grouping);

DocxDocument document_of(std::string const& title, std::string const& lead, std::vector<CompiledGroup> const& groups);

}  // namespace mila::minutes
