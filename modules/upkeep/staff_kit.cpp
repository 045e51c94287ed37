// What the pages of this module share.
#include "modules/upkeep/staff_kit.h"

#include <fmt/format.h>

#include "modules/upkeep/overview.h"
#include "platform/base/text.h"

namespace mila::upkeep {

std::string long_date(Date date, std::string_view language) {
  return i18n::format_date(date, language, i18n::DateStyle::Long);
}

std::string long_date(std::string_view iso, std::string_view language) {
  auto date = parse_iso_date(iso.substr(0, 10));
  return date ? long_date(*date, language) : "";
}

Page offers_frame(Visit& visit, std::string title, std::vector<Page::Crumb> between) {
  Page frame;
  frame.title = std::move(title);
  frame.active_path = "/staff/offers";
  // Who only looks at tours or translates has no list of offers to go back to.
  if (visit.context.actor.may(Permission::EditOffers))
    frame.crumbs = {{visit.site.translate(visit.context.language, N_("Offers")), "/staff/offers"}};
  for (auto& crumb : between) frame.crumbs.push_back(std::move(crumb));
  frame.crumbs.push_back({frame.title, ""});
  return frame;
}

http::Response list_page(Visit& visit, ListPageView& view, std::string const& active) {
  Page frame = active == "/staff/offers" ? Page{} : offers_frame(visit, view.title);
  frame.title = view.title;
  frame.active_path = active;
  return mila::list_page(visit, view, std::move(frame));
}

http::Response form_page(Visit& visit, FormPageView& view, int status, std::string const& active,
                         std::vector<Page::Crumb> between) {
  Page frame = offers_frame(visit, view.title, std::move(between));
  frame.active_path = active;
  return visit.site.page(visit, "site/staff_form_page.html", view, frame, status);
}

std::string public_href(directory::Service const& service, std::string_view language) {
  return fmt::format("/{}/offers/{}-{}", language, slugify(service.name), short_id(service.id));
}

std::vector<Choice> organization_choices(Context const& context, db::Reader& reader,
                                         Permission permission) {
  auto ids = context.actor.scope_ids(permission, Scope::Organization);
  auto all = overview(context.county, reader);
  std::vector<OrganizationRow const*> rows;
  for (auto const& [id, row] : all->organizations)
    if (!ids || std::find(ids->begin(), ids->end(), id) != ids->end()) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(),
            [](auto const* a, auto const* b) { return a->sort_key < b->sort_key; });
  std::vector<Choice> choices;
  for (auto const* row : rows) choices.push_back({row->id, row->name});
  return choices;
}

}  // namespace mila::upkeep
