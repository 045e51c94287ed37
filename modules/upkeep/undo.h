// Taking back what was changed in a record of the directory. No SQL, no HTTP.
#pragma once

#include <string>
#include <string_view>

#include "modules/directory/history.h"
#include "platform/base/result.h"
#include "platform/county/county.h"

namespace mila::upkeep {

/// May the actor edit the record, or undo changes of others.
bool may_undo(Actor const& actor, std::string_view organization_id);

/// Puts back the members that one change altered. Members that were changed again since then are not
/// touched: Conflict, nothing written. NotFound: no such change (any more). Forbidden. Invalid for a
/// change that made the record: that is hidden, not undone. When nothing else has changed since, the
/// record is afterwards exactly what it was before.
Result<std::int64_t> undo_change(db::Writer& writer, Context& context, directory::Kind kind,
                                 std::string_view id, std::int64_t version);

/// Puts back the whole record as it was at `version`. Conflict when the record is not at `now` any
/// more, NotFound, Forbidden.
Result<std::int64_t> restore_version(db::Writer& writer, Context& context, directory::Kind kind,
                                     std::string_view id, std::int64_t version, std::int64_t now);

}  // namespace mila::upkeep
