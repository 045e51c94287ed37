// What can be done with a body and its seats.
#include <algorithm>
#include <array>

#include "modules/directory/directory.h"
#include "modules/network/body_store.h"
#include "modules/network/keep_step.h"
#include "modules/network/people_store.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::network {
namespace {

using i18n::N_;

constexpr std::array<std::pair<BodyKind, std::string_view>, 6> kKinds{
    {{BodyKind::RoundTable, "round-table"},
     {BodyKind::CoordinationStaff, "coordination-staff"},
     {BodyKind::WorkingGroup, "working-group"},
     {BodyKind::Council, "council"},
     {BodyKind::HelperCircle, "helper-circle"},
     {BodyKind::Other, "other"}}};
constexpr std::array<std::pair<SeatRole, std::string_view>, 4> kRoles{
    {{SeatRole::Chair, "chair"},
     {SeatRole::DeputyChair, "deputy-chair"},
     {SeatRole::Member, "member"},
     {SeatRole::Guest, "guest"}}};

Error missing() { return {ErrorCode::NotFound, "", "body"}; }
Error forbidden() { return {ErrorCode::Forbidden, "", "body"}; }
Error outdated() { return {ErrorCode::Conflict, "", "body"}; }
Error invalid(char const* message) { return {ErrorCode::Invalid, message, ""}; }

Date today_of(Context& context) {
  return local_date(context.now(), context.county.config().zone);
}

bool organization_known(db::Reader& reader, std::string const& id) {
  return id.empty() ||
         !directory::find_records(reader, directory::Kind::Organization, {id}).empty();
}

bool person_known(db::Reader& reader, Context& context, std::string const& id) {
  return id.empty() || load_person(reader, context.county, id).has_value();
}

std::optional<Error> fault_of(db::Reader& reader, Context& context, Body const& body) {
  if (body.name.empty()) return invalid(N_("Please say the name."));
  if (body.until && *body.until < body.from)
    return invalid(N_("The end lies before the beginning."));
  if (!organization_known(reader, body.office_organization_id))
    return invalid(N_("This organisation is not in the directory."));
  if (!person_known(reader, context, body.office_person_id))
    return invalid(N_("This person is not here any more."));
  // A group of a group of itself would never end.
  std::string above = body.parent_id;
  for (int steps = 0; !above.empty(); ++steps) {
    auto parent = load_body(reader, above);
    if (!parent || above == body.id || steps > 8)
      return invalid(N_("A body cannot belong to itself."));
    above = parent->parent_id;
  }
  return std::nullopt;
}

/// Writes what was changed in `body`, which was loaded in this transaction.
void write_change(db::Writer& writer, Body const& body) {
  CHECK(update_body(writer, body));
  writer.changed("body", body.id);
}

}  // namespace

std::string_view name_of(BodyKind value) {
  for (auto const& [kind, name] : kKinds)
    if (kind == value) return name;
  return "";
}

std::optional<BodyKind> body_kind_named(std::string_view wanted) {
  for (auto const& [kind, name] : kKinds)
    if (name == wanted) return kind;
  return std::nullopt;
}

std::vector<BodyKind> const& all_body_kinds() {
  static std::vector<BodyKind> const kinds = [] {
    std::vector<BodyKind> all;
    for (auto const& [kind, name] : kKinds) all.push_back(kind);
    return all;
  }();
  return kinds;
}

std::string_view name_of(SeatRole value) {
  for (auto const& [role, name] : kRoles)
    if (role == value) return name;
  return "";
}

std::optional<SeatRole> seat_role_named(std::string_view wanted) {
  for (auto const& [role, name] : kRoles)
    if (name == wanted) return role;
  return std::nullopt;
}

std::vector<Body> find_bodies(db::Reader& reader, Context& context,
                              std::vector<std::string> const& ids) {
  auto bodies = load_bodies(reader, ids);
  if (!context.actor.may(Permission::ReadNetwork))
    std::erase_if(bodies, [](Body const& body) { return !body.is_public; });
  return bodies;
}

std::optional<Body> find_body(db::Reader& reader, Context& context, std::string_view id) {
  auto bodies = find_bodies(reader, context, {std::string(id)});
  if (bodies.empty()) return std::nullopt;
  return std::move(bodies.front());
}

bool may_edit_body(Actor const& actor, std::string_view body_id) {
  return actor.may(Permission::EditNetwork, {.body_id = std::string(body_id)});
}

Result<std::string> save_body(db::Writer& writer, Context& context, Body body) {
  if (!may_edit_body(context.actor, body.id)) return forbidden();
  body.name = trim(body.name);
  if (body.version > 0) {
    auto stored = load_body(writer, body.id);
    if (!stored) return missing();
    if (stored->version != body.version) return outdated();
    body.name = stored->name;
  }
  if (auto fault = fault_of(writer, context, body)) return *fault;
  if (body.version > 0) {
    write_change(writer, body);
    return body.id;
  }
  if (body.id.empty()) body.id = uuid_v7(writer.now(), context.random);
  insert_body(writer, body);
  upsert_body_name(writer, body.id,
                   {uuid_v7(writer.now(), context.random), body.name, body.from, std::nullopt});
  writer.changed("body", body.id);
  return body.id;
}

Result<bool> rename_body(db::Writer& writer, Context& context, std::string_view body_id,
                         std::string name, std::optional<Date> day, std::int64_t version) {
  if (!may_edit_body(context.actor, body_id)) return forbidden();
  auto body = load_body(writer, body_id);
  if (!body) return missing();
  if (body->version != version) return outdated();
  name = trim(name);
  if (name.empty()) return invalid(N_("Please say the name."));
  CHECK(!body->names.empty());
  BodyName& latest = body->names.front();
  if (!day) {
    latest.name = name;
    upsert_body_name(writer, body_id, latest);
  } else {
    if (*day <= latest.from) return invalid(N_("The new name has to begin after the old one did."));
    latest.until = std::chrono::sys_days(*day) - std::chrono::days{1};
    upsert_body_name(writer, body_id, latest);
    upsert_body_name(writer, body_id,
                     {uuid_v7(writer.now(), context.random), name, *day, std::nullopt});
  }
  // A name agreed on for later shows from that day on, see follow_names().
  if (!day || *day <= today_of(context)) body->name = name;
  write_change(writer, *body);
  return true;
}

Result<std::string> save_seat(db::Writer& writer, Context& context, Seat seat,
                              std::int64_t version) {
  if (!may_edit_body(context.actor, seat.body_id)) return forbidden();
  auto body = load_body(writer, seat.body_id);
  if (!body) return missing();
  if (body->version != version) return outdated();
  if (seat.organization_id.empty() && seat.person_id.empty())
    return invalid(N_("Please say which organisation or person the seat belongs to."));
  if (seat.until && *seat.until < seat.from)
    return invalid(N_("The end lies before the beginning."));
  if (!seat.deputy_id.empty() && seat.deputy_id == seat.person_id)
    return invalid(N_("Nobody can stand in for themselves."));
  if (!organization_known(writer, seat.organization_id))
    return invalid(N_("This organisation is not in the directory."));
  if (!person_known(writer, context, seat.person_id) || !person_known(writer, context, seat.deputy_id))
    return invalid(N_("This person is not here any more."));
  if (seat.id.empty()) {
    seat.id = uuid_v7(writer.now(), context.random);
  } else {
    auto stored = find_seat(writer, seat.id);
    if (!stored || stored->body_id != seat.body_id) return missing();
  }
  upsert_seat(writer, seat);
  write_change(writer, *body);
  return seat.id;
}

void leave_bodies(db::Writer& writer, Context& context, std::string_view person_id, Date last_day) {
  Date next = std::chrono::sys_days(last_day) + std::chrono::days{1};
  for (Seat seat : seats_of_person(writer, person_id)) {
    if (seat.until && *seat.until <= last_day) continue;
    if (seat.deputy_id == person_id) {
      seat.deputy_id.clear();
      upsert_seat(writer, seat);
    } else {
      Seat vacant = seat;
      seat.until = std::max(seat.from, last_day);
      upsert_seat(writer, seat);
      if (!vacant.organization_id.empty()) {
        vacant.id = uuid_v7(writer.now(), context.random);
        vacant.person_id.clear();
        vacant.from = std::max(next, vacant.from);
        upsert_seat(writer, vacant);
      }
    }
    writer.changed("body", seat.body_id);
  }
  forget_office(writer, person_id);
}

std::int64_t follow_calendar(db::Writer& writer, Context& context, Date since) {
  Date today = today_of(context);
  std::int64_t count = 0;
  follow_leaving(writer, context);
  for (auto const& id : people_with_turns(writer, since, today)) {
    keep_step(writer, context, id);
    ++count;
  }
  for (auto const& id : bodies_renamed(writer, since, today)) {
    auto body = load_body(writer, id);
    for (auto const& name : body->names) {
      if (name.from > today) continue;
      if (name.name != body->name) {
        body->name = name.name;
        write_change(writer, *body);
        ++count;
      }
      break;
    }
  }
  return count;
}

}  // namespace mila::network
