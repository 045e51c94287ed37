// Lists of the workplace.
#include "platform/site/table.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/site/site.h"

namespace mila {

using i18n::N_;

ListQuery ListQuery::read(Visit const& visit, std::vector<std::string> const& sorts) {
  ListQuery query;
  query.all = visit.request.query;
  query.search = std::string(truncate_utf8(query.all.get("q"), 200));
  std::string wanted = query.all.get("sort");
  bool known = std::find(sorts.begin(), sorts.end(), wanted) != sorts.end();
  query.sort = known ? wanted : sorts.empty() ? "" : sorts.front();
  query.descending = query.all.get("down") == "1";
  query.page = static_cast<int>(std::clamp<std::int64_t>(parse_integer(query.all.get("page")).value_or(1), 1, 100'000));
  return query;
}

Table::Table(Visit& visit, ListQuery query, std::string caption)
    : visit_(visit), query_(std::move(query)), caption_(std::move(caption)) {}

Table& Table::search(std::string label) {
  search_label_ = std::move(label);
  return *this;
}

Table& Table::filter(std::string name, std::string label, std::vector<Choice> choices) {
  filters_.push_back({std::move(name), std::move(label), std::move(choices)});
  return *this;
}

Table& Table::columns(std::vector<Column> columns) {
  columns_ = std::move(columns);
  return *this;
}

Table& Table::row(std::vector<Cell> cells) {
  CHECK(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
  return *this;
}

Table& Table::total(std::int64_t count) {
  total_ = count;
  return *this;
}

Table& Table::empty(std::string text, std::string href, std::string button) {
  empty_ = std::move(text);
  empty_href_ = std::move(href);
  empty_button_ = std::move(button);
  return *this;
}

std::string Table::translated(std::string const& msgid) const {
  return msgid.empty() ? "" : visit_.site.translate(visit_.context.language, msgid);
}

std::string Table::here(http::Fields const& fields) const {
  std::string query = fields.to_query();
  return query.empty() ? visit_.request.path : query;
}

TableView Table::view() const {
  TableView view;
  view.caption = translated(caption_);
  view.search_label = translated(search_label_);
  view.has_search = !search_label_.empty();
  view.search_value = query_.search;
  view.empty = translated(empty_.empty() ? N_("Nothing here yet.") : empty_);
  view.empty_href = empty_href_;
  view.empty_button = translated(empty_button_);
  view.export_href = export_href_;
  auto const& all = query_.all;
  bool narrowed = !query_.search.empty();
  for (auto const& filter : filters_) {
    FieldView field;
    field.id = "f-" + filter.name;
    field.name = filter.name;
    field.label = translated(filter.label);
    field.is_select = true;
    std::string chosen = query_.filter(filter.name);
    narrowed |= !chosen.empty();
    field.choices.push_back({"", translated(N_("All")), "", chosen.empty()});
    for (auto const& choice : filter.choices)
      field.choices.push_back({choice.value, choice.label, "", choice.value == chosen});
    view.filters.push_back(std::move(field));
  }
  view.has_filters = view.has_search || !view.filters.empty();
  if (narrowed) {
    view.reset_href = visit_.request.path;
    view.empty = translated(N_("Nothing fits this search."));
    view.empty_href = view.empty_button = "";
  }
  for (auto const& column : columns_) {
    ColumnView shown;
    shown.label = translated(column.label);
    shown.numeric = column.numeric;
    if (!column.sort.empty()) {
      bool current = column.sort == query_.sort;
      bool down = current && !query_.descending;
      if (current) shown.direction = query_.descending ? "descending" : "ascending";
      shown.href = here(all.without("page").without("down").with("sort", column.sort).with("down", down ? "1" : ""));
    }
    view.columns.push_back(std::move(shown));
  }
  for (auto const& row : rows_) {
    RowView shown;
    for (std::size_t i = 0; i < row.size(); ++i)
      shown.cells.push_back({row[i].text_, row[i].href_, row[i].badge_, row[i].note_,
                             view.columns[i].label, row[i].language_, row[i].select_,
                             row[i].value_, columns_[i].numeric, i == 0});
    view.rows.push_back(std::move(shown));
  }
  view.has_rows = !view.rows.empty();
  std::int64_t total = total_ < 0 ? static_cast<std::int64_t>(rows_.size()) : total_;
  view.total = std::to_string(total);
  int last = static_cast<int>((total + ListQuery::kRows - 1) / ListQuery::kRows);
  view.has_pages = total_ >= 0 && last > 1;
  for (int page = 1; view.has_pages && page <= last; ++page) {
    bool near = page <= 2 || page > last - 2 || std::abs(page - query_.page) <= 1;
    if (near)
      view.pages.push_back({std::to_string(page), here(all.without("page").with("page", page == 1 ? "" : std::to_string(page))), page == query_.page});
  }
  if (view.has_pages && query_.page < last)
    view.next_href = here(all.without("page").with("page", std::to_string(query_.page + 1)));
  return view;
}

}  // namespace mila
