// Imprint and privacy notice: the built-in texts with the county's data, to be read and changed.
#include "modules/offers/offers.h"
#include "modules/setup/pages.h"
#include "platform/auth/audit.h"
#include "platform/county/settings.h"

namespace mila::setup {
namespace {

using i18n::N_;

std::string text_or_template(Visit& visit, std::string const& own, char const* name) {
  auto const& config = visit.context.county.config();
  return own.empty() ? offers::legal_template(visit.site, config, name) : own;
}

Form legal_form(Visit& visit, Stage const& stage) {
  auto const& config = visit.context.county.config();
  Form form(visit, stage.path("legal"));
  form.long_text("imprint", N_("Imprint")).required().rows(16).longest(40'000).language("de")
      .value(text_or_template(visit, config.imprint, "imprint"))
      .hint(N_("Lines with ## are headings, lines with - are lists. Your press office or legal office knows what must stand here."));
  form.long_text("privacy", N_("Privacy notice")).required().rows(16).longest(40'000).language("de")
      .value(text_or_template(visit, config.privacy, "privacy"))
      .hint(N_("It says what the program really does. Your data protection officer should read it."));
  form.submit(stage.first ? N_("Save and go on") : N_("Save"));
  return form;
}

http::Response legal_page(Visit& visit, Stage const& stage, Form const& form) {
  LegalView view;
  view.head = step_head(visit, stage, "legal",
                        N_("Both texts are written already, with your data in them. Read them and change what is different with you."));
  view.form = form.view();
  view.imprint = offers::render_legal_text(form["imprint"]);
  view.privacy = offers::render_legal_text(form["privacy"]);
  return visit.site.page(visit, "setup/staff/legal.html", view, step_frame(visit, stage, view.head),
                         form.status());
}

}  // namespace

http::Response show_legal(Visit& visit, Stage const& stage) {
  return legal_page(visit, stage, legal_form(visit, stage));
}

http::Response save_legal(Visit& visit, Stage const& stage) {
  auto& context = visit.context;
  Form form = legal_form(visit, stage);
  if (!form.read()) return legal_page(visit, stage, form);
  context.county.database.write([&](db::Writer& writer) {
    save_settings(writer, context.actor, {{"imprint", form["imprint"]}, {"privacy", form["privacy"]}});
    auth::audit(writer, context, "county.changed", "setting", "legal");
  });
  return go_on(visit, stage, "legal");
}

}  // namespace mila::setup
