// Views of "my area" and of entries made twice.
#pragma once

#include "modules/network/staff_people.h"

namespace mila::network {

struct TopicCountView {
  std::string topic, href;
  std::int64_t count = 0;
  template <class V>
  void fields(V& v) { v("topic", topic)("href", href)("count", count); }
};

struct MeetView {
  std::string name, href, reason, phone, tel;
  template <class V>
  void fields(V& v) { v("name", name)("href", href)("reason", reason)("phone", phone)("tel", tel); }
};

struct AreaLinkView {
  std::string text, href, note;
  template <class V>
  void fields(V& v) { v("text", text)("href", href)("note", note); }
};

struct AreaView {
  std::string title, name;
  bool chosen = false, has_topics = false, has_functions = false, has_people = false,
       has_bodies = false, has_dates = false, has_first = false;
  std::vector<TabView> tabs;
  FormView form;
  std::vector<MeetView> first;
  std::vector<TopicCountView> topics;
  std::vector<FunctionLineView> functions;
  std::vector<AreaLinkView> people, bodies, dates;
  template <class V>
  void fields(V& v) {
    v("title", title)("name", name)("tabs", tabs)("chosen", chosen)("has_topics", has_topics)(
        "has_functions", has_functions)("has_people", has_people)("has_bodies", has_bodies)(
        "has_dates", has_dates)("has_first", has_first)("form", form)("first", first)(
        "topics", topics)("functions", functions)("people", people)("bodies", bodies)("dates", dates);
  }
};

struct LikePairView {
  std::string first, first_note, first_href, second, second_note, second_href, why, action;
  std::string first_id, second_id, kind, id;
  template <class V>
  void fields(V& v) {
    v("first", first)("first_note", first_note)("first_href", first_href)("second", second)(
        "second_note", second_note)("second_href", second_href)("why", why)("action", action)(
        "first_id", first_id)("second_id", second_id)("kind", kind)("id", id);
  }
};

struct DoneMergeView {
  std::string kept, dropped, when, undo;
  template <class V>
  void fields(V& v) { v("kept", kept)("dropped", dropped)("when", when)("undo", undo); }
};

struct DuplicatesView {
  std::string title, stays;
  std::string first, people_next, organizations_next;  ///< addresses of other pages, "" for none
  std::vector<TabView> tabs;
  bool has_people = false, has_organizations = false, has_merges = false;
  std::vector<LikePairView> people, organizations;
  std::vector<DoneMergeView> merges;
  template <class V>
  void fields(V& v) {
    v("title", title)("stays", stays)("first", first)("people_next", people_next)(
        "organizations_next", organizations_next)("tabs", tabs)("has_people", has_people)(
        "has_organizations", has_organizations)("has_merges", has_merges)("people", people)(
        "organizations", organizations)("merges", merges);
  }
};

}  // namespace mila::network
