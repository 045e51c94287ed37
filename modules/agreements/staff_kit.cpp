#include "modules/agreements/staff_kit.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/agreements/task_rules.h"
#include "modules/meetings/meetings.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"
#include "platform/data/xlsx.h"
#include "platform/html/view.h"
#include "platform/i18n/format.h"
#include "platform/site/site.h"

namespace mila::agreements {

Bodies all_bodies(Visit& visit, db::Reader& reader) {
  Bodies bodies;
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto const& named : scope.find(visit.context, reader, "", 1000)) bodies.emplace_back(named.id, named.name);
  return bodies;
}

Bodies own_bodies(Visit& visit, db::Reader& reader) {
  auto bodies = all_bodies(visit, reader);
  std::erase_if(bodies, [&](auto const& body) { return !may_write(visit.context.actor, body.first); });
  return bodies;
}

std::string name_of_body(Visit& visit, db::Reader& reader, std::string const& id) {
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto const& named : scope.names(visit.context, reader, {id})) return named.name;
  return "";
}

std::vector<Choice> choices_of(Bodies const& bodies) {
  std::vector<Choice> choices;
  for (auto const& [id, name] : bodies) choices.push_back({id, name});
  return choices;
}

char const* state_label(AgreementState state) {
  switch (state) {
    case AgreementState::Holds: return N_("holds");
    case AgreementState::Superseded: return N_("superseded");
    case AgreementState::Fulfilled: return N_("fulfilled");
    case AgreementState::Dropped: break;
  }
  return N_("dropped");
}

char const* badge_of(AgreementState state) {
  switch (state) {
    case AgreementState::Holds: return "info";
    case AgreementState::Fulfilled: return "success";
    case AgreementState::Superseded:
    case AgreementState::Dropped: break;
  }
  return "warning";
}

char const* state_label(Task const& task, Date today) {
  switch (task.state) {
    case TaskState::Done: return N_("done");
    case TaskState::Dropped: return N_("not needed any more");
    case TaskState::Cannot: return N_("given back");
    case TaskState::Open:
    case TaskState::Accepted: break;
  }
  if (is_overdue(task, today)) return N_("overdue");
  if (!task.has_holder()) return N_("nobody has it yet");
  return task.state == TaskState::Open ? N_("asked, no answer yet") : N_("in hand");
}

char const* badge_of(Task const& task, Date today) {
  if (task.state == TaskState::Done) return "success";
  if (task.state == TaskState::Cannot) return "warning";
  if (is_overdue(task, today)) return "danger";
  return task.state == TaskState::Open ? "warning" : "info";
}

Date today_of(Context const& context) { return local_date(context.now(), context.county.config().zone); }

std::optional<Date> date_in(std::string const& text) {
  auto date = parse_iso_date(text);
  return date ? date : parse_german_date(text);
}

std::string day_text(Date day, std::string const& language) {
  return i18n::format_date(day, language, i18n::DateStyle::Long);
}

std::string field_day(std::optional<Date> const& day) { return day && day->ok() ? format_iso_date(*day) : ""; }

std::string short_text(Agreement const& agreement) {
  constexpr std::size_t kMost = 100;
  if (agreement.text.size() <= kMost) return agreement.number + ": " + agreement.text;
  std::string text(truncate_utf8(agreement.text, kMost));
  if (auto blank = text.rfind(' '); blank != std::string::npos) text.resize(blank);
  return agreement.number + ": " + text + " …";
}

std::vector<Choice> topic_choices(Words const& words) {
  std::vector<Choice> choices{{"", words(N_("no topic"))}};
  auto const& taxonomy = taxonomy::taxonomy();
  for (auto const& topic : taxonomy.topics()) {
    if (!topic.parent.empty()) continue;
    std::string label = taxonomy.label(topic.code, words.language());
    choices.push_back({topic.code, label});
    for (auto const* part : taxonomy.children(topic.code))
      choices.push_back({part->code, label + ": " + taxonomy.label(part->code, words.language())});
  }
  return choices;
}

std::vector<Choice> place_choices(County& county, Words const& words) {
  std::vector<Choice> choices{{"", words(N_("the whole county"))}};
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality) choices.push_back({place.id, gazetteer->label(place)});
  for (auto const& area : gazetteer->areas()) choices.push_back({area.id, area.name});
  return choices;
}

std::string place_name(County& county, std::string_view id) {
  if (id.empty()) return "";
  auto gazetteer = places::gazetteer(county);
  if (auto const* place = gazetteer->find(id)) return gazetteer->label(*place);
  auto const* area = gazetteer->find_area(id);
  return area ? area->name : "";
}

namespace {

char const* act_label(std::string_view act) {
  if (act == "made") return N_("Written down");
  if (act == "changed") return N_("Changed");
  if (act == "given") return N_("Given to somebody");
  if (act == "holds") return N_("Holds again");
  if (act == "superseded") return N_("A later agreement took its place");
  if (act == "fulfilled") return N_("Fulfilled");
  if (act == "dropped") return N_("Dropped");
  if (act == "open") return N_("Open again");
  if (act == "accepted") return N_("Taken on");
  if (act == "done") return N_("Done");
  if (act == "cannot") return N_("Given back");
  if (act == "submitted") return N_("Handed in");
  if (act == "on-agenda") return N_("On the agenda");
  if (act == "adopted") return N_("Decided: adopted");
  if (act == "refused") return N_("Decided: refused");
  if (act == "postponed") return N_("Decided: postponed");
  if (act == "adopted-changed") return N_("Decided: adopted with changes");
  if (act == "answered") return N_("The body was told");
  return N_("Changed");
}

}  // namespace

std::map<std::string, std::string> names_of_accounts(db::Reader& reader, std::vector<Event> const& events) {
  std::vector<std::string> ids;
  for (auto const& event : events)
    if (!event.account_id.empty()) ids.push_back(event.account_id);
  std::map<std::string, std::string> names;
  if (ids.empty()) return names;
  for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
  return names;
}

std::vector<HistoryView> history_of(Visit& visit, std::vector<Event> const& events, std::map<std::string, std::string> const& names,
                                    bool with_notes) {
  Words words(visit);
  std::vector<HistoryView> history;
  for (auto const& event : events) {
    auto& row = history.emplace_back();
    row.when = moment(visit.context, event.at);
    row.act = words(act_label(event.act));
    if (with_notes && !event.note.empty())
      row.note = event.act == "changed" ? words(N_("It was: {text}"), {{"text", event.note}}) : event.note;
    if (auto who = names.find(event.account_id); who != names.end()) row.who = who->second;
  }
  return history;
}

std::string last_change(Visit& visit, db::Reader& reader, std::string_view kind, std::string_view record_id, bool with_names) {
  auto events = events_of(reader, visit.context, kind, record_id);
  if (events.empty()) return "";
  events.resize(1);
  auto const& last = events.front();
  auto row = history_of(visit, events, with_names ? names_of_accounts(reader, events) : std::map<std::string, std::string>{}, false).front();
  bool answered = last.act == "accepted" || last.act == "done" || last.act == "cannot";
  if (with_names && last.account_id.empty() && answered) row.who = Words(visit)(N_("by the link in the mail"));
  return row.act + (row.who.empty() ? "" : ", " + row.who) + ", " + row.when;
}

std::optional<http::Response> ask_for_body(Visit& visit, db::Reader& reader, std::string const& path, char const* title,
                                           std::string const& menu, std::string& body_id) {
  body_id = visit.request.query.get("body");
  if (auto id = visit.request.query.get("meeting"); !id.empty()) {
    auto meeting = meetings::find_meeting(reader, id);
    if (!meeting || (!body_id.empty() && meeting->body_id != body_id)) return visit.site.error_page(visit, 404);
    body_id = meeting->body_id;
  }
  if (is_uuid(body_id) && may_write(visit.context.actor, body_id)) return std::nullopt;
  auto own = own_bodies(visit, reader);
  if (!body_id.empty() || own.empty()) return visit.site.error_page(visit, 403);
  if (own.size() == 1) {
    body_id = own.front().first;
    return std::nullopt;
  }
  Form form(visit, path);
  form.by_get();
  form.select("body", N_("Which body?"), choices_of(own)).required();
  for (char const* name : {"day", "agreement", "supersedes"})
    if (auto value = visit.request.query.get(name); !value.empty()) form.hidden(name, value);
  form.submit(N_("Go on"));
  form.cancel(menu);
  FormPageView view;
  view.title = Words(visit)(title);
  return form_page(visit, view, form, staff_frame(visit, view.title, menu, menu == kTasks ? kTasksTitle : kAgreementsTitle));
}

std::string handed_over(Visit const& visit, char const* name) {
  auto sent = visit.request.method == http::Method::Post ? visit.request.form() : std::nullopt;
  return sent ? std::string(trim(sent->get(name))) : "";
}

http::Response send_file(Visit& visit, db::Writer& writer, char const* name, std::vector<std::string> const& header,
                         std::vector<std::vector<std::string>> const& rows) {
  std::string format = visit.request.parameter("format"), type, bytes;
  if (format == "csv") {
    type = "text/csv; charset=utf-8";
    bytes = "\xEF\xBB\xBF" + data::csv_line(header);
    for (auto const& row : rows) bytes += data::csv_line(row);
  } else if (format == "xlsx") {
    type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    data::XlsxSheet sheet{name, header, {}};
    for (auto const& row : rows) {
      auto& cells = sheet.rows.emplace_back();
      for (auto const& cell : row) {
        auto day = parse_iso_date(cell);
        cells.push_back(day ? data::XlsxCell(*day) : data::XlsxCell(cell));
      }
    }
    auto made = data::to_xlsx({sheet});
    if (!made) return visit.site.error_page(visit, 503);
    bytes = std::move(*made);
  } else {
    return visit.site.error_page(visit, 404);
  }
  auth::audit(writer, visit.context, "agreements.exported", "list", slugify(name), fmt::format("{} {}", format, rows.size()));
  auto response = http::text(std::move(bytes), std::move(type));
  response.header("Content-Disposition",
                  "attachment; filename=\"" + slugify(name) + "-" + format_iso_date(today_of(visit.context)) + "." + format + "\"");
  return response;
}

std::vector<TemplateUse> templates() {
  return {{"agreements/task.html", html::schema_of<TaskAnswerView>()},
          {"agreements/staff/record.html", html::schema_of<RecordView>()}};
}

}  // namespace mila::agreements
