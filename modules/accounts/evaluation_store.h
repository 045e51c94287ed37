// Evaluations of the audit log: asked for by one, agreed to by another, with a reason.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace mila::accounts {

struct Evaluation {
  std::string id, asked_by, reason;
  std::string actor_id, object_kind, object_id;  ///< what is asked for; "" = any
  std::string from_day, until_day;               ///< ISO dates, both included
  Instant asked_at;
  std::string agreed_by;
  std::optional<Instant> agreed_at;
};

/// Two people are two when neither could have made the other up for the occasion: a right to read the
/// log is that of a second person after a week, and after a month when the one gave it to the other.
constexpr std::chrono::hours kRightRests{7 * 24}, kOwnGiftRests{30 * 24};

void add_evaluation(db::Writer& writer, Evaluation const& evaluation);
/// False when it is unknown, agreed already, or asked for by the same account.
bool agree(db::Writer& writer, std::string_view id, std::string_view account_id);
std::optional<Evaluation> find_evaluation(db::Reader& reader, std::string_view id);
/// Newest first, at most 50.
std::vector<Evaluation> evaluations(db::Reader& reader);
std::int64_t expire_evaluations(db::Writer& writer, Instant before);

}  // namespace mila::accounts
