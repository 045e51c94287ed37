// Giving tasks.
#include "modules/agreements/agreement_store.h"
#include "modules/agreements/letters.h"
#include "modules/agreements/task_rules.h"
#include "modules/directory/directory.h"
#include "modules/network/network.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::agreements {
namespace {

using i18n::N_;

constexpr std::size_t kLongest = 500;  // bytes

Error gone() { return {ErrorCode::NotFound, N_("This task is not there any more."), ""}; }
Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }
Error no_meeting() { return {ErrorCode::NotFound, N_("This is no meeting of this body. Please start again from the meeting's page."), "meeting"}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this task meanwhile."), ""}; }
Error invalid(char const* field, char const* text) { return {ErrorCode::Invalid, text, field}; }

bool same_holder(Task const& one, Task const& other) {
  if (!one.person_id.empty() || !other.person_id.empty()) return one.person_id == other.person_id;
  if (!one.account_id.empty() || !other.account_id.empty()) return one.account_id == other.account_id;
  return one.organization_id == other.organization_id;
}

/// Fills in what follows from the holder: the organisation of a person, and whether it is theirs at once.
std::optional<Error> settle_holder(db::Reader& reader, Context const& context, Task& task) {
  task.state = TaskState::Open;
  auto nobody = [] { return invalid("holder", N_("Please choose who does it from the list.")); };
  if (!task.person_id.empty()) {
    Context all = context;
    all.actor = Actor::operator_();
    auto person = network::find_person(reader, all, task.person_id);
    if (!person || person->state == network::PersonState::Left) return nobody();
    task.organization_id = person->organization_id;
    task.account_id.clear();
    bool own = !person->account_id.empty() && person->account_id == context.actor.account_id;
    if (person->kind != network::PersonClass::Volunteer || own) task.state = TaskState::Accepted;
  } else if (!task.account_id.empty()) {
    auto account = auth::find_account(reader, task.account_id);
    if (!account || account->state == auth::AccountState::Disabled) return nobody();
    task.organization_id.clear();
    task.state = TaskState::Accepted;
  } else if (!task.organization_id.empty()) {
    if (directory::find_organizations(reader, {task.organization_id}).empty()) return nobody();
    task.state = TaskState::Accepted;
  }
  return std::nullopt;
}

std::optional<Error> problem_of(db::Reader& reader, Task const& task) {
  if (task.what.empty()) return invalid("what", N_("Please write what is to be done."));
  if (task.what.size() > kLongest) return invalid("what", N_("This is too long. Please write it shorter."));
  if (task.due && !task.due->ok()) return invalid("due", N_("Please choose a day."));
  if (task.agreement_id.empty()) return std::nullopt;
  auto agreement = find_agreement(reader, task.agreement_id);
  if (!agreement) return invalid("agreement_id", N_("This agreement is not there any more."));
  if (agreement->body_id != task.body_id) return invalid("agreement_id", N_("Please choose an agreement of this body."));
  return std::nullopt;
}

/// Tells the holder, unless it is the actor.
void tell_holder(db::Writer& writer, Context& context, Task& task) {
  std::string const& me = context.actor.account_id;
  bool own = !me.empty() && (task.account_id == me || (!task.person_id.empty() && task.person_id == network::person_of_account(writer, me)));
  if (task.has_holder() && (own || !send_letters(writer, context, {task}).empty())) task.told_at = writer.now();
}

Result<std::string> add(db::Writer& writer, Context& context, Task task, Tell tell) {
  if (!may_write(context.actor, task.body_id)) return forbidden();
  if (!task.id.empty())
    if (auto same = find_task(writer, task.id)) return same->body_id == task.body_id ? Result<std::string>(task.id) : conflict();
  if (auto problem = problem_of(writer, task)) return *problem;
  if (!is_meeting_of(writer, task.body_id, task.meeting_id)) return no_meeting();
  if (auto problem = settle_holder(writer, context, task)) return *problem;
  Context all = context;
  all.actor = Actor::operator_();
  if (!network::find_body(writer, all, task.body_id)) return invalid("body_id", N_("Please choose a body."));
  if (task.id.empty()) task.id = uuid_v7(writer.now(), context.random);
  task.given = task.has_holder() ? 1 : 0;
  task.told_at = task.reminded_at = task.overdue_told_at = task.ended_at = std::nullopt;
  task.created_by = context.actor.account_id;
  task.created_at = writer.now();
  if (tell == Tell::Now) tell_holder(writer, context, task);
  insert_task(writer, task);
  add_event(writer, context, "task", task.id, "made", "");
  return task.id;
}

}  // namespace

Result<std::string> save_task(db::Writer& writer, Context& context, Task task, Tell tell) {
  task.what = trim(task.what);
  if (task.version == 0) return add(writer, context, std::move(task), tell);
  auto stored = find_task(writer, task.id);
  if (!stored) return gone();
  if (!may_write(context.actor, stored->body_id)) return forbidden();
  if (stored->version != task.version) return conflict();
  task.body_id = stored->body_id;
  if (has_ended(stored->state)) return invalid("what", N_("This task has ended. Please make a new one."));
  if (auto problem = problem_of(writer, task)) return *problem;
  // Given back and given to the same again: it is asked anew.
  bool anew = !same_holder(*stored, task) || stored->state == TaskState::Cannot;
  if (anew) {
    if (auto problem = settle_holder(writer, context, task)) return *problem;
    stored->organization_id = task.organization_id;
    stored->person_id = task.person_id;
    stored->account_id = task.account_id;
    stored->state = task.state;
    ++stored->given;
    stored->told_at.reset();
    stored->reminded_at.reset();
  }
  if (stored->due != task.due) stored->overdue_told_at.reset();
  stored->what = std::move(task.what);
  stored->due = task.due;
  stored->agreement_id = std::move(task.agreement_id);
  if (anew && tell == Tell::Now) tell_holder(writer, context, *stored);
  CHECK(update_task(writer, *stored));
  add_event(writer, context, "task", stored->id, anew ? "given" : "changed", "");
  return stored->id;
}

Result<bool> change_task(db::Writer& writer, Context& context, std::string_view id, TaskState state, std::string note,
                         std::int64_t version) {
  auto task = find_task(writer, id);
  if (!task) return gone();
  bool runs = may_write(context.actor, task->body_id);
  bool for_runs = state == TaskState::Dropped || state == TaskState::Open;
  if (!runs && (for_runs || !is_holder(writer, context, *task)))
    return Error{ErrorCode::Forbidden, N_("Somebody else has this task."), ""};
  if (task->state == state) return true;  // the second of two clicks
  if (version != task->version) return conflict();
  if (has_ended(task->state) && !runs) return Error{ErrorCode::Invalid, N_("This task has ended. Please make a new one."), ""};
  if (state == TaskState::Accepted && !task->has_holder())
    return Error{ErrorCode::Invalid, N_("Nobody has this task yet."), ""};
  set_state(writer, context, std::move(*task), state, note);
  return true;
}

int announce_tasks(db::Writer& writer, Context& context, std::string_view meeting_id) {
  auto tasks = untold_tasks_of_meeting(writer, meeting_id);
  std::erase_if(tasks, [&](Task const& task) { return !may_write(context.actor, task.body_id) || !task.has_holder(); });
  int told = 0;
  for (auto const& id : send_letters(writer, context, tasks))
    for (auto& task : tasks)
      if (task.id == id) {
        task.told_at = writer.now();
        mark_told(writer, task);
        ++told;
      }
  return told;
}

}  // namespace mila::agreements
