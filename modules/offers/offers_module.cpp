// What this module tells the program: the site map of the public pages.
#include "modules/offers/home_page.h"
#include "modules/offers/more_pages.h"
#include "modules/offers/offer_view.h"
#include "modules/offers/offers.h"
#include "modules/offers/page_kit.h"
#include "modules/offers/pages.h"
#include "modules/offers/reports.h"
#include "modules/offers/result_view.h"
#include "modules/offers/search_misses.h"
#include "platform/data/csv.h"

namespace mila::offers {
namespace {

using http::Method;
using html::schema_of;

std::string export_reports(Context& context) {
  std::string text = data::csv_line({"Eingang", "Angebot", "Sprache", "Hinweis"});
  context.county.database.read([&](db::Reader& reader) {
    for (auto const& report : all_reports(reader)) {
      auto services = directory::find_services(reader, {report.service_id});
      text += data::csv_line({format_rfc3339(report.created_at),
                              services.empty() ? "" : services.front().name, report.language,
                              report.text});
    }
  });
  return text;
}

std::string export_misses(Context& context) {
  std::string text = data::csv_line({"Suche", "Tage", "Anzahl"});
  context.county.database.read([&](db::Reader& reader) {
    for (auto const& miss : frequent_misses(reader))
      text += data::csv_line({miss.query, std::to_string(miss.days), std::to_string(miss.count)});
  });
  return text;
}

std::int64_t expire(Context& context) {
  search_misses(context.county).flush(context.county);
  return context.county.database.write([&](db::Writer& writer) {
    return expire_reports(writer) + expire_misses(writer, today(context.county, context.now()));
  });
}

}  // namespace

Module const& module() {
  static Module const offers = [] {
    Module m;
    m.name = "offers";
    m.summary = "finding help: search, public pages, hints that something is wrong";
    auto route = [&](Method method, char const* pattern, Handler handler, char const* sample) {
      m.routes.push_back({method, pattern, Permission::Public, std::move(handler), sample});
    };
    // Finding
    route(Method::Get, "/{lang}", show_home, "/{lang}?place=weidenrode");
    route(Method::Get, "/{lang}/search", list_results, "/{lang}/search?q=Wohnung&place=weidenrode");
    route(Method::Get, "/{lang}/map", show_map, "/{lang}/map?topic=housing");
    route(Method::Get, "/{lang}/topics", list_topics, "/{lang}/topics");
    route(Method::Get, "/{lang}/responsible", show_responsible,
          "/{lang}/responsible?place=weidenrode&topic=return-advice");
    // One offer
    route(Method::Get, "/{lang}/offers/{key}", show_offer, "/{lang}/offers/{offer}");
    route(Method::Get, "/{lang}/offers/{key}/card", show_card, "/{lang}/offers/{offer}/card");
    route(Method::Get, "/{lang}/offers/{key}/contact.vcf", show_vcard,
          "/{lang}/offers/{offer}/contact.vcf");
    route(Method::Get, "/{lang}/offers/{key}/calendar.ics", show_calendar,
          "/{lang}/offers/{offer}/calendar.ics");
    route(Method::Post, "/{lang}/offers/{key}/reports", send_report,
          "/{lang}/offers/{offer}/reports");
    // Organisations
    route(Method::Get, "/{lang}/organisations", list_organizations, "/{lang}/organisations");
    route(Method::Get, "/{lang}/organisations/{key}", show_organization,
          "/{lang}/organisations/{organisation}");
    // Legal notes
    route(Method::Get, "/{lang}/imprint", show_imprint, "/{lang}/imprint");
    route(Method::Get, "/{lang}/privacy", show_privacy, "/{lang}/privacy");
    route(Method::Get, "/{lang}/accessibility", show_accessibility, "/{lang}/accessibility");
    route(Method::Post, "/{lang}/accessibility/reports", send_barrier,
          "/{lang}/accessibility/reports");
    // For machines
    route(Method::Get, "/{lang}/offers.atom", show_atom, "/{lang}/offers.atom");
    route(Method::Get, "/sitemap.xml", show_sitemap, "/sitemap.xml");
    route(Method::Get, "/robots.txt", show_robots, "/robots.txt");
    route(Method::Get, "/colours.css", show_colours, "/colours.css");
    route(Method::Get, "/logo.svg", show_logo, "/logo.svg");
    route(Method::Get, "/outlines.json", show_outlines, "/outlines.json");

    m.menu = {{10, N_("Find help"), "/search"},
              {20, N_("Who is in charge?"), "/responsible"},
              {30, N_("Topics A to Z"), "/topics"},
              {40, N_("Organisations"), "/organisations"},
              {1010, N_("Imprint"), "/imprint"},
              {1020, N_("Privacy"), "/privacy"},
              {1030, N_("Accessibility"), "/accessibility"}};
    m.templates = {{"offers/home.html", schema_of<HomeView>()},
                   {"offers/results.html", schema_of<ResultView>()},
                   {"offers/map.html", schema_of<MapView>()},
                   {"offers/offer.html", schema_of<OfferView>()},
                   {"offers/card.html", schema_of<CardView>()}};
    for (auto& use : more_templates()) m.templates.push_back(std::move(use));
    m.personal_data = {
        {"report", "free text of a hint, its language, when, who takes care (account id)", "entries are corrected",
         "Art. 6 (1) e GDPR", "90 days", "deleted by the daily clean-up; no sender is stored"},
        {"search_miss", "words searched without a hit", "gaps in the directory are seen",
         "no personal data: no address, no digits, no @, shown from three days on", "90 days",
         "deleted by the daily clean-up"}};
    m.expire = expire;
    m.exports = {{"reports", "hints “something is wrong here” as CSV", export_reports},
                 {"searches", "frequent searches without a hit as CSV", export_misses}};
    return m;
  }();
  return offers;
}

}  // namespace mila::offers
