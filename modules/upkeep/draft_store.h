// Drafts in the database.
#pragma once

#include "modules/upkeep/draft.h"

namespace mila::upkeep {

struct DraftQuery {
  /// Of these organisations, or made by `made_by`; nullopt: all.
  std::optional<std::vector<std::string>> organization_ids = {};
  std::string made_by = {};
  std::optional<DraftState> state = {};
  int limit = 50, offset = 0;
};

std::optional<Draft> find_draft(db::Reader& reader, std::string_view id);
/// Handed in first and longest waiting first, then the last changed; without their JSON.
std::vector<Draft> list_drafts(db::Reader& reader, DraftQuery const& query);
std::int64_t count_drafts(db::Reader& reader, DraftQuery const& query);
void insert_draft(db::Writer& writer, Draft const& draft);
/// Writes over `version` and counts it up; false when it is another one.
bool update_draft(db::Writer& writer, Draft const& draft, std::int64_t version);
void delete_draft(db::Writer& writer, std::string_view id);
/// Handed in, due on or before `day`, nobody reminded of yet.
std::vector<Draft> drafts_to_remind_of(db::Reader& reader, std::string_view day);
/// Handed in, due before `day`, nobody reminded of since `since`.
std::vector<Draft> late_drafts(db::Reader& reader, std::string_view day, Instant since);
void mark_reminded(db::Writer& writer, std::string_view id);
/// Drafts not touched since `before` and decided ones since then; returns how many.
std::int64_t expire_drafts(db::Writer& writer, Instant before);

}  // namespace mila::upkeep
