// What came out of a workshop: read by members, written by who runs the meeting or leads the workshop.
#include <algorithm>

#include "modules/workshops/staff_kit.h"
#include "modules/workshops/workshop_store.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::workshops {
namespace {

/// As long as a task may be.
constexpr std::size_t kTaskLongest = 250;
constexpr int kMeetingsShown = 60;

struct Asked {
  Meeting meeting;
  Workshop workshop;
  bool writes = false;
};

std::optional<Asked> asked_of(Visit& visit, db::Reader& reader) {
  auto workshop = find_workshop(reader, visit.request.parameter("workshop"));
  if (!workshop || workshop->meeting_id != visit.request.parameter("id")) return std::nullopt;
  auto meeting = meetings::find_meeting(reader, workshop->meeting_id);
  if (!meeting) return std::nullopt;
  bool writes = may_write_result(visit.context.actor, *meeting, *workshop);
  return Asked{std::move(*meeting), std::move(*workshop), writes};
}

std::string meeting_text(Meeting const& meeting, std::string const& language) {
  return i18n::format_date(meeting.day, language, i18n::DateStyle::Long) + ": " + meeting.title;
}

/// Meetings after this one; the one it has now is among them.
std::vector<Choice> follow_ups(db::Reader& reader, Words const& words, Asked const& asked) {
  std::vector<Choice> choices{{"", words(N_("no meeting"))}};
  auto next = meetings::list_meetings(reader, {.from = asked.meeting.day, .limit = kMeetingsShown});
  auto const& now = asked.workshop.follow_up_id;
  if (!now.empty() && std::none_of(next.begin(), next.end(), [&](Meeting const& one) { return one.id == now; }))
    if (auto one = meetings::find_meeting(reader, now)) next.push_back(*one);
  for (auto const& one : next)
    if (one.id != asked.meeting.id) choices.push_back({one.id, meeting_text(one, words.language())});
  return choices;
}

void result_fields(Form& form, db::Reader& reader, Words const& words, Asked const& asked) {
  auto const& one = asked.workshop;
  form.long_text("result", N_("What came out of it")).longest(4000).rows(6).value(one.result)
      .hint(N_("All members of the network read it. Functions instead of names, please."));
  form.long_text("next_step", N_("The next step")).longest(1000).rows(2).value(one.next_step)
      .hint(N_("One sentence: what is done next. It can become a task or an agreement."));
  form.select("follow_up", N_("Meeting that came out of it"), follow_ups(reader, words, asked)).value(one.follow_up_id);
  form.hidden("version", std::to_string(one.version));
  form.submit(N_("Save"));
}

/// The forms of a task and an agreement, filled with the next step, else with the result.
std::vector<FillView> fills_of(Visit const& visit, Asked const& asked) {
  auto const& one = asked.workshop;
  std::string const& said = one.next_step.empty() ? one.result : one.next_step;
  if (said.empty() || !meetings::may_run(visit.context.actor, asked.meeting.body_id)) return {};
  Words words(visit);
  std::string query = "?body=" + asked.meeting.body_id + "&meeting=" + asked.meeting.id;
  std::string line = std::string(truncate_utf8(said.substr(0, said.find('\n')), kTaskLongest));
  return {{"/staff/tasks/new" + query, words(N_("Make it a task")), "what", line},
          {"/staff/agreements/new" + query + "&day=" + format_iso_date(asked.meeting.day), words(N_("Make it an agreement")), "text", said}};
}

http::Response result_page(Visit& visit, db::Reader& reader, Asked const& asked, Form const* form, int status = 200) {
  Words words(visit);
  auto const& one = asked.workshop;
  ResultView view;
  view.title = one.title;
  view.meeting = asked.meeting.title;
  view.meeting_href = std::string(kMeetings) + "/" + asked.meeting.id;
  view.lead = one.lead;
  view.result = one.result;
  view.next_step = one.next_step;
  if (one.result.empty() && one.next_step.empty()) view.empty = words(N_("Nothing has been written yet."));
  if (!one.follow_up_id.empty())
    if (auto next = meetings::find_meeting(reader, one.follow_up_id)) {
      view.follow_up = words(N_("Came out of it: {title}"), {{"title", next->title}});
      view.follow_up_href = std::string(kMeetings) + "/" + next->id;
    }
  view.fills = fills_of(visit, asked);
  view.has_fills = !view.fills.empty();
  view.has_form = form != nullptr;
  if (form) view.form = form->view();
  auto frame = workshop_frame(visit, asked.meeting, view.title);
  // The board is for who runs the meeting.
  if (!meetings::may_run(visit.context.actor, asked.meeting)) frame.crumbs.erase(frame.crumbs.end() - 2);
  return visit.site.page(visit, "workshops/staff/result.html", view, frame, status);
}

}  // namespace

http::Response show_result(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto asked = asked_of(visit, reader);
    if (!asked) return visit.site.error_page(visit, 404);
    if (!asked->writes) return result_page(visit, reader, *asked, nullptr);
    Form form(visit, visit.request.path);
    result_fields(form, reader, Words(visit), *asked);
    return result_page(visit, reader, *asked, &form);
  });
}

http::Response save_result_form(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto asked = asked_of(visit, writer);
    if (!asked) return visit.site.error_page(visit, 404);
    if (!asked->writes) return visit.site.error_page(visit, 403);
    Form form(visit, visit.request.path);
    result_fields(form, writer, Words(visit), *asked);
    if (!form.read()) return result_page(visit, writer, *asked, &form, form.status());
    Workshop one = asked->workshop;
    one.version = parse_integer(form["version"]).value_or(0);
    one.result = form["result"];
    one.next_step = form["next_step"];
    one.follow_up_id = form["follow_up"];
    // The second of two clicks.
    if (one.version < asked->workshop.version && trim(one.result) == asked->workshop.result &&
        trim(one.next_step) == asked->workshop.next_step && one.follow_up_id == asked->workshop.follow_up_id)
      return http::see_other(visit.request.path + "?done=saved");
    auto saved = save_result(writer, visit.context, one);
    if (saved) return http::see_other(visit.request.path + "?done=saved");
    form.error(saved.error().detail, saved.error().message);
    if (saved.error().code == ErrorCode::Conflict) form.set("version", std::to_string(asked->workshop.version));
    return result_page(visit, writer, *asked, &form, status_of(saved.error()));
  });
}

}  // namespace mila::workshops
