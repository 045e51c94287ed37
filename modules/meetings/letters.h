// What people who were asked to a meeting get by mail: the letter, and the calendar entry their client
// understands (RFC 5546, 6047).
#pragma once

#include <map>

#include "engines/calendar/calendar.h"
#include "modules/meetings/invitations.h"

namespace mila::meetings {

enum class Occasion { Invited, Reminder, Changed, Cancelled, Promoted };

struct Address {
  std::string mail, language, name;
};

/// Where the invitees' mails go, by invitee id; without any address a seat is missing. Guests have
/// theirs, a seat that of its person, else of its organisation. Not for showing.
std::map<std::string, Address> addresses_of(db::Reader& reader, Context& context,
                                            std::vector<Invitee> const& invitees);

/// Seats of the body that hold on the day, as invitees without id.
std::vector<Invitee> seats_on(db::Reader& reader, Context& context, std::string_view body_id, Date day);

/// Who asks: the body and the person answers go to.
struct Sender {
  std::string body;      ///< its name
  std::string name, mail;  ///< of whoever planned the meeting, else of the county's office
};
Sender sender_of(db::Reader& reader, Context& context, Meeting const& meeting);

/// False when the address takes no mail any more.
bool send_letter(db::Writer& writer, Context& context, Sender const& sender, Meeting const& meeting,
                 Invitee const& invitee, Address const& to, Occasion occasion);

/// The meeting as calendars have it; `with_link` for people who may know the online link.
calendar::Event event_of(Context const& context, Sender const& sender, Meeting const& meeting,
                         bool with_link);
/// One meeting as a calendar file to save.
std::string calendar_file(Context const& context, Sender const& sender, Meeting const& meeting,
                          bool with_link);

/// "Donnerstag, 3. Dezember 2026 · 14:00–16:00" in a language.
std::string time_text(Meeting const& meeting, std::string_view language);
/// "Rathaus Weidenrode, Markt 1"; "online" where there is no place.
std::string place_text(Context const& context, Meeting const& meeting, std::string_view language);

}  // namespace mila::meetings
