// Filling the workplace's frame.
#include "platform/site/staff_frame.h"

#include <algorithm>

#include "platform/site/frame.h"

namespace mila {

std::vector<StaffMenuItem> staff_menu_of(Site& site, Actor const& actor) {
  std::vector<StaffMenuItem> items;
  for (auto const& module : site.modules())
    for (auto const& item : module.staff_menu)
      if (actor.may(item.permission)) items.push_back(item);
  std::stable_sort(items.begin(), items.end(),
                   [](auto const& a, auto const& b) { return a.order < b.order; });
  return items;
}

/// Sections of the menu by its order: what is offered, the people, what they agree on, running it all.
int section_of(int order) { return order < 20 ? 0 : order < 60 ? 1 : order < 70 ? 2 : 3; }

std::string with_csrf(std::string html, std::string const& token) {
  std::string out;
  out.reserve(html.size() + 400);
  std::size_t at = 0;
  while (true) {
    auto form = html.find("<form", at);
    auto end = form == std::string::npos ? form : html.find('>', form);
    if (end == std::string::npos) break;
    ++end;
    out.append(html, at, end - at);
    if (std::string_view(html).substr(form, end - form).find("method=\"post\"") !=
        std::string_view::npos)
      out += "<input type=\"hidden\" name=\"csrf\" value=\"" + token + "\">";
    at = end;
  }
  out.append(html, at, std::string::npos);
  return out;
}

StaffFrameView make_staff_frame(Visit& visit, std::string content, Page page) {
  auto& site = visit.site;
  auto const& county = visit.context.county.config();
  auto const& actor = visit.context.actor;
  StaffFrameView view;
  view.title = page.title;
  view.language = visit.context.language == "en" ? "en" : "de";
  view.county = county.name;
  view.brand = county.brand;
  view.css = site.asset("mila.css");
  view.js = site.asset("mila.js");
  view.colours = colours_href(county);
  view.has_logo = !county.logo.empty();
  view.logo_href = logo_href(county);
  view.signed_in = actor.signed_in();
  view.name = actor.name;
  view.notice = page.notice;
  if (view.notice.empty() && visit.request.query.get("done") == "saved")
    view.notice = site.translate(view.language, i18n::N_("Saved."));
  view.head = std::move(page.head);
  view.content = {actor.signed_in() ? with_csrf(std::move(content), actor.csrf) : std::move(content)};
  std::string active = page.active_path.empty() ? visit.request.path : page.active_path;
  int section = 0;
  StaffLink* nearest = nullptr;
  if (actor.signed_in()) {
    auto items = staff_menu_of(site, actor);
    view.menu.reserve(items.size());
    for (auto const& item : items) {
      auto& link = view.menu.emplace_back(
          StaffLink{site.translate(view.language, item.text), item.path, {site.icon(item.icon)}});
      link.apart = section_of(item.order) != section;
      section = section_of(item.order);
      bool above = item.path == active || (item.path != "/staff" && active.rfind(item.path + "/", 0) == 0);
      if (above && (!nearest || item.path.size() > nearest->href.size())) nearest = &link;
    }
  }
  if (nearest) nearest->current = true;
  for (std::size_t i = 0; i < std::min<std::size_t>(view.menu.size(), 4); ++i)
    view.bar.push_back(view.menu[i]);
  view.crumbs = std::move(page.crumbs);
  if (!view.crumbs.empty() && view.crumbs.back().href.empty()) {
    view.last_crumb = view.crumbs.back().text;
    view.crumbs.pop_back();
  }
  return view;
}

}  // namespace mila
