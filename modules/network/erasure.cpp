// Leaving without a trace, and knowing what is held.
#include <fmt/format.h>

#include <algorithm>

#include "modules/directory/history.h"
#include "modules/network/body_store.h"
#include "modules/network/confirmation_store.h"
#include "modules/network/keep_step.h"
#include "modules/network/merge_store.h"
#include "modules/network/network_parts.h"
#include "modules/network/people_store.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"
#include "platform/mail/mail.h"
#include "platform/site/site.h"

namespace mila::network {
namespace {

using i18n::N_;

/// So long it takes until a name somebody gave themselves is theirs.
constexpr std::chrono::days kUntilSettled{90};

/// Takes the person's account away; nobody locks the county out that way.
std::optional<Error> erase_account_of(db::Writer& writer, Context& context, Site const& site,
                                      Person const& person) {
  if (person.account_id.empty()) return std::nullopt;
  Context as_operator = context;
  as_operator.actor = Actor::operator_();
  auto disabled = auth::disable_account(writer, as_operator, site.roles(), person.account_id);
  if (!disabled && disabled.error().code == ErrorCode::Conflict) return disabled.error();
  auth::erase_account(writer, context, person.account_id);
  return std::nullopt;
}

/// Entries that became this one, those that became those first.
std::vector<std::string> became(db::Reader& reader, std::string_view person_id) {
  std::vector<std::string> ids;
  for (auto const& id : merged_into(reader, person_id)) {
    auto before = became(reader, id);
    ids.insert(ids.end(), before.begin(), before.end());
    ids.push_back(id);
  }
  return ids;
}

/// Addresses that are neither another person's nor the organisation's.
std::vector<std::string> own_mails(db::Reader& reader, County& county, Person const& person) {
  std::string central;
  for (auto const& organization : directory::find_organizations(reader, {person.organization_id}))
    central = ascii_lower(organization.email.value_or(""));
  std::vector<std::string> own;
  for (auto const& address : {person.work_mail, person.private_mail})
    if (!address.empty() && ascii_lower(address) != central && count_others_with_mail(reader, county, address, person.id) == 0)
      own.push_back(address);
  return own;
}

/// Stops what waits for the person. An address others share goes on working for them.
std::int64_t silence(db::Writer& writer, Context& context, Person const& person) {
  std::int64_t stopped = mail::forget(writer, {"person", person.id});
  if (!person.account_id.empty()) stopped += mail::forget(writer, {"account", person.account_id});
  for (auto const& address : own_mails(writer, context.county, person))
    mail::suppress(writer, context, address, mail::Suppression::Erased);
  return stopped;
}

std::string day(Context const& context, Instant at) {
  return i18n::format_date(local_date(at, context.county.config().zone), context.language,
                           i18n::DateStyle::Long);
}

std::string day(Context const& context, Date date) {
  return i18n::format_date(date, context.language, i18n::DateStyle::Long);
}

Disclosure about_person(db::Reader& reader, Context& context, Person const& person) {
  Disclosure about{context.text(N_("About you")), {}};
  auto add = [&](char const* what, std::string value) {
    if (!value.empty()) about.entries.push_back({context.text(what), std::move(value)});
  };
  add(N_("Name"), person.name);
  add(N_("Salutation"), person.salutation);
  for (auto const& organization : directory::find_organizations(reader, {person.organization_id}))
    add(N_("Organisation"), organization.name);
  std::vector<std::string> languages;
  for (auto const& code : person.languages)
    languages.push_back(i18n::language_name(code, context.language));
  add(N_("Languages"), join(languages, ", "));
  add(N_("Mail at work"), person.work_mail);
  add(N_("Phone at work"), person.work_phone);
  add(N_("Private mail"), person.private_mail);
  add(N_("Private phone"), person.private_phone);
  add(N_("Confirmed on"), day(context, person.confirmed_at));
  if (person.objected_at) add(N_("Objection of"), day(context, *person.objected_at));
  return about;
}

Disclosure about_positions(Context& context, Person const& person) {
  Disclosure positions{context.text(N_("What you do")), {}};
  for (auto const& position : person.positions) {
    std::string span = day(context, position.from) + "–";
    if (position.until) span += day(context, *position.until);
    positions.entries.push_back({position.title, span});
  }
  return positions;
}

Disclosure about_seats(db::Reader& reader, Context& context, std::string_view person_id) {
  Disclosure about{context.text(N_("Bodies you sit in")), {}};
  auto seats = seats_of_person(reader, person_id);
  std::vector<std::string> ids;
  for (auto const& seat : seats) ids.push_back(seat.body_id);
  auto bodies = body_names(reader, ids);
  for (auto const& seat : seats) {
    std::string span = day(context, seat.from) + "–";
    if (seat.until) span += day(context, *seat.until);
    for (auto const& body : bodies)
      if (body.id == seat.body_id) about.entries.push_back({body.name, span});
  }
  return about;
}

Disclosure about_consents(Context& context, Person const& person) {
  Disclosure consents{context.text(N_("What you agreed to")), {}};
  for (auto const& consent : person.consents) {
    std::string span = day(context, consent.given_at) + "–";
    if (consent.revoked_at) span += day(context, *consent.revoked_at);
    consents.entries.push_back({context.text(consent_sentence(consent.item).text), span});
  }
  return consents;
}

}  // namespace

std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id) {
  std::vector<Disclosure> all;
  auto person = load_person(reader, context.county, person_id);
  if (!person) return all;
  all.push_back(about_person(reader, context, *person));
  if (!person->positions.empty()) all.push_back(about_positions(context, *person));
  if (!person->consents.empty()) all.push_back(about_consents(context, *person));
  auto seats = about_seats(reader, context, person_id);
  if (!seats.entries.empty()) all.push_back(std::move(seats));
  return all;
}

Traces traces_of(db::Reader& reader, Context& context, std::string_view person_id) {
  auto person = load_person(reader, context.county, person_id);
  if (!person) return {};
  if (!is_editor(context.actor, *person)) {
    auto lately = auth::audit_entries(reader, {.object_kind = "person", .object_id = person->id, .from = context.clock.now() - kUntilSettled});
    if (std::any_of(lately.begin(), lately.end(), [](auto const& entry) { return entry.action == kRenamed; })) return {};
  }
  return {person->name, own_mails(reader, context.county, *person)};
}

void erase(db::Writer& writer, Context& context, std::string_view person_id) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) {  // made one with another entry, which took all along; what it was called is left
    delete_confirmations(writer, person_id);
    delete_merges_of(writer, person_id);
    delete_person(writer, person_id);
    return;
  }
  // The public functions lose name and number before the position that ties them is gone.
  person->state = PersonState::Left;
  CHECK(update_person(writer, *person));
  keep_step(writer, context, person_id);
  for (auto const& position : person->positions)
    if (!position.function_id.empty())
      directory::forget_changes(writer, directory::Kind::Function, position.function_id);
  for (auto const& seat : seats_of_person(writer, person_id)) writer.changed("body", seat.body_id);
  forget_person_in_bodies(writer, person_id);
  delete_confirmations(writer, person_id);
  delete_merges_of(writer, person_id);
  delete_person(writer, person_id);
}

Result<std::int64_t> erase_person(db::Writer& writer, Context& context, Site const& site,
                                  std::string_view person_id) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) return Error{ErrorCode::NotFound, "", "person"};
  if (!is_own(context.actor, *person) && !is_editor(context.actor, *person))
    return Error{ErrorCode::Forbidden, "", "person"};
  std::int64_t stopped = silence(writer, context, *person);
  auto ids = became(writer, person_id);
  for (auto const& id : ids) stopped += mail::forget(writer, {"person", id});
  ids.emplace_back(person_id);
  auto const& modules = site.modules();
  for (auto const& id : ids)
    for (auto module = modules.rbegin(); module != modules.rend(); ++module)
      if (module->erase_person) module->erase_person(writer, context, id);
  if (auto fault = erase_account_of(writer, context, site, *person)) return *fault;
  auth::audit(writer, context, "person.erased", "person", person_id);
  writer.changed("person", person_id);
  return stopped;
}

Result<std::vector<Disclosure>> disclose_person(db::Writer& writer, Context& context,
                                                Site const& site, std::string_view person_id) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) return Error{ErrorCode::NotFound, "", "person"};
  if (!may_read_private(context.actor, *person)) return Error{ErrorCode::Forbidden, "", "person"};
  bool for_others = context.actor.signed_in() && !is_own(context.actor, *person);
  if (for_others) auth::audit(writer, context, "person.disclosed", "person", person_id);
  std::vector<Disclosure> all;
  for (auto const& module : site.modules()) {
    if (!module.disclose_person) continue;
    for (auto& some : module.disclose_person(context, writer, person_id))
      all.push_back(std::move(some));
  }
  return all;
}

}  // namespace mila::network
