// How records became what they are: each save keeps who made it, when, and the state before, so that
// people see what changed and can undo it. Kept for two years; protected locations and organisations
// have no history, because it would hold the address they once had.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/directory/directory.h"

namespace mila::directory {

struct RecordChange {
  Kind kind = Kind::Service;
  std::string id;
  std::int64_t version = 0;  ///< that this change made
  Instant at;
  std::string actor_id;          ///< account, "operator" (imports, jobs) or "visitor" (links by mail)
  std::string organization_id;   ///< whose record it is, "" when of none
  std::vector<std::string> fields;  ///< top-level members that differ; none when the record was new
  std::optional<data::Json> previous;  ///< the record before; nullopt when it was new
  data::Json after;                    ///< the record as this change made it
};

struct ChangeQuery {
  std::optional<Kind> kind = {};
  std::string id = {};  ///< of one record; "" for all
  /// nullopt: of all organisations.
  std::optional<std::vector<std::string>> organization_ids = {};
  std::optional<Instant> since = {};
  bool by_people = false;  ///< without imports and jobs
  int limit = 50, offset = 0;
};

/// Newest first; at most five statements.
std::vector<RecordChange> changes(db::Reader& reader, ChangeQuery const& query);
std::int64_t count_changes(db::Reader& reader, ChangeQuery const& query);
/// The record as it was at `version`. nullopt: never was, or too long ago.
std::optional<Record> record_at(db::Reader& reader, Kind kind, std::string_view id,
                                std::int64_t version);

/// Top-level members that differ, in the order they stand; the order within a member's objects does
/// not count, neither does `last_modified`.
std::vector<std::string> different_members(data::Json const& before, data::Json const& after);

/// Keeps a change that is being written; `previous` nullopt for a new record. Called by save() alone.
void keep_change(db::Writer& writer, Actor const& actor, Record const& record, std::int64_t version,
                 std::optional<data::Json> const& previous);
/// Drops the history of a record, when something in it must not be kept.
void forget_changes(db::Writer& writer, Kind kind, std::string_view id);
/// Deletes what is older than two years; returns how many.
std::int64_t expire_changes(db::Writer& writer);

}  // namespace mila::directory
