// One offer: its page, contact card, calendar file, and "something is wrong here".
#include <fmt/format.h>

#include <algorithm>

#include "engines/calendar/calendar.h"
#include "modules/directory/timetable.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offer_view.h"
#include "modules/offers/pages.h"
#include "modules/offers/reports.h"
#include "platform/base/text.h"
#include "platform/data/vcard.h"
#include "platform/site/form_guard.h"

namespace mila::offers {
namespace {

constexpr std::size_t kReportMax = 1000;

std::string short_id_of(std::string const& key) {
  auto dash = key.rfind('-');
  std::string id = dash == std::string::npos ? key : key.substr(dash + 1);
  return id.size() == 8 ? ascii_lower(id) : "";
}

http::Response render_offer(Visit& visit, Offer const& offer, MyPlace const& mine,
                            ReportForm report, int status) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  Instant now = visit.context.now(), fresh_until = next_midnight(county, now);
  OfferView view = offer_view(visit, words, offer, mine, now, fresh_until);
  report.action = offer_href(offer.service, words.language()) + "/reports";
  report.token = FormGuard::token(county, now);
  view.report = std::move(report);
  Page frame;
  frame.title = view.title.text;
  frame.description = view.summary.text;
  frame.active_path = "/search";
  frame.leave_quickly = view.violence;
  frame.same_page =
      offer_href(offer.service, "").substr(1) + place_query(mine);
  frame.crumbs = {{words("Find help"), "/" + words.language() + "/search" + place_query(mine)}};
  if (!view.topics.empty()) frame.crumbs.push_back({view.topics.front().text, view.topics.front().href});
  frame.crumbs.push_back({view.title.text, ""});
  frame.head = json_ld(offer, view);
  auto response = visit.site.page(visit, "offers/offer.html", view, frame, status);
  // The form's token is good for a day; within the first hour a kept page is as good as a new one.
  if (status == 200 && visit.request.method != http::Method::Post)
    response.fresh_until = std::min(fresh_until, now + std::chrono::hours{1});
  return response;
}

}  // namespace

std::optional<Offer> find_offer(Visit& visit, db::Reader& reader,
                                places::Gazetteer const& gazetteer) {
  std::string id = short_id_of(visit.request.parameter("key"));
  if (id.empty()) return std::nullopt;
  auto service_id = directory::find_id(reader, directory::Kind::Service, id);
  if (!service_id) return std::nullopt;
  auto offers = load_offers(reader, visit.context.county, gazetteer, {*service_id});
  if (offers.empty()) return std::nullopt;
  std::string const& status = offers.front().service.status;
  if (status == "defunct" || status == "inactive") return std::nullopt;
  return std::move(offers.front());
}

std::optional<http::Response> renamed(Visit& visit, std::string const& right_href,
                                      std::string_view tail) {
  std::string right = right_href + std::string(tail);
  if (visit.request.path == right) return std::nullopt;
  return http::moved(right + visit.request.query.to_query(), 301);
}

http::Response show_offer(Visit& visit) {
  MyPlace mine = my_place(visit.context.county, visit.request.query);
  auto offer = visit.context.county.database.read(
      [&](db::Reader& reader) { return find_offer(visit, reader, *mine.gazetteer); });
  if (!offer) return visit.site.error_page(visit, 404);
  if (auto moved = renamed(visit, offer_href(offer->service, visit.context.language), ""))
    return *moved;
  ReportForm report;
  report.sent = visit.request.query.get("reported") == "1";
  return render_offer(visit, *offer, mine, std::move(report), 200);
}

http::Response send_report(Visit& visit) {
  MyPlace mine = my_place(visit.context.county, visit.request.query);
  auto& database = visit.context.county.database;
  auto offer = database.read(
      [&](db::Reader& reader) { return find_offer(visit, reader, *mine.gazetteer); });
  if (!offer) return visit.site.error_page(visit, 404);
  auto form = visit.request.form();
  if (!form) return visit.site.error_page(visit, 415);
  Words words(visit.site, visit.context.language);
  std::string back = offer_href(offer->service, words.language()) + "?reported=1#report";
  ReportForm report;
  report.text = std::string(truncate_utf8(form->get("text"), 4 * kReportMax));
  switch (FormGuard::check(visit, *form)) {
    case FormGuard::Verdict::Fine: break;
    case FormGuard::Verdict::Robot: return http::see_other(back);  // thanked and forgotten
    case FormGuard::Verdict::TooMany: return visit.site.error_page(visit, 429);
    case FormGuard::Verdict::TooFast:
    case FormGuard::Verdict::Expired:
      report.error = words("Please send it once more.");
      return render_offer(visit, *offer, mine, std::move(report), 422);
  }
  if (report.text.empty()) report.error = words("Please write what is wrong.");
  if (report.text.size() > kReportMax)
    report.error = words("Please write it in fewer words, or call us.");
  if (!report.error.empty()) return render_offer(visit, *offer, mine, std::move(report), 422);
  database.write([&](db::Writer& writer) {
    add_report(writer, visit.context, offer->service.id, report.text);
  });
  return http::see_other(back);
}

http::Response show_vcard(Visit& visit) {
  MyPlace mine = my_place(visit.context.county, visit.request.query);
  auto offer = visit.context.county.database.read(
      [&](db::Reader& reader) { return find_offer(visit, reader, *mine.gazetteer); });
  if (!offer) return visit.site.error_page(visit, 404);
  ShownText title = shown_text(offer->service, "name", visit.context.language);
  data::VCard card;
  card.uid = offer->service.id;
  card.name = title.text;
  if (offer->organization) card.organization = offer->organization->name;
  std::string tel = tel_href(phone_of(*offer));
  if (!tel.empty()) card.phone = tel.substr(4);
  card.mail = mail_of(*offer);
  for (auto const& place : offer->places) {
    if (place.location.x_protected || place.location.addresses.empty()) continue;
    auto const& address = place.location.addresses.front();
    card.address = {address.address_1, address.city, address.postal_code, "Deutschland"};
    break;
  }
  card.url = visit.site.absolute(visit, offer_href(offer->service, visit.context.language));
  // 3.0: phones that take a card from a page know nothing newer for certain.
  auto response = http::text(data::to_vcard(card, data::VCardVersion::V3), "text/vcard; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"" +
                                             slugify(offer->service.name) + ".vcf\"");
  return response;
}

namespace {

/// "20261123T080509Z"
std::string stamp(Instant instant) {
  std::string text = format_rfc3339(instant);  // 2026-11-23T08:05:09.123Z
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 5) + text.substr(14, 2) + text.substr(17, 2) + "Z";
}

/// Town, name and street; of a protected place the town only.
std::string where_of(OfferPlace const& place) {
  std::vector<std::string> parts;
  if (!place.town.empty()) parts.push_back(place.town);
  if (!place.location.x_protected) {
    if (place.location.name) parts.push_back(*place.location.name);
    if (!place.location.addresses.empty()) parts.push_back(place.location.addresses.front().address_1);
  }
  return join(parts, ", ");
}

}  // namespace

http::Response show_calendar(Visit& visit) {
  auto& county = visit.context.county;
  MyPlace mine = my_place(county, visit.request.query);
  auto offer = county.database.read(
      [&](db::Reader& reader) { return find_offer(visit, reader, *mine.gazetteer); });
  if (!offer) return visit.site.error_page(visit, 404);
  Words words(visit.site, visit.context.language);
  Instant now = visit.context.now();
  Date first = today(county, now);
  Date last{std::chrono::sys_days(first) + std::chrono::days{56}};
  auto free_days = holidays(county);
  calendar::Event event;
  event.stamp = now;
  event.zone = "UTC";  // single days that nobody moves
  event.summary = shown_text(offer->service, "name", visit.context.language).text;
  event.url = visit.site.absolute(visit, offer_href(offer->service, words.language()));
  std::vector<calendar::Event> events;
  auto add_events = [&](hours::Timetable const& timetable, OfferPlace const* place) {
    event.location = place ? where_of(*place) : "";
    for (auto const& interval : hours::expand(timetable, *free_days, first, last)) {
      if (interval.to <= now) continue;
      event.uid = (place ? place->at.id : offer->service.id) + "-" + stamp(interval.from) + "@mila";
      event.day = local_date(interval.from, event.zone);
      event.start = local_minutes(interval.from, event.zone);
      event.length = std::chrono::floor<std::chrono::minutes>(interval.to - interval.from);
      event.description = access_note(words, interval.access);
      events.push_back(event);
    }
  };
  for (auto const& place : offer->places) add_events(place.timetable, &place);
  if (offer->places.empty()) add_events(offer->timetable, nullptr);
  auto response = http::text(calendar::publish(events), "text/calendar; charset=utf-8");
  response.header("Content-Disposition",
                  "attachment; filename=\"" + slugify(offer->service.name) + ".ics\"");
  return response;
}

}  // namespace mila::offers
