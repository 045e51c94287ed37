// The agenda of a meeting: a tree of two levels with times, topics members propose, and what became of
// each proposal.
#pragma once

#include <map>

#include "modules/meetings/meetings.h"

namespace mila::meetings {

/// Public: in the public calendar. Internal: for members and who is invited. Hidden: for who runs the
/// meeting (notes for the chair).
enum class Visibility { Public, Internal, Hidden };
std::string_view name_of(Visibility value);  ///< "public", "internal", "hidden"
std::optional<Visibility> visibility_named(std::string_view name);

enum class ItemState { OnAgenda, Proposed, Declined };
std::string_view name_of(ItemState value);  ///< "on-agenda", "proposed", "declined"

struct AgendaItem {
  std::string id;
  std::int64_t version = 0;  ///< 0 = new
  std::string meeting_id, parent_id;  ///< parent: "" on the upper level
  int position = 0;                   ///< among all items of the meeting; siblings keep their order
  std::string title, presenter;
  int minutes = 0;  ///< planned; 0 when nobody said. Of an item with parts the parts count
  Visibility visibility = Visibility::Internal;
  ItemState state = ItemState::OnAgenda;
  std::string proposed_by;  ///< account, "" when put there by who runs the meeting
  std::string answer;       ///< why a proposal was declined
  // Worked out by agenda_of().
  std::string number;                    ///< "2.1"; "" unless on the agenda
  std::optional<std::chrono::minutes> at;  ///< predicted begin, when everything before has minutes
};

/// Who looks at the agenda.
enum class Audience { Runs, Member, Everybody };

/// In the order of the agenda, parts after their item; proposals and declined topics after them. What
/// `for_whom` may not see is left out, numbers stay as everybody has them. One's own proposals
/// (`account_id`) are seen whatever became of them. One statement.
std::vector<AgendaItem> agenda_of(db::Reader& reader, Meeting const& meeting, Audience for_whom,
                                  std::string_view account_id = "");
/// Who reads the items of these meetings, by item: of a part the narrower of its own and its item's. One statement.
std::map<std::string, Visibility> visibilities_of(db::Reader& reader, std::vector<std::string> const& meeting_ids);
std::optional<AgendaItem> find_item(db::Reader& reader, std::string_view id);

/// Inserts at the end (version 0) or replaces. Errors: Forbidden (only who runs the body), Invalid (no
/// title, a part of a part, more than 12 hours), NotFound, Conflict.
Result<std::string> save_item(db::Writer& writer, Context& context, AgendaItem item);
/// A topic of a member, for who runs the meeting to decide on; the same words twice are one. Errors:
/// NotFound, Invalid (over, cancelled, no title), TooMany (20 open ones for a meeting).
Result<std::string> propose_item(db::Writer& writer, Context& context, AgendaItem item);
/// One place up or down among its siblings; at the end nothing happens.
Result<bool> move_item(db::Writer& writer, Context& context, std::string_view id, bool up);
/// With its parts.
Result<bool> remove_item(db::Writer& writer, Context& context, std::string_view id, std::int64_t version);
/// Onto the agenda, or declined with a reason its proposer sees. Errors: Forbidden, NotFound, Invalid (no
/// reason), Conflict (decided already).
Result<bool> decide_item(db::Writer& writer, Context& context, std::string_view id, bool accept,
                         std::string reason);
/// A topic nobody decided on yet.
struct Proposal {
  std::string item_id, meeting_id, title, body_id;
};
/// Of coming meetings of bodies the actor runs.
std::vector<Proposal> open_proposals(db::Reader& reader, Context const& context);

}  // namespace mila::meetings
