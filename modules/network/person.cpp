// Who sees what of a person, and what a person is found by. No SQL, no HTTP.
#include "modules/network/person.h"

#include <algorithm>
#include <array>

#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/frame.h"

namespace mila::network {
namespace {

using i18n::N_;

template <typename T, std::size_t n>
using Names = std::array<std::pair<T, std::string_view>, n>;

constexpr Names<PersonClass, 3> kClasses{{{PersonClass::Official, "official"},
                                          {PersonClass::Partner, "partner"},
                                          {PersonClass::Volunteer, "volunteer"}}};
constexpr Names<PersonState, 3> kStates{{{PersonState::Active, "active"},
                                         {PersonState::Expired, "expired"},
                                         {PersonState::Left, "left"}}};
constexpr Names<ShownTo, 3> kShownTo{{{ShownTo::Nobody, "nobody"},
                                      {ShownTo::Members, "members"},
                                      {ShownTo::Everybody, "everybody"}}};
constexpr Names<ConsentItem, 5> kItems{{{ConsentItem::NameToMembers, "name-members"},
                                        {ConsentItem::NameToEverybody, "name-everybody"},
                                        {ConsentItem::MailToMembers, "mail-members"},
                                        {ConsentItem::PhoneToMembers, "phone-members"},
                                        {ConsentItem::Relay, "relay"}}};

template <typename T, std::size_t n>
std::string_view name_in(Names<T, n> const& names, T value) {
  for (auto const& [known, name] : names)
    if (known == value) return name;
  return "";
}

template <typename T, std::size_t n>
std::optional<T> named_in(Names<T, n> const& names, std::string_view wanted) {
  for (auto const& [value, name] : names)
    if (name == wanted) return value;
  return std::nullopt;
}

constexpr Fields kPresence{Field::Name, Field::Positions, Field::Languages};
constexpr Fields kAtWork{Field::WorkMail, Field::WorkPhone};
constexpr Fields kPrivate{Field::PrivateMail, Field::PrivatePhone};

/// What volunteers agreed to; without the name nothing that points to them is shown.
Fields of_volunteer(Level level, Person const& person) {
  Fields fields;
  bool everybody = person.agreed(ConsentItem::NameToEverybody);
  bool named = everybody || (level == Level::Members && person.agreed(ConsentItem::NameToMembers));
  if (named) fields = fields | kPresence;
  if (person.agreed(ConsentItem::Relay)) fields = fields | Fields{Field::Relay};
  return fields;
}

/// Private contacts of any class, for members who also see the name.
Fields private_for_members(Person const& person) {
  Fields fields;
  if (person.agreed(ConsentItem::MailToMembers)) fields = fields | Fields{Field::PrivateMail};
  if (person.agreed(ConsentItem::PhoneToMembers)) fields = fields | Fields{Field::PrivatePhone};
  return fields;
}

Fields at_work(Level level, Person const& person) {
  if (person.kind == PersonClass::Official) {
    // For members the contact of an office stays reachable: the objection is against publication.
    bool hidden = level == Level::Everybody && person.objected_at;
    return hidden ? Fields{} : kPresence | kAtWork;
  }
  bool released = person.shown_to == ShownTo::Everybody ||
                  (level == Level::Members && person.shown_to == ShownTo::Members);
  if (level == Level::Everybody && (!released || person.objected_at)) return {};
  return released && !person.objected_at ? kPresence | kAtWork : kPresence;
}

}  // namespace

std::string_view name_of(PersonClass value) { return name_in(kClasses, value); }
std::string_view name_of(PersonState value) { return name_in(kStates, value); }
std::string_view name_of(ShownTo value) { return name_in(kShownTo, value); }
std::string_view name_of(ConsentItem value) { return name_in(kItems, value); }
std::optional<PersonClass> class_named(std::string_view name) { return named_in(kClasses, name); }
std::optional<ShownTo> shown_to_named(std::string_view name) { return named_in(kShownTo, name); }
std::optional<ConsentItem> consent_item_named(std::string_view name) {
  return named_in(kItems, name);
}

std::vector<ConsentItem> const& all_consent_items() {
  static std::vector<ConsentItem> const items = [] {
    std::vector<ConsentItem> all;
    for (auto const& [item, name] : kItems) all.push_back(item);
    return all;
  }();
  return items;
}

ConsentSentence consent_sentence(ConsentItem item) {
  switch (item) {
    case ConsentItem::NameToMembers:
      return {N_("Members of the network may see my name, my languages and what I do."), "1"};
    case ConsentItem::NameToEverybody:
      return {N_("Everybody may see my name, my languages and what I do."), "1"};
    case ConsentItem::MailToMembers:
      return {N_("Members of the network may see my private mail address."), "1"};
    case ConsentItem::PhoneToMembers:
      return {N_("Members of the network may see my private phone number."), "1"};
    case ConsentItem::Relay:
      return {N_("Everybody may write to me by a form. My address stays hidden."), "1"};
  }
  return {"", ""};
}

bool Person::agreed(ConsentItem item) const {
  return std::any_of(consents.begin(), consents.end(), [&](Consent const& consent) {
    return consent.item == item && !consent.revoked_at;
  });
}

Fields fields_for(Level level, Person const& person) {
  if (level == Level::Editors) {
    Fields fields = kPresence | kAtWork | fields_for(Level::Members, person);
    return fields;
  }
  if (person.state == PersonState::Left) return {};
  if (level == Level::Everybody && person.state != PersonState::Active) return {};
  bool volunteer = person.kind == PersonClass::Volunteer;
  if (volunteer && person.objected_at) return {};
  Fields fields = volunteer ? of_volunteer(level, person) : at_work(level, person);
  if (level == Level::Members && fields.has(Field::Name) && !person.objected_at)
    fields = fields | private_for_members(person);
  return fields;
}

Level name_level(Person const& person) {
  for (Level level : {Level::Everybody, Level::Members})
    if (fields_for(level, person).has(Field::Name)) return level;
  return Level::Editors;
}

Level level_of(Actor const& actor) {
  if (actor.may(Permission::EditNetwork, Target{})) return Level::Editors;
  return actor.may(Permission::ReadNetwork) ? Level::Members : Level::Everybody;
}

bool is_own(Actor const& actor, Person const& person) {
  return actor.signed_in() && !person.account_id.empty() && actor.account_id == person.account_id;
}

bool is_editor(Actor const& actor, Person const& person) {
  return actor.kind == Actor::Kind::Operator ||
         actor.may(Permission::EditNetwork, {.organization_id = person.organization_id});
}

bool may_read_private(Actor const& actor, Person const& person) {
  return actor.kind == Actor::Kind::Operator || is_own(actor, person) ||
         actor.may(Permission::ReadPrivate, {.organization_id = person.organization_id});
}

namespace {

bool edits_for_partner(Actor const& actor, Person const& person) {
  return person.kind == PersonClass::Partner && !person.organization_id.empty() &&
         actor.may(Permission::EditOffers, {.organization_id = person.organization_id});
}

}  // namespace

bool may_edit(Actor const& actor, Person const& person) {
  return is_editor(actor, person) || is_own(actor, person) || edits_for_partner(actor, person);
}

Fields visible_fields(Actor const& actor, Person const& person) {
  Fields fields = fields_for(level_of(actor), person);
  if (may_edit(actor, person)) fields = fields | fields_for(Level::Editors, person);
  if (may_read_private(actor, person)) fields = fields | kPrivate;
  return fields;
}

std::string name_key(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kTitles{"dr",   "prof", "med",  "phil",
                                                           "dipl", "ing",  "frau", "herr"};
  std::string slug = slugify(name);
  std::vector<std::string> words = split_list(slug, '-');
  std::erase_if(words, [](std::string const& word) {
    return std::find(kTitles.begin(), kTitles.end(), word) != kTitles.end();
  });
  std::sort(words.begin(), words.end());
  return join(words, "-");
}

std::string phone_key(std::string_view number) {
  std::string href = tel_href(number);
  return href.rfind("tel:+", 0) == 0 ? href.substr(4) : "";
}

std::vector<std::string> search_words(Person const& person, Date today) {
  std::vector<std::string> words;
  for (auto const& word : split_list(slugify(person.name), '-')) words.push_back("n:" + word);
  for (auto const& language : person.languages) words.push_back("l:" + language);
  if (!person.organization_id.empty()) words.push_back("o:" + person.organization_id);
  for (auto const& position : person.positions) {
    if (!position.holds_on(today)) continue;
    for (auto const& code : position.topics)
      for (auto const* topic : taxonomy::taxonomy().line(code)) words.push_back("t:" + topic->code);
    for (auto const& place : position.places) words.push_back("p:" + place);
    if (position.places.empty()) words.emplace_back("p:*");
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<std::string> match_keys(Person const& person) {
  std::vector<std::string> keys;
  std::string name = name_key(person.name);
  for (auto const& mail : {person.work_mail, person.private_mail}) {
    if (mail.empty()) continue;
    std::string key = ascii_lower(trim(mail));
    keys.push_back("mail|" + key);
    keys.push_back("name-mail|" + name + "|" + key);
  }
  for (auto const& phone : {person.work_phone, person.private_phone})
    if (auto key = phone_key(phone); !key.empty()) keys.push_back("name-phone|" + name + "|" + key);
  if (auto key = phone_key(person.private_phone); !key.empty()) keys.push_back("phone|" + key);
  if (!person.organization_id.empty())
    keys.push_back("name-organization|" + name + "|" + person.organization_id);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

Date a_year_after(Date day) {
  Date next = day + std::chrono::years{1};
  return next.ok() ? next : Date{next.year() / next.month() / std::chrono::last};
}

std::vector<Position> positions_on(Person const& person, Date day) {
  std::vector<Position> held;
  for (auto const& position : person.positions)
    if (position.holds_on(day)) held.push_back(position);
  return held;
}

}  // namespace mila::network
