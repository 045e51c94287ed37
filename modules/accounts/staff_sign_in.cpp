// Coming in: password, one-time code, link by mail.
#include <fmt/format.h>

#include "modules/accounts/accounts.h"
#include "modules/accounts/invitation_store.h"
#include "modules/accounts/staff_kit.h"
#include "modules/accounts/staff_pages.h"
#include "modules/accounts/staff_sign_in.h"
#include "platform/auth/audit.h"
#include "platform/auth/sessions.h"
#include "platform/base/text.h"
#include "platform/crypto/password.h"
#include "platform/crypto/token.h"
#include "platform/mail/mail.h"

namespace mila::accounts {
namespace {

using i18n::N_;
using namespace std::chrono_literals;

constexpr auto kLinkLasts = 30min;
constexpr auto kDeviceKnown = std::chrono::hours{24 * 180};
constexpr auto kCodeStepLasts = 10min;

/// A browser somebody has signed in with before carries this: guessing elsewhere does not slow it.
std::string device_cookie_name(http::Request const& request) {
  return request.secure ? "__Host-mila-device" : "mila-device";
}

std::optional<std::string> known_device(Visit const& visit) {
  auto key = visit.context.county.keys().derive("accounts.device");
  return crypto::verify(key, "device",
                        auth::cookie(visit.request, device_cookie_name(visit.request)),
                        visit.context.now());
}

std::string device_cookie(Visit const& visit, std::string_view account_id) {
  auto key = visit.context.county.keys().derive("accounts.device");
  std::string line = fmt::format(
      "{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", device_cookie_name(visit.request),
      crypto::sign(key, "device", account_id, visit.context.now() + kDeviceKnown),
      std::chrono::seconds(kDeviceKnown).count());
  return visit.request.secure ? line + "; Secure" : line;
}

http::Response come_in(Visit& visit, std::string const& account_id, bool strong,
                       std::string const& next) {
  auto& context = visit.context;
  bool kept = false;
  std::string token = context.county.database.write([&](db::Writer& writer) {
    kept = !auth::kept_forms(writer, context.county, account_id).empty();
    Context as = context;
    as.actor.kind = Actor::Kind::Account;
    as.actor.account_id = account_id;
    auth::audit(writer, as, "session.opened", "account", account_id, strong ? "strong" : "");
    note_arrival(writer, account_id);
    return auth::open_session(writer, context, account_id, strong, visit.request);
  });
  auto response = http::see_other(kept ? "/staff/kept" : safe_next(next));
  response.header("Set-Cookie", auth::session_cookie(visit.request, token));
  response.header("Set-Cookie", device_cookie(visit, account_id));
  return response;
}

Form password_form(Visit& visit) {
  Form form(visit, "/staff/sign-in");
  form.mail("mail", N_("Mail address")).required().autocomplete("username");
  form.password("password", N_("Password")).required().longest(200).autocomplete("current-password");
  form.hidden("next", visit.request.query.get("next"));
  form.submit(N_("Sign in"));
  return form;
}

Form link_form(Visit& visit) {
  Form form(visit, "/staff/sign-in/links");
  form.mail("link_mail", N_("Mail address")).required();
  form.submit(N_("Send me a link"));
  form.quiet();
  return form;
}

http::Response sign_in_page(Visit& visit, Form const& password, Form const& link, int status) {
  Words words(visit);
  SignInView view;
  view.title = words(N_("Sign in"));
  view.county = visit.context.county.config().name;
  view.kept = visit.request.query.get("kept") == "1";
  view.link_sent = visit.request.query.get("done") == "link";
  view.password = password.view();
  view.link = link.view();
  Page frame;
  frame.title = view.title;
  if (visit.request.query.get("done") == "reset")
    frame.notice = words(N_("Your second step is taken away. Have a link sent to you, come in and set up a new one."));
  return visit.site.page(visit, "accounts/staff/sign_in.html", view, frame, status);
}

http::Response code_page(Visit& visit, std::string const& account_id, std::string const& next,
                         char const* error = nullptr) {
  Words words(visit);
  auto key = visit.context.county.keys().derive("accounts.code_step");
  Form form(visit, "/staff/sign-in/code");
  form.code("code", N_("Code")).hint(N_("Six digits from your app, or one of your recovery codes.")).longest(20);
  form.hidden("step", crypto::sign(key, "code", account_id, visit.context.now() + kCodeStepLasts));
  form.hidden("next", next);
  form.submit(N_("Sign in"));
  if (error) form.error("code", error);
  FormPageView view{.title = words(N_("One more step")),
                    .lead = words(N_("Please enter the code that your authenticator app shows now."))};
  return form_page(visit, view, form, staff_frame(visit, view.title, "", nullptr));
}

/// The brakes that hold for this try, as keys. A browser is known for the account that used it, not
/// for others it may try.
std::vector<std::string> brakes(Visit const& visit, std::string const& account_key,
                                std::string const& account_id) {
  if (auto device = known_device(visit); device && !account_id.empty() && *device == account_id)
    return {"device:" + *device};
  return {"address:" + auth::address_prefix(visit.request.remote_address), "account:" + account_key};
}

std::optional<auth::Account> account_of(Visit& visit, std::string const& mail) {
  return visit.context.county.database.read(
      [&](db::Reader& reader) { return auth::find_account_by_mail(reader, mail); });
}

}  // namespace

std::string safe_next(std::string const& next) {
  auto path = next.substr(0, next.find_first_of("?#"));
  bool plain = next.size() < 2000;
  for (unsigned char c : next) plain = plain && c > 0x20 && c < 0x7f;
  return plain && is_workplace_path(path) ? next : "/staff";
}

std::int64_t wait_of(Visit& visit, std::vector<std::string> const& keys) {
  auto& context = visit.context;
  return context.county.database.read([&](db::Reader& reader) {
    std::int64_t longest = 0;
    for (auto const& key : keys)
      longest = std::max(longest, auth::must_wait(reader, context.county, key, context.now()));
    return longest;
  });
}

void note_failure(Visit& visit, std::vector<std::string> const& keys) {
  auto& context = visit.context;
  context.county.database.write([&](db::Writer& writer) {
    for (auto const& key : keys) auth::count_failure(writer, context.county, key);
    auth::count_refusal(writer);
  });
}

crypto::Passwords& passwords(County& county) {
  return *county.part<crypto::Passwords>([] { return new crypto::Passwords; });
}

http::Response show_sign_in(Visit& visit) {
  if (visit.context.actor.signed_in())
    return http::see_other(safe_next(visit.request.query.get("next")));
  return sign_in_page(visit, password_form(visit), link_form(visit), 200);
}

http::Response sign_in(Visit& visit) {
  auto& context = visit.context;
  Form form = password_form(visit);
  if (!form.read()) return sign_in_page(visit, form, link_form(visit), 422);
  auto sent = visit.request.form();
  std::string mail = form["mail"], password = sent->get("password");
  auto account = account_of(visit, mail);
  auto keys = brakes(visit, auth::mail_key(mail), account ? account->id : "");
  if (wait_of(visit, keys) > 0) {
    form.error("", N_("That was often wrong. Please wait a moment, or have a link sent to you below."));
    return sign_in_page(visit, form, link_form(visit), 429);
  }
  std::optional<std::string> stored;
  if (account && account->state != auth::AccountState::Disabled)
    stored = context.county.database.read(
        [&](db::Reader& reader) { return auth::password_hash(reader, account->id); });
  auto& hashing = passwords(context.county);
  auto verdict = stored ? hashing.verify(*stored, password) : hashing.verify_dummy(password);
  if (verdict == crypto::Passwords::Verdict::Busy) {
    form.error("", crypto::Passwords::busy_message());
    return sign_in_page(visit, form, link_form(visit), 503);
  }
  if (verdict == crypto::Passwords::Verdict::Wrong) {
    note_failure(visit, keys);
    form.error("", N_("Mail address or password is not right."));
    return sign_in_page(visit, form, link_form(visit), 422);
  }
  context.county.database.write([&](db::Writer& writer) {
    for (auto const& key : keys) auth::forget_failures(writer, context.county, key);
  });
  if (hashing.needs_rehash(*stored))
    if (auto hash = hashing.hash(password))
      context.county.database.write(
          [&](db::Writer& writer) { auth::set_password_hash(writer, account->id, *hash); });
  if (account->has_second_factor) return code_page(visit, account->id, form["next"]);
  return come_in(visit, account->id, false, form["next"]);
}

http::Response enter_code(Visit& visit) {
  auto& context = visit.context;
  auto sent = visit.request.form();
  auto key = context.county.keys().derive("accounts.code_step");
  auto account_id =
      sent ? crypto::verify(key, "code", sent->get("step"), context.now()) : std::nullopt;
  if (!account_id) return http::see_other("/staff/sign-in");
  auto keys = brakes(visit, "code:" + *account_id, *account_id);
  if (wait_of(visit, keys) > 0)
    return code_page(visit, *account_id, sent->get("next"),
                     N_("That was often wrong. Please wait a moment."));
  bool right = context.county.database.write([&](db::Writer& writer) {
    auto account = auth::find_account(writer, *account_id);
    return account && account->state != auth::AccountState::Disabled &&
           auth::use_second_factor(writer, context, *account_id, sent->get("code"));
  });
  if (!right) {
    note_failure(visit, keys);
    return code_page(visit, *account_id, sent->get("next"),
                     N_("This code is not right, or it was used already. Please take the next one."));
  }
  return come_in(visit, *account_id, true, sent->get("next"));
}

http::Response send_sign_in_link(Visit& visit) {
  auto& context = visit.context;
  Form form = link_form(visit);
  if (!form.read()) return sign_in_page(visit, password_form(visit), form, 422);
  std::string mail = form["link_mail"];
  std::string brake = "link:" + auth::mail_key(mail);
  std::string from = "link-from:" + auth::address_prefix(visit.request.remote_address);
  if (wait_of(visit, {brake, from}) > 0) {
    form.error("", N_("We have just sent links there. Please look into your mail, also among the spam."));
    return sign_in_page(visit, password_form(visit), form, 429);
  }
  context.county.database.write([&](db::Writer& writer) {
    auth::count_failure(writer, context.county, brake);
    auth::count_failure(writer, context.county, from);
    auto account = auth::find_account_by_mail(writer, mail);
    if (!account || account->state == auth::AccountState::Disabled) return;
    std::string token = auth::make_link(writer, context, "sign-in", account->id, kLinkLasts);
    auto say = [&](char const* text) { return visit.site.translate(account->language, text); };
    mail::Message message;
    message.purpose = "sign-in";
    message.address = account->mail;
    message.recipient = mail::RecipientRef{"account", account->id};
    message.language = account->language;
    message.subject = say(N_("Your link to sign in"));
    message.urgent = true;
    message.letter.blocks = {
        mail::Paragraph{say(N_("With this link you sign in once. It is good for half an hour."))},
        mail::Action{say(N_("Sign in")),
                     public_address(context.county.config()) + "/staff/links/" + token},
        mail::Small{say(N_("You did not ask for it? Then nothing needs to be done: without this mail nobody can use the link."))}};
    message.letter.reason = say(N_("You get this mail because somebody asked for a link for this address."));
    // A suppressed address gets nothing; the page says the same, so that nobody learns of it.
    (void)mail::enqueue(writer, context, message);
  });
  return http::see_other("/staff/sign-in?done=link");
}

namespace {

/// The link a token stands for, if it is one of those that people get by mail to come in.
std::optional<auth::Link> entry_link(Visit& visit) {
  auto link = visit.context.county.database.read([&](db::Reader& reader) {
    return auth::find_link(reader, visit.context.county, visit.request.parameter("token"));
  });
  if (link && link->kind != "invitation" && link->kind != "sign-in" && link->kind != kSecondFactorLink)
    return std::nullopt;
  return link;
}

http::Response link_page(Visit& visit, std::optional<auth::Link> const& link) {
  Words words(visit);
  LinkView view;
  view.good = link && !link->used && link->expires_at > visit.context.now();
  bool invitation = link && link->kind == "invitation";
  view.title = view.good ? words(N_("Welcome to {county}"), {{"county", visit.context.county.config().name}})
                         : words(N_("This link is used up"));
  view.text = !view.good ? words(N_("Links work once and for a limited time. Have a new one sent to you."))
              : invitation ? words(N_("You were invited to work with others here. One click and you are in."))
                           : words(N_("One click and you are in."));
  view.action = "/staff/links/" + percent_encode(visit.request.parameter("token"));
  view.button = words(N_("Come in"));
  if (view.good && link->kind == kSecondFactorLink) {
    view.title = words(N_("Take your second step away"));
    view.text = words(N_("You are signed out everywhere and your app and recovery codes do not work any more. Then sign in by a link in your mail and set up a new second step."));
    view.button = words(N_("Take it away"));
  }
  if (!view.good) view.again = link_form(visit).view();
  Page frame;
  frame.title = view.title;
  return visit.site.page(visit, "accounts/staff/link.html", view, frame, view.good ? 200 : 410);
}

}  // namespace

http::Response show_link(Visit& visit) { return link_page(visit, entry_link(visit)); }

http::Response use_link(Visit& visit) {
  auto& context = visit.context;
  auto link = entry_link(visit);
  if (!link) return link_page(visit, link);
  if (link->kind == kSecondFactorLink) {
    bool done = context.county.database.write([&](db::Writer& writer) {
      return use_second_factor_reset(writer, context, visit.request.parameter("token"));
    });
    if (done) return http::see_other("/staff/sign-in?done=reset");
    link->used = true;
    return link_page(visit, link);
  }
  std::optional<auth::Account> account;
  bool used = context.county.database.write([&](db::Writer& writer) {
    account = auth::find_account(writer, link->account_id);
    if (!account || account->state == auth::AccountState::Disabled) return false;
    return auth::use_link(writer, context.county, visit.request.parameter("token"), link->kind)
        .has_value();
  });
  if (!used) {
    link->used = true;
    return link_page(visit, link);
  }
  std::string next = link->kind == "invitation" ? "/staff/account?welcome=1" : "/staff";
  if (account->has_second_factor) return code_page(visit, account->id, next);
  return come_in(visit, account->id, false, next);
}

http::Response sign_out(Visit& visit) {
  auto& context = visit.context;
  context.county.database.write([&](db::Writer& writer) {
    auth::end_session(writer, context.actor.session_id);
  });
  auto response = http::see_other("/staff/sign-in");
  response.header("Set-Cookie", auth::session_cookie(visit.request, ""));
  response.header("Clear-Site-Data", "\"cache\", \"storage\"");
  return response;
}

}  // namespace mila::accounts
