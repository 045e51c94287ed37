// Events of the demo county: data/demo/programmes.csv and events.csv.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "modules/calendar/event_store.h"
#include "modules/calendar/pages.h"
#include "modules/calendar/sources.h"
#include "modules/directory/directory.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

std::optional<data::Table> table_in(std::string const& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error(path + ": " + table.error().message);
  return std::move(*table);
}

/// The first such weekday so many days from today: "5 Sa" is a Saturday in five to eleven days.
Date day_in(Date today, std::string const& text) {
  auto parts = split_list(text, ' ');
  sys_days day = sys_days{today} + days{parts.empty() ? 0 : parse_integer(parts[0]).value_or(0)};
  constexpr std::string_view kDays[] = {"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"};
  if (parts.size() > 1)
    while (kDays[std::chrono::weekday{day}.c_encoding()] != parts[1]) day += days{1};
  return Date{day};
}

minutes clock_time(std::string const& text) {
  if (text.size() != 5) return minutes{0};
  return minutes{parse_integer(text.substr(0, 2)).value_or(0) * 60 + parse_integer(text.substr(3)).value_or(0)};
}

std::string municipality(County& county, std::string const& name) {
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.name == name && place.kind == places::Kind::Municipality) return place.id;
  return "";
}

void load_programmes(db::Writer& writer, Date today, data::Table const& table) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    auto cell = [&](char const* heading) -> std::string const& { return table.cell(row, table.column(heading)); };
    Programme programme;
    programme.id = named_uuid("programme", "demo:" + cell("Nr"));
    if (find_programme(writer, programme.id)) continue;
    programme.name = cell("Name");
    programme.about = cell("Text");
    programme.from = day_in(today, cell("Von"));
    programme.until = day_in(today, cell("Bis"));
    insert_programme(writer, programme);
  }
}

Event event_in(Context& context, db::Reader& reader, Date today, data::Table const& table, std::size_t row) {
  auto cell = [&](char const* heading) -> std::string const& { return table.cell(row, table.column(heading)); };
  Event event;
  auto organizers = directory::organizations_named(reader, cell("Wer"), 1);
  if (organizers.empty()) throw std::runtime_error("events.csv: no organisation " + cell("Wer"));
  event.organization_id = organizers.front().first;
  if (!cell("Programm").empty()) event.programme_id = named_uuid("programme", "demo:" + cell("Programm"));
  event.title = cell("Name");
  event.about = cell("Text");
  event.language = cell("Sprache des Textes").empty() ? "de" : cell("Sprache des Textes");
  event.day = day_in(today, cell("Tag"));
  event.all_day = cell("Beginn").empty();
  event.start = clock_time(cell("Beginn"));
  event.length = minutes{parse_integer(cell("Minuten")).value_or(120)};
  event.place = cell("Wo");
  event.place_id = municipality(context.county, cell("Ort"));
  event.topics = split_list(cell("Themen"), ' ');
  event.languages = split_list(cell("Sprachen"), ' ');
  event.cost = cell("Kosten");
  event.link = cell("Link");
  event.rule = cell("Regel");
  if (event.is_series()) event.last_day = Date{sys_days{event.day} + days{parse_integer(cell("Tage lang")).value_or(90)}};
  return event;
}

/// A library's calendar, as it keeps it itself.
void load_partner(Context& context, db::Writer& writer, std::string const& path) {
  Source source;
  source.id = named_uuid("calendar_source", "demo:1");
  auto organizers = directory::organizations_named(writer, "Stadtbücherei Auenstadt", 1);
  if (!std::filesystem::exists(path) || organizers.empty() || !find_sources(writer, {source.id}).empty()) return;
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  source.organization_id = organizers.front().first;
  source.name = "Kalender der Stadtbücherei Auenstadt";
  source.topic = "library";
  source.code = "ok";
  source.read_at = writer.now();
  insert_source(writer, source);
  auto taken = take_over(writer, context, source, text.str());
  if (!taken) throw std::runtime_error("partner.ics: " + taken.error().message);
}

}  // namespace

void load_demo(Context& context, std::string const& folder) {
  auto programme_table = table_in(folder + "/programmes.csv"), table = table_in(folder + "/events.csv");
  if (!programme_table || !table) return;
  context.county.database.write([&](db::Writer& writer) {
    Date today = today_of(context);
    load_programmes(writer, today, *programme_table);
    load_partner(context, writer, folder + "/partner.ics");
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      auto cell = [&](char const* heading) -> std::string const& { return table->cell(row, table->column(heading)); };
      std::string id = named_uuid("event", "demo:" + cell("Nr"));
      if (find_event(writer, id)) continue;
      Event event = event_in(context, writer, today, *table, row);
      event.id = id;
      auto saved = save_event(writer, context, event);
      if (!saved) throw std::runtime_error("events.csv, " + cell("Nr") + ": " + saved.error().message);
      std::string state = cell("Zustand");
      if (state == "abgesagt") (void)cancel_event(writer, context, id, cell("Grund"), 1);
      if (state == "wartet") {
        auto waiting = *find_event(writer, id);
        waiting.state = State::Waiting;
        waiting.due_on = format_iso_date(Date{sys_days{today} + days{5}});
        update_event(writer, waiting, folded(waiting.title));
      }
      if (event.is_series()) {  // one day falls out, one is moved
        auto dates = dates_of(writer, {id});
        if (dates.size() > 3) {
          dates[2].state = DateState::Cancelled;
          (void)change_date(writer, context, dates[2], 1);
          dates[3].day = Date{sys_days{dates[3].day} + days{1}};
          (void)change_date(writer, context, dates[3], 2);
        }
      }
    }
  });
}

}  // namespace mila::events
