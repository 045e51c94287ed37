// What this module tells the program about itself.
#include "modules/meetings/meeting_store.h"
#include "modules/meetings/pages.h"
#include "modules/meetings/programme_pages.h"
#include "modules/meetings/staff_attendance.h"
#include "modules/meetings/staff_needs.h"
#include "modules/meetings/staff_origin.h"
#include "modules/meetings/staff_papers.h"
#include "modules/meetings/staff_poll.h"
#include "modules/meetings/staff_rounds.h"
#include "modules/meetings/staff_today.h"
#include "platform/mail/mail.h"

namespace mila::meetings {
namespace {

using http::Method;

/// Names, mails and notes of those invited are needed until the minutes are settled.
constexpr std::chrono::days kContentKept{90};
/// Questions of a hall are answered or they are not.
constexpr std::chrono::days kQuestionsKept{14};
/// What people need is of use until the bills are paid.
constexpr std::chrono::days kNeedsKept{14};

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                   std::string sample = "") {
    if (sample.empty()) sample = pattern;
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const open = Permission::Public, read = Permission::ReadNetwork, run = Permission::RunMeetings;
  std::string const answers = "/{lang}/meetings/answers/", all = "/staff/meetings", one = all + "/{id}",
                    sample = all + "/{meeting}";
  route(Method::Get, answers + "{key}", open, show_answer, answers + "{meeting_answer}");
  route(Method::Post, answers + "{key}", open, give_answer, answers + "none");
  route(Method::Get, answers + "{key}/papers/{file}", open, answer_paper, answers + "{paper_answer}/papers/{paper}");
  route(Method::Get, answers + "{key}/calendar.ics", open, answer_calendar, answers + "{meeting_answer}/calendar.ics");
  route(Method::Get, all, read, list_meetings_page);
  route(Method::Post, all, run, add_meeting);
  route(Method::Get, all + "/new", run, show_new_meeting);
  route(Method::Post, all + "/series", run, add_series);
  route(Method::Get, one, read, show_meeting, sample);
  route(Method::Get, one + "/calendar.ics", read, meeting_calendar, sample + "/calendar.ics");
  route(Method::Get, one + "/edit", run, show_edit, sample + "/edit");
  route(Method::Post, one + "/edit", run, save_edit, all + "/none/edit");
  route(Method::Get, one + "/cancellation", run, show_cancel, sample + "/cancellation");
  route(Method::Post, one + "/cancellation", run, cancel_now, all + "/none/cancellation");
  route(Method::Get, one + "/invitations", run, show_invite, sample + "/invitations");
  route(Method::Post, one + "/invitations", run, invite_now, all + "/none/invitations");
  std::string const item = one + "/agenda/{item}", nothing = all + "/none/agenda/none",
                    some_item = sample + "/agenda/{agenda_item}";
  route(Method::Post, one + "/agenda", run, add_item, all + "/none/agenda");
  route(Method::Get, one + "/agenda/new", run, show_new_item, sample + "/agenda/new");
  route(Method::Get, item, run, show_item, some_item);
  route(Method::Post, item, run, save_item_form, nothing);
  route(Method::Post, item + "/position", run, place_item_now, nothing + "/position");
  route(Method::Post, item + "/removal", run, remove_item_now, nothing + "/removal");
  route(Method::Get, item + "/decision", run, show_decision, some_item + "/decision");
  route(Method::Post, item + "/decision", run, decide_now, nothing + "/decision");
  route(Method::Get, one + "/topics/new", read, show_proposal, sample + "/topics/new");
  route(Method::Post, one + "/topics/new", read, propose_now, all + "/none/topics/new");
  route(Method::Post, one + "/reminders", run, remind_now, all + "/none/reminders");
}

std::int64_t expire(Context& context) {
  return context.county.database.write(
      [&](db::Writer& writer) {
        Date closed_before{std::chrono::sys_days{today_of(context)} - kContentKept};
        return forget_guests(writer, writer.now() - kContentKept) + forget_needs(writer, writer.now() - kNeedsKept) +
               forget_polls(writer, closed_before) + forget_questions(writer, writer.now() - kQuestionsKept);
      });
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  std::map<std::string, std::string> keys;
  for (auto const& meeting : list_meetings(reader, {.from = today_of(context), .limit = 20}))
    for (auto const& invitee : invitees_of(reader, context, meeting.id)) {
      keys.emplace("meeting", meeting.id);
      keys.emplace("meeting_answer", answer_key(context, meeting, invitee));
      for (auto const& item : agenda_of(reader, meeting, Audience::Runs)) keys.emplace("agenda_item", item.id);
    }
  add_round_keys(reader, keys);
  add_programme_keys(context, reader, keys);
  add_poll_keys(context, reader, keys);
  add_paper_keys(context, reader, keys);
  return keys;
}

/// What this module itself puts on the page of a meeting beside the page's own parts.
std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id) {
  std::vector<Related> all;
  if (kind == "public_meeting") return public_papers(context, reader, id);
  if (kind == "invitee") return programme_for_invitee(context, reader, id);
  auto meeting = kind == "meeting" ? find_meeting(reader, id) : std::nullopt;
  if (!meeting) return all;
  auto add = [&](std::vector<Related> more) { all.insert(all.end(), more.begin(), more.end()); };
  add(attendance_related(context, reader, *meeting));
  add(needs_related(context, reader, *meeting));
  add(origin_related(context, reader, *meeting));
  add(programme_related(context, reader, *meeting));
  if (auto round = round_related(context, reader, *meeting)) all.push_back(*round);
  return all;
}

}  // namespace

Module const& module() {
  static Module const meetings = [] {
    Module m;
    m.name = "meetings";
    m.summary = "meetings of bodies: planned, invited to, answered without an account";
    add_routes(m);
    add_attendance_routes(m);
    add_needs_routes(m);
    add_poll_routes(m);
    add_origin_routes(m);
    add_paper_routes(m);
    m.templates = templates();
    for (auto& use : attendance_templates()) m.templates.push_back(std::move(use));
    for (auto& use : poll_templates()) m.templates.push_back(std::move(use));
    for (auto& use : origin_templates()) m.templates.push_back(std::move(use));
    m.personal_data = {
        {"invitee", "who is asked to a meeting, what they answered, whether they were there; name and mail of guests, who comes instead, notes: sealed",
         "meetings can be prepared and held", "Art. 6 (1) e GDPR",
         "persons, names, mails and notes 90 days after the meeting; answers and presence as numbers of the organisation",
         "daily clean-up; a person's name goes with the person"},
        {"invitee_needs", "what somebody needs to take part (interpreter, childcare, no steps, hearing loop, food): sealed",
         "everybody can take part", "Art. 6 (1) a, Art. 9 (2) a GDPR: given freely with the answer", "14 days after the meeting",
         "daily clean-up; with the person; by answering again"},
        {"remembered_needs", "the same, for the next invitation: sealed; the person's id or the keyed hash of a guest's address",
         "nobody has to say it each time", "Art. 6 (1) a, Art. 9 (2) a GDPR: a tick of its own", "until revoked, or two years after the last answer",
         "by unticking it; daily clean-up; with the person"},
        {"date_poll_voter", "who is asked for a date, and which ones suit them (date_poll_vote); name and mail of guests: sealed",
         "a date that suits many", "Art. 6 (1) e GDPR", "90 days after the last day to answer", "daily clean-up; with the person"},
        {"agenda_item", "who presents a topic, as written; account id of who proposed it", "meetings are prepared",
         "Art. 6 (1) e GDPR", "as long as the meeting", "by changing the item; the account id means nothing once the account is erased"},
        {"meeting", "account id of who planned it", "answers reach whoever invited", "Art. 6 (1) e GDPR", "as long as the meeting",
         "the account id means nothing once the account is erased"}};
    add_round_routes(m);
    add_programme_routes(m);
    m.expire = expire;
    m.demo = load_demo;
    m.sample_keys = sample_keys;
    m.erase_person = [](db::Writer& writer, Context& context, std::string_view person_id) {
      auto ids = forget_person(writer, person_id);
      for (auto const& id : ids) mail::forget(writer, {"invitee", id});
      give_back_places(writer, context, ids);
      erase_needs(writer, person_id, ids);
      for (auto const& id : forget_voter(writer, person_id)) mail::forget(writer, {"date_poll_voter", id});
    };
    m.organization_columns = {{"invitee", "id", "organization_id", true}, {"date_poll_voter", "id", "organization_id"}};
    m.person_columns = {{"invitee", "id", "person_id", true}, {"date_poll_voter", "id", "person_id"}};
    m.disclose_person = disclose;
    m.staff_menu = {{62, N_("Meetings"), "/staff/meetings", "calendar", Permission::ReadNetwork}};
    m.quick_acts = {{62, N_("Plan a meeting"), "/staff/meetings/new", "calendar", Permission::RunMeetings}};
    m.dates = next_dates;
    m.waiting = waiting;
    m.related = related;
    return m;
  }();
  return meetings;
}

}  // namespace mila::meetings
