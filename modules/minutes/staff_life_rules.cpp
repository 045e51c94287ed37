// What may happen to minutes when, and by whom.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "modules/agreements/agreements.h"
#include "modules/meetings/attendance.h"
#include "modules/minutes/letters.h"
#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/crypto/token.h"
#include "platform/i18n/catalogue.h"

namespace mila::minutes {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::string_view kKeyPurpose = "minutes.read";
constexpr days kLongest{183}, kKeyAfter{60};
constexpr std::size_t kAddendumMost = 20'000;

Error gone() { return {ErrorCode::NotFound, N_("These minutes are not there."), ""}; }
Error forbidden() { return {ErrorCode::Forbidden, N_("Only who runs the body does this."), ""}; }
Error not_now() { return {ErrorCode::Conflict, N_("These minutes are at another step meanwhile."), ""}; }

/// The stored minutes, for who runs the body; else why not.
Result<Opened> run_by(db::Writer& writer, Context const& context, std::string_view id, bool writers_too = false) {
  auto opened = open_minutes(writer, context, id);
  if (!opened || opened->minutes.version == 0) return gone();
  if (!opened->runs && !(writers_too && opened->writes)) return forbidden();
  return *opened;
}

std::vector<std::string> names_in(std::vector<meetings::Attendee> const& attendees) {
  std::vector<std::string> names;
  for (auto const& one : attendees)
    if (!one.name.empty()) names.push_back(one.name);
  return names;
}

std::string plain_of(std::vector<Part> const& parts) {
  std::string plain;
  for (auto const& part : parts) {
    if (part.visibility == Visibility::Hidden) continue;
    plain += (plain.empty() ? "" : "\n") + part.title;
    if (!part.text.empty()) plain += "\n" + part.text;
  }
  return plain;
}

Result<bool> to_state(db::Writer& writer, Minutes minutes, State from, State to) {
  if (minutes.state == to) return true;
  if (minutes.state != from) return not_now();
  minutes.state = to;
  if (!update_minutes(writer, minutes)) return not_now();
  return true;
}

/// The parts as they stand become the whole: items nobody wrote on, too.
std::vector<Part> freeze_agenda(db::Writer& writer, Opened const& opened) {
  auto parts = parts_of(writer, opened);
  int position = 0;
  for (auto& part : parts) {
    part.position = ++position;
    if (part.version == 0) {
      insert_part(writer, part);
      part.version = 1;
    } else {
      update_part(writer, part);
      ++part.version;
    }
  }
  return parts;
}

/// Organisations, each once. Who came for none is counted only: what a volunteer does is theirs to show,
/// and what stands in approved minutes stays.
void note_present(db::Reader& reader, Context const& context, Minutes& minutes) {
  Context all = context;
  all.actor = Actor::operator_();
  std::set<std::string> labels;
  minutes.present_count = 0;
  for (auto const& one : meetings::attendance_of(reader, all, minutes.meeting_id)) {
    if (one.present != true) continue;
    ++minutes.present_count;
    if (!one.organization_id.empty() && !one.label.empty()) labels.insert(replace_all(one.label, "\n", " "));
  }
  minutes.present.assign(labels.begin(), labels.end());
}

int count_in(std::string const& text, std::string const& wanted) {
  int times = 0;
  if (wanted.empty()) return times;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + wanted.size())) ++times;
  return times;
}

std::string blocks(std::string_view passage) {
  std::string result;
  for (char byte : passage)
    if ((byte & 0xC0) != 0x80) result += "█";
  // Not how long a name was.
  return result.size() < 15 ? "█████" : result.substr(0, 30);
}

}  // namespace

std::string canonical(Minutes const& minutes, std::vector<Part> const& parts) {
  nlohmann::ordered_json json{{"title", minutes.title}, {"day", format_iso_date(minutes.day)}, {"place", minutes.place},
                              {"present", minutes.present}, {"people", minutes.present_count}};
  json["parts"] = nlohmann::ordered_json::array();
  for (auto const& part : parts)
    json["parts"].push_back({part.number, part.title, std::string(meetings::name_of(part.visibility)), part.text});
  return json.dump();
}

std::vector<Finding> findings_of(db::Reader& reader, Context& context, Opened const& opened, std::vector<Part> const& parts) {
  std::vector<std::string> names;
  if (opened.meeting) {
    Context all = context;
    all.actor = Actor::operator_();  // whom the check knows does not depend on who looks
    names = names_in(meetings::attendance_of(reader, all, opened.meeting->id));
  }
  auto const& kept = opened.minutes.kept;
  std::vector<Finding> findings;
  for (auto const& part : parts) {
    if (part.visibility == Visibility::Hidden) continue;
    for (auto& one : findings_in(part.id, part.title + "\n\n" + part.text, names))
      if (std::find(kept.begin(), kept.end(), one.key) == kept.end()) findings.push_back(std::move(one));
  }
  return findings;
}

Result<bool> finish_writing(db::Writer& writer, Context& context, std::string_view id) {
  auto opened = run_by(writer, context, id, true);
  if (!opened) return opened.error();
  return to_state(writer, opened->minutes, State::Draft, State::Check);
}

Result<bool> write_on(db::Writer& writer, Context& context, std::string_view id) {
  auto opened = run_by(writer, context, id, true);
  if (!opened) return opened.error();
  return to_state(writer, opened->minutes, State::Check, State::Draft);
}

Result<bool> decide_finding(db::Writer& writer, Context& context, std::string_view id, std::string const& key, bool leave) {
  auto opened = run_by(writer, context, id, true);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state == State::Approved || minutes.state == State::Filed) return not_now();
  std::erase(minutes.kept, key);
  if (leave) {
    auto findings = findings_of(writer, context, *opened, parts_of(writer, *opened));
    bool there = std::any_of(findings.begin(), findings.end(), [&](Finding const& one) { return one.key == key; });
    if (!there) return true;  // it is gone from the text
    minutes.kept.push_back(key);
  }
  if (!update_minutes(writer, minutes)) return not_now();
  return true;
}

Result<int> circulate(db::Writer& writer, Context& context, std::string_view id, Date until) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state == State::Circulated) return 0;
  if (minutes.state != State::Check || !opened->meeting) return not_now();
  auto today = sys_days{meetings::today_of(context)};
  if (sys_days{until} <= today || sys_days{until} > today + kLongest)
    return Error{ErrorCode::Invalid, N_("Please choose a day from tomorrow on, within half a year."), "until"};
  if (!findings_of(writer, context, *opened, parts_of(writer, *opened)).empty())
    return Error{ErrorCode::Invalid, N_("Please look at each hint first: change the text, or leave it so."), ""};
  auto parts = freeze_agenda(writer, *opened);
  note_present(writer, context, minutes);
  minutes.state = State::Circulated;
  minutes.circulated_at = writer.now();
  minutes.objections_until = until;
  minutes.plain = plain_of(parts);
  if (!update_minutes(writer, minutes)) return not_now();
  update_plain(writer, minutes);
  agreements::announce_tasks(writer, context, minutes.id);
  return send_round(writer, context, minutes, *opened->meeting);
}

Result<bool> approve(db::Writer& writer, Context& context, std::string_view id) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state == State::Approved) return true;
  if (minutes.state != State::Circulated) return not_now();
  if (may_object(context, minutes))
    return Error{ErrorCode::Conflict, N_("Until the last day has passed somebody may still object."), ""};
  for (auto const& objection : objections_of(writer, context, id))
    if (objection.state == ObjectionState::Open)
      return Error{ErrorCode::Conflict, N_("An objection has no answer yet."), ""};
  minutes.state = State::Approved;
  minutes.approved_at = writer.now();
  minutes.approved_by = context.actor.account_id;
  minutes.content_hash = sha256(canonical(minutes, load_parts(writer, minutes.id)));
  if (!update_minutes(writer, minutes)) return not_now();
  auth::audit(writer, context, "minutes.approved", "minutes", minutes.id);
  return true;
}

Result<bool> set_released(db::Writer& writer, Context& context, std::string_view id, bool released) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state != State::Approved) return not_now();
  if (minutes.released_at.has_value() == released) return true;
  if (released) {
    auto parts = load_parts(writer, minutes.id);
    std::erase_if(parts, [](Part const& part) { return part.visibility != Visibility::Public; });
    if (parts.empty())
      return Error{ErrorCode::Invalid, N_("Nothing in these minutes is public: no item of the agenda was for everybody."), ""};
    // What members may read need not be everybody's.
    opened->minutes.kept.clear();
    if (!findings_of(writer, context, *opened, parts).empty())
      return Error{ErrorCode::Invalid, N_("A name, number or address stands in a public part. Please black it out first."), ""};
    opened = open_minutes(writer, context, id).value();
    opened->minutes.released_at = writer.now();
  } else {
    minutes.released_at.reset();
  }
  if (!update_minutes(writer, opened->minutes)) return not_now();
  auth::audit(writer, context, released ? "minutes.released" : "minutes.withdrawn", "minutes", id);
  return true;
}

Result<std::string> add_addendum(db::Writer& writer, Context& context, std::string_view id, std::string text) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  if (opened->minutes.state != State::Approved) return not_now();
  if (trim(text).empty()) return Error{ErrorCode::Invalid, N_("Please write what is to be added."), "text"};
  if (text.size() > kAddendumMost) return Error{ErrorCode::TooLarge, N_("Please write it shorter."), "text"};
  Addendum addendum{uuid_v7(writer.now(), context.random), std::string(id), std::move(text), context.actor.account_id, writer.now()};
  insert_addendum(writer, addendum);
  return addendum.id;
}

Result<int> black_out(db::Writer& writer, Context& context, std::string_view id, std::string_view part_id,
                      std::string const& passage, std::string reason) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state != State::Approved) return not_now();
  auto parts = load_parts(writer, minutes.id);
  auto part = std::find_if(parts.begin(), parts.end(), [&](Part const& one) { return one.id == part_id; });
  if (part == parts.end()) return gone();
  std::string wanted(trim(replace_all(passage, "\r\n", "\n")));
  if (trim(reason).empty()) return Error{ErrorCode::Invalid, N_("Please write why: it stays on record."), "reason"};
  int times = count_in(part->title, wanted) + count_in(part->text, wanted);
  if (times == 0) return Error{ErrorCode::Invalid, N_("These words do not stand there like this. Please copy them from the text."), "passage"};
  part->title = replace_all(part->title, wanted, blocks(wanted));
  part->text = replace_all(part->text, wanted, blocks(wanted));
  if (!update_part(writer, *part)) return not_now();
  std::string before = minutes.content_hash;
  minutes.content_hash = sha256(canonical(minutes, parts));
  minutes.plain = plain_of(parts);
  if (!update_minutes(writer, minutes)) return not_now();
  update_plain(writer, minutes);
  insert_redaction(writer, {uuid_v7(writer.now(), context.random), minutes.id, part->id, std::move(reason),
                            context.actor.account_id, writer.now(), before, minutes.content_hash});
  auth::audit(writer, context, "minutes.blacked-out", "minutes", minutes.id);
  return times;
}

std::string reading_key(Context& context, Minutes const& minutes, std::string_view invitee_id) {
  Date last{sys_days{minutes.objections_until.value_or(minutes.day)} + kKeyAfter};
  return crypto::sign(context.county.keys().derive(kKeyPurpose), kKeyPurpose, invitee_id,
                      local_to_instant(last, {}, context.county.config().zone));
}

std::optional<std::string> read_reading_key(Context& context, std::string_view key) {
  return crypto::verify(context.county.keys().derive(kKeyPurpose), kKeyPurpose, key, context.now());
}

bool may_object(Context const& context, Minutes const& minutes) {
  return minutes.state == State::Circulated && minutes.objections_until && meetings::today_of(context) <= *minutes.objections_until;
}

Result<bool> answer_objection(db::Writer& writer, Context& context, std::string_view objection_id, ObjectionState state,
                              std::string answer, std::int64_t version) {
  auto objection = load_objection(writer, context, objection_id);
  if (!objection) return gone();
  auto opened = run_by(writer, context, objection->minutes_id);
  if (!opened) return opened.error();
  if (opened->minutes.state != State::Circulated || objection->version != version) return not_now();
  if (state == ObjectionState::Open || trim(answer).empty())
    return Error{ErrorCode::Invalid, N_("Please write a word about it: whoever objected reads it."), "answer"};
  objection->state = state;
  objection->answer = std::move(answer);
  objection->answered_at = writer.now();
  if (!update_objection(writer, context, *objection)) return not_now();
  return true;
}

}  // namespace mila::minutes
