// SQL of meetings and of those invited.
#include "modules/meetings/meeting_store.h"

#include <nlohmann/json.hpp>
#include <set>

#include "platform/base/text.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/token.h"

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

// Whether a place runs its meeting of a round is asked of the round: it may take that back.
#define MEETING                                                                                    \
  "select id, version, body_id, series_id, kind, state, title, purpose, day, start_minutes, "      \
  "length_minutes, place, place_id, online_url, answer_until, places_max, is_public, sequence, "   \
  "cancel_reason, coalesce((select p.place_id from meeting_round_part p join meeting_round r on "  \
  "r.id = p.round_id where p.meeting_id = meeting.id and r.by_place = 1), '') as run_by_place, "   \
  "created_by, created_at, modified from meeting "
#define INVITEE                                                                                \
  "select id, version, meeting_id, seat_id, organization_id, person_id, language, answer, "    \
  "content, invited_at, invited_sequence, answered_at, reminded_at, attended, attended_at, "    \
  "came_instead from invitee "

constexpr std::string_view kMeetings = MEETING "where id in ";
constexpr Sql kInsert{
    "meeting.insert",
    "insert into meeting(id, version, body_id, series_id, kind, state, title, purpose, day, "
    "start_minutes, length_minutes, starts_at, place, place_id, online_url, answer_until, places_max, "
    "is_public, sequence, cancel_reason, created_by, created_at, modified) values($1, 1, $2, "
    "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21)"};
constexpr Sql kUpdate{
    "meeting.update",
    "update meeting set version = version + 1, kind = $3, state = $4, title = $5, purpose = $6, day = "
    "$7, start_minutes = $8, length_minutes = $9, starts_at = $10, place = $11, place_id = $12, "
    "online_url = $13, answer_until = $14, places_max = $15, is_public = $16, sequence = $17, "
    "cancel_reason = $18, modified = $19 where id = $1 and version = $2"};
constexpr Sql kInsertSeries{
    "meeting_series.insert",
    "insert into meeting_series(id, body_id, rule, created_at) values($1, $2, $3, $4)"};
constexpr Sql kSeries{"meeting.series", MEETING "where series_id = $1 order by starts_at, id"};
constexpr Sql kOfRound{
    "meeting.of_round",
    MEETING "where id in (select meeting_id from meeting_round_part where round_id = $1) order by starts_at, id"};
constexpr Sql kInvitees{"invitee.of_meeting", INVITEE "where meeting_id = $1 order by id"};
constexpr Sql kInvitee{"invitee.find", INVITEE "where id = $1"};
constexpr std::string_view kAnswers = INVITEE "where meeting_id in ";
constexpr Sql kInsertInvitee{
    "invitee.insert",
    "insert into invitee(id, version, meeting_id, seat_id, organization_id, person_id, language, answer, "
    "content, address_hash, invited_at, invited_sequence, answered_at, reminded_at, attended, attended_at, "
    "came_instead) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};
constexpr Sql kUpdateInvitee{
    "invitee.update",
    "update invitee set version = version + 1, person_id = $3, language = $4, answer = $5, content = $6, "
    "invited_at = $7, invited_sequence = $8, answered_at = $9, reminded_at = $10, attended = $11, "
    "attended_at = $12, came_instead = $13, organization_id = $14 where id = $1 and version = $2"};
constexpr Sql kOfPerson{
    "invitee.of_person",
    MEETING "where id in (select meeting_id from invitee where person_id = $1) and day >= $2 order by "
            "starts_at, id limit 100"};
constexpr Sql kIdsOfPerson{"invitee.ids_of_person", "select id from invitee where person_id = $1"};
constexpr Sql kForgetPerson{
    "invitee.forget_person",
    "update invitee set version = version + 1, person_id = null, content = '' where person_id = $1"};
constexpr Sql kBefore{
    "invitee.before",
    "select i.id from invitee i join meeting m on m.id = i.meeting_id where m.starts_at < $1 and "
    "i.content <> '' limit 1000"};
constexpr Sql kWithContent{"invitee.with_content", "select id from invitee where content <> ''"};
/// Neither the person nor their seat is told from the row then; "-" keeps guests apart from seats.
constexpr Sql kWipe{"invitee.wipe",
                    "update invitee set version = version + 1, content = '', address_hash = '', person_id = null, "
                    "seat_id = case when seat_id = '' then '' else '-' end where id = $1"};

crypto::Sealer sealer_of(County& county) { return {county.keys(), "meetings.invitee"}; }

std::optional<std::string> some(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> iso(std::optional<Date> const& day) {
  return day ? std::optional(format_iso_date(*day)) : std::nullopt;
}

Meeting meeting_from(Row const& row) {
  Meeting meeting;
  std::string kind, state, day;
  std::optional<std::string> series, until;
  std::int64_t start = 0, length = 0;
  row.read(meeting.id, meeting.version, meeting.body_id, series, kind, state, meeting.title,
           meeting.purpose, day, start, length, meeting.place, meeting.place_id, meeting.online_url,
           until, meeting.places_max, meeting.is_public, meeting.sequence, meeting.cancel_reason,
           meeting.run_by_place, meeting.created_by, meeting.created_at, meeting.modified);
  meeting.series_id = series.value_or("");
  meeting.kind = kind_named(kind).value_or(Kind::RoundTable);
  meeting.state = state_named(state).value_or(State::Planned);
  meeting.day = parse_iso_date(day).value_or(Date{});
  meeting.start = std::chrono::minutes(start);
  meeting.length = std::chrono::minutes(length);
  if (until) meeting.answer_until = parse_iso_date(*until);
  return meeting;
}

std::string content_of(Invitee const& invitee) {
  return nlohmann::json{{"name", invitee.name},
                        {"mail", invitee.mail},
                        {"deputy", invitee.deputy},
                        {"note", invitee.note},
                        {"unreached", invitee.unreached}}
      .dump();
}

/// `sealer` nullptr leaves what is sealed empty.
Invitee invitee_from(Row const& row, crypto::Sealer const* sealer) {
  Invitee invitee;
  std::optional<std::string> organization, person;
  std::string answer, content;
  row.read(invitee.id, invitee.version, invitee.meeting_id, invitee.seat_id, organization, person,
           invitee.language, answer, content, invitee.invited_at, invitee.invited_sequence,
           invitee.answered_at, invitee.reminded_at, invitee.attended, invitee.attended_at,
           invitee.came_instead);
  invitee.organization_id = organization.value_or("");
  invitee.person_id = person.value_or("");
  invitee.answer = answer_named(answer).value_or(Answer::None);
  if (!sealer || content.empty()) return invitee;
  auto opened = sealer->open({"invitee", "content", invitee.id}, content);
  if (!opened) return invitee;
  auto json = nlohmann::json::parse(*opened);
  invitee.name = json.at("name");
  invitee.mail = json.at("mail");
  invitee.deputy = json.at("deputy");
  invitee.note = json.at("note");
  invitee.unreached = json.value("unreached", false);
  return invitee;
}

/// " where …" of a query with its values, which are borrowed from it.
struct Where {
  explicit Where(MeetingQuery const& query) {
    if (!query.body_id.empty()) add("body_id = ", query.body_id);
    if (query.from) {
      from = format_iso_date(*query.from);
      add("day >= ", from);
    }
    if (query.until) {
      until = format_iso_date(*query.until);
      add("day <= ", until);
    }
    if (query.public_only) text += " and is_public = 1";
  }
  Where(Where const&) = delete;
  void add(std::string const& condition, db::Value value) {
    text += " and " + condition + next(value);
  }
  std::string next(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
  std::string text = "where 1 = 1", from, until;
  std::vector<db::Value> values;
};

}  // namespace

std::vector<Meeting> find_meetings(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<Meeting> found;
  if (ids.empty()) return found;
  reader.each_in("meeting.find", kMeetings, ids, " order by starts_at, id",
                 [&](Row const& row) { found.push_back(meeting_from(row)); });
  return found;
}

std::optional<Meeting> find_meeting(db::Reader& reader, std::string_view id) {
  auto found = find_meetings(reader, {std::string(id)});
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Meeting> list_meetings(db::Reader& reader, MeetingQuery const& query) {
  Where where(query);
  std::string order = query.newest_first ? " order by starts_at desc, id" : " order by starts_at, id";
  std::string text = MEETING + where.text + order;
  text += " limit " + where.next(query.limit);
  text += " offset " + where.next(query.offset);
  std::vector<Meeting> meetings;
  reader.each({"meeting.list", text}, where.values,
              [&](Row const& row) { meetings.push_back(meeting_from(row)); });
  return meetings;
}

std::vector<Meeting> series_of(db::Reader& reader, std::string_view series_id) {
  std::vector<Meeting> meetings;
  reader.each(kSeries, {series_id}, [&](Row const& row) { meetings.push_back(meeting_from(row)); });
  return meetings;
}

std::vector<Meeting> round_of(db::Reader& reader, std::string_view round_id) {
  std::vector<Meeting> meetings;
  reader.each(kOfRound, {round_id}, [&](Row const& row) { meetings.push_back(meeting_from(row)); });
  return meetings;
}

std::int64_t count_meetings(db::Reader& reader, MeetingQuery const& query) {
  Where where(query);
  std::string text = "select count(*) from meeting " + where.text;
  std::int64_t count = 0;
  reader.each({"meeting.count", text}, where.values, [&](Row const& row) { count = row.integer(0); });
  return count;
}

void insert_meeting(db::Writer& writer, Context const& context, Meeting const& meeting) {
  Instant starts = local_to_instant(meeting.day, meeting.start, context.county.config().zone);
  writer.run(kInsert,
             {meeting.id, meeting.body_id, some(meeting.series_id), name_of(meeting.kind),
              name_of(meeting.state), meeting.title, meeting.purpose, format_iso_date(meeting.day),
              meeting.start.count(), meeting.length.count(), starts, meeting.place, meeting.place_id,
              meeting.online_url, iso(meeting.answer_until), meeting.places_max, meeting.is_public,
              meeting.sequence, meeting.cancel_reason, meeting.created_by, writer.now()});
  writer.changed("meeting", meeting.id);
}

bool update_meeting(db::Writer& writer, Context const& context, Meeting const& meeting) {
  Instant starts = local_to_instant(meeting.day, meeting.start, context.county.config().zone);
  bool done =
      writer.run(kUpdate,
                 {meeting.id, meeting.version, name_of(meeting.kind), name_of(meeting.state),
                  meeting.title, meeting.purpose, format_iso_date(meeting.day), meeting.start.count(),
                  meeting.length.count(), starts, meeting.place, meeting.place_id, meeting.online_url,
                  iso(meeting.answer_until), meeting.places_max, meeting.is_public, meeting.sequence,
                  meeting.cancel_reason, writer.now()}) > 0;
  if (done) writer.changed("meeting", meeting.id);
  return done;
}

void insert_series(db::Writer& writer, std::string_view id, std::string_view body_id,
                   std::string_view rule) {
  writer.run(kInsertSeries, {id, body_id, rule, writer.now()});
}

std::vector<Invitee> load_invitees(db::Reader& reader, Context& context, std::string_view meeting_id) {
  std::vector<Invitee> invitees;
  auto sealer = sealer_of(context.county);
  reader.each(kInvitees, {meeting_id},
              [&](Row const& row) { invitees.push_back(invitee_from(row, &sealer)); });
  return invitees;
}

std::vector<Invitee> load_answers(db::Reader& reader, std::vector<std::string> const& meeting_ids) {
  std::vector<Invitee> invitees;
  if (meeting_ids.empty()) return invitees;
  reader.each_in("invitee.answers", kAnswers, meeting_ids, "",
                 [&](Row const& row) { invitees.push_back(invitee_from(row, nullptr)); });
  return invitees;
}

std::optional<Invitee> load_invitee(db::Reader& reader, Context& context, std::string_view id) {
  std::optional<Invitee> invitee;
  auto sealer = sealer_of(context.county);
  reader.one(kInvitee, {id}, [&](Row const& row) { invitee = invitee_from(row, &sealer); });
  return invitee;
}

void insert_invitee(db::Writer& writer, Context& context, Invitee const& invitee) {
  auto sealed = sealer_of(context.county)
                    .seal({"invitee", "content", invitee.id}, content_of(invitee), context.random);
  std::string hash = invitee.mail.empty()
                         ? ""
                         : crypto::token_hash(context.county.keys().derive("meetings.address"),
                                              ascii_lower(invitee.mail));
  writer.run(kInsertInvitee,
             {invitee.id, invitee.meeting_id, invitee.seat_id, some(invitee.organization_id),
              some(invitee.person_id), invitee.language, name_of(invitee.answer), sealed.text(), hash,
              invitee.invited_at, invitee.invited_sequence, invitee.answered_at, invitee.reminded_at,
              invitee.attended, invitee.attended_at, invitee.came_instead});
  writer.changed("invitee", invitee.id);
}

bool update_invitee(db::Writer& writer, Context& context, Invitee const& invitee) {
  auto sealed = sealer_of(context.county)
                    .seal({"invitee", "content", invitee.id}, content_of(invitee), context.random);
  bool done = writer.run(kUpdateInvitee,
                         {invitee.id, invitee.version, some(invitee.person_id), invitee.language,
                          name_of(invitee.answer), sealed.text(), invitee.invited_at,
                          invitee.invited_sequence, invitee.answered_at, invitee.reminded_at,
                          invitee.attended, invitee.attended_at, invitee.came_instead,
                          some(invitee.organization_id)}) > 0;
  if (done) writer.changed("invitee", invitee.id);
  return done;
}

std::vector<Meeting> meetings_of_person(db::Reader& reader, std::string_view person_id, Date from) {
  std::vector<Meeting> meetings;
  reader.each(kOfPerson, {person_id, format_iso_date(from)},
              [&](Row const& row) { meetings.push_back(meeting_from(row)); });
  return meetings;
}

std::vector<std::string> forget_person(db::Writer& writer, std::string_view person_id) {
  auto ids = writer.column<std::string>(kIdsOfPerson, {person_id});
  for (auto const& id : ids) writer.changed("invitee", id);
  writer.run(kForgetPerson, {person_id});
  return ids;
}

std::vector<std::string> invitees_before(db::Reader& reader, Instant before) {
  return reader.column<std::string>(kBefore, {before});
}

std::vector<std::string> invitees_with_content(db::Reader& reader) {
  return reader.column<std::string>(kWithContent);
}

std::vector<std::string> nameless_among(db::Reader& reader, std::vector<std::string> const& invitee_ids) {
  std::set<std::string> nameless(invitee_ids.begin(), invitee_ids.end());
  if (nameless.empty()) return {};
  reader.each_in("invitee.named", "select id from invitee where content <> '' and id in ", invitee_ids, "",
                 [&](Row const& row) { nameless.erase(std::string(row.text(0))); });
  return {nameless.begin(), nameless.end()};
}

void wipe_content(db::Writer& writer, std::string_view invitee_id) {
  writer.run(kWipe, {invitee_id});
  writer.changed("invitee", invitee_id);
}

}  // namespace mila::meetings
