// What becomes of tasks.
#include "modules/agreements/task_rules.h"

#include <algorithm>

#include "modules/agreements/agreement_store.h"
#include "modules/agreements/letters.h"
#include "modules/meetings/meetings.h"
#include "modules/network/network.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::agreements {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::sys_days;

constexpr days kRemindBefore{7}, kToldLately{3}, kTellAfter{3};
constexpr std::size_t kNoteLongest = 1'000;  // bytes
constexpr int kAtOnce = 500;

Error ended() { return {ErrorCode::Invalid, N_("This task has ended."), ""}; }
Error changed_meanwhile() { return {ErrorCode::Conflict, N_("Somebody changed this meanwhile. Please look again."), ""}; }

}  // namespace

void set_state(db::Writer& writer, Context& context, Task task, TaskState state, std::string_view note) {
  task.state = state;
  task.ended_at.reset();
  if (has_ended(state)) task.ended_at = writer.now();
  CHECK(update_task(writer, task));
  add_event(writer, context, "task", task.id, name_of(state), truncate_utf8(trim(note), kNoteLongest));
}

bool is_holder(db::Reader& reader, Context const& context, Task const& task) {
  auto const& actor = context.actor;
  if (!actor.signed_in()) return false;
  if (!task.account_id.empty()) return task.account_id == actor.account_id;
  if (!task.person_id.empty()) return network::person_of_account(reader, actor.account_id) == task.person_id;
  auto own = own_organizations(actor);
  return !task.organization_id.empty() && std::find(own.begin(), own.end(), task.organization_id) != own.end();
}

std::vector<std::string> own_organizations(Actor const& actor) {
  std::vector<std::string> ids;
  for (auto const& grant : actor.grants)
    if (grant.role && grant.role->scope == Scope::Organization && std::find(ids.begin(), ids.end(), grant.scope_id) == ids.end())
      ids.push_back(grant.scope_id);
  return ids;
}

TaskQuery::Whose mine(db::Reader& reader, Context const& context) {
  TaskQuery::Whose whose;
  whose.account_id = context.actor.account_id;
  if (!whose.account_id.empty()) whose.person_id = network::person_of_account(reader, whose.account_id);
  return whose;
}

bool is_meeting_of(db::Reader& reader, std::string_view body_id, std::string_view meeting_id) {
  if (meeting_id.empty()) return true;
  auto meeting = meetings::find_meeting(reader, meeting_id);
  return meeting && meeting->body_id == body_id;
}

bool is_asked(Task const& task) { return task.state == TaskState::Open && task.has_holder(); }

bool may_change(db::Reader& reader, Context const& context, Task const& task) {
  return may_write(context.actor, task.body_id) || is_holder(reader, context, task);
}

Result<bool> answer_task(db::Writer& writer, Context& context, Task const& task, TaskState state, std::string note,
                         std::int64_t version) {
  auto stored = find_task(writer, task.id);
  if (!stored || stored->given != task.given) return changed_meanwhile();
  if (state != TaskState::Accepted && state != TaskState::Done && state != TaskState::Cannot) return changed_meanwhile();
  if (stored->state == state) return true;
  if (has_ended(stored->state)) return ended();
  if (stored->version != version) return changed_meanwhile();
  set_state(writer, context, std::move(*stored), state, note);
  return true;
}

std::int64_t forget_names(db::Writer& writer, Instant ended_before) {
  auto tasks = named_tasks_ended_before(writer, ended_before, kAtOnce);
  for (auto& task : tasks) {
    task.person_id.clear();
    task.account_id.clear();
    CHECK(update_task(writer, task));
    wipe_notes(writer, "task", task.id);
  }
  return static_cast<std::int64_t>(tasks.size());
}

void forget_person(db::Writer& writer, Context& context, std::string_view person_id) {
  for (auto& task : tasks_of_person(writer, person_id)) {
    task.person_id.clear();
    if (!has_ended(task.state)) {
      // The organisation was only where the person came from.
      task.organization_id.clear();
      task.state = TaskState::Open;
    }
    ++task.given;
    CHECK(update_task(writer, task));
    wipe_notes(writer, "task", task.id);
    if (!has_ended(task.state)) add_event(writer, context, "task", task.id, name_of(TaskState::Open), "");
  }
}

namespace {

void remind_holders(db::Writer& writer, Context& context, Date today) {
  auto tasks = tasks_to_remind_of(writer, today, Date{sys_days{today} + kRemindBefore}, kAtOnce);
  // Who learnt of it days ago does not need to hear of it again.
  std::erase_if(tasks, [&](Task const& task) { return task.told_at && *task.told_at > writer.now() - kToldLately; });
  send_reminders(writer, context, tasks);
  for (auto& task : tasks) {
    task.reminded_at = writer.now();
    mark_told(writer, task);
  }
}

void tell_of_overdue(db::Writer& writer, Context& context, Date today) {
  auto tasks = tasks_to_tell_of(writer, Date{sys_days{today} - kTellAfter}, kAtOnce);
  for (auto from = tasks.begin(); from != tasks.end();) {
    auto to = std::find_if(from, tasks.end(), [&](Task const& task) { return task.body_id != from->body_id; });
    send_overdue(writer, context, from->body_id, {from, to});
    for (; from != to; ++from) {
      from->overdue_told_at = writer.now();
      mark_told(writer, *from);
    }
  }
}

}  // namespace

void run_daily_round(Context& context) {
  context.county.database.write([&](db::Writer& writer) {
    Date today = local_date(writer.now(), context.county.config().zone);
    remind_holders(writer, context, today);
    tell_of_overdue(writer, context, today);
  });
}

}  // namespace mila::agreements
