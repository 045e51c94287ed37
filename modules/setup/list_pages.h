// The pages of lists being taken over.
#pragma once

#include <string>
#include <vector>

#include "modules/setup/list_import.h"
#include "platform/site/form.h"
#include "platform/site/pages.h"
#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila::setup {

http::Response show_lists(Visit& visit);
http::Response show_new_list(Visit& visit);
http::Response create_list(Visit& visit);
http::Response show_list(Visit& visit);
http::Response save_columns(Visit& visit);
http::Response save_cells(Visit& visit);
http::Response split_cells(Visit& visit);
http::Response take_rows_over(Visit& visit);
http::Response publish_rows(Visit& visit);
http::Response act_on_drafts(Visit& visit);
http::Response take_rows_back(Visit& visit);
http::Response drop_rows(Visit& visit);

/// The words of data/list_headings.csv, read once.
HeadingWords const& heading_words(Visit& visit);
/// The script that reads spreadsheets in the browser, for pages with such a field.
html::Safe spreadsheet_script(Visit const& visit);
/// "Organisations", "Contacts", "Offers" in the reader's language.
std::string kind_label(Visit const& visit, directory::CsvKind kind);

struct NewListView {
  FormView form;
  template <class V>
  void fields(V& v) { v("form", form); }
};

struct SplitView {
  std::string where, pieces;
  template <class V>
  void fields(V& v) { v("where", where)("pieces", pieces); }
};

struct ListView {
  std::string title, summary, base, version, trouble, take_over_text, draft_text, columns_text, stayed;
  FormView columns, mend;
  TableView rows, records;
  std::vector<SplitView> splits;
  bool columns_open = false, has_open = false, can_take = false, has_mend = false, has_splits = false,
       has_records = false, is_draft = false, can_drop = false, has_problems = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("summary", summary)("base", base)("version", version)("trouble", trouble)(
        "take_over_text", take_over_text)("draft_text", draft_text)("columns_text", columns_text)(
        "stayed", stayed)("columns", columns)("mend", mend)("rows", rows)("records", records)(
        "splits", splits)("columns_open", columns_open)("has_open", has_open)("can_take", can_take)(
        "has_mend", has_mend)("has_splits", has_splits)("has_records", has_records)(
        "is_draft", is_draft)("can_drop", can_drop)("has_problems", has_problems);
  }
};

}  // namespace mila::setup
