// Web addresses that do not answer any more, with the entries they stand in.
#include "modules/upkeep/links.h"
#include "modules/upkeep/staff_pages.h"

namespace mila::upkeep {
namespace {

struct Meaning {
  char const* code;
  char const* text;
};
constexpr Meaning kMeanings[] = {
    {"http-404", N_("The page is not there any more.")},
    {"http-410", N_("The page was removed.")},
    {"too-many-redirects", N_("The page leads in circles.")},
    {"bad-certificate", N_("The certificate of the website is wrong or has run out; browsers warn.")},
    {"not-public", N_("The address leads into a closed network.")},
    {"no-web-address", N_("This is no address of a website.")},
    {"no-such-host", N_("There is no website of this name.")},
    {"no-connection", N_("The website does not answer.")},
    {"timeout", N_("The website does not answer in time.")}};

std::string meaning(Words const& words, std::string const& code) {
  for (auto const& each : kMeanings)
    if (code == each.code) return words(each.text);
  return words(N_("The website reports an error."));
}

}  // namespace

http::Response list_links(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  std::shared_ptr<Overview const> all;
  std::vector<BrokenLink> broken;
  context.county.database.read([&](db::Reader& reader) {
    all = overview(context.county, reader);
    broken = broken_links_of(context, reader, *all);
  });
  LinksView view;
  view.title = words(N_("Links that do not work"));
  for (auto const& link : broken) {
    LinkRowView row;
    row.number = std::to_string(view.links.size() + 1);
    row.url = link.check.url;
    row.problem = meaning(words, link.check.code);
    if (link.check.checked_at)
      row.checked = words(N_("Tried last on {date}, broken on {n} days in a row."),
                          {{"date", moment(context, *link.check.checked_at)},
                           {"n", std::to_string(link.check.failures)}});
    for (auto const* offer : link.offers) row.entries.push_back({"/staff/offers/" + offer->id, offer->name});
    for (auto const* organization : link.organizations)
      row.entries.push_back({"/staff/providers/" + organization->id, organization->name});
    view.links.push_back(std::move(row));
  }
  view.has_links = !view.links.empty();
  return visit.site.page(visit, "upkeep/staff/links.html", view, offers_frame(visit, view.title));
}

http::Response answer_link(Visit& visit) {
  auto& context = visit.context;
  auto form = visit.request.form();
  std::string url = form ? form->get("url") : "", act = form ? form->get("act") : "";
  if (act != "again" && act != "leave") return visit.site.error_page(visit, 422);
  bool found = context.county.database.read([&](db::Reader& reader) {
    for (auto const& link : broken_links_of(context, reader, *overview(context.county, reader)))
      if (link.check.url == url) return true;
    return false;
  });
  if (!found) return visit.site.error_page(visit, 404);
  context.county.database.write([&](db::Writer& writer) {
    auto check = find_link_check(writer, url);
    if (!check) return;
    if (act == "again") check->due_at = writer.now();
    else check->left_until = format_iso_date(Date{std::chrono::sys_days(today(context)) + std::chrono::days{182}});
    update_link_check(writer, *check);
    writer.changed("upkeep_link_check", "*");
  });
  return http::see_other("/staff/links?done=saved");
}

std::vector<WaitingItem> waiting_links(Context& context, db::Reader& reader, Overview const& all) {
  auto broken = broken_links_of(context, reader, all);
  if (broken.empty()) return {};
  Words words(context, context.language);
  auto count = static_cast<std::int64_t>(broken.size());
  std::string first = broken.front().offers.empty() ? broken.front().organizations.front()->name
                                                    : broken.front().offers.front()->name;
  return {{words.count("One link does not work any more", "{n} links do not work any more", count), first,
           "/staff/links", words(N_("Look at them")), {}, false}};
}

}  // namespace mila::upkeep
