// Papers: files that belong to an agenda item and are seen by whoever sees the item.
#pragma once

#include <map>

#include "modules/meetings/agenda.h"
#include "platform/files/files.h"

namespace mila::meetings {

inline constexpr std::size_t kPaperMost = 10U << 20;  ///< bytes

/// Type by content and, for office files, name; "" for what is not passed on.
std::string paper_type(std::string_view bytes, std::string_view file_name);

/// Those of items, by item id and oldest first. One statement.
std::map<std::string, std::vector<files::File>> papers_of(db::Reader& reader, std::vector<AgendaItem> const& items);
/// A paper of this meeting when `for_whom` sees its item.
std::optional<files::File> find_paper(db::Reader& reader, Meeting const& meeting, Audience for_whom, std::string_view file_id);

/// The same for everybody, of whatever public meeting it is.
std::optional<files::File> find_public_paper(db::Reader& reader, std::string_view file_id);
/// Where everybody gets it.
std::string public_paper_href(std::string_view language, files::File const& file);

/// Errors: Forbidden, NotFound, TooMany (20 an item).
Result<std::string> add_paper(db::Writer& writer, Context& context, std::string_view item_id,
                              files::Stored const& stored, std::string type, std::string name);
/// Errors: Forbidden. One that is gone is no error.
Result<bool> remove_paper(db::Writer& writer, Context& context, std::string_view item_id, std::string_view file_id);

}  // namespace mila::meetings
