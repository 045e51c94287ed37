// Entries made twice: found by what two of them share, made one, and made two again within 30 days.
// Rather none shown than a wrong one: a name alone is never enough.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "modules/network/directory_facts.h"
#include "modules/network/network.h"

namespace mila::network {

constexpr std::chrono::days kUndoable{30};

/// Why two entries look like one.
enum class Likeness {
  NameAndMail, NameAndPhone, NameAndOrganization, Mail, Phone, NameAndTown, NameAndWebsite
};

struct Pair {
  std::string first_id, second_id;  ///< the older entry first
  std::vector<Likeness> why;
};

/// Whether two names of people may mean one: the same words, one of them shortened ("K. Brandt"), or
/// a single slip of the pen in a long word.
bool similar_person_names(std::string_view a, std::string_view b);
/// The same of organisations, legal forms aside ("e. V.", "gGmbH").
bool similar_organization_names(OrganizationFact const& a, OrganizationFact const& b);

/// Likeness of two people; empty: none that counts.
std::vector<Likeness> likeness(Person const& a, Person const& b);
std::vector<Likeness> likeness(OrganizationFact const& a, OrganizationFact const& b);

using IdPair = std::pair<std::string, std::string>;
/// A page of pairs that nobody has called two, in the order of their ids.
struct PairsPage {
  std::vector<Pair> pairs;
  std::optional<IdPair> next;  ///< where the next page goes on; none: that was all
};
/// At most `limit` pairs, those after `after`.
PairsPage duplicate_people(db::Reader& reader, County& county, std::size_t limit, IdPair const& after = {});
PairsPage duplicate_organizations(db::Reader& reader, County& county, DirectoryFacts const& facts,
                                  std::size_t limit, IdPair const& after = {});

struct Merge {
  std::string id, kind, kept_id, dropped_id;  ///< kind: "person" or "organization"
  Instant merged_at;
};
/// The newest first, as long as they can be undone.
std::vector<Merge> merges(db::Reader& reader, Instant now);

/// What an undone merge leaves with the kept entry, because it was changed since.
enum class Stays { Contact, Languages, Positions, Seats, Consents, Objection, Release, Account,
                   People, Offers, Rights, Others };

// Merging is for whoever may change both sides (Permission::EditNetwork; for organisations EditOffers,
// too), all or nothing, and audited. Errors: Forbidden, NotFound, Conflict with what to do first.

/// What the dropped entry did and sat in moves to the kept one, what other modules hold about it, too
/// (Module::person_columns), and its account; empty fields of the kept one are filled. The stricter of both holds: an objection of either, and only what both
/// agreed to. Returns the merge's id.
Result<std::string> merge_people(db::Writer& writer, Context& context, std::vector<Module> const& modules,
                                 std::string_view kept_id, std::string_view dropped_id);
/// Functions, offers, places, parts, rights and all that names it in any module
/// (Module::organization_columns) move, empty fields are filled; the
/// dropped organisation is hidden, says what it became (x_merged_into) and keeps its history.
Result<std::string> merge_organizations(db::Writer& writer, Context& context, Site const& site,
                                        std::string_view kept_id, std::string_view dropped_id);
/// Puts everything back that is still as the merge made it; returns what is not. The latest merge of
/// an entry first. Errors: NotFound (too late), Conflict, Forbidden.
Result<std::vector<Stays>> undo_merge(db::Writer& writer, Context& context, Site const& site,
                                      std::string_view merge_id);
/// Nobody is asked about these two again. `kind` as in Merge.
Result<bool> call_two(db::Writer& writer, Context& context, std::string_view kind,
                      std::string_view first_id, std::string_view second_id);
/// After kUndoable the dropped person's entry is deleted; returns how many merges became final.
std::int64_t finish_merges(db::Writer& writer, Context& context);

}  // namespace mila::network
