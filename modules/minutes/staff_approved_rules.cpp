// What may happen to approved minutes: shown to everybody, added to, blacked out.
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "modules/minutes/minutes_store.h"
#include "modules/minutes/rules.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::minutes {
namespace {

using i18n::N_;

constexpr std::size_t kAddendumMost = 20'000;
/// Names what was found in addenda; they have no id before they are added.
constexpr std::string_view kFoundIn = "addendum";

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

std::string hash_of(Addendum const& addendum) { return sha256(canonical(addendum)); }

/// Replaces the words in a text that bears them; returns how often.
int black(std::string& text, std::string const& wanted) {
  int times = count_in(text, wanted);
  if (times > 0) text = replace_all(text, wanted, blocks(wanted));
  return times;
}

}  // namespace

std::optional<Error> problem_of(Why const& why, std::string const& wanted) {
  if (why.ground == Ground::Other && trim(why.words).empty())
    return Error{ErrorCode::Invalid, N_("Please write why: it stays on record."), "words"};
  if (!wanted.empty() && folded(why.words).find(folded(wanted)) != std::string::npos)
    return Error{ErrorCode::Invalid, N_("Please say it without these words: the reason stays on record."), "words"};
  return std::nullopt;
}

std::string_view name_of(Ground value) {
  switch (value) {
    case Ground::Name: return "name";
    case Ground::Request: return "request";
    case Ground::Confidential: return "confidential";
    case Ground::Other: break;
  }
  return "other";
}

std::optional<Ground> ground_named(std::string_view name) {
  for (auto value : {Ground::Name, Ground::Request, Ground::Confidential, Ground::Other})
    if (name_of(value) == name) return value;
  return std::nullopt;
}

std::string canonical(Addendum const& addendum) {
  return nlohmann::ordered_json{{"minutes", addendum.minutes_id}, {"added", addendum.made_at.time_since_epoch().count()}, {"text", addendum.text}}.dump();
}

Result<bool> set_released(db::Writer& writer, Context& context, std::string_view id, bool released) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state != State::Approved) return not_now();
  if (minutes.released_at.has_value() == released) return true;
  if (released) {
    auto parts = parts_now(writer, minutes);
    std::erase_if(parts, [](Part const& part) { return part.visibility != Visibility::Public; });
    if (parts.empty())
      return Error{ErrorCode::Invalid, N_("Nothing in these minutes is public: no item of the agenda was for everybody."), ""};
    // What members may read need not be everybody's.
    Opened all = *opened;
    all.minutes.kept.clear();
    if (!findings_of(writer, context, all, parts).empty())
      return Error{ErrorCode::Invalid, N_("A name, number or address stands in a public part. Please black it out first."), ""};
    minutes.released_at = writer.now();
  } else {
    minutes.released_at.reset();
  }
  if (!update_minutes(writer, minutes)) return not_now();
  auth::audit(writer, context, released ? "minutes.released" : "minutes.withdrawn", "minutes", id);
  return true;
}

std::vector<Finding> findings_in_addendum(db::Reader& reader, Context& context, Opened const& opened, std::string const& text) {
  return findings_in(kFoundIn, text, names_known(reader, context, opened));
}

Result<std::string> add_addendum(db::Writer& writer, Context& context, std::string_view id, std::string text,
                                 std::vector<std::string> const& left, std::string sent_as) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state != State::Approved) return not_now();
  for (auto const& one : addenda_of(writer, minutes.id))
    if (one.id == sent_as) return sent_as;  // the second of two taps
  text = replace_all(text, "\r\n", "\n");
  if (trim(text).empty()) return Error{ErrorCode::Invalid, N_("Please write what is to be added."), "text"};
  if (text.size() > kAddendumMost) return Error{ErrorCode::TooLarge, N_("Please write it shorter."), "text"};
  for (auto const& one : findings_in_addendum(writer, context, *opened, text))
    if (std::find(left.begin(), left.end(), one.key) == left.end())
      return Error{ErrorCode::Invalid, N_("Please look at each of them: change the text, or tick what has to stand there."), "left"};
  if (!is_uuid(sent_as)) sent_as = uuid_v7(writer.now(), context.random);
  Addendum addendum{std::move(sent_as), std::string(id), std::move(text), context.actor.account_id, writer.now(), ""};
  addendum.content_hash = hash_of(addendum);
  insert_addendum(writer, addendum);
  renew_plain(writer, minutes);
  return addendum.id;
}

Result<int> black_out(db::Writer& writer, Context& context, std::string_view id, std::string_view where, std::string const& passage,
                      Why why) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto& minutes = opened->minutes;
  if (minutes.state != State::Approved) return not_now();
  auto parts = load_parts(writer, minutes.id);
  auto addenda = addenda_of(writer, minutes.id);
  auto part = std::find_if(parts.begin(), parts.end(), [&](Part const& one) { return one.id == where; });
  auto addendum = std::find_if(addenda.begin(), addenda.end(), [&](Addendum const& one) { return one.id == where; });
  if (part == parts.end() && addendum == addenda.end()) return gone();
  std::string wanted(trim(replace_all(passage, "\r\n", "\n")));
  if (auto problem = problem_of(why, wanted)) return *problem;
  int times = part != parts.end() ? black(part->title, wanted) + black(part->text, wanted) : black(addendum->text, wanted);
  if (times == 0) return Error{ErrorCode::Invalid, N_("These words do not stand there like this. Please copy them from the text."), "passage"};
  Redaction redaction{uuid_v7(writer.now(), context.random), minutes.id, std::string(where), why.ground, std::string(trim(why.words)),
                      context.actor.account_id, writer.now(), "", ""};
  if (part != parts.end()) {
    redaction.hash_before = minutes.content_hash;
    minutes.content_hash = redaction.hash_after = sha256(canonical(minutes, parts));
  } else {
    redaction.hash_before = addendum->content_hash;
    addendum->content_hash = redaction.hash_after = hash_of(*addendum);
  }
  // Whoever else is at it is found out here, before anything was written.
  if (!update_minutes(writer, minutes)) return not_now();
  if (part != parts.end()) CHECK(update_part(writer, *part));
  else update_addendum(writer, *addendum);
  renew_plain(writer, minutes);
  insert_redaction(writer, redaction);
  auth::audit(writer, context, "minutes.blacked-out", "minutes", minutes.id);
  auth::purge_soon(writer, context);
  return times;
}

namespace {

/// Takes the words out of a text; false when none stood there.
bool forget_in(std::string& text, std::function<std::string(std::string const&)> const& without) {
  std::string left = without(text);
  if (left == text) return false;
  text = std::move(left);
  return true;
}

void forget_in_written(db::Writer& writer, Context& context, Minutes& minutes,
                       std::function<std::string(std::string const&)> const& without) {
  auto record = [&](std::string const& where, std::string const& before, std::string const& after) {
    insert_redaction(writer, {uuid_v7(writer.now(), context.random), minutes.id, where, Ground::Request, "", context.actor.account_id,
                              writer.now(), before, after});
  };
  auto parts = load_parts(writer, minutes.id);
  auto record_written = [&](std::string const& where) {
    if (minutes.state != State::Approved) return;
    std::string before = std::exchange(minutes.content_hash, sha256(canonical(minutes, parts)));
    record(where, before, minutes.content_hash);
  };
  bool in_heading = forget_in(minutes.title, without), changed = forget_in(minutes.place, without) || in_heading;
  if (changed) record_written(minutes.id);
  for (auto& part : parts) {
    bool in_title = forget_in(part.title, without);
    if (!forget_in(part.text, without) && !in_title) continue;
    changed = true;
    record_written(part.id);
    CHECK(update_part(writer, part));
  }
  for (auto& addendum : addenda_of(writer, minutes.id)) {
    if (!forget_in(addendum.text, without)) continue;
    changed = true;
    std::string before = std::exchange(addendum.content_hash, hash_of(addendum));
    record(addendum.id, before, addendum.content_hash);
    update_addendum(writer, addendum);
  }
  if (!changed) return;
  CHECK(update_minutes(writer, minutes));
  renew_plain(writer, minutes);
}

}  // namespace

void forget_in_minutes(db::Writer& writer, Context& context, std::function<std::string(std::string const&)> const& without) {
  for (auto const& id : all_minutes_ids(writer)) {
    auto minutes = load_minutes(writer, id);
    if (!minutes) continue;
    if (minutes->state != State::Filed) {
      forget_in_written(writer, context, *minutes, without);
      continue;
    }
    bool in_title = forget_in(minutes->title, without);
    if (!forget_in(minutes->plain, without) && !in_title) continue;
    CHECK(update_minutes(writer, *minutes));
    update_plain(writer, *minutes);
  }
}

}  // namespace mila::minutes
