// Web addresses of the entries in the database, and how they answered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace mila::upkeep {

struct LinkCheck {
  std::string url, host;
  Instant due_at;
  std::optional<Instant> checked_at;
  std::string code;         ///< of the last Probe, "" before the first
  std::int64_t failures = 0;  ///< days in a row on which it was broken
  std::string failed_on;    ///< ISO: the last of them
  std::string left_until;   ///< ISO: a person has said that it works, and not to ask before
};

std::vector<LinkCheck> all_link_checks(db::Reader& reader);
void insert_link_check(db::Writer& writer, LinkCheck const& check);
void delete_link_check(db::Writer& writer, std::string_view url);
std::optional<LinkCheck> find_link_check(db::Reader& reader, std::string_view url);
/// Everything but url and host.
void update_link_check(db::Writer& writer, LinkCheck const& check);
/// Due ones, longest due first.
std::vector<LinkCheck> due_link_checks(db::Reader& reader, Instant now, int limit);
/// Hosts asked since `since`.
std::vector<std::string> hosts_checked_since(db::Reader& reader, Instant since);
/// Whether any address has answered since then: else it may be our own line that is cut.
bool any_link_worked_since(db::Reader& reader, Instant since);
/// Broken on at least `days` days in a row and not left alone on `today`.
std::vector<LinkCheck> broken_links(db::Reader& reader, int days, std::string_view today);

}  // namespace mila::upkeep
