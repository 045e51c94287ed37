// What all merges share: the rows that tell what moved, undoing, becoming final.
#include "modules/network/merge_parts.h"

#include <algorithm>
#include <map>

#include "modules/network/confirmation_store.h"
#include "modules/network/people_store.h"
#include "platform/auth/audit.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/site.h"

namespace mila::network {
namespace {

using data::Json;
using i18n::N_;

Error not_found() { return {ErrorCode::NotFound, "", "merge"}; }

/// What merges made before 26 November 2026 call these columns.
std::map<std::string_view, std::string_view> const kFormerNames{
    {"person_position.person_id", "position"},
    {"person_position.deputy_id", "position.deputy"},
    {"person_position.successor_id", "position.successor"},
    {"person_consent.person_id", "consent"},
    {"seat.person_id", "seat"},
    {"seat.deputy_id", "seat.deputy"},
    {"body.office_person_id", "body.office"},
    {"successor.person_id", "successor"},
    {"person.organization_id", "person"},
    {"seat.organization_id", "seat"},
    {"body.office_organization_id", "body.office"}};

}  // namespace

std::vector<std::string> ids_in(Json const& moved, std::string_view name) {
  std::vector<std::string> ids;
  auto found = moved.find(name);
  auto former = kFormerNames.find(name);
  if (found == moved.end() && former != kFormerNames.end()) found = moved.find(former->second);
  if (found != moved.end())
    for (auto const& id : *found) ids.push_back(id.get<std::string>());
  return ids;
}

void note_stays(std::vector<Stays>& stays, Stays what) {
  if (std::find(stays.begin(), stays.end(), what) == stays.end()) stays.push_back(what);
}

namespace {

std::string name_of(RecordColumn const& column) { return column.table + "." + column.column; }

/// What to say when rows of this table cannot be moved back.
Stays stays_of(RecordColumn const& column) {
  static std::map<std::string, Stays> const kOwn{
      {"person", Stays::People},          {"seat", Stays::Seats},
      {"body", Stays::Seats},             {"person_position", Stays::Positions},
      {"successor", Stays::Positions},    {"person_consent", Stays::Consents}};
  auto found = kOwn.find(column.table);
  return found == kOwn.end() ? Stays::Others : found->second;
}

}  // namespace

void move_columns(db::Writer& writer, std::vector<Module> const& modules, Columns columns,
                  std::string_view dropped_id, std::string_view kept_id, Json& moved) {
  for (auto const& module : modules)
    for (auto const& column : module.*columns)
      if (auto keys = move_rows(writer, column, dropped_id, kept_id); !keys.empty())
        moved[name_of(column)] = keys;
}

void move_columns_back(db::Writer& writer, std::vector<Module> const& modules, Columns columns,
                       Json const& moved, MergeRow const& merge, std::vector<Stays>& stays) {
  for (auto const& module : modules)
    for (auto const& column : module.*columns) {
      auto keys = ids_in(moved, name_of(column));
      if (move_rows_back(writer, column, keys, merge.kept_id, merge.dropped_id) > 0)
        note_stays(stays, stays_of(column));
    }
}

std::string keep_merge(db::Writer& writer, Context& context, char const* kind,
                       std::string_view kept_id, std::string_view dropped_id, Json const& moved) {
  std::string id = uuid_v7(writer.now(), context.random);
  std::string by = context.actor.signed_in() ? context.actor.account_id : "operator";
  insert_merge(writer, {{id, kind, std::string(kept_id), std::string(dropped_id), writer.now()},
                        moved.dump()}, by);
  auth::audit(writer, context, std::string(kind) + ".merged", kind, kept_id, dropped_id);
  return id;
}

std::vector<Merge> merges(db::Reader& reader, Instant now) {
  std::vector<Merge> all;
  for (auto& merge : merges_since(reader, now - kUndoable)) all.push_back(merge);
  return all;
}

Result<std::vector<Stays>> undo_merge(db::Writer& writer, Context& context, Site const& site,
                                      std::string_view merge_id) {
  auto merge = find_merge(writer, merge_id);
  if (!merge || merge->merged_at < writer.now() - kUndoable) return not_found();
  if (merged_again(writer, *merge))
    return Error{ErrorCode::Conflict,
                 N_("One of the two was made one with another entry later. Please undo that first."), ""};
  bool people = merge->kind == "person";
  auto possible = people ? can_undo_people(writer, context, *merge)
                         : can_undo_organizations(writer, context, *merge);
  if (!possible) return possible.error();
  auto moved = Json::parse(merge->moved, nullptr, false);
  CHECK(moved.is_object());
  auto stays = people ? undo_people(writer, context, site.modules(), *merge, moved)
                      : undo_organizations(writer, context, site, *merge, moved);
  delete_merge(writer, merge_id);
  auth::audit(writer, context, merge->kind + ".merge_undone", merge->kind, merge->kept_id,
              merge->dropped_id);
  return stays;
}

Result<bool> call_two(db::Writer& writer, Context& context, std::string_view kind,
                      std::string_view first_id, std::string_view second_id) {
  if (!context.actor.may(Permission::EditNetwork, Target{}))
    return Error{ErrorCode::Forbidden, "", "merge"};
  IdPair pair{first_id, second_id};
  if (pair.second < pair.first) std::swap(pair.first, pair.second);
  insert_not_duplicate(writer, kind, pair);
  writer.changed("not_duplicate", "*");
  return true;
}

std::int64_t finish_merges(db::Writer& writer, Context&) {
  std::int64_t count = 0;
  for (auto const& merge : merges_before(writer, writer.now() - kUndoable)) {
    if (merge.kind == "person") {
      delete_confirmations(writer, merge.dropped_id);
      delete_person(writer, merge.dropped_id);
    }
    delete_merge(writer, merge.id);
    ++count;
  }
  return count;
}

}  // namespace mila::network
