// The rows behind duplicates and merges.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "modules/network/duplicates.h"
#include "platform/site/module.h"

namespace mila::network {

/// Pairs of people that share a match key, each once and in order, those after `after`; keys that many
/// share tell nothing.
std::vector<IdPair> people_alike(db::Reader& reader, IdPair const& after, int limit);
std::set<IdPair> called_two(db::Reader& reader, std::string_view kind);
void insert_not_duplicate(db::Writer& writer, std::string_view kind, IdPair const& pair);

struct MergeRow : Merge {
  std::string moved;
};
void insert_merge(db::Writer& writer, MergeRow const& merge, std::string_view by);
std::optional<MergeRow> find_merge(db::Reader& reader, std::string_view id);
std::vector<MergeRow> merges_since(db::Reader& reader, Instant since);
std::vector<MergeRow> merges_before(db::Reader& reader, Instant before);
void delete_merge(db::Writer& writer, std::string_view id);
/// Entries that were merged into a person, and all that tells of it.
std::vector<std::string> merged_into(db::Reader& reader, std::string_view person_id);
/// Whether something was merged with one of the two after this merge.
bool merged_again(db::Reader& reader, MergeRow const& merge);
void delete_merges_of(db::Writer& writer, std::string_view id);

/// Moves all rows of a column from one entry to another and returns their keys; moving back takes those
/// only as far as they still point where they were moved to, and returns how many go on pointing there.
/// Rows that were deleted or given to somebody else since are none of those.
std::vector<std::string> move_rows(db::Writer& writer, RecordColumn const& column, std::string_view from,
                                   std::string_view to);
std::size_t move_rows_back(db::Writer& writer, RecordColumn const& column,
                           std::vector<std::string> const& keys, std::string_view from,
                           std::string_view to);

/// A column of this module in rows that belong to a person, naming another.
struct OwnDeputy {
  std::string_view name;  ///< in `moved`
  std::string_view table, column;
};
/// Nobody stands in for themselves: empties `deputy` in rows that belong to the very person it
/// points to, and returns their ids; restoring fills it again where it is still empty.
std::vector<std::string> clear_own_deputies(db::Writer& writer, OwnDeputy const& deputy,
                                            std::string_view person_id);
void restore_own_deputies(db::Writer& writer, OwnDeputy const& deputy,
                          std::vector<std::string> const& ids, std::string_view person_id);
/// Consents that mark_revoked() ended in the name of a merge hold again; others stay ended.
void take_back_revoking(db::Writer& writer, std::vector<std::string> const& consent_ids,
                        std::string_view by);
/// Forms of these bodies that are open somewhere are outdated, and so is what was made of them.
void touch_bodies_of_person(db::Writer& writer, std::string_view person_id);
void touch_bodies_of_organization(db::Writer& writer, std::string_view organization_id);

void set_merged_into(db::Writer& writer, std::string_view person_id,
                     std::optional<std::string_view> kept_id);

}  // namespace mila::network
