// Two entries of a person become one, and two again.
#include <algorithm>

#include "modules/network/confirmation_store.h"
#include "modules/network/keep_step.h"
#include "modules/network/merge_parts.h"
#include "modules/network/people_store.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/i18n/catalogue.h"

namespace mila::network {
namespace {

using data::Json;
using i18n::N_;

/// Stands in `revoked_by` of consents that ended because the other entry had none.
constexpr std::string_view kByMerge = "merge";

/// Members that are filled when the kept entry has none.
struct Fillable {
  char const* name;
  std::string Person::*member;
};
constexpr Fillable kFillable[]{{"salutation", &Person::salutation},
                               {"organization", &Person::organization_id},
                               {"work_mail", &Person::work_mail},
                               {"work_phone", &Person::work_phone},
                               {"private_mail", &Person::private_mail},
                               {"private_phone", &Person::private_phone}};

/// Takes over what the kept entry does not know; returns the names of those members.
Json fill(Person& kept, Person const& dropped) {
  auto filled = Json::array();
  for (auto const& [name, member] : kFillable) {
    if (!(kept.*member).empty() || (dropped.*member).empty()) continue;
    kept.*member = dropped.*member;
    filled.push_back(name);
  }
  return filled;
}

std::vector<std::string> both(std::vector<std::string> a, std::vector<std::string> const& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.begin(), a.end());
  a.erase(std::unique(a.begin(), a.end()), a.end());
  return a;
}

/// Ends what only one of the two entries agreed to: nothing may be shown that one of them did not
/// say yes to. Returns the ids of those consents.
Json end_onesided_consents(db::Writer& writer, Person const& a, Person const& b) {
  auto ended = Json::array();
  for (auto const* person : {&a, &b}) {
    auto const& other = person == &a ? b : a;
    for (auto const& consent : person->consents) {
      if (consent.revoked_at || other.agreed(consent.item)) continue;
      mark_revoked(writer, consent.id, kByMerge);
      ended.push_back(consent.id);
    }
  }
  return ended;
}

/// The stricter of what holds for both: an objection, and whom the organisation lets see a contact.
/// Returns what was different before, for undoing.
void take_stricter(Person& kept, Person const& dropped, Json& moved) {
  if (dropped.objected_at && !kept.objected_at) {
    kept.objected_at = dropped.objected_at;
    moved["objected"] = true;
  }
  if (dropped.shown_to < kept.shown_to) {
    moved["shown_to"] = name_of(kept.shown_to);
    kept.shown_to = dropped.shown_to;
  }
}

void put_back_stricter(Person& kept, Person const& dropped, Json const& moved,
                       std::vector<Stays>& stays) {
  if (moved.value("objected", false)) {
    if (kept.objected_at == dropped.objected_at) kept.objected_at.reset();
    else if (kept.objected_at) note_stays(stays, Stays::Objection);
  }
  auto before = shown_to_named(moved.value("shown_to", ""));
  if (!before) return;
  if (kept.shown_to == dropped.shown_to) kept.shown_to = *before;
  else note_stays(stays, Stays::Release);
}

void move_account(db::Writer& writer, Person const& from, std::string_view to) {
  auth::link_person(writer, from.account_id, to);
  update_account(writer, to, from.account_id);
  update_account(writer, from.id, "");
}

void store_kept(db::Writer& writer, Context& context, Person const& kept) {
  CHECK(update_person(writer, kept));
  update_private_contact(writer, context, kept.id, {kept.private_mail, kept.private_phone});
}

/// Somebody who answered since has answered for what they saw: what ended stays ended.
bool answered_since(Person const& person, Instant when) {
  return person.confirmed_at > when ||
         std::any_of(person.consents.begin(), person.consents.end(), [&](Consent const& consent) {
           bool by_hand = consent.revoked_at > when && consent.revoked_by != kByMerge;
           return consent.given_at > when || by_hand;
         });
}

std::optional<Error> obstacle(Context const& context, Person const& kept, Person const& dropped) {
  if (!may_edit(context.actor, kept) || !may_edit(context.actor, dropped) ||
      !is_editor(context.actor, kept) || !is_editor(context.actor, dropped))
    return Error{ErrorCode::Forbidden, "", "merge"};
  auto conflict = [](char const* text) { return Error{ErrorCode::Conflict, text, ""}; };
  if (kept.kind != dropped.kind)
    return conflict(N_("The two are held for different reasons (authority, partner, volunteer). Please set both to the same first, so that nothing is shown nobody agreed to."));
  if (kept.state == PersonState::Left || dropped.state == PersonState::Left)
    return conflict(N_("One of the two has left. Please confirm that entry first."));
  if (!kept.account_id.empty() && !dropped.account_id.empty())
    return conflict(N_("Both have an account. Please take one of the accounts away first."));
  return std::nullopt;
}

constexpr OwnDeputy kOwnDeputies[]{{"position.own", "person_position", "deputy_id"},
                                   {"position.own_successor", "person_position", "successor_id"},
                                   {"seat.own", "seat", "deputy_id"}};

}  // namespace

Result<std::string> merge_people(db::Writer& writer, Context& context, std::vector<Module> const& modules,
                                 std::string_view kept_id, std::string_view dropped_id) {
  auto kept = load_person(writer, context.county, kept_id);
  auto dropped = load_person(writer, context.county, dropped_id);
  if (!kept || !dropped || kept->id == dropped->id) return Error{ErrorCode::NotFound, "", "merge"};
  if (auto fault = obstacle(context, *kept, *dropped)) return *fault;
  Json moved = Json::object();
  moved["languages"] = kept->languages;
  moved["consents_ended"] = end_onesided_consents(writer, *kept, *dropped);
  move_columns(writer, modules, &Module::person_columns, dropped_id, kept_id, moved);
  for (auto const& deputy : kOwnDeputies)
    moved[std::string(deputy.name)] = clear_own_deputies(writer, deputy, kept_id);
  moved["filled"] = fill(*kept, *dropped);
  take_stricter(*kept, *dropped, moved);
  kept->languages = both(kept->languages, dropped->languages);
  if (!dropped->account_id.empty()) {
    moved["account"] = dropped->account_id;
    move_account(writer, *dropped, kept_id);
  }
  end_confirmations(writer, dropped->id);
  drop_words(writer, dropped_id);
  set_merged_into(writer, dropped_id, kept_id);
  // Read again: who may find the entry follows from the consents it holds now.
  kept->consents = load_person(writer, context.county, kept_id)->consents;
  store_kept(writer, context, *kept);
  keep_step(writer, context, kept_id);
  touch_bodies_of_person(writer, kept_id);
  writer.changed("person", dropped_id);
  return keep_merge(writer, context, "person", kept_id, dropped_id, moved);
}

Result<bool> can_undo_people(db::Reader& reader, Context& context, MergeRow const& merge) {
  auto kept = load_person(reader, context.county, merge.kept_id);
  if (!kept) return Error{ErrorCode::NotFound, "", "merge"};
  if (!is_editor(context.actor, *kept)) return Error{ErrorCode::Forbidden, "", "merge"};
  return true;
}

std::vector<Stays> undo_people(db::Writer& writer, Context& context, std::vector<Module> const& modules,
                               MergeRow const& merge, Json const& moved) {
  std::vector<Stays> stays;
  bool answered = answered_since(*load_person(writer, context.county, merge.kept_id), merge.merged_at);
  touch_bodies_of_person(writer, merge.kept_id);
  set_merged_into(writer, merge.dropped_id, std::nullopt);
  for (auto const& deputy : kOwnDeputies)
    restore_own_deputies(writer, deputy, ids_in(moved, deputy.name), merge.kept_id);
  move_columns_back(writer, modules, &Module::person_columns, moved, merge, stays);
  auto ended = ids_in(moved, "consents_ended");
  if (!answered) take_back_revoking(writer, ended, kByMerge);
  else if (!ended.empty()) note_stays(stays, Stays::Consents);
  auto kept = load_person(writer, context.county, merge.kept_id);
  auto dropped = load_person(writer, context.county, merge.dropped_id);
  CHECK(kept && dropped);
  for (auto const& name : ids_in(moved, "filled"))
    for (auto const& fillable : kFillable) {
      if (name != fillable.name) continue;
      auto& value = (*kept).*fillable.member;
      if (value == (*dropped).*fillable.member) value.clear();
      else note_stays(stays, Stays::Contact);
    }
  auto before = ids_in(moved, "languages");
  if (kept->languages == both(before, dropped->languages)) kept->languages = std::move(before);
  else note_stays(stays, Stays::Languages);
  put_back_stricter(*kept, *dropped, moved, stays);
  if (auto account = moved.value("account", ""); !account.empty()) {
    if (kept->account_id == account) move_account(writer, *kept, merge.dropped_id);
    else note_stays(stays, Stays::Account);
  }
  store_kept(writer, context, *kept);
  // The kept one first: a function it lost to the other is then shown with the other's name.
  keep_step(writer, context, merge.kept_id);
  // Read again, so that who may find it follows from what it agreed to.
  CHECK(update_person(writer, *load_person(writer, context.county, merge.dropped_id)));
  keep_step(writer, context, merge.dropped_id);
  touch_bodies_of_person(writer, merge.dropped_id);
  return stays;
}

}  // namespace mila::network
