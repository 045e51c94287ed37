// Giving a task to somebody, and changing it.
#include <algorithm>

#include "modules/agreements/staff_kit.h"
#include "modules/network/picker.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::agreements {
namespace {

std::string href_of(std::string const& id) { return std::string(kTasks) + "/" + id; }

constexpr char const* kNewTitle = N_("Add a task");
constexpr char const* kEditTitle = N_("Change the task");

std::string choice_of(Task const& task) {
  if (!task.person_id.empty()) return "person:" + task.person_id;
  if (!task.account_id.empty()) return "account:" + task.account_id;
  return task.organization_id.empty() ? "" : "organization:" + task.organization_id;
}

/// Organisations and people of the network by a part of their name, as set_holder() reads them. An
/// organisation of exactly that name is meant.
std::vector<Choice> holders_named(Visit& visit, db::Reader& reader, std::string const& text) {
  std::string wanted = search_text({text});
  std::vector<Choice> found;
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes) {
      if (scope.scope != Scope::Organization) continue;
      for (auto const& one : scope.find(visit.context, reader, text, 10)) {
        Choice choice{"organization:" + one.id, one.name};
        if (search_text({one.name}) == wanted) return {choice};
        found.push_back(std::move(choice));
      }
    }
  for (auto& one : network::find_person_by_name(visit)(text)) found.push_back({"person:" + one.value, std::move(one.label)});
  return found;
}

/// A form for a task; whoever is outside of the body is found by name.
struct TaskForm {
  TaskForm(Visit& visit, db::Reader& reader, std::string path, Task const& task);
  bool read(Task& task);
  Form form;
  std::optional<network::Picker> other;
};

TaskForm::TaskForm(Visit& visit, db::Reader& reader, std::string path, Task const& task) : form(visit, std::move(path)) {
  Words words(visit);
  form.text("what", N_("What is to be done?")).required().longest(250).value(task.what);
  std::vector<Choice> choices{{"", words(N_("nobody yet"))}};
  for (auto const& [value, label] : holder_choices(reader, visit.context, task.body_id, task.version ? &task : nullptr))
    choices.push_back({value, label});
  form.select("holder", N_("Who does it?"), std::move(choices)).value(choice_of(task))
      .hint(N_("A volunteer is asked first by mail. Everybody else gets it and may give it back."));
  other.emplace(visit, form, "other", N_("Or somebody outside the body"),
                [&](std::string const& text) { return holders_named(visit, reader, text); }, Choice{},
                N_("A person or organisation of the network. A part of the name is enough."));
  form.date("due", N_("Until")).value(field_day(task.due)).hint(N_("Seven days before there is one reminder by mail."));
  std::vector<Choice> agreements{{"", words(N_("no agreement"))}};
  for (auto const& one : list_agreements(reader, {.body_id = task.body_id, .state = AgreementState::Holds, .limit = 100}))
    agreements.push_back({one.id, short_text(one)});
  bool listed = std::any_of(agreements.begin(), agreements.end(), [&](auto const& choice) { return choice.value == task.agreement_id; });
  if (!listed)
    if (auto own = find_agreement(reader, task.agreement_id); own && own->body_id == task.body_id) agreements.push_back({own->id, short_text(*own)});
  if (agreements.size() > 1) form.select("agreement", N_("Agreement it came from"), std::move(agreements)).value(task.agreement_id);
  else form.hidden("agreement", "");
  if (task.version == 0) {
    form.hidden("id", task.id);
    form.hidden("meeting", task.meeting_id);
  } else {
    form.hidden("version", std::to_string(task.version));
  }
  form.submit(N_("Save"));
  form.cancel(task.version == 0 ? kTasks : href_of(task.id));
}

/// Takes over what was entered; false with errors in the form.
bool TaskForm::read(Task& task) {
  if (!form.read()) return false;
  task.what = form["what"];
  if (!set_holder(task, form["holder"])) form.error("holder", N_("Please choose who does it from the list."));
  if (auto choice = other->id(); choice && !choice->empty() && !set_holder(task, *choice))
    form.error("other_id", N_("Please choose who does it from the list."));
  task.due.reset();
  if (!form["due"].empty()) {
    task.due = date_in(form["due"]);
    if (!task.due) form.error("due", N_("Please write the day like 24.12.2026."));
  }
  task.agreement_id = form["agreement"];
  if (task.version == 0) {
    task.id = is_uuid(form["id"]) ? form["id"] : "";
    task.meeting_id = is_uuid(form["meeting"]) ? form["meeting"] : "";
  } else {
    task.version = parse_integer(form["version"]).value_or(-1);
    if (task.version < 1) task.version = -1;  // is none that is stored
  }
  return !form.has_errors();
}

void show_error(Form& form, Error const& error) {
  form.error(error.detail == "agreement_id" ? "agreement" : error.detail == "meeting" ? "" : error.detail, error.message);
}

http::Response task_page(Visit& visit, Form const& form, char const* title, std::vector<ClashView> clashes, int status) {
  FormPageView view;
  view.title = Words(visit)(title);
  view.clashes = std::move(clashes);
  return form_page(visit, view, form, staff_frame(visit, view.title, kTasks, kTasksTitle), status);
}

Task fresh_task(Visit& visit, std::string const& body_id) {
  auto const& query = visit.request.query;
  Task task;
  task.id = uuid_v7(visit.context.now(), visit.context.random);
  task.body_id = body_id;
  if (is_uuid(query.get("meeting"))) task.meeting_id = query.get("meeting");
  task.agreement_id = query.get("agreement");
  return task;
}

/// 404 and 403 as an answer in `instead`.
std::optional<Task> own_task(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto task = find_task(reader, visit.request.parameter("id"));
  if (task && may_write(visit.context.actor, task->body_id)) return task;
  instead = visit.site.error_page(visit, task ? 403 : 404);
  return std::nullopt;
}

std::vector<ClashView> clashes_of(Visit& visit, db::Reader& reader, Task const& now, Task const& yours) {
  Words words(visit);
  auto labels = holder_labels(reader, visit.context, {now, yours});
  std::vector<ClashView> clashes;
  auto add = [&](char const* label, std::string const& one, std::string const& other) {
    if (one != other) clashes.push_back({words(label), one, other});
  };
  Date today = today_of(visit.context);
  add(N_("What is to be done?"), now.what, yours.what);
  add(N_("Who does it?"), labels[0], labels[1]);
  add(N_("Until"), field_day(now.due), field_day(yours.due));
  clashes.push_back({words(N_("State")), words(state_label(now, today)), ""});
  clashes.push_back({words(N_("Last change")), last_change(visit, reader, "task", now.id, true), ""});
  return clashes;
}

}  // namespace

http::Response show_new_task(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    std::string body;
    if (auto ask = ask_for_body(visit, reader, std::string(kTasks) + "/new", kNewTitle, kTasks, body)) return std::move(*ask);
    auto task = fresh_task(visit, body);
    task.what = handed_over(visit, "what");
    TaskForm asked(visit, reader, std::string(kTasks) + "?body=" + body, task);
    return task_page(visit, asked.form, kNewTitle, {}, 200);
  });
}

http::Response add_task(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string body = visit.request.query.get("body");
    if (!may_write(visit.context.actor, body)) return visit.site.error_page(visit, 403);
    auto task = fresh_task(visit, body);
    TaskForm asked(visit, writer, std::string(kTasks) + "?body=" + body, task);
    auto& form = asked.form;
    if (!asked.read(task)) return task_page(visit, form, kNewTitle, {}, 422);
    auto id = save_task(writer, visit.context, task);
    if (id) return http::see_other(href_of(*id) + "?done=saved");
    show_error(form, id.error());
    return task_page(visit, form, kNewTitle, {}, status_of(id.error()));
  });
}

http::Response show_task_edit(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto task = own_task(visit, reader, instead);
    if (!task) return instead;
    TaskForm asked(visit, reader, visit.request.path, *task);
    return task_page(visit, asked.form, kEditTitle, {}, 200);
  });
}

http::Response save_task_edit(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto stored = own_task(visit, writer, instead);
    if (!stored) return instead;
    TaskForm asked(visit, writer, visit.request.path, *stored);
    auto& form = asked.form;
    Task task = *stored;
    if (!asked.read(task)) return task_page(visit, form, kEditTitle, {}, 422);
    auto saved = save_task(writer, visit.context, task);
    if (saved) return http::see_other(href_of(task.id) + "?done=saved");
    std::vector<ClashView> clashes;
    if (saved.error().code == ErrorCode::Conflict) {
      clashes = clashes_of(visit, writer, *stored, task);
      form.set("version", std::to_string(stored->version));
    } else {
      show_error(form, saved.error());
    }
    return task_page(visit, form, kEditTitle, std::move(clashes), status_of(saved.error()));
  });
}

}  // namespace mila::agreements
