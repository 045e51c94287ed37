// SQL of needs. What people need is sealed; no column tells of it.
#include "modules/meetings/needs_store.h"

#include <nlohmann/json.hpp>

#include "platform/base/text.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/token.h"

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kAsked{"meeting_needs.find", "select kinds from meeting_needs where meeting_id = $1"};
constexpr Sql kForgetAsked{"meeting_needs.delete", "delete from meeting_needs where meeting_id = $1"};
constexpr Sql kAsk{"meeting_needs.insert", "insert into meeting_needs(meeting_id, kinds) values($1, $2)"};
constexpr Sql kFind{"invitee_needs.find", "select content from invitee_needs where invitee_id = $1"};
constexpr Sql kDelete{"invitee_needs.delete", "delete from invitee_needs where invitee_id = $1"};
constexpr Sql kInsert{"invitee_needs.insert",
                      "insert into invitee_needs(invitee_id, meeting_id, content, saved_at) values($1, $2, $3, $4)"};
constexpr Sql kOfMeeting{
    "invitee_needs.of_meeting",
    "select n.invitee_id, n.content from invitee_needs n join invitee i on i.id = n.invitee_id where "
    "n.meeting_id = $1 and i.answer in ('accepted', 'delegated', 'tentative') order by n.invitee_id"};
constexpr Sql kRemembered{"remembered_needs.find", "select content from remembered_needs where owner = $1"};
constexpr Sql kForget{"remembered_needs.delete", "delete from remembered_needs where owner = $1"};
constexpr Sql kRemember{"remembered_needs.insert",
                        "insert into remembered_needs(owner, content, agreed_at, used_at) values($1, $2, $3, $3)"};
constexpr Sql kExpire{"invitee_needs.expire",
                      "delete from invitee_needs where meeting_id in (select id from meeting where starts_at < $1)"};
/// Of an entry that is gone, too: what somebody said under it is not taken over when two are made one.
constexpr Sql kExpireRemembered{"remembered_needs.expire",
                                "delete from remembered_needs where used_at < $1 or (owner like 'person:%' and "
                                "substr(owner, 8) not in (select id from person))"};

crypto::Sealer sealer_of(County& county) { return {county.keys(), "meetings.needs"}; }

std::string content_of(Needs const& needs) {
  return nlohmann::json{{"interpreter", needs.interpreter}, {"children", needs.children},
                        {"ages", needs.ages},               {"step_free", needs.step_free},
                        {"hearing_loop", needs.hearing_loop}, {"food", needs.food}}
      .dump();
}

std::optional<Needs> opened(County& county, crypto::Where where, std::string const& content) {
  auto text = sealer_of(county).open(where, content);
  if (!text) return std::nullopt;
  auto json = nlohmann::json::parse(*text);
  Needs needs;
  needs.interpreter = json.at("interpreter");
  needs.children = json.at("children");
  needs.ages = json.at("ages").get<std::vector<int>>();
  needs.step_free = json.at("step_free");
  needs.hearing_loop = json.at("hearing_loop");
  needs.food = json.at("food").get<std::vector<std::string>>();
  return needs;
}

}  // namespace

std::vector<NeedKind> load_asked(db::Reader& reader, std::string_view meeting_id) {
  std::vector<NeedKind> kinds;
  reader.one(kAsked, {meeting_id}, [&](Row const& row) {
    for (auto const& name : split_list(std::string(row.text(0)), ','))
      if (auto kind = need_kind_named(name)) kinds.push_back(*kind);
  });
  return kinds;
}

void store_asked(db::Writer& writer, std::string_view meeting_id, std::vector<NeedKind> const& kinds) {
  writer.run(kForgetAsked, {meeting_id});
  std::vector<std::string> names;
  for (auto kind : kinds) names.emplace_back(name_of(kind));
  if (!names.empty()) writer.run(kAsk, {meeting_id, join(names, ",")});
  writer.changed("meeting", std::string(meeting_id));
}

std::string owner_of(County& county, Invitee const& invitee) {
  if (!invitee.person_id.empty()) return "person:" + invitee.person_id;
  if (invitee.mail.empty()) return "";
  return "mail:" + crypto::token_hash(county.keys().derive("meetings.needs.owner"), ascii_lower(invitee.mail));
}

std::optional<Needs> load_needs(db::Reader& reader, Context& context, std::string_view invitee_id) {
  std::optional<Needs> needs;
  reader.one(kFind, {invitee_id}, [&](Row const& row) {
    needs = opened(context.county, {"invitee_needs", "content", invitee_id}, std::string(row.text(0)));
  });
  return needs;
}

std::optional<Needs> load_remembered(db::Reader& reader, Context& context, std::string_view owner) {
  std::optional<Needs> needs;
  if (owner.empty()) return needs;
  reader.one(kRemembered, {owner}, [&](Row const& row) {
    needs = opened(context.county, {"remembered_needs", "content", owner}, std::string(row.text(0)));
  });
  return needs;
}

std::vector<Needs> load_needs_of(db::Reader& reader, Context& context, std::string_view meeting_id) {
  std::vector<Needs> all;
  reader.each(kOfMeeting, {meeting_id}, [&](Row const& row) {
    std::string invitee, content;
    row.read(invitee, content);
    if (auto needs = opened(context.county, {"invitee_needs", "content", invitee}, content)) all.push_back(std::move(*needs));
  });
  return all;
}

void store_needs(db::Writer& writer, Context& context, Invitee const& invitee, Needs const& needs) {
  writer.run(kDelete, {invitee.id});
  if (!needs.empty()) {
    auto sealed = sealer_of(context.county).seal({"invitee_needs", "content", invitee.id}, content_of(needs), context.random);
    writer.run(kInsert, {invitee.id, invitee.meeting_id, sealed.text(), writer.now()});
  }
  writer.changed("invitee", invitee.id);
}

void store_remembered(db::Writer& writer, Context& context, std::string_view owner,
                      std::optional<Needs> const& needs) {
  if (owner.empty()) return;
  writer.run(kForget, {owner});
  if (!needs) return;
  auto sealed = sealer_of(context.county).seal({"remembered_needs", "content", owner}, content_of(*needs), context.random);
  writer.run(kRemember, {owner, sealed.text(), writer.now()});
}

std::int64_t forget_needs(db::Writer& writer, Instant before) {
  constexpr std::chrono::days kRememberedUnused{730};
  return writer.run(kExpire, {before}) + writer.run(kExpireRemembered, {writer.now() - kRememberedUnused});
}

void erase_needs(db::Writer& writer, std::string_view person_id, std::vector<std::string> const& invitee_ids) {
  for (auto const& id : invitee_ids) writer.run(kDelete, {id});
  writer.run(kForget, {"person:" + std::string(person_id)});
}

void erase_guest_needs(db::Writer& writer, Context& context, Invitee const& invitee) {
  store_needs(writer, context, invitee, {});
  store_remembered(writer, context, owner_of(context.county, invitee), std::nullopt);
}

bool remembers_needs(db::Reader& reader, std::string_view person_id) {
  bool found = false;
  reader.one(kRemembered, {"person:" + std::string(person_id)}, [&](Row const&) { found = true; });
  return found;
}

}  // namespace mila::meetings
