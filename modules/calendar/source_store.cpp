// SQL of calendars taken over.
#include "modules/calendar/sources.h"

#include "modules/calendar/event_store.h"
#include "platform/base/text.h"

namespace mila::events {
namespace {

using db::Row;
using db::Sql;

#define SOURCE                                                                                       \
  "select id, version, organization_id, name, url, topic, code, failures, etag, last_modified, "    \
  "due_at, read_at, created_by, created_at from calendar_source "

constexpr std::string_view kIn = SOURCE "where id in ";
constexpr Sql kAll{"calendar_source.all", SOURCE "order by name, id limit 500"};
constexpr Sql kDue{"calendar_source.due", SOURCE "where due_at <= $1 order by due_at, id limit $2"};
constexpr Sql kInsert{"calendar_source.insert",
                      "insert into calendar_source(id, version, organization_id, name, url, topic, code, failures, "
                      "etag, last_modified, due_at, read_at, created_by, created_at) values($1, 1, $2, $3, $4, $5, "
                      "$6, $7, $8, $9, $10, $11, $12, $13)"};
constexpr Sql kUpdate{"calendar_source.update",
                      "update calendar_source set version = version + 1, name = $3, url = $4, topic = $5, code = $6, "
                      "failures = $7, etag = $8, last_modified = $9, due_at = $10, read_at = $11 where id = $1 and "
                      "version = $2"};
constexpr Sql kDelete{"calendar_source.delete", "delete from calendar_source where id = $1"};
constexpr Sql kEventIds{"event.of_source", "select id from event where source_id = $1 order by id"};
constexpr std::string_view kUids = "select distinct uid, source_id from event where uid in ";

Source source_from(Row const& row) {
  Source source;
  row.read(source.id, source.version, source.organization_id, source.name, source.url, source.topic, source.code,
           source.failures, source.etag, source.last_modified, source.due_at, source.read_at, source.created_by,
           source.created_at);
  return source;
}

}  // namespace

std::vector<Source> list_sources(db::Reader& reader, std::optional<std::vector<std::string>> const& organization_ids) {
  std::vector<Source> sources;
  reader.each(kAll, {}, [&](Row const& row) {
    auto source = source_from(row);
    if (!organization_ids || std::find(organization_ids->begin(), organization_ids->end(), source.organization_id) != organization_ids->end())
      sources.push_back(std::move(source));
  });
  return sources;
}

std::vector<Source> find_sources(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<Source> sources;
  if (ids.empty()) return sources;
  reader.each_in("calendar_source.find", kIn, ids, "", [&](Row const& row) { sources.push_back(source_from(row)); });
  return sources;
}

std::vector<Source> due_sources(db::Reader& reader, Instant now, int limit) {
  std::vector<Source> sources;
  reader.each(kDue, {now, limit}, [&](Row const& row) { sources.push_back(source_from(row)); });
  return sources;
}

void insert_source(db::Writer& writer, Source const& source) {
  writer.run(kInsert, {source.id, source.organization_id, source.name, source.url, source.topic, source.code,
                       source.failures, source.etag, source.last_modified, source.due_at, source.read_at,
                       source.created_by, writer.now()});
  writer.changed("calendar_source", source.id);
}

bool update_source(db::Writer& writer, Source const& source) {
  bool done = writer.run(kUpdate, {source.id, source.version, source.name, source.url, source.topic, source.code,
                                   source.failures, source.etag, source.last_modified, source.due_at,
                                   source.read_at}) > 0;
  if (done) writer.changed("calendar_source", source.id);
  return done;
}

void delete_source(db::Writer& writer, std::string_view id) {
  for (auto const& event : events_of_source(writer, id)) delete_event(writer, event.id);
  writer.run(kDelete, {id});
  writer.changed("calendar_source", id);
}

std::vector<Event> events_of_source(db::Reader& reader, std::string_view source_id) {
  return find_events(reader, reader.column<std::string>(kEventIds, {source_id}));
}

std::vector<std::pair<std::string, std::string>> sources_of_uids(db::Reader& reader,
                                                                 std::vector<std::string> const& uids) {
  std::vector<std::pair<std::string, std::string>> known;
  if (uids.empty()) return known;
  reader.each_in("event.uids", kUids, uids, "", [&](Row const& row) { known.emplace_back(row.text(0), row.text(1)); });
  return known;
}

}  // namespace mila::events
