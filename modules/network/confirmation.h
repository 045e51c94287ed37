// "Is this still right?": once a year, in one mail for everybody who is reached at the same address;
// answered behind a link, without an account. Who does not answer expires and is stood in for, never
// dropped silently.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/network/network.h"

namespace mila::network {

/// The mail goes out so long before an entry expires, the reminder so long before (and the
/// coordinator is told then), and the link works so long after.
constexpr std::chrono::days kAskedBefore{60}, kRemindedBefore{30}, kLinkLastsAfter{30};

enum class Answer { StillRight, Corrected, Objects, Leaves };
std::string_view name_of(Answer answer);  ///< "right", "corrected", "objects", "leaves"

/// What a link leads to. Items that were answered stay, so that the page can say so.
struct AskedEntry {
  std::string person_id;
  int position = 1;  ///< from 1, in the address
  bool answered = false;
};
struct Asked {
  std::string id;
  bool expired = false;
  std::vector<AskedEntry> entries;
};
std::optional<Asked> find_asked(db::Reader& reader, Context& context, std::string_view token);

/// Marks the entry as answered; false when it was before, the link has expired or is none: then
/// nothing may be changed.
bool answer_asked(db::Writer& writer, Context& context, std::string_view token, int position,
                  Answer answer);

/// Sends what is due: first mails and reminders; lets entries expire; follows the calendar. Called
/// once a day; calling it again does nothing more that day. Returns how many mails were written.
int run_upkeep(Context& context);

/// Somebody named for what a person did.
struct Successor {
  std::string id, person_id, name, mail, phone;
  Instant created_at;
};
void propose_successor(db::Writer& writer, Context& context, Successor successor);
std::optional<Successor> find_successor(db::Reader& reader, Context& context, std::string_view id);
std::vector<Successor> all_successors(db::Reader& reader, Context& context, int limit);
void drop_successor(db::Writer& writer, std::string_view id);

/// Entries nobody has confirmed although they expire within kRemindedBefore, or have expired: the
/// soonest first. `organization_ids` nullopt: all.
struct Overdue {
  std::string person_id, name, organization_id;
  Date expires_on{};
};
std::vector<Overdue> overdue_entries(db::Reader& reader, Date today,
                                     std::optional<std::vector<std::string>> const& organization_ids,
                                     int limit);

}  // namespace mila::network
