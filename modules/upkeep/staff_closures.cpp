// "Closed today" in the workplace, and the links for phones.
#include <algorithm>

#include "modules/upkeep/closure_list.h"
#include "modules/upkeep/closures.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_pages.h"
#include "modules/upkeep/today_link_store.h"
#include "platform/auth/audit.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

constexpr std::size_t kOffersShown = 40;

std::optional<std::vector<std::string>> own_ids(Context const& context) {
  return context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
}

/// Offers the visitor may close: all of few organisations, of many those that were searched for.
std::vector<std::string> wanted_offers(Overview const& all, Context const& context,
                                       std::string const& organization, std::string const& search) {
  auto own = own_ids(context);
  std::string text = search.empty() ? "" : slugify(search);
  std::vector<std::string> ids;
  for (auto const& row : all.offers) {
    bool may = !own || std::find(own->begin(), own->end(), row.organization_id) != own->end();
    bool asked = (organization.empty() || row.organization_id == organization) &&
                 (text.empty() || slugify(row.name).find(text) != std::string::npos);
    if (may && asked && row.is_public() && ids.size() < kOffersShown) ids.push_back(row.id);
  }
  return ids;
}

Form filter_form(Visit& visit, std::vector<Choice> organizations) {
  Form form(visit, "/staff/closures");
  form.by_get();
  form.text("q", N_("Offer")).value(visit.request.query.get("q"));
  if (organizations.size() > 1) {
    organizations.insert(organizations.begin(), {"", Words(visit)(N_("All"))});
    form.select("organisation", N_("Organisation"), std::move(organizations))
        .value(visit.request.query.get("organisation"));
  }
  form.submit(N_("Show"));
  return form;
}

Form link_form(Visit& visit, std::vector<Choice> const& organizations) {
  Form form(visit, "/staff/closures/links");
  auto& field = form.select("for", N_("Organisation"), organizations).required();
  if (organizations.size() == 1) field.value(organizations.front().value);
  form.text("label", N_("For whom or where")).required().longest(80).hint(N_("Like: counter, bus driver"));
  form.submit(N_("Make the link"));
  return form;
}

http::Response page(Visit& visit, Form const* sent) {
  auto& context = visit.context;
  Words words(visit);
  StaffClosuresView view;
  std::vector<Entry> entries;
  std::vector<Choice> organizations;
  context.county.database.read([&](db::Reader& reader) {
    auto all = overview(context.county, reader);
    organizations = organization_choices(context, reader, Permission::EditOffers);
    entries = find_entries(reader, wanted_offers(*all, context, visit.request.query.get("organisation"),
                                                 visit.request.query.get("q")));
    for (auto const& link : today_links(reader, own_ids(context))) {
      std::string detail = words(N_("made on {date}"), {{"date", long_date(local_date(link.made_at, context.county.config().zone), words.language())}});
      if (link.used_at) detail += ", " + words(N_("last used {moment}"), {{"moment", moment(context, *link.used_at)}});
      view.links.push_back({"/de/closures/" + token_of(context.county, link),
                            link.label + ", " + all->organization_name(link.organization_id), detail,
                            "/staff/closures/links/" + link.id + "/end"});
    }
  });
  view.title = words(N_("Closed today"));
  view.offers = closure_list(visit, entries, "/staff/closures");
  view.has_offers = !view.offers.empty();
  view.has_links = !view.links.empty();
  view.has_filter = organizations.size() > 1 || entries.size() >= kOffersShown;
  view.filter = filter_form(visit, organizations).view();
  std::optional<Form> fresh;
  if (!sent) fresh.emplace(link_form(visit, organizations));
  view.form = (sent ? sent : &*fresh)->view();
  view.open = sent != nullptr;
  return visit.site.page(visit, "upkeep/staff/closures.html", view, offers_frame(visit, view.title),
                         sent ? sent->status() : 200);
}

}  // namespace

http::Response show_staff_closures(Visit& visit) { return page(visit, nullptr); }

http::Response save_staff_closure(Visit& visit) {
  auto form = visit.request.form();
  if (!form) return visit.site.error_page(visit, 415);
  auto done = visit.context.county.database.write([&](db::Writer& writer) {
    return change_closure(writer, visit.context, *form, "");
  });
  if (done) return http::see_other("/staff/closures?done=saved");
  return visit.site.error_page(visit, done.error().code == ErrorCode::Invalid ? 422 : 404);
}

http::Response make_today_link(Visit& visit) {
  auto& context = visit.context;
  auto organizations = context.county.database.read([&](db::Reader& reader) {
    return organization_choices(context, reader, Permission::EditOffers);
  });
  Form form = link_form(visit, organizations);
  if (!form.read()) return page(visit, &form);
  context.county.database.write([&](db::Writer& writer) {
    TodayLink link;
    link.id = uuid_v7(writer.now(), context.random);
    link.organization_id = form["for"];
    link.label = form["label"];
    link.made_by = context.actor.account_id;
    link.made_at = writer.now();
    insert_today_link(writer, link);
    auth::audit(writer, context, "today_link.made", "organization", link.organization_id, link.id);
    writer.changed("upkeep_today_link", link.id);
  });
  return http::see_other("/staff/closures?done=saved");
}

http::Response end_today_link_page(Visit& visit) {
  auto& context = visit.context;
  bool done = context.county.database.write([&](db::Writer& writer) {
    auto link = find_today_link(writer, visit.request.parameter("id"));
    if (!link || !may_edit(context.actor, link->organization_id)) return false;
    end_today_link(writer, link->id);
    auth::audit(writer, context, "today_link.ended", "organization", link->organization_id, link->id);
    writer.changed("upkeep_today_link", link->id);
    return true;
  });
  return done ? http::see_other("/staff/closures?done=saved") : visit.site.error_page(visit, 404);
}

}  // namespace mila::upkeep
