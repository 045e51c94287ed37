// The county's municipalities, from a list that is shown as it was understood before it is taken.
#include "modules/directory/csv_import.h"
#include "modules/places/places.h"
#include "modules/setup/grid.h"
#include "modules/setup/list_pages.h"
#include "modules/setup/pages.h"
#include "modules/setup/place_list.h"
#include "modules/setup/uploads.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/county/settings.h"

namespace mila::setup {
namespace {

using i18n::N_;

constexpr std::size_t kListMax = 4'000'000;
constexpr std::size_t kNotesShown = 20;

/// What was shown; a list that was changed since is shown again first.
std::string mark_of(std::string const& list) { return named_uuid("place-list", list); }

Form places_form(Visit& visit, Stage const& stage, bool any) {
  Form form(visit, stage.path("places"));
  if (any) form.fold(N_("Add municipalities or correct them"));
  form.hidden("seen", "");
  form.file("file", N_("File with your municipalities")).accept(".csv,.txt,.xlsx")
      .hint(N_("From Excel or as CSV. The official list (Gemeindeverzeichnis) fits as it is."));
  form.long_text("list", N_("Or paste them here")).rows(8).longest(kListMax)
      .hint(N_("One municipality a line: name, key (AGS), postcodes, parts. Copied from a spreadsheet or simply typed: “98993 Weidenrode”."));
  form.submit(N_("Show what is understood"));
  return form;
}

std::string note_text(Visit& visit, PlaceNote const& note) {
  auto say = [&](char const* text) {
    return Words(visit)(text, {{"line", std::to_string(note.line)}, {"name", note.text}});
  };
  switch (note.kind) {
    case PlaceNote::Kind::NoName: return say(N_("Line {line} holds no name and is left out."));
    case PlaceNote::Kind::NoPostcode: return say(N_("{name} has no postcode. People then find it by its name only."));
    case PlaceNote::Kind::OtherCounty: return say(N_("{name} and others belong to another county and are left out."));
    case PlaceNote::Kind::PostcodeOdd: return say(N_("Line {line}: {name} is no postcode and is left out."));
  }
  return "";
}

std::string counted(Visit& visit, std::int64_t municipalities, std::int64_t parts) {
  Words words(visit);
  return words.count("One municipality", "{n} municipalities", municipalities) + ", " +
         words.count("one part", "{n} parts", parts);
}

std::string names_of(std::vector<ListedPart> const& parts) {
  std::vector<std::string> names;
  for (auto const& part : parts) names.push_back(part.name);
  return join(names, ", ");
}

std::vector<Column> place_columns() {
  return {{"", N_("Municipality")}, {"", N_("Key (AGS)")}, {"", N_("Postcodes")}, {"", N_("Parts")}};
}

TableView preview_table(Visit& visit, PlaceList const& list) {
  Table table(visit, {}, N_("As it was understood"));
  table.columns(place_columns());
  for (auto const& place : list.municipalities)
    table.row({place.name, place.ags, join(place.postcodes, ", "), names_of(place.parts)});
  return table.view();
}

/// The places there are already.
TableView stored_table(Visit& visit, places::Gazetteer const& gazetteer, PlacesView& view) {
  Table table(visit, {}, N_("Municipalities there are"));
  table.columns(place_columns());
  std::int64_t municipalities = 0, all_parts = 0;
  for (auto const& place : gazetteer.places()) {
    if (place.kind != places::Kind::Municipality) continue;
    ++municipalities;
    std::vector<std::string> parts;
    for (auto const& other : gazetteer.places())
      if (other.parent_id == place.id) parts.push_back(other.name);
    all_parts += static_cast<std::int64_t>(parts.size());
    table.row({place.name, place.ags, join(place.postcodes, ", "), join(parts, ", ")});
  }
  view.has_table = municipalities > 0;
  if (view.has_table) view.summary = counted(visit, municipalities, all_parts);
  return table.view();
}

http::Response places_page(Visit& visit, Stage const& stage, PlacesView view, Form const& form) {
  view.head = step_head(visit, stage, "places",
                        N_("People search by town, part and postcode. The list comes from a file or is pasted."));
  if (view.preview) view.head.skip_href.clear();
  view.form = form.view();
  Page frame = step_frame(visit, stage, view.head);
  frame.head = spreadsheet_script(visit);
  return visit.site.page(visit, "setup/staff/places.html", view, std::move(frame), form.status());
}

http::Response form_page(Visit& visit, Stage const& stage, Form const& form) {
  PlacesView view;
  auto gazetteer = places::gazetteer(visit.context.county);
  view.table = stored_table(visit, *gazetteer, view);
  return places_page(visit, stage, std::move(view), form);
}

http::Response preview_page(Visit& visit, Stage const& stage, PlaceList const& list,
                            std::string const& text, std::vector<std::string> problems) {
  PlacesView view;
  Form form(visit, stage.path("places"));
  form.hidden("seen", mark_of(text));
  form.fold(N_("The list as it came"));
  form.long_text("list", N_("List")).rows(12).longest(kListMax).value(text);
  form.submit(N_("Take over these municipalities"));
  if (!problems.empty()) form.error("", N_("These lines cannot be taken over. Please correct them in the list below."));
  view.notes = std::move(problems);
  std::int64_t parts = 0;
  for (auto const& place : list.municipalities) parts += static_cast<std::int64_t>(place.parts.size());
  view.preview = view.has_table = true;
  view.summary = counted(visit, static_cast<std::int64_t>(list.municipalities.size()), parts);
  view.table = preview_table(visit, list);
  for (auto const& note : list.notes)
    if (view.notes.size() < kNotesShown) view.notes.push_back(note_text(visit, note));
  view.has_notes = !view.notes.empty();
  return places_page(visit, stage, std::move(view), form);
}

/// What is wrong with rows, in words; empty when they were taken.
std::vector<std::string> take_over(Visit& visit, PlaceList const& list, std::string const& key) {
  Words words(visit);
  auto& context = visit.context;
  auto csv = to_places_csv(list, context.county.config().name, key);
  auto table = data::CsvReader::open(csv);
  if (!table) return {words(table.error().message.c_str())};
  auto report = directory::import_csv(context, directory::CsvKind::Places, *table, {}, {});
  if (!report) return {words(report.error().message.c_str())};
  std::vector<std::string> problems;
  for (auto const& line : report->lines)
    if (line.error) problems.push_back(words(line.message.c_str()) + " " + line.value_hint);
  return problems;
}

}  // namespace

http::Response show_places(Visit& visit, Stage const& stage) {
  bool any = !places::gazetteer(visit.context.county)->places().empty();
  return form_page(visit, stage, places_form(visit, stage, any));
}

http::Response save_places(Visit& visit, Stage const& stage) {
  auto& context = visit.context;
  bool any = !places::gazetteer(context.county)->places().empty();
  Form form = places_form(visit, stage, any);
  form.read();
  auto sent = read_upload(visit, "file");
  if (sent.problem) form.error("file", sent.problem);
  std::string text = sent.bytes.empty() ? form["list"] : text_of(sent.bytes);
  if (text.empty() && !form.has_errors()) form.error("list", N_("Please choose a file or paste a list."));
  if (form.has_errors()) return form_page(visit, stage, form);
  auto settings = context.county.database.read([](db::Reader& reader) { return load_settings(reader); });
  std::string key = settings["county.key"];
  auto list = read_place_list(text, key);
  if (!list || list->municipalities.empty()) {
    form.error("list", list ? (list->other_counties > 0
                                   ? N_("No municipality of your county is in this list. Please look whether the county key is right.")
                                   : N_("No municipality was found in this list. Each line needs a name."))
                            : list.error().message);
    return form_page(visit, stage, form);
  }
  if (form["seen"] != mark_of(text)) return preview_page(visit, stage, *list, text, {});
  auto problems = take_over(visit, *list, key);
  if (!problems.empty()) return preview_page(visit, stage, *list, text, std::move(problems));
  context.county.database.write([&](db::Writer& writer) {
    auth::audit(writer, context, "county.changed", "setting", "places");
  });
  return go_on(visit, stage, "places");
}

}  // namespace mila::setup
