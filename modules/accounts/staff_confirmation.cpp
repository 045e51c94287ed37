// Proving again who one is before a delicate act; forms kept while one was signed out.
#include "modules/accounts/staff_pages.h"
#include "modules/accounts/staff_sign_in.h"
#include "platform/auth/accounts.h"
#include "platform/auth/sessions.h"
#include "platform/site/pages.h"

namespace mila::accounts {
namespace {

using i18n::N_;

Form confirmation_form(Visit& visit, auth::Account const& account) {
  Form form(visit, "/staff/confirmation");
  if (account.has_second_factor)
    form.code("code", N_("Code")).hint(N_("Six digits from your app, or one of your recovery codes.")).required();
  else if (account.has_password)
    form.password("password", N_("Password")).required().autocomplete("current-password");
  form.hidden("next", visit.request.query.get("next"));
  form.submit(N_("It is me"));
  return form;
}

http::Response confirmation_page(Visit& visit, Form const& form) {
  Words words(visit);
  FormPageView view{.title = words(N_("Please show once more that it is you")),
                    .lead = words(N_("This step is a delicate one, so we ask again."))};
  return form_page(visit, view, form, staff_frame(visit, view.title, "", nullptr));
}

/// For whoever has neither password nor second step: a new link is the proof.
http::Response link_needed_page(Visit& visit) {
  Words words(visit);
  Form form(visit, "/staff/sign-out");
  form.submit(N_("Sign out"));
  FormPageView view{
      .title = words(N_("Please show once more that it is you")),
      .lead = words(N_("You sign in by links in your mail. Please sign out and in again with a new link; then this page opens."))};
  return form_page(visit, view, form, staff_frame(visit, view.title, "", nullptr));
}

auth::Account own_account(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    return auth::find_account(reader, visit.context.actor.account_id).value();
  });
}

}  // namespace

http::Response show_confirmation(Visit& visit) {
  auto me = own_account(visit);
  Form form = confirmation_form(visit, me);
  return me.has_password || me.has_second_factor ? confirmation_page(visit, form) : link_needed_page(visit);
}

http::Response confirm(Visit& visit) {
  auto& context = visit.context;
  auto me = own_account(visit);
  Form form = confirmation_form(visit, me);
  bool by_code = me.has_second_factor;
  if (!by_code && !me.has_password) return link_needed_page(visit);
  if (!form.read()) return confirmation_page(visit, form);
  std::vector<std::string> keys{"confirm:" + me.id};
  if (wait_of(visit, keys) > 0) {
    form.error("", N_("That was often wrong. Please wait a moment."));
    return confirmation_page(visit, form);
  }
  bool right = false;
  if (by_code) {
    right = context.county.database.write([&](db::Writer& writer) {
      return auth::use_second_factor(writer, context, me.id, form["code"]);
    });
  } else {
    auto stored = context.county.database.read(
        [&](db::Reader& reader) { return auth::password_hash(reader, me.id); });
    auto verdict = passwords(context.county).verify(stored.value_or(""), visit.request.form()->get("password"));
    right = verdict == crypto::Passwords::Verdict::Right;
  }
  if (!right) {
    note_failure(visit, keys);
    form.error(by_code ? "code" : "password", N_("This is not right. Please try again."));
    return confirmation_page(visit, form);
  }
  bool kept = context.county.database.write([&](db::Writer& writer) {
    auth::forget_failures(writer, context.county, keys.front());
    auth::confirm_session(writer, context.actor.session_id, writer.now(), by_code);
    return !auth::kept_forms(writer, context.county, me.id).empty();
  });
  return http::see_other(kept ? "/staff/kept" : safe_next(form["next"]));
}

http::Response show_kept_forms(Visit& visit) {
  auto& context = visit.context;
  auto kept = context.county.database.read([&](db::Reader& reader) {
    return auth::kept_forms(reader, context.county, context.actor.account_id);
  });
  KeptFormsView view;
  for (auto const& form : kept) {
    KeptFormView shown{form.id, form.path, moment(visit.context, form.kept_at), {}};
    auto fields = http::parse_fields(form.body);
    if (!fields || !is_workplace_path(form.path)) continue;
    for (auto const& [name, value] : fields->items()) {
      if (name == "csrf" || name == "kept_form" || name.find("password") != std::string::npos) continue;
      shown.values.push_back({name, value, !value.empty() && value.size() > 2});
    }
    view.forms.push_back(std::move(shown));
  }
  view.none = view.forms.empty();
  Page frame;
  frame.title = Words(visit)(N_("What you were writing"));
  return visit.site.page(visit, "accounts/staff/kept.html", view, frame);
}

http::Response drop_kept_form(Visit& visit) {
  auto& context = visit.context;
  context.county.database.write([&](db::Writer& writer) {
    auth::drop_kept_form(writer, context.actor.account_id, visit.request.parameter("id"));
  });
  return http::see_other("/staff/kept");
}

}  // namespace mila::accounts
