// Grounds, and what has to happen with them.
#include "modules/upkeep/hiding.h"

#include <algorithm>
#include <stdexcept>

#include "modules/offers/holidays.h"
#include "modules/upkeep/staff_mails.h"
#include "platform/auth/audit.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::upkeep {
namespace {

std::vector<Ground> load_grounds(std::string const& file) {
  auto table = data::read_csv_file(file);
  if (!table) throw std::runtime_error(file + ": " + table.error().detail);
  std::vector<Ground> list;
  for (auto const& row : table->rows) {
    if (row.size() != 3) throw std::runtime_error(file + ": three columns are expected");
    list.push_back({row[0], row[1], row[2]});
  }
  return list;
}

bool may_hide(Actor const& actor, Entry const& entry) {
  return actor.may(Permission::ReleaseOffers, {.organization_id = entry.service.organization_id});
}

}  // namespace

std::vector<Ground> const& grounds() {
  static std::vector<Ground> const list = load_grounds(offers::data_folder() + "/hiding_grounds.csv");
  return list;
}

std::string ground_label(std::string const& code, std::string_view language) {
  for (auto const& ground : grounds())
    if (ground.code == code) return ground.label(language);
  return code;
}

bool is_own_entry(Actor const& actor, std::string_view organization_id) {
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](Grant const& grant) {
    auto const& may = grant.role->permissions;
    return grant.role->scope == Scope::Organization && grant.scope_id == organization_id &&
           std::find(may.begin(), may.end(), Permission::EditOffers) != may.end();
  });
}

bool is_shown(std::string_view status) { return status == "active" || status == "temporarily closed"; }

bool may_turn(Actor const& actor, std::string_view organization_id, std::string_view before,
              std::string_view after) {
  if (is_shown(before) == is_shown(after)) return true;
  if (is_shown(after))
    return actor.may(Permission::ReleaseOffers, {.organization_id = std::string(organization_id)});
  return is_own_entry(actor, organization_id);
}

Result<bool> hide(db::Writer& writer, Context& context, Entry const& entry, std::string_view ground,
                  std::string_view text) {
  if (!may_hide(context.actor, entry)) return Error{ErrorCode::Forbidden};
  bool known = std::any_of(grounds().begin(), grounds().end(), [&](Ground const& each) { return each.code == ground; });
  if (!known || trim(text).empty()) return Error{ErrorCode::Invalid};
  if (!is_shown(entry.service.status)) return Error{ErrorCode::Conflict};
  Hiding hiding;
  hiding.id = uuid_v7(writer.now(), context.random);
  hiding.service_id = entry.service.id;
  hiding.organization_id = entry.service.organization_id;
  hiding.ground = ground;
  hiding.text = trim(text);
  hiding.status_before = entry.service.status;
  hiding.hidden_by = context.actor.account_id;
  hiding.hidden_at = writer.now();
  insert_hiding(writer, hiding);
  auto service = entry.service;
  service.status = "inactive";
  if (auto saved = save_service(writer, context, entry, service); !saved) return saved.error();
  auth::audit(writer, context, "offer.hidden", "service", service.id, hiding.ground);
  mail_hidden(writer, context, entry, hiding);
  return true;
}

Result<bool> show_again(db::Writer& writer, Context& context, Entry const& entry) {
  if (!may_hide(context.actor, entry)) return Error{ErrorCode::Forbidden};
  auto all = hidings_of(writer, entry.service.id);
  if (is_shown(entry.service.status) || all.empty() || all.front().ended_at) return Error{ErrorCode::Conflict};
  auto service = entry.service;
  service.status = all.front().status_before;
  if (auto saved = save_service(writer, context, entry, service); !saved) return saved.error();
  end_hidings(writer, service.id, context.actor.account_id);
  auth::audit(writer, context, "offer.shown", "service", service.id);
  mail_shown_again(writer, context, entry);
  return true;
}

}  // namespace mila::upkeep
