// The way of a draft.
#include "modules/upkeep/draft.h"

#include "modules/offers/holidays.h"
#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/working_days.h"
#include "platform/auth/audit.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::upkeep {

using directory::Kind;

namespace {

Error forbidden() { return Error{ErrorCode::Forbidden}; }
Error conflict() { return Error{ErrorCode::Conflict}; }

Result<bool> write(db::Writer& writer, Context& context, Draft const& draft, std::int64_t version,
                   char const* act = nullptr) {
  if (!update_draft(writer, draft, version)) return conflict();
  if (act) auth::audit(writer, context, act, directory::name_of(draft.kind), draft.id);
  writer.changed("upkeep_draft", draft.id);
  return true;
}

bool may_write(Actor const& actor, Draft const& draft) {
  if (!draft.organization_id.empty()) return may_edit(actor, draft.organization_id);
  // A new organisation belongs to nobody yet: to whoever wrote it, and to those who release.
  return (actor.signed_in() && draft.created_by == actor.account_id) || may_decide(actor, draft);
}

void decide(Draft& draft, Context const& context, DraftState state, std::string_view reason) {
  draft.state = state;
  draft.decided_by = context.actor.account_id;
  draft.decided_at = context.now();
  draft.reason = reason;
}

}  // namespace

char const* name_of(DraftState state) {
  switch (state) {
    case DraftState::Draft: return "draft";
    case DraftState::Submitted: return "submitted";
    case DraftState::Released: return "released";
    case DraftState::Refused: return "refused";
  }
  return "";
}

Entry Draft::entry() const {
  Entry entry;
  std::vector<std::string> problems;
  entry.service = data::from_json<directory::Service>(json.value("service", data::Json::object()), problems);
  auto locations = json.value("locations", data::Json::array());
  for (auto const& location : locations)
    entry.locations.push_back(data::from_json<directory::Location>(location, problems));
  entry.service.id = id;
  entry.service.organization_id = organization_id;
  entry.record.id = id;
  return entry;
}

directory::Organization Draft::organization() const {
  std::vector<std::string> problems;
  auto value = data::from_json<directory::Organization>(
      json.value("organization", data::Json::object()), problems);
  value.id = id;
  return value;
}

void Draft::set(directory::Service const& service,
                std::vector<directory::Location> const& locations) {
  data::Json list = data::Json::array();
  for (auto const& location : locations) list.push_back(directory::to_record(location).json);
  json = {{"service", directory::to_record(service).json}, {"locations", std::move(list)}};
  name = service.name;
}

void Draft::set(directory::Organization const& organization) {
  json = {{"organization", directory::to_record(organization).json}};
  name = organization.name;
}

bool may_see(Actor const& actor, Draft const& draft) {
  return may_write(actor, draft) || may_decide(actor, draft);
}

bool may_decide(Actor const& actor, Draft const& draft) {
  return actor.may(Permission::ReleaseOffers, {.organization_id = draft.organization_id});
}

Result<Draft> begin_draft(db::Writer& writer, Context& context, Kind kind,
                          std::string_view organization_id, std::string_view name) {
  Draft draft;
  draft.id = uuid_v7(writer.now(), context.random);
  draft.kind = kind;
  draft.organization_id = organization_id;
  draft.created_by = context.actor.account_id;
  draft.created_at = draft.changed_at = writer.now();
  draft.version = 1;
  bool offer = kind == Kind::Service;
  bool allowed = offer ? may_edit(context.actor, organization_id) && !organization_id.empty()
                       : context.actor.may(Permission::EditOffers);
  if (!allowed) return forbidden();
  if (trim(name).empty()) return Error{ErrorCode::Invalid};
  if (offer) {
    directory::Service service;
    service.id = draft.id;
    service.organization_id = organization_id;
    service.name = trim(name);
    draft.set(service, {});
  } else {
    directory::Organization organization;
    organization.id = draft.id;
    organization.name = trim(name);
    draft.set(organization);
  }
  insert_draft(writer, draft);
  writer.changed("upkeep_draft", draft.id);
  return draft;
}

Result<bool> save_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version) {
  if (!may_write(context.actor, draft)) return forbidden();
  if (draft.state == DraftState::Released) return conflict();
  return write(writer, context, draft, version);
}

Result<bool> submit_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version) {
  if (!may_write(context.actor, draft)) return forbidden();
  if (!draft.open()) return conflict();
  draft.state = DraftState::Submitted;
  draft.submitted_at = writer.now();
  draft.due_on = format_iso_date(working_days_after(today(context), kWorkingDaysToRelease,
                                                    *offers::holidays(context.county)));
  draft.reason.clear();
  draft.reminded_at.reset();
  return write(writer, context, draft, version);
}

Result<bool> release_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version) {
  if (!may_decide(context.actor, draft)) return forbidden();
  if (draft.state == DraftState::Released || draft.version != version) return conflict();
  if (draft.kind == Kind::Service) {
    Entry entry = draft.entry();
    if (directory::find_organizations(writer, {draft.organization_id}).empty())
      return Error{ErrorCode::NotFound};
    auto saved = save_edited(writer, context, entry, {entry.service, entry.locations, {}, {}});
    if (!saved) return saved.error();
  } else {
    auto saved = directory::save(writer, context.actor, directory::to_record(draft.organization()), 0);
    if (!saved) return saved.error();
  }
  decide(draft, context, DraftState::Released, "");
  draft.json = data::Json::object();
  return write(writer, context, draft, version,
               draft.kind == Kind::Service ? "offer.released" : "organization.released");
}

Result<bool> refuse_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version,
                          std::string_view reason) {
  if (!may_decide(context.actor, draft)) return forbidden();
  if (draft.state != DraftState::Submitted) return conflict();
  if (trim(reason).empty()) return Error{ErrorCode::Invalid};
  decide(draft, context, DraftState::Refused, trim(reason));
  return write(writer, context, draft, version,
               draft.kind == Kind::Service ? "offer.refused" : "organization.refused");
}

Result<bool> drop_draft(db::Writer& writer, Context& context, Draft const& draft) {
  if (!may_write(context.actor, draft)) return forbidden();
  if (draft.state == DraftState::Released) return conflict();
  delete_draft(writer, draft.id);
  writer.changed("upkeep_draft", draft.id);
  return true;
}

}  // namespace mila::upkeep
