// What the workplace's pages of this module share: words, names for ids, the picker, frames.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modules/network/directory_facts.h"
#include "modules/network/network.h"
#include "modules/network/picker.h"
#include "modules/places/places.h"
#include "platform/site/form.h"
#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila::network {

using i18n::N_;

std::string tr(Visit const& visit, std::string const& msgid);
std::string day_text(Visit const& visit, Date date);
std::string day_text(Visit const& visit, Instant at);
Date today_of(Context const& context);
/// ISO or German date of a form field; nullopt when empty.
std::optional<Date> date_in(std::string const& text);
http::Response missing(Visit& visit);
http::Response forbidden(Visit& visit);
/// The answer for an Error that no form can show.
http::Response refused(Visit& visit, Error const& error);

char const* class_label(PersonClass kind);
char const* state_label(PersonState state);
char const* shown_to_label(ShownTo shown_to);

/// Places and areas to choose from, municipalities first.
std::vector<Choice> place_choices(places::Gazetteer const& gazetteer, bool parts = false);
/// Names of places and areas, "whole county" for none.
std::string place_names(Visit const& visit, places::Gazetteer const& gazetteer,
                        std::vector<std::string> const& ids);
/// Topics under their areas of life: "Wohnen: Wohnungssuche".
std::vector<Choice> topic_choices(std::string const& language);
std::string topic_names(std::vector<std::string> const& codes, std::string const& language);
std::string language_names(std::vector<std::string> const& codes, std::string const& reader);

/// Organisations by name, for the picker.
Picker::Find find_organization(std::shared_ptr<DirectoryFacts const> facts);

/// A value that somebody else changed while the form was being filled.
struct ClashView {
  std::string label, now, yours;
  template <class V>
  void fields(V& v) { v("label", label)("now", now)("yours", yours); }
};

struct TabView {
  std::string text, href;
  bool current = false;
  template <class V>
  void fields(V& v) { v("text", text)("href", href)("current", current); }
};
/// The parts of the network's pages; `current` is one of their paths.
std::vector<TabView> tabs(Visit const& visit, std::string const& current);

/// Something to know, and where to go for it.
struct NoteView {
  std::string text, href, label;
  template <class V>
  void fields(V& v) { v("text", text)("href", href)("label", label); }
};

/// A page that is a heading, a sentence and a form, and what clashed.
struct FormPageView {
  std::string title, lead;
  NoteView note;
  bool has_clashes = false;
  std::vector<ClashView> clashes;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("note", note)("has_clashes", has_clashes)("clashes", clashes)(
        "form", form);
  }
};
http::Response form_page(Visit& visit, FormPageView view, Form const& form,
                         std::vector<Page::Crumb> crumbs, int status = 0);

/// Heading, table, and what stands above it.
struct ListPageView {
  std::string title, lead, new_href, new_label;
  std::vector<TabView> tabs;
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("new_href", new_href)("new_label", new_label)("tabs", tabs)(
        "table", table);
  }
};

}  // namespace mila::network
