// Being signed in: sessions, links by mail, and the brake on guessing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/auth/accounts.h"
#include "platform/http/message.h"

namespace mila::auth {

constexpr std::chrono::hours kSessionLongest{10};
/// Delicate acts ask again who it is after this.
constexpr std::chrono::minutes kConfirmedFor{10};

/// "__Host-mila" over TLS; "mila" without, which only a server on this machine should be.
std::string cookie_name(http::Request const& request);
/// Value of one cookie; "" when missing.
std::string cookie(http::Request const& request, std::string_view name);
/// The Set-Cookie line; `token` "" takes the cookie away.
std::string session_cookie(http::Request const& request, std::string_view token);

/// What a request's cookie says.
struct Identified {
  Actor actor;                         ///< a visitor when nobody is signed in
  std::optional<std::string> expired;  ///< account whose session has just ended by time
  bool second_factor_missing = false;  ///< holds a role that needs one and has not used it
};

/// Reads session, account and rights (three statements); writes `seen_at` at most once a minute.
Identified identify(County& county, Roles const& roles, http::Request const& request, Instant now);

/// Opens a session and returns its token for the cookie. `strong`: a second factor was used.
std::string open_session(db::Writer& writer, Context& context, std::string_view account_id,
                         bool strong, http::Request const& request);
void end_session(db::Writer& writer, std::string_view session_id);
void end_sessions_of(db::Writer& writer, std::string_view account_id,
                     std::string_view except_session = "");
/// The person has just proved again who they are. `strong` raises the session.
void confirm_session(db::Writer& writer, std::string_view session_id, Instant now, bool strong);

struct Session {
  std::string id, device;
  Instant created_at, seen_at;
  bool strong = false;
};
std::vector<Session> sessions_of(db::Reader& reader, std::string_view account_id);

// Links. A link is looked at by GET and used by POST only: mail scanners open every link.
struct Link {
  std::string kind, account_id, payload;
  Instant expires_at;
  bool used = false;
};
/// Stores a hash and returns the token. Older unused links of the same kind and account end.
std::string make_link(db::Writer& writer, Context& context, std::string_view kind,
                      std::string_view account_id, std::chrono::minutes lifetime,
                      std::string_view payload = "");
/// nullopt: no such link. Used and expired ones are returned, so that the page can say so.
std::optional<Link> find_link(db::Reader& reader, County& county, std::string_view token);
/// The link if it was good until now and of this kind; it is used up by this.
std::optional<Link> use_link(db::Writer& writer, County& county, std::string_view token,
                             std::string_view kind);

// Brake. Keys are "account:…", "address:…", "device:…". It slows guessing down and never keeps out
// who comes from a known device or by a link in their mail.
/// Seconds to wait before the next try; 0 to go ahead.
std::int64_t must_wait(db::Reader& reader, County& county, std::string_view key, Instant now);
/// Counts a failure: from the fourth on 1, 2, 4 … seconds, at most 15 minutes.
void count_failure(db::Writer& writer, County& county, std::string_view key);
void forget_failures(db::Writer& writer, County& county, std::string_view key);
/// "192.0.2.7" as it is, IPv6 cut to its /64.
std::string address_prefix(std::string_view remote_address);

// A form that came when its session had ended.
struct KeptForm {
  std::string id, path, body;
  Instant kept_at;
};
std::string keep_form(db::Writer& writer, Context& context, std::string_view account_id,
                      std::string_view path, std::string_view body);
std::vector<KeptForm> kept_forms(db::Reader& reader, County& county, std::string_view account_id);
void drop_kept_form(db::Writer& writer, std::string_view account_id, std::string_view id);

/// Old sessions, links, kept forms (one day), brakes; returns how many rows went.
std::int64_t expire(db::Writer& writer);

}  // namespace mila::auth
