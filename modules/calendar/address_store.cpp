// SQL of secret calendar addresses.
#include "modules/calendar/own_calendar.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/crypto/token.h"

namespace mila::events {
namespace {

using db::Sql;

constexpr Sql kMadeAt{"calendar_address.made_at", "select made_at from calendar_address where account_id = $1"};
constexpr Sql kSet{"calendar_address.set",
                   "insert into calendar_address(account_id, token_hash, made_at) values($1, $2, $3) on conflict "
                   "(account_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at"};
constexpr Sql kEnd{"calendar_address.end", "delete from calendar_address where account_id = $1"};
constexpr Sql kFind{"calendar_address.find", "select account_id from calendar_address where token_hash = $1"};
constexpr Sql kAll{"calendar_address.accounts", "select account_id from calendar_address order by account_id"};

std::string hash_of(County& county, std::string_view secret) {
  return crypto::token_hash(county.keys().derive("calendar.address"), secret);
}

bool in_use(auth::Account const& account) { return account.state == auth::AccountState::Active; }

}  // namespace

std::optional<Instant> address_made_at(db::Reader& reader, std::string_view account_id) {
  return reader.value<Instant>(kMadeAt, {account_id});
}

std::string make_address(db::Writer& writer, Context& context, std::string_view account_id) {
  std::string secret = crypto::make_token(context.random);
  writer.run(kSet, {account_id, hash_of(context.county, secret), writer.now()});
  auth::audit(writer, context, "calendar-address.made", "account", account_id);
  return secret;
}

void end_address(db::Writer& writer, Context& context, std::string_view account_id) {
  if (writer.run(kEnd, {account_id}) > 0) auth::audit(writer, context, "calendar-address.ended", "account", account_id);
}

std::string account_of_address(db::Reader& reader, County& county, std::string_view secret) {
  auto id = reader.value<std::string>(kFind, {hash_of(county, secret)});
  auto account = id ? auth::find_account(reader, *id) : std::nullopt;
  return account && in_use(*account) ? account->id : "";
}

std::int64_t forget_addresses(db::Writer& writer) {
  auto ids = writer.column<std::string>(kAll);
  std::int64_t gone = 0;
  for (auto const& account : auth::find_accounts(writer, ids))
    if (in_use(account)) std::erase(ids, account.id);
  for (auto const& id : ids) gone += writer.run(kEnd, {id});
  return gone;
}

}  // namespace mila::events
