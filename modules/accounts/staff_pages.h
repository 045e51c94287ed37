// Pages of the workplace this module shows.
#pragma once

#include <string>
#include <vector>

#include "platform/site/form.h"
#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila::accounts {

// Coming in (staff_sign_in.cpp)
http::Response show_sign_in(Visit& visit);
http::Response sign_in(Visit& visit);
http::Response enter_code(Visit& visit);
http::Response send_sign_in_link(Visit& visit);
http::Response show_link(Visit& visit);
http::Response use_link(Visit& visit);
http::Response sign_out(Visit& visit);

// Who one is, once more (staff_confirmation.cpp)
http::Response show_confirmation(Visit& visit);
http::Response confirm(Visit& visit);
http::Response show_kept_forms(Visit& visit);
http::Response drop_kept_form(Visit& visit);

// One's own account (staff_own_account.cpp)
http::Response show_own_account(Visit& visit);
http::Response save_own_account(Visit& visit);
http::Response set_password(Visit& visit);
http::Response end_own_session(Visit& visit);
http::Response set_deputy(Visit& visit);
http::Response show_second_factor(Visit& visit);
http::Response save_second_factor(Visit& visit);

// Accounts of others (staff_accounts.cpp)
http::Response list_accounts(Visit& visit);
http::Response show_new_account(Visit& visit);
http::Response create_account(Visit& visit);
http::Response show_account(Visit& visit);
http::Response add_right(Visit& visit);
http::Response end_right(Visit& visit);
http::Response send_invitation(Visit& visit);
http::Response disable(Visit& visit);
http::Response enable(Visit& visit);
http::Response erase(Visit& visit);
http::Response let_second_factor_be_reset(Visit& visit);
http::Response show_access(Visit& visit);

// Inviting many (staff_invitations.cpp)
http::Response show_invitations(Visit& visit);
http::Response show_invite_many(Visit& visit);
http::Response invite_many(Visit& visit);
http::Response send_all_again(Visit& visit);

// The audit log (staff_audit.cpp)
http::Response show_audit(Visit& visit);
http::Response ask_evaluation(Visit& visit);
http::Response agree_evaluation(Visit& visit);
http::Response show_evaluation(Visit& visit);

struct SignInView {
  std::string title, county;
  bool kept = false, link_sent = false;
  FormView password, link;
  template <class V>
  void fields(V& v) {
    v("title", title)("county", county)("kept", kept)("link_sent", link_sent)("password", password)(
        "link", link);
  }
};

struct LinkView {
  std::string title, text, action, button, mail_hint;
  bool good = false;
  FormView again;
  template <class V>
  void fields(V& v) {
    v("title", title)("text", text)("action", action)("button", button)("mail_hint", mail_hint)(
        "good", good)("again", again);
  }
};

struct KeptFieldView {
  std::string name, value;
  bool shown = false;
  template <class V>
  void fields(V& v) { v("name", name)("value", value)("shown", shown); }
};

struct KeptFormView {
  std::string id, path, when;
  std::vector<KeptFieldView> values;
  template <class V>
  void fields(V& v) { v("id", id)("path", path)("when", when)("values", values); }
};

struct KeptFormsView {
  std::vector<KeptFormView> forms;
  bool none = false;
  template <class V>
  void fields(V& v) { v("forms", forms)("none", none); }
};

struct OwnAccountView {
  std::string name, mail, second_factor_text;
  bool welcome = false, second_factor = false, needs_second_factor = false, few_codes = false;
  std::vector<std::string> rights;
  FormView details, password, deputy;
  TableView sessions;
  template <class V>
  void fields(V& v) {
    v("name", name)("mail", mail)("second_factor_text", second_factor_text)("welcome", welcome)(
        "second_factor", second_factor)("needs_second_factor", needs_second_factor)(
        "few_codes", few_codes)("rights", rights)("details", details)("password", password)(
        "deputy", deputy)("sessions", sessions);
  }
};

struct SecondFactorView {
  std::string secret, uri;
  html::Safe qr;
  bool done = false;
  std::vector<std::string> codes;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("secret", secret)("uri", uri)("qr", qr)("done", done)("codes", codes)("form", form);
  }
};

struct InviteManyView {
  std::string title, lead, summary;
  bool has_plan = false;
  TableView plan;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("summary", summary)("has_plan", has_plan)("plan", plan)("form", form);
  }
};

struct InvitationsView {
  std::string title, summary;
  bool waiting = false;
  TableView table;
  template <class V>
  void fields(V& v) { v("title", title)("summary", summary)("waiting", waiting)("table", table); }
};

struct RightView {
  std::string text, since, until, end_action;
  bool past = false;
  template <class V>
  void fields(V& v) {
    v("text", text)("since", since)("until", until)("end_action", end_action)("past", past);
  }
};

struct AccountView {
  std::string name, mail, state, signed_in, base;
  bool invited = false, active = false, disabled = false, own = false, can_reset = false;
  std::vector<RightView> rights;
  FormView new_right;
  template <class V>
  void fields(V& v) {
    v("name", name)("mail", mail)("state", state)("signed_in", signed_in)("base", base)(
        "invited", invited)("active", active)("disabled", disabled)("own", own)("can_reset", can_reset)("rights", rights)(
        "new_right", new_right);
  }
};

struct AccessView {
  FormView form;
  TableView table;
  bool asked = false;
  template <class V>
  void fields(V& v) { v("form", form)("table", table)("asked", asked); }
};

struct EvaluationLineView {
  std::string id, reason, asked_by, when, href;
  bool can_agree = false, agreed = false;
  template <class V>
  void fields(V& v) {
    v("id", id)("reason", reason)("asked_by", asked_by)("when", when)("href", href)(
        "can_agree", can_agree)("agreed", agreed);
  }
};

struct AuditView {
  std::string chain;
  bool broken = false;
  FormView form;
  std::vector<EvaluationLineView> evaluations;
  template <class V>
  void fields(V& v) {
    v("chain", chain)("broken", broken)("form", form)("evaluations", evaluations);
  }
};

}  // namespace mila::accounts
