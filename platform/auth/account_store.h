// The rows behind accounts.h; only this folder includes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/auth/accounts.h"

namespace mila::auth {

void insert_account(db::Writer& writer, Account const& account);
/// Ends the rights others hold as deputies for this one.
void end_deputies(db::Writer& writer, std::string_view account_id, std::string_view role,
                  std::string_view scope_id, std::string_view by);
void set_state(db::Writer& writer, std::string_view account_id, AccountState state);
std::optional<StoredGrant> find_grant(db::Reader& reader, std::string_view id);
void insert_grant(db::Writer& writer, StoredGrant const& grant);
/// False when it had ended before.
bool mark_grant_ended(db::Writer& writer, std::string_view id, std::string_view by);

struct StoredTotp {
  std::optional<std::string> sealed;
  std::int64_t last_step = 0;
};
StoredTotp find_totp(db::Reader& reader, std::string_view account_id);
void set_totp(db::Writer& writer, std::string_view account_id,
              std::optional<std::string> const& sealed);
void set_totp_step(db::Writer& writer, std::string_view account_id, std::int64_t step);
void replace_recovery_hashes(db::Writer& writer, std::string_view account_id,
                             std::vector<std::string> const& hashes);
std::vector<std::string> recovery_hashes(db::Reader& reader, std::string_view account_id);
void use_recovery_hash(db::Writer& writer, std::string_view hash);
/// Links that were mailed to them lead nowhere any more.
void end_links(db::Writer& writer, std::string_view account_id);
/// The account and what hangs on it, but for its sessions.
void delete_account(db::Writer& writer, std::string_view account_id);

}  // namespace mila::auth
