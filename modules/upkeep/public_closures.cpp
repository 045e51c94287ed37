// "Closed today" in two taps: the page behind a personal link.
#include "modules/offers/holidays.h"
#include "modules/upkeep/closure_list.h"
#include "modules/upkeep/closures.h"
#include "modules/upkeep/confirmation_page.h"
#include "modules/upkeep/today_link_store.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::upkeep {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::sys_days;

constexpr int kDaysShown = 4;

struct ClosuresView {
  std::string organization, office_phone, office_tel;
  bool works = false, done = false;
  std::vector<ClosureOfferView> offers;
  template <class V>
  void fields(V& v) {
    v("organization", organization)("office_phone", office_phone)("office_tel", office_tel)(
        "works", works)("done", done)("offers", offers);
  }
};

std::string times_of(DayPlan const& plan, std::string const& language) {
  std::vector<std::string> texts;
  for (auto const& span : plan.spans)
    texts.push_back(i18n::format_time_span(span.from, span.to, language));
  return join(texts, ", ");
}

ClosureDayView day_view(Visit const& visit, DayPlan const& plan, Date today) {
  auto say = [&](char const* text) { return visit.site.translate(visit.context.language, text); };
  auto const& language = visit.context.language;
  ClosureDayView view;
  view.day = i18n::format_date(plan.date, language, i18n::DateStyle::WeekdayShort);
  view.times = times_of(plan, language);
  view.date = format_iso_date(plan.date);
  view.closed = plan.closed;
  view.act = plan.closed ? "open" : "close";
  view.closed_text = say(N_("closed"));
  auto ahead = sys_days(plan.date) - sys_days(today);
  view.button = plan.closed          ? say(N_("Open after all"))
                : ahead == days{0}   ? say(N_("Closed today"))
                : ahead == days{1}   ? say(N_("Closed tomorrow"))
                                     : i18n::fill(say(N_("Cancelled on {day}")), "day", view.day);
  return view;
}

std::string place_name(Entry const& entry, directory::ServiceAtLocation const& at) {
  for (auto const& location : entry.locations) {
    if (location.id != at.location_id) continue;
    auto shown = directory::redacted(location, entry.service.x_protected);
    std::string town = shown.addresses.empty() ? "" : shown.addresses.front().city;
    std::string more = shown.name.value_or(shown.addresses.empty() ? "" : shown.addresses.front().address_1);
    return more.empty() ? town : town + ", " + more;
  }
  return "";
}

/// The link a request came by, if it works.
std::optional<TodayLink> link_of(Visit& visit, db::Reader& reader) {
  auto& context = visit.context;
  auto id = today_link_id(context.county, visit.request.parameter("token"), context.now());
  auto link = id ? find_today_link(reader, *id) : std::nullopt;
  return link && !link->ended_at ? link : std::nullopt;
}

std::vector<Entry> entries_of(db::Reader& reader, TodayLink const& link) {
  if (!link.service_id.empty()) return find_entries(reader, {link.service_id});
  return find_entries(reader, directory::services_of(reader, link.organization_id));
}

http::Response closures_page(Visit& visit, std::optional<TodayLink> const& link,
                             std::vector<Entry> const& entries) {
  ClosuresView view;
  view.works = link.has_value();
  view.done = view.works && visit.request.query.get("done") == "1";
  if (!entries.empty()) view.organization = entries.front().organization.name;
  view.offers = closure_list(visit, entries, visit.request.path);
  view.office_phone = visit.context.county.config().office_phone;
  view.office_tel = tel_href(view.office_phone);
  Page frame;
  frame.title = visit.site.translate(visit.context.language, N_("Closed today?"));
  frame.indexed = false;
  auto response = visit.site.page(visit, "upkeep/closures.html", view, frame, view.works ? 200 : 410);
  return response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
}

}  // namespace

std::vector<ClosureOfferView> closure_list(Visit& visit, std::vector<Entry> const& entries,
                                           std::string const& action) {
  auto calendar = offers::holidays(visit.context.county);
  auto const& zone = visit.context.county.config().zone;
  Date day = today(visit.context);
  std::vector<ClosureOfferView> views;
  auto add = [&](Entry const& entry, std::string const& at_id, std::string place) {
    ClosureOfferView view;
    view.name = entry.service.name;
    view.place = std::move(place);
    for (auto const& plan : next_days(entry, at_id, zone, *calendar, day, kDaysShown)) {
      auto shown = day_view(visit, plan, day);
      shown.action = action;
      shown.offer = entry.service.id;
      shown.at = at_id;
      view.days.push_back(std::move(shown));
    }
    if (view.days.empty()) return;
    view.number = std::to_string(views.size() + 1);
    views.push_back(std::move(view));
  };
  for (auto const& entry : entries) {
    auto const& places = entry.service.service_at_locations;
    if (places.size() < 2) add(entry, "", places.empty() ? "" : place_name(entry, places.front()));
    else
      for (auto const& at : places) add(entry, at.id, place_name(entry, at));
  }
  return views;
}

Result<bool> change_closure(db::Writer& writer, Context& context, http::Fields const& form,
                            std::string_view service_id) {
  auto date = parse_iso_date(form.get("day"));
  std::string offer = form.get("offer"), place = form.get("place"), act = form.get("act");
  if (!date || !is_uuid(offer) || (!place.empty() && !is_uuid(place)) ||
      (!service_id.empty() && offer != service_id))
    return Error{ErrorCode::Invalid};
  if (act == "close") return close_day(writer, context, offer, place, *date);
  if (act == "open") return open_day(writer, context, offer, place, *date);
  return Error{ErrorCode::Invalid};
}

http::Response show_closures(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto link = link_of(visit, reader);
    return closures_page(visit, link, link ? entries_of(reader, *link) : std::vector<Entry>{});
  });
}

http::Response save_closure(Visit& visit) {
  auto form = visit.request.form();
  if (!form) return visit.site.error_page(visit, 415);
  std::optional<ErrorCode> problem;
  bool works = visit.context.county.database.write([&](db::Writer& writer) {
    auto link = link_of(visit, writer);
    if (!link) return false;
    visit.context.actor = actor_by_link(link->organization_id);
    auto done = change_closure(writer, visit.context, *form, link->service_id);
    if (!done) problem = done.error().code;
    else note_today_link_use(writer, link->id);
    return true;
  });
  if (!works) return closures_page(visit, std::nullopt, {});
  // Offers of others are not there for the holder of this link.
  if (problem) return visit.site.error_page(visit, *problem == ErrorCode::Invalid ? 422 : 404);
  return http::see_other(visit.request.path + "?done=1");
}

std::vector<TemplateUse> public_templates() {
  return {{"upkeep/closures.html", html::schema_of<ClosuresView>()},
          {"upkeep/confirmation.html", html::schema_of<ConfirmationView>()}};
}

}  // namespace mila::upkeep
