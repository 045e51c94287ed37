// What can be done with a person. Each change checks the right, writes, and keeps in step what
// follows from it.
#include <algorithm>

#include "modules/directory/directory.h"
#include "modules/network/confirmation_store.h"
#include "modules/network/keep_step.h"
#include "modules/network/people_store.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/auth/end_access.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/languages.h"
#include "platform/jobs/jobs.h"

namespace mila::network {
namespace {

using i18n::N_;

Error missing() { return {ErrorCode::NotFound, N_("This person is not here any more."), ""}; }
Error forbidden() { return {ErrorCode::Forbidden, "", "person"}; }
Error outdated() { return {ErrorCode::Conflict, "", "person"}; }
Error invalid(char const* message) { return {ErrorCode::Invalid, message, ""}; }

Date today_of(Context& context) {
  return local_date(context.now(), context.county.config().zone);
}

/// Who acted, for a consent's proof. The operator stands for the person: they came by a link mailed
/// to them, or wrote on paper what a list was made of.
std::string actor_of(Context const& context, Person const& person) {
  bool self = context.actor.kind == Actor::Kind::Operator || is_own(context.actor, person);
  return self ? "person" : context.actor.account_id;
}

/// The person, if the actor may change it.
Result<Person> editable(db::Reader& reader, Context& context, std::string_view id) {
  auto person = load_person(reader, context.county, id);
  if (!person) return missing();
  if (!may_edit(context.actor, *person)) return forbidden();
  return std::move(*person);
}

/// What only editors of the network decide stays as it was for others.
void keep_what_editors_decide(Actor const& actor, Person const& stored, Person& person) {
  if (is_editor(actor, stored)) return;
  person.kind = stored.kind;
  person.organization_id = stored.organization_id;
  bool own = is_own(actor, stored) && !actor.may(Permission::EditOffers,
                                                 {.organization_id = stored.organization_id});
  if (own) person.shown_to = stored.shown_to;
}

std::optional<Error> fault_of(db::Reader& reader, Person const& person) {
  if (person.name.empty()) return invalid(N_("Please say the name."));
  if (!i18n::find_language(person.letter_language)) return invalid(N_("We do not know this language."));
  if (person.kind == PersonClass::Partner && person.organization_id.empty())
    return invalid(N_("Please say for which organisation they work."));
  if (!person.organization_id.empty() &&
      directory::find_records(reader, directory::Kind::Organization, {person.organization_id}).empty())
    return invalid(N_("This organisation is not in the directory."));
  return std::nullopt;
}

/// Volunteers have private contacts only; whom an organisation lets see is a matter of partners.
void tidy(Person& person) {
  person.name = trim(person.name);
  if (person.kind == PersonClass::Volunteer) person.work_mail = person.work_phone = "";
  if (person.kind != PersonClass::Partner) person.shown_to = ShownTo::Nobody;
  std::sort(person.languages.begin(), person.languages.end());
  person.languages.erase(std::unique(person.languages.begin(), person.languages.end()),
                         person.languages.end());
}

Result<std::string> add_person(db::Writer& writer, Context& context, Person person) {
  if (!is_editor(context.actor, person)) {
    Person partner = person;
    bool may_add = person.kind == PersonClass::Partner && may_edit(context.actor, partner);
    if (!may_add) return forbidden();
  }
  if (person.id.empty()) person.id = uuid_v7(writer.now(), context.random);
  person.state = PersonState::Active;
  person.objected_at.reset();
  person.consents.clear();
  person.positions.clear();
  person.confirmed_at = writer.now();
  person.expires_on = a_year_after(today_of(context));
  person.relay_key = random_token(context.random);
  insert_person(writer, context, person);
  keep_step(writer, context, person.id);
  return person.id;
}

/// Writes what was changed in `person`, which was loaded in this transaction.
void write_change(db::Writer& writer, Context& context, Person const& person) {
  CHECK(update_person(writer, person));
  keep_step(writer, context, person.id);
}

/// The day after the last one has come.
void go(db::Writer& writer, Context& context, Person& person) {
  person.state = PersonState::Left;
  if (!person.account_id.empty()) auth::end_access(writer, context, person.account_id);
  leave_bodies(writer, context, person.id, *person.leaves_on);
  end_confirmations(writer, person.id);
  write_change(writer, context, person);
}

}  // namespace

void follow_leaving(db::Writer& writer, Context& context) {
  for (auto const& id : people_gone(writer, today_of(context))) {
    auto person = load_person(writer, context.county, id);
    go(writer, context, *person);
  }
}

std::vector<SeenPerson> find_people(db::Reader& reader, Context& context,
                                    std::vector<std::string> const& ids) {
  std::vector<SeenPerson> seen;
  for (auto& person : load_people(reader, context.county, ids)) {
    SeenPerson& shown = seen.emplace_back();
    static_cast<Person&>(shown) = std::move(person);
    shown.visible = visible_fields(context.actor, shown);
    if (shown.visible.none()) {
      seen.pop_back();
      continue;
    }
    bool own = is_own(context.actor, shown) || context.actor.kind == Actor::Kind::Operator;
    Fields agreed = fields_for(level_of(context.actor), shown);
    auto blank = [&](Field field, std::string& text) {
      bool personal = field == Field::PrivateMail || field == Field::PrivatePhone;
      bool granted = shown.visible.has(field) && (!personal || own || agreed.has(field));
      if (!granted && shown.visible.has(field)) shown.has_private |= !text.empty();
      if (!granted) text.clear();
    };
    blank(Field::WorkMail, shown.work_mail);
    blank(Field::WorkPhone, shown.work_phone);
    blank(Field::PrivateMail, shown.private_mail);
    blank(Field::PrivatePhone, shown.private_phone);
    if (!shown.visible.has(Field::Name)) shown.name = shown.salutation = shown.account_id = "";
    if (!shown.visible.has(Field::Relay)) shown.relay_key.clear();
    if (!shown.visible.has(Field::Positions)) shown.positions.clear();
    if (!shown.visible.has(Field::Languages)) shown.languages.clear();
    if (!own && !may_edit(context.actor, shown)) shown.consents.clear();
  }
  return seen;
}

std::optional<SeenPerson> find_person(db::Reader& reader, Context& context, std::string_view id) {
  auto people = find_people(reader, context, {std::string(id)});
  if (people.empty()) return std::nullopt;
  return std::move(people.front());
}

std::string person_of_account(db::Reader& reader, std::string_view account_id) {
  return account_id.empty() ? "" : find_person_of_account(reader, account_id);
}

Result<PrivateContact> read_private(db::Writer& writer, Context& context,
                                    std::string_view person_id) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) return missing();
  if (!may_read_private(context.actor, *person)) return forbidden();
  if (!is_own(context.actor, *person))
    auth::audit(writer, context, "person.private_read", "person", person_id);
  return PrivateContact{person->private_mail, person->private_phone};
}

std::vector<MailTarget> mail_targets(db::Reader& reader, Context& context,
                                     std::vector<std::string> const& person_ids) {
  std::vector<MailTarget> targets;
  for (auto const& person : load_people(reader, context.county, person_ids)) {
    if (person.state == PersonState::Left) continue;
    auto const& address = person.work_mail.empty() ? person.private_mail : person.work_mail;
    targets.push_back({person.id, address, person.letter_language, person.name});
  }
  return targets;
}

Result<std::string> save_person(db::Writer& writer, Context& context, Person person) {
  tidy(person);
  std::optional<Person> stored;
  if (person.version > 0) {
    stored = load_person(writer, context.county, person.id);
    if (!stored) return missing();
    if (!may_edit(context.actor, *stored)) return forbidden();
    if (stored->version != person.version) return outdated();
    keep_what_editors_decide(context.actor, *stored, person);
    if (!is_editor(context.actor, person) && !may_edit(context.actor, person)) return forbidden();
  }
  if (auto fault = fault_of(writer, person)) return *fault;
  if (!stored) return add_person(writer, context, std::move(person));
  Person changed = *stored;
  changed.kind = person.kind;
  changed.name = person.name;
  changed.salutation = person.salutation;
  changed.organization_id = person.organization_id;
  changed.languages = person.languages;
  changed.letter_language = person.letter_language;
  changed.work_mail = person.work_mail;
  changed.work_phone = person.work_phone;
  changed.shown_to = person.shown_to;
  bool renamed = changed.name != stored->name || changed.work_mail != stored->work_mail;
  if (renamed && !is_editor(context.actor, *stored)) auth::audit(writer, context, kRenamed, "person", changed.id);
  write_change(writer, context, changed);
  return changed.id;
}

Result<bool> set_private_contact(db::Writer& writer, Context& context, std::string_view person_id,
                                 PrivateContact const& contact, std::int64_t version) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) return missing();
  if (!may_read_private(context.actor, *person)) return forbidden();
  if (person->version != version) return outdated();
  if (contact.mail != person->private_mail && !is_editor(context.actor, *person))
    auth::audit(writer, context, kRenamed, "person", person_id);
  update_private_contact(writer, context, person_id, contact);
  write_change(writer, context, *person);
  return true;
}

Result<std::string> save_position(db::Writer& writer, Context& context, Position position,
                                  std::int64_t version) {
  auto person = editable(writer, context, position.person_id);
  if (!person) return person.error();
  if (person->version != version) return outdated();
  position.title = trim(position.title);
  if (position.title.empty()) return invalid(N_("Please say what they do."));
  if (position.until && *position.until < position.from)
    return invalid(N_("The end lies before the beginning."));
  if (position.deputy_id == position.person_id)
    return invalid(N_("Nobody can stand in for themselves."));
  std::string former_function;
  if (position.id.empty()) {
    position.id = uuid_v7(writer.now(), context.random);
  } else {
    auto stored = find_position(writer, position.id);
    if (!stored || stored->person_id != position.person_id) return missing();
    position.successor_id = stored->successor_id;
    former_function = stored->function_id;
  }
  upsert_position(writer, position);
  write_change(writer, context, *person);
  if (!former_function.empty() && former_function != position.function_id)
    publish_function(writer, context, former_function);
  return position.id;
}

Result<bool> hand_over(db::Writer& writer, Context& context, std::string_view position_id,
                       std::string_view successor_id, Date last_day) {
  auto position = find_position(writer, position_id);
  if (!position) return missing();
  auto person = editable(writer, context, position->person_id);
  if (!person) return person.error();
  if (last_day < position->from) return invalid(N_("The end lies before the beginning."));
  position->until = last_day;
  if (!successor_id.empty()) {
    auto successor = load_person(writer, context.county, successor_id);
    if (!successor || successor->id == person->id)
      return invalid(N_("Please choose somebody else as successor."));
    position->successor_id = successor->id;
    Position next = *position;
    next.id = uuid_v7(writer.now(), context.random);
    next.person_id = successor->id;
    next.from = std::chrono::sys_days(last_day) + std::chrono::days{1};
    next.until.reset();
    next.deputy_id = next.successor_id = "";
    upsert_position(writer, next);
    upsert_position(writer, *position);
    write_change(writer, context, *successor);
  } else {
    upsert_position(writer, *position);
  }
  write_change(writer, context, *person);
  return true;
}

Result<bool> set_consents(db::Writer& writer, Context& context, std::string_view person_id,
                          std::vector<ConsentItem> const& items, std::string_view language,
                          std::optional<std::int64_t> version) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) return missing();
  if (!is_own(context.actor, *person) && !is_editor(context.actor, *person)) return forbidden();
  if (version && *version != person->version) return outdated();
  std::string by = actor_of(context, *person);
  bool changed = false, closes_relay = false;
  for (ConsentItem item : all_consent_items()) {
    bool wanted = std::find(items.begin(), items.end(), item) != items.end();
    if (wanted == person->agreed(item)) continue;
    changed = true;
    if (wanted) {
      insert_consent(writer, {.id = uuid_v7(writer.now(), context.random),
                              .person_id = person->id,
                              .item = item,
                              .wording = consent_sentence(item).version,
                              .language = std::string(language),
                              .given_at = writer.now(),
                              .given_by = by});
      continue;
    }
    closes_relay |= item == ConsentItem::Relay;
    for (auto const& consent : person->consents)
      if (consent.item == item && !consent.revoked_at) mark_revoked(writer, consent.id, by);
  }
  if (!changed) return false;
  person = load_person(writer, context.county, person_id);
  // An address that was passed on must not work again when the person agrees anew.
  if (closes_relay) person->relay_key = random_token(context.random);
  write_change(writer, context, *person);
  return true;
}

Result<bool> set_objection(db::Writer& writer, Context& context, std::string_view person_id,
                           bool objects) {
  // Art. 21 GDPR: the person's own word, which their employer does not take back.
  auto person = load_person(writer, context.county, person_id);
  if (!person) return missing();
  if (!is_own(context.actor, *person) && !is_editor(context.actor, *person)) return forbidden();
  if (objects == person->objected_at.has_value()) return false;
  person->objected_at = objects ? std::optional(writer.now()) : std::nullopt;
  write_change(writer, context, *person);
  return true;
}

Result<bool> confirm_person(db::Writer& writer, Context& context, std::string_view person_id) {
  auto person = editable(writer, context, person_id);
  if (!person) return person.error();
  person->confirmed_at = writer.now();
  person->expires_on = a_year_after(today_of(context));
  person->state = PersonState::Active;
  person->leaves_on.reset();
  end_confirmations(writer, person_id);
  write_change(writer, context, *person);
  return true;
}

Result<bool> mark_left(db::Writer& writer, Context& context, std::string_view person_id,
                       Date last_day) {
  auto person = editable(writer, context, person_id);
  if (!person) return person.error();
  for (auto& position : person->positions) {
    if (position.until && *position.until <= last_day) continue;
    position.until = std::max(position.from, last_day);
    upsert_position(writer, position);
  }
  person->leaves_on = last_day;
  if (last_day < today_of(context)) {
    go(writer, context, *person);
    return true;
  }
  write_change(writer, context, *person);
  // The daily round could come hours after the last day is over.
  Date next = std::chrono::sys_days(last_day) + std::chrono::days{1};
  jobs::enqueue(writer, context.random,
                {.kind = kLeavingJob,
                 .run_at = local_to_instant(next, {}, context.county.config().zone),
                 .key = std::string(kLeavingJob) + ":" + format_iso_date(next)});
  return true;
}

Result<bool> link_account(db::Writer& writer, Context& context, std::string_view person_id,
                          std::string_view account_id) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) return missing();
  if (!is_editor(context.actor, *person)) return forbidden();
  if (!person->account_id.empty()) auth::link_person(writer, person->account_id, "");
  std::string other = person_of_account(writer, account_id);
  if (!other.empty()) update_account(writer, other, "");
  if (!account_id.empty()) auth::link_person(writer, account_id, person_id);
  update_account(writer, person_id, account_id);
  if (person->state == PersonState::Left && !account_id.empty())
    auth::end_access(writer, context, account_id);
  auth::audit(writer, context, "person.account_linked", "person", person_id, account_id);
  writer.changed("person", person_id);
  return true;
}

}  // namespace mila::network
