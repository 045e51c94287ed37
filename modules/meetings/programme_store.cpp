// SQL of programmes and questions.
#include "modules/meetings/programme_store.h"

#include <algorithm>

#include "platform/base/text.h"

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

#define ENTRY                                                                                          \
  "select id, version, meeting_id, day_number, start_minutes, length_minutes, kind, title, who, place, " \
  "code from programme_entry "
#define QUESTION "select id, entry_id, position, state, text, asked_at from programme_question "

constexpr Sql kEntries{"programme_entry.of", ENTRY "where meeting_id = $1 order by day_number, start_minutes, title, id"};
constexpr Sql kEntry{"programme_entry.find", ENTRY "where id = $1"};
constexpr Sql kByCode{"programme_entry.code", ENTRY "where code = $1"};
constexpr Sql kCountEntries{"programme_entry.count", "select count(*) from programme_entry where meeting_id = $1"};
constexpr Sql kInsertEntry{
    "programme_entry.insert",
    "insert into programme_entry(id, version, meeting_id, day_number, start_minutes, length_minutes, kind, "
    "title, who, place, code) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Sql kUpdateEntry{
    "programme_entry.update",
    "update programme_entry set version = version + 1, day_number = $3, start_minutes = $4, length_minutes = "
    "$5, kind = $6, title = $7, who = $8, place = $9, code = $10 where id = $1 and version = $2"};
constexpr Sql kDeleteEntry{"programme_entry.delete", "delete from programme_entry where id = $1"};
constexpr Sql kDeleteQuestions{"programme_question.delete", "delete from programme_question where entry_id = $1"};
constexpr Sql kSettings{"meeting_programme.find",
                        "select version, languages, zones, next_meeting from meeting_programme where meeting_id = $1"};
constexpr Sql kInsertSettings{
    "meeting_programme.insert",
    "insert into meeting_programme(meeting_id, version, languages, zones, next_meeting) values($1, 1, $2, $3, $4)"};
constexpr Sql kUpdateSettings{
    "meeting_programme.update",
    "update meeting_programme set version = version + 1, languages = $3, zones = $4, next_meeting = $5 where "
    "meeting_id = $1 and version = $2"};
constexpr Sql kQuestions{"programme_question.of", QUESTION "where entry_id = $1 order by position, asked_at, id"};
constexpr Sql kQuestion{"programme_question.find", QUESTION "where id = $1"};
constexpr Sql kInsertQuestion{
    "programme_question.insert",
    "insert into programme_question(id, entry_id, position, state, text, asked_at) values($1, $2, $3, $4, $5, $6)"};
constexpr Sql kUpdateQuestion{"programme_question.update",
                              "update programme_question set position = $2, state = $3 where id = $1"};
constexpr Sql kForget{"programme_question.forget", "delete from programme_question where asked_at < $1"};

std::string_view name_of(QuestionState state) {
  return state == QuestionState::New ? "new" : state == QuestionState::Asked ? "asked" : "aside";
}

ProgrammeEntry entry_from(Row const& row) {
  ProgrammeEntry entry;
  std::int64_t start = 0, length = 0;
  std::string kind;
  row.read(entry.id, entry.version, entry.meeting_id, entry.day_number, start, length, kind, entry.title, entry.who,
           entry.place, entry.code);
  entry.start = std::chrono::minutes(start);
  entry.length = std::chrono::minutes(length);
  entry.kind = entry_kind_named(kind).value_or(EntryKind::Plenary);
  entry.takes_questions = !entry.code.empty();
  return entry;
}

Question question_from(Row const& row) {
  Question question;
  std::string state;
  row.read(question.id, question.entry_id, question.position, state, question.text, question.asked_at);
  for (auto known : {QuestionState::New, QuestionState::Asked, QuestionState::Aside})
    if (name_of(known) == state) question.state = known;
  return question;
}

std::optional<ProgrammeEntry> one_entry(db::Reader& reader, Sql const& sql, std::string_view key) {
  std::optional<ProgrammeEntry> entry;
  reader.one(sql, {key}, [&](Row const& row) { entry = entry_from(row); });
  return entry;
}

}  // namespace

std::vector<ProgrammeEntry> programme_of(db::Reader& reader, std::string_view meeting_id) {
  std::vector<ProgrammeEntry> entries;
  reader.each(kEntries, {meeting_id}, [&](Row const& row) { entries.push_back(entry_from(row)); });
  return entries;
}

std::optional<ProgrammeEntry> find_entry(db::Reader& reader, std::string_view id) { return one_entry(reader, kEntry, id); }

std::optional<ProgrammeEntry> entry_of_code(db::Reader& reader, std::string_view code) {
  return code.empty() ? std::nullopt : one_entry(reader, kByCode, code);
}

int count_entries(db::Reader& reader, std::string_view meeting_id) {
  return static_cast<int>(reader.value<std::int64_t>(kCountEntries, {meeting_id}).value_or(0));
}

void insert_entry(db::Writer& writer, ProgrammeEntry const& one) {
  writer.run(kInsertEntry, {one.id, one.meeting_id, one.day_number, one.start.count(), one.length.count(),
                            name_of(one.kind), one.title, one.who, one.place, one.code});
  writer.changed("meeting", one.meeting_id);
}

bool update_entry(db::Writer& writer, ProgrammeEntry const& one) {
  bool done = writer.run(kUpdateEntry, {one.id, one.version, one.day_number, one.start.count(), one.length.count(),
                                        name_of(one.kind), one.title, one.who, one.place, one.code}) > 0;
  if (done) writer.changed("meeting", one.meeting_id);
  return done;
}

void delete_entry(db::Writer& writer, ProgrammeEntry const& entry) {
  writer.run(kDeleteQuestions, {entry.id});
  writer.run(kDeleteEntry, {entry.id});
  writer.changed("meeting", entry.meeting_id);
}

Programme programme_settings(db::Reader& reader, std::string_view meeting_id) {
  Programme programme;
  std::string zones;
  reader.one(kSettings, {meeting_id}, [&](Row const& row) {
    row.read(programme.version, programme.languages, zones, programme.next_meeting);
  });
  for (auto const& zone : split_list(zones, ' '))
    if (!zone.empty()) programme.zones.push_back(zone);
  return programme;
}

bool store_programme(db::Writer& writer, std::string_view meeting_id, Programme const& one) {
  std::string zones = join(one.zones, " ");
  bool done = one.version == 0
                  ? writer.run(kInsertSettings, {meeting_id, one.languages, zones, one.next_meeting}) > 0
                  : writer.run(kUpdateSettings, {meeting_id, one.version, one.languages, zones, one.next_meeting}) > 0;
  if (done) writer.changed("meeting", meeting_id);
  return done;
}

std::vector<Question> questions_of(db::Reader& reader, std::string_view entry_id) {
  std::vector<Question> questions;
  reader.each(kQuestions, {entry_id}, [&](Row const& row) { questions.push_back(question_from(row)); });
  std::stable_sort(questions.begin(), questions.end(), [](auto const& a, auto const& b) { return a.state < b.state; });
  return questions;
}

std::optional<Question> find_question(db::Reader& reader, std::string_view id) {
  std::optional<Question> question;
  reader.one(kQuestion, {id}, [&](Row const& row) { question = question_from(row); });
  return question;
}

void insert_question(db::Writer& writer, Question const& one) {
  writer.run(kInsertQuestion, {one.id, one.entry_id, one.position, name_of(one.state), one.text, one.asked_at});
  writer.changed("programme_question", one.id);
}

void update_question(db::Writer& writer, Question const& one) {
  writer.run(kUpdateQuestion, {one.id, one.position, name_of(one.state)});
  writer.changed("programme_question", one.id);
}

std::int64_t forget_questions(db::Writer& writer, Instant before) {
  auto gone = writer.run(kForget, {before});
  if (gone > 0) writer.changed("programme_question", "");
  return gone;
}

}  // namespace mila::meetings
