// Pages for people without an account: behind a mailed link, and the form that passes a message on.
#pragma once

#include <string>
#include <vector>

#include "platform/site/form.h"
#include "platform/site/site.h"

namespace mila::network {

// "Is this still right?" (confirmation_page.cpp)
http::Response show_asked(Visit& visit);
http::Response show_asked_entry(Visit& visit);
http::Response answer_asked_entry(Visit& visit);

// Writing to somebody whose address stays hidden (relay_page.cpp)
http::Response show_relay(Visit& visit);
http::Response send_relay(Visit& visit);

// The bodies that are public (bodies_page.cpp)
http::Response show_public_bodies(Visit& visit);

/// Their templates.
std::vector<TemplateUse> public_templates();

struct HeldEntryView {
  std::string what, value;
  template <class V>
  void fields(V& v) { v("what", what)("value", value); }
};

struct HeldView {
  std::string heading, id;
  std::vector<HeldEntryView> entries;
  template <class V>
  void fields(V& v) { v("heading", heading)("id", id)("entries", entries); }
};

struct AskedLineView {
  std::string name, href;
  bool answered = false;
  template <class V>
  void fields(V& v) { v("name", name)("href", href)("answered", answered); }
};

struct AskedView {
  bool good = false, thanks = false, has_lines = false;
  std::vector<AskedLineView> lines;
  std::string office_phone, office_tel;
  template <class V>
  void fields(V& v) {
    v("good", good)("thanks", thanks)("has_lines", has_lines)("lines", lines)(
        "office_phone", office_phone)("office_tel", office_tel);
  }
};

struct AskedEntryView {
  std::string name, action;
  std::vector<HeldView> held;
  FormView correct, leaving;
  bool correct_open = false, leaving_open = false;
  template <class V>
  void fields(V& v) {
    v("name", name)("action", action)("held", held)("correct", correct)("leaving", leaving)(
        "correct_open", correct_open)("leaving_open", leaving_open);
  }
};

struct PublicBodyView {
  std::string id, name, former, purpose, looking_for, place, office, phone, tel, mail, dates_href;
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("former", former)("purpose", purpose)("looking_for", looking_for)("place", place)(
        "office", office)("phone", phone)("tel", tel)("mail", mail)("dates_href", dates_href);
  }
};

struct PublicBodiesView {
  bool has_bodies = false;
  std::vector<PublicBodyView> bodies;
  template <class V>
  void fields(V& v) { v("has_bodies", has_bodies)("bodies", bodies); }
};

struct RelayView {
  std::string title, who;
  bool sent = false;
  FormView form;
  template <class V>
  void fields(V& v) { v("title", title)("who", who)("sent", sent)("form", form); }
};

}  // namespace mila::network
