// Ticking off who is there, on a phone at the door; works as plain buttons.
#include "modules/meetings/staff_attendance.h"

#include <algorithm>

#include "modules/directory/directory.h"
#include "modules/meetings/staff_kit.h"
#include "platform/base/text.h"
#include "platform/data/json.h"

namespace mila::meetings {
namespace {

using http::Method;

/// A tap that waited longer for a network counts as made then.
constexpr std::int64_t kWaitedMost = 7 * 24 * 3600;
constexpr int kSameNameMost = 12;

std::string href_of(std::string_view meeting_id) {
  return std::string(kPath) + "/" + std::string(meeting_id) + "/attendance";
}

/// When the finger was there: what waited for a network says how long.
Instant seen_at(db::Writer& writer, http::Fields const& sent) {
  auto waited = std::clamp<std::int64_t>(parse_integer(sent.get("waited")).value_or(0), 0, kWaitedMost);
  return writer.now() - std::chrono::seconds(waited);
}

std::optional<Meeting> run_meeting(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto meeting = find_meeting(reader, visit.request.parameter("id"));
  if (meeting && may_run(visit.context.actor, *meeting)) return meeting;
  instead = visit.site.error_page(visit, meeting ? 403 : 404);
  return std::nullopt;
}

std::string figures_text(Words const& words, std::vector<Attendee> const& attendees) {
  auto presence = presence_of(attendees);
  auto number = [](int n) { return std::to_string(n); };
  std::string text = words.count("{n} person is here", "{n} people are here", presence.present, {{"n", number(presence.present)}});
  text += " · " + words.count("from {n} organisation", "from {n} organisations", presence.organizations,
                              {{"n", number(presence.organizations)}});
  if (presence.unknown > 0) text += " · " + words(N_("{n} not marked yet"), {{"n", number(presence.unknown)}});
  return text;
}

/// The script asks for this; everybody else gets the page again.
bool wants_json(Visit const& visit) { return visit.request.header("accept") == "application/json"; }

http::Response told(Visit& visit, db::Reader& reader, std::string const& meeting_id, std::string const& invitee_id) {
  if (!wants_json(visit)) return http::see_other(href_of(meeting_id) + "?done=saved#a-" + invitee_id);
  auto attendees = attendance_of(reader, visit.context, meeting_id);
  data::Json json{{"figures", figures_text(Words(visit), attendees)}};
  for (auto const& one : attendees)
    if (one.invitee_id == invitee_id) json["present"] = one.present ? (*one.present ? "1" : "0") : "";
  auto response = http::text(json.dump(), "application/json");
  response.header("Cache-Control", "no-store");
  return response;
}

AttendeeView attendee_view(Words const& words, std::string const& here, Attendee const& one) {
  AttendeeView view;
  view.id = one.invitee_id;
  view.label = one.label.empty() ? one.name : one.label;
  if (!one.label.empty()) view.name = one.name;
  if (view.label.empty()) view.label = words(N_("a member"));
  view.note = one.walk_in ? words(N_("came without being asked"))
              : one.instead ? words(N_("comes instead"))
              : one.present ? "" : words(answer_label(one.answer));
  view.action = here + "/" + one.invitee_id;
  view.removal = view.action + "/removal";
  view.instead = one.instead ? one.name : "";
  view.present = one.present.value_or(false);
  view.absent = one.present && !*one.present;
  view.walk_in = one.walk_in;
  return view;
}

/// `found`: organisations whose names fit what was typed, when there are several.
void walk_in_fields(Form& form, std::string const& id, std::vector<Choice> found) {
  form.text("name", N_("Name")).required().longest(120).autocomplete("off");
  form.text("organization", N_("Organisation")).longest(120).autocomplete("off")
      .hint(N_("Only if they come for one. The beginning of its name is enough."));
  if (!found.empty()) form.radios("organization_id", N_("Which one is it?"), std::move(found));
  form.hidden("id", id);
  form.submit(N_("Is here, too"));
  form.quiet();
}

http::Response attendance_page(Visit& visit, db::Reader& reader, Meeting const& meeting, Form const& form, int status = 0) {
  Words words(visit);
  auto attendees = attendance_of(reader, visit.context, meeting.id);
  AttendanceView view;
  std::string here = href_of(meeting.id);
  view.title = meeting.title;
  view.href = std::string(kPath) + "/" + meeting.id;
  view.when = time_text(meeting, words.language());
  view.figures = figures_text(words, attendees);
  view.sheet_href = here + "/sheet";
  view.badges_href = here + "/badges";
  view.signs_href = here + "/signs";
  view.saved = words(N_("saved"));
  view.waiting = words(N_("no network: is saved as soon as there is one"));
  view.unsent = words(N_("not sent yet: is sent as soon as there is a network"));
  view.again = words(N_("not saved: please load the page again"));
  view.refused = words(N_("not accepted: please load the page again, and if that does not help, note it on the sign-in sheet"));
  for (auto const& one : attendees) view.people.push_back(attendee_view(words, here, one));
  view.has_people = !view.people.empty();
  view.form = form.view();
  auto frame = staff_frame(visit, words(N_("Who is here?")), kPath, kTitle);
  frame.crumbs.insert(frame.crumbs.begin() + 1, {meeting.title, view.href});
  frame.head = {"<script src=\"" + visit.site.asset("attendance.js") + "\" defer></script>\n"};
  return visit.site.page(visit, "meetings/staff/attendance.html", view, frame, status ? status : form.status());
}

http::Response show_attendance(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    Form form(visit, href_of(meeting->id));
    walk_in_fields(form, uuid_v7(visit.context.now(), visit.context.random), {});
    return attendance_page(visit, reader, *meeting, form);
  });
}

http::Response mark_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string id = visit.request.parameter("id"), invitee = visit.request.parameter("invitee");
    auto sent = visit.request.form();
    if (!sent || (sent->get("present") != "1" && sent->get("present") != "0")) return visit.site.error_page(visit, 400);
    Mark mark{sent->get("present") == "1", std::nullopt, seen_at(writer, *sent)};
    if (sent->has("instead")) mark.instead = sent->get("instead");
    auto done = mark_attendance(writer, visit.context, id, invitee, mark);
    if (!done) return visit.site.error_page(visit, done.error());
    return told(visit, writer, id, invitee);
  });
}

/// The organisation that is meant by what was typed and perhaps chosen.
struct Meant {
  std::string id;              ///< "" for none
  std::vector<Choice> several; ///< those it may be, when that is not clear
  bool unknown = false;
};

Meant organization_meant(db::Reader& reader, std::string const& typed, std::string const& chosen) {
  Meant meant;
  if (typed.empty() || chosen == "none") return meant;
  for (auto const& [id, name] : directory::organizations_named(reader, typed, kSameNameMost)) {
    if (id == chosen || (meant.id.empty() && ascii_lower(name) == ascii_lower(typed))) meant.id = id;
    meant.several.push_back({id, name});
  }
  meant.unknown = meant.several.empty();
  if (meant.id.empty() && meant.several.size() == 1) meant.id = meant.several.front().value;
  if (!meant.id.empty()) meant.several.clear();
  return meant;
}

http::Response add_walk_in_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = run_meeting(visit, writer, instead);
    if (!meeting) return instead;
    auto sent = visit.request.form().value_or(http::Fields{});
    auto meant = organization_meant(writer, sent.get("organization"), sent.get("organization_id"));
    auto choices = meant.several;
    if (!choices.empty()) choices.push_back({"none", Words(visit)(N_("none of these"))});
    Form form(visit, href_of(meeting->id));
    walk_in_fields(form, sent.get("id"), std::move(choices));
    bool good = form.read();
    if (!meant.several.empty()) form.error("organization_id", N_("Several are called like this. Please choose."));
    if (meant.unknown) form.error("organization", N_("No organisation is called like this. Leave it empty, or write the beginning of its name."));
    if (!good || form.has_errors()) return attendance_page(visit, writer, *meeting, form);
    auto added = add_walk_in(writer, visit.context, meeting->id, {form["id"], form["name"], meant.id, seen_at(writer, sent)});
    if (added) return told(visit, writer, meeting->id, *added);
    form.error(added.error().detail, added.error().message);
    return attendance_page(visit, writer, *meeting, form, status_of(added.error()));
  });
}

http::Response remove_walk_in_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string id = visit.request.parameter("id");
    auto removed = remove_walk_in(writer, visit.context, id, visit.request.parameter("invitee"));
    if (!removed) return visit.site.error_page(visit, removed.error());
    return http::see_other(href_of(id) + "?done=saved");
  });
}

/// Lines on the sheet for those who come without being asked.
constexpr int kEmptyLines = 12;

Handler paper(std::string name, char const* title) {
  return [name, title](Visit& visit) {
    return visit.context.county.database.read([&](db::Reader& reader) {
      http::Response instead;
      auto meeting = run_meeting(visit, reader, instead);
      if (!meeting) return instead;
      PaperView view;
      view.title = meeting->title;
      view.body = name_of_body(visit, reader, meeting->body_id);
      view.when = time_text(*meeting, visit.context.language);
      view.where = place_text(visit.context, *meeting, visit.context.language);
      view.back = std::string(kPath) + "/" + meeting->id;
      for (auto const& one : attendance_of(reader, visit.context, meeting->id)) {
        if (one.answer == Answer::Declined && !one.present.value_or(false)) continue;
        if (one.present && !*one.present) continue;
        view.people.push_back({one.label, one.name});
      }
      view.empty.resize(kEmptyLines);
      auto frame = staff_frame(visit, Words(visit)(title), kPath, kTitle);
      frame.crumbs.insert(frame.crumbs.begin() + 1, {meeting->title, view.back});
      return visit.site.page(visit, "meetings/staff/" + name + ".html", view, frame);
    });
  };
}

}  // namespace

void add_attendance_routes(Module& module) {
  std::string const one = std::string(kPath) + "/{id}/attendance", sample = std::string(kPath) + "/{meeting}/attendance",
                    nothing = std::string(kPath) + "/none/attendance";
  auto const run = Permission::RunMeetings;
  module.routes.push_back({Method::Get, one, run, show_attendance, sample});
  module.routes.push_back({Method::Post, one, run, add_walk_in_now, nothing});
  module.routes.push_back({Method::Post, one + "/{invitee}", run, mark_now, nothing + "/none"});
  module.routes.push_back({Method::Post, one + "/{invitee}/removal", run, remove_walk_in_now, nothing + "/none/removal"});
  module.routes.push_back({Method::Get, one + "/sheet", run, paper("sheet", N_("Sign-in sheet")), sample + "/sheet"});
  module.routes.push_back({Method::Get, one + "/badges", run, paper("badges", N_("Name badges")), sample + "/badges"});
  module.routes.push_back({Method::Get, one + "/signs", run, paper("signs", N_("Table signs")), sample + "/signs"});
}

std::vector<TemplateUse> attendance_templates() {
  return {{"meetings/staff/attendance.html", html::schema_of<AttendanceView>()},
          {"meetings/staff/sheet.html", html::schema_of<PaperView>()},
          {"meetings/staff/badges.html", html::schema_of<PaperView>()},
          {"meetings/staff/signs.html", html::schema_of<PaperView>()}};
}

std::vector<Related> attendance_related(Context& context, db::Reader&, Meeting const& meeting) {
  std::vector<Related> related;
  if (!may_run(context.actor, meeting) || meeting.state == State::Cancelled) return related;
  std::string here = href_of(meeting.id);
  if (meeting.day <= today_of(context)) related.push_back({context.text(N_("Who is here?")), "", here, true});
  std::string group = context.text(kToPrint);
  related.push_back({context.text(N_("Sign-in sheet")), "", here + "/sheet", false, group});
  related.push_back({context.text(N_("Name badges")), "", here + "/badges", false, group});
  related.push_back({context.text(N_("Table signs")), "", here + "/signs", false, group});
  return related;
}

}  // namespace mila::meetings
