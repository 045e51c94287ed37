// Two entries of an organisation become one, and two again.
#include <algorithm>

#include "modules/network/keep_step.h"
#include "modules/network/merge_parts.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/site.h"

namespace mila::network {
namespace {

using data::Json;
using directory::Kind;
using i18n::N_;

/// Where move_columns() notes the people.
constexpr char const* kPeople = "person.organization_id";
constexpr char const *kParent = "parent_organization_id", *kOwner = "organization_id",
                     *kMergedInto = "x_merged_into", *kStatus = "x_status";
/// Members that are filled when the kept entry has none.
constexpr char const* kFillable[]{"alternate_name", "description", "email", "website",
                                  "phones",         "x_sector",    "x_address"};

struct Owned {
  Kind kind;
  char const *member, *name;
};
/// Records that name an organisation, and where.
constexpr Owned kOwned[]{{Kind::Service, kOwner, "service"},
                         {Kind::Location, kOwner, "location"},
                         {Kind::Function, kOwner, "function"},
                         {Kind::Organization, kParent, "organization"}};

bool lacks(Json const& json, char const* member) {
  auto found = json.find(member);
  return found == json.end() || found->empty() || *found == "";
}

Json move_records(db::Writer& writer, Actor const& actor, Owned const& owned, std::string_view from,
                  std::string const& to) {
  auto moved = Json::array();
  auto ids = directory::records_of(writer, owned.kind, from);
  for (auto& record : directory::find_records(writer, owned.kind, ids)) {
    record.json[owned.member] = to;
    if (record.id == to) record.json.erase(owned.member);  // it was a part of what it is now
    CHECK(directory::save(writer, actor, record));
    moved.push_back(record.id);
  }
  return moved;
}

/// Returns how many were where the merge put them.
std::size_t move_records_back(db::Writer& writer, Actor const& actor, Owned const& owned,
                              std::vector<std::string> const& ids, MergeRow const& merge) {
  std::size_t moved = 0;
  for (auto& record : directory::find_records(writer, owned.kind, ids)) {
    bool was_part = record.id == merge.kept_id && lacks(record.json, owned.member);
    if (!was_part && record.json.value(owned.member, "") != merge.kept_id) continue;
    record.json[owned.member] = merge.dropped_id;
    CHECK(directory::save(writer, actor, record));
    ++moved;
  }
  return moved;
}

std::vector<auth::StoredGrant> rights_on(db::Reader& reader, std::string_view id, Instant now) {
  auto grants = auth::grants_for_scope(reader, id);
  std::erase_if(grants, [&](auto const& grant) { return !grant.holds_at(now); });
  return grants;
}

/// Rights on the dropped organisation hold for the kept one as well. What stood before stays: it
/// reaches an organisation that is hidden.
Json extend_rights(db::Writer& writer, Context& context, Site const& site,
                   std::string_view dropped_id, std::string const& kept_id) {
  auto granted = Json::array();
  auto held = rights_on(writer, kept_id, writer.now());
  for (auto const& grant : rights_on(writer, dropped_id, writer.now())) {
    bool has = std::any_of(held.begin(), held.end(), [&](auto const& other) {
      return other.account_id == grant.account_id && other.role == grant.role && !other.until_at;
    });
    if (has) continue;
    // Nobody gives themselves a right: who merges and edits one of the two asks a colleague.
    auto added = auth::grant(writer, context, site.roles(), grant.account_id,
                             {grant.role, kept_id, std::nullopt, grant.until_at, grant.deputy_for});
    if (added) granted.push_back(*added);
  }
  return granted;
}

void follow_people_of(db::Writer& writer, Context& context, std::vector<std::string> const& ids) {
  for (auto const& id : ids) keep_step(writer, context, id);
}

bool may_change(Actor const& actor, std::string const& organization_id) {
  Target target{.organization_id = organization_id};
  return actor.kind == Actor::Kind::Operator ||
         (actor.may(Permission::EditNetwork, target) && actor.may(Permission::EditOffers, target));
}

std::optional<Error> obstacle(db::Reader& reader, Context const& context, Json const& kept,
                              Json const& dropped, std::string const& kept_id,
                              std::string const& dropped_id) {
  bool operates = context.actor.kind == Actor::Kind::Operator;
  if (!may_change(context.actor, kept_id) || !may_change(context.actor, dropped_id))
    return Error{ErrorCode::Forbidden, "", "merge"};
  auto conflict = [](char const* text) { return Error{ErrorCode::Conflict, text, ""}; };
  if (kept.value("x_protected", false) != dropped.value("x_protected", false))
    return conflict(N_("The address of one of the two is protected, that of the other is not. Please make both the same first."));
  if (!lacks(kept, kMergedInto) || !lacks(dropped, kMergedInto))
    return conflict(N_("One of the two was made one with another entry already."));
  if (!operates && !rights_on(reader, dropped_id, context.now()).empty() &&
      !context.actor.may(Permission::ManageAccounts))
    return conflict(N_("Accounts have rights for this organisation. Please ask somebody who manages accounts."));
  return std::nullopt;
}

std::optional<directory::Record> record_of(db::Reader& reader, std::string const& id) {
  auto records = directory::find_records(reader, Kind::Organization, {id});
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

}  // namespace

Result<std::string> merge_organizations(db::Writer& writer, Context& context, Site const& site,
                                        std::string_view kept_id, std::string_view dropped_id) {
  std::string kept(kept_id), dropped(dropped_id);
  auto stays = record_of(writer, kept), goes = record_of(writer, dropped);
  if (!stays || !goes || kept == dropped) return Error{ErrorCode::NotFound, "", "merge"};
  if (auto fault = obstacle(writer, context, stays->json, goes->json, kept, dropped)) return *fault;
  Json moved = Json::object();
  auto filled = Json::array();
  for (auto const* member : kFillable) {
    if (!lacks(stays->json, member) || lacks(goes->json, member)) continue;
    stays->json[member] = goes->json[member];
    filled.push_back(member);
  }
  if (!filled.empty()) CHECK(directory::save(writer, context.actor, *stays));
  moved["filled"] = filled;
  moved["status"] = goes->json.value(kStatus, "");
  goes->json[kStatus] = "inactive";  // out of all that is public
  goes->json[kMergedInto] = kept;
  CHECK(directory::save(writer, context.actor, *goes));
  for (auto const& owned : kOwned)
    moved[std::string("record.") + owned.name] = move_records(writer, context.actor, owned, dropped_id, kept);
  move_columns(writer, site.modules(), &Module::organization_columns, dropped_id, kept_id, moved);
  moved["rights"] = extend_rights(writer, context, site, dropped_id, kept);
  follow_people_of(writer, context, ids_in(moved, kPeople));
  touch_bodies_of_organization(writer, kept_id);
  return keep_merge(writer, context, "organization", kept_id, dropped_id, moved);
}

Result<bool> can_undo_organizations(db::Reader& reader, Context& context, MergeRow const& merge) {
  if (!record_of(reader, merge.dropped_id) || !record_of(reader, merge.kept_id))
    return Error{ErrorCode::NotFound, "", "merge"};
  if (!may_change(context.actor, merge.kept_id) || !may_change(context.actor, merge.dropped_id))
    return Error{ErrorCode::Forbidden, "", "merge"};
  return true;
}

std::vector<Stays> undo_organizations(db::Writer& writer, Context& context, Site const& site,
                                      MergeRow const& merge, Json const& moved) {
  std::vector<Stays> stays;
  for (auto const& owned : kOwned) {
    auto ids = ids_in(moved, std::string("record.") + owned.name);
    if (move_records_back(writer, context.actor, owned, ids, merge) < ids.size())
      note_stays(stays, Stays::Offers);
  }
  auto dropped = record_of(writer, merge.dropped_id);
  dropped->json.erase(kMergedInto);
  dropped->json.erase(kStatus);
  if (auto status = moved.value("status", ""); !status.empty()) dropped->json[kStatus] = status;
  CHECK(directory::save(writer, context.actor, *dropped));
  auto kept = record_of(writer, merge.kept_id);
  auto filled = ids_in(moved, "filled");
  for (auto const& member : filled) {
    if (kept->json.value(member, Json()) == dropped->json.value(member, Json())) kept->json.erase(member);
    else note_stays(stays, Stays::Contact);
  }
  if (!filled.empty()) CHECK(directory::save(writer, context.actor, *kept));
  touch_bodies_of_organization(writer, merge.kept_id);
  move_columns_back(writer, site.modules(), &Module::organization_columns, moved, merge, stays);
  for (auto const& id : ids_in(moved, "rights")) {
    auto ended = auth::end_grant(writer, context, site.roles(), id);
    if (!ended && ended.error().code != ErrorCode::NotFound) note_stays(stays, Stays::Rights);
  }
  follow_people_of(writer, context, ids_in(moved, kPeople));
  return stays;
}

}  // namespace mila::network
