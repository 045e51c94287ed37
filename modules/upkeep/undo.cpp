// Undoing and restoring.
#include "modules/upkeep/undo.h"

#include "modules/upkeep/entries.h"
#include "modules/upkeep/hiding.h"
#include "platform/auth/audit.h"

namespace mila::upkeep {

using data::Json;
using directory::Kind;
using directory::Record;

namespace {

std::string organization_of(Kind kind, Record const& record) {
  return kind == Kind::Organization ? record.id : record.json.value("organization_id", "");
}

Json member(Json const& record, std::string const& name) {
  auto found = record.find(name);
  return found == record.end() ? Json() : *found;
}

void put(Json& record, std::string const& name, Json const& value) {
  if (value.is_null()) record.erase(name);
  else record[name] = value;
}

Result<std::int64_t> write(db::Writer& writer, Context& context, Record record,
                           std::string const& status_before, char const* act) {
  auto version = record.version;
  if (record.kind == Kind::Service) {
    std::string after = record.json.value("status", "active");
    if (!may_turn(context.actor, organization_of(record.kind, record), status_before, after))
      return Error{ErrorCode::Forbidden};
    if (is_shown(after)) end_hidings(writer, record.id, context.actor.account_id);
  }
  auto saved = directory::save(writer, context.actor, record, version);
  if (saved) auth::audit(writer, context, act, directory::name_of(record.kind), record.id);
  return saved;
}

}  // namespace

bool may_undo(Actor const& actor, std::string_view organization_id) {
  return actor.may(Permission::ReleaseOffers, {.organization_id = std::string(organization_id)}) ||
         may_edit(actor, organization_id);
}

Result<std::int64_t> undo_change(db::Writer& writer, Context& context, Kind kind,
                                 std::string_view id, std::int64_t version) {
  auto found = directory::find_records(writer, kind, {std::string(id)});
  if (found.empty()) return Error{ErrorCode::NotFound};
  Record record = std::move(found.front());
  if (!may_undo(context.actor, organization_of(kind, record))) return Error{ErrorCode::Forbidden};
  std::string status = record.json.value("status", "active");
  directory::RecordChange const* change = nullptr;
  auto all = directory::changes(writer, {.kind = kind, .id = std::string(id), .limit = 100'000});
  for (auto const& each : all)
    if (each.version == version) change = &each;
  if (!change) return Error{ErrorCode::NotFound};
  if (!change->previous) return Error{ErrorCode::Invalid};
  for (auto const& name : change->fields)
    if (!directory::different_members(Json{{"value", member(record.json, name)}},
                                      Json{{"value", member(change->after, name)}})
             .empty())
      return Error{ErrorCode::Conflict, "", name};
  if (directory::different_members(record.json, change->after).empty())
    record.json = *change->previous;
  else
    for (auto const& name : change->fields) put(record.json, name, member(*change->previous, name));
  return write(writer, context, std::move(record), status, "record.undone");
}

Result<std::int64_t> restore_version(db::Writer& writer, Context& context, Kind kind,
                                     std::string_view id, std::int64_t version, std::int64_t now) {
  auto current = directory::find_records(writer, kind, {std::string(id)});
  if (current.empty()) return Error{ErrorCode::NotFound};
  if (!may_undo(context.actor, organization_of(kind, current.front())))
    return Error{ErrorCode::Forbidden};
  if (current.front().version != now) return Error{ErrorCode::Conflict};
  auto old = directory::record_at(writer, kind, id, version);
  if (!old) return Error{ErrorCode::NotFound};
  old->version = now;
  return write(writer, context, std::move(*old), current.front().json.value("status", "active"), "record.restored");
}

}  // namespace mila::upkeep
