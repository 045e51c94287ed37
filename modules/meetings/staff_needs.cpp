// What a meeting asks people for, and how much of it is needed: numbers, never who.
#include "modules/meetings/staff_needs.h"

#include "modules/meetings/needs_store.h"
#include "modules/meetings/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::meetings {
namespace {

using http::Method;

std::string what_text(Words const& words, NeedCount const& count) {
  switch (count.kind) {
    case NeedKind::Interpreter:
      return words(N_("Interpreter: {language}"), {{"language", i18n::language_name(count.value, words.language())}});
    case NeedKind::Food: return words(N_("Food: {kind}"), {{"kind", words(food_label(count.value))}});
    case NeedKind::Childcare:
    case NeedKind::StepFree:
    case NeedKind::HearingLoop: break;
  }
  return words(need_label(count.kind));
}

std::string ages_text(Words const& words, NeedCount const& count) {
  if (count.ages.empty()) return "";
  std::vector<std::string> ages;
  for (int age : count.ages) ages.push_back(std::to_string(age));
  return words(N_("years: {ages}"), {{"ages", join(ages, ", ")}});
}

http::Response show_needs(Visit& visit) {
  Words words(visit);
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto meeting = find_meeting(reader, visit.request.parameter("id"));
    if (!meeting || !may_run(visit.context.actor, *meeting)) return visit.site.error_page(visit, meeting ? 403 : 404);
    ListPageView view;
    view.title = words(N_("What people need"));
    view.lead = words(N_("“{title}”, {when}. You see numbers, not who needs what. Two weeks after the meeting they are deleted."),
                      {{"title", meeting->title}, {"when", time_text(*meeting, words.language())}});
    Table table(visit, ListQuery::read(visit, {"kind"}), N_("What people need"));
    table.columns({{"", N_("What")}, {"", N_("How many"), true}});
    auto counts = count_needs(reader, visit.context, meeting->id);
    for (auto const& one : counts)
      table.row({Cell(what_text(words, one)).note(ages_text(words, one)), Cell(std::to_string(one.count))});
    table.total(static_cast<std::int64_t>(counts.size()));
    table.empty(N_("Nobody has said that they need something."));
    view.table = table.view();
    auto frame = staff_frame(visit, view.title, kPath, kTitle);
    frame.crumbs.insert(frame.crumbs.begin() + 1, {meeting->title, std::string(kPath) + "/" + meeting->id});
    return list_page(visit, view, frame);
  });
}

}  // namespace

Result<bool> ask_needs(db::Writer& writer, Context& context, std::string_view meeting_id,
                       std::vector<NeedKind> const& kinds) {
  auto meeting = find_meeting(writer, meeting_id);
  if (!meeting) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!may_run(context.actor, *meeting))
    return Error{ErrorCode::Forbidden, N_("This body is run by somebody else."), ""};
  if (load_asked(writer, meeting_id) != kinds) store_asked(writer, meeting_id, kinds);
  return true;
}

void asked_fields(Visit& visit, Form& form, std::vector<NeedKind> const& asked) {
  Words words(visit);
  form.fold(N_("What people may need"));
  std::vector<Choice> choices;
  std::vector<std::string> chosen;
  for (auto kind : all_need_kinds()) choices.push_back({std::string(name_of(kind)), words(need_label(kind))});
  for (auto kind : asked) chosen.emplace_back(name_of(kind));
  form.checkboxes("needs", N_("Whoever is invited is asked for"), std::move(choices)).values(std::move(chosen))
      .hint(N_("Ask only for what you can arrange. You see numbers, never who needs what."));
}

std::vector<NeedKind> read_asked(Form const& form) {
  std::vector<NeedKind> asked;
  for (auto const& name : form.all("needs"))
    if (auto kind = need_kind_named(name)) asked.push_back(*kind);
  return asked;
}

std::string asked_text(std::vector<NeedKind> const& asked) {
  std::vector<std::string> names;
  for (auto kind : asked) names.emplace_back(name_of(kind));
  return join(names, ",");
}

std::vector<NeedKind> asked_in(std::string const& text) {
  std::vector<NeedKind> asked;
  for (auto const& name : split_list(text, ','))
    if (auto kind = need_kind_named(name)) asked.push_back(*kind);
  return asked;
}

void add_needs_routes(Module& module) {
  module.routes.push_back({Method::Get, std::string(kPath) + "/{id}/needs", Permission::RunMeetings, show_needs,
                           std::string(kPath) + "/{meeting}/needs"});
}

std::vector<Related> needs_related(Context& context, db::Reader& reader, Meeting const& meeting) {
  if (!may_run(context.actor, meeting)) return {};
  auto counts = count_needs(reader, context, meeting.id);
  if (counts.empty()) return {};
  Words words(context, context.language);
  std::vector<std::string> texts;
  for (auto const& one : counts) texts.push_back(std::to_string(one.count) + " × " + what_text(words, one));
  return {{words(N_("What people need")), join(texts, " · "), std::string(kPath) + "/" + meeting.id + "/needs"}};
}

}  // namespace mila::meetings
