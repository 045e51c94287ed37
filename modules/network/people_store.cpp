// All SQL of people, their positions and consents.
#include "modules/network/people_store.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "platform/base/text.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sealed.h"
#include "platform/i18n/format.h"

namespace mila::network {
namespace {

using db::Row;
using db::Sql;

constexpr std::string_view kFind =
    "select id, version, class, state, name, salutation, organization_id, languages, "
    "letter_language, work_mail, work_phone, private_mail, private_phone, shown_to, objected_at, "
    "confirmed_at, expires_on, account_id, relay_key, created_at, modified, leaves_on from person "
    "where merged_into is null and id in ";
constexpr std::string_view kPositions =
    "select id, person_id, title, topics, places, function_id, from_day, until_day, deputy_id, "
    "successor_id, own_line from person_position where person_id in ";
constexpr std::string_view kConsents =
    "select id, person_id, item, wording, language, given_at, given_by, revoked_at, revoked_by "
    "from person_consent where person_id in ";
constexpr Sql kPosition{
    "position.find",
    "select id, person_id, title, topics, places, function_id, from_day, until_day, deputy_id, "
    "successor_id, own_line from person_position where id = $1"};

constexpr Sql kInsert{
    "person.insert",
    "insert into person(id, version, class, state, name, sort_key, salutation, organization_id, "
    "languages, letter_language, work_mail, work_phone, private_mail, private_phone, shown_to, "
    "objected_at, confirmed_at, expires_on, account_id, relay_key, name_level, created_at, "
    "modified) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
    "$17, $18, $19, $20, $21, $21)"};
constexpr Sql kUpdate{
    "person.update",
    "update person set version = version + 1, class = $3, state = $4, name = $5, sort_key = $6, "
    "salutation = $7, organization_id = $8, languages = $9, letter_language = $10, "
    "work_mail = $11, work_phone = $12, shown_to = $13, objected_at = $14, confirmed_at = $15, "
    "expires_on = $16, name_level = $17, modified = $18, relay_key = $19, leaves_on = $20 "
    "where id = $1 and version = $2"};
constexpr Sql kSetPrivate{"person.set_private",
                          "update person set private_mail = $2, private_phone = $3 where id = $1"};
constexpr Sql kSetAccount{"person.set_account", "update person set account_id = $2 where id = $1"};
constexpr Sql kOfAccount{"person.of_account",
                         "select id from person where account_id = $1 and merged_into is null "
                         "order by id limit 1"};
constexpr Sql kOfRelay{"person.of_relay",
                       "select id from person where relay_key = $1 and merged_into is null"};

constexpr Sql kUpsertPosition{
    "position.upsert",
    "insert into person_position(id, person_id, title, topics, places, function_id, from_day, "
    "until_day, deputy_id, successor_id, own_line) values($1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11) on conflict (id) do update set title = excluded.title, topics = excluded.topics, "
    "places = excluded.places, function_id = excluded.function_id, from_day = excluded.from_day, "
    "until_day = excluded.until_day, deputy_id = excluded.deputy_id, "
    "successor_id = excluded.successor_id, own_line = excluded.own_line"};
constexpr Sql kInsertConsent{
    "consent.insert",
    "insert into person_consent(id, person_id, item, wording, language, given_at, given_by) "
    "values($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kRevoke{"consent.revoke",
                      "update person_consent set revoked_at = $2, revoked_by = $3 where id = $1 "
                      "and revoked_at is null"};

constexpr Sql kDropWords{"person_word.drop", "delete from person_word where person_id = $1"};
constexpr Sql kDropMatches{"person_match.drop", "delete from person_match where person_id = $1"};
constexpr Sql kTurns{
    "position.turns",
    "select distinct person_id from person_position where (from_day >= $1 and from_day <= $2) or "
    "(until_day >= $1 and until_day <= $2) order by person_id"};
constexpr Sql kOfFunction{
    "position.of_function",
    "select distinct person_id from person_position where function_id = $1 order by person_id"};
constexpr Sql kMatches{"person_match.of_person", "select match_key from person_match where person_id = $1"};
// More than six share a key: how many more does not matter.
constexpr Sql kSharers{"person_match.sharers",
                       "select count(*) from (select 1 from person_match where match_key = $1 limit 7) as sharing"};
constexpr Sql kSetSharers{"person_match.set_sharers",
                          "update person_match set sharers = $2 where match_key = $1"};
constexpr Sql kSetManySharers{
    "person_match.set_many_sharers",
    "update person_match set sharers = 6 where match_key = $1 and person_id = $2"};
constexpr Sql kOthersWithMail{
    "person_match.others",
    "select count(*) from person_match where match_key = $1 and person_id <> $2"};

constexpr Sql kForgetDeputy{"position.forget_deputy",
                            "update person_position set deputy_id = null where deputy_id = $1"};
constexpr Sql kForgetSuccessor{
    "position.forget_successor",
    "update person_position set successor_id = null where successor_id = $1"};
constexpr Sql kDropConsents{"consent.drop", "delete from person_consent where person_id = $1"};
constexpr Sql kDropPositions{"position.drop", "delete from person_position where person_id = $1"};
constexpr Sql kDropPerson{"person.drop", "delete from person where id = $1"};

std::optional<std::string_view> maybe(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::vector<std::string> words_in(std::string_view text) { return split_list(text, ' '); }

crypto::Sealer sealer_of(County& county) { return {county.keys(), "network.private"}; }

/// A sealed column, null for nothing.
std::optional<std::string> sealed(Context& context, std::string_view column, std::string_view id,
                                  std::string_view plain) {
  if (plain.empty()) return std::nullopt;
  return sealer_of(context.county).seal({"person", column, id}, plain, context.random).text();
}

std::string opened(crypto::Sealer const& sealer, std::string_view column, std::string_view id,
                   std::optional<std::string> const& text) {
  return text ? sealer.open({"person", column, id}, *text).value_or("") : "";
}

template <typename T>
T known(std::optional<T> value) {
  CHECK(value);
  return *value;
}

PersonState state_named(std::string_view name) {
  for (auto state : {PersonState::Active, PersonState::Expired, PersonState::Left})
    if (name_of(state) == name) return state;
  check_failed("a person's state is known", __FILE__, __LINE__);
}

Person read_person(Row const& row, crypto::Sealer const& sealer) {
  Person person;
  std::string kind, state, languages, shown_to, expires_on;
  std::optional<std::string> organization_id, private_mail, private_phone, account_id, leaves_on;
  row.read(person.id, person.version, kind, state, person.name, person.salutation,
           organization_id, languages, person.letter_language, person.work_mail,
           person.work_phone, private_mail, private_phone, shown_to, person.objected_at,
           person.confirmed_at, expires_on, account_id, person.relay_key, person.created_at,
           person.modified, leaves_on);
  if (leaves_on) person.leaves_on = known(parse_iso_date(*leaves_on));
  person.kind = known(class_named(kind));
  person.state = state_named(state);
  person.organization_id = organization_id.value_or("");
  person.languages = words_in(languages);
  person.private_mail = opened(sealer, "private_mail", person.id, private_mail);
  person.private_phone = opened(sealer, "private_phone", person.id, private_phone);
  person.shown_to = known(shown_to_named(shown_to));
  person.expires_on = known(parse_iso_date(expires_on));
  person.account_id = account_id.value_or("");
  return person;
}

Position read_position(Row const& row) {
  Position position;
  std::string topics, places, from;
  std::optional<std::string> function_id, until, deputy_id, successor_id;
  row.read(position.id, position.person_id, position.title, topics, places, function_id, from,
           until, deputy_id, successor_id, position.own_line);
  position.topics = words_in(topics);
  position.places = words_in(places);
  position.function_id = function_id.value_or("");
  position.from = known(parse_iso_date(from));
  if (until) position.until = known(parse_iso_date(*until));
  position.deputy_id = deputy_id.value_or("");
  position.successor_id = successor_id.value_or("");
  return position;
}

Consent read_consent(Row const& row) {
  Consent consent;
  std::string item;
  std::optional<std::string> revoked_by;
  row.read(consent.id, consent.person_id, item, consent.wording, consent.language,
           consent.given_at, consent.given_by, consent.revoked_at, revoked_by);
  consent.item = known(consent_item_named(item));
  consent.revoked_by = revoked_by.value_or("");
  return consent;
}

std::string hashed_match(crypto::Key const& key, std::string_view match) {
  return crypto::keyed_hash(key, match);
}

bool is_prefix(std::string_view word) { return word.ends_with('*') && word.size() > 3; }

/// "($3,$4,$5)" with the whole words of a group, padded so that few statement texts serve all sizes;
/// "" when there are none. Borrows from `group`.
std::string word_list(std::vector<std::string> const& group, std::vector<db::Value>& values) {
  std::vector<std::string const*> words;
  for (auto const& word : group)
    if (!is_prefix(word)) words.push_back(&word);
  if (words.empty()) return "";
  std::size_t size = 1;
  while (size < words.size()) size *= 4;
  std::string list;
  for (std::size_t i = 0; i < size; ++i) {
    values.emplace_back(*words[std::min(i, words.size() - 1)]);
    list += (i ? ",$" : "($") + std::to_string(values.size());
  }
  return list + ")";
}

/// The end of a prefix range: the next character after the last one.
std::string after_prefix(std::string prefix) {
  ++prefix.back();
  return prefix;
}

/// What a query narrows to, as SQL. `ends` keeps texts alive that `values` borrow.
std::string where_of(PeopleQuery const& query, std::vector<db::Value>& values,
                     std::vector<std::string>& ends) {
  values.emplace_back(static_cast<int>(query.level));
  std::string where = "merged_into is null and name_level <= $1";
  auto add = [&](char const* head, db::Value value) {
    values.push_back(value);
    where += head + std::to_string(values.size());
  };
  if (query.state) add(" and state = $", name_of(*query.state));
  else where += " and state <> 'left'";
  if (query.kind) add(" and class = $", name_of(*query.kind));
  std::size_t prefixes = 0;
  for (auto const& group : query.words)
    for (auto const& word : group) prefixes += is_prefix(word) ? 1 : 0;
  ends.reserve(2 * prefixes);  // what `values` borrow must not move
  for (auto const& group : query.words) {
    std::string any;
    for (auto const& word : group) {
      if (!is_prefix(word)) continue;
      ends.push_back(word.substr(0, word.size() - 1));
      ends.push_back(after_prefix(ends.back()));
      any += any.empty() ? "(" : " or (";
      values.emplace_back(ends[ends.size() - 2]);
      any += "word >= $" + std::to_string(values.size());
      values.emplace_back(ends.back());
      any += " and word < $" + std::to_string(values.size()) + ")";
    }
    std::string list = word_list(group, values);
    if (!list.empty()) any += (any.empty() ? "word in " : " or word in ") + list;
    where += " and id in (select person_id from person_word where " + any + ")";
  }
  return where;
}

std::string order_of(PeopleQuery const& query) {
  std::string down = query.descending ? " desc" : "";
  if (query.sort == "changed") return "modified" + down + ", id";
  if (query.sort == "expires") return "expires_on" + down + ", id";
  return "sort_key" + down + ", id";
}

}  // namespace

PeopleById load_bare_people(db::Reader& reader, County& county, std::vector<std::string> const& ids) {
  auto sealer = sealer_of(county);
  PeopleById by_id;
  reader.each_in("person.find", kFind, ids, "", [&](Row const& row) {
    Person person = read_person(row, sealer);
    by_id.emplace(person.id, std::move(person));
  });
  return by_id;
}

std::vector<Person> load_people(db::Reader& reader, County& county,
                                std::vector<std::string> const& ids) {
  auto by_id = load_bare_people(reader, county, ids);
  if (by_id.empty()) return {};
  reader.each_in("position.of", kPositions, ids, "", [&](Row const& row) {
    Position position = read_position(row);
    if (auto person = by_id.find(position.person_id); person != by_id.end())
      person->second.positions.push_back(std::move(position));
  });
  reader.each_in("consent.of", kConsents, ids, "", [&](Row const& row) {
    Consent consent = read_consent(row);
    if (auto person = by_id.find(consent.person_id); person != by_id.end())
      person->second.consents.push_back(std::move(consent));
  });
  std::vector<Person> people;
  for (auto const& id : ids) {
    auto found = by_id.find(id);
    if (found == by_id.end()) continue;
    auto& person = people.emplace_back(std::move(found->second));
    by_id.erase(found);
    std::sort(person.positions.begin(), person.positions.end(), [](auto const& a, auto const& b) {
      return a.from != b.from ? a.from > b.from : a.id > b.id;
    });
    std::sort(person.consents.begin(), person.consents.end(), [](auto const& a, auto const& b) {
      return a.given_at != b.given_at ? a.given_at > b.given_at : a.id > b.id;
    });
  }
  return people;
}

std::optional<Person> load_person(db::Reader& reader, County& county, std::string_view id) {
  auto people = load_people(reader, county, {std::string(id)});
  if (people.empty()) return std::nullopt;
  return std::move(people.front());
}

void insert_person(db::Writer& writer, Context& context, Person const& person) {
  auto private_mail = sealed(context, "private_mail", person.id, person.private_mail);
  auto private_phone = sealed(context, "private_phone", person.id, person.private_phone);
  std::string key = i18n::sort_key(person.name, "de"), languages = join(person.languages, " ");
  std::string expires = format_iso_date(person.expires_on);
  writer.run(kInsert, {person.id, name_of(person.kind), name_of(person.state), person.name, key,
                       person.salutation, maybe(person.organization_id), languages,
                       person.letter_language, person.work_mail, person.work_phone, private_mail,
                       private_phone, name_of(person.shown_to), person.objected_at,
                       person.confirmed_at, expires, maybe(person.account_id), person.relay_key,
                       static_cast<int>(name_level(person)), writer.now()});
}

bool update_person(db::Writer& writer, Person const& person) {
  std::string key = i18n::sort_key(person.name, "de"), languages = join(person.languages, " ");
  std::string expires = format_iso_date(person.expires_on);
  std::optional<std::string> leaves;
  if (person.leaves_on) leaves = format_iso_date(*person.leaves_on);
  return writer.run(kUpdate,
                    {person.id, person.version, name_of(person.kind), name_of(person.state),
                     person.name, key, person.salutation, maybe(person.organization_id), languages,
                     person.letter_language, person.work_mail, person.work_phone,
                     name_of(person.shown_to), person.objected_at, person.confirmed_at, expires,
                     static_cast<int>(name_level(person)), writer.now(), person.relay_key, leaves}) > 0;
}

void update_private_contact(db::Writer& writer, Context& context, std::string_view person_id,
                            PrivateContact const& contact) {
  auto mail = sealed(context, "private_mail", person_id, contact.mail);
  auto phone = sealed(context, "private_phone", person_id, contact.phone);
  writer.run(kSetPrivate, {person_id, mail, phone});
}

void update_account(db::Writer& writer, std::string_view person_id, std::string_view account_id) {
  writer.run(kSetAccount, {person_id, maybe(account_id)});
}

void upsert_position(db::Writer& writer, Position const& position) {
  std::string topics = join(position.topics, " "), places = join(position.places, " ");
  std::string from = format_iso_date(position.from);
  std::optional<std::string> until;
  if (position.until) until = format_iso_date(*position.until);
  writer.run(kUpsertPosition,
             {position.id, position.person_id, position.title, topics, places,
              maybe(position.function_id), from, until, maybe(position.deputy_id),
              maybe(position.successor_id), position.own_line});
}

std::optional<Position> find_position(db::Reader& reader, std::string_view id) {
  std::optional<Position> position;
  reader.one(kPosition, {id}, [&](Row const& row) { position = read_position(row); });
  return position;
}

void insert_consent(db::Writer& writer, Consent const& consent) {
  writer.run(kInsertConsent, {consent.id, consent.person_id, name_of(consent.item),
                              consent.wording, consent.language, consent.given_at,
                              consent.given_by});
}

void mark_revoked(db::Writer& writer, std::string_view consent_id, std::string_view by) {
  writer.run(kRevoke, {consent_id, writer.now(), by});
}

namespace {

/// How many share these keys, beside each of them: at most six rows change a key, since beyond
/// six sharers nobody else's row changes.
void count_sharers(db::Writer& writer, std::set<std::string> const& keys, std::string_view person_id) {
  for (auto const& key : keys) {
    auto sharers = writer.value<std::int64_t>(kSharers, {key}).value_or(0);
    if (sharers <= 6) writer.run(kSetSharers, {key, sharers});
    else writer.run(kSetManySharers, {key, person_id});
  }
}

std::set<std::string> drop_keys(db::Writer& writer, std::string_view person_id) {
  auto keys = writer.column<std::string>(kMatches, {person_id});
  writer.run(kDropWords, {person_id});
  writer.run(kDropMatches, {person_id});
  return {keys.begin(), keys.end()};
}

}  // namespace

void drop_words(db::Writer& writer, std::string_view person_id) {
  count_sharers(writer, drop_keys(writer, person_id), person_id);
}

void replace_words(db::Writer& writer, County& county, Person const& person, Date today) {
  auto keys = drop_keys(writer, person.id);
  if (person.state == PersonState::Left) return count_sharers(writer, keys, person.id);
  auto words = writer.bulk_insert("person_word", {"word", "person_id"});
  for (auto const& word : search_words(person, today)) {
    db::Value const row[]{word, person.id};
    words->add(row);
  }
  words->finish();
  auto key = county.keys().derive("network.match", 1);
  auto matches = writer.bulk_insert("person_match", {"match_key", "person_id"});
  for (auto const& match : match_keys(person)) {
    std::string hash = hashed_match(key, match);
    db::Value const row[]{hash, person.id};
    matches->add(row);
    keys.insert(hash);
  }
  matches->finish();
  count_sharers(writer, keys, person.id);
}

std::vector<std::string> people_with_turns(db::Reader& reader, Date first, Date last) {
  return reader.column<std::string>(kTurns, {format_iso_date(first), format_iso_date(last)});
}

std::vector<std::string> people_of_function(db::Reader& reader, std::string_view function_id) {
  return reader.column<std::string>(kOfFunction, {function_id});
}

std::string find_person_of_relay(db::Reader& reader, std::string_view relay_key) {
  return reader.value<std::string>(kOfRelay, {relay_key}).value_or("");
}

std::string find_person_of_account(db::Reader& reader, std::string_view account_id) {
  return reader.value<std::string>(kOfAccount, {account_id}).value_or("");
}

std::int64_t count_others_with_mail(db::Reader& reader, County& county, std::string_view mail,
                                    std::string_view person_id) {
  std::string match = "mail|" + ascii_lower(trim(mail));
  std::string hash = hashed_match(county.keys().derive("network.match", 1), match);
  return reader.value<std::int64_t>(kOthersWithMail, {hash, person_id}).value_or(0);
}

void delete_person(db::Writer& writer, std::string_view person_id) {
  drop_words(writer, person_id);
  for (auto const* sql :
       {&kForgetDeputy, &kForgetSuccessor, &kDropConsents, &kDropPositions, &kDropPerson})
    writer.run(*sql, {person_id});
}

std::vector<std::string> find_ids(db::Reader& reader, PeopleQuery const& query) {
  std::vector<db::Value> values;
  std::vector<std::string> ends;
  std::string where = where_of(query, values, ends);
  values.emplace_back(query.limit);
  values.emplace_back(query.offset);
  std::string text = "select id from person where " + where + " order by " + order_of(query) +
                     " limit $" + std::to_string(values.size() - 1) + " offset $" +
                     std::to_string(values.size());
  std::vector<std::string> ids;
  reader.each({"person.list", text}, values, [&](Row const& row) { ids.emplace_back(row.text(0)); });
  return ids;
}

std::int64_t count_people(db::Reader& reader, PeopleQuery const& query) {
  std::vector<db::Value> values;
  std::vector<std::string> ends;
  std::string text = "select count(*) from person where " + where_of(query, values, ends);
  std::int64_t count = 0;
  reader.each({"person.count", text}, values, [&](Row const& row) { row.read(count); });
  return count;
}

}  // namespace mila::network
