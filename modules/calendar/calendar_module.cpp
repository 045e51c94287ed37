// What this module tells the program about itself.
#include "modules/calendar/calendar.h"

#include <set>

#include "modules/calendar/event_store.h"
#include "modules/calendar/own_calendar.h"
#include "modules/calendar/pages.h"
#include "modules/calendar/sources.h"

namespace mila::events {
namespace {

using http::Method;

/// Who looks back at last year's festival finds it; who looks back further asks whoever held it.
constexpr std::chrono::years kKept{3};

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                   std::string sample = "") {
    if (sample.empty()) sample = pattern;
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const open = Permission::Public, edit = Permission::EditOffers, release = Permission::ReleaseOffers,
             manage = Permission::ManageCounty;
  std::string const dates = "/{lang}/calendar";
  route(Method::Get, dates, open, show_calendar);
  route(Method::Get, dates + "/programmes/{id}", open, show_programme, dates + "/programmes/{event_programme}");
  route(Method::Get, dates + "/{id}", open, show_date, dates + "/{event}");
  route(Method::Get, "/calendar.ics", open, calendar_feed);
  route(Method::Get, "/calendar.atom", open, calendar_atom);
  route(Method::Get, "/calendar/{file}", open, calendar_feed, "/calendar/{meeting_body}.ics");
  route(Method::Get, "/calendar/dates/{file}", open, date_file, "/calendar/dates/{event}.ics");
  route(Method::Get, "/calendar/own/{file}", open, own_feed, "/calendar/own/none.ics");
  route(Method::Get, "/staff/calendar", Permission::SignedIn, show_own_calendar);
  route(Method::Post, "/staff/calendar", Permission::SignedIn, make_own_calendar);
  route(Method::Post, "/staff/calendar/end", Permission::SignedIn, end_own_calendar);
  std::string const all = "/staff/events", one = all + "/{id}", sample = all + "/{event}", none = all + "/none";
  route(Method::Get, all, edit, list_events_page);
  route(Method::Post, all, edit, add_event);
  route(Method::Get, all + "/new", edit, show_new_event);
  route(Method::Get, all + "/programmes", release, list_programmes);
  route(Method::Get, all + "/programmes/{id}", release, show_programme_form, all + "/programmes/{event_programme}");
  route(Method::Post, all + "/programmes/{id}", release, save_programme_form, all + "/programmes/none");
  std::string const calendars = all + "/calendars";
  route(Method::Get, calendars, edit, list_sources_page);
  route(Method::Get, calendars + "/{id}", edit, show_source, calendars + "/new");
  route(Method::Post, calendars + "/{id}", edit, save_source, calendars + "/none");
  route(Method::Get, all + "/release", manage, show_release_setting);
  route(Method::Post, all + "/release", manage, save_release_setting);
  route(Method::Get, one, edit, show_event, sample);
  route(Method::Get, one + "/edit", edit, show_edit, sample + "/edit");
  route(Method::Post, one + "/edit", edit, save_edit, none + "/edit");
  route(Method::Get, one + "/cancellation", edit, show_cancel, sample + "/cancellation");
  route(Method::Post, one + "/cancellation", edit, cancel_now, none + "/cancellation");
  route(Method::Get, one + "/days/{day}", edit, show_one_date, sample + "/days/{event_day}");
  route(Method::Post, one + "/days/{day}", edit, save_one_date, none + "/days/none");
  route(Method::Get, one + "/decision", release, show_decision, sample + "/decision");
  route(Method::Post, one + "/decision", release, decide_now, none + "/decision");
}

std::vector<PublicDate> coming(Context& context, db::Reader& reader, int limit) {
  return public_calendar(context, reader, {}, today_of(context), std::nullopt, limit);
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  std::map<std::string, std::string> keys;
  for (auto const& date : coming(context, reader, 100)) {
    if (date.is_meeting && !date.organiser.empty()) keys.emplace("meeting_body", date.body_id);
    if (date.is_meeting || date.programme_id.empty()) continue;
    keys.emplace("event", date.id);
    keys.emplace("event_programme", date.programme_id);
    if (date.id == keys["event"]) keys.emplace("event_day", format_iso_date(date.regular));
  }
  return keys;
}

std::vector<std::string> sitemap(Context& context) {
  std::vector<std::string> pages{"/calendar"};
  context.county.database.read([&](db::Reader& reader) {
    std::set<std::string> known;
    Date const today = today_of(context);
    for (auto const& date : public_calendar(context, reader, {}, today, std::nullopt, 1000, {.named = false, .once_from = today}))
      if (known.insert(date.id).second) pages.push_back("/calendar/" + date.id);
    for (auto const& programme : programmes(reader, today_of(context))) pages.push_back("/calendar/programmes/" + programme.id);
  });
  return pages;
}

std::int64_t expire(Context& context) {
  Date const today = today_of(context);
  std::chrono::sys_days const before{(today.year() - kKept) / today.month() / 1};
  return context.county.database.write([&](db::Writer& writer) { return forget_old(writer, Date{before}) + forget_addresses(writer); });
}

}  // namespace

Module const& module() {
  static Module const events = [] {
    Module m;
    m.name = "calendar";
    m.summary = "what anybody may come to: one public calendar of everybody's dates, with feeds";
    add_routes(m);
    m.templates = templates();
    m.personal_data = {{"event", "account id of who entered it; its contact is an organisation", "questions reach whoever entered it",
                        "Art. 6 (1) e GDPR", "three years after its last day",
                        "the account id means nothing once the account is erased"},
                       {"calendar_source", "account id of who added a partner's calendar", "who added it hears when it breaks",
                        "Art. 6 (1) e GDPR", "until the calendar is taken out", "the account id means nothing once the account is erased"},
                       {"calendar_address", "account id; the secret address of its own calendar as a hash", "meetings stand in one's own calendar",
                        "consent, Art. 6 (1) a GDPR", "until it is ended or the account is", "“End the address”; daily clean-up after the account"}};
    m.menu = {{45, N_("Dates"), "/calendar"}};
    m.sitemap = sitemap;
    m.expire = expire;
    m.demo = load_demo;
    m.sample_keys = sample_keys;
    m.staff_menu = staff_menu();
    m.quick_acts = quick_acts();
    m.waiting = waiting;
    m.related = related;
    m.organization_columns = {{"event", "id", "organization_id", true}, {"calendar_source", "id", "organization_id", true}};
    m.jobs = job_kinds();
    return m;
  }();
  return events;
}

}  // namespace mila::events
