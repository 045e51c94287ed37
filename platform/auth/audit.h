// The audit log: who did or saw what, append-only, each entry chained to the one before. It holds
// ids, never names; evaluating it needs two people (modules/accounts).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/county/county.h"
#include "platform/crypto/hash_chain.h"

namespace mila::auth {

struct AuditEntry {
  std::int64_t seq = 0;
  Instant at;
  std::string actor_id;  ///< account, "operator" or "visitor"
  std::string action;    ///< "account.granted"
  std::string object_kind, object_id;
  std::string detail;    ///< ids and fixed words only
};

/// Adds an entry in the transaction of what it tells about.
void audit(db::Writer& writer, Context& context, std::string_view action,
           std::string_view object_kind, std::string_view object_id, std::string_view detail = "");

/// Counts a refused sign-in instead of writing an entry: whoever guesses must not fill the log.
void count_refusal(db::Writer& writer);
/// Writes one entry "session.refused" with the number for each past hour that had any; returns how
/// many. Called with the hourly clean-up.
std::int64_t audit_refusals(db::Writer& writer, Context& context);

/// Entries that fit, newest first. Empty members do not narrow.
struct AuditQuery {
  std::string actor_id, object_kind, object_id;
  std::optional<Instant> from, until;
  int limit = 200;
};
std::vector<AuditEntry> audit_entries(db::Reader& reader, AuditQuery const& query);

/// Follows the whole chain.
crypto::ChainReport verify_audit(db::Reader& reader, County& county);

/// Deletes what is older than `before`, keeping the last deleted hash as the new beginning.
std::int64_t expire_audit(db::Writer& writer, Instant before);

}  // namespace mila::auth
