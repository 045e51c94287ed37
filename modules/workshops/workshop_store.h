// The rows behind workshops, wishes and seats.
#pragma once

#include "modules/workshops/workshops.h"

namespace mila::workshops {

std::optional<Workshop> find_workshop(db::Reader& reader, std::string_view id);
std::optional<Plan> load_plan(db::Reader& reader, std::string_view meeting_id);
std::vector<Wish> load_wishes(db::Reader& reader, std::string_view meeting_id);
std::vector<Wish> wishes_of(db::Reader& reader, std::string_view invitee_id);
std::vector<Seat> load_seats(db::Reader& reader, std::string_view meeting_id);
std::vector<Seat> seats_of(db::Reader& reader, std::string_view invitee_id);
/// What the page of a meeting needs to know of its workshops; nullopt when there is no such meeting.
struct Outline {
  std::string body_id, run_by_place, kind;
  int workshops = 0;
};
std::optional<Outline> outline_of(db::Reader& reader, std::string_view meeting_id);
int count_workshops(db::Reader& reader, std::string_view meeting_id);

void insert_workshop(db::Writer& writer, Workshop const& workshop);
/// False when `workshop.version` is not the stored one; it grows by one.
bool update_workshop(db::Writer& writer, Workshop const& workshop);
/// Result, next step and follow-up meeting; false as above.
bool update_result(db::Writer& writer, Workshop const& workshop);
/// With its wishes and seats.
void delete_workshop(db::Writer& writer, Workshop const& workshop);
/// Nobody there knows of their seat any more.
void untell(db::Writer& writer, std::string_view workshop_id);
/// Inserts (version 0) or replaces; false when it is not the stored version.
bool save_plan(db::Writer& writer, std::string_view meeting_id, Plan const& plan);
void replace_wishes(db::Writer& writer, std::string_view invitee_id, std::vector<Wish> const& wishes);
void insert_seat(db::Writer& writer, Seat const& seat);
void delete_seat(db::Writer& writer, Seat const& seat);
void tell_seat(db::Writer& writer, Seat const& seat);

/// Meetings to come whose wishes closed before `today` and whose seats nobody announced yet.
std::vector<std::string> meetings_to_assign(db::Reader& reader, Date today);
/// Workshops an account leads that took place between both days and nothing was written about yet.
std::vector<Workshop> led_without_result(db::Reader& reader, std::string_view account_id, Date from, Date until);
/// What a person of the network wished: titles of workshops with their meeting's day.
struct PersonWish {
  std::string title, day;
};
std::vector<PersonWish> wishes_of_person(db::Reader& reader, std::string_view person_id);
void forget_person(db::Writer& writer, std::string_view person_id);
/// Wishes and seats of meetings that began before `before` become figures of their workshops. Returns
/// how many rows went.
std::int64_t wipe_before(db::Writer& writer, Instant before);

}  // namespace mila::workshops
