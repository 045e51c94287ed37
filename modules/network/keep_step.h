// What follows from a person and has to be kept in step in the same transaction: search words, and
// what the directory shows to the public.
#pragma once

#include "modules/network/person.h"

namespace mila::network {

/// To be called after every change of a person: search words, match keys, the public functions of
/// all their positions, the change feed.
void keep_step(db::Writer& writer, Context& context, std::string_view person_id);

/// Shows in a function of the directory who holds it now: the name of an official or partner who may
/// be shown to everybody, never that of a volunteer. A function with the person's own line falls back
/// to the number of the organisation, else of the county's office, while there is nobody to show.
/// Functions that never had a person here are left alone.
void publish_function(db::Writer& writer, Context& context, std::string_view function_id);

/// Somebody leaves: their own seats end, seats of organisations go on without them, and nobody counts
/// on them as deputy or office any more.
void leave_bodies(db::Writer& writer, Context& context, std::string_view person_id, Date last_day);

/// The job that runs when somebody's last day is over.
constexpr char const* kLeavingJob = "network.leaving";

/// People whose last day is over leave, and their accounts lose all access.
void follow_leaving(db::Writer& writer, Context& context);

/// What the calendar changes: people who leave, positions that begin or have ended, names of bodies
/// agreed on for today.
/// Looks back over the days since `since`. Returns how many people and bodies it went over.
std::int64_t follow_calendar(db::Writer& writer, Context& context, Date since);

}  // namespace mila::network
