// The people of the network and the bodies they sit in: who does what where, whom one may see and
// write to. Round tables and mailings build on this; they meet people through these functions only,
// so that nobody's private data get further than the person agreed to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/county/county.h"
#include "platform/site/module.h"

namespace mila::network {

/// Why somebody's data may be held, and who decides what is shown of them.
enum class PersonClass {
  Official,  ///< of an authority: the contact at work may be public; the person may object
  Partner,   ///< employed by a partner: their organisation decides, the person may object
  Volunteer  ///< volunteers and private people: nothing without consent, field by field
};
std::string_view name_of(PersonClass value);  ///< "official", "partner", "volunteer"
std::optional<PersonClass> class_named(std::string_view name);

/// Expired: not confirmed within a year; the organisation's number stands in for them publicly.
enum class PersonState { Active, Expired, Left };
std::string_view name_of(PersonState value);  ///< "active", "expired", "left"

/// Whom a partner organisation lets see the contact of somebody it employs.
enum class ShownTo { Nobody, Members, Everybody };
std::string_view name_of(ShownTo value);  ///< "nobody", "members", "everybody"
std::optional<ShownTo> shown_to_named(std::string_view name);

/// What is shown of a person, or not.
enum class Field : unsigned {
  Name, Positions, Languages, WorkMail, WorkPhone, PrivateMail, PrivatePhone,
  Relay  ///< may be written to by a form that hides the address
};

/// A set of fields.
class Fields {
 public:
  constexpr Fields() = default;
  constexpr Fields(std::initializer_list<Field> fields) {
    for (Field field : fields) bits_ |= bit(field);
  }
  static constexpr Fields all() { return from_bits(0xFF); }
  constexpr bool has(Field field) const { return (bits_ & bit(field)) != 0; }
  constexpr bool none() const { return bits_ == 0; }
  constexpr Fields operator|(Fields other) const { return from_bits(bits_ | other.bits_); }
  constexpr Fields without(Fields other) const { return from_bits(bits_ & ~other.bits_); }
  bool operator==(Fields const&) const = default;

 private:
  static constexpr unsigned bit(Field field) { return 1U << static_cast<unsigned>(field); }
  static constexpr Fields from_bits(unsigned bits) {
    Fields fields;
    fields.bits_ = bits;
    return fields;
  }
  unsigned bits_ = 0;
};

/// What a person can agree to, each for itself. Mail and phone mean the private ones.
enum class ConsentItem { NameToMembers, NameToEverybody, MailToMembers, PhoneToMembers, Relay };
std::string_view name_of(ConsentItem item);  ///< "name-members", "name-everybody", …
std::optional<ConsentItem> consent_item_named(std::string_view name);
std::vector<ConsentItem> const& all_consent_items();

/// Kept as it was given, also after it was revoked: proof of what was lawful when (Art. 7 (1) GDPR).
struct Consent {
  std::string id, person_id;
  ConsentItem item = ConsentItem::NameToMembers;
  std::string wording;   ///< version of the sentence that was agreed to, see consent_sentence()
  std::string language;  ///< in which it was shown
  Instant given_at;
  std::string given_by;  ///< account that recorded it, or "person"
  std::optional<Instant> revoked_at;
  std::string revoked_by;
};

/// What somebody does in their organisation. Ended ones stay and tell who did it before.
struct Position {
  std::string id, person_id, title;
  std::vector<std::string> topics;  ///< codes of the taxonomy
  std::vector<std::string> places;  ///< ids of places or areas; none: the whole county
  std::string function_id;          ///< function of the directory that the public sees, "" if none
  Date from{};
  std::optional<Date> until;        ///< last day
  std::string deputy_id, successor_id;  ///< people, "" if none
  /// The public function shows this person's number and mail; when the person may no longer be shown,
  /// those of the organisation or the county's office. Otherwise number and mail are the function's.
  bool own_line = false;
  bool holds_on(Date day) const { return from <= day && (!until || day <= *until); }
};

struct Person {
  std::string id;
  std::int64_t version = 0;  ///< grows with each change; 0 = new
  PersonClass kind = PersonClass::Official;
  PersonState state = PersonState::Active;
  std::string name, salutation;
  std::string organization_id;         ///< of the directory, "" if none
  std::vector<std::string> languages;  ///< ISO 639 codes they speak
  std::string letter_language = "de";  ///< of mails to them: one of i18n::all_languages()
  std::string work_mail, work_phone;   ///< "" for volunteers
  std::string private_mail, private_phone;
  ShownTo shown_to = ShownTo::Nobody;  ///< partners only
  std::optional<Instant> objected_at;
  Instant confirmed_at;
  Date expires_on{};
  std::optional<Date> leaves_on;  ///< last day, once they said so
  std::string account_id;  ///< their own account, "" if none
  std::string relay_key;   ///< names the person in the address of the relay form
  std::vector<Position> positions;  ///< the newest first
  std::vector<Consent> consents;    ///< the newest first
  Instant created_at, modified;
  bool agreed(ConsentItem item) const;
};

/// THE rule of what the actor sees of a person; every list, page and file goes by it. `person` needs
/// its consents. Private fields are among them for whoever may read private data (Permission::
/// ReadPrivate); handing those out is read_private(), which leaves a trace.
Fields visible_fields(Actor const& actor, Person const& person);

/// A person as the actor may see them: fields that are not visible are empty. The private ones are
/// filled for the person themselves and where they agreed to it; who sees them by right only finds
/// `has_private` and asks read_private().
struct SeenPerson : Person {
  Fields visible;
  bool has_private = false;
};

/// Those the context's actor may see anything of, in the order of `ids`. Three statements.
std::vector<SeenPerson> find_people(db::Reader& reader, Context& context,
                                    std::vector<std::string> const& ids);
std::optional<SeenPerson> find_person(db::Reader& reader, Context& context, std::string_view id);
/// By what texts of others may be searched for a person who is erased.
struct Traces {
  std::string name;
  std::vector<std::string> mails;  ///< no other person's and not their organisation's
};
/// Before the erasure. Nothing when somebody who is no editor changed name or address within 90 days and no editor
/// erases: whatever words were put there would go from everybody's texts for good.
Traces traces_of(db::Reader& reader, Context& context, std::string_view person_id);
/// The person an account belongs to; "" when it is nobody's.
std::string person_of_account(db::Reader& reader, std::string_view account_id);

struct PrivateContact {
  std::string mail, phone;
};
/// Private mail and phone. Reading those of others writes an entry into the audit log. Errors:
/// NotFound, Forbidden.
Result<PrivateContact> read_private(db::Writer& writer, Context& context, std::string_view person_id);

/// Where the program itself writes to a person: work, else private; "" when there is none or they
/// left. Not for showing.
struct MailTarget {
  std::string person_id, address, language, name;
};
std::vector<MailTarget> mail_targets(db::Reader& reader, Context& context,
                                     std::vector<std::string> const& person_ids);

// Changing. All check the actor's rights (may_edit) and keep in step what follows from a person:
// search words, and the functions the public sees.

/// May the actor change this person: with Permission::EditNetwork for it, as an editor of the
/// partner organisation that employs them, or because it is themselves.
bool may_edit(Actor const& actor, Person const& person);

/// Inserts (version 0, `id` may be empty) or replaces name, class, organisation, languages, contact
/// at work and whom the organisation lets see it. Private contact, consents and positions stay.
/// Returns the id. Errors: Forbidden, Invalid, Conflict when `version` is not the stored one.
Result<std::string> save_person(db::Writer& writer, Context& context, Person person);
Result<bool> set_private_contact(db::Writer& writer, Context& context, std::string_view person_id,
                                 PrivateContact const& contact, std::int64_t version);
/// Inserts (`id` empty) or replaces. `version` is the person's.
Result<std::string> save_position(db::Writer& writer, Context& context, Position position,
                                  std::int64_t version);
/// Ends a position with `last_day` and opens the same one for `successor_id` (may be "") the day
/// after. The public function changes hands with it.
Result<bool> hand_over(db::Writer& writer, Context& context, std::string_view position_id,
                       std::string_view successor_id, Date last_day);
/// Sets exactly these consents: missing ones are given, others revoked, at once. `language` is the
/// one the sentences were shown in. With a `version` that is not the person's: Conflict, so that a
/// form opened earlier does not give back what was revoked meanwhile.
Result<bool> set_consents(db::Writer& writer, Context& context, std::string_view person_id,
                          std::vector<ConsentItem> const& items, std::string_view language,
                          std::optional<std::int64_t> version = std::nullopt);
/// Art. 21 GDPR. Takes effect at once.
Result<bool> set_objection(db::Writer& writer, Context& context, std::string_view person_id,
                           bool objects);
/// "Still right": good for another year from today.
Result<bool> confirm_person(db::Writer& writer, Context& context, std::string_view person_id);
/// Ends all positions with `last_day`; from the day after the person is out of every list, and the
/// bodies they sit in keep the organisation's seat without them, and their account has no access any
/// more (auth::end_access).
Result<bool> mark_left(db::Writer& writer, Context& context, std::string_view person_id,
                       Date last_day);
/// Ties an account to a person, both ways. That of somebody who has left loses its access.
Result<bool> link_account(db::Writer& writer, Context& context, std::string_view person_id,
                          std::string_view account_id);
/// Removes the person everywhere: here, in the modules that joined Module::erase_person, in mail,
/// and their account. What stays is a random id in the audit log. For whoever may edit
/// the network, and for the person. Returns how many mails were about them. Errors: NotFound,
/// Forbidden, Conflict when nobody else could manage accounts then.
Result<std::int64_t> erase_person(db::Writer& writer, Context& context, Site const& site,
                                  std::string_view person_id);
/// What all modules hold about a person, for the person or who answers for them (Art. 15 GDPR);
/// disclosing to others than the person is audited. Errors: NotFound, Forbidden.
Result<std::vector<Disclosure>> disclose_person(db::Writer& writer, Context& context,
                                                Site const& site, std::string_view person_id);

/// The sentence a consent means, a msgid, and its version. A changed sentence gets a new version.
struct ConsentSentence {
  char const* text;
  char const* version;
};
ConsentSentence consent_sentence(ConsentItem item);

// Bodies: who meets, who sits there for whom, who runs it.

enum class BodyKind { RoundTable, CoordinationStaff, WorkingGroup, Council, HelperCircle, Other };
std::string_view name_of(BodyKind value);  ///< "round-table", "coordination-staff", …
std::optional<BodyKind> body_kind_named(std::string_view name);
std::vector<BodyKind> const& all_body_kinds();

enum class SeatRole { Chair, DeputyChair, Member, Guest };
std::string_view name_of(SeatRole value);  ///< "chair", "deputy-chair", "member", "guest"
std::optional<SeatRole> seat_role_named(std::string_view name);

/// A seat of an organisation, whoever comes for it, or of a person. Ended seats stay as history.
struct Seat {
  std::string id, body_id;
  std::string organization_id;      ///< "" for the seat of a person
  std::string person_id, deputy_id;  ///< "" when nobody is named
  SeatRole role = SeatRole::Member;
  Date from{};
  std::optional<Date> until;  ///< last day
  bool holds_on(Date day) const { return from <= day && (!until || day <= *until); }
};

/// A name a body has had: people go on asking for the old one.
struct BodyName {
  std::string id, name;
  Date from{};
  std::optional<Date> until;
};

struct Body {
  std::string id;
  std::int64_t version = 0;
  BodyKind kind = BodyKind::RoundTable;
  std::string name;         ///< today's
  std::string purpose;      ///< plain text
  std::string looking_for;  ///< "we are looking for …", one sentence; "" when complete
  std::string place_id;     ///< place or area, "" for the whole county
  std::vector<std::string> topics;
  std::string parent_id;  ///< body this is a working group of
  std::string office_organization_id, office_person_id;  ///< who runs it
  bool is_public = false;
  Date from{};
  std::optional<Date> until;
  std::vector<BodyName> names;  ///< the newest first, today's among them
  std::vector<Seat> seats;      ///< chair first, then by begin
  Instant modified;
};

/// Bodies the actor may see: members of the network all, others the public ones. The people of seats
/// are ids: find_people() says what may be shown of them. Three statements.
std::vector<Body> find_bodies(db::Reader& reader, Context& context,
                              std::vector<std::string> const& ids);
std::optional<Body> find_body(db::Reader& reader, Context& context, std::string_view id);
/// All seats a person has or stands in for, or an organisation has, ended ones included.
std::vector<Seat> seats_of_person(db::Reader& reader, std::string_view person_id);
std::vector<Seat> seats_of_organization(db::Reader& reader, std::string_view organization_id);

/// May the actor change this body: Permission::EditNetwork for it.
bool may_edit_body(Actor const& actor, std::string_view body_id);
/// Inserts (version 0) or replaces all but name, names and seats; for a new one the name counts, from
/// its first day on. Errors: Forbidden, Invalid, Conflict.
Result<std::string> save_body(db::Writer& writer, Context& context, Body body);
/// From `day` on the body has another name; the old one stays findable. With `day` nullopt it is only
/// spelt differently.
Result<bool> rename_body(db::Writer& writer, Context& context, std::string_view body_id,
                         std::string name, std::optional<Date> day, std::int64_t version);
/// Inserts (`id` empty) or replaces. `version` is the body's.
Result<std::string> save_seat(db::Writer& writer, Context& context, Seat seat,
                              std::int64_t version);

Module const& module();

}  // namespace mila::network
