// Minutes without an account: for whoever was invited, by the link in their mail, and the public part.
#include <map>

#include "modules/meetings/letters.h"
#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/pages.h"
#include "modules/minutes/rules.h"
#include "modules/minutes/staff_kit.h"
#include "modules/network/network.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::minutes {
namespace {

struct Asked {
  Opened opened;
  meetings::Invitee invitee;
  std::string body;
};

/// Nobody's rights are asked: the key is the right.
std::optional<Asked> asked_of(Visit& visit, db::Reader& reader) {
  auto id = read_reading_key(visit.context, visit.request.parameter("key"));
  auto invitee = id ? meetings::find_invitee(reader, visit.context, *id) : std::nullopt;
  if (!invitee) return std::nullopt;
  auto opened = open_minutes(reader, visit.context, invitee->meeting_id);
  if (!opened || !opened->meeting) return std::nullopt;
  auto state = opened->minutes.state;
  if (state != State::Circulated && state != State::Approved) return std::nullopt;
  opened->runs = opened->writes = false;  // what is hidden stays so whoever opens the link
  auto body = meetings::sender_of(reader, visit.context, *opened->meeting).body;
  return Asked{std::move(*opened), std::move(*invitee), std::move(body)};
}

void fill(Visit& visit, db::Reader& reader, Opened const& opened, std::vector<Part> const& parts, OpenView& view) {
  auto const& minutes = opened.minutes;
  view.title = minutes.title;
  view.when = i18n::format_date(minutes.day, visit.context.language, i18n::DateStyle::Long);
  for (auto const& part : parts) {
    auto& one = view.parts.emplace_back();
    one.id = part.id;
    one.heading = part_heading(part);
    one.text = html_of(part.text);
    one.empty = part.text.empty();
  }
  view.has_parts = !view.parts.empty();
  for (auto const& one : addenda_of(reader, minutes.id)) view.addenda.push_back({long_day(visit.context, one.made_at), one.text});
  view.has_addenda = !view.addenda.empty();
}

char const* state_words(ObjectionState state) {
  switch (state) {
    case ObjectionState::Open: return N_("Not answered yet.");
    case ObjectionState::Accepted: return N_("Answered: the text was changed.");
    case ObjectionState::Declined: break;
  }
  return N_("Answered: the text stays.");
}

void objection_fields(Form& form, std::string const& id) {
  form.hidden("id", id);
  form.long_text("text", N_("What do you see otherwise?")).required().longest(3000).rows(5)
      .hint(N_("Best name the item it is about. Please write nothing about other people."));
  form.submit(N_("Send"));
}

http::Response page_of(Visit& visit, db::Reader& reader, Asked const& asked, Form const& form, int status) {
  Words words(visit);
  auto const& minutes = asked.opened.minutes;
  OpenView view;
  view.body = asked.body;
  fill(visit, reader, asked.opened, parts_of(reader, asked.opened), view);
  if (visit.request.query.get("done") == "1") view.notice = words(N_("Thank you. Whoever runs the meeting answers before the minutes are approved."));
  view.has_form = may_object(visit.context, minutes);
  if (minutes.state == State::Approved) view.lead = words(N_("These minutes are approved."));
  else if (view.has_form)
    view.lead = words(N_("Do you see something otherwise? Please say so until {day}. Whoever runs the meeting answers before the minutes are approved."),
                      {{"day", i18n::format_date(*minutes.objections_until, words.language(), i18n::DateStyle::Long)}});
  else view.lead = words(N_("The time to say something is over. Please call us."));
  for (auto const& one : objections_of(reader, visit.context, minutes.id))
    if (one.invitee_id == asked.invitee.id) view.own.push_back({one.text, "", words(state_words(one.state)), one.answer, ""});
  view.has_own = !view.own.empty();
  if (view.has_form) view.form = form.view();
  return personal_page(visit, "minutes/open.html", view, view.title, status);
}

}  // namespace

http::Response show_open(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto asked = asked_of(visit, reader);
    if (!asked) return lost_link_page(visit);
    Form form(visit, visit.request.path);
    objection_fields(form, uuid_v7(visit.context.now(), visit.context.random));
    return page_of(visit, reader, *asked, form, 200);
  });
}

http::Response object_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto asked = asked_of(visit, writer);
    if (!asked) return lost_link_page(visit);
    Form form(visit, visit.request.path);
    objection_fields(form, "");
    if (!form.read()) return page_of(visit, writer, *asked, form, 422);
    auto done = object(writer, visit.context, asked->invitee, form["id"], form["text"]);
    if (done) return http::see_other(visit.request.path + "?done=1");
    form.error(done.error().detail, done.error().message);
    return page_of(visit, writer, *asked, form, done.error().code == ErrorCode::Conflict ? 409 : 422);
  });
}

http::Response show_public(Visit& visit) {
  OpenView view;
  bool shown = visit.context.county.database.read([&](db::Reader& reader) {
    auto opened = open_minutes(reader, visit.context, visit.request.parameter("id"));
    if (!opened || opened->minutes.state != State::Approved || !opened->minutes.released_at) return false;
    auto parts = parts_now(reader, opened->minutes);
    std::erase_if(parts, [](Part const& part) { return part.visibility != Visibility::Public; });
    if (parts.empty()) return false;
    fill(visit, reader, *opened, parts, view);
    // What was added later may be about what is not public.
    view.addenda.clear();
    view.has_addenda = false;
    Context all = visit.context;
    all.actor = Actor::operator_();
    if (auto body = network::find_body(reader, all, opened->minutes.body_id); body && body->is_public) view.body = body->name;
    if (opened->meeting && opened->meeting->is_public) view.date_href = "/" + visit.context.language + "/calendar/" + opened->meeting->id;
    return true;
  });
  if (!shown) return visit.site.error_page(visit, 404);
  Words words(visit);
  view.lead = words(N_("What everybody may know of these minutes. They are in German and approved by the body."));
  Page frame;
  frame.title = view.title;
  frame.description = view.lead;
  frame.active_path = "/calendar";
  auto response = visit.site.page(visit, "minutes/open.html", view, frame);
  response.fresh_until = local_to_instant(Date{std::chrono::sys_days{meetings::today_of(visit.context)} + std::chrono::days{1}}, {},
                                          visit.context.county.config().zone);
  return response;
}

}  // namespace mila::minutes
