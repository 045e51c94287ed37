// SQL of events and programmes.
#include "modules/calendar/event_store.h"

#include "platform/base/text.h"

namespace mila::events {
namespace {

using db::Row;
using db::Sql;

#define EVENT_COLUMNS                                                                                      \
  "e.id, e.version, e.organization_id, e.programme_id, e.source_id, e.uid, e.state, e.title, e.about, "    \
  "e.language, e.day, e.start_minutes, e.length_minutes, e.all_day, e.rule, e.last_day, e.place, "         \
  "e.place_id, e.topics, e.languages, e.cost, e.link, e.reason, e.due_on, e.sequence, e.created_by, "      \
  "e.created_at, e.modified, e.proposed, e.proposed_title, e.proposed_about, e.proposed_language, "          \
  "e.proposed_link"
#define EVENT "select " EVENT_COLUMNS " from event e "
#define PROGRAMME "select id, version, name, about, language, from_day, until_day, modified from event_programme "

constexpr std::string_view kEvents = EVENT "where e.id in ";
constexpr Sql kInsert{
    "event.insert",
    "insert into event(id, version, organization_id, programme_id, source_id, uid, state, title, about, "
    "language, day, start_minutes, length_minutes, all_day, rule, last_day, place, place_id, topics, "
    "languages, cost, link, reason, due_on, sequence, words, created_by, created_at, modified) values($1, 1, "
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, "
    "$24, $25, $26, $27, $27)"};
constexpr Sql kUpdate{
    "event.update",
    "update event set version = version + 1, programme_id = $3, state = $4, title = $5, about = $6, language "
    "= $7, day = $8, start_minutes = $9, length_minutes = $10, all_day = $11, rule = $12, last_day = $13, "
    "place = $14, place_id = $15, topics = $16, languages = $17, cost = $18, link = $19, reason = $20, due_on "
    "= $21, sequence = $22, words = $23, modified = $24, proposed = $25, proposed_title = $26, proposed_about "
    "= $27, proposed_language = $28, proposed_link = $29 where id = $1 and version = $2"};
constexpr Sql kDelete{"event.delete", "delete from event where id = $1"};
constexpr Sql kDeleteDates{"event_date.delete", "delete from event_date where event_id = $1"};
constexpr std::string_view kDates =
    "select event_id, regular, day, start_minutes, length_minutes, state from event_date where event_id in ";
constexpr Sql kBefore{"event.before",
                      "select e.id from event e where not exists (select 1 from event_date d where d.event_id "
                      "= e.id and d.day >= $1) limit 1000"};
constexpr Sql kProgrammes{"event_programme.coming", PROGRAMME "where until_day >= $1 order by from_day, name, id"};
constexpr Sql kProgramme{"event_programme.find", PROGRAMME "where id = $1"};
constexpr Sql kInsertProgramme{
    "event_programme.insert",
    "insert into event_programme(id, version, name, about, language, from_day, until_day, created_at, modified) "
    "values($1, 1, $2, $3, $4, $5, $6, $7, $7)"};
constexpr Sql kUpdateProgramme{
    "event_programme.update",
    "update event_programme set version = version + 1, name = $3, about = $4, language = $5, from_day = $6, "
    "until_day = $7, modified = $8 where id = $1 and version = $2"};

/// " a b " so that one code is found between blanks.
std::string listed(std::vector<std::string> const& codes) {
  return codes.empty() ? "" : " " + join(codes, " ") + " ";
}

std::string iso(std::optional<Date> const& day) { return day ? format_iso_date(*day) : ""; }

std::optional<std::string> some(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// Columns of EVENT from `row`, beginning at its first one.
struct EventRow {
  Event event;
  std::optional<std::string> programme;
  std::string state, day, last_day, topics, languages;
  std::int64_t start = 0, length = 0;
  bool proposed = false;
  Wording wording;

  template <typename... More>
  Event read(Row const& row, More&... more) {
    row.read(event.id, event.version, event.organization_id, programme, event.source_id, event.uid, state,
             event.title, event.about, event.language, day, start, length, event.all_day, event.rule, last_day,
             event.place, event.place_id, topics, languages, event.cost, event.link, event.reason,
             event.due_on, event.sequence, event.created_by, event.created_at, event.modified, proposed,
             wording.title, wording.about, wording.language, wording.link, more...);
    if (proposed) event.proposed = std::move(wording);
    event.programme_id = programme.value_or("");
    event.state = state_named(state).value_or(State::Waiting);
    event.day = parse_iso_date(day).value_or(Date{});
    event.last_day = parse_iso_date(last_day);
    event.start = std::chrono::minutes(start);
    event.length = std::chrono::minutes(length);
    event.topics = split_list(topics, ' ');
    event.languages = split_list(languages, ' ');
    return std::move(event);
  }
};

DateState date_state(std::string_view name) {
  return name == "moved" ? DateState::Moved : name == "cancelled" ? DateState::Cancelled : DateState::Planned;
}

EventDate date_from(std::string event_id, std::string const& regular, std::string const& day, std::int64_t start,
                    std::int64_t length, std::string const& state) {
  return {std::move(event_id),
          parse_iso_date(regular).value_or(Date{}),
          parse_iso_date(day).value_or(Date{}),
          std::chrono::minutes(start),
          std::chrono::minutes(length),
          date_state(state)};
}

Programme programme_from(Row const& row) {
  Programme programme;
  std::string from, until;
  row.read(programme.id, programme.version, programme.name, programme.about, programme.language, from, until,
           programme.modified);
  programme.from = parse_iso_date(from).value_or(Date{});
  programme.until = parse_iso_date(until).value_or(Date{});
  return programme;
}

/// A text to be found anywhere: % and _ stand for themselves.
std::string pattern(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '!') escaped += '!';
    escaped += c;
  }
  return "%" + escaped + "%";
}

/// Conditions with their values; the texts live as long as this.
class Where {
 public:
  explicit Where(std::string start) : text(std::move(start)) {}
  Where(Where const&) = delete;
  std::string next(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
  std::string kept(std::string value) {
    texts_.push_back(std::make_unique<std::string>(std::move(value)));
    return next(*texts_.back());
  }
  void contains(std::string const& column, std::string_view part) {
    text += " and " + column + " like " + kept(pattern(part)) + " escape '!'";
  }
  void is(std::string const& column, std::string const& value) {
    if (!value.empty()) text += " and " + column + " = " + kept(value);
  }
  void in(std::string const& column, std::vector<std::string> const& values_in) {
    text += " and " + column + " in (''";
    for (auto const& value : values_in) text += ", " + kept(value);
    text += ")";
  }
  std::string text;
  std::vector<db::Value> values;

 private:
  std::vector<std::unique_ptr<std::string>> texts_;
};

void only_once(Where& where, DatesQuery const& query) {
  std::string first = "(select min(x.day) from event_date x where x.event_id = e.id and x.day >= " +
                      where.kept(format_iso_date(*query.once_from));
  if (query.until) first += " and x.day <= " + where.kept(format_iso_date(*query.until));
  where.text += " and d.day = coalesce(" + first + " and x.state <> 'cancelled'), " + first + "))";
}

void narrow(Where& where, EventQuery const& query) {
  if (query.organization_ids) where.in("e.organization_id", *query.organization_ids);
  where.is("e.state", query.state);
  where.text += " and e.source_id = " + where.kept(query.source_id);
  if (query.to_look_at) where.text += " and e.state in ('waiting', 'public') and e.due_on > ''";
  if (query.came_back) where.text += " and e.state in ('refused', 'public') and e.reason > ''";
  for (auto const& word : split_list(query.search, ' ')) where.contains("e.words", word);
}

}  // namespace

std::vector<Event> find_events(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<Event> found;
  if (ids.empty()) return found;
  reader.each_in("event.find", kEvents, ids, " order by e.id",
                 [&](Row const& row) { found.push_back(EventRow{}.read(row)); });
  return found;
}

std::optional<Event> find_event(db::Reader& reader, std::string_view id) {
  auto found = find_events(reader, {std::string(id)});
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<EventDate> dates_of(db::Reader& reader, std::vector<std::string> const& event_ids) {
  std::vector<EventDate> dates;
  if (event_ids.empty()) return dates;
  reader.each_in("event_date.of", kDates, event_ids, " order by day, start_minutes, event_id, regular", [&](Row const& row) {
    std::string id, regular, day, state;
    std::int64_t start = 0, length = 0;
    row.read(id, regular, day, start, length, state);
    dates.push_back(date_from(std::move(id), regular, day, start, length, state));
  });
  return dates;
}

std::vector<Event> list_events(db::Reader& reader, EventQuery const& query) {
  Where where(EVENT "where 1 = 1");
  narrow(where, query);
  where.text += " order by e.created_at desc, e.id limit " + where.next(query.limit);
  where.text += " offset " + where.next(query.offset);
  std::vector<Event> events;
  reader.each({"event.list", where.text}, where.values,
              [&](Row const& row) { events.push_back(EventRow{}.read(row)); });
  return events;
}

std::int64_t count_events(db::Reader& reader, EventQuery const& query) {
  Where where("select count(*) from event e where 1 = 1");
  narrow(where, query);
  std::int64_t count = 0;
  reader.each({"event.count", where.text}, where.values, [&](Row const& row) { count = row.integer(0); });
  return count;
}

std::vector<FoundDate> public_dates(db::Reader& reader, DatesQuery const& query) {
  Where where("select " EVENT_COLUMNS
              ", d.regular, d.day, d.start_minutes, d.length_minutes, d.state from event_date d join event e on "
              "e.id = d.event_id where e.state in ('public', 'cancelled')");
  if (query.from) where.text += " and d.day >= " + where.kept(format_iso_date(*query.from));
  if (query.until) where.text += " and d.day <= " + where.kept(format_iso_date(*query.until));
  where.is("e.place_id", query.place_id);
  where.is("e.organization_id", query.organization_id);
  where.is("e.programme_id", query.programme_id);
  if (!query.language.empty()) where.contains("e.languages", " " + query.language + " ");
  if (!query.topics.empty()) {
    where.text += " and (1 = 0";
    for (auto const& topic : query.topics)
      where.text += " or e.topics like " + where.kept(pattern(" " + topic + " ")) + " escape '!'";
    where.text += ")";
  }
  for (auto const& word : query.words) where.contains("e.words", word);
  if (query.once_from) only_once(where, query);
  where.text += " order by d.day, d.start_minutes, e.id, d.regular limit " + where.next(query.limit);
  std::vector<FoundDate> found;
  reader.each({"event_date.public", where.text}, where.values, [&](Row const& row) {
    std::string regular, day, state;
    std::int64_t start = 0, length = 0;
    FoundDate one;
    one.event = EventRow{}.read(row, regular, day, start, length, state);
    one.date = date_from(one.event.id, regular, day, start, length, state);
    found.push_back(std::move(one));
  });
  return found;
}

void insert_event(db::Writer& writer, Event const& event, std::string_view words) {
  writer.run(kInsert, {event.id, event.organization_id, some(event.programme_id), event.source_id, event.uid,
                       name_of(event.state), event.title, event.about, event.language, format_iso_date(event.day),
                       event.start.count(), event.length.count(), event.all_day, event.rule, iso(event.last_day),
                       event.place, event.place_id, listed(event.topics), listed(event.languages), event.cost,
                       event.link, event.reason, event.due_on, event.sequence, words, event.created_by,
                       writer.now()});
  writer.changed("event", event.id);
}

bool update_event(db::Writer& writer, Event const& event, std::string_view words) {
  Wording const proposed = event.proposed.value_or(Wording{});
  bool done =
      writer.run(kUpdate, {event.id, event.version, some(event.programme_id), name_of(event.state), event.title,
                           event.about, event.language, format_iso_date(event.day), event.start.count(),
                           event.length.count(), event.all_day, event.rule, iso(event.last_day), event.place,
                           event.place_id, listed(event.topics), listed(event.languages), event.cost, event.link,
                           event.reason, event.due_on, event.sequence, words, writer.now(), event.proposed.has_value(),
                           proposed.title, proposed.about, proposed.language, proposed.link}) > 0;
  if (done) writer.changed("event", event.id);
  return done;
}

void replace_dates(db::Writer& writer, Context const& context, std::string_view event_id,
                   std::vector<EventDate> const& dates) {
  writer.run(kDeleteDates, {event_id});
  if (dates.empty()) return;
  // One statement for all: a series has up to two hundred days.
  std::string text =
      "insert into event_date(event_id, regular, day, start_minutes, length_minutes, starts_at, state) values";
  Where values("");
  for (auto const& date : dates) {
    Instant starts = local_to_instant(date.day, date.start, context.county.config().zone);
    text += values.values.empty() ? "(" : ", (";
    text += values.next(event_id) + ", ";
    text += values.kept(format_iso_date(date.regular)) + ", ";
    text += values.kept(format_iso_date(date.day)) + ", ";
    text += values.next(date.start.count()) + ", ";
    text += values.next(date.length.count()) + ", ";
    text += values.next(starts) + ", ";
    text += values.next(name_of(date.state)) + ")";
  }
  writer.run({"event_date.insert", text}, values.values);
}

void delete_event(db::Writer& writer, std::string_view id) {
  writer.run(kDeleteDates, {id});
  writer.run(kDelete, {id});
  writer.changed("event", id);
}

std::vector<std::string> events_before(db::Reader& reader, Date before) {
  return reader.column<std::string>(kBefore, {format_iso_date(before)});
}

std::vector<Programme> programmes(db::Reader& reader, Date from) {
  std::vector<Programme> found;
  reader.each(kProgrammes, {format_iso_date(from)},
              [&](Row const& row) { found.push_back(programme_from(row)); });
  return found;
}

std::optional<Programme> find_programme(db::Reader& reader, std::string_view id) {
  std::optional<Programme> programme;
  reader.one(kProgramme, {id}, [&](Row const& row) { programme = programme_from(row); });
  return programme;
}

void insert_programme(db::Writer& writer, Programme const& programme) {
  writer.run(kInsertProgramme, {programme.id, programme.name, programme.about, programme.language,
                                format_iso_date(programme.from), format_iso_date(programme.until), writer.now()});
  writer.changed("event_programme", programme.id);
}

bool update_programme(db::Writer& writer, Programme const& programme) {
  bool done = writer.run(kUpdateProgramme,
                         {programme.id, programme.version, programme.name, programme.about, programme.language,
                          format_iso_date(programme.from), format_iso_date(programme.until), writer.now()}) > 0;
  if (done) writer.changed("event_programme", programme.id);
  return done;
}

}  // namespace mila::events
