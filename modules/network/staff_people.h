// The list of people: what is asked for, and how one of them stands in a row.
#pragma once

#include "modules/network/contact_search.h"
#include "modules/network/people_store.h"
#include "modules/network/staff_kit.h"

namespace mila::network {

struct FunctionLineView {
  std::string title, organization, phone, tel, areas;
  template <class V>
  void fields(V& v) {
    v("title", title)("organization", organization)("phone", phone)("tel", tel)("areas", areas);
  }
};

struct ContactLineView {
  std::string name, organization, does, phone, mail, languages;
  template <class V>
  void fields(V& v) {
    v("name", name)("organization", organization)("does", does)("phone", phone)("mail", mail)(
        "languages", languages);
  }
};

struct PeopleView {
  std::string title, understood, new_href, print_href, print_title;
  bool has_functions = false, has_exports = false, cut = false;
  std::vector<TabView> tabs, exports;
  std::vector<FunctionLineView> functions;
  std::vector<ContactLineView> lines;  ///< of the print list
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("understood", understood)("new_href", new_href)("print_href", print_href)(
        "print_title", print_title)("has_functions", has_functions)("has_exports", has_exports)(
        "cut", cut)("tabs", tabs)("exports", exports)("functions", functions)("lines", lines)(
        "table", table);
  }
};

/// What the address asks for, as the actor may see it.
struct PeopleAsked {
  ContactSearch search;
  PeopleQuery query;
};
PeopleAsked people_asked(Visit const& visit, ListQuery const& list,
                         places::Gazetteer const& gazetteer, DirectoryFacts const& facts);

/// Where a person is reached, as far as it may be seen: at work, else private where agreed.
struct Reach {
  std::string phone, mail;
};
Reach reach_of(SeenPerson const& person);

ContactLineView contact_line(Visit const& visit, SeenPerson const& person,
                             places::Gazetteer const& gazetteer, DirectoryFacts const& facts);

}  // namespace mila::network
