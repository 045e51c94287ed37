// Who writes what, and that nothing written gets lost.
#include <algorithm>
#include <map>

#include "modules/minutes/minutes_store.h"
#include "modules/minutes/rules.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::minutes {
namespace {

using i18n::N_;

/// Parts beyond the agenda stand after it.
constexpr int kBeyond = 10'000;

Error forbidden() { return {ErrorCode::Forbidden, N_("Who runs the body writes these minutes, or names who does."), ""}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this meanwhile."), "text"}; }

std::string part_id_of(std::string_view minutes_id, std::string_view item_id) {
  return named_uuid("minutes_part", std::string(minutes_id) + ":" + std::string(item_id));
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

/// Items of the agenda as it stands now with what is written on them; then what is beyond the agenda, or
/// was written on an item that has gone from it.
std::vector<Part> along_agenda(Minutes const& minutes, std::vector<meetings::AgendaItem> const& agenda,
                               std::vector<Part> stored) {
  std::vector<Part> parts;
  int position = 0;
  for (auto const& item : agenda) {
    if (item.state != meetings::ItemState::OnAgenda) continue;
    Part part;
    auto known = std::find_if(stored.begin(), stored.end(), [&](Part const& one) { return one.agenda_item_id == item.id; });
    if (known != stored.end()) {
      part = std::move(*known);
      stored.erase(known);
    } else {
      part.id = part_id_of(minutes.id, item.id);
      part.minutes_id = minutes.id;
      part.agenda_item_id = item.id;
    }
    part.position = ++position;
    part.number = item.number;
    part.title = item.title;
    parts.push_back(std::move(part));
  }
  for (auto& part : stored) {
    part.number.clear();
    parts.push_back(std::move(part));
  }
  return parts;
}

/// The first text makes a draft of what was none.
bool ensure_row(db::Writer& writer, Context const& context, Minutes& minutes) {
  if (minutes.version != 0) return true;
  minutes.created_by = context.actor.account_id;
  minutes.created_at = writer.now();
  bool done = insert_minutes(writer, minutes);
  minutes.version = 1;
  return done;
}

std::optional<Error> problem_of(Part const& part) {
  if (part.is_free() && trim(part.title).empty())
    return Error{ErrorCode::Invalid, N_("Please write what it is about."), "title"};
  if (characters(part.text) > kTextMost || characters(part.title) > 200)
    return Error{ErrorCode::TooLarge, N_("This text is longer than 20,000 characters. Please add another part."), "text"};
  return std::nullopt;
}

bool is_draft(State state) { return state == State::Draft || state == State::Check; }

/// What was found by searching in what the actor may not read (any more) is not found.
void drop_unread(db::Reader& reader, Context const& context, std::string const& search, std::vector<Minutes>& found) {
  std::vector<std::string> ids;
  for (auto const& one : found)
    if (!one.meeting_id.empty() && !is_draft(one.state) && !meetings::may_run(context.actor, one.body_id)) ids.push_back(one.id);
  auto items = meetings::visibilities_of(reader, ids);
  std::map<std::string, std::vector<Part>> parts;
  for (auto& part : load_parts_of(reader, ids)) parts[part.minutes_id].push_back(std::move(part));
  auto words = split_list(folded(search), ' ');
  std::erase_if(found, [&](Minutes& one) {
    auto of = parts.find(one.id);
    if (of == parts.end()) return false;
    auto before = plain_of(of->second);
    follow_agenda(of->second, one.state, items);
    if (plain_of(of->second) == before) return false;
    one.plain = plain_of(of->second, addenda_of(reader, one.id));
    std::string text = folded(one.title + "\n" + one.plain);
    return std::any_of(words.begin(), words.end(), [&](auto const& word) { return text.find(word) == std::string::npos; });
  });
}

}  // namespace

void follow_agenda(std::vector<Part>& parts, State state, std::map<std::string, Visibility> const& items) {
  for (auto& part : parts) {
    if (part.is_free()) continue;
    auto item = items.find(part.agenda_item_id);
    if (is_draft(state)) part.visibility = item == items.end() ? Visibility::Hidden : item->second;
    else if (item != items.end()) part.visibility = std::max(part.visibility, item->second);
  }
}

std::vector<Part> parts_now(db::Reader& reader, Minutes const& minutes) {
  auto parts = load_parts(reader, minutes.id);
  follow_agenda(parts, minutes.state, meetings::visibilities_of(reader, {minutes.id}));
  return parts;
}

void renew_plain(db::Writer& writer, Minutes minutes) {
  minutes.plain = plain_of(parts_now(writer, minutes), addenda_of(writer, minutes.id));
  update_plain(writer, minutes);
}

std::vector<Minutes> list_minutes(db::Reader& reader, Context const& context, MinutesQuery const& query) {
  auto found = find_minutes(reader, context, query);
  if (!query.search.empty()) drop_unread(reader, context, query.search, found);
  return found;
}

std::string_view name_of(State value) {
  switch (value) {
    case State::Draft: return "draft";
    case State::Check: return "check";
    case State::Circulated: return "circulated";
    case State::Approved: return "approved";
    case State::Filed: break;
  }
  return "filed";
}

std::optional<State> state_named(std::string_view name) {
  for (auto value : {State::Draft, State::Check, State::Circulated, State::Approved, State::Filed})
    if (name_of(value) == name) return value;
  return std::nullopt;
}

std::string_view name_of(ObjectionState value) {
  return value == ObjectionState::Open ? "open" : value == ObjectionState::Accepted ? "accepted" : "declined";
}

std::optional<Opened> open_minutes(db::Reader& reader, Context const& context, std::string_view id) {
  Opened opened;
  auto stored = load_minutes(reader, id);
  if (!stored || !stored->meeting_id.empty()) opened.meeting = meetings::find_meeting(reader, id);
  if (!stored && !opened.meeting) return std::nullopt;
  auto& minutes = opened.minutes;
  if (stored) minutes = std::move(*stored);
  bool draft = is_draft(minutes.state);
  if (draft && opened.meeting) {
    minutes.id = minutes.meeting_id = opened.meeting->id;
    minutes.body_id = opened.meeting->body_id;
    minutes.title = opened.meeting->title;
    minutes.day = opened.meeting->day;
    minutes.place = opened.meeting->place;
  }
  opened.runs = opened.meeting ? meetings::may_run(context.actor, *opened.meeting)
                               : meetings::may_run(context.actor, minutes.body_id);
  bool named = false;
  if (!opened.runs && draft && context.actor.signed_in()) {
    auto writers = writers_of(reader, minutes.id);
    named = std::find(writers.begin(), writers.end(), context.actor.account_id) != writers.end();
  }
  opened.writes = (draft && (opened.runs || named)) || (minutes.state == State::Circulated && opened.runs);
  opened.reads = opened.runs || named || (!draft && context.actor.may(Permission::ReadNetwork));
  return opened;
}

std::vector<Part> parts_of(db::Reader& reader, Opened const& opened) {
  auto const& minutes = opened.minutes;
  if (minutes.meeting_id.empty()) return {};
  auto parts = is_draft(minutes.state) && opened.meeting
                   ? along_agenda(minutes, meetings::agenda_of(reader, *opened.meeting, meetings::Audience::Runs), load_parts(reader, minutes.id))
                   : load_parts(reader, minutes.id);
  follow_agenda(parts, minutes.state, meetings::visibilities_of(reader, {minutes.id}));
  if (!opened.writes && !opened.runs)
    std::erase_if(parts, [](Part const& part) { return part.visibility == Visibility::Hidden; });
  return parts;
}

Result<Part> save_part(db::Writer& writer, Context& context, std::string_view minutes_id, Part part) {
  auto opened = open_minutes(writer, context, minutes_id);
  if (!opened) return gone();
  if (!opened->writes) return forbidden();
  auto parts = parts_of(writer, *opened);
  auto known = std::find_if(parts.begin(), parts.end(), [&](Part const& one) { return one.id == part.id; });
  Part next;
  if (known != parts.end()) {
    next = *known;
  } else {
    if (part.version != 0) return gone();
    next.id = part.id.empty() ? uuid_v7(writer.now(), context.random) : part.id;
    next.minutes_id = opened->minutes.id;
    next.position = kBeyond;
    for (auto const& one : parts) next.position = std::max(next.position, one.position + 1);
  }
  std::int64_t stored_version = next.version;
  next.text = part.text;
  if (next.is_free()) next.title = std::string(trim(part.title));
  if (next.number.empty()) {
    next.agenda_item_id.clear();  // also of an item that has gone: from now on who writes says who reads it
    next.visibility = part.visibility;
  }
  if (auto problem = problem_of(next)) return *problem;
  if (part.version != stored_version) return conflict();
  next.modified_by = context.actor.account_id;
  next.modified = writer.now();
  auto& minutes = opened->minutes;
  // Nothing is begun for a text that cannot be kept.
  if (stored_version == 0 && has_part(writer, next.id)) return conflict();
  if (!ensure_row(writer, context, minutes)) return conflict();
  if (!(stored_version == 0 ? insert_part(writer, next) : update_part(writer, next))) return conflict();
  next.version = stored_version + 1;
  if (known != parts.end()) *known = next;
  else parts.push_back(next);
  minutes.plain = plain_of(parts);
  update_plain(writer, minutes);
  return next;
}

Result<bool> remove_part(db::Writer& writer, Context& context, std::string_view minutes_id, std::string_view part_id,
                         std::int64_t version) {
  auto opened = open_minutes(writer, context, minutes_id);
  if (!opened) return gone();
  if (!opened->writes) return forbidden();
  auto parts = parts_of(writer, *opened);
  auto known = std::find_if(parts.begin(), parts.end(), [&](Part const& one) { return one.id == part_id; });
  if (known == parts.end() || !known->number.empty()) return gone();
  if (known->version != version || !delete_part(writer, *known)) return conflict();
  parts.erase(known);
  opened->minutes.plain = plain_of(parts);
  update_plain(writer, opened->minutes);
  return true;
}

Result<bool> name_writer(db::Writer& writer, Context& context, std::string_view minutes_id, std::string_view account_id,
                         bool writes) {
  auto opened = open_minutes(writer, context, minutes_id);
  if (!opened) return gone();
  if (!opened->runs) return forbidden();
  if (!writes && opened->minutes.version == 0) return true;
  if (!ensure_row(writer, context, opened->minutes)) return conflict();
  if (writes) insert_writer(writer, minutes_id, account_id);
  else delete_writer(writer, minutes_id, account_id);
  return true;
}

}  // namespace mila::minutes
