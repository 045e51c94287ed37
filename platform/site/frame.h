// The frame around every page: head, header, languages, menu, footer; and the error pages.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "platform/html/view.h"
#include "platform/site/site.h"

namespace mila {

struct LanguageLink {
  std::string code, name, href;
  bool rtl = false, current = false, wide = false;
  template <class V>
  void fields(V& v) {
    v("code", code)("name", name)("href", href)("rtl", rtl)("current", current)("wide", wide);
  }
};

struct FrameLinkView {
  std::string text, href;
  bool current = false;
  template <class V>
  void fields(V& v) {
    v("text", text)("href", href)("current", current);
  }
};

struct FrameView {
  std::string title, description, language, dir, county, brand, home_href, css, js, colours,
      canonical, site_name, language_name, og_locale, atom_href, logo_href;
  bool home = false, indexed = true, leave_quickly = false, emergency_strip = false, rtl = false,
       has_logo = false;
  html::Safe head, content;
  std::vector<LanguageLink> languages, alternates;
  std::vector<FrameLinkView> menu, footer;
  std::vector<Page::Crumb> crumbs;
  std::string last_crumb;
  template <class V>
  void fields(V& v) {
    v("title", title)("description", description)("language", language)("dir", dir)(
        "county", county)("brand", brand)("home_href", home_href)("css", css)("js", js)(
        "colours", colours)("canonical", canonical)("site_name", site_name)(
        "language_name", language_name)("og_locale", og_locale)("atom_href", atom_href)(
        "logo_href", logo_href)("home", home)("indexed", indexed)("leave_quickly", leave_quickly)(
        "emergency_strip", emergency_strip)("rtl", rtl)("has_logo", has_logo)("head", head)(
        "content", content)("languages", languages)("alternates", alternates)("menu", menu)(
        "footer", footer)("crumbs", crumbs)("last_crumb", last_crumb);
  }
};

struct ErrorView {
  std::string title, explanation, office_name, office_phone, office_tel, search_href, home_href;
  int status = 500;
  template <class V>
  void fields(V& v) {
    v("title", title)("explanation", explanation)("office_name", office_name)(
        "office_phone", office_phone)("office_tel", office_tel)("search_href", search_href)(
        "home_href", home_href)("status", status);
  }
};

/// Addresses of the county's colours and logo, different for different ones.
std::string colours_href(CountyConfig const& county);
std::string logo_href(CountyConfig const& county);

FrameView make_frame(Visit& visit, std::string content, Page page, int status);
ErrorView make_error(Visit& visit, int status, std::string const& message);
Page error_frame(ErrorView const& view);

/// "069 90009-452" → "tel:+496990009452". Digits only; a leading 0 means Germany; short service
/// numbers (112, 116117) stay as they are.
std::string tel_href(std::string_view number);

/// Inline markup of an icon file, for templates: {{>icon/phone}}.
std::string icon_markup(std::string const& path, std::string const& name);
/// Markup of a drawing that takes the county's colour: {{>image/hills}}.
std::string inline_image(std::string const& svg, std::string const& name);
std::unordered_map<std::string, std::string> read_manifest(std::string const& path);
std::vector<std::pair<std::string, std::string>> security_headers(http::Request const& request,
                                                                  std::string const& policy);

}  // namespace mila
