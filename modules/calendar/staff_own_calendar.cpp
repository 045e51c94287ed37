// The page on which one makes the secret address of one's own calendar, and what is read under it.
#include <algorithm>

#include "modules/calendar/own_calendar.h"
#include "modules/calendar/overview.h"
#include "modules/calendar/staff_kit.h"
#include "modules/meetings/meetings.h"
#include "modules/network/network.h"
#include "platform/auth/accounts.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int kMost = 1000;
constexpr days kBack{90};

/// The account's rights as they are now, without a session.
Actor actor_of(Context const& context, db::Reader& reader, auth::Roles const& roles, std::string const& account_id) {
  Actor actor;
  actor.kind = Actor::Kind::Account;
  actor.account_id = account_id;
  for (auto const& grant : auth::grants_of(reader, account_id))
    if (auto const* role = roles.find(grant.role); role && grant.holds_at(context.now()))
      actor.grants.push_back({role, grant.scope_id});
  return actor;
}

http::Response own_page(Visit& visit, std::string const& secret, std::optional<Instant> made_at) {
  Words words(visit);
  OwnCalendarView view;
  view.title = words(N_("Your meetings in your own calendar"));
  // The program's own address, not the one of the request: it is copied into other programs.
  if (!secret.empty()) view.address = public_address(visit.context.county.config()) + "/calendar/own/" + secret + ".ics";
  if (made_at) view.since = long_day(visit.context, *made_at);
  return visit.site.page(visit, "calendar/staff/own_calendar.html", view, staff_frame(visit, view.title, "/staff", nullptr));
}

}  // namespace

std::vector<calendar::Event> own_meetings(Context& context, db::Reader& reader, auth::Roles const& roles,
                                          std::string const& account_id, Date from, std::string const& origin) {
  Actor actor = actor_of(context, reader, roles, account_id);
  std::vector<meetings::Meeting> own;
  std::string person = network::person_of_account(reader, account_id);
  if (!person.empty()) own = meetings::meetings_of_person(reader, person, from);
  if (actor.may(Permission::RunMeetings))
    for (auto& meeting : meetings::list_meetings(reader, {.from = from, .limit = kMost})) {
      if (!meetings::may_run(actor, meeting.body_id)) continue;
      bool known = std::any_of(own.begin(), own.end(), [&](auto const& one) { return one.id == meeting.id; });
      if (!known) own.push_back(std::move(meeting));
    }
  std::sort(own.begin(), own.end(), [](auto const& a, auto const& b) { return std::tie(a.day, a.start, a.id) < std::tie(b.day, b.start, b.id); });
  std::vector<calendar::Event> entries;
  for (auto const& meeting : own) {
    calendar::Event& entry = entries.emplace_back();
    entry.uid = meeting.uid();
    entry.sequence = meeting.sequence;
    entry.stamp = meeting.modified;
    entry.modified = meeting.modified;
    entry.day = meeting.day;
    entry.start = meeting.start;
    entry.length = meeting.length;
    entry.zone = context.county.config().zone;
    entry.summary = meeting.title;
    entry.description = meeting.purpose;
    if (!meeting.online_url.empty()) entry.description += (entry.description.empty() ? "" : "\n\n") + meeting.online_url;
    entry.location = meeting.place.empty() ? meeting.online_url : meeting.place;
    entry.url = origin + "/staff/meetings/" + meeting.id;
    entry.status = meeting.state == meetings::State::Cancelled ? calendar::Status::Cancelled : calendar::Status::Confirmed;
  }
  return entries;
}

http::Response own_feed(Visit& visit) {
  auto& context = visit.context;
  std::string file = visit.request.parameter("file");
  if (!file.ends_with(".ics")) return visit.site.error_page(visit, 404);
  // An address that has ended is an empty calendar: then the meetings go from lost phones, too, where an
  // error would leave them.
  auto text = context.county.database.read([&](db::Reader& reader) {
    std::string account = account_of_address(reader, context.county, std::string_view(file).substr(0, file.size() - 4));
    if (account.empty()) return calendar::feed(context.text(N_("This address has ended")), {});
    Date from{sys_days{today_of(context)} - kBack};
    return calendar::feed(context.county.config().name,
                          own_meetings(context, reader, visit.site.roles(), account, from, public_address(context.county.config())));
  });
  auto response = http::text(std::move(text), "text/calendar; charset=utf-8");
  response.header("Cache-Control", "private, no-store");
  response.header("X-Robots-Tag", "noindex");
  response.header("Referrer-Policy", "no-referrer");
  return response;
}

http::Response show_own_calendar(Visit& visit) {
  auto made_at = visit.context.county.database.read(
      [&](db::Reader& reader) { return address_made_at(reader, visit.context.actor.account_id); });
  return own_page(visit, "", made_at);
}

http::Response make_own_calendar(Visit& visit) {
  auto secret = visit.context.county.database.write(
      [&](db::Writer& writer) { return make_address(writer, visit.context, visit.context.actor.account_id); });
  // Shown in this very answer: it is kept nowhere.
  return own_page(visit, secret, visit.context.now());
}

http::Response end_own_calendar(Visit& visit) {
  visit.context.county.database.write(
      [&](db::Writer& writer) { end_address(writer, visit.context, visit.context.actor.account_id); });
  return http::see_other("/staff/calendar?done=saved");
}

std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id) {
  if (kind == "search") return fitting_dates(context, reader, id);
  if (kind != "meeting") return {};
  return {{context.text(N_("All your meetings in your own calendar")), "", "/staff/calendar", false}};
}

}  // namespace mila::events
