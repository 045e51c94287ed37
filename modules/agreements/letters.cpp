#include "modules/agreements/letters.h"

#include <map>

#include "modules/agreements/task_rules.h"
#include "modules/directory/directory.h"
#include "modules/network/network.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/crypto/token.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::agreements {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::string_view kKeyPurpose = "agreements.task";
constexpr days kKeyAfter{180};
constexpr std::chrono::hours kMorning{8};

struct Address {
  std::string mail, language;
  mail::RecipientRef about;
};

Context as_program(Context const& context) {
  Context all = context;
  all.actor = Actor::operator_();  // where mail goes does not depend on who sends it
  return all;
}

std::optional<Address> address_of_person(db::Reader& reader, Context& context, std::string const& id) {
  if (id.empty()) return std::nullopt;
  Context all = as_program(context);
  for (auto const& target : network::mail_targets(reader, all, {id}))
    if (!target.address.empty()) return Address{target.address, target.language, {"person", id}};
  return std::nullopt;
}

std::optional<Address> address_of_organization(db::Reader& reader, std::string const& id) {
  if (id.empty()) return std::nullopt;
  for (auto const& organization : directory::find_organizations(reader, {id}))
    if (organization.email && !organization.email->empty()) return Address{*organization.email, "de", {"organization", id}};
  return std::nullopt;
}

/// Of the holders, by task id. A handful of statements for any number of tasks.
std::map<std::string, Address> addresses_of(db::Reader& reader, Context& context, std::vector<Task> const& tasks) {
  std::vector<std::string> people, organizations, accounts;
  for (auto const& task : tasks) {
    if (!task.person_id.empty()) people.push_back(task.person_id);
    else if (!task.account_id.empty()) accounts.push_back(task.account_id);
    else if (!task.organization_id.empty()) organizations.push_back(task.organization_id);
  }
  std::map<std::string, Address> known, found;
  Context all = as_program(context);
  if (!people.empty())
    for (auto const& target : network::mail_targets(reader, all, people))
      if (!target.address.empty()) known[target.person_id] = {target.address, target.language, {"person", target.person_id}};
  if (!organizations.empty())
    for (auto const& organization : directory::find_organizations(reader, organizations))
      if (organization.email && !organization.email->empty())
        known[organization.id] = {*organization.email, "de", {"organization", organization.id}};
  if (!accounts.empty())
    for (auto const& account : auth::find_accounts(reader, accounts))
      if (account.state == auth::AccountState::Active) known[account.id] = {account.mail, account.language, {"account", account.id}};
  for (auto const& task : tasks) {
    auto const& holder = !task.person_id.empty() ? task.person_id : !task.account_id.empty() ? task.account_id : task.organization_id;
    if (auto at = known.find(holder); at != known.end()) found[task.id] = at->second;
  }
  return found;
}

std::map<std::string, std::string> names_of_bodies(db::Reader& reader, Context& context, std::vector<Task> const& tasks) {
  std::vector<std::string> ids;
  for (auto const& task : tasks) ids.push_back(task.body_id);
  std::map<std::string, std::string> names;
  Context all = as_program(context);
  for (auto const& body : network::find_bodies(reader, all, ids)) names[body.id] = body.name;
  return names;
}

char const* subject_of(Occasion occasion) {
  switch (occasion) {
    case Occasion::Asked: return N_("Will you take this on? {task}");
    case Occasion::Given: return N_("A task for you: {task}");
    case Occasion::Reminder: break;
  }
  return N_("Soon due: {task}");
}

char const* opening_of(Occasion occasion) {
  switch (occasion) {
    case Occasion::Asked: return N_("{body} has a request: could you take on this task? It is yours only when you say yes.");
    case Occasion::Given: return N_("At a meeting of {body} you or your organisation got this task.");
    case Occasion::Reminder: break;
  }
  return N_("You have a task from {body} that is due soon. This is the only reminder.");
}

char const* button_of(Occasion occasion) {
  return occasion == Occasion::Asked ? N_("Yes or no") : N_("Done, or I cannot do it");
}

/// In the morning, although the round runs at night.
Instant morning_of(Context const& context, Instant now) {
  auto const& zone = context.county.config().zone;
  return std::max(now, local_to_instant(local_date(now, zone), kMorning, zone));
}

mail::Message letter_of(Context& context, Task const& task, std::string const& body, Address const& to, Occasion occasion) {
  auto say = [&](char const* text) { return context.text(text, to.language); };
  auto fill = [&](char const* text, std::string_view key, std::string const& value) { return i18n::fill(say(text), key, value); };
  mail::Message message;
  message.purpose = "task";
  message.address = to.mail;
  message.recipient = to.about;
  message.language = to.language;
  message.subject = fill(subject_of(occasion), "task", std::string(truncate_utf8(task.what, 120)));
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{fill(opening_of(occasion), "body", body)});
  blocks.push_back(mail::Quote{task.what});
  if (task.due)
    blocks.push_back(mail::Paragraph{fill(N_("Until: {day}"), "day", i18n::format_date(*task.due, to.language, i18n::DateStyle::Long))});
  blocks.push_back(mail::Action{say(button_of(occasion)), public_address(context.county.config()) + "/" + to.language + "/tasks/" + task_key(context, task)});
  blocks.push_back(mail::Small{say(N_("It takes one click and no password. If you cannot do it, say so without worry: somebody else is asked."))});
  message.letter.reason = fill(N_("You get this mail because {body} thinks of you for this task."), "body", body);
  return message;
}

std::vector<std::string> send(db::Writer& writer, Context& context, std::vector<Task> const& tasks, bool reminder) {
  std::vector<std::string> sent;
  if (tasks.empty()) return sent;
  auto addresses = addresses_of(writer, context, tasks);
  auto bodies = names_of_bodies(writer, context, tasks);
  for (auto const& task : tasks) {
    auto to = addresses.find(task.id);
    if (to == addresses.end()) continue;
    auto occasion = is_asked(task) ? Occasion::Asked : reminder ? Occasion::Reminder : Occasion::Given;
    auto message = letter_of(context, task, bodies[task.body_id], to->second, occasion);
    if (reminder) message.send_at = morning_of(context, writer.now());
    if (mail::enqueue(writer, context, message)) sent.push_back(task.id);
  }
  return sent;
}

/// Who runs a body: its office, else who chairs it, else the organisation of its office, else the county's.
std::optional<Address> address_of_body(db::Reader& reader, Context& context, network::Body const& body) {
  if (auto office = address_of_person(reader, context, body.office_person_id)) return office;
  Date today = local_date(context.now(), context.county.config().zone);
  for (auto const& seat : body.seats)
    if (seat.role == network::SeatRole::Chair && seat.holds_on(today))
      if (auto chair = address_of_person(reader, context, seat.person_id)) return chair;
  if (auto office = address_of_organization(reader, body.office_organization_id)) return office;
  auto const& mail = context.county.config().office_mail;
  return mail.empty() ? std::nullopt : std::optional(Address{mail, "de", {"body", body.id}});
}

}  // namespace

std::vector<std::string> send_letters(db::Writer& writer, Context& context, std::vector<Task> const& tasks) {
  return send(writer, context, tasks, false);
}

std::vector<std::string> send_reminders(db::Writer& writer, Context& context, std::vector<Task> const& tasks) {
  return send(writer, context, tasks, true);
}

bool has_address(db::Reader& reader, Context& context, Task const& task) {
  return !addresses_of(reader, context, {task}).empty();
}

bool send_overdue(db::Writer& writer, Context& context, std::string const& body_id, std::vector<Task> const& tasks) {
  Context all = as_program(context);
  auto body = network::find_body(writer, all, body_id);
  auto to = body ? address_of_body(writer, context, *body) : std::nullopt;
  if (!to) return false;
  auto say = [&](char const* text) { return context.text(text, to->language); };
  mail::Message message;
  message.purpose = "task";
  message.address = to->mail;
  message.recipient = to->about;
  message.language = to->language;
  message.subject = i18n::fill(say(N_("Overdue tasks of {body}")), "body", body->name);
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{i18n::fill(say(N_("These tasks of {body} are overdue. Perhaps a call helps, or somebody else can take them on.")), "body", body->name)});
  mail::List list;
  for (auto const& task : tasks)
    list.items.push_back(task.what + " (" + i18n::format_date(*task.due, to->language, i18n::DateStyle::Long) + ")");
  blocks.push_back(std::move(list));
  blocks.push_back(mail::Action{say(N_("See the tasks")), public_address(context.county.config()) + "/staff/tasks?whose=bodies"});
  message.letter.reason = i18n::fill(say(N_("You get this mail because you run {body}. Each overdue task is told once.")), "body", body->name);
  message.send_at = morning_of(context, writer.now());
  return mail::enqueue(writer, context, message).has_value();
}

std::string task_key(Context& context, Task const& task) {
  auto const& zone = context.county.config().zone;
  Date day = local_date(context.now(), zone);
  if (task.due) day = std::max(day, *task.due);
  Instant expires = local_to_instant(Date{sys_days{day} + kKeyAfter}, std::chrono::minutes{0}, zone);
  return crypto::sign(context.county.keys().derive(kKeyPurpose), kKeyPurpose, task.id + ":" + std::to_string(task.given), expires);
}

std::optional<Task> task_of_key(db::Reader& reader, Context& context, std::string_view key) {
  auto payload = crypto::verify(context.county.keys().derive(kKeyPurpose), kKeyPurpose, key, context.now());
  if (!payload) return std::nullopt;
  auto parts = split(*payload, ':');
  if (parts.size() != 2) return std::nullopt;
  auto task = find_task(reader, parts[0]);
  return task && std::to_string(task->given) == parts[1] ? task : std::nullopt;
}

}  // namespace mila::agreements
