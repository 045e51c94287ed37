// Sending a circular, and leaving.
#pragma once

#include <string>

#include "modules/circulars/circular_store.h"
#include "platform/jobs/jobs.h"

namespace mila::circulars {

/// Circulars of one person a day: more is rarely read and often a mistake.
constexpr int kMostADay = 5;
constexpr std::size_t kFileMost = 2 << 20;
/// What copies of one file may come to in all mails together.
constexpr std::size_t kFilesMost = 200 << 20;
constexpr int kDeliveriesKeptDays = 90;
constexpr int kCircularsKeptDays = 730;

/// The actor's own, and all for whoever may write to everybody.
bool may_see(Actor const& actor, Circular const& circular);
/// What a circular asks for: its own filter, and its groups as they are now. Groups the actor may
/// not write to are left out.
std::vector<Wanted> wanted_of(Actor const& actor, Circular const& circular, std::vector<Group> const& groups);

/// How many the context's actor has sent today.
std::int64_t sent_today(db::Reader& reader, Context& context);

/// Finds out who gets it, writes one delivery an address and the job that makes mails of them.
/// Returns how many. Errors: NotFound, Forbidden, Conflict when it is no draft any more or has
/// another version, Invalid without text or receivers, TooMany today, TooLarge.
Result<std::int64_t> send(db::Writer& writer, Context& context, Site const& site, std::string_view id,
                          std::int64_t version);

/// Makes mails of deliveries, some at a time.
std::vector<jobs::JobKind> job_kinds();

/// What a link to leave says: an address by its hash, and a group, "" for none.
struct LeaveLink {
  std::string address_hash, group_id;
};
/// Address of the page for it, "" when the county's is not https: mail programs want nothing else.
std::string leave_url(Context& context, std::string_view language, LeaveLink const& link);
/// The last part of that address, good for two years.
std::string leave_key(Context& context, LeaveLink const& link);
std::optional<LeaveLink> read_leave_key(Context& context, std::string_view key);

/// From now on no mail of this group (or of all) to the address; what waits is withdrawn. Returns
/// how many mails that were.
std::int64_t leave(db::Writer& writer, LeaveLink const& link, bool all);
void come_back(db::Writer& writer, LeaveLink const& link);

}  // namespace mila::circulars
