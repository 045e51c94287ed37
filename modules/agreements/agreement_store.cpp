// SQL of agreements.
#include "modules/agreements/agreement_store.h"

#include <algorithm>

#include "engines/language/normalise.h"
#include "platform/base/text.h"
#include "platform/crypto/sealed.h"

namespace mila::agreements {
namespace {

using db::Row;
using db::Sql;

#define AGREEMENT                                                                                       \
  "select a.id, a.version, a.body_id, a.meeting_id, a.agreed_on, a.number, a.wording, a.reason, "       \
  "a.review_on, a.supersedes_id, s.id, a.state, a.end_reason, a.ended_on, a.topic, a.place_id, "        \
  "a.created_by, a.created_at, a.modified from agreement a left join agreement s on s.supersedes_id = " \
  "a.id "
#define IN_ORDER " order by a.agreed_on, a.body_id, a.year, a.day_number, a.item_number"
#define NEWEST_FIRST " order by a.agreed_on desc, a.body_id, a.year, a.day_number, a.item_number desc"

constexpr std::string_view kFind = AGREEMENT "where a.id in ";
constexpr Sql kOfMeeting{"agreement.of_meeting", AGREEMENT "where a.meeting_id = $1" IN_ORDER};
constexpr Sql kInsert{
    "agreement.insert",
    "insert into agreement(id, version, body_id, meeting_id, agreed_on, mark, year, day_number, item_number, "
    "number, wording, reason, review_on, supersedes_id, state, end_reason, ended_on, topic, place_id, search, "
    "created_by, created_at, modified) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
    "$15, $16, $17, $18, $19, $20, $21, $21)"};
constexpr Sql kUpdate{
    "agreement.update",
    "update agreement set version = version + 1, wording = $3, reason = $4, review_on = $5, state = $6, "
    "end_reason = $7, ended_on = $8, topic = $9, place_id = $10, search = $11, modified = $12 where id = $1 and "
    "version = $2"};
constexpr Sql kUsed{"agreement.used_words",
                    "select 0, topic, 0 from agreement where topic <> '' union select 1, place_id, 0 from agreement where "
                    "place_id <> '' union select 2, '', year from agreement order by 1, 3 desc, 2"};
constexpr Sql kAllOfMeeting{
    "agreement.all_of_meeting",
    "select 0, id, number, wording, state, null, null from agreement where meeting_id = $1 and body_id = $2 union all "
    "select 1, id, '', what, state, due, coalesce(organization_id, person_id, account_id) from task where meeting_id = $1 and "
    "body_id = $2 order by 1, 3, 6, 2"};
constexpr Sql kMark{"agreement_mark.find", "select mark from agreement_mark where body_id = $1"};
constexpr Sql kMarksOfOthers{
    "agreement_mark.of_others",
    "select mark from agreement_mark where body_id <> $1 union select mark from agreement where body_id <> $1"};
constexpr Sql kStoreMark{
    "agreement_mark.store",
    "insert into agreement_mark(body_id, mark) values($1, $2) on conflict (body_id) do update set mark = "
    "excluded.mark"};
constexpr Sql kDay{"agreement_day.find", "select year, number, last from agreement_day where body_id = $1 and day = $2"};
constexpr Sql kLastDay{"agreement_day.last",
                       "select coalesce(max(number), 0) from agreement_day where body_id = $1 and year = $2"};
constexpr Sql kInsertDay{
    "agreement_day.insert",
    "insert into agreement_day(body_id, day, year, number, last) values($1, $2, $3, $4, 1)"};
constexpr Sql kTakeItem{"agreement_day.take",
                        "update agreement_day set last = last + 1 where body_id = $1 and day = $2"};
constexpr Sql kInsertEvent{
    "agreement_event.insert",
    "insert into agreement_event(id, kind, record_id, at, account_id, act, note) values($1, $2, $3, $4, $5, $6, "
    "$7)"};
constexpr Sql kEvents{
    "agreement_event.of",
    "select id, at, account_id, act, note from agreement_event where kind = $1 and record_id = $2 order by at desc, "
    "id desc limit 200"};
constexpr Sql kWipeNotes{"agreement_event.wipe_notes",
                         "update agreement_event set note = '' where kind = $1 and record_id = $2 and note <> ''"};

constexpr std::string_view kNotePurpose = "agreements.note";

std::optional<std::string> some(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> iso(std::optional<Date> const& day) {
  return day ? std::optional(format_iso_date(*day)) : std::nullopt;
}

std::optional<Date> day_from(std::optional<std::string> const& text) {
  return text ? parse_iso_date(*text) : std::nullopt;
}

int year_of(Date day) { return static_cast<int>(day.year()); }

Agreement agreement_from(Row const& row) {
  Agreement one;
  std::optional<std::string> review, supersedes, superseded_by, ended;
  std::string agreed, state;
  row.read(one.id, one.version, one.body_id, one.meeting_id, agreed, one.number, one.text, one.reason, review,
           supersedes, superseded_by, state, one.end_reason, ended, one.topic, one.place_id, one.created_by,
           one.created_at, one.modified);
  one.agreed_on = parse_iso_date(agreed).value_or(Date{});
  one.review_on = day_from(review);
  one.supersedes_id = supersedes.value_or("");
  one.superseded_by_id = superseded_by.value_or("");
  one.state = agreement_state_named(state).value_or(AgreementState::Holds);
  one.ended_on = day_from(ended);
  return one;
}

std::string search_text_of(Agreement const& one) {
  return search_text({one.number, one.text, one.reason, one.end_reason});
}

/// " where …" of a query with its values, which are borrowed from it.
struct Where {
  explicit Where(AgreementQuery const& query) {
    patterns.reserve(kSearchWords);
    text += search_condition("a.search", query.search, patterns, values);
    if (!query.body_id.empty()) add("a.body_id = ", query.body_id);
    if (!query.topic.empty()) add("a.topic = ", query.topic);
    if (!query.place_id.empty()) add("a.place_id = ", query.place_id);
    if (query.state) add("a.state = ", name_of(*query.state));
    if (query.year) add("a.year = ", *query.year);
    if (query.review_until) {
      review = format_iso_date(*query.review_until);
      add("a.state = 'holds' and a.review_on <= ", review);
    }
  }
  Where(Where const&) = delete;
  void add(std::string const& condition, db::Value value) { text += " and " + condition + next(value); }
  std::string next(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
  std::string text = "where 1 = 1", review;
  std::vector<std::string> patterns;
  std::vector<db::Value> values;
};

}  // namespace

std::string search_text(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (auto part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += ' ';
    text += part;
  }
  return language::normalise(text);
}

std::string search_condition(std::string_view column, std::string_view search, std::vector<std::string>& patterns,
                             std::vector<db::Value>& values) {
  std::string condition, wanted = language::normalise(search);
  for (auto word : split_list(replace_all(wanted, "\n", " "), ' ')) {
    if (patterns.size() == kSearchWords) break;
    for (char const* sign : {"!", "%", "_"}) word = replace_all(std::move(word), sign, std::string("!") + sign);
    patterns.push_back("%" + word + "%");
    values.push_back(patterns.back());
    condition += " and " + std::string(column) + " like $" + std::to_string(values.size()) + " escape '!'";
  }
  return condition;
}

std::vector<Agreement> find_agreements(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<Agreement> found;
  if (ids.empty()) return found;
  reader.each_in("agreement.find", kFind, ids, IN_ORDER, [&](Row const& row) { found.push_back(agreement_from(row)); });
  return found;
}

std::optional<Agreement> find_agreement(db::Reader& reader, std::string_view id) {
  auto found = find_agreements(reader, {std::string(id)});
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Agreement> agreements_of_meeting(db::Reader& reader, std::string_view meeting_id) {
  std::vector<Agreement> found;
  if (meeting_id.empty()) return found;
  reader.each(kOfMeeting, {meeting_id}, [&](Row const& row) { found.push_back(agreement_from(row)); });
  return found;
}

std::vector<Agreement> list_agreements(db::Reader& reader, AgreementQuery const& query) {
  Where where(query);
  std::string text = AGREEMENT + where.text + NEWEST_FIRST;
  text += " limit " + where.next(query.limit);
  text += " offset " + where.next(query.offset);
  std::vector<Agreement> found;
  reader.each({"agreement.list", text}, where.values, [&](Row const& row) { found.push_back(agreement_from(row)); });
  return found;
}

std::int64_t count_agreements(db::Reader& reader, AgreementQuery const& query) {
  Where where(query);
  std::string text = "select count(*) from agreement a " + where.text;
  std::int64_t count = 0;
  reader.each({"agreement.count", text}, where.values, [&](Row const& row) { count = row.integer(0); });
  return count;
}

std::vector<OfMeeting> all_of_meeting(db::Reader& reader, std::string_view meeting_id, std::string_view body_id) {
  std::vector<OfMeeting> all;
  if (meeting_id.empty()) return all;
  reader.each(kAllOfMeeting, {meeting_id, body_id}, [&](Row const& row) {
    auto& one = all.emplace_back();
    std::int64_t is_task = 0;
    std::string number, state;
    std::optional<std::string> due, holder;
    row.read(is_task, one.id, number, one.text, state, due, holder);
    one.is_task = is_task == 1;
    if (!number.empty()) one.text = number + ": " + one.text;
    one.state = agreement_state_named(state).value_or(AgreementState::Holds);
    one.task.state = task_state_named(state).value_or(TaskState::Open);
    one.task.due = day_from(due);
    one.task.organization_id = holder.value_or("");
  });
  return all;
}

UsedWords used_words(db::Reader& reader) {
  UsedWords used;
  reader.each(kUsed, {}, [&](Row const& row) {
    if (row.integer(0) == 2) used.years.push_back(std::to_string(row.integer(2)));
    else (row.integer(0) == 0 ? used.topics : used.places).emplace_back(row.text(1));
  });
  return used;
}

void insert_agreement(db::Writer& writer, Agreement const& one, Number const& number) {
  writer.run(kInsert, {one.id, one.body_id, one.meeting_id, format_iso_date(one.agreed_on), number.mark, number.year,
                       number.day, number.item, one.number, one.text, one.reason, iso(one.review_on),
                       some(one.supersedes_id), name_of(one.state), one.end_reason, iso(one.ended_on), one.topic,
                       one.place_id, search_text_of(one), one.created_by, writer.now()});
  writer.changed("agreement", one.id);
}

bool update_agreement(db::Writer& writer, Agreement const& one) {
  bool done = writer.run(kUpdate, {one.id, one.version, one.text, one.reason, iso(one.review_on), name_of(one.state),
                                   one.end_reason, iso(one.ended_on), one.topic, one.place_id, search_text_of(one),
                                   writer.now()}) > 0;
  if (done) writer.changed("agreement", one.id);
  return done;
}

std::optional<std::string> stored_mark(db::Reader& reader, std::string_view body_id) {
  return reader.value<std::string>(kMark, {body_id});
}

std::set<std::string> marks_of_others(db::Reader& reader, std::string_view body_id) {
  auto marks = reader.column<std::string>(kMarksOfOthers, {body_id});
  return {marks.begin(), marks.end()};
}

void store_mark(db::Writer& writer, std::string_view body_id, std::string_view mark) {
  writer.run(kStoreMark, {body_id, mark});
  writer.changed("body", body_id);
}

Number take_number(db::Writer& writer, std::string_view body_id, std::string mark, Date day) {
  Number number{std::move(mark), year_of(day), 0, 0};
  std::string iso_day = format_iso_date(day);
  bool known = writer.one(kDay, {body_id, iso_day}, [&](Row const& row) {
    row.read(number.year, number.day, number.item);
  });
  if (known) {
    writer.run(kTakeItem, {body_id, iso_day});
  } else {
    number.day = static_cast<int>(writer.value<std::int64_t>(kLastDay, {body_id, number.year}).value_or(0)) + 1;
    writer.run(kInsertDay, {body_id, iso_day, number.year, number.day});
  }
  ++number.item;
  return number;
}

void add_event(db::Writer& writer, Context& context, std::string_view kind, std::string_view record_id,
               std::string_view act, std::string_view note) {
  std::string id = uuid_v7(writer.now(), context.random), sealed;
  if (!note.empty())
    sealed = crypto::Sealer(context.county.keys(), kNotePurpose).seal({"agreement_event", "note", id}, note, context.random).text();
  writer.run(kInsertEvent, {id, kind, record_id, writer.now(), context.actor.account_id, act, sealed});
}

std::vector<Event> events_of(db::Reader& reader, Context& context, std::string_view kind, std::string_view record_id) {
  crypto::Sealer sealer(context.county.keys(), kNotePurpose);
  std::vector<Event> events;
  reader.each(kEvents, {kind, record_id}, [&](Row const& row) {
    auto& event = events.emplace_back();
    std::string id, note;
    row.read(id, event.at, event.account_id, event.act, note);
    if (!note.empty()) event.note = sealer.open({"agreement_event", "note", id}, note).value_or("");
  });
  return events;
}

void wipe_notes(db::Writer& writer, std::string_view kind, std::string_view record_id) {
  writer.run(kWipeNotes, {kind, record_id});
}

}  // namespace mila::agreements
