// One's own meetings in one's own calendar: a secret address per account. It holds no name and no id;
// making a new one ends the old one.
#pragma once

#include "engines/calendar/calendar.h"
#include "platform/auth/roles.h"
#include "platform/county/county.h"

namespace mila::events {

/// When the address was made; nullopt when there is none.
std::optional<Instant> address_made_at(db::Reader& reader, std::string_view account_id);
/// Makes a new address (the old one ends); returns its secret, which is not kept.
std::string make_address(db::Writer& writer, Context& context, std::string_view account_id);
void end_address(db::Writer& writer, Context& context, std::string_view account_id);
/// The account an address belongs to, "" when it is none (any more) or the account is not in use.
std::string account_of_address(db::Reader& reader, County& county, std::string_view secret);
/// Addresses of accounts that are not there any more; how many went.
std::int64_t forget_addresses(db::Writer& writer);

/// Meetings the account's person is invited to and those of bodies it runs, from `from` on, with the link
/// to take part online.
std::vector<calendar::Event> own_meetings(Context& context, db::Reader& reader, auth::Roles const& roles,
                                          std::string const& account_id, Date from, std::string const& origin);

}  // namespace mila::events
