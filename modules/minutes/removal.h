// Minutes from before are taken out again.
#pragma once

#include "modules/minutes/life.h"

namespace mila::minutes {

/// Filed minutes are taken out again: file, row and search words go; a line stays that they were there and why they
/// went. Who may file for the body may. Errors: NotFound (no filed ones), Forbidden, Invalid (Other without words; `detail`
/// names the field).
Result<bool> take_out(db::Writer& writer, Context& context, std::string_view id, Why why);

/// That minutes were taken out.
struct Removal {
  std::string id, body_id;
  Date day{};  ///< of the meeting
  Ground ground = Ground::Other;
  std::string reason;
  std::string made_by;  ///< account
  Instant made_at;
};
/// Newest first.
std::vector<Removal> removals(db::Reader& reader, int limit, int offset);
std::int64_t count_removals(db::Reader& reader);

}  // namespace mila::minutes
