// What merging people and merging organisations share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modules/network/duplicates.h"
#include "modules/network/merge_store.h"
#include "platform/data/json.h"

namespace mila::network {

/// The ids under `name`, or under what it was called before, in what a merge moved; none when it moved
/// nothing of that kind.
std::vector<std::string> ids_in(data::Json const& moved, std::string_view name);
/// Notes in `stays` what is not where the merge put it any more, each once.
void note_stays(std::vector<Stays>& stays, Stays what);
/// What the modules declared to name such an entry.
using Columns = std::vector<RecordColumn> Module::*;
/// Moves all of it to the kept entry; the keys go into `moved` under "table.column".
void move_columns(db::Writer& writer, std::vector<Module> const& modules, Columns columns,
                  std::string_view dropped_id, std::string_view kept_id, data::Json& moved);
/// Moves it back as far as it is where the merge put it.
void move_columns_back(db::Writer& writer, std::vector<Module> const& modules, Columns columns,
                       data::Json const& moved, MergeRow const& merge, std::vector<Stays>& stays);

/// Both are there, and neither was merged again since: asked before anything is written.
Result<bool> can_undo_people(db::Reader& reader, Context& context, MergeRow const& merge);
std::vector<Stays> undo_people(db::Writer& writer, Context& context, std::vector<Module> const& modules,
                               MergeRow const& merge, data::Json const& moved);
Result<bool> can_undo_organizations(db::Reader& reader, Context& context, MergeRow const& merge);
std::vector<Stays> undo_organizations(db::Writer& writer, Context& context, Site const& site,
                                      MergeRow const& merge, data::Json const& moved);

/// Keeps what was moved, and tells the log.
std::string keep_merge(db::Writer& writer, Context& context, char const* kind,
                       std::string_view kept_id, std::string_view dropped_id,
                       data::Json const& moved);

}  // namespace mila::network
