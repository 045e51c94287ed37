// Accounts and what they were granted. Pages for them are in modules/accounts; every other module
// only asks the Actor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/auth/roles.h"
#include "platform/base/result.h"
#include "platform/county/county.h"

namespace mila::auth {

enum class AccountState { Invited, Active, Disabled };

struct Account {
  std::string id, mail, name;
  std::string language = "de";  ///< of the workplace, "de" or "en"
  AccountState state = AccountState::Invited;
  bool has_password = false, has_second_factor = false;
  std::string person_id;  ///< the person of the network this account belongs to, "" if none
  Instant created_at;
  std::optional<Instant> invited_at, signed_in_at;
};

/// The form of an address that accounts are told apart by: trimmed, lower case.
std::string mail_key(std::string_view mail);

std::optional<Account> find_account(db::Reader& reader, std::string_view id);
std::optional<Account> find_account_by_mail(db::Reader& reader, std::string_view mail);
/// Newest first; `search` in name or mail, "" for all; at most `limit` from `offset`.
std::vector<Account> list_accounts(db::Reader& reader, std::string_view search, int limit,
                                   int offset = 0);
std::int64_t count_accounts(db::Reader& reader, std::string_view search = "");
/// Accounts by id, for lists that name who did something. Missing ones are left out.
std::vector<Account> find_accounts(db::Reader& reader, std::vector<std::string> const& ids);

/// A right as it is stored, past and future ones included.
struct StoredGrant {
  std::string id, account_id, role, scope_id;
  Instant from_at;
  std::optional<Instant> until_at;
  std::string granted_by;
  std::string deputy_for;  ///< account whose absence this covers, "" for a right of one's own
  std::optional<Instant> ended_at;
  std::string ended_by;
  bool holds_at(Instant at) const {
    return from_at <= at && (!until_at || at < *until_at) && (!ended_at || at < *ended_at);
  }
};

std::vector<StoredGrant> grants_of(db::Reader& reader, std::string_view account_id);
/// Those of many accounts, for lists.
std::vector<StoredGrant> grants_of_all(db::Reader& reader, std::vector<std::string> const& account_ids);
/// All grants that ever reached this scope id, for "who could see X on day D".
std::vector<StoredGrant> grants_for_scope(db::Reader& reader, std::string_view scope_id);
/// Grants that hold for the whole county.
std::vector<StoredGrant> county_grants(db::Reader& reader);

struct GrantRequest {
  std::string role, scope_id;
  std::optional<Instant> from_at = {}, until_at = {};
  std::string deputy_for = {};
};

/// Opens an account that can be entered by the link of `invitation_link`. Errors: Conflict when the
/// address has an account, Invalid for a role that is not known, a scope that is missing or a bad
/// address, Forbidden when the actor may not grant this. Audited.
Result<std::string> create_account(db::Writer& writer, Context& context, Roles const& roles,
                                   std::string_view mail, std::string_view name,
                                   std::string_view language,
                                   std::vector<GrantRequest> const& grants);
Result<std::string> grant(db::Writer& writer, Context& context, Roles const& roles,
                          std::string_view account_id, GrantRequest const& request);
/// Ends a right now. The last account that may manage accounts keeps that right: Conflict.
Result<bool> end_grant(db::Writer& writer, Context& context, Roles const& roles,
                       std::string_view grant_id);
/// All rights of `account_id` also for `deputy_id`, until `until`; rights that need a second factor
/// need it from the deputy, too. Returns how many.
Result<int> appoint_deputy(db::Writer& writer, Context& context, Roles const& roles,
                           std::string_view account_id, std::string_view deputy_id, Instant until);
/// Sessions die with it, at once. The last account that may manage accounts stays: Conflict.
Result<bool> disable_account(db::Writer& writer, Context& context, Roles const& roles,
                             std::string_view account_id);
Result<bool> enable_account(db::Writer& writer, Context& context, std::string_view account_id);
void rename_account(db::Writer& writer, std::string_view account_id, std::string_view name,
                    std::string_view language);
void link_person(db::Writer& writer, std::string_view account_id, std::string_view person_id);
/// The job that takes what deleted rows left behind out of the county's files (app/erasure_module).
constexpr char const* kPurgeJob = "erasure.purge";
/// Has it run right after this transaction; erase_account() does so by itself.
void purge_soon(db::Writer& writer, Context& context);
/// Removes account, rights, sessions, links; what remains in the audit log is a random id.
void erase_account(db::Writer& writer, Context& context, std::string_view account_id);

// Secrets of an account. Hashing happens outside (crypto::Passwords): it takes too long for a
// transaction.
void set_password_hash(db::Writer& writer, std::string_view account_id, std::string_view hash);
std::optional<std::string> password_hash(db::Reader& reader, std::string_view account_id);
/// Sets the secret and replaces the recovery codes; the codes are returned once.
std::vector<std::string> set_second_factor(db::Writer& writer, Context& context,
                                           std::string_view account_id, std::string_view secret);
void remove_second_factor(db::Writer& writer, std::string_view account_id);
/// True for the right code of now or for a recovery code, which is then used up.
bool use_second_factor(db::Writer& writer, Context& context, std::string_view account_id,
                       std::string_view code);
int recovery_codes_left(db::Reader& reader, std::string_view account_id);

/// Whether any role the account holds now needs a second factor.
bool needs_second_factor(Roles const& roles, std::vector<StoredGrant> const& grants, Instant now);

}  // namespace mila::auth
