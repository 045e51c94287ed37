// The table kit: lists of the workplace with search, filters, sorting, pages and export. On a phone
// each row becomes a card.
//
//   ListQuery query = ListQuery::read(visit, {"name", "changed"});
//   Table table(visit, query, N_("Accounts"));
//   table.search(N_("Name or address")).filter("role", N_("Role"), choices);
//   table.columns({{"name", N_("Name"), true}, {"", N_("Rights")}});
//   for (…) table.row({Cell(account.name).link(href), Cell(rights)});
//   table.total(count);
//   view.table = table.view();      // {{#table}}{{>site/table}}{{/table}}
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/html/view.h"
#include "platform/site/form.h"

namespace mila {

/// What the address asks of a list: ?q=…&sort=name&down=1&page=2&role=coordinator.
struct ListQuery {
  static constexpr int kRows = 50;
  std::string search, sort;  ///< sort: one of the allowed names, the first when none was asked for
  bool descending = false;
  int page = 1;
  http::Fields all;  ///< everything, filters included
  int limit() const { return kRows; }
  int offset() const { return (page - 1) * kRows; }
  std::string filter(std::string_view name) const { return all.get(name); }
  static ListQuery read(Visit const& visit, std::vector<std::string> const& sorts);
};

class Cell {
 public:
  Cell(std::string text) : text_(std::move(text)) {}  // NOLINT: rows read as plain lists
  Cell(char const* text) : text_(text) {}             // NOLINT
  Cell& link(std::string href) { href_ = std::move(href); return *this; }
  /// "success", "warning", "danger" or "info"; the text says the same, colour is never alone.
  Cell& badge(std::string kind) { badge_ = std::move(kind); return *this; }
  /// Second line, muted.
  Cell& note(std::string note) { note_ = std::move(note); return *this; }
  /// Language of the text when it is not the page's.
  Cell& language(std::string code) { language_ = std::move(code); return *this; }
  /// A check box for acts on several rows at once.
  Cell& select(std::string name, std::string value) { select_ = std::move(name); value_ = std::move(value); return *this; }

 private:
  friend class Table;
  std::string text_, href_, badge_, note_, language_, select_, value_;
};

struct Column {
  std::string sort;   ///< name in the address, "" when it cannot be sorted by
  std::string label;  ///< msgid
  bool numeric = false;
};

struct CellView {
  std::string text, href, badge, note, label, language, select, value;
  bool numeric = false, first = false;
  template <class V>
  void fields(V& v) {
    v("text", text)("href", href)("badge", badge)("note", note)("label", label)(
        "language", language)("select", select)("value", value)("numeric", numeric)("first", first);
  }
};

struct RowView {
  std::vector<CellView> cells;
  template <class V>
  void fields(V& v) { v("cells", cells); }
};

struct ColumnView {
  std::string label, href, direction;  ///< direction: "ascending", "descending" or ""
  bool numeric = false;
  template <class V>
  void fields(V& v) {
    v("label", label)("href", href)("direction", direction)("numeric", numeric);
  }
};

struct PageLinkView {
  std::string text, href;
  bool current = false;
  template <class V>
  void fields(V& v) { v("text", text)("href", href)("current", current); }
};

struct TableView {
  std::string caption, total, empty, empty_href, empty_button, next_href, export_href, search_label,
      search_value, reset_href;
  bool has_rows = false, has_pages = false, has_filters = false, has_search = false;
  std::vector<FieldView> filters;
  std::vector<ColumnView> columns;
  std::vector<RowView> rows;
  std::vector<PageLinkView> pages;
  template <class V>
  void fields(V& v) {
    v("caption", caption)("total", total)("empty", empty)("empty_href", empty_href)(
        "empty_button", empty_button)("next_href", next_href)("export_href", export_href)(
        "search_label", search_label)("search_value", search_value)("reset_href", reset_href)(
        "has_rows", has_rows)("has_pages", has_pages)("has_filters", has_filters)(
        "has_search", has_search)("filters", filters)("columns", columns)("rows", rows)("pages",
                                                                                      pages);
  }
};

class Table {
 public:
  /// `caption` is a msgid; it is read out, and seen where the table stands beside others.
  Table(Visit& visit, ListQuery query, std::string caption);
  Table& search(std::string label);
  /// A list box; `choices` arrive translated, "all" is put before them.
  Table& filter(std::string name, std::string label, std::vector<Choice> choices);
  Table& columns(std::vector<Column> columns);
  Table& row(std::vector<Cell> cells);
  /// Rows there are in all, for the pages.
  Table& total(std::int64_t count);
  /// What to say and do when there is nothing yet; msgids.
  Table& empty(std::string text, std::string href = "", std::string button = "");
  /// Where the whole list is had as a file; only for who may.
  Table& export_to(std::string href) { export_href_ = std::move(href); return *this; }
  TableView view() const;

 private:
  std::string here(http::Fields const& fields) const;
  std::string translated(std::string const& msgid) const;
  Visit& visit_;
  ListQuery query_;
  std::string caption_, search_label_, empty_, empty_href_, empty_button_, export_href_;
  struct Filter {
    std::string name, label;
    std::vector<Choice> choices;
  };
  std::vector<Filter> filters_;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::int64_t total_ = -1;
};

}  // namespace mila
