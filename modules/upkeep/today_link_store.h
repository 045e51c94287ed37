// Personal links to say "closed today".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/county/county.h"

namespace mila::upkeep {

struct TodayLink {
  std::string id, organization_id;
  std::string service_id;  ///< "" for all offers of the organisation
  std::string label;       ///< whose phone: "Theke"
  std::string made_by;
  Instant made_at;
  std::optional<Instant> used_at, ended_at;
};

void insert_today_link(db::Writer& writer, TodayLink const& link);
std::optional<TodayLink> find_today_link(db::Reader& reader, std::string_view id);
/// Those that work, of these organisations (nullopt: all), newest first.
std::vector<TodayLink> today_links(db::Reader& reader,
                                   std::optional<std::vector<std::string>> const& organization_ids);
void note_today_link_use(db::Writer& writer, std::string_view id);
void end_today_link(db::Writer& writer, std::string_view id);
/// Links that ended before; returns how many.
std::int64_t expire_today_links(db::Writer& writer, Instant before);

/// The secret part of the link's address; says nothing but the id, and is the same each time.
std::string token_of(County& county, TodayLink const& link);
/// The id a token was made for; nullopt when it is none of ours.
std::optional<std::string> today_link_id(County& county, std::string_view token, Instant now);

}  // namespace mila::upkeep
