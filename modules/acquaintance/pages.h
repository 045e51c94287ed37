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
    std::string text, spoken;
    bool none = false;
    template <class V>
    void fields(V& v) { v("text", text)("spoken", spoken)("none", none); }
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

struct OverviewView {
  std::string title, period, before, absent;
  bool has_data = false, has_spots = false;
  std::vector<LinkView> spans;  ///< other periods
  std::vector<FigureView> figures;
  MatrixView sectors, places;
  std::vector<LineView> spots;
  std::vector<ListedView> lists;
  template <class V>
  void fields(V& v) {
    v("title", title)("period", period)("before", before)("absent", absent)("has_data", has_data)(
        "has_spots", has_spots)("spans", spans)("figures", figures)("sectors", sectors)("places", places)(
        "spots", spots)("lists", lists);
  }
};

std::vector<TemplateUse> templates();

http::Response show_overview(Visit& visit);

}  // namespace mila::acquaintances
