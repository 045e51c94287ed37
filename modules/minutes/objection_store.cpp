// SQL of objections to minutes.
#include <nlohmann/json.hpp>

#include "modules/meetings/invitations.h"
#include "modules/minutes/minutes_store.h"
#include "platform/crypto/sealed.h"

namespace mila::minutes {
namespace {

using db::Row;
using db::Sql;

#define OBJECTION                                                                                     \
  "select id, version, minutes_id, invitee_id, person_id, content, state, answer, made_at, answered_at " \
  "from minutes_objection "

constexpr Sql kObjections{"minutes_objection.of", OBJECTION "where minutes_id = $1 order by made_at, id"};
constexpr Sql kObjection{"minutes_objection.find", OBJECTION "where id = $1"};
constexpr Sql kObjectionsOfPerson{"minutes_objection.of_person",
                                  OBJECTION "where person_id = $1 order by made_at, id"};
constexpr Sql kInsertObjection{
    "minutes_objection.insert",
    "insert into minutes_objection(id, version, minutes_id, invitee_id, person_id, content, state, answer, "
    "made_at, answered_at) values($1, 1, $2, $3, $4, $5, $6, $7, $8, null) on conflict do nothing"};
constexpr Sql kUpdateObjection{
    "minutes_objection.update",
    "update minutes_objection set version = version + 1, state = $3, answer = $4, answered_at = $5 where id "
    "= $1 and version = $2"};
constexpr Sql kWipePerson{
    "minutes_objection.wipe_person",
    "update minutes_objection set version = version + 1, person_id = null, invitee_id = '', content = '', "
    "answer = '' where person_id = $1"};
constexpr Sql kObjectors{"minutes_objection.objectors", "select distinct invitee_id from minutes_objection where content <> ''"};
constexpr Sql kWipeInvitee{
    "minutes_objection.wipe_invitee",
    "update minutes_objection set version = version + 1, person_id = null, invitee_id = '', content = '', "
    "answer = '' where invitee_id = $1"};
constexpr Sql kWipeBefore{
    "minutes_objection.wipe_before",
    "update minutes_objection set version = version + 1, person_id = null, invitee_id = '', content = '', "
    "answer = '' where content <> '' and minutes_id in (select id from minutes where approved_at < $1 or "
    "(approved_at is null and objections_until < $2))"};

std::optional<std::string> some(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

crypto::Sealer sealer_of(County& county) { return {county.keys(), "minutes.objection"}; }

Objection objection_from(Row const& row, crypto::Sealer const& sealer) {
  Objection objection;
  std::optional<std::string> person;
  std::string content, state;
  row.read(objection.id, objection.version, objection.minutes_id, objection.invitee_id, person, content, state,
           objection.answer, objection.made_at, objection.answered_at);
  objection.person_id = person.value_or("");
  objection.state = state == "accepted"   ? ObjectionState::Accepted
                    : state == "declined" ? ObjectionState::Declined
                                          : ObjectionState::Open;
  auto opened = content.empty() ? std::nullopt
                                : sealer.open({"minutes_objection", "content", objection.id}, content);
  if (!opened) return objection;
  auto json = nlohmann::json::parse(*opened);
  objection.name = json.at("name");
  objection.text = json.at("text");
  return objection;
}

}  // namespace

std::vector<Objection> objections_of(db::Reader& reader, Context& context, std::string_view minutes_id) {
  std::vector<Objection> objections;
  auto sealer = sealer_of(context.county);
  reader.each(kObjections, {minutes_id},
              [&](Row const& row) { objections.push_back(objection_from(row, sealer)); });
  return objections;
}

std::optional<Objection> load_objection(db::Reader& reader, Context& context, std::string_view id) {
  std::optional<Objection> objection;
  auto sealer = sealer_of(context.county);
  reader.one(kObjection, {id}, [&](Row const& row) { objection = objection_from(row, sealer); });
  return objection;
}

std::vector<Objection> load_objections_of_person(db::Reader& reader, Context& context,
                                                 std::string_view person_id) {
  std::vector<Objection> objections;
  auto sealer = sealer_of(context.county);
  reader.each(kObjectionsOfPerson, {person_id},
              [&](Row const& row) { objections.push_back(objection_from(row, sealer)); });
  return objections;
}

bool insert_objection(db::Writer& writer, Context& context, Objection const& objection) {
  auto content = nlohmann::json{{"name", objection.name}, {"text", objection.text}}.dump();
  auto sealed = sealer_of(context.county)
                    .seal({"minutes_objection", "content", objection.id}, content, context.random);
  bool done = writer.run(kInsertObjection,
                         {objection.id, objection.minutes_id, objection.invitee_id, some(objection.person_id),
                          sealed.text(), name_of(objection.state), objection.answer, writer.now()}) > 0;
  if (done) writer.changed("minutes", objection.minutes_id);
  return done;
}

bool update_objection(db::Writer& writer, Context&, Objection const& objection) {
  bool done = writer.run(kUpdateObjection, {objection.id, objection.version, name_of(objection.state),
                                            objection.answer, objection.answered_at}) > 0;
  if (done) writer.changed("minutes", objection.minutes_id);
  return done;
}

std::int64_t wipe_objections_of_person(db::Writer& writer, std::string_view person_id) {
  auto wiped = writer.run(kWipePerson, {person_id});
  if (wiped > 0) writer.changed("person", person_id);
  return wiped;
}

std::int64_t wipe_objections_without_name(db::Writer& writer) {
  std::int64_t wiped = 0;
  for (auto const& id : meetings::nameless_among(writer, writer.column<std::string>(kObjectors))) {
    wiped += writer.run(kWipeInvitee, {id});
    writer.changed("invitee", id);
  }
  return wiped;
}

std::int64_t wipe_objections_before(db::Writer& writer, Instant before) {
  return writer.run(kWipeBefore, {before, format_iso_date(local_date(before, "UTC"))});
}

}  // namespace mila::minutes
