// The register of tasks, and one of them.
#include "modules/agreements/letters.h"
#include "modules/agreements/staff_kit.h"
#include "modules/agreements/task_rules.h"
#include "platform/base/text.h"

namespace mila::agreements {
namespace {

constexpr int kFileMost = 50'000;

std::string href_of(std::string const& id) { return std::string(kTasks) + "/" + id; }

/// Bodies the actor has a right for by itself; nullopt: all of them.
std::optional<std::vector<std::string>> bodies_of(Actor const& actor) {
  if (auto ids = actor.scope_ids(Permission::RunMeetings, Scope::Body); !ids) return std::nullopt;
  std::vector<std::string> ids;
  for (auto const& grant : actor.grants)
    if (grant.role && grant.role->scope == Scope::Body) ids.push_back(grant.scope_id);
  return ids;
}

TaskQuery query_of(Visit& visit, db::Reader& reader, ListQuery const& list) {
  TaskQuery query;
  query.search = list.search;
  query.body_id = list.filter("body");
  query.today = today_of(visit.context);
  std::string state = list.filter("state"), whose = list.filter("whose");
  if (state == "current") query.open_only = true;
  else if (state == "overdue") query.overdue_only = true;
  else query.state = task_state_named(state);
  if (whose == "mine") query.whose = mine(reader, visit.context);
  if (whose == "organization") query.whose = TaskQuery::Whose{.account_id = {}, .person_id = {}, .organization_ids = own_organizations(visit.context.actor), .body_ids = {}};
  if (whose == "bodies")
    if (auto ids = bodies_of(visit.context.actor))
      query.whose = TaskQuery::Whose{.account_id = {}, .person_id = {}, .organization_ids = {}, .body_ids = std::move(*ids)};
  query.limit = list.limit();
  query.offset = list.offset();
  return query;
}

void add_filters(Table& table, Words const& words, Bodies const& bodies) {
  table.search(N_("Words"))
      .filter("whose", N_("Whose"), {{"mine", words(N_("mine"))},
                                     {"organization", words(N_("those of my organisation"))},
                                     {"bodies", words(N_("those of my bodies"))}})
      .filter("state", N_("State"), {{"current", words(N_("not ended"))},
                                     {"overdue", words(N_("overdue"))},
                                     {"cannot", words(N_("given back"))},
                                     {"done", words(N_("done"))},
                                     {"dropped", words(N_("not needed any more"))}})
      .filter("body", N_("Body"), choices_of(bodies));
}

std::string with_query(std::string path, Visit const& visit) {
  auto at = visit.request.target.find('?');
  return at == std::string::npos ? path : path + visit.request.target.substr(at);
}

std::string due_text(Task const& task, std::string const& language) { return task.due ? day_text(*task.due, language) : ""; }

/// What the actor can do about it now. The first is the next step.
void add_acts(Visit& visit, RecordView& view, Task const& task, bool runs) {
  Words words(visit);
  std::string here = href_of(task.id) + "/state";
  auto act = [&](TaskState state, std::string text) {
    view.acts.push_back({here, std::move(text), "state", std::string(name_of(state)), std::to_string(task.version), view.acts.empty()});
  };
  if (has_ended(task.state)) {
    if (runs) act(TaskState::Open, words(N_("Open again")));
  } else {
    if (is_asked(task)) act(TaskState::Accepted, words(N_("Yes, it is taken on")));
    if (task.state != TaskState::Cannot || runs) act(TaskState::Done, words(N_("Done")));
    if (task.state == TaskState::Cannot && task.has_holder()) act(TaskState::Accepted, words(N_("It can be done after all")));
    if (runs) {
      act(TaskState::Dropped, words(N_("Not needed any more")));
      view.ways = {{href_of(task.id) + "/edit", task.has_holder() ? words(N_("Change, or give it to somebody else")) : words(N_("Give it to somebody"))}};
    }
  }
  view.has_acts = !view.acts.empty() || !view.ways.empty();
}

void cannot_fields(Form& form, Task const& task) {
  form.hidden("version", std::to_string(task.version));
  form.hidden("state", std::string(name_of(TaskState::Cannot)));
  form.text("note", N_("A word why, if you like")).longest(300).hint(N_("Whoever runs the body sees it and asks somebody else."));
  form.submit(N_("I cannot do it"));
  form.quiet();
}

RecordView view_of(Visit& visit, db::Reader& reader, Task const& task) {
  Words words(visit);
  bool runs = may_write(visit.context.actor, task.body_id), mine = may_change(reader, visit.context, task);
  Date today = today_of(visit.context);
  RecordView view;
  view.title = task.what;
  view.state = words(state_label(task, today));
  view.badge = badge_of(task, today);
  if (mine) add_acts(visit, view, task, runs);
  view.has_form = mine && !has_ended(task.state) && task.state != TaskState::Cannot && task.has_holder();
  if (view.has_form) {
    Form form(visit, href_of(task.id) + "/state");
    cannot_fields(form, task);
    view.form = form.view();
  }
  auto fact = [&](char const* label, std::string value, std::string href = "") {
    if (!value.empty()) view.facts.push_back({words(label), std::move(value), std::move(href)});
  };
  fact(N_("Who does it?"), holder_labels(reader, visit.context, {task}).front());
  fact(N_("Until"), due_text(task, words.language()));
  fact(N_("Body"), name_of_body(visit, reader, task.body_id), "/staff/network/bodies/" + task.body_id);
  if (!task.agreement_id.empty())
    if (auto agreement = find_agreement(reader, task.agreement_id))
      fact(N_("Agreement"), short_text(*agreement), std::string(kAgreements) + "/" + agreement->id);
  if (!task.meeting_id.empty()) fact(N_("From the meeting"), words(N_("See the meeting")), "/staff/meetings/" + task.meeting_id);
  if (task.has_holder() && !has_ended(task.state) && !task.told_at && runs)
    view.notice = words(has_address(reader, visit.context, task) ? N_("Nobody was told by mail yet. Perhaps a call is needed.")
                                                                 : N_("There is no mail address of who has it, so nobody was told. Please call."));
  auto events = events_of(reader, visit.context, "task", task.id);
  view.history = history_of(visit, events, runs ? names_of_accounts(reader, events) : std::map<std::string, std::string>{}, mine);
  view.related = related_view(visit, reader, "task", task.id);
  return view;
}

}  // namespace

http::Response list_tasks_page(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto list = ListQuery::read(visit, {"due"});
  ListPageView view;
  view.title = words(kTasksTitle);
  bool runs = context.actor.may(Permission::RunMeetings);
  if (runs) {
    view.new_href = std::string(kTasks) + "/new";
    view.new_text = words(N_("Add a task"));
  }
  Table table(visit, list, kTasksTitle);
  table.columns({{"", N_("Task")}, {"", N_("Who does it?")}, {"", N_("Until")}, {"", N_("State")}});
  table.empty(N_("No task here."), view.new_href, runs ? N_("Add a task") : "");
  if (context.actor.may(Permission::ExportLists)) {
    table.export_to(with_query(std::string(kTasks) + "/files/xlsx", visit));
    view.more.push_back({with_query(std::string(kTasks) + "/files/csv", visit), words(N_("As CSV"))});
  }
  context.county.database.read([&](db::Reader& reader) {
    auto bodies = all_bodies(visit, reader);
    add_filters(table, words, bodies);
    auto query = query_of(visit, reader, list);
    table.total(count_tasks(reader, query));
    auto tasks = list_tasks(reader, query);
    auto labels = holder_labels(reader, context, tasks);
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    for (std::size_t i = 0; i < tasks.size(); ++i)
      table.row({Cell(tasks[i].what).link(href_of(tasks[i].id)).note(names[tasks[i].body_id]), Cell(labels[i]),
                 Cell(due_text(tasks[i], words.language())),
                 Cell(words(state_label(tasks[i], query.today))).badge(badge_of(tasks[i], query.today))});
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kTasks, nullptr));
}

http::Response send_tasks_file(Visit& visit) {
  Words words(visit);
  auto list = ListQuery::read(visit, {"due"});
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto query = query_of(visit, writer, list);
    query.limit = kFileMost;
    query.offset = 0;
    auto bodies = all_bodies(visit, writer);
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    auto tasks = list_tasks(writer, query);
    auto labels = holder_labels(writer, visit.context, tasks);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < tasks.size(); ++i)
      rows.push_back({tasks[i].what, names[tasks[i].body_id], labels[i], field_day(tasks[i].due), words(state_label(tasks[i], query.today))});
    std::vector<std::string> header;
    for (auto const* label : {N_("Task"), N_("Body"), N_("Who does it?"), N_("Until"), N_("State")}) header.push_back(words(label));
    return send_file(visit, writer, words(kTasksTitle).c_str(), header, rows);
  });
}

namespace {

http::Response task_page(Visit& visit, RecordView& view, int status) {
  return visit.site.page(visit, "agreements/staff/record.html", view, staff_frame(visit, view.title, kTasks, kTasksTitle), status);
}

}  // namespace

http::Response show_task(Visit& visit) {
  std::optional<RecordView> view;
  visit.context.county.database.read([&](db::Reader& reader) {
    if (auto task = find_task(reader, visit.request.parameter("id"))) view = view_of(visit, reader, *task);
  });
  return view ? task_page(visit, *view, 200) : visit.site.error_page(visit, 404);
}

http::Response change_task_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto task = find_task(writer, visit.request.parameter("id"));
    if (!task) return visit.site.error_page(visit, 404);
    auto sent = visit.request.form().value_or(http::Fields{});
    auto version = parse_integer(sent.get("version")).value_or(0);
    auto state = task_state_named(sent.get("state"));
    bool mine = may_change(writer, visit.context, *task);
    // Whoever had it until a moment ago learns that somebody else has it now.
    bool stale = version > 0 && version < task->version;
    if (!mine && !stale) return visit.site.error_page(visit, 403);
    if (!state) return visit.site.error_page(visit, 422);
    if (mine) {
      auto done = change_task(writer, visit.context, task->id, *state, sent.get("note"), version);
      if (done) return http::see_other(href_of(task->id) + "?done=saved");
      if (done.error().code != ErrorCode::Conflict) return visit.site.error_page(visit, status_of(done.error()));
    }
    auto view = view_of(visit, writer, *task);
    view.notice = Words(visit)(N_("Nothing was changed, because somebody was quicker: {change}. Please look again."),
                               {{"change", last_change(visit, writer, "task", task->id, mine)}});
    return task_page(visit, view, 409);
  });
}

}  // namespace mila::agreements
