// All SQL of bodies, their names and seats.
#include "modules/network/body_store.h"

#include <algorithm>
#include <unordered_map>

#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::network {
namespace {

using db::Row;
using db::Sql;

constexpr std::string_view kFind =
    "select id, version, kind, name, purpose, looking_for, place_id, topics, parent_id, "
    "office_organization_id, office_person_id, is_public, from_day, until_day, modified "
    "from body where id in ";
constexpr std::string_view kNames =
    "select body_id, id, name, from_day, until_day from body_name where body_id in ";
constexpr std::string_view kSeatColumns =
    "select id, body_id, organization_id, person_id, deputy_id, role, from_day, until_day from seat ";

constexpr Sql kInsert{
    "body.insert",
    "insert into body(id, version, kind, name, sort_key, purpose, looking_for, place_id, topics, "
    "parent_id, office_organization_id, office_person_id, is_public, from_day, until_day, modified) "
    "values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};
constexpr Sql kUpdate{
    "body.update",
    "update body set version = version + 1, kind = $3, name = $4, sort_key = $5, purpose = $6, "
    "looking_for = $7, place_id = $8, topics = $9, parent_id = $10, office_organization_id = $11, "
    "office_person_id = $12, is_public = $13, from_day = $14, until_day = $15, modified = $16 "
    "where id = $1 and version = $2"};
constexpr Sql kUpsertName{
    "body_name.upsert",
    "insert into body_name(id, body_id, name, slug, from_day, until_day) values($1, $2, $3, $4, $5, "
    "$6) on conflict (id) do update set name = excluded.name, slug = excluded.slug, "
    "from_day = excluded.from_day, until_day = excluded.until_day"};
constexpr Sql kUpsertSeat{
    "seat.upsert",
    "insert into seat(id, body_id, organization_id, person_id, deputy_id, role, from_day, until_day) "
    "values($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do update set "
    "organization_id = excluded.organization_id, person_id = excluded.person_id, "
    "deputy_id = excluded.deputy_id, role = excluded.role, from_day = excluded.from_day, "
    "until_day = excluded.until_day"};
constexpr Sql kSeat{"seat.find",
                    "select id, body_id, organization_id, person_id, deputy_id, role, from_day, "
                    "until_day from seat where id = $1"};
constexpr Sql kSeatsOfPerson{"seat.of_person",
                             "select id, body_id, organization_id, person_id, deputy_id, role, "
                             "from_day, until_day from seat where person_id = $1 or deputy_id = $1 "
                             "order by from_day desc, id"};
constexpr Sql kSeatsOfOrganization{
    "seat.of_organization",
    "select id, body_id, organization_id, person_id, deputy_id, role, from_day, until_day from seat "
    "where organization_id = $1 order by from_day desc, id"};
constexpr Sql kChildren{"body.children",
                        "select id, name from body where parent_id = $1 order by sort_key, id"};
constexpr Sql kRenamed{"body_name.begun",
                       "select distinct body_id from body_name where from_day >= $1 and "
                       "from_day <= $2 order by body_id"};
constexpr Sql kDropOwnSeats{"seat.drop_own",
                            "delete from seat where person_id = $1 and organization_id is null"};
constexpr Sql kForgetPerson{"seat.forget_person",
                            "update seat set person_id = null where person_id = $1"};
constexpr Sql kForgetDeputy{"seat.forget_deputy",
                            "update seat set deputy_id = null where deputy_id = $1"};
constexpr Sql kForgetOffice{"body.forget_office",
                            "update body set office_person_id = null where office_person_id = $1"};

std::optional<std::string_view> maybe(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> maybe_day(std::optional<Date> const& day) {
  if (!day) return std::nullopt;
  return format_iso_date(*day);
}

template <typename T>
T known(std::optional<T> value) {
  CHECK(value);
  return *value;
}

std::optional<Date> day_in(std::optional<std::string> const& text) {
  if (!text) return std::nullopt;
  return known(parse_iso_date(*text));
}

Body read_body(Row const& row) {
  Body body;
  std::string kind, topics, from;
  std::optional<std::string> place_id, parent_id, organization_id, person_id, until;
  row.read(body.id, body.version, kind, body.name, body.purpose, body.looking_for, place_id, topics,
           parent_id, organization_id, person_id, body.is_public, from, until, body.modified);
  body.kind = known(body_kind_named(kind));
  body.place_id = place_id.value_or("");
  body.topics = split_list(topics, ' ');
  body.parent_id = parent_id.value_or("");
  body.office_organization_id = organization_id.value_or("");
  body.office_person_id = person_id.value_or("");
  body.from = known(parse_iso_date(from));
  body.until = day_in(until);
  return body;
}

Seat read_seat(Row const& row) {
  Seat seat;
  std::string role, from;
  std::optional<std::string> organization_id, person_id, deputy_id, until;
  row.read(seat.id, seat.body_id, organization_id, person_id, deputy_id, role, from, until);
  seat.organization_id = organization_id.value_or("");
  seat.person_id = person_id.value_or("");
  seat.deputy_id = deputy_id.value_or("");
  seat.role = known(seat_role_named(role));
  seat.from = known(parse_iso_date(from));
  seat.until = day_in(until);
  return seat;
}

void read_names(db::Reader& reader, std::vector<std::string> const& ids,
                std::unordered_map<std::string, Body>& bodies) {
  reader.each_in("body_name.of", kNames, ids, "", [&](Row const& row) {
    std::string body_id, from;
    std::optional<std::string> until;
    BodyName name;
    row.read(body_id, name.id, name.name, from, until);
    name.from = known(parse_iso_date(from));
    name.until = day_in(until);
    if (auto body = bodies.find(body_id); body != bodies.end())
      body->second.names.push_back(std::move(name));
  });
}

void read_seats(db::Reader& reader, std::vector<std::string> const& ids,
                std::unordered_map<std::string, Body>& bodies) {
  std::string head = std::string(kSeatColumns) + "where body_id in ";
  reader.each_in("seat.of_bodies", head, ids, "", [&](Row const& row) {
    Seat seat = read_seat(row);
    if (auto body = bodies.find(seat.body_id); body != bodies.end())
      body->second.seats.push_back(std::move(seat));
  });
}

/// What a query narrows to. `texts` keeps alive what `values` borrow.
std::string where_of(BodyQuery const& query, std::vector<db::Value>& values,
                     std::vector<std::string>& texts) {
  std::string where = "1 = 1";
  texts.reserve(query.words.size() + 1);
  auto next = [&](db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  };
  if (query.public_only) where += " and is_public = 1";
  if (query.kind) where += " and kind = " + next(name_of(*query.kind));
  if (!query.with_ended) {
    texts.push_back(format_iso_date(query.today));
    where += " and (until_day is null or until_day >= " + next(texts.back()) + ")";
  }
  for (auto const& word : query.words) {
    texts.push_back("%" + word + "%");
    where += " and id in (select body_id from body_name where slug like " + next(texts.back()) + ")";
  }
  if (!query.place_ids.empty()) {
    std::string list;
    for (auto const& id : query.place_ids) list += (list.empty() ? "" : ", ") + next(id);
    where += " and (place_id is null or place_id in (" + list + "))";
  }
  return where;
}

}  // namespace

std::vector<Body> load_bodies(db::Reader& reader, std::vector<std::string> const& ids) {
  std::unordered_map<std::string, Body> by_id;
  reader.each_in("body.find", kFind, ids, "", [&](Row const& row) {
    Body body = read_body(row);
    by_id.emplace(body.id, std::move(body));
  });
  if (by_id.empty()) return {};
  read_names(reader, ids, by_id);
  read_seats(reader, ids, by_id);
  std::vector<Body> bodies;
  for (auto const& id : ids) {
    auto found = by_id.find(id);
    if (found == by_id.end()) continue;
    auto& body = bodies.emplace_back(std::move(found->second));
    by_id.erase(found);
    std::sort(body.names.begin(), body.names.end(),
              [](auto const& a, auto const& b) { return a.from > b.from; });
    std::sort(body.seats.begin(), body.seats.end(), [](auto const& a, auto const& b) {
      return std::tie(a.role, a.from, a.id) < std::tie(b.role, b.from, b.id);
    });
  }
  return bodies;
}

std::optional<Body> load_body(db::Reader& reader, std::string_view id) {
  auto bodies = load_bodies(reader, {std::string(id)});
  if (bodies.empty()) return std::nullopt;
  return std::move(bodies.front());
}

void insert_body(db::Writer& writer, Body const& body) {
  std::string key = i18n::sort_key(body.name, "de"), topics = join(body.topics, " ");
  std::string from = format_iso_date(body.from);
  auto until = maybe_day(body.until);
  writer.run(kInsert, {body.id, name_of(body.kind), body.name, key, body.purpose, body.looking_for,
                       maybe(body.place_id), topics, maybe(body.parent_id),
                       maybe(body.office_organization_id), maybe(body.office_person_id),
                       body.is_public, from, until, writer.now()});
}

bool update_body(db::Writer& writer, Body const& body) {
  std::string key = i18n::sort_key(body.name, "de"), topics = join(body.topics, " ");
  std::string from = format_iso_date(body.from);
  auto until = maybe_day(body.until);
  return writer.run(kUpdate, {body.id, body.version, name_of(body.kind), body.name, key,
                              body.purpose, body.looking_for, maybe(body.place_id), topics,
                              maybe(body.parent_id), maybe(body.office_organization_id),
                              maybe(body.office_person_id), body.is_public, from, until,
                              writer.now()}) > 0;
}

void upsert_body_name(db::Writer& writer, std::string_view body_id, BodyName const& name) {
  std::string slug = slugify(name.name), from = format_iso_date(name.from);
  auto until = maybe_day(name.until);
  writer.run(kUpsertName, {name.id, body_id, name.name, slug, from, until});
}

void upsert_seat(db::Writer& writer, Seat const& seat) {
  std::string from = format_iso_date(seat.from);
  auto until = maybe_day(seat.until);
  writer.run(kUpsertSeat, {seat.id, seat.body_id, maybe(seat.organization_id),
                           maybe(seat.person_id), maybe(seat.deputy_id), name_of(seat.role), from,
                           until});
}

std::optional<Seat> find_seat(db::Reader& reader, std::string_view id) {
  std::optional<Seat> seat;
  reader.one(kSeat, {id}, [&](Row const& row) { seat = read_seat(row); });
  return seat;
}

std::vector<Seat> seats_of_person(db::Reader& reader, std::string_view person_id) {
  std::vector<Seat> seats;
  reader.each(kSeatsOfPerson, {person_id}, [&](Row const& row) { seats.push_back(read_seat(row)); });
  return seats;
}

std::vector<Seat> seats_of_organization(db::Reader& reader, std::string_view organization_id) {
  std::vector<Seat> seats;
  reader.each(kSeatsOfOrganization, {organization_id},
              [&](Row const& row) { seats.push_back(read_seat(row)); });
  return seats;
}

void forget_person_in_bodies(db::Writer& writer, std::string_view person_id) {
  for (auto const* sql : {&kDropOwnSeats, &kForgetPerson, &kForgetDeputy, &kForgetOffice})
    writer.run(*sql, {person_id});
}

void forget_office(db::Writer& writer, std::string_view person_id) {
  writer.run(kForgetOffice, {person_id});
}

std::vector<std::string> find_body_ids(db::Reader& reader, BodyQuery const& query) {
  std::vector<db::Value> values;
  std::vector<std::string> texts, ids;
  std::string where = where_of(query, values, texts);
  values.emplace_back(query.limit);
  values.emplace_back(query.offset);
  std::string text = "select id from body where " + where + " order by sort_key, id limit $" +
                     std::to_string(values.size() - 1) + " offset $" + std::to_string(values.size());
  reader.each({"body.list", text}, values, [&](Row const& row) { ids.emplace_back(row.text(0)); });
  return ids;
}

std::int64_t count_bodies(db::Reader& reader, BodyQuery const& query) {
  std::vector<db::Value> values;
  std::vector<std::string> texts;
  std::string text = "select count(*) from body where " + where_of(query, values, texts);
  std::int64_t count = 0;
  reader.each({"body.count", text}, values, [&](Row const& row) { row.read(count); });
  return count;
}

std::vector<NamedBody> child_bodies(db::Reader& reader, std::string_view parent_id) {
  std::vector<NamedBody> bodies;
  reader.each(kChildren, {parent_id}, [&](Row const& row) {
    auto& body = bodies.emplace_back();
    row.read(body.id, body.name);
  });
  return bodies;
}

std::vector<NamedBody> body_names(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<NamedBody> bodies;
  reader.each_in("body.names", "select id, name from body where id in ", ids, "",
                 [&](Row const& row) {
                   auto& body = bodies.emplace_back();
                   row.read(body.id, body.name);
                 });
  return bodies;
}

std::vector<std::string> bodies_renamed(db::Reader& reader, Date first, Date last) {
  return reader.column<std::string>(kRenamed, {format_iso_date(first), format_iso_date(last)});
}

}  // namespace mila::network
