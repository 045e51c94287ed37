// Views of bodies.
#pragma once

#include "modules/network/staff_kit.h"

namespace mila::network {

struct FormerNameView {
  std::string name, span;
  template <class V>
  void fields(V& v) { v("name", name)("span", span); }
};

struct SeatView {
  std::string organization, person, person_href, deputy, deputy_href, role, span, edit_href;
  bool vacant = false, may_edit = false;
  template <class V>
  void fields(V& v) {
    v("organization", organization)("person", person)("person_href", person_href)(
        "deputy", deputy)("deputy_href", deputy_href)("role", role)("span", span)(
        "edit_href", edit_href)("vacant", vacant)("may_edit", may_edit);
  }
};

struct BodyLinkView {
  std::string name, href;
  template <class V>
  void fields(V& v) { v("name", name)("href", href); }
};

struct BodyView {
  std::string name, kind, place, topics, purpose, looking_for, office, office_person,
      office_person_href, base, since;
  bool is_public = false, may_edit = false, ended = false, has_seats = false, has_past = false,
       has_former = false, has_parent = false, has_children = false;
  BodyLinkView parent;
  std::vector<BodyLinkView> children;
  std::vector<FormerNameView> former;
  std::vector<SeatView> seats, past;
  template <class V>
  void fields(V& v) {
    v("name", name)("kind", kind)("place", place)("topics", topics)("purpose", purpose)(
        "looking_for", looking_for)("office", office)("office_person", office_person)(
        "office_person_href", office_person_href)("base", base)("since", since);
    v("is_public", is_public)("may_edit", may_edit)("ended", ended)("has_seats", has_seats)(
        "has_past", has_past)("has_former", has_former)("has_parent", has_parent)(
        "has_children", has_children);
    v("parent", parent)("children", children)("former", former)("seats", seats)("past", past);
  }
};

char const* kind_label(BodyKind kind);
char const* role_label(SeatRole role);

}  // namespace mila::network
