// What may stand on an agenda and who says so.
#include <algorithm>

#include "modules/meetings/agenda_store.h"
#include "platform/base/text.h"
#include "platform/files/files.h"
#include "platform/i18n/catalogue.h"

namespace mila::meetings {
namespace {

using i18n::N_;
using std::chrono::minutes;

constexpr int kMinutesMost = 12 * 60, kProposalsMost = 20;

Error gone() { return {ErrorCode::NotFound, N_("This is not there any more."), ""}; }
Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this meanwhile."), ""}; }

std::optional<Error> problem_of(AgendaItem const& item) {
  if (trim(item.title).empty())
    return Error{ErrorCode::Invalid, N_("Please write what it is about."), "title"};
  if (item.minutes < 0 || item.minutes > kMinutesMost)
    return Error{ErrorCode::Invalid, N_("Please write minutes, for example 20."), "minutes"};
  return std::nullopt;
}

int next_position(std::vector<AgendaItem> const& items) {
  int last = 0;
  for (auto const& item : items) last = std::max(last, item.position);
  return last + 1;
}

/// The meeting of an item the actor may change; else why not.
std::optional<Error> no_right(db::Reader& reader, Context const& context, std::string_view meeting_id) {
  auto meeting = find_meeting(reader, meeting_id);
  if (!meeting) return gone();
  if (!may_run(context.actor, *meeting)) return forbidden();
  return std::nullopt;
}

/// Items of the upper level, each followed by its parts; then what is not on the agenda.
std::vector<AgendaItem> in_order(std::vector<AgendaItem> const& items) {
  std::vector<AgendaItem> ordered;
  auto on = [](AgendaItem const& item) { return item.state == ItemState::OnAgenda; };
  for (auto const& item : items) {
    if (!on(item) || !item.parent_id.empty()) continue;
    ordered.push_back(item);
    for (auto const& part : items)
      if (on(part) && part.parent_id == item.id) ordered.push_back(part);
  }
  for (auto const& item : items)
    if (!on(item)) ordered.push_back(item);
  return ordered;
}

void number(std::vector<AgendaItem>& ordered) {
  int upper = 0, lower = 0;
  for (auto& item : ordered) {
    if (item.state != ItemState::OnAgenda) continue;
    if (item.parent_id.empty()) {
      lower = 0;
      item.number = std::to_string(++upper);
    } else {
      item.number = std::to_string(upper) + "." + std::to_string(++lower);
    }
  }
}

/// When each item begins if everything takes as long as planned; from the first one without minutes on
/// nobody knows.
void predict(std::vector<AgendaItem>& ordered, minutes start) {
  std::optional<minutes> at = start;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    auto& item = ordered[i];
    if (item.state != ItemState::OnAgenda) break;
    item.at = at;
    bool has_parts = item.parent_id.empty() && i + 1 < ordered.size() && ordered[i + 1].parent_id == item.id;
    if (has_parts || !at) continue;  // its parts take the time
    if (item.minutes > 0) *at += minutes{item.minutes};
    else at.reset();
  }
}

bool is_seen(AgendaItem const& item, Audience for_whom, std::string_view account_id) {
  if (for_whom == Audience::Runs) return true;
  if (item.state != ItemState::OnAgenda)
    return !account_id.empty() && item.proposed_by == account_id;
  if (item.visibility == Visibility::Hidden) return false;
  return for_whom == Audience::Member || item.visibility == Visibility::Public;
}

}  // namespace

std::string_view name_of(Visibility value) {
  return value == Visibility::Public ? "public" : value == Visibility::Internal ? "internal" : "hidden";
}

std::optional<Visibility> visibility_named(std::string_view name) {
  for (auto value : {Visibility::Public, Visibility::Internal, Visibility::Hidden})
    if (name_of(value) == name) return value;
  return std::nullopt;
}

std::string_view name_of(ItemState value) {
  return value == ItemState::OnAgenda ? "on-agenda" : value == ItemState::Proposed ? "proposed" : "declined";
}

std::vector<AgendaItem> agenda_of(db::Reader& reader, Meeting const& meeting, Audience for_whom,
                                  std::string_view account_id) {
  auto items = in_order(load_items(reader, meeting.id));
  number(items);
  predict(items, meeting.start);
  // Parts of what is not seen are not seen either.
  std::string hidden;
  std::erase_if(items, [&](AgendaItem const& item) {
    bool seen = is_seen(item, for_whom, account_id) && (item.parent_id.empty() || item.parent_id != hidden);
    if (!seen && item.parent_id.empty()) hidden = item.id;
    return !seen;
  });
  return items;
}

Result<std::string> save_item(db::Writer& writer, Context& context, AgendaItem item) {
  if (auto problem = problem_of(item)) return *problem;
  auto stored = item.version == 0 ? std::nullopt : find_item(writer, item.id);
  if (item.version != 0 && !stored) return gone();
  if (stored) item.meeting_id = stored->meeting_id;
  if (auto problem = no_right(writer, context, item.meeting_id)) return *problem;
  auto items = load_items(writer, item.meeting_id);
  bool has_parts = std::any_of(items.begin(), items.end(), [&](auto const& one) {
    return !item.id.empty() && one.parent_id == item.id;
  });
  if (!item.parent_id.empty()) {
    auto parent = std::find_if(items.begin(), items.end(), [&](auto const& one) { return one.id == item.parent_id; });
    if (parent == items.end() || !parent->parent_id.empty() || parent->id == item.id || has_parts)
      return Error{ErrorCode::Invalid, N_("Parts have no parts of their own."), "parent"};
  }
  if (stored) {
    item.position = stored->position;
    item.state = stored->state;
    item.proposed_by = stored->proposed_by;
    if (!update_item(writer, item)) return conflict();
    return item.id;
  }
  item.id = uuid_v7(writer.now(), context.random);
  item.position = next_position(items);
  item.state = ItemState::OnAgenda;
  insert_item(writer, item);
  return item.id;
}

Result<std::string> propose_item(db::Writer& writer, Context& context, AgendaItem item) {
  if (!context.actor.may(Permission::ReadNetwork)) return forbidden();
  if (auto problem = problem_of(item)) return *problem;
  auto meeting = find_meeting(writer, item.meeting_id);
  if (!meeting) return gone();
  if (meeting->state == State::Cancelled || meeting->day < today_of(context))
    return Error{ErrorCode::Invalid, N_("This meeting is over or cancelled."), ""};
  auto items = load_items(writer, item.meeting_id);
  int open = 0;
  for (auto const& other : items) {
    if (other.state != ItemState::Proposed) continue;
    if (other.proposed_by == context.actor.account_id && other.title == trim(item.title)) return other.id;
    ++open;
  }
  if (open >= kProposalsMost)
    return Error{ErrorCode::TooMany, N_("There are many proposals already. Please wait until they are decided on."), ""};
  item.id = uuid_v7(writer.now(), context.random);
  item.version = 0;
  item.parent_id.clear();
  item.title = trim(item.title);
  item.state = ItemState::Proposed;
  item.visibility = Visibility::Internal;
  item.proposed_by = context.actor.account_id;
  item.position = next_position(items);
  insert_item(writer, item);
  return item.id;
}

Result<bool> move_item(db::Writer& writer, Context& context, std::string_view id, bool up) {
  auto item = find_item(writer, id);
  if (!item) return gone();
  if (auto problem = no_right(writer, context, item->meeting_id)) return *problem;
  std::vector<AgendaItem> siblings;
  for (auto& other : load_items(writer, item->meeting_id))
    if (other.parent_id == item->parent_id && other.state == item->state) siblings.push_back(other);
  for (std::size_t i = 0; i < siblings.size(); ++i) {
    if (siblings[i].id != id) continue;
    if (up ? i == 0 : i + 1 == siblings.size()) return false;
    auto& other = siblings[up ? i - 1 : i + 1];
    std::swap(siblings[i].position, other.position);
    place_item(writer, siblings[i]);
    place_item(writer, other);
    return true;
  }
  return false;
}

Result<bool> remove_item(db::Writer& writer, Context& context, std::string_view id, std::int64_t version) {
  auto item = find_item(writer, id);
  if (!item) return true;  // the second of two clicks
  if (auto problem = no_right(writer, context, item->meeting_id)) return *problem;
  if (item->version != version) return conflict();
  for (auto const& part : load_items(writer, item->meeting_id))
    if (part.parent_id == id) {
      files::remove_all_of(writer, {"agenda_item", part.id});
      delete_item(writer, part);
    }
  files::remove_all_of(writer, {"agenda_item", item->id});
  delete_item(writer, *item);
  return true;
}

Result<bool> decide_item(db::Writer& writer, Context& context, std::string_view id, bool accept,
                         std::string reason) {
  auto item = find_item(writer, id);
  if (!item) return gone();
  if (auto problem = no_right(writer, context, item->meeting_id)) return *problem;
  if (item->state != ItemState::Proposed)
    return Error{ErrorCode::Conflict, N_("This was decided already."), ""};
  if (!accept && trim(reason).empty())
    return Error{ErrorCode::Invalid, N_("Please say why; whoever proposed it will read it."), "reason"};
  item->state = accept ? ItemState::OnAgenda : ItemState::Declined;
  item->answer = accept ? "" : std::string(trim(reason));
  if (accept) item->position = next_position(load_items(writer, item->meeting_id));
  CHECK(update_item(writer, *item));
  return true;
}

std::vector<Proposal> open_proposals(db::Reader& reader, Context const& context) {
  if (!context.actor.may(Permission::RunMeetings)) return {};
  auto proposals = load_proposed(reader, today_of(context));
  std::erase_if(proposals, [&](Proposal const& one) { return !may_run(context.actor, one.body_id); });
  return proposals;
}

}  // namespace mila::meetings
