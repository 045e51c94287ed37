// The programme behind an invitation's link, and the short address under which the hall asks questions.
#include "modules/meetings/certificate.h"
#include "modules/meetings/programme_pages.h"
#include "modules/meetings/programme_store.h"
#include "platform/base/text.h"
#include "platform/html/view.h"
#include "platform/i18n/format.h"
#include "platform/site/form_guard.h"

namespace mila::meetings {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

struct Hall {
  Meeting meeting;
  ProgrammeEntry entry;
};

std::optional<Hall> hall_of(Visit& visit, db::Reader& reader) {
  auto entry = entry_of_code(reader, ascii_lower(visit.request.parameter("code")));
  auto meeting = entry ? find_meeting(reader, entry->meeting_id) : std::nullopt;
  if (!meeting || meeting->state == State::Cancelled) return std::nullopt;
  return Hall{*meeting, *entry};
}

Form ask_form(Visit& visit) {
  Form form(visit, visit.request.path);
  form.guard(FormGuard::token(visit.context.county, visit.context.now()));
  form.long_text("text", N_("Your question")).required().longest(500).rows(4)
      .hint(N_("No name is asked for. Who leads the talk sees it and may read it out. It is deleted after 14 days."));
  form.submit(N_("Send the question"));
  return form;
}

http::Response ask_page(Visit& visit, Hall const& hall, Form const& form, int status) {
  Words words(visit);
  AskView view;
  view.title = hall.entry.title;
  view.who = hall.entry.who;
  view.has_form = takes_questions(visit.context, hall.meeting, hall.entry);
  if (visit.request.query.get("done") == "1") view.notice = words(N_("Thank you. Your question is there. You may ask another one."));
  else if (!view.has_form) view.notice = words(N_("Questions are taken on the day of the meeting."));
  if (view.has_form) view.form = form.view();
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "meetings/ask.html", view, frame, status);
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace

std::vector<ProgrammeDayView> programme_days(Context const& context, Meeting const& meeting,
                                             std::vector<ProgrammeEntry> const& entries, Programme const& settings) {
  std::vector<ProgrammeDayView> all;
  int last = -1;
  for (auto const& entry : entries) {
    if (entry.day_number != last) {
      last = entry.day_number;
      all.push_back({i18n::format_date(Date{sys_days{meeting.day} + days{last}}, context.language, i18n::DateStyle::WeekdayLong), {}});
    }
    auto& line = all.back().lines.emplace_back();
    line.time = i18n::format_time_span(entry.start, entry.start + entry.length, context.language);
    line.elsewhere = times_elsewhere(context, meeting, entry, settings.zones);
    line.title = entry.title;
    line.who = entry.who;
    line.place = entry.place;
    if (takes_questions(context, meeting, entry)) line.ask_href = "/" + context.language + "/hall/" + entry.code;
  }
  return all;
}

http::Response show_programme(Visit& visit) {
  std::optional<ProgrammeView> view;
  visit.context.county.database.read([&](db::Reader& reader) {
    auto id = read_answer_key(visit.context, visit.request.parameter("key"));
    auto invitee = id ? find_invitee(reader, visit.context, *id) : std::nullopt;
    auto meeting = invitee ? find_meeting(reader, invitee->meeting_id) : std::nullopt;
    if (!meeting || meeting->state == State::Cancelled) return;
    auto settings = programme_settings(reader, meeting->id);
    view.emplace();
    view->days = programme_days(visit.context, *meeting, programme_of(reader, meeting->id), settings);
    view->meeting = meeting->title;
    view->languages = settings.languages;
    view->next_meeting = settings.next_meeting;
  });
  if (!view) return visit.site.error_page(visit, 404);
  Words words(visit);
  view->title = words(N_("Programme"));
  view->has_days = !view->days.empty();
  view->back_href = "/" + words.language() + "/meetings/answers/" + visit.request.parameter("key");
  Page frame;
  frame.title = view->title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "meetings/programme.html", *view, frame);
  response.header("Cache-Control", "no-store");
  return response;
}

http::Response show_ask(Visit& visit) {
  auto hall = visit.context.county.database.read([&](db::Reader& reader) { return hall_of(visit, reader); });
  if (!hall) return visit.site.error_page(visit, 404);
  return ask_page(visit, *hall, ask_form(visit), 200);
}

http::Response ask_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto hall = hall_of(visit, writer);
    if (!hall) return visit.site.error_page(visit, 404);
    Form form = ask_form(visit);
    bool fine = form.read();
    auto sent = visit.request.form();
    // A whole hall shares one address: how many questions come is limited for the talk, not for the address.
    switch (FormGuard::check(visit, sent ? *sent : http::Fields{})) {
      case FormGuard::Verdict::Fine:
      case FormGuard::Verdict::TooMany: break;
      case FormGuard::Verdict::Robot: return http::see_other(visit.request.path + "?done=1");
      case FormGuard::Verdict::TooFast:
      case FormGuard::Verdict::Expired:
        if (fine) form.error("", N_("Please send it once more."));
        fine = false;
        break;
    }
    if (!fine) return ask_page(visit, *hall, form, 422);
    auto asked = ask(writer, visit.context, hall->entry.code, form["text"]);
    if (asked) return http::see_other(visit.request.path + "?done=1");
    form.error(asked.error().detail, asked.error().message);
    return ask_page(visit, *hall, form, asked.error().code == ErrorCode::TooMany ? 429 : 422);
  });
}

std::vector<Related> programme_for_invitee(Context& context, db::Reader& reader, std::string_view invitee_id) {
  auto invitee = find_invitee(reader, context, invitee_id);
  auto meeting = invitee ? find_meeting(reader, invitee->meeting_id) : std::nullopt;
  std::vector<Related> all;
  if (!meeting || meeting->state == State::Cancelled) return all;
  if (auto certificate = certificate_related(context, *meeting, *invitee)) all.push_back(*certificate);
  if (count_entries(reader, meeting->id) > 0)
    all.push_back({context.text(N_("Programme")), "",
                   "/" + context.language + "/meetings/answers/" + answer_key(context, *meeting, *invitee) + "/programme", false});
  return all;
}

void add_programme_routes(Module& m) {
  using http::Method;
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler, std::string sample) {
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const open = Permission::Public, read = Permission::ReadNetwork, run = Permission::RunMeetings;
  std::string const answers = "/{lang}/meetings/answers/", hall = "/{lang}/hall/";
  route(Method::Get, answers + "{key}/programme", open, show_programme, answers + "{programme_answer}/programme");
  route(Method::Get, hall + "{code}", open, show_ask, hall + "{hall}");
  route(Method::Post, hall + "{code}", open, ask_now, hall + "none");
  std::string const all = "/staff/meetings/", own = all + "{id}/programme", some = all + "{programme_meeting}/programme",
                    none = all + "none/programme";
  route(Method::Get, own, read, show_own_programme, some);
  route(Method::Post, own, run, add_entry, none);
  route(Method::Get, own + "/new", run, show_new_entry, some + "/new");
  route(Method::Get, own + "/settings", run, show_programme_settings, some + "/settings");
  route(Method::Post, own + "/settings", run, save_programme_settings, none + "/settings");
  route(Method::Get, own + "/{entry}", run, show_entry, some + "/{programme_entry}");
  route(Method::Post, own + "/{entry}", run, save_entry_form, none + "/none");
  route(Method::Post, own + "/{entry}/removal", run, remove_entry_now, none + "/none/removal");
  route(Method::Get, own + "/{entry}/questions", run, show_questions, some + "/{programme_entry}/questions");
  route(Method::Post, own + "/{entry}/questions", run, sort_question_now, none + "/none/questions");
  for (TemplateUse use : {TemplateUse{"meetings/programme.html", html::schema_of<ProgrammeView>()},
                          TemplateUse{"meetings/ask.html", html::schema_of<AskView>()},
                          TemplateUse{"meetings/staff/programme.html", html::schema_of<ProgrammeView>()},
                          TemplateUse{"meetings/staff/questions.html", html::schema_of<QuestionsView>()}})
    m.templates.push_back(std::move(use));
  route(Method::Get, all + "meet-up", run, show_meet_up, all + "meet-up");
  route(Method::Post, all + "meet-up", run, plan_meet_up, all + "meet-up");
  add_certificate_routes(m);
  m.personal_data.push_back({"programme_entry", "who speaks, as written", "guests know whom they meet", "Art. 6 (1) e GDPR", "as long as the meeting",
                             "by changing the entry"});
  m.personal_data.push_back({"programme_question", "question of somebody in the hall; no name, no address", "who speaks can answer",
                             "Art. 6 (1) e GDPR", "14 days", "daily clean-up; no sender is stored"});
}

void add_programme_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys) {
  add_certificate_keys(context, reader, keys);
  for (auto const& meeting : list_meetings(reader, {.from = today_of(context), .limit = 100})) {
    auto entries = programme_of(reader, meeting.id);
    if (entries.empty()) continue;
    for (auto const& entry : entries) {
      if (!entry.takes_questions) continue;
      keys.emplace("programme_entry", entry.id);
      keys.emplace("hall", entry.code);
    }
    keys.emplace("programme_meeting", meeting.id);
    for (auto const& invitee : invitees_of(reader, context, meeting.id))
      keys.emplace("programme_answer", answer_key(context, meeting, invitee));
    if (keys.count("programme_entry")) return;
  }
}

}  // namespace mila::meetings
