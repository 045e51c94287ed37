#include "modules/meetings/round_demo.h"

#include <filesystem>
#include <stdexcept>

#include "modules/meetings/agenda_store.h"
#include "modules/meetings/meeting_store.h"
#include "modules/meetings/round_store.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::meetings {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

data::Table read_table(std::string const& path) {
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error(path + ": " + table.error().message);
  return std::move(*table);
}

std::string id_of(std::string const& number) { return named_uuid("meeting_round", "demo:" + number); }

std::vector<std::string> listed(std::string const& cell) {
  std::vector<std::string> parts;
  for (auto const& part : split_list(cell, '|'))
    if (!trim(part).empty()) parts.emplace_back(trim(part));
  return parts;
}

void add_round(db::Writer& writer, places::Gazetteer const& gazetteer, data::Table const& table, std::size_t row) {
  auto cell = [&](char const* heading) -> std::string const& { return table.cell(row, table.column(heading)); };
  Round round;
  round.id = id_of(cell("Nr"));
  if (find_round(writer, round.id)) return;
  round.body_id = named_uuid("body", "demo:" + cell("Gremium"));
  round.title = cell("Name");
  round.purpose = cell("Worum es geht");
  round.by_place = cell("Gemeinden selbst") == "ja";
  for (auto const& topic : listed(cell("Themen")))
    round.items.push_back({named_uuid("meeting_round_item", round.id + std::to_string(round.items.size())), topic});
  auto names = listed(cell("Orte"));
  for (auto const& place : gazetteer.places())
    if (place.kind == places::Kind::Municipality && (names.front() == "alle" || std::count(names.begin(), names.end(), place.name)))
      round.place_ids.push_back(place.id);
  insert_round(writer, round);
}

void add_part(db::Writer& writer, Context& context, places::Gazetteer const& gazetteer, data::Table const& table, std::size_t row) {
  auto cell = [&](char const* heading) -> std::string const& { return table.cell(row, table.column(heading)); };
  auto round = find_round(writer, id_of(cell("Runde")));
  std::string place_id;
  for (auto const& place : gazetteer.places())
    if (place.kind == places::Kind::Municipality && place.name == cell("Ort")) place_id = place.id;
  if (!round || place_id.empty()) return;
  Meeting meeting;
  meeting.id = named_uuid("meeting", round->id + place_id);
  if (find_meeting(writer, meeting.id)) return;
  auto after = parse_integer(cell("In Tagen")).value_or(0);
  meeting.body_id = round->body_id;
  meeting.title = round->title + ", " + cell("Ort");
  meeting.purpose = round->purpose;
  meeting.day = Date{sys_days{local_date(writer.now(), context.county.config().zone)} + days{after}};
  meeting.start = minutes{parse_integer(cell("Beginn").substr(0, 2)).value_or(17) * 60 + parse_integer(cell("Beginn").substr(3)).value_or(0)};
  meeting.place = cell("Haus");
  meeting.place_id = place_id;
  meeting.state = after < 0 ? State::Held : State::Planned;
  insert_meeting(writer, context, meeting);
  insert_part(writer, round->id, {place_id, meeting.id});
  auto texts = listed(cell("Ergebnisse"));
  for (std::size_t n = 0; n < round->items.size(); ++n) {
    AgendaItem topic;
    topic.id = named_uuid("agenda_item", meeting.id + std::to_string(n));
    topic.meeting_id = meeting.id;
    topic.position = static_cast<int>(n);
    topic.title = round->items[n].title;
    topic.visibility = Visibility::Internal;
    insert_item(writer, topic);
    if (n < texts.size()) save_result(writer, {round->items[n].id, place_id, texts[n], 0});
  }
}

}  // namespace

void load_demo_rounds(Context& context, std::string const& folder) {
  if (!std::filesystem::exists(folder + "/rounds.csv")) return;
  auto rounds = read_table(folder + "/rounds.csv"), parts = read_table(folder + "/round_places.csv");
  auto gazetteer = places::gazetteer(context.county);
  context.county.database.write([&](db::Writer& writer) {
    for (std::size_t row = 0; row < rounds.rows.size(); ++row) add_round(writer, *gazetteer, rounds, row);
    for (std::size_t row = 0; row < parts.rows.size(); ++row) add_part(writer, context, *gazetteer, parts, row);
  });
}

}  // namespace mila::meetings
