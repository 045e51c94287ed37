// The rows behind introductions.
#pragma once

#include "modules/acquaintance/introductions.h"

namespace mila::acquaintances {

std::optional<Introduction> find_introduction(db::Reader& reader, std::string_view id);
/// Newest first.
std::vector<Introduction> introductions_since(db::Reader& reader, Instant since, int limit);
bool was_introduced_since(db::Reader& reader, std::string const& first, std::string const& second, Instant since);
void insert_introduction(db::Writer& writer, Introduction const& introduction);
/// Replies and introduced_at. False when `version` is not the stored one; it grows by one.
bool update_introduction(db::Writer& writer, Introduction const& introduction);
std::int64_t forget_introductions(db::Writer& writer, Instant before);

}  // namespace mila::acquaintances
