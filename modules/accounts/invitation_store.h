// Who was invited when, and who came.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.h"

namespace mila::accounts {

struct Invitation {
  std::string account_id, invited_by;  ///< invited_by: account or "operator"
  Instant first_at, last_at;
  std::int64_t times = 0;
  std::string mail_id;  ///< of the last letter in the outbox, "" when none could be written
  std::optional<Instant> came_at;
};

/// One more letter went to this account.
void note_invitation(db::Writer& writer, std::string_view account_id, std::string_view invited_by,
                     std::string_view mail_id);
/// Came in; later times change nothing.
void note_arrival(db::Writer& writer, std::string_view account_id);
std::optional<Invitation> find_invitation(db::Reader& reader, std::string_view account_id);
/// The last invited first; `open`: only those who have not come and whose account is not closed.
std::vector<Invitation> invitations(db::Reader& reader, bool open, int limit, int offset = 0);

/// Of those who have not come: whose last letter is older, the longest waiting first.
std::vector<Invitation> invitations_before(db::Reader& reader, Instant before, std::size_t limit);

/// Ids of the accounts with these addresses (as auth::mail_key() writes them), by address.
std::map<std::string, std::string> accounts_with_mails(db::Reader& reader, std::vector<std::string> const& mail_keys);

struct InvitationCounts {
  std::int64_t all = 0, came = 0, open = 0;
};
InvitationCounts count_invitations(db::Reader& reader);
/// Those whose account is gone; returns how many rows went.
std::int64_t expire_invitations(db::Writer& writer);

}  // namespace mila::accounts
