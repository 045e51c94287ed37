#include "modules/agreements/demo.h"

#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>

#include "modules/agreements/proposals.h"
#include "modules/agreements/task_rules.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::agreements {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::string id_of(char const* kind, std::string const& number) {
  return number.empty() ? "" : named_uuid(kind, "demo:" + number);
}

using Cells = std::function<std::string const&(char const* heading)>;

void each_row(std::string const& path, std::function<void(Cells const&)> const& row) {
  if (!std::filesystem::exists(path)) return;
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error(path + ": " + table.error().message);
  for (std::size_t n = 0; n < table->rows.size(); ++n)
    row([&, n](char const* heading) -> std::string const& { return table->cell(n, table->column(heading)); });
}

std::optional<Date> day_in(Context const& context, std::string const& cell) {
  auto after = parse_integer(cell);
  if (!after) return std::nullopt;
  return Date{sys_days{local_date(context.now(), context.county.config().zone)} + days{*after}};
}

/// Meetings are on working days, as their demo has them.
Date working_day(Date day) {
  auto weekday = std::chrono::weekday{sys_days{day}}.iso_encoding();
  return Date{sys_days{day} + days{weekday > 5 ? 8 - static_cast<int>(weekday) : 0}};
}

std::string place_named(County& county, std::string const& name) {
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.name == name && place.kind == places::Kind::Municipality) return place.id;
  return "";
}

template <typename T>
T must(Result<T> result, std::string const& what) {
  if (!result) throw std::runtime_error(what + ": " + result.error().message + " " + result.error().detail);
  return *result;
}

void add_agreement(db::Writer& writer, Context& context, Cells const& cell) {
  Agreement one;
  one.id = id_of("agreement", cell("Nr"));
  if (find_agreement(writer, one.id)) return;
  one.body_id = id_of("body", cell("Gremium"));
  one.meeting_id = id_of("meeting", cell("Treffen"));
  one.agreed_on = working_day(day_in(context, cell("In Tagen")).value_or(Date{}));
  one.text = cell("Text");
  one.reason = cell("Warum");
  one.review_on = day_in(context, cell("Wieder ansehen in Tagen"));
  one.supersedes_id = id_of("agreement", cell("Löst ab"));
  one.topic = cell("Thema");
  one.place_id = place_named(context.county, cell("Ort"));
  must(save_agreement(writer, context, one), cell("Nr"));
  if (cell("Stand").empty()) return;
  auto state = cell("Stand") == "erfüllt" ? AgreementState::Fulfilled : AgreementState::Dropped;
  must(end_agreement(writer, context, one.id, state, cell("Wie es ausging"), 1), cell("Nr"));
}

void set_who(Task& task, std::string const& who) {
  if (who.starts_with("O")) task.organization_id = id_of("organization", who);
  if (who.starts_with("P")) task.person_id = id_of("person", who);
}

void add_task(db::Writer& writer, Context& context, Cells const& cell) {
  static std::map<std::string, TaskState> const kStates{
      {"erledigt", TaskState::Done}, {"zurück", TaskState::Cannot}, {"nicht mehr nötig", TaskState::Dropped}};
  Task task;
  task.id = id_of("task", cell("Nr"));
  if (find_task(writer, task.id)) return;
  task.body_id = id_of("body", cell("Gremium"));
  task.meeting_id = id_of("meeting", cell("Treffen"));
  task.agreement_id = id_of("agreement", cell("Vereinbarung"));
  task.what = cell("Was");
  task.due = day_in(context, cell("Bis in Tagen"));
  set_who(task, cell("Wer"));
  must(save_task(writer, context, task, Tell::Later), cell("Nr"));
  // Everybody was told, in the past: the demo sends no mail.
  auto stored = *find_task(writer, task.id);
  stored.told_at = stored.reminded_at = stored.overdue_told_at = writer.now();
  CHECK(update_task(writer, stored));
  if (auto state = kStates.find(cell("Stand")); state != kStates.end())
    must(change_task(writer, context, task.id, state->second, cell("Wort dazu"), find_task(writer, task.id)->version), cell("Nr"));
}

/// As far as the days say.
void add_proposal(db::Writer& writer, Context& context, Cells const& cell) {
  Proposal one;
  one.id = id_of("proposal", cell("Nr"));
  if (find_proposal(writer, one.id)) return;
  one.agreement_id = id_of("agreement", cell("Vereinbarung"));
  one.title = cell("Titel");
  one.text = cell("Text");
  one.committee = cell("An");
  must(save_proposal(writer, context, one), cell("Nr"));
  std::int64_t version = 0;
  auto step = [&](char const* day, Step values) {
    values.day = day_in(context, cell(day));
    if (values.day) must(make_step(writer, context, one.id, std::move(values), ++version), cell("Nr"));
  };
  step("Eingereicht in Tagen", {.day = {}, .file_number = cell("Vorlage"), .outcome = {}, .text = {}, .link = {}});
  step("Sitzung in Tagen", {.day = {}, .file_number = {}, .outcome = {}, .text = {}, .link = {}});
  step("Entschieden in Tagen", {.day = {}, .file_number = {}, .outcome = outcome_named(cell("Ergebnis")), .text = cell("Beschluss"), .link = {}});
  step("Beantwortet in Tagen", {.day = {}, .file_number = {}, .outcome = {}, .text = cell("Antwort"), .link = {}});
}

}  // namespace

void load_demo(Context& context, std::string const& folder) {
  context.county.database.write([&](db::Writer& writer) {
    each_row(folder + "/agreements.csv", [&](Cells const& cell) { add_agreement(writer, context, cell); });
    each_row(folder + "/tasks.csv", [&](Cells const& cell) { add_task(writer, context, cell); });
    each_row(folder + "/proposals.csv", [&](Cells const& cell) { add_proposal(writer, context, cell); });
  });
}

}  // namespace mila::agreements
