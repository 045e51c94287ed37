// Logo and colours. A colour is refused when words in it could not be read, and a better one named.
#include <fmt/format.h>

#include "modules/setup/colour.h"
#include "modules/setup/pages.h"
#include "modules/setup/uploads.h"
#include "platform/auth/audit.h"
#include "platform/county/settings.h"
#include "platform/files/files.h"
#include "platform/files/picture.h"
#include "platform/site/frame.h"

namespace mila::setup {
namespace {

using i18n::N_;

constexpr std::size_t kLogoMax = 300'000;

Form look_form(Visit& visit, Stage const& stage) {
  auto const& config = visit.context.county.config();
  Form form(visit, stage.path("look"));
  form.file("logo", N_("Logo")).accept(".svg,.png")
      .hint(N_("SVG or PNG, at most 300 kB. Your press office has it. Without one a drawn mark is shown."));
  if (!config.logo.empty()) form.checkbox("without_logo", N_("Take the logo away"));
  form.text("accent", N_("Colour")).required().longest(7).value(config.accent)
      .hint(N_("For headings, links and buttons, as in your design manual: #17594a"));
  form.fold(N_("Colour on dark screens"));
  form.text("accent_dark", N_("Colour on a dark ground")).longest(7)
      .hint(N_("Leave it empty and it follows from the colour above."));
  form.submit(stage.first ? N_("Save and go on") : N_("Save"));
  return form;
}

char const* problem_text(files::PictureProblem problem) {
  using files::PictureProblem;
  switch (problem) {
    case PictureProblem::None: return nullptr;
    case PictureProblem::NeitherSvgNorPng: return N_("This is neither SVG nor PNG. Please save the logo as one of them.");
    case PictureProblem::Broken: return N_("This picture is damaged or not whole. Please save it anew.");
    case PictureProblem::Program: return N_("This drawing holds a program or links. Please ask for a plain SVG, or take a PNG.");
    case PictureProblem::FromOutside: return N_("This drawing loads something from another address. Please ask for an SVG that holds everything, or take a PNG.");
    case PictureProblem::TooLarge: return N_("This picture has more than 4,000 pixels in a direction. Please make it smaller.");
  }
  return nullptr;
}

/// The colour a field holds, checked against the paper it stands on; "" with an error noted.
std::string checked_colour(Visit& visit, Form& form, char const* field, std::string_view paper) {
  auto colour = read_colour(form[field]);
  if (!colour) {
    form.error(field, N_("This is no colour. It looks like #17594a."));
    return "";
  }
  double there = contrast(*colour, paper);
  if (there >= kContrastNeeded) return *colour;
  bool dark = paper == kDarkPaper;
  char const* text = dark ? N_("Words in {colour} cannot be read on a dark ground: the contrast is {there} : 1, at least 4.5 : 1 is needed. {better} would do.")
                   : N_("Words in {colour} cannot be read on white: the contrast is {there} : 1, at least 4.5 : 1 is needed. {better} would do.");
  form.error(field, Words(visit)(text, {{"colour", *colour}, {"there", fmt::format("{:.1f}", there)},
                                        {"better", readable_on(*colour, paper)}}));
  return "";
}

http::Response look_page(Visit& visit, Stage const& stage, Form const& form) {
  LookView view;
  view.head = step_head(visit, stage, "look",
                        N_("So that people see at once that these are pages of the county."));
  view.form = form.view();
  auto const& config = visit.context.county.config();
  view.has_logo = !config.logo.empty();
  view.logo_href = logo_href(config);
  return visit.site.page(visit, "setup/staff/look.html", view, step_frame(visit, stage, view.head),
                         form.status());
}

}  // namespace

http::Response show_look(Visit& visit, Stage const& stage) {
  return look_page(visit, stage, look_form(visit, stage));
}

http::Response save_look(Visit& visit, Stage const& stage) {
  auto& context = visit.context;
  auto& county = context.county;
  Form form = look_form(visit, stage);
  form.read();
  Settings settings;
  if (!form["accent"].empty()) settings["accent"] = checked_colour(visit, form, "accent", kLightPaper);
  if (!form["accent_dark"].empty())
    settings["accent_dark"] = checked_colour(visit, form, "accent_dark", kDarkPaper);
  else if (!settings["accent"].empty())
    settings["accent_dark"] = readable_on(settings["accent"], kDarkPaper);
  auto upload = read_upload(visit, "logo");
  files::CheckedPicture picture;
  if (upload.bytes.size() > kLogoMax) {
    form.error("logo", N_("This file is larger than 300 kB. Please make it smaller."));
  } else if (!upload.bytes.empty()) {
    picture = files::check_picture(upload.bytes);
    if (auto const* problem = problem_text(picture.problem)) form.error("logo", problem);
  }
  if (form.has_errors()) return look_page(visit, stage, form);
  std::optional<files::Stored> stored;
  if (!picture.bytes.empty()) stored = files::put(county, files::as_drawing(picture));
  bool without = visit.request.form()->has("without_logo");
  files::Owner const owner{"setting", "logo"};
  county.database.write([&](db::Writer& writer) {
    if (stored || without) {
      files::remove_all_of(writer, owner);
      settings["logo"] = "";
    }
    if (stored)
      settings["logo"] = "file:" + files::add(writer, context, *stored,
                                              {.type = "image/svg+xml", .owner = owner,
                                               .permission = Permission::Public});
    save_settings(writer, context.actor, settings);
    auth::audit(writer, context, "county.changed", "setting", "look");
  });
  return go_on(visit, stage, "look");
}

}  // namespace mila::setup
