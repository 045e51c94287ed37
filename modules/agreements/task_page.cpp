// The page behind the link of a mail about a task: no account, no script, nothing changes by opening it.
#include "modules/agreements/letters.h"
#include "modules/agreements/pages.h"
#include "modules/agreements/task_rules.h"
#include "modules/network/network.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::agreements {
namespace {

constexpr char const* kLost = N_("It is too old, the task was given to somebody else, or a part of the link got lost on the way. Nothing was changed. Please call us if you have a question.");

struct Asked {
  Task task;
  std::string body, agreement;
};

std::optional<Asked> asked_of(Visit& visit, db::Reader& reader) {
  auto task = task_of_key(reader, visit.context, visit.request.parameter("key"));
  if (!task) return std::nullopt;
  Asked asked{std::move(*task), "", ""};
  Context all = visit.context;
  all.actor = Actor::operator_();  // whoever has the link knows who asks
  if (auto body = network::find_body(reader, all, asked.task.body_id)) asked.body = body->name;
  if (!asked.task.agreement_id.empty())
    if (auto agreement = find_agreement(reader, asked.task.agreement_id)) asked.agreement = agreement->number + ": " + agreement->text;
  return asked;
}

char const* notice_of(Visit const& visit, Task const& task) {
  bool done = visit.request.query.get("done") == "1";
  switch (task.state) {
    case TaskState::Open: return nullptr;
    case TaskState::Accepted: return done ? N_("Thank you. The task is yours now.") : nullptr;
    case TaskState::Done: return done ? N_("Thank you. It is done.") : N_("This task is done.");
    case TaskState::Cannot: return done ? N_("Thank you for telling us. Somebody else is asked.") : N_("You said: I cannot do it.");
    case TaskState::Dropped: break;
  }
  return N_("This task is not needed any more.");
}

char const* title_of(Task const& task) {
  return is_asked(task) ? N_("Will you take this on?") : N_("Your task");
}

void cannot_fields(Form& form, Task const& task) {
  form.hidden("version", std::to_string(task.version));
  form.hidden("state", std::string(name_of(TaskState::Cannot)));
  form.text("note", N_("A word why, if you like")).longest(300).hint(N_("Please write nothing about other people."));
  form.submit(N_("I cannot do it"));
  form.quiet();
}

http::Response page_of(Visit& visit, Asked const& asked, std::string error, int status) {
  Words words(visit);
  auto const& task = asked.task;
  TaskAnswerView view;
  view.title = words(title_of(task));
  view.what = task.what;
  view.body = asked.body;
  view.agreement = asked.agreement;
  if (task.due)
    view.due = i18n::format_date(*task.due, visit.context.language, i18n::DateStyle::Long);
  view.notice = std::move(error);
  if (auto const* text = notice_of(visit, task); text && view.notice.empty()) view.notice = words(text);
  view.action = visit.request.path;
  view.version = std::to_string(task.version);
  bool asks = is_asked(task) || task.state == TaskState::Cannot;
  if (!has_ended(task.state)) {
    view.yes = words(!asks ? N_("It is done") : task.state == TaskState::Cannot ? N_("I can do it after all") : N_("Yes, I take it on"));
    view.yes_state = name_of(asks ? TaskState::Accepted : TaskState::Done);
  }
  view.has_form = !has_ended(task.state) && task.state != TaskState::Cannot;
  if (view.has_form) {
    Form form(visit, visit.request.path);
    cannot_fields(form, task);
    view.form = form.view();
  }
  return personal_page(visit, "agreements/task.html", view, view.title, status);
}

}  // namespace

http::Response show_task_answer(Visit& visit) {
  auto asked = visit.context.county.database.read([&](db::Reader& reader) { return asked_of(visit, reader); });
  return asked ? page_of(visit, *asked, "", 200) : lost_link_page(visit, kLost);
}

http::Response give_task_answer(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto asked = asked_of(visit, writer);
    if (!asked) return lost_link_page(visit, kLost);
    Words words(visit);
    auto sent = visit.request.form();
    auto state = sent ? task_state_named(sent->get("state")) : std::nullopt;
    if (!state) return page_of(visit, *asked, words(N_("Please choose an answer.")), 422);
    auto done = answer_task(writer, visit.context, asked->task, *state, sent->get("note"), parse_integer(sent->get("version")).value_or(0));
    if (done) return http::see_other(visit.request.path + "?done=1");
    return page_of(visit, *asked, words(done.error().message.c_str()), done.error().code == ErrorCode::Conflict ? 409 : 422);
  });
}

}  // namespace mila::agreements
