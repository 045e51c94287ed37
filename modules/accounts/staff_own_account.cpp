// One's own account: name, password, second factor, sessions, deputy.
#include <fmt/format.h>

#include "modules/accounts/accounts.h"
#include "modules/accounts/staff_kit.h"
#include "modules/accounts/staff_pages.h"
#include "platform/auth/sessions.h"
#include "platform/crypto/password.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/totp.h"
#include "platform/site/pages.h"
#include "platform/site/qr.h"

namespace mila::accounts {
namespace {

using i18n::N_;

Form details_form(Visit& visit, auth::Account const& account) {
  Form form(visit, "/staff/account");
  form.text("name", N_("Your name")).required().longest(120).autocomplete("name").value(account.name);
  form.radios("language", N_("Language of the workplace"), {{"de", "Deutsch"}, {"en", "English"}})
      .required().value(account.language);
  return form;
}

Form new_password_form(Visit& visit) {
  Form form(visit, "/staff/account/password");
  form.password("password", N_("New password"))
      .hint(N_("At least 12 characters. Four words that have nothing to do with each other are good."))
      .required().longest(200).autocomplete("new-password");
  form.submit(N_("Set password"));
  form.quiet();
  return form;
}

Form deputy_form(Visit& visit) {
  Form form(visit, "/staff/account/deputy");
  form.mail("deputy_mail", N_("Mail address of your deputy")).required()
      .hint(N_("Somebody who has an account here. They can do what you can, until that day."));
  form.date("until", N_("Until and including")).required();
  form.submit(N_("Hand over"));
  form.quiet();
  return form;
}

struct Forms {
  std::optional<Form> details, password, deputy;
};

http::Response account_page(Visit& visit, Forms forms, int status) {
  Words words(visit);
  auto& context = visit.context;
  OwnAccountView view;
  std::vector<auth::Session> sessions;
  auto account = context.county.database.read([&](db::Reader& reader) {
    auto found = auth::find_account(reader, context.actor.account_id).value();
    auto grants = auth::grants_of(reader, found.id);
    ScopeLabels labels(visit.site, context, reader, grants);
    for (auto const& grant : grants)
      if (grant.holds_at(context.now())) view.rights.push_back(labels.right(grant, context.language));
    view.needs_second_factor =
        auth::needs_second_factor(visit.site.roles(), grants, context.now()) && !found.has_second_factor;
    view.few_codes = found.has_second_factor && auth::recovery_codes_left(reader, found.id) < 3;
    sessions = auth::sessions_of(reader, found.id);
    return found;
  });
  view.name = account.name;
  view.mail = account.mail;
  view.welcome = visit.request.query.get("welcome") == "1";
  view.second_factor = account.has_second_factor;
  view.details = forms.details ? forms.details->view() : details_form(visit, account).view();
  view.password = forms.password ? forms.password->view() : new_password_form(visit).view();
  view.deputy = forms.deputy ? forms.deputy->view() : deputy_form(visit).view();
  Table table(visit, {}, N_("Where you are signed in"));
  table.columns({{"", N_("Device")}, {"", N_("Last active")}, {"", N_("Signed in since")}});
  for (auto const& session : sessions) {
    Cell device(session.device);
    if (session.id == context.actor.session_id) device.note(words(N_("this one")));
    table.row({device, moment(visit.context, session.seen_at), moment(visit.context, session.created_at)});
  }
  view.sessions = table.view();
  Page frame;
  frame.title = words(N_("My account"));
  return visit.site.page(visit, "accounts/staff/own_account.html", view, frame, status);
}

crypto::PasswordRules& password_rules(Visit& visit) {
  std::string folder = visit.site.config().share + "/data";
  return *visit.context.county.part<crypto::PasswordRules>(
      [&] { return new crypto::PasswordRules(folder); });
}

}  // namespace

http::Response show_own_account(Visit& visit) { return account_page(visit, {}, 200); }

http::Response save_own_account(Visit& visit) {
  auto& context = visit.context;
  Form form = details_form(visit, {});
  if (!form.read()) {
    int status = form.status();
    return account_page(visit, {std::move(form), {}, {}}, status);
  }
  context.county.database.write([&](db::Writer& writer) {
    auth::rename_account(writer, context.actor.account_id, form["name"], form["language"]);
    writer.changed("account", context.actor.account_id);
  });
  return http::see_other("/staff/account?done=saved");
}

http::Response set_password(Visit& visit) {
  auto& context = visit.context;
  Form form = new_password_form(visit);
  bool fine = form.read();
  std::string password = visit.request.form()->get("password");
  if (fine) {
    auto account = context.county.database.read([&](db::Reader& reader) {
      return auth::find_account(reader, context.actor.account_id).value();
    });
    std::vector<std::string> own{account.mail, account.name, context.county.config().brand};
    if (auto problem = password_rules(visit).problem(password, own)) form.error("password", *problem);
  }
  if (form.has_errors()) return account_page(visit, {{}, std::move(form), {}}, 422);
  auto hash = crypto::Passwords().hash(password);
  if (!hash) return visit.site.error_page(visit, hash.error());
  context.county.database.write([&](db::Writer& writer) {
    auth::set_password_hash(writer, context.actor.account_id, *hash);
    // Whoever was signed in with the old password is out.
    auth::end_sessions_of(writer, context.actor.account_id, context.actor.session_id);
  });
  return http::see_other("/staff/account?done=saved");
}

http::Response end_own_session(Visit& visit) {
  auto& context = visit.context;
  context.county.database.write([&](db::Writer& writer) {
    auth::end_sessions_of(writer, context.actor.account_id, context.actor.session_id);
  });
  return http::see_other("/staff/account?done=saved");
}

http::Response set_deputy(Visit& visit) {
  auto& context = visit.context;
  Form form = deputy_form(visit);
  if (form.read()) {
    Instant end = *end_of_day(visit, form["until"]);
    if (end <= context.now() || end > context.now() + std::chrono::hours{24 * 366}) {
      form.error("until", N_("Please choose a day within the next year."));
    } else {
      auto done = context.county.database.write([&](db::Writer& writer) -> Result<int> {
        auto deputy = auth::find_account_by_mail(writer, form["deputy_mail"]);
        if (!deputy) return Error{ErrorCode::Invalid, N_("Nobody here has this address. Please ask the coordination to invite them."), ""};
        return auth::appoint_deputy(writer, context, visit.site.roles(), context.actor.account_id,
                                    deputy->id, end);
      });
      if (!done) form.error("deputy_mail", done.error().message);
    }
  }
  if (form.has_errors()) return account_page(visit, {{}, {}, std::move(form)}, 422);
  return http::see_other("/staff/account?done=saved");
}

namespace {

/// The secret travels through the form sealed: nothing is stored before its code was right once.
std::string sealed_secret(Visit& visit, std::string const& secret) {
  crypto::Sealer sealer(visit.context.county.keys(), "accounts.totp_setup");
  return sealer.seal({"form", "secret", visit.context.actor.session_id}, secret, visit.context.random)
      .text();
}

http::Response second_factor_page(Visit& visit, std::string const& secret, char const* error) {
  Words words(visit);
  auto& context = visit.context;
  auto account = context.county.database.read([&](db::Reader& reader) {
    return auth::find_account(reader, context.actor.account_id).value();
  });
  SecondFactorView view;
  view.secret = secret;
  view.uri = crypto::totp_uri(secret, account.mail, context.county.config().brand);
  view.qr = qr_svg(view.uri, words(N_("QR code for your authenticator app")));
  Form form(visit, "/staff/second-factor");
  form.code("code", N_("The six digits that the app shows now")).required().longest(10);
  form.hidden("secret", sealed_secret(visit, secret));
  form.submit(N_("Switch on"));
  if (error) form.error("code", error);
  view.form = form.view();
  Page frame;
  frame.title = words(N_("Second step when signing in"));
  frame.crumbs = {{words(N_("My account")), "/staff/account"}, {frame.title, ""}};
  return visit.site.page(visit, "accounts/staff/second_factor.html", view, frame, form.status());
}

}  // namespace

http::Response show_second_factor(Visit& visit) {
  return second_factor_page(visit, crypto::new_totp_secret(visit.context.random), nullptr);
}

http::Response save_second_factor(Visit& visit) {
  Words words(visit);
  auto& context = visit.context;
  auto sent = visit.request.form();
  crypto::Sealer sealer(context.county.keys(), "accounts.totp_setup");
  auto secret = sealer.open({"form", "secret", context.actor.session_id}, sent->get("secret"));
  if (!secret) return show_second_factor(visit);
  auto step = crypto::check_totp(*secret, sent->get("code"), context.now(), 0);
  if (!step)
    return second_factor_page(visit, *secret,
                              N_("This code does not fit. Is the clock of your phone right? Please try the next code."));
  SecondFactorView view;
  context.county.database.write([&](db::Writer& writer) {
    view.codes = auth::set_second_factor(writer, context, context.actor.account_id, *secret);
    auth::confirm_session(writer, context.actor.session_id, writer.now(), true);
    auth::end_sessions_of(writer, context.actor.account_id, context.actor.session_id);
  });
  view.done = true;
  Page frame;
  frame.title = words(N_("Your recovery codes"));
  frame.crumbs = {{words(N_("My account")), "/staff/account"}, {frame.title, ""}};
  return visit.site.page(visit, "accounts/staff/second_factor.html", view, frame);
}

}  // namespace mila::accounts
