// SQL of workshops, wishes and seats.
#include "modules/workshops/workshop_store.h"

namespace mila::workshops {
namespace {

using db::Row;
using db::Sql;

#define WORKSHOP                                                                                  \
  "select id, version, meeting_id, start_minutes, length_minutes, title, description, lead, room, " \
  "seats, follow_up_id, wished, seated, lead_account_id, result, next_step from workshop "
#define OF_MEETING "(select id from workshop where meeting_id = $1)"

constexpr Sql kOfMeeting{"workshop.of_meeting", WORKSHOP "where meeting_id = $1 order by start_minutes, title, id"};
constexpr Sql kFind{"workshop.find", WORKSHOP "where id = $1"};
constexpr Sql kOutline{
    "workshop.outline",
    "select m.body_id, coalesce((select p.place_id from meeting_round_part p join meeting_round r on r.id = "
    "p.round_id where p.meeting_id = m.id and r.by_place = 1), ''), m.kind, (select count(*) from workshop w where "
    "w.meeting_id = m.id) from meeting m where m.id = $1"};
constexpr Sql kCount{"workshop.count", "select count(*) from workshop where meeting_id = $1"};
constexpr Sql kInsert{
    "workshop.insert",
    "insert into workshop(id, version, meeting_id, start_minutes, length_minutes, title, description, lead, "
    "room, seats, follow_up_id, created_at, lead_account_id, result, next_step) values($1, 1, $2, $3, $4, $5, $6, "
    "$7, $8, $9, $10, $11, $12, $13, $14)"};
constexpr Sql kUpdate{
    "workshop.update",
    "update workshop set version = version + 1, start_minutes = $3, length_minutes = $4, title = $5, "
    "description = $6, lead = $7, room = $8, seats = $9, lead_account_id = $10 where id = $1 and version = $2"};
constexpr Sql kUpdateResult{
    "workshop.update_result",
    "update workshop set version = version + 1, result = $3, next_step = $4, follow_up_id = $5 where id = $1 and "
    "version = $2"};
constexpr Sql kLedWithoutResult{
    "workshop.led_without_result",
    WORKSHOP "where lead_account_id = $1 and result = '' and meeting_id in (select id from meeting where day >= $2 and "
             "day <= $3 and state <> 'cancelled') order by meeting_id, start_minutes, id limit 5"};
constexpr Sql kDelete{"workshop.delete", "delete from workshop where id = $1"};
constexpr Sql kDeleteWishesOf{"workshop_wish.delete_workshop", "delete from workshop_wish where workshop_id = $1"};
constexpr Sql kDeleteSeatsOf{"workshop_seat.delete_workshop", "delete from workshop_seat where workshop_id = $1"};
constexpr Sql kUntell{"workshop_seat.untell", "update workshop_seat set told = 0 where workshop_id = $1"};

constexpr Sql kPlan{"workshop_plan.find",
                    "select version, closes_on, assigned_at, announced_at from workshop_plan where meeting_id = $1"};
constexpr Sql kInsertPlan{
    "workshop_plan.insert",
    "insert into workshop_plan(meeting_id, version, closes_on, assigned_at, announced_at) values($1, 1, $2, $3, $4)"};
constexpr Sql kUpdatePlan{
    "workshop_plan.update",
    "update workshop_plan set version = version + 1, closes_on = $3, assigned_at = $4, announced_at = $5 "
    "where meeting_id = $1 and version = $2"};

constexpr Sql kWishes{"workshop_wish.of_meeting",
                      "select invitee_id, workshop_id, rank from workshop_wish where workshop_id in " OF_MEETING
                      " order by invitee_id, rank, workshop_id"};
constexpr Sql kWishesOf{"workshop_wish.of_invitee",
                        "select invitee_id, workshop_id, rank from workshop_wish where invitee_id = $1 "
                        "order by rank, workshop_id"};
constexpr Sql kDeleteWishes{"workshop_wish.delete", "delete from workshop_wish where invitee_id = $1"};
constexpr Sql kInsertWish{"workshop_wish.insert",
                          "insert into workshop_wish(invitee_id, workshop_id, rank) values($1, $2, $3)"};

#define SEAT "select invitee_id, workshop_id, why, mixed, pinned, told from workshop_seat "
constexpr Sql kSeats{"workshop_seat.of_meeting",
                     SEAT "where workshop_id in " OF_MEETING " order by invitee_id, workshop_id"};
constexpr Sql kSeatsOf{"workshop_seat.of_invitee", SEAT "where invitee_id = $1 order by workshop_id"};
constexpr Sql kInsertSeat{
    "workshop_seat.insert",
    "insert into workshop_seat(invitee_id, workshop_id, why, mixed, pinned, told) values($1, $2, $3, $4, $5, $6)"};
constexpr Sql kDeleteSeat{"workshop_seat.delete",
                          "delete from workshop_seat where invitee_id = $1 and workshop_id = $2"};
constexpr Sql kTellSeat{"workshop_seat.tell",
                        "update workshop_seat set told = 1 where invitee_id = $1 and workshop_id = $2"};

constexpr Sql kToAssign{
    "workshop_plan.to_assign",
    "select m.id from workshop_plan p join meeting m on m.id = p.meeting_id where p.closes_on < $1 and "
    "p.announced_at is null and m.day >= $1 and m.state <> 'cancelled' order by m.starts_at, m.id limit 20"};
constexpr Sql kOfPerson{
    "workshop_wish.of_person",
    "select w.title, m.day from workshop_wish x join invitee i on i.id = x.invitee_id join workshop w on "
    "w.id = x.workshop_id join meeting m on m.id = w.meeting_id where i.person_id = $1 order by m.starts_at, "
    "x.rank, w.title"};
#define OF_PERSON "(select id from invitee where person_id = $1)"
constexpr Sql kForgetWishes{"workshop_wish.forget", "delete from workshop_wish where invitee_id in " OF_PERSON};
constexpr Sql kForgetSeats{"workshop_seat.forget", "delete from workshop_seat where invitee_id in " OF_PERSON};
#define BEFORE "(select w.id from workshop w join meeting m on m.id = w.meeting_id where m.starts_at < $1)"
constexpr Sql kKeepFigures{
    "workshop.keep_figures",
    "update workshop set wished = (select count(*) from workshop_wish x where x.workshop_id = workshop.id and "
    "x.rank = 1), seated = (select count(*) from workshop_seat s where s.workshop_id = workshop.id) where "
    "wished is null and id in " BEFORE};
constexpr Sql kWipeWishes{"workshop_wish.wipe", "delete from workshop_wish where workshop_id in " BEFORE};
constexpr Sql kWipeSeats{"workshop_seat.wipe", "delete from workshop_seat where workshop_id in " BEFORE};

Workshop workshop_from(Row const& row) {
  Workshop one;
  std::int64_t start = 0, length = 0;
  row.read(one.id, one.version, one.meeting_id, start, length, one.title, one.description, one.lead, one.room,
           one.seats, one.follow_up_id, one.wished, one.seated, one.lead_account_id, one.result, one.next_step);
  one.start = std::chrono::minutes(start);
  one.length = std::chrono::minutes(length);
  return one;
}

Wish wish_from(Row const& row) {
  Wish wish;
  row.read(wish.invitee_id, wish.workshop_id, wish.rank);
  return wish;
}

Seat seat_from(Row const& row) {
  Seat seat;
  std::string why;
  row.read(seat.invitee_id, seat.workshop_id, why, seat.mixed, seat.pinned, seat.told);
  for (Why known : {Why::FirstWish, Why::SecondWish, Why::ThirdWish, Why::NoWish, Why::Full, Why::Fixed})
    if (name_of(known) == why) seat.why = known;
  return seat;
}

template <typename T>
std::vector<T> all(db::Reader& reader, Sql const& sql, std::string_view id, T (*from)(Row const&)) {
  std::vector<T> found;
  reader.each(sql, {id}, [&](Row const& row) { found.push_back(from(row)); });
  return found;
}

}  // namespace

std::vector<Workshop> workshops_of(db::Reader& reader, std::string_view meeting_id) {
  return all(reader, kOfMeeting, meeting_id, workshop_from);
}

std::optional<Workshop> find_workshop(db::Reader& reader, std::string_view id) {
  auto found = all(reader, kFind, id, workshop_from);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<Outline> outline_of(db::Reader& reader, std::string_view meeting_id) {
  std::optional<Outline> outline;
  reader.one(kOutline, {meeting_id}, [&](Row const& row) {
    outline.emplace();
    row.read(outline->body_id, outline->run_by_place, outline->kind, outline->workshops);
  });
  return outline;
}

int count_workshops(db::Reader& reader, std::string_view meeting_id) {
  return static_cast<int>(reader.value<std::int64_t>(kCount, {meeting_id}).value_or(0));
}

std::optional<Plan> load_plan(db::Reader& reader, std::string_view meeting_id) {
  std::optional<Plan> found;
  reader.one(kPlan, {meeting_id}, [&](Row const& row) {
    Plan plan;
    std::string closes_on;
    row.read(plan.version, closes_on, plan.assigned_at, plan.announced_at);
    plan.closes_on = parse_iso_date(closes_on).value_or(Date{});
    found = plan;
  });
  return found;
}

std::vector<Wish> load_wishes(db::Reader& reader, std::string_view meeting_id) {
  return all(reader, kWishes, meeting_id, wish_from);
}

std::vector<Wish> wishes_of(db::Reader& reader, std::string_view invitee_id) {
  return all(reader, kWishesOf, invitee_id, wish_from);
}

std::vector<Seat> load_seats(db::Reader& reader, std::string_view meeting_id) {
  return all(reader, kSeats, meeting_id, seat_from);
}

std::vector<Seat> seats_of(db::Reader& reader, std::string_view invitee_id) {
  return all(reader, kSeatsOf, invitee_id, seat_from);
}

void insert_workshop(db::Writer& writer, Workshop const& one) {
  writer.run(kInsert, {one.id, one.meeting_id, one.start.count(), one.length.count(), one.title, one.description,
                       one.lead, one.room, one.seats, one.follow_up_id, writer.now(), one.lead_account_id, one.result,
                       one.next_step});
  writer.changed("workshop", one.id);
}

bool update_workshop(db::Writer& writer, Workshop const& one) {
  bool done = writer.run(kUpdate, {one.id, one.version, one.start.count(), one.length.count(), one.title,
                                   one.description, one.lead, one.room, one.seats, one.lead_account_id}) > 0;
  if (done) writer.changed("workshop", one.id);
  return done;
}

bool update_result(db::Writer& writer, Workshop const& one) {
  bool done = writer.run(kUpdateResult, {one.id, one.version, one.result, one.next_step, one.follow_up_id}) > 0;
  if (done) writer.changed("workshop", one.id);
  return done;
}

void delete_workshop(db::Writer& writer, Workshop const& one) {
  writer.run(kDeleteWishesOf, {one.id});
  writer.run(kDeleteSeatsOf, {one.id});
  writer.run(kDelete, {one.id});
  writer.changed("workshop", one.id);
}

void untell(db::Writer& writer, std::string_view workshop_id) {
  writer.run(kUntell, {workshop_id});
  writer.changed("workshop", workshop_id);
}

bool save_plan(db::Writer& writer, std::string_view meeting_id, Plan const& plan) {
  std::string day = format_iso_date(plan.closes_on);
  bool done = plan.version == 0
                  ? writer.run(kInsertPlan, {meeting_id, day, plan.assigned_at, plan.announced_at}) > 0
                  : writer.run(kUpdatePlan, {meeting_id, plan.version, day, plan.assigned_at, plan.announced_at}) > 0;
  if (done) writer.changed("workshop_plan", meeting_id);
  return done;
}

void replace_wishes(db::Writer& writer, std::string_view invitee_id, std::vector<Wish> const& wishes) {
  writer.run(kDeleteWishes, {invitee_id});
  for (auto const& wish : wishes) writer.run(kInsertWish, {invitee_id, wish.workshop_id, wish.rank});
  writer.changed("invitee", invitee_id);
}

void insert_seat(db::Writer& writer, Seat const& seat) {
  writer.run(kInsertSeat,
             {seat.invitee_id, seat.workshop_id, name_of(seat.why), seat.mixed, seat.pinned, seat.told});
  writer.changed("workshop", seat.workshop_id);
}

void delete_seat(db::Writer& writer, Seat const& seat) {
  writer.run(kDeleteSeat, {seat.invitee_id, seat.workshop_id});
  writer.changed("workshop", seat.workshop_id);
}

void tell_seat(db::Writer& writer, Seat const& seat) {
  writer.run(kTellSeat, {seat.invitee_id, seat.workshop_id});
  writer.changed("workshop", seat.workshop_id);
}

std::vector<std::string> meetings_to_assign(db::Reader& reader, Date today) {
  return reader.column<std::string>(kToAssign, {format_iso_date(today)});
}

std::vector<Workshop> led_without_result(db::Reader& reader, std::string_view account_id, Date from, Date until) {
  std::vector<Workshop> found;
  std::string first = format_iso_date(from), last = format_iso_date(until);
  reader.each(kLedWithoutResult, {account_id, first, last}, [&](Row const& row) { found.push_back(workshop_from(row)); });
  return found;
}

std::vector<PersonWish> wishes_of_person(db::Reader& reader, std::string_view person_id) {
  std::vector<PersonWish> wishes;
  reader.each(kOfPerson, {person_id}, [&](Row const& row) {
    auto& one = wishes.emplace_back();
    row.read(one.title, one.day);
  });
  return wishes;
}

void forget_person(db::Writer& writer, std::string_view person_id) {
  auto gone = writer.run(kForgetWishes, {person_id}) + writer.run(kForgetSeats, {person_id});
  if (gone > 0) writer.changed("person", person_id);
}

std::int64_t wipe_before(db::Writer& writer, Instant before) {
  writer.run(kKeepFigures, {before});
  auto gone = writer.run(kWipeWishes, {before}) + writer.run(kWipeSeats, {before});
  if (gone > 0) writer.changed("workshop", "");
  return gone;
}

}  // namespace mila::workshops
