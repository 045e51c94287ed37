// SQL of rounds: one agenda held in many places.
#include "modules/meetings/round_store.h"

#include <algorithm>
#include <map>

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

#define ROUND "select id, version, body_id, title, purpose, by_place, created_by from meeting_round "

constexpr Sql kRoundOf{"meeting_round_part.round", "select round_id from meeting_round_part where meeting_id = $1"};
constexpr Sql kTitleOf{"meeting_round.title",
                       "select r.id, r.title from meeting_round_part p join meeting_round r on r.id = p.round_id "
                       "where p.meeting_id = $1"};
constexpr Sql kFind{"meeting_round.find", ROUND "where id = $1"};
constexpr Sql kAll{"meeting_round.all", ROUND "order by created_at desc, id limit 200"};
// Places (kind 0) and items (kind 1) at once: the page of a round has much to ask.
constexpr Sql kWhole{"meeting_round.whole",
                     "select 0 as kind, 0 as position, place_id as id, '' as title from meeting_round_place where "
                     "round_id = $1 union all select 1, position, id, title from meeting_round_item where round_id "
                     "= $1 order by kind, position, id"};
constexpr std::string_view kPlacesOfMany = "select round_id, place_id from meeting_round_place where round_id in ";
constexpr Sql kParts{"meeting_round_place.parts",
                     "select p.place_id, coalesce(m.meeting_id, '') from meeting_round_place p left join "
                     "meeting_round_part m on m.round_id = p.round_id and m.place_id = p.place_id where "
                     "p.round_id = $1 order by p.place_id"};
constexpr std::string_view kOpenDates =
    "select r.id, r.title, p.place_id from meeting_round r join meeting_round_place p on p.round_id = r.id where "
    "r.by_place = 1 and not exists (select 1 from meeting_round_part x join meeting m on m.id = x.meeting_id where "
    "x.round_id = r.id and x.place_id = p.place_id and m.state <> 'cancelled') and p.place_id in ";
constexpr Sql kResults{"meeting_round_result.of",
                       "select r.item_id, r.place_id, r.text, r.version from meeting_round_result r join "
                       "meeting_round_item i on i.id = r.item_id where i.round_id = $1 order by i.position, "
                       "r.place_id"};
constexpr Sql kInsert{"meeting_round.insert",
                      "insert into meeting_round(id, version, body_id, title, purpose, by_place, created_by, "
                      "created_at) values($1, 1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kUpdate{"meeting_round.update",
                      "update meeting_round set version = version + 1, title = $3, purpose = $4, by_place = $5 "
                      "where id = $1 and version = $2"};
constexpr Sql kDeletePlaces{"meeting_round_place.delete", "delete from meeting_round_place where round_id = $1"};
constexpr Sql kInsertPlace{"meeting_round_place.insert",
                           "insert into meeting_round_place(round_id, place_id) values($1, $2)"};
constexpr Sql kInsertItem{"meeting_round_item.insert",
                          "insert into meeting_round_item(id, round_id, position, title) values($1, $2, $3, $4)"};
constexpr Sql kInsertPart{"meeting_round_part.insert",
                          "insert into meeting_round_part(meeting_id, round_id, place_id) values($1, $2, $3)"};
constexpr Sql kInsertResult{"meeting_round_result.insert",
                            "insert into meeting_round_result(item_id, place_id, version, text, changed_at) "
                            "values($1, $2, 1, $3, $4)"};
constexpr Sql kUpdateResult{"meeting_round_result.update",
                            "update meeting_round_result set version = version + 1, text = $4, changed_at = $5 "
                            "where item_id = $1 and place_id = $2 and version = $3"};

Round round_from(Row const& row) {
  Round round;
  row.read(round.id, round.version, round.body_id, round.title, round.purpose, round.by_place, round.created_by);
  return round;
}

void insert_places(db::Writer& writer, Round const& round) {
  for (auto const& id : round.place_ids) writer.run(kInsertPlace, {round.id, id});
}

}  // namespace

std::string round_of_meeting(db::Reader& reader, std::string_view meeting_id) {
  return reader.value<std::string>(kRoundOf, {meeting_id}).value_or("");
}

std::optional<RoundItem> round_title_of(db::Reader& reader, std::string_view meeting_id) {
  std::optional<RoundItem> round;
  reader.one(kTitleOf, {meeting_id}, [&](Row const& row) {
    round.emplace();
    row.read(round->id, round->title);
  });
  return round;
}

std::optional<Round> find_round(db::Reader& reader, std::string_view id) {
  std::optional<Round> round;
  reader.one(kFind, {id}, [&](Row const& row) { round = round_from(row); });
  if (!round) return round;
  reader.each(kWhole, {id}, [&](Row const& row) {
    RoundItem one;
    int kind = 0, position = 0;
    row.read(kind, position, one.id, one.title);
    if (kind == 0) round->place_ids.push_back(one.id);
    else round->items.push_back(std::move(one));
  });
  return round;
}

std::vector<Round> list_rounds(db::Reader& reader) {
  std::vector<Round> rounds;
  std::vector<std::string> ids;
  reader.each(kAll, {}, [&](Row const& row) { ids.push_back(rounds.emplace_back(round_from(row)).id); });
  if (ids.empty()) return rounds;
  std::map<std::string, std::vector<std::string>> places;
  reader.each_in("meeting_round_place.of_many", kPlacesOfMany, ids, "", [&](Row const& row) {
    std::string round, place;
    row.read(round, place);
    places[round].push_back(place);
  });
  for (auto& round : rounds) round.place_ids = places[round.id];
  return rounds;
}

std::vector<RoundPart> parts_of(db::Reader& reader, std::string_view round_id) {
  std::vector<RoundPart> parts;
  reader.each(kParts, {round_id}, [&](Row const& row) {
    auto& part = parts.emplace_back();
    row.read(part.place_id, part.meeting_id);
  });
  return parts;
}

std::vector<OpenDate> open_dates(db::Reader& reader, std::vector<std::string> const& place_ids) {
  std::vector<OpenDate> dates;
  if (place_ids.empty()) return dates;
  reader.each_in("meeting_round_place.open_dates", kOpenDates, place_ids, " order by r.created_at desc, r.id, p.place_id",
                 [&](Row const& row) {
                   auto& one = dates.emplace_back();
                   row.read(one.round_id, one.title, one.place_id);
                 });
  return dates;
}

std::vector<RoundResult> results_of(db::Reader& reader, std::string_view round_id) {
  std::vector<RoundResult> results;
  reader.each(kResults, {round_id}, [&](Row const& row) {
    auto& one = results.emplace_back();
    row.read(one.item_id, one.place_id, one.text, one.version);
  });
  return results;
}

void insert_round(db::Writer& writer, Round const& round) {
  writer.run(kInsert, {round.id, round.body_id, round.title, round.purpose, round.by_place, round.created_by, writer.now()});
  insert_places(writer, round);
  int position = 0;
  for (auto const& item : round.items) writer.run(kInsertItem, {item.id, round.id, position++, item.title});
  writer.changed("meeting_round", round.id);
}

bool update_round(db::Writer& writer, Round const& round) {
  if (writer.run(kUpdate, {round.id, round.version, round.title, round.purpose, round.by_place}) == 0) return false;
  writer.run(kDeletePlaces, {round.id});
  insert_places(writer, round);
  writer.changed("meeting_round", round.id);
  return true;
}

void insert_part(db::Writer& writer, std::string_view round_id, RoundPart const& part) {
  writer.run(kInsertPart, {part.meeting_id, round_id, part.place_id});
  writer.changed("meeting_round", round_id);
}

bool save_result(db::Writer& writer, RoundResult const& result) {
  bool done = result.version == 0
                  ? writer.run(kInsertResult, {result.item_id, result.place_id, result.text, writer.now()}) > 0
                  : writer.run(kUpdateResult, {result.item_id, result.place_id, result.version, result.text, writer.now()}) > 0;
  if (done) writer.changed("meeting_round", result.item_id);
  return done;
}

}  // namespace mila::meetings
