// SQL of polls.
#include "modules/meetings/poll_store.h"

#include <nlohmann/json.hpp>
#include <set>

#include "platform/base/text.h"
#include "platform/crypto/sealed.h"

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

#define POLL                                                                                   \
  "select id, version, body_id, title, purpose, place, length_minutes, closes_on, state, "     \
  "meeting_id, created_by from date_poll "
#define VOTER                                                                                  \
  "select id, poll_id, seat_id, organization_id, person_id, language, content, answered_at, "  \
  "reminded_at from date_poll_voter "

constexpr Sql kFind{"date_poll.find", POLL "where id = $1"};
constexpr Sql kOfMeeting{"date_poll.of_meeting", POLL "where meeting_id = $1"};
constexpr Sql kAll{"date_poll.all", POLL "order by created_at desc, id limit 200"};
constexpr std::string_view kOfBodies = POLL "where body_id in ";
constexpr Sql kDates{"date_poll_date.of_poll",
                     "select id, day, start_minutes from date_poll_date where poll_id = $1 order by day, "
                     "start_minutes, id"};
constexpr Sql kVoters{
    "date_poll_voter.of_poll",
    "select p.id, p.poll_id, p.seat_id, p.organization_id, p.person_id, p.language, p.content, p.answered_at, "
    "p.reminded_at, v.date_id, v.suits from date_poll_voter p left join date_poll_vote v on v.voter_id = p.id "
    "where p.poll_id = $1 order by p.id, v.date_id"};
constexpr Sql kVoter{"date_poll_voter.find", VOTER "where id = $1"};
constexpr Sql kVotesOf{"date_poll_vote.of_voter",
                       "select voter_id, date_id, suits from date_poll_vote where voter_id = $1"};
constexpr Sql kInsert{
    "date_poll.insert",
    "insert into date_poll(id, version, body_id, title, purpose, place, length_minutes, closes_on, state, "
    "created_by, created_at) values($1, 1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)"};
constexpr Sql kInsertDate{"date_poll_date.insert",
                          "insert into date_poll_date(id, poll_id, day, start_minutes) values($1, $2, $3, $4)"};
constexpr Sql kClose{"date_poll.close",
                     "update date_poll set version = version + 1, state = $2, meeting_id = $3 where id = $1 and "
                     "state = 'open'"};
constexpr Sql kInsertVoter{
    "date_poll_voter.insert",
    "insert into date_poll_voter(id, poll_id, seat_id, organization_id, person_id, language, content) "
    "values($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kForgetVotes{"date_poll_vote.delete", "delete from date_poll_vote where voter_id = $1"};
constexpr Sql kInsertVote{"date_poll_vote.insert",
                          "insert into date_poll_vote(voter_id, date_id, suits) values($1, $2, $3)"};
constexpr Sql kAnswered{"date_poll_voter.answered", "update date_poll_voter set answered_at = $2 where id = $1"};
constexpr Sql kReminded{"date_poll_voter.reminded", "update date_poll_voter set reminded_at = $2 where id = $1"};
constexpr Sql kOfPerson{"date_poll_voter.of_person", "select id from date_poll_voter where person_id = $1"};
constexpr Sql kGuests{"date_poll_voter.guests", VOTER "where seat_id = '' order by id"};
constexpr Sql kForgetVoter{"date_poll_voter.delete", "delete from date_poll_voter where id = $1"};
constexpr Sql kTitles{"date_poll.of_person",
                      "select title from date_poll where id in (select poll_id from date_poll_voter where "
                      "person_id = $1) order by created_at, id"};
#define OLD "(select id from date_poll where closes_on < $1)"
constexpr Sql kOldVotes{"date_poll_vote.expire",
                        "delete from date_poll_vote where voter_id in (select id from date_poll_voter where poll_id in " OLD ")"};
constexpr Sql kOldVoters{"date_poll_voter.expire", "delete from date_poll_voter where poll_id in " OLD};
constexpr Sql kOldDates{"date_poll_date.expire", "delete from date_poll_date where poll_id in " OLD};
constexpr Sql kOld{"date_poll.expire", "delete from date_poll where closes_on < $1"};

crypto::Sealer sealer_of(County& county) { return {county.keys(), "meetings.poll"}; }

std::optional<std::string> some(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

Poll poll_from(Row const& row) {
  Poll poll;
  std::int64_t length = 0;
  std::string closes, state;
  std::optional<std::string> meeting;
  row.read(poll.id, poll.version, poll.body_id, poll.title, poll.purpose, poll.place, length, closes, state, meeting,
           poll.created_by);
  poll.length = std::chrono::minutes(length);
  poll.closes_on = parse_iso_date(closes).value_or(Date{});
  poll.state = state == "decided" ? PollState::Decided : state == "dropped" ? PollState::Dropped : PollState::Open;
  poll.meeting_id = meeting.value_or("");
  return poll;
}

void load_dates(db::Reader& reader, Poll& poll) {
  reader.each(kDates, {poll.id}, [&](Row const& row) {
    auto& date = poll.dates.emplace_back();
    std::string day;
    std::int64_t start = 0;
    row.read(date.id, day, start);
    date.day = parse_iso_date(day).value_or(Date{});
    date.start = std::chrono::minutes(start);
  });
}

Voter voter_from(Row const& row, County& county, std::string& poll_id) {
  Voter voter;
  std::optional<std::string> organization, person;
  std::string content;
  row.read(voter.who.id, poll_id, voter.who.seat_id, organization, person, voter.who.language, content,
           voter.answered_at, voter.reminded_at);
  voter.who.organization_id = organization.value_or("");
  voter.who.person_id = person.value_or("");
  auto opened = sealer_of(county).open({"date_poll_voter", "content", voter.who.id}, content);
  if (!opened) return voter;
  auto json = nlohmann::json::parse(*opened);
  voter.who.name = json.at("name");
  voter.who.mail = json.at("mail");
  return voter;
}

void delete_voters(db::Writer& writer, std::vector<std::string> const& ids) {
  for (auto const& id : ids) {
    writer.run(kForgetVotes, {id});
    writer.run(kForgetVoter, {id});
    writer.changed("date_poll_voter", id);
  }
}

}  // namespace

std::optional<Poll> find_poll(db::Reader& reader, std::string_view id) {
  std::optional<Poll> poll;
  reader.one(kFind, {id}, [&](Row const& row) { poll = poll_from(row); });
  if (poll) load_dates(reader, *poll);
  return poll;
}

std::vector<Poll> list_polls(db::Reader& reader, std::optional<std::vector<std::string>> const& body_ids) {
  std::vector<Poll> polls;
  auto take = [&](Row const& row) { polls.push_back(poll_from(row)); };
  if (!body_ids) reader.each(kAll, {}, take);
  else if (!body_ids->empty())
    reader.each_in("date_poll.of_bodies", kOfBodies, *body_ids, " order by created_at desc, id limit 200", take);
  return polls;
}

std::optional<Poll> poll_of_meeting(db::Reader& reader, std::string_view meeting_id) {
  std::optional<Poll> poll;
  reader.one(kOfMeeting, {meeting_id}, [&](Row const& row) { poll = poll_from(row); });
  return poll;
}

std::vector<Voter> voters_of(db::Reader& reader, Context& context, std::string_view poll_id) {
  std::vector<Voter> voters;
  std::string poll;
  constexpr int kDate = 9, kSuits = 10;
  // One row a vote; who has not answered has one without.
  reader.each(kVoters, {poll_id}, [&](Row const& row) {
    if (voters.empty() || voters.back().who.id != row.text(0)) voters.push_back(voter_from(row, context.county, poll));
    if (!row.is_null(kDate))
      voters.back().votes[std::string(row.text(kDate))] = suits_named(row.text(kSuits)).value_or(Suits::No);
  });
  return voters;
}

std::optional<Voter> find_voter(db::Reader& reader, Context& context, std::string_view id, std::string& poll_id) {
  std::optional<Voter> voter;
  reader.one(kVoter, {id}, [&](Row const& row) { voter = voter_from(row, context.county, poll_id); });
  if (!voter) return voter;
  reader.each(kVotesOf, {id}, [&](Row const& row) {
    std::string self, date, suits;
    row.read(self, date, suits);
    voter->votes[date] = suits_named(suits).value_or(Suits::No);
  });
  return voter;
}

void insert_poll(db::Writer& writer, Poll const& poll) {
  writer.run(kInsert, {poll.id, poll.body_id, poll.title, poll.purpose, poll.place, poll.length.count(),
                       format_iso_date(poll.closes_on), poll.created_by, writer.now()});
  for (auto const& date : poll.dates)
    writer.run(kInsertDate, {date.id, poll.id, format_iso_date(date.day), date.start.count()});
  writer.changed("date_poll", poll.id);
}

bool close_poll(db::Writer& writer, std::string_view id, PollState state, std::string_view meeting_id) {
  bool done = writer.run(kClose, {id, name_of(state), some(meeting_id)}) > 0;
  if (done) writer.changed("date_poll", std::string(id));
  return done;
}

void insert_voter(db::Writer& writer, Context& context, std::string_view poll_id, Voter const& voter) {
  auto const& who = voter.who;
  auto sealed = sealer_of(context.county)
                    .seal({"date_poll_voter", "content", who.id},
                          nlohmann::json{{"name", who.name}, {"mail", who.mail}}.dump(), context.random);
  writer.run(kInsertVoter, {who.id, poll_id, who.seat_id, some(who.organization_id), some(who.person_id),
                            who.language, sealed.text()});
}

void store_votes(db::Writer& writer, std::string_view voter_id, std::map<std::string, Suits> const& votes) {
  writer.run(kForgetVotes, {voter_id});
  for (auto const& [date, suits] : votes) writer.run(kInsertVote, {voter_id, date, name_of(suits)});
  writer.run(kAnswered, {voter_id, writer.now()});
  writer.changed("date_poll_voter", std::string(voter_id));
}

void set_reminded(db::Writer& writer, std::string_view voter_id) { writer.run(kReminded, {voter_id, writer.now()}); }

std::int64_t forget_polls(db::Writer& writer, Date before) {
  std::string day = format_iso_date(before);
  std::int64_t gone = writer.run(kOldVotes, {day});
  gone += writer.run(kOldVoters, {day});
  writer.run(kOldDates, {day});
  return gone + writer.run(kOld, {day});
}

std::vector<std::string> forget_voter(db::Writer& writer, std::string_view person_id) {
  auto ids = writer.column<std::string>(kOfPerson, {person_id});
  delete_voters(writer, ids);
  return ids;
}

std::vector<std::string> forget_guest_voters(db::Writer& writer, Context& context, std::vector<std::string> const& mails) {
  std::set<std::string> wanted;
  for (auto const& mail : mails) wanted.insert(ascii_lower(mail));
  std::vector<std::string> ids;
  std::string poll;
  writer.each(kGuests, {}, [&](Row const& row) {
    auto voter = voter_from(row, context.county, poll);
    if (!voter.who.mail.empty() && wanted.count(ascii_lower(voter.who.mail))) ids.push_back(voter.who.id);
  });
  delete_voters(writer, ids);
  return ids;
}

std::vector<std::string> polls_of_person(db::Reader& reader, std::string_view person_id) {
  return reader.column<std::string>(kTitles, {person_id});
}

}  // namespace mila::meetings
