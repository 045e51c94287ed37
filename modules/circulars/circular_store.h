// All SQL of circulars, their groups, deliveries and of those who left.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "modules/circulars/receivers.h"

namespace mila::circulars {

struct Group {
  std::string id, name, created_by;
  Filter filter;
};
/// By name.
std::vector<Group> all_groups(db::Reader& reader);
void insert_group(db::Writer& writer, Group const& group);
void delete_group(db::Writer& writer, std::string_view id);

enum class State { Draft, Sending, Sent };

struct Circular {
  std::string id;
  std::int64_t version = 1;
  State state = State::Draft;
  std::string subject, body;  ///< Markdown
  std::string language = "de";
  Filter filter;
  std::vector<std::string> groups;  ///< ids
  std::string file_id;
  std::string created_by;  ///< account, "" when it was erased
  Instant created_at;
  std::optional<Instant> sent_at;
  std::int64_t receivers = 0;
};
std::optional<Circular> find_circular(db::Reader& reader, std::string_view id);
/// Drafts first, then the newest; `author` "" for those of all.
std::vector<Circular> circulars_by(db::Reader& reader, std::string_view author, int limit, int offset);
std::int64_t count_circulars(db::Reader& reader, std::string_view author);
void insert_circular(db::Writer& writer, Circular const& circular);
/// Text and receivers of a draft. False when it is none any more, or of another version.
bool update_draft(db::Writer& writer, Circular const& circular);
/// Draft → sending, once. False when somebody was faster or the version is another.
bool begin_sending(db::Writer& writer, std::string_view id, std::int64_t version, std::int64_t receivers);
void end_sending(db::Writer& writer, std::string_view id);
/// Only of a draft; false otherwise.
bool delete_draft(db::Writer& writer, std::string_view id);
std::int64_t count_sent_since(db::Reader& reader, std::string_view author, Instant since);

struct Delivery {
  std::int64_t position = 0;
  std::string address, address_hash, label, group_id, reason;
  mail::RecipientRef ref;
  std::string mail_id;  ///< "" before it is one
  std::string result;   ///< "", "left" or "refused"
};
void insert_deliveries(db::Writer& writer, Context& context, std::string_view circular_id,
                       std::vector<Receiver> const& receivers);
/// Those that are no mail yet, the first `limit`.
std::vector<Delivery> waiting_deliveries(db::Reader& reader, Context& context,
                                         std::string_view circular_id, int limit);
std::vector<Delivery> deliveries(db::Reader& reader, Context& context, std::string_view circular_id);
void mark_delivery(db::Writer& writer, std::string_view circular_id, std::int64_t position,
                   std::string_view mail_id, std::string_view result);
/// Mails to an address, of one group or of all (nullopt).
std::vector<std::string> mails_to_address(db::Reader& reader, std::string_view address_hash,
                                          std::optional<std::string> const& group_id);
struct OwnDelivery {
  std::string circular_id, mail_id, subject, reason;
  Instant sent_at;
};
std::vector<OwnDelivery> deliveries_of(db::Reader& reader, mail::RecipientRef const& ref);
void delete_deliveries_of(db::Writer& writer, mail::RecipientRef const& ref);

/// (address hash, group or "" for all).
std::set<std::pair<std::string, std::string>> all_leaves(db::Reader& reader);
/// The groups an address left, "" for all.
std::vector<std::string> leaves_of(db::Reader& reader, std::string_view address_hash);
void insert_leave(db::Writer& writer, std::string_view address_hash, std::string_view group_id);
void delete_leave(db::Writer& writer, std::string_view address_hash, std::string_view group_id);

/// Drafts of an account go, sent ones lose their author.
void forget_author(db::Writer& writer, std::string_view account_id);
/// Deliveries of circulars sent before; returns how many.
std::int64_t expire_deliveries(db::Writer& writer, Instant before);
/// Sent ones and drafts of before; their deliveries have to be gone already.
std::vector<std::string> expired_circulars(db::Reader& reader, Instant before);
void delete_circular(db::Writer& writer, std::string_view id);

}  // namespace mila::circulars
