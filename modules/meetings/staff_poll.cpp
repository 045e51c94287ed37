// Looking for a date, for who runs a body.
#include "modules/meetings/staff_poll.h"

#include <algorithm>

#include "modules/meetings/poll_page.h"
#include "modules/meetings/poll_store.h"
#include "modules/meetings/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"

namespace mila::meetings {
namespace {

using http::Method;
using std::chrono::minutes;

constexpr char const* kPolls = "/staff/meetings/polls";
constexpr char const* kPollsTitle = N_("Looking for a date");
constexpr int kDatesMost = 10, kDatesSeen = 3;

std::string href_of(std::string_view poll_id) { return std::string(kPolls) + "/" + std::string(poll_id); }

std::string state_text(Context const& context, Words const& words, Poll const& poll) {
  switch (poll.state) {
    case PollState::Decided: return words(N_("date is fixed"));
    case PollState::Dropped: return words(N_("given up"));
    case PollState::Open: break;
  }
  return words(takes_answers(context, poll) ? N_("answers are coming in") : N_("closed: please pick a date"));
}

Page poll_frame(Visit& visit, std::string const& title, bool below) {
  auto frame = staff_frame(visit, title, kPath, kTitle);
  if (below) frame.crumbs.insert(frame.crumbs.begin() + 1, {Words(visit)(kPollsTitle), kPolls});
  return frame;
}

std::string number(int n) { return std::to_string(n); }

void poll_fields(Visit& visit, Form& form, std::vector<std::pair<std::string, std::string>> const& own, std::string const& id) {
  Words words(visit);
  std::vector<Choice> bodies;
  for (auto const& [body, name] : own) bodies.push_back({body, name});
  std::string chosen = own.size() == 1 ? own.front().first : visit.request.query.get("body");
  form.select("body", N_("Who meets?"), std::move(bodies)).required().value(chosen);
  form.text("title", N_("Name of the meeting")).required().longest(150);
  form.date("closes_on", N_("Please answer until")).required();
  for (int n = 1; n <= kDatesMost; ++n) {
    if (n == kDatesSeen + 1) form.fold(N_("More dates"));
    auto& day = form.date("day_" + number(n), words(N_("Date {n}"), {{"n", number(n)}}));
    if (n <= 2) day.required();
    form.time("start_" + number(n), words(N_("Date {n} begins at"), {{"n", number(n)}})).value("14:00");
  }
  form.fold(N_("Duration, place, what it is about"));
  form.number("length", N_("Minutes")).between(5, 720).value("120");
  form.text("place", N_("Place")).longest(200);
  form.long_text("purpose", N_("What is it about?")).longest(2000).rows(3);
  form.fold(N_("Guests"));
  form.checkbox("seats", N_("Everybody who sits in this body")).checked(true);
  form.long_text("guests", N_("Guests")).longest(20'000).rows(4)
      .hint(N_("One a line: Nadine Ohlendorf <n.ohlendorf@verein.example>. They need no account."));
  std::vector<Choice> languages;
  for (auto const& language : visit.context.county.config().languages)
    if (auto const* known = i18n::find_language(language)) languages.push_back({language, std::string(known->native_name)});
  form.select("language", N_("Language of the guests"), std::move(languages)).value("de");
  form.hidden("id", id);
  form.submit(N_("Ask now"));
  form.cancel(kPolls);
}

http::Response new_page(Visit& visit, Form const& form, int status = 0) {
  FormPageView view;
  view.title = Words(visit)(N_("Look for a date"));
  view.lead = Words(visit)(N_("Each gets one mail with a link: yes, if need be or no for each date, without an account. You pick one and the meeting is planned."));
  return form_page(visit, view, form, poll_frame(visit, view.title, true), status);
}

/// Takes over what was entered; false with errors in the form.
bool read(Form& form, Poll& poll, std::vector<Guest>& guests, Words const& words) {
  if (!form.read()) return false;
  auto day_of = [&](std::string const& name) -> std::optional<Date> {
    auto day = date_in(form[name]);
    if (!day) form.error(name, N_("Please write the day like 24.12.2026."));
    return day;
  };
  poll.id = form["id"];
  poll.body_id = form["body"];
  poll.title = form["title"];
  poll.place = form["place"];
  poll.purpose = form["purpose"];
  if (auto length = parse_integer(form["length"])) poll.length = minutes{*length};
  if (auto day = day_of("closes_on")) poll.closes_on = *day;
  for (int n = 1; n <= kDatesMost; ++n) {
    std::string day_name = "day_" + number(n), start_name = "start_" + number(n);
    if (form[day_name].empty()) continue;
    auto day = day_of(day_name);
    auto start = time_in(form[start_name]);
    if (!start) form.error(start_name, N_("Please write the time like 14:30."));
    if (day && start) poll.dates.push_back({"", *day, *start});
  }
  std::string wrong;
  guests = guests_in(form["guests"], form["language"], wrong);
  if (!wrong.empty())
    form.error("guests", i18n::fill(words(N_("This line holds no mail address: {line}")), "line", wrong));
  return !form.has_errors();
}

http::Response list_polls_page(Visit& visit) {
  Words words(visit);
  auto& context = visit.context;
  ListPageView view;
  view.title = words(kPollsTitle);
  view.new_href = std::string(kPolls) + "/new";
  view.new_text = words(N_("Look for a date"));
  Table table(visit, ListQuery::read(visit, {"day"}), kPollsTitle);
  table.columns({{"", N_("Meeting")}, {"", N_("Please answer until")}, {"", N_("State")}});
  table.empty(N_("Nobody has been asked for a date yet."), view.new_href, N_("Look for a date"));
  context.county.database.read([&](db::Reader& reader) {
    std::map<std::string, std::string> names;
    for (auto const& [id, name] : all_bodies(visit, reader)) names[id] = name;
    auto polls = list_polls(reader, context.actor.scope_ids(Permission::RunMeetings, Scope::Body));
    for (auto const& poll : polls)
      table.row({Cell(poll.title).link(href_of(poll.id)).note(names[poll.body_id]),
                 Cell(i18n::format_date(poll.closes_on, words.language(), i18n::DateStyle::Long)),
                 Cell(state_text(context, words, poll))});
    table.total(static_cast<std::int64_t>(polls.size()));
  });
  view.table = table.view();
  return list_page(visit, view, poll_frame(visit, view.title, false));
}

http::Response show_new_poll(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    Form form(visit, kPolls);
    poll_fields(visit, form, own_bodies(visit, reader), uuid_v7(visit.context.now(), visit.context.random));
    return new_page(visit, form);
  });
}

http::Response open_poll_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    Form form(visit, kPolls);
    poll_fields(visit, form, own_bodies(visit, writer), "");
    Poll poll;
    std::vector<Guest> guests;
    if (!read(form, poll, guests, Words(visit))) return new_page(visit, form);
    auto id = open_poll(writer, visit.context, poll, guests, form.is_checked("seats"));
    if (id) return http::see_other(href_of(*id) + "?done=saved");
    form.error(id.error().detail, id.error().message);
    return new_page(visit, form, id.error().code == ErrorCode::Forbidden ? 403 : 422);
  });
}

char const* suits_label(Suits value) {
  return value == Suits::Yes ? N_("Yes") : value == Suits::IfNeedBe ? N_("If need be") : N_("No");
}

char const* badge_of(Suits value) {
  return value == Suits::Yes ? "success" : value == Suits::IfNeedBe ? "warning" : "danger";
}

/// People down, dates across; on a phone each person is a card.
TableView answers_table(Visit& visit, db::Reader& reader, Poll const& poll, std::vector<Voter> const& voters) {
  Words words(visit);
  Table table(visit, ListQuery::read(visit, {"name"}), N_("Answers"));
  std::vector<Column> columns{{"", N_("Who")}};
  for (auto const& date : poll.dates)
    columns.push_back({"", i18n::format_date(date.day, words.language(), i18n::DateStyle::WeekdayShort) + ", " + i18n::format_time(date.start)});
  table.columns(std::move(columns));
  std::vector<Invitee> people;
  for (auto const& voter : voters) people.push_back(voter.who);
  auto labels = labels_of(reader, visit.context, people);
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t n = 0; n < labels.size(); ++n) order.emplace_back(i18n::sort_key(labels[n], words.language()), n);
  std::sort(order.begin(), order.end());
  for (auto const& [key, n] : order) {
    std::vector<Cell> cells{Cell(labels[n]).note(voters[n].answered_at ? "" : words(N_("no answer yet")))};
    for (auto const& date : poll.dates) {
      auto vote = voters[n].votes.find(date.id);
      cells.push_back(vote == voters[n].votes.end() ? Cell("–") : Cell(words(suits_label(vote->second))).badge(badge_of(vote->second)));
    }
    table.row(std::move(cells));
  }
  table.total(static_cast<std::int64_t>(voters.size()));
  return table.view();
}

std::vector<PollDateView> date_views(Visit const& visit, Poll const& poll, std::vector<Voter> const& voters) {
  Words words(visit);
  auto tallies = tally(poll, voters);
  auto best = best_dates(tallies);
  std::vector<PollDateView> views;
  for (std::size_t n = 0; n < poll.dates.size(); ++n) {
    auto& view = views.emplace_back();
    view.text = date_text(poll, poll.dates[n], words.language());
    view.figures = words(N_("{yes} yes, {maybe} if need be, {no} no"),
                         {{"yes", number(tallies[n].yes)}, {"maybe", number(tallies[n].if_need_be)}, {"no", number(tallies[n].no)}});
    view.best = std::find(best.begin(), best.end(), n) != best.end();
    if (view.best) view.note = words(N_("suits most"));
    view.can_pick = poll.state == PollState::Open && poll.dates[n].day >= today_of(visit.context);
    view.pick = {href_of(poll.id) + "/decision", words(N_("Take this date")), view.best, "date", poll.dates[n].id};
  }
  return views;
}

http::Response show_poll(Visit& visit) {
  Words words(visit);
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto poll = find_poll(reader, visit.request.parameter("poll"));
    if (!poll || !may_run(visit.context.actor, poll->body_id)) return visit.site.error_page(visit, poll ? 403 : 404);
    auto voters = voters_of(reader, visit.context, poll->id);
    StaffPollView view;
    view.title = poll->title;
    view.body = name_of_body(visit, reader, poll->body_id);
    view.body_href = "/staff/network/bodies/" + poll->body_id;
    view.state = state_text(visit.context, words, *poll);
    view.until = i18n::format_date(poll->closes_on, words.language(), i18n::DateStyle::Long);
    view.where = poll->place;
    view.purpose = poll->purpose;
    if (!poll->meeting_id.empty()) view.meeting_href = std::string(kPath) + "/" + poll->meeting_id;
    int open = 0;
    for (auto const& voter : voters) open += !voter.answered_at;
    int asked = static_cast<int>(voters.size());
    view.figures = words(N_("{n} of {all} have answered"), {{"n", number(asked - open)}, {"all", number(asked)}});
    view.can_remind = takes_answers(visit.context, *poll) && open > 0;
    view.remind = {href_of(poll->id) + "/reminders", words.count("Remind {n} who has not answered", "Remind {n} who have not answered", open, {{"n", number(open)}})};
    view.can_drop = poll->state == PollState::Open;
    view.drop = {href_of(poll->id) + "/removal", words(N_("Give it up: none of these dates"))};
    view.dates = date_views(visit, *poll, voters);
    view.answers = answers_table(visit, reader, *poll, voters);
    return visit.site.page(visit, "meetings/staff/poll.html", view, poll_frame(visit, view.title, true));
  });
}

http::Response decide_poll_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form();
    auto meeting = decide_poll(writer, visit.context, visit.request.parameter("poll"), sent ? sent->get("date") : "");
    if (!meeting) return visit.site.error_page(visit, meeting.error());
    return http::see_other(std::string(kPath) + "/" + *meeting + "?done=saved");
  });
}

http::Response remind_poll_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string id = visit.request.parameter("poll");
    auto reminded = remind_poll(writer, visit.context, id);
    if (!reminded) return visit.site.error_page(visit, reminded.error());
    return http::see_other(href_of(id) + "?done=saved");
  });
}

http::Response drop_poll_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string id = visit.request.parameter("poll");
    auto dropped = drop_poll(writer, visit.context, id);
    if (!dropped) return visit.site.error_page(visit, dropped.error());
    return http::see_other(href_of(id) + "?done=saved");
  });
}

}  // namespace

void add_poll_routes(Module& module) {
  std::string const all = kPolls, one = all + "/{poll}", sample = all + "/{date_poll}", nothing = all + "/none",
                    page = "/{lang}/meetings/polls/";
  auto const run = Permission::RunMeetings;
  module.routes.push_back({Method::Get, page + "{key}", Permission::Public, show_poll_page, page + "{poll_key}"});
  module.routes.push_back({Method::Post, page + "{key}", Permission::Public, answer_poll_now, page + "none"});
  module.routes.push_back({Method::Get, all, run, list_polls_page, all});
  module.routes.push_back({Method::Post, all, run, open_poll_now, all});
  module.routes.push_back({Method::Get, all + "/new", run, show_new_poll, all + "/new"});
  module.routes.push_back({Method::Get, one, run, show_poll, sample});
  module.routes.push_back({Method::Post, one + "/decision", run, decide_poll_now, nothing + "/decision"});
  module.routes.push_back({Method::Post, one + "/reminders", run, remind_poll_now, nothing + "/reminders"});
  module.routes.push_back({Method::Post, one + "/removal", run, drop_poll_now, nothing + "/removal"});
}

std::vector<TemplateUse> poll_templates() {
  return {{"meetings/poll.html", html::schema_of<PollView>()}, {"meetings/staff/poll.html", html::schema_of<StaffPollView>()}};
}

void add_poll_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys) {
  for (auto const& poll : list_polls(reader, std::nullopt)) {
    if (!takes_answers(context, poll)) continue;
    for (auto const& voter : voters_of(reader, context, poll.id)) {
      keys.emplace("date_poll", poll.id);
      keys.emplace("poll_key", poll_key(context, poll, voter.who.id));
    }
  }
}

std::vector<WaitingItem> polls_waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.may(Permission::RunMeetings)) return items;
  for (auto const& poll : list_polls(reader, context.actor.scope_ids(Permission::RunMeetings, Scope::Body)))
    if (poll.state == PollState::Open && !takes_answers(context, poll))
      items.push_back({context.text(N_("Answers for a date are in")), poll.title, href_of(poll.id), context.text(N_("Pick a date")), std::nullopt, false});
  return items;
}

std::string guests_of_poll(db::Reader& reader, Context& context, std::string_view meeting_id) {
  auto poll = poll_of_meeting(reader, meeting_id);
  std::string lines;
  if (!poll) return lines;
  for (auto const& voter : voters_of(reader, context, poll->id))
    if (voter.who.is_guest()) lines += voter.who.name + " <" + voter.who.mail + ">\n";
  return lines;
}

void add_poll_demo(db::Writer& writer, Context& context) {
  Poll poll;
  poll.id = named_uuid("date_poll", "demo:1");
  if (find_poll(writer, poll.id)) return;
  poll.body_id = named_uuid("body", "demo:G001");
  Date today = today_of(context);
  auto in = [&](int n) {
    auto weekday = std::chrono::weekday{std::chrono::sys_days{today} + std::chrono::days{n}}.iso_encoding();
    return Date{std::chrono::sys_days{today} + std::chrono::days{n + (weekday > 5 ? 8 - static_cast<int>(weekday) : 0)}};
  };
  auto seats = seats_on(writer, context, poll.body_id, today);
  if (seats.empty()) return;
  poll.title = "Runder Tisch MiLa, Sondersitzung Kita-Plätze";
  poll.purpose = "Was bis zum Sommer geschehen muss.";
  poll.place = "Rathaus, Markt 1, Furthau";
  poll.closes_on = in(10);
  int n = 0;
  for (auto [day, hour] : {std::pair{17, 14}, {19, 9}, {24, 16}})
    poll.dates.push_back({named_uuid("date_poll_date", "demo:" + number(++n)), in(day), std::chrono::hours{hour}});
  insert_poll(writer, poll);
  for (std::size_t k = 0; k < seats.size(); ++k) {
    Voter voter{seats[k]};
    voter.who.id = named_uuid("date_poll_voter", "demo:" + voter.who.seat_id);
    insert_voter(writer, context, poll.id, voter);
    if (k % 3 == 2) continue;
    store_votes(writer, voter.who.id, {{poll.dates[0].id, k % 2 ? Suits::IfNeedBe : Suits::Yes},
                                       {poll.dates[1].id, k % 4 ? Suits::Yes : Suits::No},
                                       {poll.dates[2].id, k % 2 ? Suits::No : Suits::Yes}});
  }
}

}  // namespace mila::meetings
