// One list: how its columns are read, what to mend, what becomes of it.
#include <algorithm>
#include <mutex>
#include <set>

#include "modules/setup/list_pages.h"
#include "modules/setup/pages.h"
#include "platform/base/text.h"

namespace mila::setup {
namespace {

using directory::Kind;
using i18n::N_;

constexpr std::size_t kRowsToMend = 25, kNotesToMend = 30, kSamples = 3, kKept = 20;

/// Checks of lists that were looked at last; reading a list anew asks the directory for each row.
struct Checks {
  struct Entry {
    std::int64_t list_version, data_version;
    ListCheck check;
  };
  std::mutex mutex;
  std::map<std::string, Entry> entries;
};

ListCheck checked(Context& context, ListImport const& list, std::vector<ListRow> const& rows) {
  auto kept = context.county.part<Checks>([] { return new Checks; });
  auto data_version = context.county.database.version();
  {
    std::lock_guard lock(kept->mutex);
    auto found = kept->entries.find(list.id);
    if (found != kept->entries.end() && found->second.list_version == list.version &&
        found->second.data_version == data_version)
      return found->second.check;
  }
  auto check = check_list(context, list, rows);
  std::lock_guard lock(kept->mutex);
  if (kept->entries.size() >= kKept) kept->entries.clear();
  kept->entries.insert_or_assign(list.id, Checks::Entry{list.version, data_version, check});
  return check;
}

std::string counted_rows(Visit const& visit, std::size_t count) {
  return Words(visit).count("One row", "{n} rows", static_cast<std::int64_t>(count));
}

std::string column_name(Visit const& visit, ListImport const& list, std::size_t column) {
  if (!list.header[column].empty()) return list.header[column];
  return Words(visit)(N_("Column {n}"), {{"n", std::to_string(column + 1)}});
}

std::string samples_of(std::vector<ListRow> const& rows, std::size_t column) {
  std::vector<std::string> samples;
  for (auto const& row : rows) {
    std::string cell(truncate_utf8(row.cells[column], 40));
    if (cell.empty() || std::find(samples.begin(), samples.end(), cell) != samples.end()) continue;
    samples.push_back(replace_all(std::move(cell), "\n", " "));
    if (samples.size() == kSamples) break;
  }
  return join(samples, " · ");
}

Form columns_form(Visit& visit, ListImport const& list, std::vector<ListRow> const& rows) {
  std::vector<Choice> choices{{"", Words(visit)(N_("Leave this column out"))}};
  for (auto const& column : possible_columns(list.kind)) choices.push_back({column, column});
  Form form(visit, "/staff/imports/" + list.id + "/columns");
  form.hidden("version", std::to_string(list.version));
  for (std::size_t i = 0; i < list.columns.size(); ++i)
    form.select("k" + std::to_string(i), column_name(visit, list, i), choices)
        .value(list.columns[i]).hint(samples_of(rows, i));
  if (list.kind != directory::CsvKind::Organisations)
    form.text("otherwise", N_("Organisation of all rows that name none")).longest(300).value(list.otherwise);
  form.submit(N_("Read the columns like this"));
  return form;
}

std::string row_label(Visit const& visit, ListImport const& list, ListRow const& row) {
  std::string label = Words(visit)(N_("Row {n}"), {{"n", std::to_string(row.line)}});
  for (std::size_t i = 0; i < list.columns.size(); ++i)
    if (list.columns[i] == needed_column(list.kind) && !row.cells[i].empty())
      return label + ": " + std::string(truncate_utf8(row.cells[i], 80));
  return label;
}

std::string cell_field(std::int64_t position, std::size_t column) {
  return "c" + std::to_string(position) + "_" + std::to_string(column);
}

/// What is wrong with a cell, with the value it is about.
std::string problem_text(Visit const& visit, CellProblem const& problem) {
  std::string text = Words(visit)(problem.message.c_str());
  return problem.value.empty() ? text : text + " (" + problem.value + ")";
}

/// Adds the cell once; further things about it are joined.
void add_cell(Visit& visit, Form& form, ListImport const& list, ListRow const& row,
              CellProblem const& problem, std::map<std::string, std::string>& texts, bool with_row) {
  std::string name = cell_field(row.position, *problem.column);
  auto& text = texts[name];
  bool fresh = text.empty();
  text += (fresh ? "" : " ") + problem_text(visit, problem);
  if (fresh) {
    std::string label = column_name(visit, list, *problem.column);
    if (with_row) label = row_label(visit, list, row) + ", " + label;
    auto const& value = row.cells[*problem.column];
    auto& field = value.size() > 100 || value.find('\n') != std::string::npos ? form.long_text(name, label)
                                                                            : form.text(name, label);
    field.value(value).longest(5'000);
    if (!problem.error) field.hint(text);
  }
  if (problem.error) form.error(name, text);
}

/// Rows with errors, each with the cells in question; below, folded, what is only worth a look.
Form mend_form(Visit& visit, ListImport const& list, std::vector<ListRow> const& rows, ListCheck const& check) {
  Form form(visit, "/staff/imports/" + list.id + "/cells");
  form.hidden("version", std::to_string(list.version));
  std::map<std::int64_t, ListRow const*> by_position;
  for (auto const& row : rows) by_position[row.position] = &row;
  std::map<std::string, std::string> texts;
  std::set<std::int64_t> shown;
  for (auto const& problem : check.problems) {
    if (!problem.error || !problem.column) continue;
    bool fresh = !shown.contains(problem.position);
    if (fresh && shown.size() == kRowsToMend) continue;
    auto const& row = *by_position.at(problem.position);
    if (fresh) {
      shown.insert(problem.position);
      form.section(row_label(visit, list, row));
      form.checkbox("out" + std::to_string(row.position), N_("Leave this row out"));
    }
    add_cell(visit, form, list, row, problem, texts, false);
  }
  std::size_t notes = 0;
  for (auto const& problem : check.problems) {
    bool known = problem.column && texts.contains(cell_field(problem.position, *problem.column));
    if (problem.error || !problem.column || known || notes == kNotesToMend) continue;
    if (notes++ == 0) form.fold(N_("Worth a look: this goes in, but perhaps not as meant"));
    add_cell(visit, form, list, *by_position.at(problem.position), problem, texts, true);
  }
  std::vector<Choice> left_out;
  for (auto const& row : rows)
    if (row.state == ListRow::State::LeftOut && left_out.size() < 50)
      left_out.push_back({std::to_string(row.position), row_label(visit, list, row)});
  if (!left_out.empty()) {
    form.fold(N_("Rows that are left out"));
    form.checkboxes("back", N_("Take these in again"), std::move(left_out));
  }
  form.submit(N_("Save these cells"));
  return form;
}

TableView rows_table(Visit& visit, ListImport const& list, std::vector<ListRow> const& rows, ListCheck const& check) {
  auto query = ListQuery::read(visit, {});
  Table table(visit, query, N_("The rows as they are read"));
  std::vector<Column> columns{{"", N_("Row")}};
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < list.columns.size(); ++i) {
    if (list.columns[i].empty()) continue;
    used.push_back(i);
    columns.push_back({"", list.columns[i]});
  }
  table.columns(columns);
  std::map<std::pair<std::int64_t, std::size_t>, std::string> notes;
  for (auto const& problem : check.problems)
    if (problem.column) {
      auto& note = notes[{problem.position, *problem.column}];
      note += (note.empty() ? "" : " ") + problem_text(visit, problem);
    }
  std::int64_t count = 0;
  for (auto const& row : rows) {
    if (row.state != ListRow::State::Open) continue;
    auto number = count++;
    if (number < query.offset() || number >= query.offset() + query.limit()) continue;
    std::vector<Cell> cells{Cell(std::to_string(row.line))};
    for (auto column : used) {
      Cell cell(std::string(truncate_utf8(row.cells[column], 200)));
      if (auto note = notes.find({row.position, column}); note != notes.end()) cell.note(note->second);
      cells.push_back(std::move(cell));
    }
    table.row(std::move(cells));
  }
  table.total(count);
  return table.view();
}

char const* record_label(Kind kind) {
  switch (kind) {
    case Kind::Organization: return N_("Organisation");
    case Kind::Function: return N_("Contact");
    default: return N_("Offer of help");
  }
}

/// What the list became; places of offers go with the offers.
TableView records_table(Visit& visit, std::vector<directory::Record> const& records) {
  Words words(visit);
  Table table(visit, {}, N_("What became of it"));
  table.columns({{"", N_("Name")}, {"", N_("What it is")}, {"", N_("State")}, {"", N_("Tick")}});
  for (auto const& record : records) {
    bool service = record.kind == Kind::Service;
    std::string text = record.json.value(record.kind == Kind::Function ? "title" : "name", "");
    Cell name(text);
    if (service) name.link("/staff/offers/" + record.id);
    bool draft = is_draft(record);
    Cell tick(draft ? text : std::string());
    if (draft) tick.select("chosen", record.id);
    table.row({std::move(name), words(record_label(record.kind)),
               Cell(draft ? words(N_("draft")) : words(N_("public"))).badge(draft ? "info" : "success"), std::move(tick)});
  }
  return table.view();
}

struct Loaded {
  std::optional<ListImport> list;
  std::vector<ListRow> rows;
  std::vector<ListRecord> known;
  std::vector<directory::Record> records;  ///< without locations
};

Loaded load(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    Loaded loaded;
    std::string id = visit.request.parameter("id");
    loaded.list = find_list(reader, id);
    if (!loaded.list) return loaded;
    loaded.rows = rows_of(reader, id);
    loaded.known = records_of(reader, id);
    for (Kind kind : {Kind::Organization, Kind::Function, Kind::Service}) {
      std::vector<std::string> ids;
      for (auto const& record : loaded.known)
        if (record.kind == kind) ids.push_back(record.id);
      for (auto& record : directory::find_records(reader, kind, ids)) loaded.records.push_back(std::move(record));
    }
    return loaded;
  });
}

void fill_open_rows(Visit& visit, Loaded const& loaded, ListCheck const& check, ListView& view) {
  Words words(visit);
  auto const& list = *loaded.list;
  view.trouble = check.trouble.empty() ? "" : words(check.trouble.c_str());
  view.columns = columns_form(visit, list, loaded.rows).view();
  std::vector<std::string> read;
  for (auto const& column : list.columns)
    if (!column.empty()) read.push_back(column);
  view.columns_text = join(read, ", ");
  bool nowhere = std::any_of(check.problems.begin(), check.problems.end(),
                             [](CellProblem const& problem) { return problem.error && !problem.column; });
  view.columns_open = nowhere || !check.trouble.empty();
  Form mend = mend_form(visit, list, loaded.rows, check);
  view.mend = mend.view();
  view.has_problems = mend.has_errors();
  view.has_mend = view.mend.sections.size() > 1 || (view.mend.sections.size() == 1 && view.mend.sections[0].fields_in.size() > 1);
  for (auto const& split : check.splits)
    for (auto const& row : loaded.rows)
      if (row.position == split.position && view.splits.size() < 20)
        view.splits.push_back({row_label(visit, list, row), join(split.pieces, " | ")});
  view.has_splits = !view.splits.empty();
  view.can_take = check.fine > 0;
  view.take_over_text = words(check.fine == check.open ? N_("Take over: {rows}") : N_("Take over what is fine: {rows}"),
                              {{"rows", counted_rows(visit, check.fine)}});
  view.rows = rows_table(visit, list, loaded.rows, check);
}

http::Response list_page(Visit& visit, Loaded const& loaded, int status, std::string const& notice) {
  Words words(visit);
  auto const& list = *loaded.list;
  auto check = checked(visit.context, list, loaded.rows);
  ListView view;
  view.title = list.name.empty() ? words(N_("Pasted list")) : list.name;
  view.base = "/staff/imports/" + list.id;
  view.version = std::to_string(list.version);
  view.summary = kind_label(visit, list.kind) + ". ";
  view.has_open = check.open > 0;
  if (view.has_open) {
    view.summary += words(N_("{open} can still be taken over, {fine} as they are."),
                          {{"open", counted_rows(visit, check.open)}, {"fine", std::to_string(check.fine)}});
    fill_open_rows(visit, loaded, check, view);
  }
  view.has_records = !loaded.known.empty();
  view.can_drop = !view.has_records;
  if (view.has_records) {
    auto drafts = std::count_if(loaded.records.begin(), loaded.records.end(), is_draft);
    auto shown = static_cast<std::ptrdiff_t>(loaded.records.size()) - drafts;
    view.is_draft = drafts > 0;
    view.draft_text = view.is_draft
        ? words(N_("{n} drafts. Nobody but you and your colleagues sees them."), {{"n", std::to_string(drafts)}})
        : words(N_("Everything that came from this list is public."));
    if (view.is_draft && shown > 0)
      view.draft_text += " " + words(N_("{n} entries are public and stay when drafts are dropped."), {{"n", std::to_string(shown)}});
    view.records = records_table(visit, loaded.records);
  }
  if (visit.request.query.get("done") == "kept")
    view.stayed = words(N_("Not all could be dropped: somebody has changed them since, or others refer to them. They are still here."));
  if (visit.request.query.get("done") == "back" && view.has_records)
    view.stayed = words(N_("These stay: somebody has changed them since, or others refer to them. The rest is gone."));
  Page frame;
  frame.title = view.title;
  frame.crumbs = {{words(N_("Lists")), "/staff/imports"}, {view.title, ""}};
  frame.active_path = "/staff/imports";
  frame.notice = notice;
  return visit.site.page(visit, "setup/staff/list.html", view, frame, status);
}

std::string notice_for(Visit const& visit) {
  Words words(visit);
  std::string done = visit.request.query.get("done");
  if (done == "taken") return words(N_("Taken over as drafts. Look at them and publish them when they are right."));
  if (done == "public") return words(N_("Published. Everybody finds it now."));
  if (done == "back") return words(N_("Taken back. The rows are here again."));
  if (done == "dropped") return words(N_("Dropped."));
  return "";
}

std::int64_t form_version(Visit const& visit) {
  auto form = visit.request.form();
  return form ? parse_integer(form->get("version")).value_or(-1) : -1;
}

/// After an act: back to the list, or the list with what went wrong.
template <typename T>
http::Response answer(Visit& visit, Result<T> const& result, char const* done) {
  std::string base = "/staff/imports/" + visit.request.parameter("id");
  if (result) return http::see_other(base + "?done=" + done);
  auto loaded = load(visit);
  if (!loaded.list) return visit.site.error_page(visit, 404);
  if (result.error().code == ErrorCode::Forbidden) return visit.site.error_page(visit, 403);
  return list_page(visit, loaded, result.error().code == ErrorCode::Conflict ? 409 : 422,
                   Words(visit)(result.error().message.c_str()));
}

}  // namespace

http::Response show_list(Visit& visit) {
  auto loaded = load(visit);
  if (!loaded.list) return visit.site.error_page(visit, 404);
  return list_page(visit, loaded, 200, notice_for(visit));
}

http::Response save_columns(Visit& visit) {
  auto form = visit.request.form();
  if (!form) return visit.site.error_page(visit, 415);
  ColumnChoice choice;
  for (std::size_t i = 0; form->has("k" + std::to_string(i)); ++i)
    choice.columns.push_back(form->get("k" + std::to_string(i)));
  choice.otherwise = form->get("otherwise");
  return answer(visit, choose_columns(visit.context, visit.request.parameter("id"), form_version(visit), choice), "saved");
}

http::Response save_cells(Visit& visit) {
  auto form = visit.request.form();
  if (!form) return visit.site.error_page(visit, 415);
  std::vector<CellEdit> edits;
  std::vector<std::int64_t> out, back;
  for (auto const& [name, value] : form->items()) {
    if (name.starts_with("out")) {
      if (auto position = parse_integer(std::string_view(name).substr(3))) out.push_back(*position);
    } else if (name == "back") {
      if (auto position = parse_integer(value)) back.push_back(*position);
    } else if (name.starts_with('c')) {
      auto bar = name.find('_');
      auto position = parse_integer(std::string_view(name).substr(1, bar == std::string::npos ? 0 : bar - 1));
      auto column = bar == std::string::npos ? std::nullopt : parse_integer(std::string_view(name).substr(bar + 1));
      if (position && column && *column >= 0)
        edits.push_back({*position, static_cast<std::size_t>(*column), std::string(trim(replace_all(value, "\r\n", "\n")))});
    }
  }
  return answer(visit, mend_list(visit.context, visit.request.parameter("id"), form_version(visit), edits, out, back), "saved");
}

http::Response split_cells(Visit& visit) {
  return answer(visit, split_list_cells(visit.context, visit.request.parameter("id"), form_version(visit)), "saved");
}

http::Response take_rows_over(Visit& visit) {
  return answer(visit, take_over(visit.context, visit.request.parameter("id"), form_version(visit)), "taken");
}

http::Response publish_rows(Visit& visit) {
  return answer(visit, publish_list(visit.context, visit.request.parameter("id"), form_version(visit)), "public");
}

http::Response act_on_drafts(Visit& visit) {
  auto form = visit.request.form();
  if (!form) return visit.site.error_page(visit, 415);
  std::string id = visit.request.parameter("id"), act = form->get("act");
  auto chosen = form->all("chosen");
  bool all = act == "drop-all";
  if (!all && chosen.empty())
    return answer(visit, Result<std::size_t>(Error{ErrorCode::Invalid, N_("Please tick the entries first."), ""}), "");
  if (act == "publish") return answer(visit, publish_list(visit.context, id, form_version(visit), chosen), "public");
  if (all) chosen.clear();
  auto stay = drop_drafts(visit.context, id, form_version(visit), chosen);
  return answer(visit, stay, stay && *stay > 0 ? "kept" : "dropped");
}

http::Response take_rows_back(Visit& visit) {
  return answer(visit, take_back(visit.context, visit.request.parameter("id"), form_version(visit)), "back");
}

http::Response drop_rows(Visit& visit) {
  auto dropped = drop_list(visit.context, visit.request.parameter("id"), form_version(visit));
  return dropped ? http::see_other("/staff/imports?done=saved") : answer(visit, dropped, "saved");
}

}  // namespace mila::setup
