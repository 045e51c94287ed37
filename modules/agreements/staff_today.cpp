#include "modules/agreements/staff_today.h"

#include "modules/agreements/staff_kit.h"
#include "modules/agreements/task_rules.h"
#include "modules/meetings/meetings.h"

namespace mila::agreements {
namespace {

constexpr std::size_t kMost = 20;
constexpr int kOfEach = 10;

/// Bodies whose tasks and agreements the actor looks after; nullopt: all.
std::optional<std::vector<std::string>> run_bodies(Actor const& actor) {
  return actor.scope_ids(Permission::RunMeetings, Scope::Body);
}

WaitingItem item_of(Context const& context, Task const& task, char const* title, char const* button, std::string const& way) {
  Date today = today_of(context);
  WaitingItem item{context.text(title), task.what, std::string(kTasks) + "/" + task.id + way, context.text(button), std::nullopt, is_overdue(task, today)};
  if (task.due) item.due = local_to_instant(*task.due, std::chrono::hours{24}, context.county.config().zone);
  return item;
}

void add_own(std::vector<WaitingItem>& items, Context& context, db::Reader& reader) {
  TaskQuery query{.search = {}, .body_id = {}, .state = std::nullopt, .open_only = true, .today = today_of(context), .whose = mine(reader, context), .limit = kOfEach};
  query.whose->organization_ids = own_organizations(context.actor);
  if (query.whose->none()) return;
  for (auto const& task : list_tasks(reader, query)) {
    // Of an organisation's person only that person's tasks are theirs.
    bool own = task.account_id == context.actor.account_id || (!task.person_id.empty() && task.person_id == query.whose->person_id) ||
               (task.person_id.empty() && task.account_id.empty());
    if (!own || task.state == TaskState::Cannot) continue;
    if (is_asked(task)) items.push_back(item_of(context, task, N_("You are asked for a task"), N_("Yes or no"), ""));
    else items.push_back(item_of(context, task, N_("Your task"), N_("Done?"), ""));
  }
}

void add_of_bodies(std::vector<WaitingItem>& items, Context& context, db::Reader& reader) {
  if (!context.actor.may(Permission::RunMeetings)) return;
  auto bodies = run_bodies(context.actor);
  if (bodies && bodies->empty()) return;
  TaskQuery query{.search = {}, .body_id = {}, .state = TaskState::Cannot, .today = today_of(context), .limit = kOfEach};
  if (bodies) query.whose = TaskQuery::Whose{.account_id = {}, .person_id = {}, .organization_ids = {}, .body_ids = *bodies};
  for (auto const& task : list_tasks(reader, query))
    items.push_back(item_of(context, task, N_("A task was given back"), N_("Give it to somebody else"), "/edit"));
  query.state.reset();
  query.overdue_only = true;
  for (auto const& task : list_tasks(reader, query))
    if (task.state != TaskState::Cannot)
      items.push_back(item_of(context, task, task.has_holder() ? N_("A task is overdue") : N_("A task nobody has is overdue"), N_("See the task"), ""));
  AgreementQuery reviews;
  reviews.review_until = today_of(context);
  reviews.limit = 3 * kOfEach;
  for (auto const& one : list_agreements(reader, reviews)) {
    if (!may_write(context.actor, one.body_id)) continue;
    items.push_back({context.text(N_("An agreement is to be looked at again")), short_text(one), std::string(kAgreements) + "/" + one.id,
                     context.text(N_("See the agreement")), local_to_instant(*one.review_on, std::chrono::hours{24}, context.county.config().zone), false});
  }
  for (auto const& one : list_proposals(reader, {.search = {}, .body_id = {}, .waiting_only = true, .today = today_of(context), .limit = 3 * kOfEach})) {
    if (!may_write(context.actor, one.body_id)) continue;
    bool decided = one.state == ProposalState::Decided;
    items.push_back({context.text(decided ? N_("A proposal was decided on") : N_("The session of a proposal is over")), one.title,
                     std::string(kProposals) + "/" + one.id + "/step", context.text(waits_label(one)), std::nullopt, false});
  }
}

}  // namespace

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.signed_in() || !context.actor.may(Permission::ReadNetwork)) return items;
  add_own(items, context, reader);
  add_of_bodies(items, context, reader);
  if (items.size() > kMost) items.resize(kMost);
  return items;
}

std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id) {
  std::vector<Related> found;
  if (!context.actor.may(Permission::ReadNetwork)) return found;
  Date today = today_of(context);
  if (kind == "body") {
    constexpr std::size_t kTasksShown = 10;
    for (auto const& task : open_tasks_of(reader, id)) {
      if (found.size() == kTasksShown) break;
      found.push_back({context.text(N_("Task")) + ": " + task.what, context.text(state_label(task, today)), std::string(kTasks) + "/" + task.id, false});
    }
    AgreementQuery last{.body_id = std::string(id), .state = AgreementState::Holds, .limit = 5};
    for (auto const& one : list_agreements(reader, last))
      found.push_back({one.number + ": " + one.text, context.text(state_label(one.state)), std::string(kAgreements) + "/" + one.id, false});
  }
  if (kind != "meeting") return found;
  auto meeting = meetings::find_meeting(reader, id);
  if (!meeting) return found;
  std::string group = context.text(N_("Agreements and tasks"));
  for (auto const& one : all_of_meeting(reader, id, meeting->body_id)) {
    if (one.is_task) found.push_back({context.text(N_("Task")) + ": " + one.text, context.text(state_label(one.task, today)), std::string(kTasks) + "/" + one.id, false, group});
    else found.push_back({one.text, context.text(state_label(one.state)), std::string(kAgreements) + "/" + one.id, false, group});
  }
  return found;
}

std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id) {
  Disclosure tasks{context.text(kTasksTitle), {}};
  Date today = today_of(context);
  for (auto const& task : tasks_of_person(reader, person_id)) {
    std::string state = context.text(state_label(task, today));
    for (auto const& event : events_of(reader, context, "task", task.id))
      if (event.act == name_of(TaskState::Cannot) && !event.note.empty()) state += ": " + event.note;
    tasks.entries.push_back({task.what, state});
  }
  if (tasks.entries.empty()) return {};
  return {std::move(tasks)};
}

std::vector<StaffMenuItem> staff_menu() {
  return {{63, kAgreementsTitle, kAgreements, "document", Permission::ReadNetwork},
          {63, kTasksTitle, kTasks, "check", Permission::ReadNetwork},
          {63, N_("Proposals"), kProposals, "flag", Permission::ReadNetwork}};
}

}  // namespace mila::agreements
