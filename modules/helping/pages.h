// Pages of this module, and what they share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "modules/helping/helpers.h"
#include "platform/i18n/format.h"
#include "platform/site/pages.h"

namespace mila::helping {

using i18n::N_;

struct WantedView {
  std::string title, body, facts, circle;
  template <class V>
  void fields(V& v) { v("title", title)("body", body)("facts", facts)("circle", circle); }
};

/// A form of a public page with what keeps robots out.
struct HelpView {
  std::string token, bodies_href, privacy_href, office_phone, office_tel;
  bool sent = false, removed = false, has_wanted = false;
  std::vector<WantedView> wanted;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("token", token)("bodies_href", bodies_href)("privacy_href", privacy_href)("office_phone", office_phone)("office_tel", office_tel)(
        "sent", sent)("removed", removed)("has_wanted", has_wanted)("wanted", wanted)("form", form);
  }
};

/// What somebody offered, with a form to answer or a button to delete.
struct OfferedView {
  std::string title, lead, note, action, button;
  bool has_form = false, has_button = false;
  std::vector<LineView> lines;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("note", note)("action", action)("button", button)("has_form", has_form)(
        "has_button", has_button)("lines", lines)("form", form);
  }
};

std::vector<TemplateUse> templates();

/// What was offered, as label and value; with the contact when `contact`.
std::vector<LineView> lines_of(Visit const& visit, Helper const& helper);
char const* state_label(State state);
/// Answer and state; `version` hidden.
void answer_fields(Visit& visit, Form& form, Helper const& helper);
std::string place_name(County& county, std::string_view id);
std::vector<Choice> place_choices(County& county, std::string none);

// Public.
http::Response show_help(Visit& visit);
http::Response offer_help(Visit& visit);
http::Response show_answer(Visit& visit);
http::Response answer_now(Visit& visit);
http::Response show_own(Visit& visit);
http::Response remove_own(Visit& visit);

// Workplace.
http::Response list_all(Visit& visit);
http::Response show_helper(Visit& visit);
http::Response answer_helper(Visit& visit);
http::Response remove_helper(Visit& visit);
http::Response list_wanted(Visit& visit);
http::Response show_new_wanted(Visit& visit);
http::Response add_wanted(Visit& visit);
http::Response show_wanted(Visit& visit);
http::Response save_wanted(Visit& visit);

}  // namespace mila::helping
