// SQL of offers of help and of what circles look for.
#include <nlohmann/json.hpp>

#include "modules/helping/helpers.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/token.h"

namespace mila::helping {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kFind{"helper.find",
                    "select id, version, state, body_id, place_id, language, content, answered_by, answered_at, "
                    "created_at from helper where id = $1"};
constexpr Sql kAll{"helper.all",
                   "select id, version, state, body_id, place_id, language, content, answered_by, answered_at, "
                   "created_at from helper order by created_at desc, id"};
constexpr std::string_view kOfBodies =
    "select id, version, state, body_id, place_id, language, content, answered_by, answered_at, "
    "created_at from helper where body_id in ";
constexpr Sql kOpen{"helper.open",
                    "select id, body_id, place_id, created_at from helper where state = 'open' order by created_at, id"};
constexpr std::string_view kOpenOfBodies =
    "select id, body_id, place_id, created_at from helper where state = 'open' and body_id in ";
constexpr Sql kSame{"helper.same", "select id from helper where content_hash = $1 and created_at > $2"};
constexpr Sql kInsert{"helper.insert",
                      "insert into helper(id, version, state, body_id, place_id, language, content, content_hash, "
                      "answered_by, answered_at, created_at) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Sql kUpdate{"helper.update",
                      "update helper set version = version + 1, state = $3, content = $4, answered_by = $5, "
                      "answered_at = $6 where id = $1 and version = $2"};
constexpr Sql kDelete{"helper.delete", "delete from helper where id = $1"};
constexpr Sql kBefore{"helper.before", "select id from helper where created_at < $1"};

constexpr Sql kWantedOn{"helper_wanted.on",
                        "select id, version, body_id, title, body, place_id, languages, until_day from helper_wanted "
                        "where until_day >= $1 order by created_at desc, id limit 200"};
constexpr Sql kFindWanted{"helper_wanted.find",
                          "select id, version, body_id, title, body, place_id, languages, until_day "
                          "from helper_wanted where id = $1"};
constexpr Sql kInsertWanted{"helper_wanted.insert",
                            "insert into helper_wanted(id, version, body_id, title, body, place_id, languages, "
                            "until_day, created_at) values($1, 1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kUpdateWanted{"helper_wanted.update",
                            "update helper_wanted set version = version + 1, body_id = $3, title = $4, body = $5, "
                            "place_id = $6, languages = $7, until_day = $8 where id = $1 and version = $2"};
constexpr Sql kDeleteWanted{"helper_wanted.delete", "delete from helper_wanted where id = $1"};
constexpr Sql kExpireWanted{"helper_wanted.expire", "delete from helper_wanted where until_day < $1"};

crypto::Sealer sealer_of(County& county) { return {county.keys(), "helping.content"}; }

std::string json_of(Helper const& helper) {
  return nlohmann::json{{"what", helper.what},   {"when", helper.when}, {"languages", helper.languages},
                        {"name", helper.name},   {"mail", helper.mail}, {"phone", helper.phone},
                        {"answer", helper.answer}}
      .dump();
}

/// What cannot be opened any more is shown empty.
void open_content(Helper& helper, crypto::Sealer const& sealer, std::string const& sealed) {
  auto content = sealer.open({"helper", "content", helper.id}, sealed);
  if (!content) return;
  auto json = nlohmann::json::parse(*content);
  helper.what = json.at("what");
  helper.when = json.at("when");
  helper.languages = json.at("languages");
  helper.name = json.at("name");
  helper.mail = json.at("mail");
  helper.phone = json.at("phone");
  helper.answer = json.at("answer");
}

Helper helper_from(Row const& row, crypto::Sealer const& sealer) {
  Helper helper;
  std::string state, content;
  row.read(helper.id, helper.version, state, helper.body_id, helper.place_id, helper.language, content,
           helper.answered_by, helper.answered_at, helper.created_at);
  helper.state = state_named(state).value_or(State::Closed);
  open_content(helper, sealer, content);
  return helper;
}

Wanted wanted_from(Row const& row) {
  Wanted wanted;
  std::string until;
  row.read(wanted.id, wanted.version, wanted.body_id, wanted.title, wanted.body, wanted.place_id, wanted.languages,
           until);
  wanted.until = parse_iso_date(until).value_or(Date{});
  return wanted;
}

}  // namespace

std::optional<Helper> find_helper(db::Reader& reader, County& county, std::string_view id) {
  std::optional<Helper> helper;
  auto sealer = sealer_of(county);
  reader.one(kFind, {id}, [&](Row const& row) { helper = helper_from(row, sealer); });
  return helper;
}

std::vector<Helper> list_helpers(db::Reader& reader, County& county,
                                 std::optional<std::vector<std::string>> const& body_ids) {
  std::vector<Helper> helpers;
  auto sealer = sealer_of(county);
  auto take = [&](Row const& row) { helpers.push_back(helper_from(row, sealer)); };
  if (body_ids) reader.each_in("helper.of_bodies", kOfBodies, *body_ids, " order by created_at desc, id", take);
  else reader.each(kAll, {}, take);
  return helpers;
}

std::vector<OpenHelper> open_helpers(db::Reader& reader, std::optional<std::vector<std::string>> const& body_ids) {
  std::vector<OpenHelper> helpers;
  auto take = [&](Row const& row) {
    auto& one = helpers.emplace_back();
    row.read(one.id, one.body_id, one.place_id, one.created_at);
  };
  if (body_ids) reader.each_in("helper.open_of_bodies", kOpenOfBodies, *body_ids, " order by created_at, id", take);
  else reader.each(kOpen, {}, take);
  return helpers;
}

bool insert_helper(db::Writer& writer, Context& context, Helper const& helper) {
  std::string json = json_of(helper);
  std::string hash = crypto::token_hash(context.county.keys().derive("helping.same"), helper.place_id + json);
  if (writer.value<std::string>(kSame, {hash, Instant{writer.now() - std::chrono::hours(1)}})) return false;
  auto sealed = sealer_of(context.county).seal({"helper", "content", helper.id}, json, context.random);
  writer.run(kInsert, {helper.id, name_of(helper.state), helper.body_id, helper.place_id, helper.language,
                       sealed.text(), hash, helper.answered_by, helper.answered_at, writer.now()});
  writer.changed("helper", helper.id);
  return true;
}

bool update_helper(db::Writer& writer, Context& context, Helper const& helper) {
  auto sealed = sealer_of(context.county).seal({"helper", "content", helper.id}, json_of(helper), context.random);
  bool done = writer.run(kUpdate, {helper.id, helper.version, name_of(helper.state), sealed.text(),
                                   helper.answered_by, helper.answered_at}) > 0;
  if (done) writer.changed("helper", helper.id);
  return done;
}

void delete_helper(db::Writer& writer, std::string_view id) {
  writer.run(kDelete, {id});
  writer.changed("helper", id);
}

std::vector<std::string> helpers_before(db::Reader& reader, Instant before) {
  return reader.column<std::string>(kBefore, {before});
}

std::vector<Wanted> wanted_on(db::Reader& reader, Date day) {
  std::vector<Wanted> all;
  reader.each(kWantedOn, {format_iso_date(day)}, [&](Row const& row) { all.push_back(wanted_from(row)); });
  return all;
}

std::optional<Wanted> find_wanted(db::Reader& reader, std::string_view id) {
  std::optional<Wanted> wanted;
  reader.one(kFindWanted, {id}, [&](Row const& row) { wanted = wanted_from(row); });
  return wanted;
}

void insert_wanted(db::Writer& writer, Wanted const& wanted) {
  writer.run(kInsertWanted, {wanted.id, wanted.body_id, wanted.title, wanted.body, wanted.place_id, wanted.languages,
                             format_iso_date(wanted.until), writer.now()});
  writer.changed("helper_wanted", wanted.id);
}

bool update_wanted(db::Writer& writer, Wanted const& wanted) {
  bool done = writer.run(kUpdateWanted, {wanted.id, wanted.version, wanted.body_id, wanted.title, wanted.body,
                                         wanted.place_id, wanted.languages, format_iso_date(wanted.until)}) > 0;
  if (done) writer.changed("helper_wanted", wanted.id);
  return done;
}

void delete_wanted(db::Writer& writer, std::string_view id) {
  writer.run(kDeleteWanted, {id});
  writer.changed("helper_wanted", id);
}

std::int64_t expire_wanted(db::Writer& writer, Date before) {
  return writer.run(kExpireWanted, {format_iso_date(before)});
}

}  // namespace mila::helping
