// The people and bodies of the demo county: data/demo/people.csv, bodies.csv, seats.csv.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "modules/directory/demo.h"
#include "modules/directory/directory.h"
#include "modules/network/body_store.h"
#include "modules/network/confirmation.h"
#include "modules/network/duplicates.h"
#include "modules/network/keep_step.h"
#include "modules/network/network_parts.h"
#include "modules/network/people_store.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::network {
namespace {

constexpr char const* kSource = "demo";

std::string id_of(std::string_view kind, std::string const& number) {
  return number.empty() ? "" : named_uuid(kind, "demo:" + number);
}

/// One row with its columns by name; what is wrong with it names file and row.
class DemoRow {
 public:
  DemoRow(data::Table const& table, std::size_t row, std::string file)
      : table_(table), row_(row), file_(std::move(file)) {}
  std::string const& operator[](std::string_view heading) const {
    return table_.cell(row_, table_.column(heading));
  }
  std::vector<std::string> list(std::string_view heading) const {
    return split_list((*this)[heading], '|');
  }
  Date day(std::string_view heading) const {
    return known(parse_german_date((*this)[heading]), heading);
  }
  template <typename T>
  T known(std::optional<T> value, std::string_view heading) const {
    if (!value)
      throw std::runtime_error(fmt::format("{}, row {}: {}", file_, table_.lines[row_], heading));
    return *value;
  }

 private:
  data::Table const& table_;
  std::size_t row_;
  std::string file_;
};

void each_row(std::filesystem::path const& path, Date today,
              std::function<void(DemoRow const&)> const& act) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return;
  std::stringstream bytes;
  bytes << file.rdbuf();
  auto table = data::parse_csv(directory::replace_days(bytes.str(), today));
  std::string name = path.filename().string();
  if (!table) throw std::runtime_error(name + ": " + table.error().message);
  for (std::size_t row = 0; row < table->rows.size(); ++row) act({*table, row, name});
}

/// Names of places and areas as ids.
struct Ground {
  std::shared_ptr<places::Gazetteer const> gazetteer;
  Date today{};

  std::string place(std::string const& name) const {
    for (auto const& place : gazetteer->places())
      if (place.name == name && place.kind == places::Kind::Municipality) return place.id;
    for (auto const& area : gazetteer->areas())
      if (area.name == name) return area.id;
    throw std::runtime_error("the demo county has no place " + name);
  }
};

std::string organization_of(db::Reader& reader, DemoRow const& row, std::string_view heading) {
  if (row[heading].empty()) return "";
  return row.known(directory::find_by_external_id(reader, directory::Kind::Organization, kSource,
                                                  row[heading]),
                   heading);
}

template <typename T>
void expect(Result<T> const& result, DemoRow const& row) {
  if (!result) row.known(std::optional<int>(), result.error().message);
}

Person person_in(db::Reader& reader, DemoRow const& row) {
  Person person;
  person.id = id_of("person", row["Nr"]);
  person.kind = row.known(class_named(row["Klasse"]), "Klasse");
  person.name = row["Name"];
  person.salutation = row["Anrede"];
  person.organization_id = organization_of(reader, row, "Organisation");
  person.languages = row.list("Sprachen");
  person.letter_language = row["Briefsprache"];
  person.work_mail = row["E-Mail"];
  person.work_phone = row["Telefon"];
  person.private_mail = row["Private E-Mail"];
  person.private_phone = row["Privates Telefon"];
  person.shown_to = shown_to_named(row["Sichtbar für"]).value_or(ShownTo::Nobody);
  return person;
}

Position position_in(db::Reader& reader, Ground const& ground, DemoRow const& row) {
  Position position;
  position.id = id_of("position", row["Nr"]);
  position.person_id = id_of("person", row["Nr"]);
  position.title = row["Aufgabe"];
  position.topics = row.list("Themen");
  for (auto const& name : row.list("Orte")) position.places.push_back(ground.place(name));
  if (!row["Funktion"].empty())
    position.function_id = row.known(
        directory::find_by_external_id(reader, directory::Kind::Function, kSource, row["Funktion"]),
        "Funktion");
  position.from = row.day("Seit");
  return position;
}

bool was_merged(db::Reader& reader, Context const& context, std::string const& id) {
  auto done = merges(reader, context.now());
  return std::any_of(done.begin(), done.end(), [&](Merge const& merge) { return merge.dropped_id == id; });
}

void load_person_row(db::Writer& writer, Context& context, Ground const& ground, DemoRow const& row) {
  std::string id = id_of("person", row["Nr"]);
  if (load_person(writer, context.county, id) || was_merged(writer, context, id)) return;
  expect(save_person(writer, context, person_in(writer, row)), row);
  upsert_position(writer, position_in(writer, ground, row));
  std::vector<ConsentItem> items;
  for (auto const& name : row.list("Einwilligung"))
    items.push_back(row.known(consent_item_named(name), "Einwilligung"));
  expect(set_consents(writer, context, id, items, "de"), row);
  auto person = load_person(writer, context.county, id);
  Date confirmed = row.day("Bestätigt am");
  person->confirmed_at =
      local_to_instant(confirmed, std::chrono::hours{10}, context.county.config().zone);
  person->expires_on = a_year_after(confirmed);
  if (person->expires_on < ground.today) person->state = PersonState::Expired;
  CHECK(update_person(writer, *person));
  keep_step(writer, context, id);
}

void load_body_row(db::Writer& writer, Context& context, Ground const& ground, DemoRow const& row) {
  Body body;
  body.id = id_of("body", row["Nr"]);
  if (load_body(writer, body.id)) return;
  bool renamed = !row["Früherer Name"].empty();
  body.kind = row.known(body_kind_named(row["Art"]), "Art");
  body.name = row[renamed ? "Früherer Name" : "Name"];
  body.purpose = row["Zweck"];
  body.looking_for = row["Sucht"];
  if (!row["Ort"].empty()) body.place_id = ground.place(row["Ort"]);
  body.topics = row.list("Themen");
  body.parent_id = id_of("body", row["Gehört zu"]);
  body.office_organization_id = organization_of(writer, row, "Geschäftsführung");
  body.office_person_id = id_of("person", row["Geschäftsführung Person"]);
  body.is_public = row["Öffentlich"] == "ja";
  body.from = row.day("Seit");
  expect(save_body(writer, context, body), row);
  if (renamed)
    expect(rename_body(writer, context, body.id, row["Name"], row.day("Umbenannt am"), 1), row);
}

void load_seat_row(db::Writer& writer, Context&, DemoRow const& row) {
  Seat seat;
  seat.id = id_of("seat", row["Nr"]);
  if (find_seat(writer, seat.id)) return;
  seat.body_id = id_of("body", row["Gremium"]);
  seat.organization_id = organization_of(writer, row, "Organisation");
  seat.person_id = id_of("person", row["Person"]);
  seat.deputy_id = id_of("person", row["Vertretung"]);
  seat.role = row.known(seat_role_named(row["Rolle"]), "Rolle");
  seat.from = row.day("Seit");
  if (!row["Bis"].empty()) seat.until = row.day("Bis");
  upsert_seat(writer, seat);
  writer.changed("body", seat.body_id);
}

/// One who leaves at the end of the month and has named a successor, so that the hand-over is seen.
void load_leaver(db::Writer& writer, Context& context, Date today) {
  std::string id = id_of("person", "P049");
  auto person = load_person(writer, context.county, id);
  if (!person || person->leaves_on) return;
  Date last_day = std::chrono::sys_days(today) + std::chrono::days{20};
  CHECK(mark_left(writer, context, id, last_day));
  propose_successor(writer, context, {.person_id = id, .name = "Jonas Wehner",
                                      .mail = "wehner@kastanie-weidenrode.example", .phone = "069 90009-790"});
}

/// Somebody who was entered twice and is one now; it can be undone. No other module knows them yet.
void load_merge(db::Writer& writer, Context& context) {
  std::string kept = id_of("person", "P055"), dropped = id_of("person", "P070");
  if (!load_person(writer, context.county, dropped)) return;
  CHECK(merge_people(writer, context, {module()}, kept, dropped));
}

}  // namespace

void load_demo(Context& context, std::string const& folder) {
  std::filesystem::path base(folder);
  Ground ground;
  ground.today = local_date(context.now(), context.county.config().zone);
  context.county.database.write([&](db::Writer& writer) {
    ground.gazetteer = places::load_gazetteer(writer);
    each_row(base / "people.csv", ground.today, [&](DemoRow const& row) {
      load_person_row(writer, context, ground, row);
    });
    each_row(base / "bodies.csv", ground.today, [&](DemoRow const& row) {
      load_body_row(writer, context, ground, row);
    });
    each_row(base / "seats.csv", ground.today,
             [&](DemoRow const& row) { load_seat_row(writer, context, row); });
    load_leaver(writer, context, ground.today);
    load_merge(writer, context);
  });
}

std::string demo_person_id() { return id_of("person", "P001"); }
std::string demo_position_id() { return id_of("position", "P001"); }
std::string demo_relay_person_id() { return id_of("person", "P059"); }
std::string demo_body_id() { return id_of("body", "G001"); }
std::string demo_seat_id() { return id_of("seat", "S001"); }

}  // namespace mila::network
