// The rows behind confirmations.
#pragma once

#include "modules/network/confirmation.h"

namespace mila::network {

void insert_confirmation(db::Writer& writer, std::string_view id, std::string_view token_hash,
                         Instant expires_at, std::vector<std::string> const& person_ids);
/// Replaces the link of a confirmation: the old one ends.
void mark_reminded(db::Writer& writer, std::string_view id, std::string_view token_hash);
std::optional<Asked> find_confirmation(db::Reader& reader, std::string_view token_hash, Instant now);
bool mark_answered(db::Writer& writer, std::string_view confirmation_id, int position,
                   Answer answer);
/// All links to a person end: they or somebody else have confirmed otherwise.
void end_confirmations(db::Writer& writer, std::string_view person_id);

/// Active people whose entry ends until `until` and who have not been asked about it.
std::vector<std::string> people_to_ask(db::Reader& reader, Date until, int limit);
/// Confirmations without reminder of which an entry that nobody answered ends until `until`.
struct OpenConfirmation {
  std::string id;
  std::vector<std::string> person_ids;  ///< unanswered
  std::vector<int> positions;
};
std::vector<OpenConfirmation> confirmations_to_remind(db::Reader& reader, Date until, int limit);
/// Active people whose entry ended before `today`; people who said they leave before it.
std::vector<std::string> people_expired(db::Reader& reader, Date today);
std::vector<std::string> people_gone(db::Reader& reader, Date today);

void insert_successor(db::Writer& writer, std::string_view id, std::string_view person_id,
                      std::string_view contact);
struct SuccessorRow {
  std::string id, person_id, contact;
  Instant created_at;
};
std::vector<SuccessorRow> successor_rows(db::Reader& reader, std::string_view id, int limit);
void delete_successor(db::Writer& writer, std::string_view id);
/// Rows of a person in the tables of this header.
void delete_confirmations(db::Writer& writer, std::string_view person_id);
/// Links that have expired; returns how many.
std::int64_t delete_old_confirmations(db::Writer& writer);
/// The account's own entry until when it is good; none while they leave or have left. One statement.
struct OwnEntry {
  std::string person_id;
  Date expires_on{};
};
std::optional<OwnEntry> staying_entry_of_account(db::Reader& reader, std::string_view account_id);

}  // namespace mila::network
