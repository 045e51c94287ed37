// Rules about one person that other files of this module share.
#pragma once

#include "modules/network/network.h"

namespace mila::network {

/// Who looks, without anything personal between them: what lists are narrowed to in the database.
enum class Level { Everybody = 0, Members = 1, Editors = 2 };

/// What that level sees of a person. Editors do not see private contacts unless members may.
Fields fields_for(Level level, Person const& person);
/// The lowest level that sees the name; people are listed and found from there on.
Level name_level(Person const& person);
/// The level of an actor for the county as a whole.
Level level_of(Actor const& actor);

bool is_own(Actor const& actor, Person const& person);
/// May change class and organisation, too, and speak for the person (consents on paper).
bool is_editor(Actor const& actor, Person const& person);
/// May read private contacts: by right, or one's own.
bool may_read_private(Actor const& actor, Person const& person);

/// "Dr. Henrike Vollstedt" → "henrike-vollstedt": words without titles, in Latin letters, sorted.
std::string name_key(std::string_view name);
/// "+496990009441", "" for what is no number.
std::string phone_key(std::string_view number);

/// What the contact search finds the person by: name, organisation, positions of `today` with the
/// topics above theirs, languages.
std::vector<std::string> search_words(Person const& person, Date today);
/// What two entries for one person would share, see duplicates.h. Plain; the store hashes them.
std::vector<std::string> match_keys(Person const& person);

/// A year after `day`; 29 February becomes the 28th.
Date a_year_after(Date day);

/// Positions that hold on `day`.
std::vector<Position> positions_on(Person const& person, Date day);

}  // namespace mila::network
