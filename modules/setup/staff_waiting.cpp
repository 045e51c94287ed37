// What waits: one step at a time, so that nobody is frightened by a list.
#include <algorithm>
#include <set>

#include "modules/directory/directory.h"
#include "modules/places/places.h"
#include "modules/setup/list_import_store.h"
#include "modules/setup/waiting.h"
#include "platform/auth/accounts.h"
#include "platform/county/settings.h"
#include "platform/i18n/catalogue.h"

namespace mila::setup {
namespace {

using i18n::N_;

constexpr int kListsShown = 3;

struct StepLeft {
  char const* title;
  char const* why;
  char const* href;
  char const* button;
};

/// How many people manage the county by a role that the actor holds, too; closed accounts do not count.
std::size_t count_deciders(Context const& context, db::Reader& reader) {
  std::set<std::string> roles;
  for (auto const& grant : context.actor.grants) {
    auto const& held = grant.role->permissions;
    if (std::find(held.begin(), held.end(), Permission::ManageCounty) != held.end()) roles.insert(grant.role->name);
  }
  std::set<std::string> holders;
  for (auto const& grant : auth::county_grants(reader))
    if (roles.contains(grant.role) && !grant.ended_at && grant.deputy_for.empty()) holders.insert(grant.account_id);
  auto accounts = auth::find_accounts(reader, {holders.begin(), holders.end()});
  return static_cast<std::size_t>(std::count_if(accounts.begin(), accounts.end(), [](auth::Account const& account) {
    return account.state != auth::AccountState::Disabled;
  }));
}

std::vector<StepLeft> steps_left(Context& context, db::Reader& reader) {
  auto const& county = context.county.config();
  auto done = settings_done(context, reader);
  std::vector<StepLeft> left;
  auto need = [&](bool missing, StepLeft step) {
    if (missing) left.push_back(step);
  };
  need(!done.places, {N_("Municipalities"), N_("Help is found by place: the program needs to know yours."), "/staff/settings/places", N_("Enter them")});
  need(!done.legal && county.imprint_file.empty(),
       {N_("Imprint and privacy"), N_("The law asks for both on every public page. A draft is there already."), "/staff/settings/legal", N_("Look at them")});
  auto settings = load_settings(reader);
  need(settings["mail.mode"] != "smtp", {N_("Mail"), N_("Before there is a mail server, invitations and questions reach nobody."), "/staff/settings/mail", N_("Enter the mail server")});
  need(directory::recently_changed(reader, 1).empty(),
       {N_("The first offers of help"), N_("Take a list over or enter one by hand. Nobody finds anything before that."), "/staff/imports", N_("Take over a list")});
  need(count_deciders(context, reader) < 2,
       {N_("A deputy"), N_("Two people should be able to help when one is ill or has lost the phone."), "/staff/accounts/new", N_("Invite somebody")});
  return left;
}

}  // namespace

std::vector<WaitingItem> waiting_items(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (context.actor.may(Permission::ManageCounty, Target{})) {
    auto left = steps_left(context, reader);
    if (!left.empty()) {
      auto const& next = left.front();
      std::string detail = context.text(next.why);
      if (left.size() > 1)
        detail += " " + i18n::fill(context.text(N_("After that, {n} more.")), "n", std::to_string(left.size() - 1));
      items.push_back({i18n::fill(context.text(N_("Setting up: {step}")), "step", context.text(next.title)), detail,
                       next.href, context.text(next.button), std::nullopt, false});
    }
  }
  if (!context.actor.may(Permission::ImportLists)) return items;
  int shown = 0;
  for (auto const& list : all_lists(reader, 50)) {
    if (list.state != ListImport::State::Draft) continue;
    if (++shown > kListsShown) break;
    items.push_back({i18n::fill(context.text(N_("Drafts of a list: {name}")), "name", list.name.empty() ? context.text(N_("Pasted list")) : list.name),
                     context.text(N_("Nobody finds them before they are published.")), "/staff/imports/" + list.id,
                     context.text(N_("Look at them")), std::nullopt, false});
  }
  return items;
}

}  // namespace mila::setup
