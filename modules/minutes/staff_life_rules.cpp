// What may happen to minutes when, and by whom.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "modules/agreements/agreements.h"
#include "modules/meetings/attendance.h"
#include "modules/minutes/letters.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/rules.h"
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

Error forbidden() { return {ErrorCode::Forbidden, N_("Only who runs the body does this."), ""}; }

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

}  // namespace

Error gone() { return {ErrorCode::NotFound, N_("These minutes are not there."), ""}; }
Error not_now() { return {ErrorCode::Conflict, N_("These minutes are at another step meanwhile."), ""}; }

Result<Opened> run_by(db::Writer& writer, Context const& context, std::string_view id, bool writers_too) {
  auto opened = open_minutes(writer, context, id);
  if (!opened || opened->minutes.version == 0) return gone();
  if (!opened->runs && !(writers_too && opened->writes)) return forbidden();
  return *opened;
}

std::string plain_of(std::vector<Part> const& parts, std::vector<Addendum> const& addenda) {
  std::string plain;
  auto add = [&](std::string const& text) {
    if (!text.empty()) plain += (plain.empty() ? "" : "\n") + text;
  };
  for (auto const& part : parts) {
    if (part.visibility == Visibility::Hidden) continue;
    add(part.title);
    add(part.text);
  }
  for (auto const& one : addenda) add(one.text);
  return plain;
}

std::vector<std::string> names_known(db::Reader& reader, Context const& context, Opened const& opened) {
  std::vector<std::string> names;
  if (!opened.meeting) return names;
  Context all = context;
  all.actor = Actor::operator_();  // whom the check knows does not depend on who looks
  for (auto const& one : meetings::attendance_of(reader, all, opened.meeting->id))
    if (!one.name.empty()) names.push_back(one.name);
  return names;
}

std::string canonical(Minutes const& minutes, std::vector<Part> const& parts) {
  nlohmann::ordered_json json{{"title", minutes.title}, {"day", format_iso_date(minutes.day)}, {"place", minutes.place},
                              {"present", minutes.present}, {"people", minutes.present_count}};
  json["parts"] = nlohmann::ordered_json::array();
  for (auto const& part : parts)
    json["parts"].push_back({part.number, part.title, std::string(meetings::name_of(part.visibility)), part.text});
  return json.dump();
}

std::vector<Finding> findings_of(db::Reader& reader, Context& context, Opened const& opened, std::vector<Part> const& parts) {
  auto names = names_known(reader, context, opened);
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
  note_present(writer, context, minutes);
  auto const before = *opened;
  minutes.state = State::Circulated;
  minutes.circulated_at = writer.now();
  minutes.objections_until = until;
  if (!update_minutes(writer, minutes)) return not_now();
  minutes.plain = plain_of(freeze_agenda(writer, before));
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
    if (objection.state == ObjectionState::Open && !objection.text.empty())  // what was forgotten nobody can answer
      return Error{ErrorCode::Conflict, N_("An objection has no answer yet."), ""};
  minutes.state = State::Approved;
  minutes.approved_at = writer.now();
  minutes.approved_by = context.actor.account_id;
  minutes.content_hash = sha256(canonical(minutes, load_parts(writer, minutes.id)));
  if (!update_minutes(writer, minutes)) return not_now();
  auth::audit(writer, context, "minutes.approved", "minutes", minutes.id);
  return true;
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
