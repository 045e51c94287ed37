// Name, Land, languages and office of the county.
#include "modules/setup/pages.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/county/lands.h"
#include "platform/county/settings.h"

namespace mila::setup {
namespace {

using i18n::N_;

std::vector<Choice> land_choices(Visit& visit) {
  std::vector<Choice> choices{{"", Words(visit)(N_("Please choose"))}};
  for (auto const& land : all_lands()) choices.push_back({std::string(land.code), std::string(land.name)});
  return choices;
}

std::vector<Choice> language_choices(Visit& visit) {
  std::vector<Choice> choices;
  for (auto const& language : i18n::all_languages()) {
    std::string code(language.code);
    std::string name = code == "de-simple" ? std::string(language.native_name)
                                           : i18n::language_name(code, visit.context.language);
    choices.push_back({code, name});
  }
  return choices;
}

/// Where this page was asked for: what stands in mails should lead here, too.
std::string asked_address(Visit const& visit) {
  return (visit.request.secure ? "https://" : "http://") + visit.request.header("host");
}

Form county_form(Visit& visit, Stage const& stage) {
  auto const& config = visit.context.county.config();
  auto settings = visit.context.county.database.read(
      [](db::Reader& reader) { return load_settings(reader); });
  Form form(visit, stage.path("county"));
  form.text("name", N_("Name of the county")).required().value(config.name)
      .hint(N_("As it stands on letters: “Landkreis Auental”."));
  form.select("land", N_("Land"), land_choices(visit)).required()
      .value(config.name.empty() ? "" : config.land);
  form.text("county_key", N_("County key")).longest(5).value(settings["county.key"])
      .hint(N_("The first five digits of your municipality keys (AGS). It helps to read the official list of municipalities."));
  form.text("brand", N_("Name of the pages")).required().value(config.brand)
      .hint(N_("Stands at the top of every page, below the name of the county."));
  form.section(N_("Your office"));
  form.text("office_name", N_("Name of the office")).required().value(config.office_name)
      .hint(N_("Whom people reach when they call: “Migrationsfachdienst”."));
  form.phone("office_phone", N_("Phone")).value(config.office_phone);
  form.mail("office_mail", N_("Mail address")).required().value(config.office_mail);
  form.fold(N_("Address and languages of the pages"));
  form.text("public_url", N_("Address of the pages")).required()
      .value(config.public_url.empty() ? asked_address(visit) : config.public_url)
      .hint(N_("Links in mails begin with it: https://hilfe.landkreis-auental.de"));
  form.checkboxes("languages", N_("Languages of the public pages"), language_choices(visit))
      .required().values(config.languages);
  form.submit(stage.first ? N_("Save and go on") : N_("Save"));
  return form;
}

bool is_address(std::string_view url) {
  auto rest = url.starts_with("https://") ? url.substr(8)
              : url.starts_with("http://") ? url.substr(7) : std::string_view();
  return !rest.empty() && rest.find_first_of(" /?#\"<>\\") == std::string_view::npos;
}

http::Response county_page(Visit& visit, Stage const& stage, Form const& form) {
  FormStepView view;
  view.head = step_head(visit, stage, "county",
                        N_("Who you are. It stands on every page and in every mail."));
  view.form = form.view();
  return visit.site.page(visit, "setup/staff/form_step.html", view,
                         step_frame(visit, stage, view.head), form.status());
}

}  // namespace

http::Response show_county(Visit& visit, Stage const& stage) {
  return county_page(visit, stage, county_form(visit, stage));
}

http::Response save_county(Visit& visit, Stage const& stage) {
  auto& context = visit.context;
  Form form = county_form(visit, stage);
  form.read();
  std::string key = form["county_key"], url = form["public_url"];
  while (url.ends_with('/')) url.pop_back();
  if (!key.empty() && (key.size() != 5 || !parse_integer(key)))
    form.error("county_key", N_("A county key has five digits, for example 16099."));
  if (!url.empty() && !is_address(url))
    form.error("public_url", N_("This is no address. It begins with https:// and ends with the name of the server."));
  if (form.has_errors()) return county_page(visit, stage, form);
  Settings settings{{"county.key", key}, {"public_url", url},
                    {"languages", join(form.all("languages"), " ")}};
  for (auto const* name : {"name", "land", "brand", "office_name", "office_phone", "office_mail"})
    settings[name] = form[name];
  context.county.database.write([&](db::Writer& writer) {
    save_settings(writer, context.actor, settings);
    auth::audit(writer, context, "county.changed", "setting", "county");
  });
  return go_on(visit, stage, "county");
}

}  // namespace mila::setup
