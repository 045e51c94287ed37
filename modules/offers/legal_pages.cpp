// Imprint, privacy notice, accessibility statement with its way to report a barrier.
#include <spdlog/spdlog.h>

#include <fstream>
#include <sstream>

#include "modules/offers/legal_text.h"
#include "modules/offers/legal_view.h"
#include "modules/offers/page_kit.h"
#include "modules/offers/pages.h"
#include "modules/offers/report_store.h"
#include "platform/base/text.h"
#include "platform/site/form_guard.h"

namespace mila::offers {
namespace {

constexpr std::size_t kBarrierMax = 1000;

struct Land {
  char const* code;
  char const* name;
};

constexpr Land kLands[] = {
    {"BW", "Baden-Württemberg"}, {"BY", "Bayern"},
    {"BE", "Berlin"},            {"BB", "Brandenburg"},
    {"HB", "Bremen"},            {"HH", "Hamburg"},
    {"HE", "Hessen"},            {"MV", "Mecklenburg-Vorpommern"},
    {"NI", "Niedersachsen"},     {"NW", "Nordrhein-Westfalen"},
    {"RP", "Rheinland-Pfalz"},   {"SL", "Saarland"},
    {"SN", "Sachsen"},           {"ST", "Sachsen-Anhalt"},
    {"SH", "Schleswig-Holstein"}, {"TH", "Thüringen"},
};

/// "DE-TH" or "TH" → "Thüringen", "" when unknown.
std::string land_name(std::string_view code) {
  if (code.rfind("DE-", 0) == 0) code.remove_prefix(3);
  for (auto const& land : kLands)
    if (land.code == code) return land.name;
  return "";
}

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

/// The county's own file, or the built-in template `name`. A file that cannot be read must not
/// leave the page empty: the law asks for it.
html::Safe legal_text(Visit& visit, std::string const& own_file, std::string const& name) {
  auto const& county = visit.context.county.config();
  std::string markdown = own_file.empty() ? "" : read_text(own_file);
  if (markdown.empty()) {
    if (!own_file.empty()) spdlog::error("county {}: cannot read {}", county.id, own_file);
    markdown = read_text(visit.site.config().share + "/templates/offers/" + name + ".md");
  }
  return render_markdown(fill_markdown(markdown, {{"county", county.name},
                                                  {"brand", county.brand},
                                                  {"office_name", county.office_name},
                                                  {"office_phone", county.office_phone},
                                                  {"office_tel", tel_href(county.office_phone)},
                                                  {"office_mail", county.office_mail},
                                                  {"land", land_name(county.land)},
                                                  {"basemap", host_of(county.basemap_url)}}));
}

bool is_foreign(std::string const& language) {
  return i18n::find_language(language)->stemmer != "de";
}

http::Response legal_page(Visit& visit, std::string title, std::string const& own_file,
                          std::string const& name) {
  LegalView view;
  view.title = std::move(title);
  view.text = legal_text(visit, own_file, name);
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
  view.text = legal_text(visit, "", "accessibility");
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

http::Response show_imprint(Visit& visit) {
  Words words(visit.site, visit.context.language);
  return legal_page(visit, words("Imprint"), visit.context.county.config().imprint_file, "imprint");
}

http::Response show_privacy(Visit& visit) {
  Words words(visit.site, visit.context.language);
  return legal_page(visit, words("Privacy"), visit.context.county.config().privacy_file, "privacy");
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
