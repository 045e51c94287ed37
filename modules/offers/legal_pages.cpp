// Imprint, privacy notice, accessibility statement with its way to report a barrier.
#include <spdlog/spdlog.h>

#include <fstream>
#include <sstream>

#include "modules/offers/legal_text.h"
#include "modules/offers/legal_view.h"
#include "modules/offers/offers.h"
#include "modules/offers/page_kit.h"
#include "modules/offers/pages.h"
#include "modules/offers/reports.h"
#include "platform/base/text.h"
#include "platform/county/lands.h"
#include "platform/site/form_guard.h"

namespace mila::offers {
namespace {

constexpr std::size_t kBarrierMax = 1000;

std::string host_of(std::string const& url) {
  auto start = url.find("//");
  if (start == std::string::npos) return "";
  return url.substr(start + 2, url.find('/', start + 2) - start - 2);
}

std::string read_text(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return file ? text.str() : "";
}

LegalValues values_of(CountyConfig const& county) {
  return {{"county", county.name},
          {"brand", county.brand},
          {"office_name", county.office_name},
          {"office_phone", county.office_phone},
          {"office_tel", tel_href(county.office_phone)},
          {"office_mail", county.office_mail},
          {"land", std::string(land_name(county.land))},
          {"basemap", host_of(county.basemap_url)}};
}

std::string built_in(Site const& site, std::string_view name) {
  return read_text(site.config().share + "/templates/offers/" + std::string(name) + ".md");
}

/// What the county wrote in the browser, else its own file, else the built-in template `name`. A file
/// that cannot be read must not leave the page empty: the law asks for it.
html::Safe legal_text(Visit& visit, std::string const& own_text, std::string const& own_file,
                      std::string const& name) {
  auto const& county = visit.context.county.config();
  std::string markdown = own_text;
  if (markdown.empty() && !own_file.empty()) {
    markdown = read_text(own_file);
    if (markdown.empty()) spdlog::error("county {}: cannot read {}", county.id, own_file);
  }
  if (markdown.empty()) markdown = built_in(visit.site, name);
  return render_markdown(fill_markdown(markdown, values_of(county)));
}

bool is_foreign(std::string const& language) {
  return i18n::find_language(language)->stemmer != "de";
}

http::Response legal_page(Visit& visit, std::string title, std::string const& own_text,
                          std::string const& own_file, std::string const& name) {
  LegalView view;
  view.title = std::move(title);
  view.text = legal_text(visit, own_text, own_file, name);
  view.foreign = is_foreign(visit.context.language);
  Page frame;
  frame.title = view.title;
  frame.active_path = "/" + name;
  auto response = visit.site.page(visit, "offers/legal.html", view, frame);
  response.fresh_until = next_midnight(visit.context.county, visit.context.now());
  return response;
}

http::Response accessibility_page(Visit& visit, std::string typed, std::string error, bool sent,
                                  int status) {
  auto& county = visit.context.county;
  Instant now = visit.context.now();
  Words words(visit.site, visit.context.language);
  AccessibilityView view;
  view.text = legal_text(visit, "", "", "accessibility");
  view.foreign = is_foreign(words.language());
  view.sent = sent;
  view.action = "/" + words.language() + "/accessibility/reports";
  view.token = FormGuard::token(county, now);
  view.typed = std::move(typed);
  view.error = std::move(error);
  view.office_phone = county.config().office_phone;
  view.office_tel = tel_href(view.office_phone);
  view.office_mail = county.config().office_mail;
  Page frame;
  frame.title = words("Accessibility");
  frame.active_path = "/accessibility";
  frame.same_page = "/accessibility";
  auto response = visit.site.page(visit, "offers/accessibility.html", view, frame, status);
  // The form's token is good for a day; within the first hour a kept page is as good as a new one.
  if (status == 200) response.fresh_until = now + std::chrono::hours{1};
  return response;
}

}  // namespace

std::string legal_template(Site const& site, CountyConfig const& county, std::string_view name) {
  std::string text = fill_markdown(built_in(site, name), values_of(county));
  // Signs that mean nothing in Markdown within a line need no escape, and people will read this.
  for (char sign : std::string_view("-.@:/+,()&'"))
    text = replace_all(std::move(text), std::string("\\") + sign, std::string(1, sign));
  return text;
}

html::Safe render_legal_text(std::string const& markdown) { return render_markdown(markdown); }

http::Response show_imprint(Visit& visit) {
  Words words(visit.site, visit.context.language);
  auto const& county = visit.context.county.config();
  return legal_page(visit, words("Imprint"), county.imprint, county.imprint_file, "imprint");
}

http::Response show_privacy(Visit& visit) {
  Words words(visit.site, visit.context.language);
  auto const& county = visit.context.county.config();
  return legal_page(visit, words("Privacy"), county.privacy, county.privacy_file, "privacy");
}

http::Response show_accessibility(Visit& visit) {
  return accessibility_page(visit, "", "", visit.request.query.get("reported") == "1", 200);
}

http::Response send_barrier(Visit& visit) {
  auto form = visit.request.form();
  if (!form) return visit.site.error_page(visit, 415);
  Words words(visit.site, visit.context.language);
  std::string back = "/" + words.language() + "/accessibility?reported=1#barrier";
  std::string text(truncate_utf8(form->get("text"), 4 * kBarrierMax));
  switch (FormGuard::check(visit, *form)) {
    case FormGuard::Verdict::Fine: break;
    case FormGuard::Verdict::Robot: return http::see_other(back);  // thanked and forgotten
    case FormGuard::Verdict::TooMany: return visit.site.error_page(visit, 429);
    case FormGuard::Verdict::TooFast:
    case FormGuard::Verdict::Expired:
      return accessibility_page(visit, text, words("Please send it once more."), false, 422);
  }
  std::string error;
  if (text.empty()) error = words("Please write what does not work.");
  if (text.size() > kBarrierMax) error = words("Please write it in fewer words, or call us.");
  if (!error.empty()) return accessibility_page(visit, text, error, false, 422);
  visit.context.county.database.write(
      [&](db::Writer& writer) { add_report(writer, visit.context, "", text); });
  return http::see_other(back);
}

}  // namespace mila::offers
