// A meet-up is planned with three fields: room for talk needs no agenda.
#include "modules/meetings/programme_pages.h"
#include "modules/meetings/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

constexpr char const* kHere = "/staff/meetings/meet-up";
constexpr std::chrono::minutes kLength{120};

void meet_up_fields(Visit& visit, db::Reader& reader, Form& form) {
  auto own = own_bodies(visit, reader);
  // Who runs one body only is not asked which.
  if (own.size() == 1) {
    form.hidden("body", own.front().first);
  } else {
    std::vector<Choice> bodies;
    for (auto const& [id, name] : own) bodies.push_back({id, name});
    form.select("body", N_("Who meets?"), std::move(bodies)).required();
  }
  form.date("day", N_("Day")).required();
  form.time("start", N_("Begins at")).required().value("18:00");
  form.text("place", N_("Place")).required().longest(200);
  form.submit(N_("Plan it"));
  form.cancel(kPath);
}

http::Response meet_up_page(Visit& visit, Form const& form, int status = 0) {
  FormPageView view;
  view.title = Words(visit)(N_("Plan a meet-up"));
  view.lead = Words(visit)(N_("Two hours, no agenda. You invite in the next step."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_meet_up(Visit& visit) {
  if (!runs_a_body(visit.context.actor)) return visit.site.error_page(visit, 403);
  return visit.context.county.database.read([&](db::Reader& reader) {
    Form form(visit, kHere);
    meet_up_fields(visit, reader, form);
    return meet_up_page(visit, form);
  });
}

http::Response plan_meet_up(Visit& visit) {
  if (!runs_a_body(visit.context.actor)) return visit.site.error_page(visit, 403);
  return visit.context.county.database.write([&](db::Writer& writer) {
    Form form(visit, kHere);
    meet_up_fields(visit, writer, form);
    if (!form.read()) return meet_up_page(visit, form);
    auto day = date_in(form["day"]);
    auto start = time_in(form["start"]);
    if (!day) form.error("day", N_("Please write the day like 24.12.2026."));
    if (!start) form.error("start", N_("Please write the time like 14:30."));
    if (form.has_errors()) return meet_up_page(visit, form);
    Meeting meeting;
    meeting.kind = Kind::MeetUp;
    meeting.body_id = form["body"];
    meeting.title = Words(visit)(kind_label(Kind::MeetUp));
    meeting.day = *day;
    meeting.start = *start;
    meeting.length = kLength;
    meeting.place = form["place"];
    // The second of two clicks leads to what the first one made.
    for (auto const& other : list_meetings(writer, {.body_id = meeting.body_id, .from = *day, .until = *day}))
      if (other.title == meeting.title && other.start == meeting.start && other.state != State::Cancelled)
        return http::see_other(std::string(kPath) + "/" + other.id + "?done=saved");
    auto id = save_meeting(writer, visit.context, meeting);
    if (id) return http::see_other(std::string(kPath) + "/" + *id + "?done=saved");
    form.error(id.error().detail == "end" ? "start" : id.error().detail, id.error().message);
    return meet_up_page(visit, form, id.error().code == ErrorCode::Forbidden ? 403 : 422);
  });
}

}  // namespace mila::meetings
