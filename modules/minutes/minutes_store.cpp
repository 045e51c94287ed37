// SQL of minutes.
#include "modules/minutes/minutes_store.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "platform/base/text.h"

namespace mila::minutes {
namespace {

using db::Row;
using db::Sql;

#define MINUTES                                                                                      \
  "select id, version, meeting_id, body_id, state, title, day, place, plain, kept, present, present_count, objections_until, " \
  "circulated_at, approved_at, approved_by, content_hash, released_at, file_id, created_by, created_at, " \
  "modified from minutes "
#define PART                                                                                          \
  "select id, version, minutes_id, agenda_item_id, position, number, title, text, visibility, "        \
  "modified_by, modified from minutes_part "

constexpr Sql kAllIds{"minutes.all_ids", "select id from minutes order by id"};
constexpr Sql kFind{"minutes.find", MINUTES "where id = $1"};
constexpr Sql kInsert{
    "minutes.insert",
    "insert into minutes(id, version, meeting_id, body_id, state, title, day, place, plain, search_text, kept, "
    "present, present_count, objections_until, circulated_at, approved_at, approved_by, content_hash, released_at, file_id, "
    "created_by, created_at, modified) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
    "$14, $15, $16, $17, $18, $19, $20, $21, $21) on conflict do nothing"};
constexpr Sql kUpdate{
    "minutes.update",
    "update minutes set version = version + 1, state = $3, title = $4, day = $5, place = $6, kept = $7, "
    "objections_until = $8, circulated_at = $9, approved_at = $10, approved_by = $11, content_hash = $12, "
    "released_at = $13, modified = $14, present = $15, present_count = $16 where id = $1 and version = $2"};
constexpr Sql kUpdatePlain{"minutes.update_plain",
                           "update minutes set plain = $2, search_text = $3, modified = $4 where id = $1"};

constexpr Sql kCirculated{"minutes.circulated", MINUTES "where state = 'circulated' order by circulated_at, id limit 100"};
constexpr Sql kOpen{"minutes_objection.open",
                    "select minutes_id, count(*) from minutes_objection where state = 'open' and content <> '' group by minutes_id"};

constexpr Sql kParts{"minutes_part.of", PART "where minutes_id = $1 order by position, id"};
constexpr Sql kInsertPart{
    "minutes_part.insert",
    "insert into minutes_part(id, version, minutes_id, agenda_item_id, position, number, title, text, "
    "visibility, modified_by, modified) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do "
    "nothing"};
constexpr Sql kUpdatePart{
    "minutes_part.update",
    "update minutes_part set version = version + 1, position = $3, number = $4, title = $5, text = $6, "
    "visibility = $7, modified_by = $8, modified = $9, agenda_item_id = $10 where id = $1 and version = $2"};
constexpr Sql kHasPart{"minutes_part.has", "select 1 from minutes_part where id = $1"};
constexpr Sql kDeletePart{"minutes_part.delete", "delete from minutes_part where id = $1 and version = $2"};

constexpr Sql kWriters{"minutes_writer.of",
                       "select account_id from minutes_writer where minutes_id = $1 order by account_id"};
constexpr Sql kWritten{"minutes_writer.by", "select minutes_id from minutes_writer where account_id = $1"};
constexpr Sql kInsertWriter{
    "minutes_writer.insert",
    "insert into minutes_writer(minutes_id, account_id) values($1, $2) on conflict do nothing"};
constexpr Sql kDeleteWriter{"minutes_writer.delete",
                            "delete from minutes_writer where minutes_id = $1 and account_id = $2"};

constexpr Sql kAddenda{"minutes_addendum.of",
                       "select id, minutes_id, text, made_by, made_at, content_hash from minutes_addendum where "
                       "minutes_id = $1 order by made_at, id"};
constexpr Sql kInsertAddendum{
    "minutes_addendum.insert",
    "insert into minutes_addendum(id, minutes_id, text, made_by, made_at, content_hash) values($1, $2, $3, $4, $5, $6)"};
constexpr Sql kUpdateAddendum{"minutes_addendum.update",
                              "update minutes_addendum set text = $2, content_hash = $3 where id = $1"};
/// Both in one: what the two have not in common is empty.
constexpr Sql kLater{"minutes.later",
                     "select 0, id, minutes_id, '', '', text, made_by, made_at, content_hash, '' from minutes_addendum "
                     "where minutes_id = $1 union all select 1, id, minutes_id, part_id, ground, reason, made_by, "
                     "made_at, hash_before, hash_after from minutes_redaction where minutes_id = $1 order by 8, 2"};
constexpr Sql kInsertRedaction{
    "minutes_redaction.insert",
    "insert into minutes_redaction(id, minutes_id, part_id, ground, reason, made_by, made_at, hash_before, "
    "hash_after) values($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

constexpr Sql kDelete{"minutes.delete", "delete from minutes where id = $1 and state = 'filed'"};
constexpr Sql kDeleteWriters{"minutes_writer.delete_all", "delete from minutes_writer where minutes_id = $1"};
constexpr Sql kRemovals{"minutes_removal.all",
                        "select id, body_id, day, ground, reason, made_by, made_at from minutes_removal order by "
                        "made_at desc, id limit $1 offset $2"};
constexpr Sql kCountRemovals{"minutes_removal.count", "select count(*) from minutes_removal"};
constexpr Sql kInsertRemoval{
    "minutes_removal.insert",
    "insert into minutes_removal(id, body_id, day, ground, reason, made_by, made_at) values($1, $2, $3, $4, $5, $6, $7)"};
std::optional<std::string> some(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> iso(std::optional<Date> const& day) {
  return day ? std::optional(format_iso_date(*day)) : std::nullopt;
}

Minutes minutes_from(Row const& row) {
  Minutes minutes;
  std::optional<std::string> meeting, until;
  std::string state, day, kept, present;
  row.read(minutes.id, minutes.version, meeting, minutes.body_id, state, minutes.title, day, minutes.place,
           minutes.plain, kept, present, minutes.present_count, until, minutes.circulated_at, minutes.approved_at, minutes.approved_by,
           minutes.content_hash, minutes.released_at, minutes.file_id, minutes.created_by,
           minutes.created_at, minutes.modified);
  minutes.meeting_id = meeting.value_or("");
  minutes.state = state_named(state).value_or(State::Draft);
  minutes.day = parse_iso_date(day).value_or(Date{});
  minutes.kept = split_list(kept, ' ');
  minutes.present = split_list(present, '\n');
  if (until) minutes.objections_until = parse_iso_date(*until);
  return minutes;
}

Part part_from(Row const& row) {
  Part part;
  std::string visibility;
  row.read(part.id, part.version, part.minutes_id, part.agenda_item_id, part.position, part.number, part.title,
           part.text, visibility, part.modified_by, part.modified);
  part.visibility = meetings::visibility_named(visibility).value_or(Visibility::Hidden);
  return part;
}

/// " where …" of a query; what `values` borrow lives in `texts`.
struct Where {
  Where(Context const& context, MinutesQuery const& query) {
    texts.reserve(64);
    auto runs = context.actor.scope_ids(Permission::RunMeetings, Scope::Body);
    if (runs) {
      std::string members = context.actor.may(Permission::ReadNetwork) ? "state in ('circulated', 'approved', 'filed') or " : "";
      text = "(" + members + "id in (select minutes_id from minutes_writer where account_id = " +
             next(context.actor.account_id) + ")";
      for (std::size_t i = 0; i < runs->size() && i < 50; ++i) text += (i == 0 ? " or body_id in (" : ", ") + next((*runs)[i]);
      text += runs->empty() ? ")" : "))";
    } else {
      text = "1 = 1";
    }
    if (!query.body_id.empty()) text += " and body_id = " + next(query.body_id);
    if (query.year) {
      auto from = std::to_string(*query.year), until = std::to_string(*query.year + 1);
      text += " and day >= " + next(from + "-01-01") + " and day < " + next(until + "-01-01");
    }
    for (auto const& word : words_of(query.search)) text += " and search_text like " + next("%" + word + "%") + " escape '\\'";
  }
  std::string next(std::string value) {
    values.emplace_back(std::string_view(texts.emplace_back(std::move(value))));
    return "$" + std::to_string(values.size());
  }
  std::string next(std::int64_t value) {
    values.emplace_back(value);
    return "$" + std::to_string(values.size());
  }
  /// At most eight, with the signs of LIKE escaped.
  static std::vector<std::string> words_of(std::string_view search) {
    auto words = split_list(folded(search), ' ');
    if (words.size() > 8) words.resize(8);
    for (auto& word : words)
      word = replace_all(replace_all(replace_all(word, "\\", "\\\\"), "%", "\\%"), "_", "\\_");
    return words;
  }
  std::string text;
  std::vector<std::string> texts;
  std::vector<db::Value> values;
};

}  // namespace

std::string folded(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  auto const* normalizer = icu::Normalizer2::getNFKDInstance(status);
  auto unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  auto apart = normalizer->normalize(unicode.foldCase(), status);
  icu::UnicodeString plain;
  for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    UChar32 letter = apart.char32At(i);
    if (u_charType(letter) != U_NON_SPACING_MARK) plain.append(letter);
  }
  std::string result;
  plain.toUTF8String(result);
  return result;
}

std::vector<std::string> all_minutes_ids(db::Reader& reader) {
  std::vector<std::string> ids;
  reader.each(kAllIds, {}, [&](db::Row const& row) { ids.emplace_back(row.text(0)); });
  return ids;
}

std::optional<Minutes> load_minutes(db::Reader& reader, std::string_view id) {
  std::optional<Minutes> minutes;
  reader.one(kFind, {id}, [&](Row const& row) { minutes = minutes_from(row); });
  return minutes;
}

std::vector<Minutes> load_minutes_of(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<Minutes> found;
  if (ids.empty()) return found;
  reader.each_in("minutes.find_all", MINUTES "where id in ", ids, "", [&](Row const& row) { found.push_back(minutes_from(row)); });
  return found;
}

bool insert_minutes(db::Writer& writer, Minutes const& minutes) {
  bool done = writer.run(kInsert, {minutes.id, some(minutes.meeting_id), minutes.body_id, name_of(minutes.state),
                                   minutes.title, format_iso_date(minutes.day), minutes.place, minutes.plain,
                                   folded(minutes.title + "\n" + minutes.plain), join(minutes.kept, " "),
                                   join(minutes.present, "\n"), minutes.present_count,
                                   iso(minutes.objections_until), minutes.circulated_at, minutes.approved_at,
                                   minutes.approved_by, minutes.content_hash, minutes.released_at,
                                   minutes.file_id, minutes.created_by, writer.now()}) > 0;
  if (done) writer.changed("minutes", minutes.id);
  return done;
}

bool update_minutes(db::Writer& writer, Minutes const& minutes) {
  bool done = writer.run(kUpdate, {minutes.id, minutes.version, name_of(minutes.state), minutes.title,
                                   format_iso_date(minutes.day), minutes.place, join(minutes.kept, " "),
                                   iso(minutes.objections_until), minutes.circulated_at, minutes.approved_at,
                                   minutes.approved_by, minutes.content_hash, minutes.released_at,
                                   writer.now(), join(minutes.present, "\n"), minutes.present_count}) > 0;
  if (done) writer.changed("minutes", minutes.id);
  return done;
}

void update_plain(db::Writer& writer, Minutes const& minutes) {
  writer.run(kUpdatePlain, {minutes.id, minutes.plain, folded(minutes.title + "\n" + minutes.plain), writer.now()});
  writer.changed("minutes", minutes.id);
}

std::vector<Minutes> find_minutes(db::Reader& reader, Context const& context, MinutesQuery const& query) {
  Where where(context, query);
  std::string text = MINUTES "where " + where.text + " order by day desc, id";
  text += " limit " + where.next(std::int64_t{query.limit});
  text += " offset " + where.next(std::int64_t{query.offset});
  std::vector<Minutes> found;
  reader.each({"minutes.list", text}, where.values, [&](Row const& row) { found.push_back(minutes_from(row)); });
  return found;
}

std::int64_t count_minutes(db::Reader& reader, Context const& context, MinutesQuery const& query) {
  Where where(context, query);
  std::string text = "select count(*) from minutes where " + where.text;
  std::int64_t count = 0;
  reader.each({"minutes.count", text}, where.values, [&](Row const& row) { count = row.integer(0); });
  return count;
}

std::vector<WithOpen> circulated_with_open(db::Reader& reader) {
  std::vector<WithOpen> found;
  reader.each(kCirculated, {}, [&](Row const& row) { found.push_back({minutes_from(row)}); });
  if (found.empty()) return found;
  reader.each(kOpen, {}, [&](Row const& row) {
    std::string id;
    std::int64_t open = 0;
    row.read(id, open);
    for (auto& one : found)
      if (one.minutes.id == id) one.open = open;
  });
  return found;
}

std::vector<Part> load_parts(db::Reader& reader, std::string_view minutes_id) {
  std::vector<Part> parts;
  reader.each(kParts, {minutes_id}, [&](Row const& row) { parts.push_back(part_from(row)); });
  return parts;
}

std::vector<Part> load_parts_of(db::Reader& reader, std::vector<std::string> const& minutes_ids) {
  std::vector<Part> parts;
  if (minutes_ids.empty()) return parts;
  reader.each_in("minutes_part.of_all", PART "where minutes_id in ", minutes_ids, " order by position, id",
                 [&](Row const& row) { parts.push_back(part_from(row)); });
  return parts;
}

bool has_part(db::Reader& reader, std::string_view part_id) {
  bool found = false;
  reader.one(kHasPart, {part_id}, [&](Row const&) { found = true; });
  return found;
}

bool insert_part(db::Writer& writer, Part const& part) {
  bool done = writer.run(kInsertPart, {part.id, part.minutes_id, part.agenda_item_id, part.position, part.number,
                                       part.title, part.text, meetings::name_of(part.visibility),
                                       part.modified_by, writer.now()}) > 0;
  if (done) writer.changed("minutes", part.minutes_id);
  return done;
}

bool update_part(db::Writer& writer, Part const& part) {
  bool done = writer.run(kUpdatePart, {part.id, part.version, part.position, part.number, part.title, part.text,
                                       meetings::name_of(part.visibility), part.modified_by,
                                       writer.now(), part.agenda_item_id}) > 0;
  if (done) writer.changed("minutes", part.minutes_id);
  return done;
}

bool delete_part(db::Writer& writer, Part const& part) {
  bool done = writer.run(kDeletePart, {part.id, part.version}) > 0;
  if (done) writer.changed("minutes", part.minutes_id);
  return done;
}

void delete_minutes(db::Writer& writer, Minutes const& minutes) {
  writer.run(kDeleteWriters, {minutes.id});
  writer.run(kDelete, {minutes.id});
  writer.changed("minutes", minutes.id);
}

void insert_removal(db::Writer& writer, Removal const& removal) {
  writer.run(kInsertRemoval, {removal.id, removal.body_id, format_iso_date(removal.day), name_of(removal.ground), removal.reason,
                              removal.made_by, removal.made_at});
  writer.changed("minutes_removal", removal.id);
}

std::vector<Removal> removals(db::Reader& reader, int limit, int offset) {
  std::vector<Removal> found;
  reader.each(kRemovals, {limit, offset}, [&](Row const& row) {
    auto& one = found.emplace_back();
    std::string day, ground;
    row.read(one.id, one.body_id, day, ground, one.reason, one.made_by, one.made_at);
    one.day = parse_iso_date(day).value_or(Date{});
    one.ground = ground_named(ground).value_or(Ground::Other);
  });
  return found;
}

std::int64_t count_removals(db::Reader& reader) {
  std::int64_t count = 0;
  reader.one(kCountRemovals, {}, [&](Row const& row) { count = row.integer(0); });
  return count;
}

std::vector<std::string> writers_of(db::Reader& reader, std::string_view minutes_id) {
  return reader.column<std::string>(kWriters, {minutes_id});
}

std::vector<std::string> written_by(db::Reader& reader, std::string_view account_id) {
  return reader.column<std::string>(kWritten, {account_id});
}

void insert_writer(db::Writer& writer, std::string_view minutes_id, std::string_view account_id) {
  writer.run(kInsertWriter, {minutes_id, account_id});
  writer.changed("minutes", minutes_id);
}

void delete_writer(db::Writer& writer, std::string_view minutes_id, std::string_view account_id) {
  writer.run(kDeleteWriter, {minutes_id, account_id});
  writer.changed("minutes", minutes_id);
}

std::vector<Addendum> addenda_of(db::Reader& reader, std::string_view minutes_id) {
  std::vector<Addendum> addenda;
  reader.each(kAddenda, {minutes_id}, [&](Row const& row) {
    auto& one = addenda.emplace_back();
    row.read(one.id, one.minutes_id, one.text, one.made_by, one.made_at, one.content_hash);
  });
  return addenda;
}

void insert_addendum(db::Writer& writer, Addendum const& addendum) {
  writer.run(kInsertAddendum,
             {addendum.id, addendum.minutes_id, addendum.text, addendum.made_by, addendum.made_at, addendum.content_hash});
  writer.changed("minutes", addendum.minutes_id);
}

void update_addendum(db::Writer& writer, Addendum const& addendum) {
  writer.run(kUpdateAddendum, {addendum.id, addendum.text, addendum.content_hash});
  writer.changed("minutes", addendum.minutes_id);
}

Later later_of(db::Reader& reader, std::string_view minutes_id) {
  Later later;
  reader.each(kLater, {minutes_id}, [&](Row const& row) {
    int kind = 0;
    std::string ground;
    Redaction one;
    row.read(kind, one.id, one.minutes_id, one.part_id, ground, one.reason, one.made_by, one.made_at, one.hash_before, one.hash_after);
    one.ground = ground_named(ground).value_or(Ground::Other);
    if (kind == 1) later.redactions.push_back(std::move(one));
    else later.addenda.push_back({one.id, one.minutes_id, one.reason, one.made_by, one.made_at, one.hash_before});
  });
  return later;
}

void insert_redaction(db::Writer& writer, Redaction const& redaction) {
  writer.run(kInsertRedaction, {redaction.id, redaction.minutes_id, redaction.part_id, name_of(redaction.ground),
                                redaction.reason, redaction.made_by, redaction.made_at, redaction.hash_before,
                                redaction.hash_after});
  writer.changed("minutes", redaction.minutes_id);
}

}  // namespace mila::minutes
