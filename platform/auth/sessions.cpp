// Sessions, links and the brake. Tokens never reach the database, only their hashes.
#include "platform/auth/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "platform/auth/account_store.h"
#include "platform/base/text.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/token.h"

namespace mila::auth {
namespace {

using db::Sql;
using namespace std::chrono_literals;

constexpr Sql kOpen{"session.open",
                    "insert into session(id, account_id, created_at, seen_at, confirmed_at, "
                    "strong, device) values($1, $2, $3, $3, $3, $4, $5)"};
constexpr Sql kFind{"session.find",
                    "select s.account_id, s.created_at, s.seen_at, s.confirmed_at, s.strong, "
                    "a.name, a.language, a.state from session s join account a on a.id = "
                    "s.account_id where s.id = $1"};
constexpr Sql kSeen{"session.seen", "update session set seen_at = $2 where id = $1"};
constexpr Sql kConfirm{"session.confirm",
                       "update session set confirmed_at = $2, strong = case when $3 = 1 then 1 "
                       "else strong end where id = $1"};
constexpr Sql kEnd{"session.end", "delete from session where id = $1"};
constexpr Sql kEndAll{"session.end_all",
                      "delete from session where account_id = $1 and id <> $2"};
constexpr Sql kOfAccount{"session.of_account",
                         "select id, device, created_at, seen_at, strong from session where "
                         "account_id = $1 order by seen_at desc"};
constexpr Sql kSignedIn{"account.signed_in",
                        "update account set signed_in_at = $2, state = case when state = "
                        "'invited' then 'active' else state end where id = $1"};
constexpr Sql kAddLink{"access_link.add",
                       "insert into access_link(id, kind, account_id, payload, created_at, "
                       "expires_at) values($1, $2, $3, $4, $5, $6)"};
constexpr Sql kEndLinks{"access_link.end_older",
                        "delete from access_link where account_id = $1 and kind = $2 and used_at "
                        "is null"};
constexpr Sql kFindLink{"access_link.find",
                        "select kind, coalesce(account_id, ''), payload, expires_at, case when "
                        "used_at is null then 0 else 1 end from access_link where id = $1"};
constexpr Sql kUseLink{"access_link.use",
                       "update access_link set used_at = $2 where id = $1 and used_at is null and "
                       "expires_at > $2 and kind = $3"};
constexpr Sql kThrottle{"throttle.find",
                        "select failures, blocked_until from throttle where id = $1"};
constexpr Sql kSetThrottle{"throttle.set",
                           "insert into throttle(id, failures, blocked_until, changed_at) "
                           "values($1, $2, $3, $4) on conflict (id) do update set failures = "
                           "excluded.failures, blocked_until = excluded.blocked_until, changed_at "
                           "= excluded.changed_at"};
constexpr Sql kForget{"throttle.forget", "delete from throttle where id = $1"};
constexpr Sql kKeepForm{"kept_form.keep",
                        "insert into kept_form(id, account_id, path, body, kept_at) values($1, "
                        "$2, $3, $4, $5)"};
constexpr Sql kKeptForms{"kept_form.all",
                         "select id, path, body, kept_at from kept_form where account_id = $1 "
                         "order by kept_at desc"};
constexpr Sql kDropForm{"kept_form.drop",
                        "delete from kept_form where account_id = $1 and id = $2"};
constexpr Sql kExpireSessions{"session.expire", "delete from session where created_at < $1"};
constexpr Sql kExpireLinks{"access_link.expire", "delete from access_link where expires_at < $1"};
constexpr Sql kExpireForms{"kept_form.expire", "delete from kept_form where kept_at < $1"};
constexpr Sql kExpireThrottle{"throttle.expire", "delete from throttle where changed_at < $1"};

std::string session_hash(County& county, std::string_view token) {
  return crypto::token_hash(county.keys().derive("auth.session"), token);
}

std::string link_hash(County& county, std::string_view token) {
  return crypto::token_hash(county.keys().derive("auth.link"), token);
}

std::string throttle_id(County& county, std::string_view key) {
  return crypto::token_hash(county.keys().derive("auth.throttle"), key);
}

/// "Firefox, Windows": enough to recognise one's own, nothing to tell people apart by.
std::string device_name(std::string_view agent) {
  auto has = [&](char const* word) { return agent.find(word) != std::string_view::npos; };
  char const* browser = has("Edg/") ? "Edge" : has("Firefox") ? "Firefox" : has("Chrome") ? "Chrome"
                        : has("Safari") ? "Safari" : "Browser";
  char const* system = has("Android") ? "Android" : has("iPhone") || has("iPad") ? "iOS"
                       : has("Windows") ? "Windows" : has("Mac OS") ? "macOS"
                       : has("Linux") ? "Linux" : "?";
  return fmt::format("{}, {}", browser, system);
}

/// The shortest idle time among the roles in force.
std::chrono::minutes idle_time(std::vector<Grant> const& grants) {
  int minutes = 60;
  for (auto const& grant : grants) minutes = std::min(minutes, grant.role->idle_minutes);
  return std::chrono::minutes(minutes);
}

struct SessionRow {
  std::string account_id, name, language, state;
  Instant created_at, seen_at, confirmed_at;
  bool strong = false;
};

}  // namespace

std::string cookie_name(http::Request const& request) {
  return request.secure ? "__Host-mila" : "mila";
}

std::string cookie(http::Request const& request, std::string_view name) {
  std::string header = request.header("cookie");
  for (auto pair : split(header, ';')) {
    auto trimmed = trim(pair);
    auto equals = trimmed.find('=');
    if (equals != std::string_view::npos && trimmed.substr(0, equals) == name)
      return std::string(trimmed.substr(equals + 1));
  }
  return "";
}

std::string session_cookie(http::Request const& request, std::string_view token) {
  std::string line = fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", cookie_name(request), token);
  if (request.secure) line += "; Secure";
  if (token.empty()) line += "; Max-Age=0";
  return line;
}

Identified identify(County& county, Roles const& roles, http::Request const& request,
                    Instant now) {
  Identified result;
  std::string token = cookie(request, cookie_name(request));
  if (token.empty() || token.size() > 100) return result;
  std::string id = session_hash(county, token);
  std::optional<SessionRow> row;
  std::vector<StoredGrant> stored;
  county.database.read([&](db::Reader& reader) {
    reader.one(kFind, {id}, [&](db::Row const& columns) {
      row.emplace();
      columns.read(row->account_id, row->created_at, row->seen_at, row->confirmed_at, row->strong,
                   row->name, row->language, row->state);
    });
    if (row) stored = grants_of(reader, row->account_id);
  });
  if (!row || row->state == "disabled") return result;
  Actor actor;
  actor.kind = Actor::Kind::Account;
  actor.account_id = row->account_id;
  actor.name = row->name;
  actor.language = row->language;
  actor.session_id = id;
  actor.confirmed_at = row->confirmed_at;
  for (auto const& grant : stored) {
    auto const* role = roles.find(grant.role);
    if (!role || !grant.holds_at(now)) continue;
    if (role->second_factor && !row->strong) result.second_factor_missing = true;
    else actor.grants.push_back({role, grant.scope_id});
  }
  if (now - row->seen_at > idle_time(actor.grants) || now - row->created_at > kSessionLongest) {
    county.database.write([&](db::Writer& writer) { end_session(writer, id); });
    result.second_factor_missing = false;
    result.expired = row->account_id;
    return result;
  }
  if (now - row->seen_at >= 1min)
    county.database.write([&](db::Writer& writer) { writer.run(kSeen, {id, now}); });
  actor.csrf = crypto::token_hash(county.keys().derive("auth.csrf"), token);
  result.actor = std::move(actor);
  return result;
}

std::string open_session(db::Writer& writer, Context& context, std::string_view account_id,
                         bool strong, http::Request const& request) {
  std::string token = crypto::make_token(context.random);
  writer.run(kOpen, {session_hash(context.county, token), account_id, writer.now(), strong,
                     device_name(request.header("user-agent"))});
  writer.run(kSignedIn, {account_id, writer.now()});
  return token;
}

void end_session(db::Writer& writer, std::string_view session_id) {
  writer.run(kEnd, {session_id});
}

void end_sessions_of(db::Writer& writer, std::string_view account_id,
                     std::string_view except_session) {
  writer.run(kEndAll, {account_id, except_session});
}

void confirm_session(db::Writer& writer, std::string_view session_id, Instant now, bool strong) {
  writer.run(kConfirm, {session_id, now, strong});
}

std::vector<Session> sessions_of(db::Reader& reader, std::string_view account_id) {
  std::vector<Session> sessions;
  reader.each(kOfAccount, {account_id}, [&](db::Row const& row) {
    auto& session = sessions.emplace_back();
    row.read(session.id, session.device, session.created_at, session.seen_at, session.strong);
  });
  return sessions;
}

std::string make_link(db::Writer& writer, Context& context, std::string_view kind,
                      std::string_view account_id, std::chrono::minutes lifetime,
                      std::string_view payload) {
  std::string token = crypto::make_token(context.random);
  std::optional<std::string_view> account;
  if (!account_id.empty()) {
    account = account_id;
    writer.run(kEndLinks, {account_id, kind});
  }
  writer.run(kAddLink, {link_hash(context.county, token), kind, account, payload, writer.now(),
                        Instant{writer.now() + lifetime}});
  return token;
}

std::optional<Link> find_link(db::Reader& reader, County& county, std::string_view token) {
  std::optional<Link> link;
  reader.one(kFindLink, {link_hash(county, token)}, [&](db::Row const& row) {
    link.emplace();
    row.read(link->kind, link->account_id, link->payload, link->expires_at, link->used);
  });
  return link;
}

std::optional<Link> use_link(db::Writer& writer, County& county, std::string_view token,
                             std::string_view kind) {
  auto link = find_link(writer, county, token);
  if (!link) return std::nullopt;
  if (writer.run(kUseLink, {link_hash(county, token), writer.now(), kind}) == 0) return std::nullopt;
  return link;
}

std::int64_t must_wait(db::Reader& reader, County& county, std::string_view key, Instant now) {
  std::int64_t seconds = 0;
  reader.one(kThrottle, {throttle_id(county, key)}, [&](db::Row const& row) {
    auto until = from_millis(row.integer(1));
    if (until > now) seconds = std::chrono::ceil<std::chrono::seconds>(until - now).count();
  });
  return seconds;
}

void count_failure(db::Writer& writer, County& county, std::string_view key) {
  std::string id = throttle_id(county, key);
  auto failures = writer.value<std::int64_t>(kThrottle, {id}).value_or(0) + 1;
  constexpr std::int64_t kFree = 3, kLongest = 15 * 60;
  std::int64_t seconds = 0;
  if (failures > kFree)
    seconds = std::min(kLongest, std::int64_t{1} << std::min<std::int64_t>(failures - kFree - 1, 20));
  writer.run(kSetThrottle,
             {id, failures, Instant{writer.now() + std::chrono::seconds(seconds)}, writer.now()});
}

void forget_failures(db::Writer& writer, County& county, std::string_view key) {
  writer.run(kForget, {throttle_id(county, key)});
}

std::string address_prefix(std::string_view remote_address) {
  if (remote_address.find(':') == std::string_view::npos) return std::string(remote_address);
  std::size_t end = 0;
  for (int group = 0; group < 4 && end != std::string_view::npos; ++group)
    end = remote_address.find(':', end + (group > 0 ? 1 : 0));
  return std::string(remote_address.substr(0, end));
}

std::string keep_form(db::Writer& writer, Context& context, std::string_view account_id,
                      std::string_view path, std::string_view body) {
  std::string id = uuid_v7(writer.now(), context.random);
  crypto::Sealer sealer(context.county.keys(), "auth.kept_form");
  auto sealed = sealer.seal({"kept_form", "body", id}, body, context.random);
  writer.run(kKeepForm, {id, account_id, path, sealed.text(), writer.now()});
  return id;
}

std::vector<KeptForm> kept_forms(db::Reader& reader, County& county, std::string_view account_id) {
  crypto::Sealer sealer(county.keys(), "auth.kept_form");
  std::vector<KeptForm> forms;
  reader.each(kKeptForms, {account_id}, [&](db::Row const& row) {
    KeptForm form;
    std::string sealed;
    row.read(form.id, form.path, sealed, form.kept_at);
    auto body = sealer.open({"kept_form", "body", form.id}, sealed);
    if (!body) return;
    form.body = *body;
    forms.push_back(std::move(form));
  });
  return forms;
}

void drop_kept_form(db::Writer& writer, std::string_view account_id, std::string_view id) {
  writer.run(kDropForm, {account_id, id});
}

std::int64_t expire(db::Writer& writer) {
  auto now = writer.now();
  return writer.run(kExpireSessions, {Instant{now - kSessionLongest}}) +
         writer.run(kExpireLinks, {Instant{now - 24h * 30}}) +
         writer.run(kExpireForms, {Instant{now - 24h}}) +
         writer.run(kExpireThrottle, {Instant{now - 24h}});
}

}  // namespace mila::auth
