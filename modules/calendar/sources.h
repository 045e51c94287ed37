// Calendars of partners taken over: an address read now and then, or a file. What is gone there goes here;
// a calendar that cannot be read keeps what was read before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/calendar/events.h"
#include "platform/jobs/jobs.h"

namespace mila::events {

struct Source {
  std::string id;
  std::int64_t version = 0;
  std::string organization_id, name;
  std::string url;    ///< "" for a file that was handed in
  std::string topic;  ///< of all its events, "" for none
  std::string code;   ///< "ok", "" before the first reading, else why it failed: "http-404", "no-calendar" …
  int failures = 0;   ///< in a row
  std::string etag, last_modified;  ///< as its server said
  std::optional<Instant> due_at, read_at;
  std::string created_by;
  Instant created_at;
};

/// What a server said about a calendar.
struct Fetched {
  std::string code = "ok";  ///< "ok", "unchanged", "no-such-host", "timeout", "too-large", "not-public", "http-404" …
  std::string text, etag, last_modified;
};
struct FetchOptions {
  std::string user_agent;
  long timeout_seconds = 20, connect_seconds = 8, redirects = 3;
  std::size_t most_bytes = 1'000'000;
  /// Tests alone: "127.0.0.1:34567" may be connected to as well, nothing else beside public addresses.
  std::string also_allowed;
};
/// Asks with what is known (ETag, Last-Modified). Connects to public addresses on the ports of the web
/// only, looked at for every connection, so that no name and no redirect leads into the county's network.
Fetched fetch_calendar(Source const& source, FetchOptions const& options);

/// Into the county's calendar: what is in `text` within a month back and a year ahead. An entry of
/// the county's own, taken over by others, is left out; one that several calendars have stands there for each. Errors: as calendar::read_calendar; nothing is changed then.
struct Taken {
  int events = 0, added = 0, changed = 0, removed = 0, known_elsewhere = 0;
};
Result<Taken> take_over(db::Writer& writer, Context& context, Source const& source, std::string_view text);

/// Reads a source by its address and notes what came of it.
Fetched refresh(Context& context, Source const& source, FetchOptions options);
/// All that are due, at most twenty.
int refresh_due(Context& context, FetchOptions const& options);

std::vector<Source> list_sources(db::Reader& reader, std::optional<std::vector<std::string>> const& organization_ids);
std::vector<Source> find_sources(db::Reader& reader, std::vector<std::string> const& ids);
std::vector<Source> due_sources(db::Reader& reader, Instant now, int limit);
void insert_source(db::Writer& writer, Source const& source);
bool update_source(db::Writer& writer, Source const& source);
void delete_source(db::Writer& writer, std::string_view id);
/// Events a source brought; and which of these UIDs are there, each with the source it is of ("" for none).
std::vector<Event> events_of_source(db::Reader& reader, std::string_view source_id);
std::vector<std::pair<std::string, std::string>> sources_of_uids(db::Reader& reader,
                                                                 std::vector<std::string> const& uids);

std::vector<jobs::JobKind> job_kinds();

}  // namespace mila::events
