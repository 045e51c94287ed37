// Pages of this module, and what they share.
#pragma once

#include <string>
#include <vector>

#include "modules/acquaintance/overview.h"
#include "platform/site/pages.h"

namespace mila::acquaintances {

/// A figure now and in the period before.
struct FigureView {
  std::string label, now, before, meaning;
  template <class V>
  void fields(V& v) { v("label", label)("now", now)("before", before)("meaning", meaning); }
};

/// How often the groups in the rows meet those in the columns.
struct MatrixView {
  struct Cell {
    std::string text;
    bool none = false;  ///< could meet and never did
    template <class V>
    void fields(V& v) { v("text", text)("none", none); }
  };
  struct Row {
    std::string label;
    std::vector<Cell> cells;
    template <class V>
    void fields(V& v) { v("label", label)("cells", cells); }
  };
  struct Column {
    std::string label;
    template <class V>
    void fields(V& v) { v("label", label); }
  };
  std::string caption, corner;
  std::vector<Column> columns;
  std::vector<Row> rows;
  template <class V>
  void fields(V& v) { v("caption", caption)("corner", corner)("columns", columns)("rows", rows); }
};

/// Organisations of which something is said.
struct ListedView {
  struct Name {
    std::string name;
    template <class V>
    void fields(V& v) { v("name", name); }
  };
  std::string title, meaning, none, small;
  bool has_names = false;
  std::vector<Name> names;
  template <class V>
  void fields(V& v) {
    v("title", title)("meaning", meaning)("none", none)("small", small)("has_names", has_names)("names", names);
  }
};

/// Two to be introduced, with the button that asks both.
struct SuggestionView {
  std::string first, second, reason, action, first_id, second_id, period;
  template <class V>
  void fields(V& v) {
    v("first", first)("second", second)("reason", reason)("action", action)("first_id", first_id)(
        "second_id", second_id)("period", period);
  }
};

/// Two who were asked, and what became of it.
struct ProgressView {
  std::string pair, day, state;
  template <class V>
  void fields(V& v) { v("pair", pair)("day", day)("state", state); }
};

struct OverviewView {
  std::string title, period, before, absent, problem;
  bool has_data = false, has_spots = false, has_suggestions = false, has_offers = false;
  std::vector<SuggestionView> suggestions;
  std::vector<ProgressView> offers;
  std::vector<LinkView> spans;  ///< other periods
  std::vector<FigureView> figures;
  MatrixView sectors, places;
  std::vector<ListedView::Name> spots;
  std::vector<ListedView> lists;
  template <class V>
  void fields(V& v) {
    v("title", title)("period", period)("before", before)("absent", absent)("problem", problem)("has_data", has_data)(
        "has_spots", has_spots)("spans", spans)("figures", figures)("sectors", sectors)("places", places)(
        "spots", spots)("lists", lists)("has_suggestions", has_suggestions)("has_offers", has_offers)(
        "suggestions", suggestions)("offers", offers);
  }
};

/// The page behind the link of the mail that asks.
struct IntroductionView {
  std::string title, lead, reason, notice, until, organization_href, organization;
  bool has_form = false, has_contact = false;
  std::vector<LineView> contact;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("reason", reason)("notice", notice)("until", until)(
        "organization_href", organization_href)("organization", organization)(
        "has_form", has_form)("has_contact", has_contact)("contact", contact)("form", form);
  }
};

std::vector<TemplateUse> templates();
/// Fills what the overview says about introducing people.
void add_introductions(Visit& visit, db::Reader& reader, OverviewView& view, Overview const& overview, Span span);

/// `problem` (msgid) says what could not be done, nullptr when all is well.
http::Response overview_page(Visit& visit, Span span, char const* problem);
http::Response show_overview(Visit& visit);
http::Response offer_now(Visit& visit);

// Without account, by a signed link.
http::Response show_introduction(Visit& visit);
http::Response answer_introduction(Visit& visit);

}  // namespace mila::acquaintances
