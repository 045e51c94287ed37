// Views of one person's page.
#pragma once

#include "modules/network/staff_kit.h"

namespace mila::network {

struct PositionView {
  std::string title, topics, places, span, deputy, deputy_href, successor, successor_href, href,
      hand_over_href;
  bool own_line = false, public_function = false, may_edit = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("topics", topics)("places", places)("span", span)("deputy", deputy)(
        "deputy_href", deputy_href)("successor", successor)("successor_href", successor_href)(
        "href", href)("hand_over_href", hand_over_href)("own_line", own_line)(
        "public_function", public_function)("may_edit", may_edit);
  }
};

struct ConsentView {
  std::string text, given, revoked, how;
  template <class V>
  void fields(V& v) { v("text", text)("given", given)("revoked", revoked)("how", how); }
};

struct SeatLineView {
  std::string body, href, role, span;
  template <class V>
  void fields(V& v) { v("body", body)("href", href)("role", role)("span", span); }
};

struct PersonView {
  std::string name, salutation, kind, state, organization, languages, phone, tel, mail,
      private_phone, private_tel, private_mail, relay_href, base, confirmed, expires, shown_to,
      objected, account;
  bool active = false, expired = false, left = false, may_edit = false, editor = false, own = false,
       speaks_for = false, has_private = false, volunteer = false, partner = false,
       has_positions = false, has_past = false, has_consents = false, has_seats = false,
       may_erase = false, may_link = false, has_objected = false, has_card = false;
  NoteView no_account;  ///< has left, and no account is tied to the entry
  std::vector<PositionView> positions, past;
  std::vector<ConsentView> consents;
  std::vector<SeatLineView> seats;
  template <class V>
  void fields(V& v) {
    v("name", name)("salutation", salutation)("kind", kind)("state", state)(
        "organization", organization)("languages", languages)("phone", phone)("tel", tel)(
        "mail", mail)("private_phone", private_phone)("private_tel", private_tel)(
        "private_mail", private_mail)("relay_href", relay_href)("base", base)(
        "confirmed", confirmed)("expires", expires)("shown_to", shown_to)("objected", objected)(
        "account", account);
    v("active", active)("expired", expired)("left", left)("may_edit", may_edit)("editor", editor)(
        "own", own)("speaks_for", speaks_for)("has_private", has_private)("volunteer", volunteer)(
        "partner", partner)("has_positions", has_positions)("has_past", has_past)(
        "has_consents", has_consents)("has_seats", has_seats)("may_erase", may_erase)(
        "may_link", may_link)("has_objected", has_objected)("has_card", has_card);
    v("no_account", no_account)("positions", positions)("past", past)("consents", consents)("seats", seats);
  }
};

struct DisclosureEntryView {
  std::string what, value;
  template <class V>
  void fields(V& v) { v("what", what)("value", value); }
};

struct DisclosureView {
  std::string heading, id;
  std::vector<DisclosureEntryView> entries;
  template <class V>
  void fields(V& v) { v("heading", heading)("id", id)("entries", entries); }
};

struct DisclosurePageView {
  std::string title, name, json_href;
  std::vector<DisclosureView> parts;
  template <class V>
  void fields(V& v) { v("title", title)("name", name)("json_href", json_href)("parts", parts); }
};
std::vector<DisclosureView> views_of(std::vector<Disclosure> const& parts);

struct ErasureView {
  std::string title, name, action, back;
  template <class V>
  void fields(V& v) { v("title", title)("name", name)("action", action)("back", back); }
};

struct SuccessorView {
  std::string title, leaver, leaver_href, last_day, dismiss;
  std::vector<std::string> positions;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("leaver", leaver)("leaver_href", leaver_href)("last_day", last_day)(
        "dismiss", dismiss)("positions", positions)("form", form);
  }
};

/// Says that nobody lost access with this person, and where their account may be (staff_leaving.cpp).
void fill_account_note(NoteView& note, Visit const& visit, std::string const& account_id);
/// An account with the person's mail address, for whoever may close it; "" when there is none.
std::string unlinked_account(Visit& visit, db::Reader& reader, SeenPerson const& person);

/// Frame of a page about a person: crumbs from the list on.
Page person_frame(Visit const& visit, std::string const& title, SeenPerson const& person);

}  // namespace mila::network
