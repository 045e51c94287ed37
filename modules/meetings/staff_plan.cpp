// Planning a meeting or a series, changing and cancelling one.
#include "modules/meetings/meeting_store.h"
#include "modules/meetings/pages.h"
#include "modules/meetings/planned_days.h"
#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_needs.h"
#include "modules/meetings/staff_origin.h"
#include "modules/meetings/staff_rounds.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

using std::chrono::minutes;
using Bodies = std::vector<std::pair<std::string, std::string>>;

constexpr char const* kSeriesPath = "/staff/meetings/series";

std::vector<Choice> place_choices(County& county, Words const& words) {
  std::vector<Choice> choices{{"", words(N_("somewhere else"))}};
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality) choices.push_back({place.id, gazetteer->label(place)});
  return choices;
}

/// Six fields anybody fills in; what is rare is folded away.
void meeting_fields(Visit& visit, Form& form, Meeting const& meeting, Bodies const& own) {
  Words words(visit);
  if (meeting.version == 0) {
    std::vector<Choice> bodies;
    for (auto const& [id, name] : own) bodies.push_back({id, name});
    std::string chosen = !meeting.body_id.empty() ? meeting.body_id : own.size() == 1 ? own.front().first : "";
    form.select("body", N_("Who meets?"), std::move(bodies)).required().value(chosen);
  }
  form.text("title", N_("Name of the meeting")).required().longest(150).value(meeting.title)
      .hint(N_("Like “Round table, fourth quarter”. It stands in mails and calendars."));
  form.date("day", N_("Day")).required().value(meeting.day.ok() ? format_iso_date(meeting.day) : "");
  form.time("start", N_("Begins at")).required().value(i18n::format_time(meeting.start));
  form.time("end", N_("Ends at")).required().value(i18n::format_time(meeting.start + meeting.length));
  form.text("place", N_("Place")).longest(200).value(meeting.place)
      .hint(N_("House and address. Leave it empty if you meet online only."));
  form.fold(N_("Online, what it is about, places, deadline"));
  form.url("online", N_("Link to take part online")).longest(500).value(meeting.online_url)
      .hint(N_("Only people who are invited see it."));
  form.long_text("purpose", N_("What is it about?")).longest(2000).value(meeting.purpose);
  form.select("place_id", N_("Municipality"), place_choices(visit.context.county, words)).value(meeting.place_id);
  form.date("answer_until", N_("Please answer until"))
      .value(meeting.answer_until ? format_iso_date(*meeting.answer_until) : "");
  form.number("places", N_("Places")).between(1, 10'000)
      .value(meeting.places_max ? std::to_string(*meeting.places_max) : "")
      .hint(N_("When they are taken there is a waiting list. Leave it empty if there is room for all."));
  std::vector<Choice> kinds;
  for (Kind kind : all_kinds()) kinds.push_back({std::string(name_of(kind)), words(kind_label(kind))});
  form.select("kind", N_("Kind"), std::move(kinds)).value(std::string(name_of(meeting.kind)));
  form.checkbox("public", N_("Stands in the public calendar")).checked(meeting.is_public);
}

void series_fields(Visit& visit, Form& form) {
  Words words(visit);
  form.fold(N_("Repeat it"));
  form.select("every", N_("How often?"),
              {{"", words(N_("just once"))},
               {"weeks", words(N_("every week"))},
               {"two-weeks", words(N_("every second week"))},
               {"months", words(N_("every month"))},
               {"quarters", words(N_("every quarter"))},
               {"years", words(N_("every year"))}});
  form.select("on", N_("On which day?"),
              {{"weekday", words(N_("the same weekday, like the second Tuesday"))},
               {"day", words(N_("the same day of the month"))}})
      .value("weekday");
  form.number("count", N_("How many meetings?")).between(2, 53).value("4");
  form.checkbox("avoid", N_("Not on public holidays and in school holidays")).checked(true);
}

/// Takes over what was entered; false with errors in the form.
bool read(Form& form, Meeting& meeting) {
  if (!form.read()) return false;
  auto day = date_in(form["day"]);
  auto start = time_in(form["start"]), end = time_in(form["end"]);
  if (!day) form.error("day", N_("Please write the day like 24.12.2026."));
  if (!start) form.error("start", N_("Please write the time like 14:30."));
  if (!end) form.error("end", N_("Please write the time like 14:30."));
  std::optional<Date> until;
  if (!form["answer_until"].empty()) {
    until = date_in(form["answer_until"]);
    if (!until) form.error("answer_until", N_("Please write the day like 24.12.2026."));
  }
  if (form.has_errors()) return false;
  if (meeting.version == 0) meeting.body_id = form["body"];
  meeting.title = form["title"];
  meeting.day = *day;
  meeting.start = *start;
  meeting.length = *end - *start;
  meeting.place = form["place"];
  meeting.place_id = form["place_id"];
  meeting.online_url = form["online"];
  meeting.purpose = form["purpose"];
  meeting.answer_until = until;
  meeting.places_max.reset();
  if (auto places = parse_integer(form["places"])) meeting.places_max = static_cast<int>(*places);
  meeting.kind = kind_named(form["kind"]).value_or(Kind::RoundTable);
  meeting.is_public = form.is_checked("public");
  return true;
}

Meeting fresh_meeting(Visit const& visit) {
  Meeting meeting;
  meeting.day = Date{};
  meeting.start = minutes{14 * 60};
  meeting.body_id = visit.request.query.get("body");
  return meeting;
}

http::Response plan_page(Visit& visit, Form const& form, int status = 0) {
  FormPageView view;
  view.title = Words(visit)(N_("Plan a meeting"));
  view.lead = Words(visit)(N_("Nobody gets a mail yet. You invite in the next step."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

void show_error(Form& form, Error const& error) { form.error(error.detail, error.message); }

/// The dates of the series, each of which may be changed before anything is saved.
http::Response dates_page(Visit& visit, Form const& first, Meeting const& meeting) {
  Words words(visit);
  auto const& language = visit.context.language;
  Form form(visit, kSeriesPath);
  for (char const* name : {"body", "title", "start", "end", "place", "place_id", "online", "purpose",
                           "answer_until", "places", "kind", "public", "day", "every", "on"})
    form.hidden(name, first[name]);
  form.hidden("asked", asked_text(read_asked(first)));
  int n = 0;
  Date last = meeting.day;
  for (auto const& planned : planned_days(visit.context.county, meeting.day, first["every"],
                                          first["on"] == "day", static_cast<int>(parse_integer(first["count"]).value_or(4)),
                                          first.is_checked("avoid"))) {
    auto& field = form.date("date_" + std::to_string(++n),
                            words(N_("Meeting {n}"), {{"n", std::to_string(n)}}));
    std::string regular = i18n::format_date(planned.regular, language, i18n::DateStyle::WeekdayLong);
    if (planned.day) field.value(format_iso_date(*planned.day));
    if (!planned.why.empty())
      field.hint(planned.day ? words(N_("Not on {day}: {why}"), {{"day", regular}, {"why", planned.why}})
                             : words(N_("{day} is left out: {why}"), {{"day", regular}, {"why", planned.why}}));
    else field.hint(regular);
    last = planned.regular;
  }
  form.submit(N_("Plan these meetings"));
  form.cancel(kPath);
  FormPageView view;
  view.title = words(N_("These are the dates"));
  view.lead = words(N_("Change a date or leave it empty; empty ones are not planned. Nothing has been saved yet."));
  if (first.is_checked("avoid") && !school_holidays_known(visit.context.county, last))
    view.lead += " " + words(N_("School holidays are not known for all of these days; please look at them yourself."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), 200);
}

}  // namespace

http::Response show_new_meeting(Visit& visit) {
  if (!runs_a_body(visit.context.actor)) return plan_for_a_place(visit);
  return visit.context.county.database.read([&](db::Reader& reader) {
    Form form(visit, kPath);
    Meeting meeting = fresh_meeting(visit);
    auto item = item_it_comes_from(visit, reader);
    if (item) fill_from(visit, reader, *item, meeting);
    meeting_fields(visit, form, meeting, own_bodies(visit, reader));
    asked_fields(visit, form, {});
    series_fields(visit, form);
    form.hidden("from", item ? item->id : "");
    form.submit(N_("Plan it"));
    form.cancel(kPath);
    return plan_page(visit, form);
  });
}

http::Response add_meeting(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    Form form(visit, kPath);
    Meeting meeting = fresh_meeting(visit);
    meeting_fields(visit, form, meeting, own_bodies(visit, writer));
    asked_fields(visit, form, {});
    series_fields(visit, form);
    form.hidden("from", "");
    form.submit(N_("Plan it"));
    form.cancel(kPath);
    if (!read(form, meeting)) return plan_page(visit, form);
    if (!form["every"].empty()) return dates_page(visit, form, meeting);
    // The second of two clicks leads to what the first one made.
    MeetingQuery same{.body_id = meeting.body_id, .from = meeting.day, .until = meeting.day};
    for (auto const& other : list_meetings(writer, same))
      if (other.title == trim(meeting.title) && other.start == meeting.start && other.state != State::Cancelled)
        return http::see_other(std::string(kPath) + "/" + other.id + "?done=saved");
    auto id = save_meeting(writer, visit.context, meeting);
    if (id) {
      CHECK(ask_needs(writer, visit.context, *id, read_asked(form)));
      if (auto item = item_it_comes_from(visit, writer)) link_origin(writer, *id, *item);
      return http::see_other(std::string(kPath) + "/" + *id + "?done=saved");
    }
    show_error(form, id.error());
    return plan_page(visit, form, status_of(id.error()));
  });
}

http::Response add_series(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    Form form(visit, kSeriesPath);
    Meeting meeting = fresh_meeting(visit);
    meeting_fields(visit, form, meeting, own_bodies(visit, writer));
    series_fields(visit, form);
    form.hidden("asked", "");
    constexpr int kMost = 53;
    for (int n = 1; n <= kMost; ++n) form.date("date_" + std::to_string(n), N_("Day"));
    form.submit(N_("Plan these meetings"));
    form.cancel(kPath);
    if (!read(form, meeting)) return plan_page(visit, form);
    std::vector<Date> days;
    for (int n = 1; n <= kMost; ++n) {
      std::string name = "date_" + std::to_string(n);
      if (form[name].empty()) continue;
      auto day = date_in(form[name]);
      if (day) days.push_back(*day);
      else form.error(name, N_("Please write the day like 24.12.2026."));
    }
    if (form.has_errors()) return plan_page(visit, form);
    auto ids = save_series(writer, visit.context, meeting,
                           rule_of(meeting.day, form["every"], form["on"] == "day"), days);
    if (ids) {
      for (auto const& id : *ids) CHECK(ask_needs(writer, visit.context, id, asked_in(form["asked"])));
      return http::see_other(std::string(kPath) + "/" + ids->front() + "?done=saved");
    }
    show_error(form, ids.error());
    return plan_page(visit, form, status_of(ids.error()));
  });
}

namespace {

void edit_fields(Visit& visit, Form& form, Meeting const& meeting, std::vector<NeedKind> const& asked) {
  meeting_fields(visit, form, meeting, {});
  asked_fields(visit, form, asked);
  form.hidden("version", std::to_string(meeting.version));
  form.submit(N_("Save"));
  form.cancel(std::string(kPath) + "/" + meeting.id);
}

http::Response edit_page(Visit& visit, Form const& form, Meeting const& stored,
                         std::vector<ClashView> clashes, int status) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Change the meeting"));
  if (stored.state == State::Invited)
    view.lead = words(N_("Everybody who was invited and did not decline gets a mail when day, time, place or link change."));
  view.clashes = std::move(clashes);
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

/// What stands there now beside what was entered.
std::vector<ClashView> clashes_of(Visit const& visit, Meeting const& now, Meeting const& yours) {
  Words words(visit);
  auto const& language = words.language();
  std::vector<ClashView> clashes;
  auto add = [&](char const* label, std::string const& one, std::string const& other) {
    if (one != other) clashes.push_back({words(label), one, other});
  };
  add(N_("Name of the meeting"), now.title, yours.title);
  add(N_("When"), time_text(now, language), time_text(yours, language));
  add(N_("Place"), now.place, yours.place);
  add(N_("Link to take part online"), now.online_url, yours.online_url);
  add(N_("What is it about?"), now.purpose, yours.purpose);
  return clashes;
}

/// 404 and 403 as an answer in `instead`.
std::optional<Meeting> own_meeting(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto meeting = find_meeting(reader, visit.request.parameter("id"));
  if (meeting && may_run(visit.context.actor, *meeting)) return meeting;
  instead = visit.site.error_page(visit, meeting ? 403 : 404);
  return std::nullopt;
}

}  // namespace

http::Response show_edit(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = own_meeting(visit, reader, instead);
    if (!meeting) return instead;
    Form form(visit, visit.request.path);
    edit_fields(visit, form, *meeting, asked_needs(reader, meeting->id));
    return edit_page(visit, form, *meeting, {}, 200);
  });
}

http::Response save_edit(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto stored = own_meeting(visit, writer, instead);
    if (!stored) return instead;
    Form form(visit, visit.request.path);
    edit_fields(visit, form, *stored, asked_needs(writer, stored->id));
    Meeting meeting = *stored;
    if (!read(form, meeting)) return edit_page(visit, form, *stored, {}, 422);
    meeting.version = parse_integer(form["version"]).value_or(0);
    if (meeting.version == 0) return edit_page(visit, form, *stored, {}, 422);
    auto saved = save_meeting(writer, visit.context, meeting);
    if (saved) {
      CHECK(ask_needs(writer, visit.context, meeting.id, read_asked(form)));
      return http::see_other(std::string(kPath) + "/" + meeting.id + "?done=saved");
    }
    std::vector<ClashView> clashes;
    if (saved.error().code == ErrorCode::Conflict) {
      clashes = clashes_of(visit, *stored, meeting);
      form.set("version", std::to_string(stored->version));
    } else {
      show_error(form, saved.error());
    }
    return edit_page(visit, form, *stored, std::move(clashes), status_of(saved.error()));
  });
}

namespace {

http::Response cancel_page(Visit& visit, Meeting const& meeting, Form& form, int status) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Cancel “{title}”?"), {{"title", meeting.title}});
  view.lead = meeting.state == State::Invited
                  ? words(N_("Everybody who was invited and did not decline gets a mail. Their calendars take the date out."))
                  : words(N_("Nobody was invited yet, so nobody gets a mail."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

void cancel_fields(Form& form, Meeting const& meeting) {
  form.long_text("reason", N_("Why? It stands in the mail.")).longest(500).rows(3);
  form.hidden("version", std::to_string(meeting.version));
  form.submit(N_("Cancel the meeting"));
  form.cancel(std::string(kPath) + "/" + meeting.id);
}

}  // namespace

http::Response show_cancel(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = own_meeting(visit, reader, instead);
    if (!meeting) return instead;
    Form form(visit, visit.request.path);
    cancel_fields(form, *meeting);
    return cancel_page(visit, *meeting, form, 200);
  });
}

http::Response cancel_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = own_meeting(visit, writer, instead);
    if (!meeting) return instead;
    Form form(visit, visit.request.path);
    cancel_fields(form, *meeting);
    if (!form.read()) return cancel_page(visit, *meeting, form, 422);
    auto done = cancel_meeting(writer, visit.context, meeting->id, form["reason"],
                               parse_integer(form["version"]).value_or(0));
    if (done) return http::see_other(std::string(kPath) + "/" + meeting->id + "?done=saved");
    form.error(done.error());
    form.set("version", std::to_string(meeting->version));
    return cancel_page(visit, *meeting, form, status_of(done.error()));
  });
}

}  // namespace mila::meetings
