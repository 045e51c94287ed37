// The frame around every page of the workplace: side menu, bar on phones, account menu.
#pragma once

#include <string>
#include <vector>

#include "platform/html/view.h"
#include "platform/site/site.h"

namespace mila {

struct StaffLink {
  std::string text, href;
  html::Safe icon;
  bool current = false;
  bool apart = false;  ///< begins a section of the menu
  template <class V>
  void fields(V& v) {
    v("text", text)("href", href)("icon", icon)("current", current)("apart", apart);
  }
};

struct StaffFrameView {
  std::string title, language, county, brand, css, js, colours, name, notice, logo_href;
  bool signed_in = false, has_logo = false, demo = false;
  html::Safe head, content;
  std::vector<StaffLink> menu, bar;
  std::vector<Page::Crumb> crumbs;
  std::string last_crumb;
  template <class V>
  void fields(V& v) {
    v("title", title)("language", language)("county", county)("brand", brand)("css", css)("js", js)(
        "colours", colours)("name", name)("notice", notice)("logo_href", logo_href)(
        "signed_in", signed_in)("has_logo", has_logo)("head", head)("content", content)(
        "menu", menu)("bar", bar)("crumbs", crumbs)("last_crumb", last_crumb);
  }
};

StaffFrameView make_staff_frame(Visit& visit, std::string content, Page page);

/// Puts the session's token into every POST form of `html`, so that no page can forget it.
std::string with_csrf(std::string html, std::string const& token);

/// The menu entries the actor may use, in order.
std::vector<StaffMenuItem> staff_menu_of(Site& site, Actor const& actor);

}  // namespace mila
