// All SQL of confirmations and successors.
#include "modules/network/confirmation_store.h"

#include <algorithm>

namespace mila::network {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kInsert{"confirmation.insert",
                      "insert into confirmation(id, token_hash, created_at, expires_at) "
                      "values($1, $2, $3, $4)"};
constexpr Sql kInsertItem{"confirmation_item.insert",
                          "insert into confirmation_item(confirmation_id, person_id, position) "
                          "values($1, $2, $3)"};
constexpr Sql kReminded{"confirmation.reminded",
                        "update confirmation set token_hash = $2, reminded_at = $3 where id = $1"};
constexpr Sql kFind{"confirmation.find",
                    "select c.id, c.expires_at, i.person_id, i.position, i.answered_at "
                    "from confirmation c join confirmation_item i on i.confirmation_id = c.id "
                    "where c.token_hash = $1 order by i.position"};
constexpr Sql kAnswered{"confirmation_item.answered",
                        "update confirmation_item set answered_at = $3, answer = $4 "
                        "where confirmation_id = $1 and position = $2 and answered_at is null"};
constexpr Sql kEnd{"confirmation_item.end",
                   "update confirmation_item set answered_at = $2, answer = 'otherwise' "
                   "where person_id = $1 and answered_at is null"};
constexpr Sql kToAsk{
    "person.to_ask",
    "select p.id from person p where p.state = 'active' and p.expires_on <= $1 "
    "and p.merged_into is null and p.leaves_on is null and not exists (select 1 from "
    "confirmation_item i join confirmation c on c.id = i.confirmation_id "
    "where i.person_id = p.id and c.created_at > p.confirmed_at) "
    "order by p.expires_on, p.id limit $2"};
constexpr Sql kToRemind{
    "confirmation.to_remind",
    "select i.confirmation_id, i.person_id, i.position from confirmation_item i "
    "join confirmation c on c.id = i.confirmation_id join person p on p.id = i.person_id "
    "where c.reminded_at is null and i.answered_at is null and p.state = 'active' "
    "and p.expires_on <= $1 order by i.confirmation_id, i.position limit $2"};
constexpr Sql kExpired{"person.expired",
                       "select id from person where state = 'active' and expires_on < $1 "
                       "and merged_into is null order by id"};
constexpr Sql kGone{"person.gone",
                    "select id from person where leaves_on < $1 and state <> 'left' "
                    "and merged_into is null order by id"};
constexpr Sql kOverdue{
    "person.overdue",
    "select id, name, organization_id, expires_on from person where state <> 'left' "
    "and expires_on <= $1 and merged_into is null and leaves_on is null "
    "order by expires_on, id limit $2"};
constexpr std::string_view kOverdueOf =
    "select id, name, organization_id, expires_on from person where state <> 'left' "
    "and expires_on <= $1 and merged_into is null and leaves_on is null and class = 'partner' "
    "and organization_id in (";

constexpr Sql kInsertSuccessor{"successor.insert",
                               "insert into successor(id, person_id, contact, created_at) "
                               "values($1, $2, $3, $4)"};
constexpr Sql kSuccessor{"successor.find",
                         "select id, person_id, contact, created_at from successor where id = $1"};
constexpr Sql kSuccessors{"successor.all",
                          "select id, person_id, contact, created_at from successor "
                          "order by created_at, id limit $1"};
constexpr Sql kDropSuccessor{"successor.drop", "delete from successor where id = $1"};
constexpr Sql kDropSuccessors{"successor.drop_of", "delete from successor where person_id = $1"};
constexpr Sql kDropItems{"confirmation_item.drop",
                         "delete from confirmation_item where person_id = $1"};
constexpr Sql kDropOldItems{"confirmation_item.drop_old",
                            "delete from confirmation_item where confirmation_id in "
                            "(select id from confirmation where expires_at < $1)"};
constexpr Sql kDropOld{"confirmation.drop_old", "delete from confirmation where expires_at < $1"};

Overdue read_overdue(Row const& row) {
  Overdue entry;
  std::optional<std::string> organization_id;
  std::string expires_on;
  row.read(entry.person_id, entry.name, organization_id, expires_on);
  entry.organization_id = organization_id.value_or("");
  entry.expires_on = parse_iso_date(expires_on).value();
  return entry;
}
constexpr Sql kStaying{"person.staying",
                       "select id, expires_on from person where account_id = $1 and merged_into is null "
                       "and state <> $2 and leaves_on is null order by id limit 1"};

}  // namespace

void insert_confirmation(db::Writer& writer, std::string_view id, std::string_view token_hash,
                         Instant expires_at, std::vector<std::string> const& person_ids) {
  writer.run(kInsert, {id, token_hash, writer.now(), expires_at});
  int position = 0;
  for (auto const& person_id : person_ids) writer.run(kInsertItem, {id, person_id, ++position});
}

void mark_reminded(db::Writer& writer, std::string_view id, std::string_view token_hash) {
  writer.run(kReminded, {id, token_hash, writer.now()});
}

std::optional<Asked> find_confirmation(db::Reader& reader, std::string_view token_hash,
                                       Instant now) {
  std::optional<Asked> asked;
  reader.each(kFind, {token_hash}, [&](Row const& row) {
    if (!asked) asked.emplace();
    Instant expires_at;
    std::optional<Instant> answered_at;
    auto& entry = asked->entries.emplace_back();
    row.read(asked->id, expires_at, entry.person_id, entry.position, answered_at);
    asked->expired = expires_at <= now;
    entry.answered = answered_at.has_value();
  });
  return asked;
}

bool mark_answered(db::Writer& writer, std::string_view confirmation_id, int position,
                   Answer answer) {
  return writer.run(kAnswered, {confirmation_id, position, writer.now(), name_of(answer)}) > 0;
}

void end_confirmations(db::Writer& writer, std::string_view person_id) {
  writer.run(kEnd, {person_id, writer.now()});
}

std::vector<std::string> people_to_ask(db::Reader& reader, Date until, int limit) {
  return reader.column<std::string>(kToAsk, {format_iso_date(until), limit});
}

std::vector<OpenConfirmation> confirmations_to_remind(db::Reader& reader, Date until, int limit) {
  std::vector<OpenConfirmation> open;
  reader.each(kToRemind, {format_iso_date(until), limit}, [&](Row const& row) {
    std::string id, person_id;
    int position = 0;
    row.read(id, person_id, position);
    if (open.empty() || open.back().id != id) open.push_back({id, {}, {}});
    open.back().person_ids.push_back(std::move(person_id));
    open.back().positions.push_back(position);
  });
  return open;
}

std::vector<std::string> people_expired(db::Reader& reader, Date today) {
  return reader.column<std::string>(kExpired, {format_iso_date(today)});
}

std::vector<std::string> people_gone(db::Reader& reader, Date today) {
  return reader.column<std::string>(kGone, {format_iso_date(today)});
}

std::vector<Overdue> overdue_entries(db::Reader& reader, Date today,
                                     std::optional<std::vector<std::string>> const& organization_ids,
                                     int limit) {
  std::vector<Overdue> entries;
  std::string until = format_iso_date(std::chrono::sys_days(today) + kRemindedBefore);
  auto add = [&](Row const& row) { entries.push_back(read_overdue(row)); };
  if (!organization_ids) {
    reader.each(kOverdue, {until, limit}, add);
  } else if (!organization_ids->empty()) {
    std::string text(kOverdueOf);
    std::vector<db::Value> values{until};
    for (auto const& id : *organization_ids) {
      values.emplace_back(id);
      text += (values.size() > 2 ? ", $" : "$") + std::to_string(values.size());
    }
    values.emplace_back(limit);
    text += ") order by expires_on, id limit $" + std::to_string(values.size());
    reader.each({"person.overdue_of", text}, values, add);
  }
  return entries;
}

void insert_successor(db::Writer& writer, std::string_view id, std::string_view person_id,
                      std::string_view contact) {
  writer.run(kInsertSuccessor, {id, person_id, contact, writer.now()});
}

std::vector<SuccessorRow> successor_rows(db::Reader& reader, std::string_view id, int limit) {
  std::vector<SuccessorRow> rows;
  auto add = [&](Row const& row) {
    auto& found = rows.emplace_back();
    row.read(found.id, found.person_id, found.contact, found.created_at);
  };
  if (id.empty()) reader.each(kSuccessors, {limit}, add);
  else reader.each(kSuccessor, {id}, add);
  return rows;
}

void delete_successor(db::Writer& writer, std::string_view id) { writer.run(kDropSuccessor, {id}); }

void delete_confirmations(db::Writer& writer, std::string_view person_id) {
  writer.run(kDropItems, {person_id});
  writer.run(kDropSuccessors, {person_id});
}

std::int64_t delete_old_confirmations(db::Writer& writer) {
  writer.run(kDropOldItems, {writer.now()});
  return writer.run(kDropOld, {writer.now()});
}

std::optional<OwnEntry> staying_entry_of_account(db::Reader& reader, std::string_view account_id) {
  std::optional<OwnEntry> entry;
  reader.one(kStaying, {account_id, name_of(PersonState::Left)}, [&](Row const& row) {
    auto& own = entry.emplace();
    std::string expires;
    row.read(own.person_id, expires);
    own.expires_on = parse_iso_date(expires).value_or(Date{});
  });
  return entry;
}

}  // namespace mila::network
