// The list of meetings and one meeting, for the network.
#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "modules/meetings/meeting_store.h"
#include "modules/meetings/pages.h"
#include "modules/meetings/staff_kit.h"
#include "modules/network/network.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

std::string href_of(Meeting const& meeting) { return std::string(kPath) + "/" + meeting.id; }

std::string short_time(Meeting const& meeting, std::string const& language) {
  return i18n::format_date(meeting.day, language, i18n::DateStyle::WeekdayShort) + " " +
         std::to_string(static_cast<int>(meeting.day.year())) + ", " + i18n::format_time(meeting.start);
}

/// "12 come, 3 do not, 5 have not answered".
std::string figures_text(Words const& words, Counts const& counts) {
  std::string text = words(N_("{yes} come, {no} do not, {open} have not answered yet"),
                           {{"yes", std::to_string(counts.accepted)},
                            {"no", std::to_string(counts.declined)},
                            {"open", std::to_string(counts.open)}});
  auto more = [&](char const* said, int n) {
    if (n > 0) text += ", " + words(said, {{"n", std::to_string(n)}});
  };
  more(N_("{n} maybe"), counts.tentative);
  more(N_("{n} on the waiting list"), counts.waiting);
  return text;
}

char const* badge_of(Answer answer) {
  switch (answer) {
    case Answer::Accepted:
    case Answer::Delegated: return "success";
    case Answer::Declined: return "danger";
    case Answer::Tentative:
    case Answer::Waiting: return "warning";
    case Answer::None: break;
  }
  return "info";
}

TableView invitees_table(Visit& visit, db::Reader& reader, std::vector<Invitee> invitees) {
  Words words(visit);
  Table table(visit, ListQuery::read(visit, {"name"}), N_("Who is invited"));
  table.columns({{"", N_("Who")}, {"", N_("Answer")}, {"", N_("Note")}});
  std::erase_if(invitees, [](Invitee const& one) { return one.is_walk_in(); });
  auto labels = labels_of(reader, visit.context, invitees);
  std::vector<std::size_t> order(invitees.size());
  std::iota(order.begin(), order.end(), 0);
  // Whom one may have to call comes first.
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < invitees.size(); ++i)
    keys.push_back((invitees[i].answer == Answer::None ? "0" : "1") + i18n::sort_key(labels[i], words.language()));
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
  for (std::size_t i : order) {
    auto const& one = invitees[i];
    std::string note = one.is_guest() ? words(N_("guest")) : "";
    if (one.is_unreached()) note = words(N_("no mail reaches them: please call"));
    table.row({Cell(labels[i]).note(note),
               Cell(words(answer_label(one.answer))).badge(badge_of(one.answer)).note(one.deputy), Cell(one.note)});
  }
  table.total(static_cast<std::int64_t>(invitees.size()));
  return table.view();
}

/// Whom no mail reaches: by name, so that somebody calls.
std::string unreached_text(Visit& visit, db::Reader& reader, std::vector<Invitee> invitees) {
  Words words(visit);
  std::erase_if(invitees, [](Invitee const& one) { return !one.is_unreached() || one.answer != Answer::None; });
  if (invitees.empty()) return "";
  std::string names;
  for (auto const& label : labels_of(reader, visit.context, invitees)) names += (names.empty() ? "" : "; ") + label;
  return words.count("No mail reaches {n} of those invited: {names}.", "No mail reaches {n} of those invited: {names}.",
                     static_cast<int>(invitees.size()), {{"n", std::to_string(invitees.size())}, {"names", names}});
}

bool is_invited(Context const& context, db::Reader& reader, std::vector<Invitee> const& invitees) {
  std::string own = network::person_of_account(reader, context.actor.account_id);
  return !own.empty() && std::any_of(invitees.begin(), invitees.end(),
                                     [&](auto const& one) { return one.person_id == own; });
}

MeetingView meeting_view(Visit& visit, db::Reader& reader, Meeting const& meeting) {
  Words words(visit);
  auto& context = visit.context;
  auto const& language = context.language;
  auto invitees = invitees_of(reader, context, meeting.id);
  MeetingView view;
  view.may_run = may_run(context.actor, meeting);
  view.title = meeting.title;
  view.body = name_of_body(visit, reader, meeting.body_id);
  view.body_href = "/staff/network/bodies/" + meeting.body_id;
  view.state = words(state_label(meeting.state));
  view.cancelled = meeting.state == State::Cancelled;
  view.cancel_reason = meeting.cancel_reason;
  view.when = time_text(meeting, language);
  view.where = place_text(context, meeting, language);
  if (view.may_run || is_invited(context, reader, invitees)) view.online = meeting.online_url;
  view.purpose = meeting.purpose;
  if (meeting.answer_until)
    view.answer_until = i18n::format_date(*meeting.answer_until, language, i18n::DateStyle::Long);
  std::string here = href_of(meeting);
  view.ics_href = here + "/calendar.ics";
  view.edit_href = here + "/edit";
  view.cancel_href = here + "/cancellation";
  view.invite_href = here + "/invitations";
  view.agenda = agenda_rows(visit, reader, meeting);
  view.has_agenda = !view.agenda.empty();
  bool coming = meeting.day >= today_of(context) && !view.cancelled;
  auto counts = counts_of(invitees);
  int to_remind = counts.open - counts.unreached;
  view.can_invite = view.may_run && coming;
  if (view.can_invite) view.add_item_href = here + "/agenda/new";
  else if (coming) view.propose_href = here + "/topics/new";
  view.can_remind = view.can_invite && meeting.state == State::Invited && to_remind > 0;
  view.remind = {here + "/reminders", words.count("Remind {n} who has not answered",
                                                  "Remind {n} who have not answered", to_remind,
                                                  {{"n", std::to_string(to_remind)}}), false};
  if (view.can_invite) view.unreached = unreached_text(visit, reader, invitees);
  view.has_invitees = !invitees.empty();
  if (view.has_invitees) view.figures = figures_text(words, counts);
  if (view.may_run && view.has_invitees) view.invitees = invitees_table(visit, reader, invitees);
  if (!meeting.series_id.empty())
    for (auto const& other : series_of(reader, meeting.series_id))
      if (other.id != meeting.id) view.others.push_back({href_of(other), short_time(other, language)});
  view.has_series = !view.others.empty();
  view.has_rare = view.has_series || view.can_invite;
  view.related = related_view(visit, reader, "meeting", meeting.id);
  view.acts.acts = std::move(view.related.acts);
  view.acts.has_acts = std::exchange(view.related.has_acts, false);
  if (coming) view.carried = related_view(visit, reader, "body", meeting.body_id);
  return view;
}

}  // namespace

http::Response list_meetings_page(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto list = ListQuery::read(visit, {"day"});
  ListPageView view;
  view.title = words(kTitle);
  bool runs = runs_a_body(context.actor);
  view.more = {{"/staff/rounds", words(N_("Rounds in many places"))}};
  if (runs) {
    view.new_href = std::string(kPath) + "/new";
    view.new_text = words(N_("Plan a meeting"));
    view.more.push_back({std::string(kPath) + "/meet-up", words(N_("Plan a meet-up"))});
    view.more.push_back({std::string(kPath) + "/polls", words(N_("Looking for a date"))});
  }
  bool past = list.filter("when") == "past";
  Table table(visit, list, kTitle);
  table.columns({{"", N_("Meeting")}, {"", N_("When")}, {"", N_("Place")}, {"", N_("Answers")}});
  table.empty(past ? N_("No meeting has been held yet.") : N_("No meeting is planned."), view.new_href,
              runs ? N_("Plan a meeting") : "");
  context.county.database.read([&](db::Reader& reader) {
    auto bodies = all_bodies(visit, reader);
    std::vector<Choice> choices;
    for (auto const& [id, name] : bodies) choices.push_back({id, name});
    table.filter("when", N_("Time"), {{"past", words(N_("held"))}}).filter("body", N_("Body"), choices);
    MeetingQuery query;
    query.body_id = list.filter("body");
    Date today = today_of(context);
    if (past) query.until = Date{std::chrono::sys_days{today} - std::chrono::days{1}};
    else query.from = today;
    query.newest_first = past;
    query.limit = list.limit();
    query.offset = list.offset();
    auto meetings = list_meetings(reader, query);
    table.total(count_meetings(reader, query));
    std::vector<std::string> ids;
    for (auto const& meeting : meetings) ids.push_back(meeting.id);
    std::map<std::string, std::vector<Invitee>> answers;
    for (auto& one : load_answers(reader, ids)) answers[one.meeting_id].push_back(one);
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    for (auto const& meeting : meetings) {
      auto counts = counts_of(answers[meeting.id]);
      Cell state(meeting.state == State::Invited
                     ? words(N_("{yes} of {all} come"), {{"yes", std::to_string(counts.accepted)},
                                                         {"all", std::to_string(counts.invited)}})
                     : words(state_label(meeting.state)));
      if (meeting.state == State::Cancelled) state.badge("danger");
      table.row({Cell(meeting.title).link(href_of(meeting)).note(names[meeting.body_id]),
                 Cell(short_time(meeting, words.language())),
                 Cell(place_text(context, meeting, words.language())), std::move(state)});
    }
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, nullptr));
}

http::Response show_meeting(Visit& visit) {
  std::optional<MeetingView> view;
  visit.context.county.database.read([&](db::Reader& reader) {
    auto meeting = find_meeting(reader, visit.request.parameter("id"));
    if (meeting) view = meeting_view(visit, reader, *meeting);
  });
  if (!view) return visit.site.error_page(visit, 404);
  return visit.site.page(visit, "meetings/staff/meeting.html", *view,
                         staff_frame(visit, view->title, kPath, kTitle));
}

http::Response meeting_calendar(Visit& visit) {
  auto& context = visit.context;
  std::optional<std::string> file;
  context.county.database.read([&](db::Reader& reader) {
    auto meeting = find_meeting(reader, visit.request.parameter("id"));
    if (!meeting) return;
    file = calendar_file(context, sender_of(reader, context, *meeting), *meeting,
                         may_run(context.actor, *meeting));
  });
  if (!file) return visit.site.error_page(visit, 404);
  auto response = http::text(std::move(*file), "text/calendar; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"meeting.ics\"");
  return response;
}

}  // namespace mila::meetings
