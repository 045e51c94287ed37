// Who has a task, and who could.
#include <map>
#include <set>

#include "modules/agreements/agreements.h"
#include "modules/directory/directory.h"
#include "modules/network/network.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"

namespace mila::agreements {
namespace {

using i18n::N_;

struct Names {
  std::map<std::string, std::string> of;  ///< by id
  std::string at(std::string const& id) const {
    auto found = of.find(id);
    return found == of.end() ? "" : found->second;
  }
};

/// Names the actor may see.
Names names_of(db::Reader& reader, Context& context, std::vector<std::string> const& people,
               std::vector<std::string> const& organizations, std::vector<std::string> const& accounts) {
  Names names;
  if (!people.empty())
    for (auto const& person : network::find_people(reader, context, people))
      if (person.visible.has(network::Field::Name)) names.of[person.id] = person.name;
  if (!organizations.empty())
    for (auto const& organization : directory::find_organizations(reader, organizations))
      names.of[organization.id] = organization.name;
  if (!accounts.empty())
    for (auto const& account : auth::find_accounts(reader, accounts)) names.of[account.id] = account.name;
  return names;
}

std::string label_of(Context const& context, Names const& names, Task const& task) {
  if (!task.has_holder()) return "";
  std::string organization = names.at(task.organization_id);
  std::string who = names.at(!task.person_id.empty() ? task.person_id : task.account_id);
  if (who.empty() && !task.person_id.empty()) who = context.text(N_("a volunteer"));
  if (who.empty() && !task.account_id.empty()) who = context.text(N_("somebody who is not here any more"));
  if (organization.empty() || who.empty()) return organization + who;
  return organization + ", " + who;
}

}  // namespace

std::vector<std::string> holder_labels(db::Reader& reader, Context& context, std::vector<Task> const& tasks) {
  std::vector<std::string> people, organizations, accounts, labels;
  for (auto const& task : tasks) {
    if (!task.person_id.empty()) people.push_back(task.person_id);
    if (!task.organization_id.empty()) organizations.push_back(task.organization_id);
    if (!task.account_id.empty()) accounts.push_back(task.account_id);
  }
  auto names = names_of(reader, context, people, organizations, accounts);
  for (auto const& task : tasks) labels.push_back(label_of(context, names, task));
  return labels;
}

std::vector<std::pair<std::string, std::string>> holder_choices(db::Reader& reader, Context& context,
                                                                std::string_view body_id, Task const* extra) {
  std::set<std::string> people, organizations;
  Date today = local_date(context.now(), context.county.config().zone);
  auto add = [](std::set<std::string>& ids, std::string const& id) {
    if (!id.empty()) ids.insert(id);
  };
  if (auto body = network::find_body(reader, context, body_id)) {
    for (auto const& seat : body->seats) {
      if (!seat.holds_on(today)) continue;
      add(organizations, seat.organization_id);
      add(people, seat.person_id);
    }
    add(organizations, body->office_organization_id);
    add(people, body->office_person_id);
  }
  if (extra) {
    add(people, extra->person_id);
    if (extra->person_id.empty()) add(organizations, extra->organization_id);
  }
  std::vector<std::pair<std::string, std::string>> choices;
  std::map<std::string, std::pair<std::string, std::string>> sorted;
  auto names = names_of(reader, context, {people.begin(), people.end()}, {organizations.begin(), organizations.end()}, {});
  auto sort_in = [&](char const* kind, std::set<std::string> const& ids) {
    for (auto const& id : ids)
      if (auto name = names.at(id); !name.empty())
        sorted[i18n::sort_key(name, "de") + id] = {std::string(kind) + ":" + id, name};
  };
  sort_in("organization", organizations);
  sort_in("person", people);
  std::string own = context.actor.account_id;
  if (!own.empty()) choices.emplace_back("account:" + own, context.text(N_("I myself")));
  if (extra && !extra->account_id.empty() && extra->account_id != own)
    for (auto const& account : auth::find_accounts(reader, {extra->account_id}))
      choices.emplace_back("account:" + account.id, account.name);
  for (auto& [key, choice] : sorted) choices.push_back(std::move(choice));
  return choices;
}

bool set_holder(Task& task, std::string_view choice) {
  std::string organization, person, account;
  if (!choice.empty()) {
    auto colon = choice.find(':');
    if (colon == std::string_view::npos || !is_uuid(choice.substr(colon + 1))) return false;
    auto kind = choice.substr(0, colon);
    std::string id(choice.substr(colon + 1));
    if (kind == "organization") organization = id;
    else if (kind == "person") person = id;
    else if (kind == "account") account = id;
    else return false;
  }
  task.organization_id = organization;
  task.person_id = person;
  task.account_id = account;
  return true;
}

}  // namespace mila::agreements
