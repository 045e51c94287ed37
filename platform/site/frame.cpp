// Filling the frame and the error pages.
#include "platform/site/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila {
namespace {

using i18n::N_;

/// The request's path below its language ("/de/offers/x" → "/offers/x"), with query.
std::string below_language(http::Request const& request) {
  auto second = request.path.find('/', 1);
  std::string path = second == std::string::npos ? "" : request.path.substr(second);
  std::string encoded;
  for (auto segment : split(path, '/'))
    if (!segment.empty()) encoded += "/" + percent_encode(segment);
  return encoded + request.query.to_query();
}

struct ErrorText {
  int status;
  char const* title;
  char const* explanation;
};

constexpr ErrorText kErrors[] = {
    {400, N_("We could not read this address"),
     N_("Please go to the start page and try again from there.")},
    {403, N_("This page is not open to you"),
     N_("If you think it should be, please call the office below.")},
    {404, N_("This page does not exist"),
     N_("Perhaps it was moved or the address has a typing error. Search again, or call us.")},
    {405, N_("This does not work here"), N_("Please go back and use the button on the page.")},
    {409, N_("Somebody else was faster"),
     N_("The entry was changed in the meantime. Please load the page again and look what is new.")},
    {413, N_("That was too much at once"), N_("Please shorten your text and send it again.")},
    {414, N_("This address is too long"), N_("Please search with fewer words.")},
    {415, N_("We cannot read this kind of data"), N_("Please use the form on the page.")},
    {422, N_("Something is missing"), N_("Please go back and check what you entered.")},
    {429, N_("That was very often"), N_("Please wait some minutes and try again, or call us.")},
    {431, N_("Your browser sent too much"), N_("Please clear this page's data and try again.")},
    {503, N_("Very many people are here just now"), N_("Please try again in a few seconds.")},
    {500, N_("Something went wrong on our side"),
     N_("It is not your fault. Please try again in a few minutes, or call us.")},
};

ErrorText const& text_of(int status) {
  for (auto const& text : kErrors)
    if (text.status == status) return text;
  return kErrors[std::size(kErrors) - 1];
}

}  // namespace

// Browsers keep both for an hour: an address that changes with what it shows takes effect at once.
std::string colours_href(CountyConfig const& county) {
  bool ours = county.accent != CountyConfig{}.accent || county.accent_dark != CountyConfig{}.accent_dark;
  return ours ? "/colours.css?" + county.accent.substr(1) + county.accent_dark.substr(1) : "/colours.css";
}

std::string logo_href(CountyConfig const& county) {
  bool uploaded = county.logo.rfind("file:", 0) == 0;
  return uploaded ? "/logo.svg?" + short_id(county.logo.substr(5)) : "/logo.svg";
}

FrameView make_frame(Visit& visit, std::string content, Page page, int status) {
  auto& site = visit.site;
  auto const& county = visit.context.county.config();
  auto const& language = *i18n::find_language(visit.context.language);
  std::string here = page.same_page.empty() ? below_language(visit.request) : page.same_page;
  bool error = status >= 400;
  FrameView view;
  view.title = page.title;
  view.description = page.description;
  view.language = language.code;
  view.dir = language.right_to_left ? "rtl" : "ltr";
  view.rtl = language.right_to_left;
  view.county = county.name;
  view.brand = county.brand;
  view.home_href = "/" + view.language;
  view.css = site.asset("mila.css");
  view.js = site.asset("mila.js");
  view.colours = colours_href(county);
  view.language_name = language.native_name;
  view.og_locale = std::string(language.locale.substr(0, 5));
  view.atom_href = "/" + view.language + "/offers.atom";
  view.has_logo = !county.logo.empty();
  view.logo_href = logo_href(county);
  view.home = page.home;
  view.indexed = page.indexed && !error;
  view.leave_quickly = page.leave_quickly;
  view.emergency_strip = page.emergency_strip;
  view.head = std::move(page.head);
  view.content = {std::move(content)};
  view.site_name = county.name;
  if (view.indexed) view.canonical = site.absolute(visit, "/" + view.language + here);
  int shown = 0;
  for (auto const& code : county.languages) {
    auto const& other = *i18n::find_language(code);
    LanguageLink link;
    link.code = other.code;
    link.name = other.native_name;
    link.rtl = other.right_to_left;
    link.current = other.code == language.code;
    link.href = error ? "/" + code : "/" + code + here;
    // A narrow screen has room for five; the reader's own is always among them.
    link.wide = !link.current && ++shown > 5;
    if (view.indexed) {
      LanguageLink alternate = link;
      alternate.href = site.absolute(visit, link.href);
      view.alternates.push_back(std::move(alternate));
    }
    view.languages.push_back(std::move(link));
  }
  std::vector<MenuItem> items;
  for (auto const& module : site.modules())
    items.insert(items.end(), module.menu.begin(), module.menu.end());
  std::stable_sort(items.begin(), items.end(),
                   [](auto const& a, auto const& b) { return a.order < b.order; });
  for (auto const& item : items) {
    FrameLinkView link{site.translate(view.language, item.text), "/" + view.language + item.path,
                  item.path == page.active_path};
    (item.order >= 1000 ? view.footer : view.menu).push_back(std::move(link));
  }
  view.crumbs = std::move(page.crumbs);
  if (!view.crumbs.empty() && view.crumbs.back().href.empty()) {
    view.last_crumb = view.crumbs.back().text;
    view.crumbs.pop_back();
  }
  return view;
}

ErrorView make_error(Visit& visit, int status, std::string const& message) {
  auto& site = visit.site;
  auto const& county = visit.context.county.config();
  std::string const& language = visit.context.language;
  ErrorText const& text = text_of(status);
  ErrorView view;
  view.status = status;
  view.title = site.translate(language, text.title);
  view.explanation = site.translate(language, message.empty() ? text.explanation : message);
  view.office_name = county.office_name;
  view.office_phone = county.office_phone;
  view.office_tel = tel_href(county.office_phone);
  view.search_href = "/" + language + "/search";
  view.home_href = "/" + language;
  return view;
}

Page error_frame(ErrorView const& view) {
  Page page;
  page.title = view.title;
  page.indexed = false;
  return page;
}

std::string tel_href(std::string_view number) {
  std::string digits;
  bool plus = false;
  for (char c : number) {
    if (c == '+' && digits.empty()) plus = true;
    if (c >= '0' && c <= '9') digits += c;
    if (c == '/' && digits.size() > 7) break;  // "069 90009-452 / -453": the first number dials
  }
  if (digits.empty()) return "";
  if (plus) return "tel:+" + digits;
  if (digits.rfind("00", 0) == 0) return "tel:+" + digits.substr(2);
  if (digits[0] == '0') return "tel:+49" + digits.substr(1);
  return "tel:" + digits;
}

std::string icon_markup(std::string const& path, std::string const& name) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  std::string svg(trim(text.str()));
  auto open = svg.find('>');
  auto close = svg.rfind("</svg>");
  if (svg.rfind("<svg", 0) != 0 || open == std::string::npos || close == std::string::npos)
    throw html::TemplateError("no icon " + name);
  bool directed = name == "arrow" || name == "exit" || name == "external";
  return fmt::format(
      "<svg class=\"m-icon{}\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{}</svg>",
      directed ? " m-flip" : "", trim(std::string_view(svg).substr(open + 1, close - open - 1)));
}

std::string inline_image(std::string const& svg, std::string const& name) {
  if (svg.rfind("<svg ", 0) != 0) throw html::TemplateError("no image " + name);
  std::string markup(trim(svg));
  markup = replace_all(markup, " xmlns=\"http://www.w3.org/2000/svg\"", "");
  return "<svg aria-hidden=\"true\" " + markup.substr(5);
}

std::unordered_map<std::string, std::string> read_manifest(std::string const& path) {
  std::unordered_map<std::string, std::string> assets;
  std::ifstream file(path);
  auto json = nlohmann::json::parse(file, nullptr, false);
  if (!json.is_object()) return assets;
  for (auto const& [name, built] : json.items())
    if (built.is_string()) assets[name] = built.get<std::string>();
  return assets;
}

}  // namespace mila
