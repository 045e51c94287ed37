// Rounds: the list, one round, its results side by side.
#include "modules/meetings/staff_rounds.h"

#include <algorithm>
#include <map>

#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_round_kit.h"
#include "modules/places/places.h"
#include "platform/html/view.h"
#include "platform/i18n/format.h"

namespace mila::meetings {

std::string round_href(std::string_view id) { return std::string(kRounds) + "/" + std::string(id); }

std::string place_label(County& county, std::string_view id) {
  auto gazetteer = places::gazetteer(county);
  if (auto const* place = gazetteer->find(id)) return gazetteer->label(*place);
  auto const* area = gazetteer->find_area(id);
  return area ? area->name : std::string(id);
}

std::vector<std::pair<std::string, std::string>> by_name(Visit& visit, std::vector<std::string> const& place_ids) {
  std::vector<std::pair<std::string, std::string>> places;
  for (auto const& id : place_ids) places.emplace_back(id, place_label(visit.context.county, id));
  auto const& language = visit.context.language;
  std::sort(places.begin(), places.end(), [&](auto const& a, auto const& b) {
    return i18n::sort_key(a.second, language) < i18n::sort_key(b.second, language);
  });
  return places;
}

Page round_frame(Visit& visit, Round const& round, std::string const& title) {
  Words words(visit);
  Page frame;
  frame.title = title.empty() ? round.title : title;
  frame.active_path = kPath;
  frame.crumbs = {{words(kTitle), kPath}, {words(kRoundsTitle), kRounds}};
  if (title.empty()) {
    frame.crumbs.push_back({round.title, ""});
  } else {
    frame.crumbs.push_back({round.title, round_href(round.id)});
    frame.crumbs.push_back({title, ""});
  }
  return frame;
}

std::map<std::string, Meeting> meetings_by_place(db::Reader& reader, std::string_view round_id) {
  std::map<std::string, std::string> place_of;
  std::vector<std::string> ids;
  for (auto const& part : parts_of(reader, round_id))
    if (!part.meeting_id.empty()) {
      place_of[part.meeting_id] = part.place_id;
      ids.push_back(part.meeting_id);
    }
  std::map<std::string, Meeting> found;
  for (auto& meeting : find_meetings(reader, ids)) {
    auto& here = found[place_of[meeting.id]];
    if (here.id.empty() || here.state == State::Cancelled) here = std::move(meeting);
  }
  return found;
}

bool was_held(Context const& context, Meeting const& meeting) {
  return meeting.state == State::Held || (meeting.state != State::Cancelled && meeting.day < today_of(context));
}

std::string day_text(Meeting const& meeting, std::string const& language) {
  return i18n::format_date(meeting.day, language, i18n::DateStyle::WeekdayShort) + " " +
         std::to_string(static_cast<int>(meeting.day.year())) + ", " + i18n::format_time(meeting.start);
}

namespace {

TableView places_table(Visit& visit, db::Reader& reader, Round const& round, std::string& figures) {
  Words words(visit);
  Table table(visit, ListQuery::read(visit, {"name"}), N_("Who has a date, who has held it"));
  table.columns({{"", N_("Place")}, {"", N_("Date")}, {"", N_("State")}, {"", N_("Results")}});
  auto meetings = meetings_by_place(reader, round.id);
  std::map<std::string, int> written;
  for (auto const& one : results_of(reader, round.id)) written[one.place_id] += one.text.empty() ? 0 : 1;
  int dated = 0, held = 0;
  for (auto const& [id, name] : by_name(visit, round.place_ids)) {
    std::string here = round_href(round.id) + "/places/" + id;
    bool runs = may_run(visit.context.actor, round, id);
    auto meeting = meetings.find(id);
    bool has_date = meeting != meetings.end() && meeting->second.state != State::Cancelled;
    dated += has_date ? 1 : 0;
    held += has_date && was_held(visit.context, meeting->second) ? 1 : 0;
    Cell date(has_date ? day_text(meeting->second, words.language()) : runs ? words(N_("Set a date")) : words(N_("no date yet")));
    if (has_date) date.link(std::string(kPath) + "/" + meeting->second.id);
    else if (runs) date.link(here + "/date");
    Cell state(!has_date ? "" : was_held(visit.context, meeting->second) ? words(state_label(State::Held))
                                                                         : words(state_label(meeting->second.state)));
    if (has_date && was_held(visit.context, meeting->second)) state.badge("success");
    Cell results(words(N_("{n} of {all} topics"), {{"n", std::to_string(written[id])}, {"all", std::to_string(round.items.size())}}));
    if (runs) results.link(here + "/results");
    table.row({Cell(name), std::move(date), std::move(state), std::move(results)});
  }
  table.total(static_cast<std::int64_t>(round.place_ids.size()));
  figures = words(N_("{dated} of {all} have a date, {held} held it."),
                  {{"dated", std::to_string(dated)}, {"all", std::to_string(round.place_ids.size())}, {"held", std::to_string(held)}});
  return table.view();
}

}  // namespace

http::Response list_rounds_page(Visit& visit) {
  Words words(visit);
  ListPageView view;
  view.title = words(kRoundsTitle);
  view.lead = words(N_("One agenda, held in many municipalities or areas. Each has its own date; what came out stands side by side."));
  bool runs = runs_a_body(visit.context.actor);
  if (runs) {
    view.new_href = std::string(kRounds) + "/new";
    view.new_text = words(N_("Set up a round"));
  }
  Table table(visit, ListQuery::read(visit, {"title"}), kRoundsTitle);
  table.columns({{"", N_("Round")}, {"", N_("Places"), true}});
  table.empty(N_("There is no round yet."), view.new_href, runs ? N_("Set up a round") : "");
  visit.context.county.database.read([&](db::Reader& reader) {
    auto rounds = list_rounds(reader);
    auto bodies = all_bodies(visit, reader);
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    for (auto const& round : rounds)
      table.row({Cell(round.title).link(round_href(round.id)).note(names[round.body_id]),
                 Cell(std::to_string(round.place_ids.size()))});
    table.total(static_cast<std::int64_t>(rounds.size()));
  });
  view.table = table.view();
  auto frame = staff_frame(visit, view.title, kPath, kTitle);
  return list_page(visit, view, frame);
}

http::Response plan_for_a_place(Visit& visit) {
  Words words(visit);
  ListPageView view;
  view.title = words(N_("Plan a meeting"));
  view.lead = words(N_("You plan the meeting of your place in rounds that leave the date to you. Meetings of other bodies are planned by whoever runs them."));
  Table table(visit, ListQuery::read(visit, {"title"}), N_("Rounds that wait for your date"));
  table.columns({{"", N_("Round")}, {"", N_("Place")}, {"", N_("Date")}});
  table.empty(N_("No round waits for a date of yours. Meetings you planned already stand under “Meetings”."), kPath, N_("Meetings"));
  auto places = visit.context.actor.scope_ids(Permission::RunMeetings, Scope::Place).value_or(std::vector<std::string>{});
  visit.context.county.database.read([&](db::Reader& reader) {
    auto dates = open_dates(reader, places);
    for (auto const& one : dates)
      table.row({Cell(one.title).link(round_href(one.round_id)), Cell(place_label(visit.context.county, one.place_id)),
                 Cell(words(N_("Set a date"))).link(round_href(one.round_id) + "/places/" + one.place_id + "/date")});
    table.total(static_cast<std::int64_t>(dates.size()));
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, kTitle));
}

http::Response show_round(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto round = find_round(reader, visit.request.parameter("id"));
    if (!round) return visit.site.error_page(visit, 404);
    RoundView view;
    view.title = round->title;
    view.body = name_of_body(visit, reader, round->body_id);
    view.body_href = "/staff/network/bodies/" + round->body_id;
    view.purpose = round->purpose;
    view.results_href = round_href(round->id) + "/results";
    if (may_run(visit.context.actor, round->body_id)) view.edit_href = round_href(round->id) + "/edit";
    for (auto const& item : round->items) view.items.push_back(item.title);
    view.places = places_table(visit, reader, *round, view.figures);
    view.related = related_view(visit, reader, "round", round->id);
    return visit.site.page(visit, "meetings/staff/round.html", view, round_frame(visit, *round, ""));
  });
}

std::optional<Related> round_related(Context& context, db::Reader& reader, Meeting const& meeting) {
  auto round = round_title_of(reader, meeting.id);
  if (!round) return std::nullopt;
  return Related{context.text(N_("Part of a round")), round->title, round_href(round->id), false, context.text(kOrigin)};
}

std::vector<TemplateUse> round_templates() {
  return {{"meetings/staff/round.html", html::schema_of<RoundView>()},
          {"meetings/staff/round_results.html", html::schema_of<RoundResultsView>()}};
}

}  // namespace mila::meetings
