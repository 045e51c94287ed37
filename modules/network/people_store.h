// The rows behind people. Only this module includes it: what is read here has not yet been narrowed
// to what the actor may see (find_people does that).
#pragma once

#include <unordered_map>

#include "modules/network/person.h"

namespace mila::network {

/// In the audit log: somebody who is no editor changed the name or a mail address of an entry.
inline constexpr char const* kRenamed = "person.renamed";

/// The rows of people alone, without positions and consents. One statement.
using PeopleById = std::unordered_map<std::string, Person>;
PeopleById load_bare_people(db::Reader& reader, County& county, std::vector<std::string> const& ids);
/// Whole people with positions and consents, private contacts opened. Order of `ids`; merged ones
/// are left out. Three statements.
std::vector<Person> load_people(db::Reader& reader, County& county,
                                std::vector<std::string> const& ids);
std::optional<Person> load_person(db::Reader& reader, County& county, std::string_view id);

void insert_person(db::Writer& writer, Context& context, Person const& person);
/// Everything but id, private contact, account and merging. False when `person.version` is not the
/// stored one; then nothing is written. The stored version grows by one.
bool update_person(db::Writer& writer, Person const& person);
void update_private_contact(db::Writer& writer, Context& context, std::string_view person_id,
                            PrivateContact const& contact);
void update_account(db::Writer& writer, std::string_view person_id, std::string_view account_id);
void upsert_position(db::Writer& writer, Position const& position);
std::optional<Position> find_position(db::Reader& reader, std::string_view id);
void insert_consent(db::Writer& writer, Consent const& consent);
void mark_revoked(db::Writer& writer, std::string_view consent_id, std::string_view by);

/// Search words and match keys of somebody who is not to be found any more.
void drop_words(db::Writer& writer, std::string_view person_id);
/// Replaces search words and match keys, which are stored as keyed hashes.
void replace_words(db::Writer& writer, County& county, Person const& person, Date today);
/// People whose positions begin or have ended between these days, so that their words are stale.
std::vector<std::string> people_with_turns(db::Reader& reader, Date first, Date last);
/// Those with positions tied to this function of the directory.
std::vector<std::string> people_of_function(db::Reader& reader, std::string_view function_id);
/// The person a relay address names; "" when it is nobody's.
std::string find_person_of_relay(db::Reader& reader, std::string_view relay_key);
std::string find_person_of_account(db::Reader& reader, std::string_view account_id);
/// Who else has this mail address as theirs.
std::int64_t count_others_with_mail(db::Reader& reader, County& county, std::string_view mail,
                                    std::string_view person_id);
/// All rows of the person in the tables of this header.
void delete_person(db::Writer& writer, std::string_view person_id);

/// A list of people. Each group of words is met when one of them is; a word ending in * is a prefix.
struct PeopleQuery {
  Level level = Level::Everybody;
  std::vector<std::vector<std::string>> words;
  std::optional<PersonClass> kind;
  std::optional<PersonState> state;  ///< none: active and expired
  std::string sort = "name";         ///< "name", "changed" or "expires"
  bool descending = false;
  int limit = 50, offset = 0;
};
std::vector<std::string> find_ids(db::Reader& reader, PeopleQuery const& query);
std::int64_t count_people(db::Reader& reader, PeopleQuery const& query);

}  // namespace mila::network
