// All SQL of accounts and rights.
#include "platform/auth/account_store.h"

#include "platform/base/text.h"

namespace mila::auth {
namespace {

using db::Sql;

#define ACCOUNT_COLUMNS                                                                         \
  "id, mail, name, language, state, case when password_hash is null then 0 else 1 end, "        \
  "case when totp is null then 0 else 1 end, "                                                  \
  "coalesce(person_id, ''), created_at, invited_at, signed_in_at"
#define GRANT_COLUMNS                                                                            \
  "id, account_id, role, scope_id, from_at, until_at, granted_by, coalesce(deputy_for, ''), "    \
  "ended_at, coalesce(ended_by, '')"

constexpr Sql kFind{"account.find", "select " ACCOUNT_COLUMNS " from account where id = $1"};
constexpr Sql kFindByMail{"account.find_by_mail",
                          "select " ACCOUNT_COLUMNS " from account where mail_key = $1"};
constexpr Sql kList{"account.list",
                    "select " ACCOUNT_COLUMNS
                    " from account where mail_key like $1 or lower(name) like $1 order by "
                    "created_at desc, id desc limit $2 offset $3"};
constexpr Sql kCount{"account.count",
                     "select count(*) from account where mail_key like $1 or lower(name) like $1"};
constexpr Sql kInsert{"account.insert",
                      "insert into account(id, mail, mail_key, name, language, state, totp_step, "
                      "created_at, invited_at) values($1, $2, $3, $4, $5, 'invited', 0, $6, $6)"};
constexpr Sql kSetState{"account.set_state", "update account set state = $2 where id = $1"};
constexpr Sql kRename{"account.rename",
                      "update account set name = $2, language = $3 where id = $1"};
constexpr Sql kLinkPerson{"account.link_person", "update account set person_id = $2 where id = $1"};
constexpr Sql kGrantsOf{"access_grant.of_account",
                        "select " GRANT_COLUMNS
                        " from access_grant where account_id = $1 order by from_at, id"};
constexpr Sql kGrantsForScope{"access_grant.for_scope",
                              "select " GRANT_COLUMNS
                              " from access_grant where scope_id = $1 order by from_at, id"};
constexpr Sql kFindGrant{"access_grant.find",
                         "select " GRANT_COLUMNS " from access_grant where id = $1"};
constexpr Sql kAddGrant{"access_grant.add",
                        "insert into access_grant(id, account_id, role, scope_id, from_at, "
                        "until_at, granted_by, deputy_for) values($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kEndGrant{"access_grant.end",
                        "update access_grant set ended_at = $2, ended_by = $3 where id = $1 and "
                        "ended_at is null"};
constexpr Sql kEndDeputies{"access_grant.end_deputies",
                           "update access_grant set ended_at = $4, ended_by = $5 where deputy_for "
                           "= $1 and role = $2 and scope_id = $3 and ended_at is null"};
constexpr Sql kSetPassword{"account.set_password",
                           "update account set password_hash = $2 where id = $1"};
constexpr Sql kPassword{"account.password", "select password_hash from account where id = $1"};
constexpr Sql kSetTotp{"account.set_totp",
                       "update account set totp = $2, totp_step = 0 where id = $1"};
constexpr Sql kTotp{"account.totp", "select totp, totp_step from account where id = $1"};
constexpr Sql kSetTotpStep{"account.set_totp_step",
                           "update account set totp_step = $2 where id = $1"};
constexpr Sql kAddCode{"recovery_code.add",
                       "insert into recovery_code(hash, account_id) values($1, $2)"};
constexpr Sql kCodes{"recovery_code.all", "select hash from recovery_code where account_id = $1"};
constexpr Sql kUseCode{"recovery_code.use", "delete from recovery_code where hash = $1"};
constexpr Sql kDropCodes{"recovery_code.drop", "delete from recovery_code where account_id = $1"};
constexpr Sql kEraseAccount{"account.erase", "delete from account where id = $1"};
constexpr Sql kEraseGrants{"access_grant.erase", "delete from access_grant where account_id = $1"};
constexpr Sql kEraseLinks{"access_link.erase", "delete from access_link where account_id = $1"};
constexpr Sql kEraseForms{"kept_form.erase", "delete from kept_form where account_id = $1"};

AccountState state_named(std::string_view name) {
  if (name == "active") return AccountState::Active;
  return name == "invited" ? AccountState::Invited : AccountState::Disabled;
}

char const* name_of(AccountState state) {
  switch (state) {
    case AccountState::Invited: return "invited";
    case AccountState::Active: return "active";
    case AccountState::Disabled: break;
  }
  return "disabled";
}

Account read_account(db::Row const& row) {
  Account account;
  std::string state;
  row.read(account.id, account.mail, account.name, account.language, state, account.has_password,
           account.has_second_factor, account.person_id, account.created_at, account.invited_at,
           account.signed_in_at);
  account.state = state_named(state);
  return account;
}

StoredGrant read_grant(db::Row const& row) {
  StoredGrant grant;
  row.read(grant.id, grant.account_id, grant.role, grant.scope_id, grant.from_at, grant.until_at,
           grant.granted_by, grant.deputy_for, grant.ended_at, grant.ended_by);
  return grant;
}

std::vector<StoredGrant> read_grants(db::Reader& reader, Sql const& sql, std::string_view key) {
  std::vector<StoredGrant> grants;
  reader.each(sql, {key}, [&](db::Row const& row) { grants.push_back(read_grant(row)); });
  return grants;
}

std::optional<Account> read_one(db::Reader& reader, Sql const& sql, std::string_view key) {
  std::optional<Account> account;
  reader.one(sql, {key}, [&](db::Row const& row) { account = read_account(row); });
  return account;
}

/// A LIKE pattern that finds `search` anywhere.
std::string containing(std::string_view search) {
  std::string pattern = "%";
  for (char c : ascii_lower(search))
    if (c != '%' && c != '_') pattern += c;
  return pattern + "%";
}

}  // namespace

std::string mail_key(std::string_view mail) { return ascii_lower(trim(mail)); }

std::optional<Account> find_account(db::Reader& reader, std::string_view id) {
  return read_one(reader, kFind, id);
}

std::optional<Account> find_account_by_mail(db::Reader& reader, std::string_view mail) {
  return read_one(reader, kFindByMail, mail_key(mail));
}

std::vector<Account> list_accounts(db::Reader& reader, std::string_view search, int limit,
                                   int offset) {
  std::vector<Account> accounts;
  std::string pattern = containing(search);
  reader.each(kList, {pattern, limit, offset},
              [&](db::Row const& row) { accounts.push_back(read_account(row)); });
  return accounts;
}

std::int64_t count_accounts(db::Reader& reader, std::string_view search) {
  return reader.value<std::int64_t>(kCount, {containing(search)}).value_or(0);
}

std::vector<Account> find_accounts(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<Account> accounts;
  reader.each_in("account.find_all", "select " ACCOUNT_COLUMNS " from account where id in ", ids, "",
                 [&](db::Row const& row) { accounts.push_back(read_account(row)); });
  return accounts;
}

std::vector<StoredGrant> grants_of(db::Reader& reader, std::string_view account_id) {
  return read_grants(reader, kGrantsOf, account_id);
}

std::vector<StoredGrant> grants_of_all(db::Reader& reader,
                                       std::vector<std::string> const& account_ids) {
  std::vector<StoredGrant> grants;
  reader.each_in("access_grant.of_accounts",
                 "select " GRANT_COLUMNS " from access_grant where account_id in ", account_ids,
                 " order by from_at, id", [&](db::Row const& row) { grants.push_back(read_grant(row)); });
  return grants;
}

std::vector<StoredGrant> grants_for_scope(db::Reader& reader, std::string_view scope_id) {
  return read_grants(reader, kGrantsForScope, scope_id);
}

std::vector<StoredGrant> county_grants(db::Reader& reader) {
  return read_grants(reader, kGrantsForScope, "");
}

std::optional<StoredGrant> find_grant(db::Reader& reader, std::string_view id) {
  std::optional<StoredGrant> grant;
  reader.one(kFindGrant, {id}, [&](db::Row const& row) { grant = read_grant(row); });
  return grant;
}

void insert_account(db::Writer& writer, Account const& account) {
  writer.run(kInsert, {account.id, account.mail, mail_key(account.mail), account.name,
                       account.language, account.created_at});
}

void insert_grant(db::Writer& writer, StoredGrant const& grant) {
  std::optional<std::string> deputy;
  if (!grant.deputy_for.empty()) deputy = grant.deputy_for;
  writer.run(kAddGrant, {grant.id, grant.account_id, grant.role, grant.scope_id, grant.from_at,
                         grant.until_at, grant.granted_by, deputy});
}

bool mark_grant_ended(db::Writer& writer, std::string_view id, std::string_view by) {
  return writer.run(kEndGrant, {id, writer.now(), by}) > 0;
}

void end_deputies(db::Writer& writer, std::string_view account_id, std::string_view role,
                  std::string_view scope_id, std::string_view by) {
  writer.run(kEndDeputies, {account_id, role, scope_id, writer.now(), by});
}

void set_state(db::Writer& writer, std::string_view account_id, AccountState state) {
  writer.run(kSetState, {account_id, name_of(state)});
}

void rename_account(db::Writer& writer, std::string_view account_id, std::string_view name,
                    std::string_view language) {
  writer.run(kRename, {account_id, name, language});
}

void link_person(db::Writer& writer, std::string_view account_id, std::string_view person_id) {
  writer.run(kLinkPerson, {account_id, person_id});
}

void set_password_hash(db::Writer& writer, std::string_view account_id, std::string_view hash) {
  writer.run(kSetPassword, {account_id, hash});
}

std::optional<std::string> password_hash(db::Reader& reader, std::string_view account_id) {
  std::optional<std::string> hash;
  reader.one(kPassword, {account_id}, [&](db::Row const& row) { row.read(hash); });
  return hash;
}

void set_totp(db::Writer& writer, std::string_view account_id,
              std::optional<std::string> const& sealed) {
  writer.run(kSetTotp, {account_id, sealed});
}

StoredTotp find_totp(db::Reader& reader, std::string_view account_id) {
  StoredTotp totp;
  reader.one(kTotp, {account_id}, [&](db::Row const& row) { row.read(totp.sealed, totp.last_step); });
  return totp;
}

void set_totp_step(db::Writer& writer, std::string_view account_id, std::int64_t step) {
  writer.run(kSetTotpStep, {account_id, step});
}

void replace_recovery_hashes(db::Writer& writer, std::string_view account_id,
                             std::vector<std::string> const& hashes) {
  writer.run(kDropCodes, {account_id});
  for (auto const& hash : hashes) writer.run(kAddCode, {hash, account_id});
}

std::vector<std::string> recovery_hashes(db::Reader& reader, std::string_view account_id) {
  return reader.column<std::string>(kCodes, {account_id});
}

void use_recovery_hash(db::Writer& writer, std::string_view hash) { writer.run(kUseCode, {hash}); }

void end_links(db::Writer& writer, std::string_view account_id) {
  writer.run(kEraseLinks, {account_id});
}

void delete_account(db::Writer& writer, std::string_view account_id) {
  for (auto const& sql : {kDropCodes, kEraseGrants, kEraseLinks, kEraseForms, kEraseAccount})
    writer.run(sql, {account_id});
}

}  // namespace mila::auth
