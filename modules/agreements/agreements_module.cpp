// What this module tells the program about itself.
#include "modules/agreements/agreements.h"
#include "modules/agreements/demo.h"
#include "modules/agreements/letters.h"
#include "modules/agreements/pages.h"
#include "modules/agreements/proposals.h"
#include "modules/agreements/staff_today.h"
#include "modules/agreements/task_rules.h"

namespace mila::agreements {
namespace {

using http::Method;

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler, std::string sample = "") {
    if (sample.empty()) sample = pattern;
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const open = Permission::Public, read = Permission::ReadNetwork, run = Permission::RunMeetings;
  std::string const answers = "/{lang}/tasks/";
  route(Method::Get, answers + "{key}", open, show_task_answer, answers + "{task_answer}");
  route(Method::Post, answers + "{key}", open, give_task_answer, answers + "none");
  std::string const all = "/staff/agreements", one = all + "/{id}", some = all + "/{agreement}", none = all + "/none";
  route(Method::Get, all, read, list_agreements_page);
  route(Method::Post, all, run, add_agreement);
  route(Method::Get, all + "/new", run, show_new_agreement);
  route(Method::Post, all + "/new", run, show_new_agreement);
  route(Method::Get, all + "/marks", run, show_mark);
  route(Method::Post, all + "/marks", run, save_mark);
  route(Method::Get, all + "/files/{format}", read, send_agreements_file, all + "/files/csv");
  route(Method::Get, one, read, show_agreement, some);
  route(Method::Get, one + "/edit", run, show_agreement_edit, some + "/edit");
  route(Method::Post, one + "/edit", run, save_agreement_edit, none + "/edit");
  route(Method::Get, one + "/end", run, show_agreement_end, some + "/end");
  route(Method::Post, one + "/end", run, end_agreement_now, none + "/end");
  std::string const tasks = "/staff/tasks", task = tasks + "/{id}", some_task = tasks + "/{task}", no_task = tasks + "/none";
  route(Method::Get, tasks, read, list_tasks_page);
  route(Method::Post, tasks, run, add_task);
  route(Method::Get, tasks + "/new", run, show_new_task);
  route(Method::Post, tasks + "/new", run, show_new_task);
  route(Method::Get, tasks + "/files/{format}", Permission::ExportLists, send_tasks_file, tasks + "/files/csv");
  route(Method::Get, task, read, show_task, some_task);
  route(Method::Post, task + "/state", read, change_task_now, no_task + "/state");
  route(Method::Get, task + "/edit", run, show_task_edit, some_task + "/edit");
  route(Method::Post, task + "/edit", run, save_task_edit, no_task + "/edit");
  std::string const proposals = "/staff/proposals", proposal = proposals + "/{id}", some_proposal = proposals + "/{proposal}",
                    no_proposal = proposals + "/none";
  route(Method::Get, proposals, read, list_proposals_page);
  route(Method::Post, proposals, run, add_proposal);
  route(Method::Get, proposals + "/new", run, show_new_proposal, proposals + "/new?agreement={agreement}");
  route(Method::Get, proposal, read, show_proposal, some_proposal);
  route(Method::Get, proposal + "/edit", run, show_proposal_edit, some_proposal + "/edit");
  route(Method::Post, proposal + "/edit", run, save_proposal_edit, no_proposal + "/edit");
  route(Method::Get, proposal + "/step", run, show_step, some_proposal + "/step");
  route(Method::Post, proposal + "/step", run, make_step_now, no_proposal + "/step");
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  std::map<std::string, std::string> keys;
  for (auto const& one : list_agreements(reader, {.state = AgreementState::Holds, .limit = 1})) keys.emplace("agreement", one.id);
  for (auto const& one : list_tasks(reader, {.open_only = true, .limit = 20})) {
    if (!one.has_holder()) continue;
    keys.emplace("task", one.id);
    keys.emplace("task_answer", task_key(context, one));
  }
  for (auto const& one : list_proposals(reader, {.limit = 20}))
    if (next_state(one)) keys.emplace("proposal", one.id);
  return keys;
}

/// Names on tasks, counted from their end.
constexpr std::chrono::days kNamesKept{90};

std::int64_t expire(Context& context) {
  return context.county.database.write(
      [&](db::Writer& writer) { return forget_names(writer, writer.now() - kNamesKept); });
}

jobs::JobKind daily_round() {
  return {.name = "agreements.daily",
          .handler = [](Context& context, jobs::Job const&) {
            run_daily_round(context);
            return jobs::Outcome::done();
          },
          .every = std::chrono::hours{24}};
}

}  // namespace

Module const& module() {
  static Module const agreements = [] {
    Module m;
    m.name = "agreements";
    m.summary = "what bodies agreed on and who does what until when; proposals to the county's council";
    m.personal_data = {
        {"task", "who has a task (id of a person or account)", "what was agreed on is done", "Art. 6 (1) e GDPR",
         "90 days after the task ended; its organisation and the task stay", "daily clean-up; a person's name goes with the person"},
        {"agreement_event", "account id of who changed what; words why somebody cannot do a task: sealed",
         "it can be said what became of an agreement", "Art. 6 (1) e GDPR", "words of tasks 90 days after they ended; ids as long as the agreement",
         "with the person; the account id means nothing once the account is erased"},
        {"agreement, proposal", "account id of who wrote it down", "questions reach whoever wrote it down", "Art. 6 (1) e GDPR",
         "as long as the agreement", "the account id means nothing once the account is erased"}};
    add_routes(m);
    m.templates = templates();
    m.sample_keys = sample_keys;
    m.staff_menu = staff_menu();
    m.waiting = waiting;
    m.related = related;
    m.organization_columns = {{"task", "id", "organization_id", true}};
    m.person_columns = {{"task", "id", "person_id", true}};
    m.disclose_person = disclose;
    m.expire = expire;
    m.demo = load_demo;
    m.jobs = {daily_round()};
    m.erase_person = forget_person;
    return m;
  }();
  return agreements;
}

}  // namespace mila::agreements
