// One organisation with what it offers and whom to call there; and the list of all of them.
#include <fmt/format.h>

#include <algorithm>

#include "modules/directory/sectors.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offer_view.h"
#include "modules/offers/organization_view.h"
#include "modules/offers/pages.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

constexpr char const* kOtherSector = N_("More organisations");

char const* sector_title(std::string_view code) {
  auto const* title = directory::title_of(directory::sectors(), code);
  return title ? title : kOtherSector;
}

ShownText shown(directory::Organization const& organization, std::string_view field,
                std::string const& reader_language) {
  // Names and descriptions of organisations are kept like those of offers.
  directory::Service same;
  same.name = organization.name;
  same.description = organization.description;
  same.x_texts = organization.x_texts;
  return shown_text(same, field, reader_language);
}

/// The town, which may be said of protected organisations, too.
std::string town_of(directory::Organization const& organization) {
  return organization.x_address ? organization.x_address->city : "";
}

/// "https://www.verein.example/de/" → "www.verein.example"
std::string host_of(std::string const& website) {
  auto start = website.find("://");
  std::string host = start == std::string::npos ? website : website.substr(start + 3);
  return host.substr(0, host.find_first_of("/?#"));
}

void fill_contact(OrganizationView& view, directory::Organization const& organization) {
  view.is_protected = organization.x_protected;
  view.town = town_of(organization);
  if (!organization.phones.empty()) view.phone = organization.phones.front().number;
  view.tel = tel_href(view.phone);
  view.mail = organization.email.value_or("");
  view.has_address = !view.town.empty();
  // A website has an imprint, and that has the address.
  if (view.is_protected) return;
  view.website = organization.website.value_or("");
  if (view.website.rfind("http://", 0) != 0 && view.website.rfind("https://", 0) != 0)
    view.website.clear();
  view.website_label = host_of(view.website);
  if (!organization.x_address) return;
  auto const& address = *organization.x_address;
  view.street = address.address_1;
  view.town = address.postal_code + (address.postal_code.empty() ? "" : " ") + address.city;
}

/// Everything that has to be looked up: offers, functions, the organisation above.
void fill_related(OrganizationView& view, Visit& visit, Words const& words, db::Reader& reader,
                  directory::Organization const& organization, MyPlace const& mine, Instant now,
                  Instant& fresh_until, bool& about_violence) {
  auto& county = visit.context.county;
  auto calendar = holidays(county);
  auto ids = directory::services_of(reader, organization.id);
  for (auto const& offer : load_offers(reader, county, *mine.gazetteer, ids)) {
    OfferLine line = offer_line(words, offer, *calendar, now, std::nullopt);
    line.href += place_query(mine);
    fresh_until = std::min(fresh_until, line.state.changes_at);
    about_violence = about_violence || is_about_violence(offer.service);
    view.offers.push_back(std::move(line));
  }
  for (auto const& function : directory::all_functions(reader)) {
    if (function.organization_id != organization.id) continue;
    CallBox box = call_box(words, county, function, function.department.value_or(""),
                           *mine.gazetteer, now, fresh_until);
    view.functions.push_back(std::move(box));
  }
  auto above = directory::find_organizations(
      reader, {organization.parent_organization_id.value_or("")});
  if (!above.empty())
    view.parent = {organization_href(above.front(), words.language()) + place_query(mine),
                   above.front().name};
}

std::optional<directory::Organization> find_organization(Visit& visit, db::Reader& reader) {
  std::string key = visit.request.parameter("key");
  auto dash = key.rfind('-');
  std::string id = dash == std::string::npos ? key : key.substr(dash + 1);
  if (id.size() != 8) return std::nullopt;
  auto found = directory::find_id(reader, directory::Kind::Organization, ascii_lower(id));
  if (!found) return std::nullopt;
  auto organizations = directory::find_organizations(reader, {*found});
  if (organizations.empty() || organizations.front().x_status == "inactive") return std::nullopt;
  return std::move(organizations.front());
}

}  // namespace

http::Response show_organization(Visit& visit) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  Instant now = visit.context.now(), fresh_until = next_midnight(county, now);
  MyPlace mine = my_place(county, visit.request.query);
  OrganizationView view;
  bool about_violence = false;
  auto organization = county.database.read([&](db::Reader& reader) {
    auto found = find_organization(visit, reader);
    if (found)
      fill_related(view, visit, words, reader, *found, mine, now, fresh_until, about_violence);
    return found;
  });
  if (!organization) return visit.site.error_page(visit, 404);
  std::string href = organization_href(*organization, words.language());
  if (auto moved = renamed(visit, href, "")) return *moved;
  view.title = shown(*organization, "name", words.language());
  view.description = shown(*organization, "description", words.language());
  view.has_description = !view.description.text.empty();
  if (organization->x_sector) view.sector = words(sector_title(*organization->x_sector));
  fill_contact(view, *organization);
  for (auto const& code : directory::codes(organization->x_terms, "topic"))
    view.topics.push_back({fmt::format("/{}/search?topic={}", words.language(), code),
                           words.topic(code)});
  view.has_topics = !view.topics.empty();
  view.has_functions = !view.functions.empty();
  view.has_offers = !view.offers.empty();
  view.has_parent = !view.parent.href.empty();
  Page frame;
  frame.title = view.title.text;
  frame.description = std::string(truncate_utf8(view.description.text, 200));
  frame.active_path = "/organisations";
  frame.leave_quickly = about_violence;
  frame.same_page = organization_href(*organization, "").substr(1) + place_query(mine);
  frame.crumbs = {{words("Organisations"), "/" + words.language() + "/organisations"},
                  {view.title.text, ""}};
  auto response = visit.site.page(visit, "offers/organization.html", view, frame);
  response.fresh_until = fresh_until;
  return response;
}

http::Response list_organizations(Visit& visit) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  auto organizations = county.database.read([&](db::Reader& reader) {
    return directory::find_organizations(reader, directory::all_organization_ids(reader));
  });
  OrganizationsView view;
  for (auto const& sector : directory::sectors())
    view.sectors.push_back({std::string("s-") + sector.code, words(sector.title), "", {}});
  view.sectors.push_back({"s-more", words(kOtherSector), "", {}});
  for (auto const& organization : organizations) {  // by name already
    std::string code = organization.x_sector.value_or("");
    auto group = std::find_if(view.sectors.begin(), view.sectors.end() - 1,
                              [&](SectorGroup const& g) { return g.id == "s-" + code; });
    group->rows.push_back({shown(organization, "name", words.language()),
                           organization_href(organization, words.language()),
                           town_of(organization)});
  }
  std::erase_if(view.sectors, [](SectorGroup const& group) { return group.rows.empty(); });
  for (auto& group : view.sectors)
    group.count = i18n::format_number(static_cast<std::int64_t>(group.rows.size()),
                                      words.language());
  view.none = view.sectors.empty();
  Page frame;
  frame.title = words("Organisations");
  frame.description =
      words("Who helps in {county}: offices, associations, advice and meeting places.",
            {{"county", county.config().name}});
  frame.active_path = "/organisations";
  auto response = visit.site.page(visit, "offers/organizations.html", view, frame);
  response.fresh_until = next_midnight(county, visit.context.now());
  return response;
}

}  // namespace mila::offers
