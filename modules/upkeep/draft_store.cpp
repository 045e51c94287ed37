// All SQL of drafts.
#include "modules/upkeep/draft_store.h"

#include <fmt/format.h>

namespace mila::upkeep {
namespace {

using db::Sql;

#define DRAFT_HEAD                                                                               \
  "id, kind, organization_id, name, state, version, created_by, created_at, changed_at, "        \
  "submitted_at, due_on, decided_by, decided_at, reason, reminded_at"

constexpr Sql kFind{"upkeep_draft.find", "select " DRAFT_HEAD ", json from upkeep_draft where id = $1"};
constexpr Sql kInsert{"upkeep_draft.insert",
                      "insert into upkeep_draft(" DRAFT_HEAD
                      ", json) values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
                      "$15, $16)"};
constexpr Sql kUpdate{"upkeep_draft.update",
                      "update upkeep_draft set organization_id = $2, name = $3, state = $4, version = "
                      "$5 + 1, changed_at = $6, submitted_at = $7, due_on = $8, decided_by = $9, "
                      "decided_at = $10, reason = $11, reminded_at = $12, json = $13 where id = $1 "
                      "and version = $5"};
constexpr Sql kDelete{"upkeep_draft.delete", "delete from upkeep_draft where id = $1"};
constexpr Sql kToRemind{"upkeep_draft.to_remind",
                        "select " DRAFT_HEAD " from upkeep_draft where state = 'submitted' and due_on "
                        "<= $1 and reminded_at is null order by due_on, id"};
constexpr Sql kLate{"upkeep_draft.late",
                    "select " DRAFT_HEAD " from upkeep_draft where state = 'submitted' and due_on < $1 "
                    "and (reminded_at is null or reminded_at < $2) order by due_on, id"};
constexpr Sql kReminded{"upkeep_draft.reminded",
                        "update upkeep_draft set reminded_at = $2 where id = $1"};
constexpr Sql kExpire{"upkeep_draft.expire",
                      "delete from upkeep_draft where changed_at < $1 and state <> 'submitted'"};

DraftState state_named(std::string_view name) {
  for (auto state : {DraftState::Submitted, DraftState::Released, DraftState::Refused})
    if (name == name_of(state)) return state;
  return DraftState::Draft;
}

Draft read_head(db::Row const& row) {
  Draft draft;
  std::string kind, state;
  row.read(draft.id, kind, draft.organization_id, draft.name, state, draft.version,
           draft.created_by, draft.created_at, draft.changed_at, draft.submitted_at, draft.due_on,
           draft.decided_by, draft.decided_at, draft.reason, draft.reminded_at);
  draft.kind = kind == "organization" ? directory::Kind::Organization : directory::Kind::Service;
  draft.state = state_named(state);
  return draft;
}

struct Conditions {
  explicit Conditions(DraftQuery const& query) : state(query.state ? name_of(*query.state) : "") {
    values = {state};
    text = " where ($1 = '' or state = $1)";
    if (!query.organization_ids) return;
    values.emplace_back(query.made_by);
    text += " and (created_by = $2";
    for (auto const& id : *query.organization_ids) {
      values.emplace_back(id);
      text += fmt::format(" or organization_id = ${}", values.size());
    }
    text += ")";
  }
  std::string state, text;
  std::vector<db::Value> values;
};

}  // namespace

std::optional<Draft> find_draft(db::Reader& reader, std::string_view id) {
  std::optional<Draft> draft;
  reader.one(kFind, {id}, [&](db::Row const& row) {
    draft = read_head(row);
    draft->json = data::Json::parse(row.text(15), nullptr, false);
    if (draft->json.is_discarded()) throw std::runtime_error("stored draft is no JSON");
  });
  return draft;
}

std::vector<Draft> list_drafts(db::Reader& reader, DraftQuery const& query) {
  Conditions conditions(query);
  conditions.values.emplace_back(query.limit);
  conditions.values.emplace_back(query.offset);
  std::string text = fmt::format(
      "select " DRAFT_HEAD
      " from upkeep_draft{} order by case state when 'submitted' then 0 else 1 end, due_on, "
      "changed_at desc, id limit ${} offset ${}",
      conditions.text, conditions.values.size() - 1, conditions.values.size());
  std::vector<Draft> drafts;
  reader.each(Sql{"upkeep_draft.list", text}, conditions.values,
              [&](db::Row const& row) { drafts.push_back(read_head(row)); });
  return drafts;
}

std::int64_t count_drafts(db::Reader& reader, DraftQuery const& query) {
  Conditions conditions(query);
  std::int64_t count = 0;
  reader.each(Sql{"upkeep_draft.count", "select count(*) from upkeep_draft" + conditions.text},
              conditions.values, [&](db::Row const& row) { count = row.integer(0); });
  return count;
}

void insert_draft(db::Writer& writer, Draft const& draft) {
  std::string json = draft.json.dump();
  writer.run(kInsert, {draft.id, directory::name_of(draft.kind), draft.organization_id, draft.name,
                       name_of(draft.state), draft.version, draft.created_by, draft.created_at,
                       draft.changed_at, draft.submitted_at, draft.due_on, draft.decided_by,
                       draft.decided_at, draft.reason, draft.reminded_at, json});
}

bool update_draft(db::Writer& writer, Draft const& draft, std::int64_t version) {
  std::string json = draft.json.dump();
  return writer.run(kUpdate, {draft.id, draft.organization_id, draft.name, name_of(draft.state),
                              version, writer.now(), draft.submitted_at, draft.due_on,
                              draft.decided_by, draft.decided_at, draft.reason, draft.reminded_at,
                              json}) > 0;
}

void delete_draft(db::Writer& writer, std::string_view id) { writer.run(kDelete, {id}); }

std::vector<Draft> drafts_to_remind_of(db::Reader& reader, std::string_view day) {
  std::vector<Draft> drafts;
  reader.each(kToRemind, {day}, [&](db::Row const& row) { drafts.push_back(read_head(row)); });
  return drafts;
}

std::vector<Draft> late_drafts(db::Reader& reader, std::string_view day, Instant since) {
  std::vector<Draft> drafts;
  reader.each(kLate, {day, since}, [&](db::Row const& row) { drafts.push_back(read_head(row)); });
  return drafts;
}

void mark_reminded(db::Writer& writer, std::string_view id) {
  writer.run(kReminded, {id, writer.now()});
}

std::int64_t expire_drafts(db::Writer& writer, Instant before) {
  return writer.run(kExpire, {before});
}

}  // namespace mila::upkeep
