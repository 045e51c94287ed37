// All SQL of the feed.
#include "modules/hsds/hsds_store.h"

#include <algorithm>

namespace mila::hsds {
namespace {

using db::Row;
using db::Sql;
using directory::Kind;

// What is inactive is a draft or hidden by the county: it never leaves the program.
#define PUBLIC "status <> 'inactive'"

constexpr char const* kTexts[] = {
    "select id, modified, json from organization where " PUBLIC " and id in ",
    "select id, modified, json from service where " PUBLIC " and id in ",
    "select id, modified, json from location where id in ",
    "select id, modified, json from function where " PUBLIC " and id in "};
constexpr Sql kServices{"hsds.facts_services",
                        "select id, sort_key, modified, json from service where " PUBLIC
                        " and id > $1 order by id limit 1000"};
constexpr Sql kLocations{"hsds.facts_locations",
                         "select id, sort_key, modified, json from location where id > $1 order "
                         "by id limit 1000"};
constexpr Sql kWords{"hsds.terms",
                     "select id, kind, source, sort_key, json from hsds_term where kind = $1 order "
                     "by sort_key, id"};
constexpr Sql kWord{"hsds.term",
                    "select id, kind, source, sort_key, json from hsds_term where id = $1"};
constexpr Sql kSaveWord{
    "hsds.save_term",
    "insert into hsds_term(id, kind, source, sort_key, json) values($1, $2, $3, $4, $5) on "
    "conflict (id) do update set kind = excluded.kind, source = excluded.source, sort_key = "
    "excluded.sort_key, json = excluded.json"};

/// " where …" with its values, which are borrowed from the selection.
struct Where {
  Where(Kind kind, Selection const& selection) : text(" where " PUBLIC) {
    if (!selection.organization_id.empty())
      add(kind == Kind::Organization ? "id = " : "organization_id = ", selection.organization_id);
    if (selection.modified_after) add("modified >= ", *selection.modified_after);
  }
  void add(std::string const& condition, db::Value value) {
    text += " and " + condition + next(value);
  }
  /// The parameter `value` will be.
  std::string next(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
  std::string text;
  std::vector<db::Value> values;
};

/// Lists exist of these two kinds.
std::string table_of(Kind kind) {
  CHECK(kind == Kind::Organization || kind == Kind::Service);
  return directory::name_of(kind);
}

RecordView view_of(Row const& row) {
  RecordView view{row.text(0), row.text(1), row.text(3), {}};
  row.read_one(2, view.modified);
  return view;
}

/// `page` takes the id to begin after.
void each_by_id(db::Reader& reader, Sql const& page, RecordSink const& sink) {
  std::string after;
  for (bool more = true; more;) {
    more = false;
    std::string last;
    reader.each(page, {after}, [&](Row const& row) {
      more = true;
      last = row.text(0);
      sink(view_of(row));
    });
    after = last;
  }
}

std::vector<std::string> ids_of(db::Reader& reader, std::string_view name, std::string const& text,
                                std::vector<db::Value> const& values) {
  std::vector<std::string> ids;
  reader.each({name, text}, values, [&](Row const& row) { ids.emplace_back(row.text(0)); });
  return ids;
}

StoredWord word_of(Row const& row) {
  StoredWord word;
  row.read(word.id, word.kind, word.source, word.sort_key, word.json);
  return word;
}

}  // namespace

StoredMap load_texts(db::Reader& reader, Kind kind, std::vector<std::string> ids) {
  StoredMap found;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty()) return found;
  reader.each_in("hsds.texts", kTexts[static_cast<int>(kind)], ids, "", [&](Row const& row) {
    StoredText text;
    row.read(text.id, text.modified, text.json);
    found.emplace(text.id, std::move(text));
  });
  return found;
}

std::unordered_map<std::string, std::vector<StoredText>> load_functions(
    db::Reader& reader, std::vector<std::string> const& organization_ids) {
  std::unordered_map<std::string, std::vector<StoredText>> functions;
  reader.each_in(
      "hsds.functions",
      "select id, modified, json, organization_id from function where " PUBLIC
      " and organization_id in ",
      organization_ids, " order by sort_key, id", [&](Row const& row) {
        StoredText function;
        row.read(function.id, function.modified, function.json);
        functions[std::string(row.text(3))].push_back(std::move(function));
      });
  return functions;
}

void each_service(db::Reader& reader, RecordSink const& sink) {
  each_by_id(reader, kServices, sink);
}

void each_location(db::Reader& reader, RecordSink const& sink) {
  each_by_id(reader, kLocations, sink);
}

void each_service(db::Reader& reader, std::vector<std::string> const& ids, RecordSink const& sink) {
  if (ids.empty()) return;
  reader.each_in("hsds.facts_some",
                 "select id, sort_key, modified, json from service where " PUBLIC " and id in ", ids,
                 "", [&](Row const& row) { sink(view_of(row)); });
}

void each_location(db::Reader& reader, std::vector<std::string> const& ids,
                   RecordSink const& sink) {
  if (ids.empty()) return;
  reader.each_in("hsds.facts_some",
                 "select id, sort_key, modified, json from location where id in ", ids, "",
                 [&](Row const& row) { sink(view_of(row)); });
}

std::int64_t count_selected(db::Reader& reader, Kind kind, Selection const& selection) {
  Where where(kind, selection);
  std::int64_t count = 0;
  std::string text = "select count(*) from " + table_of(kind) + where.text;
  reader.each({"hsds.count", text}, where.values, [&](Row const& row) { count = row.integer(0); });
  return count;
}

std::vector<std::string> selected_ids(db::Reader& reader, Kind kind, Selection const& selection,
                                      std::int64_t limit, std::int64_t offset) {
  Where where(kind, selection);
  std::string text = "select id from " + table_of(kind) + where.text + " order by sort_key, id";
  text += " limit " + where.next(limit);
  text += " offset " + where.next(offset);
  return ids_of(reader, "hsds.page", text, where.values);
}

std::vector<std::string> selected_ids_after(db::Reader& reader, Kind kind,
                                            Selection const& selection, std::string const& after,
                                            std::int64_t limit) {
  Where where(kind, selection);
  where.add("id > ", after);
  std::string text = "select id from " + table_of(kind) + where.text + " order by id limit " +
                     std::to_string(limit);
  return ids_of(reader, "hsds.after", text, where.values);
}

void each_organization(db::Reader& reader, Selection const& selection,
                       std::function<void(OrganizationView const&)> const& sink) {
  Where where(Kind::Organization, selection);
  std::string text =
      "select id, name, json from organization" + where.text + " order by sort_key, id";
  reader.each({"hsds.organizations", text}, where.values, [&](Row const& row) {
    sink({row.text(0), row.text(1), row.text(2)});
  });
}

std::unordered_map<std::string, Instant> times_of_change(db::Reader& reader, Kind kind,
                                                         std::vector<std::string> const& ids) {
  std::unordered_map<std::string, Instant> times;
  std::string text = "select id, modified from " + table_of(kind) + " where id in ";
  reader.each_in("hsds.minimal", text, ids, "",
                 [&](Row const& row) { row.read_one(1, times[std::string(row.text(0))]); });
  return times;
}

std::vector<StoredWord> stored_words(db::Reader& reader, std::string_view kind) {
  std::vector<StoredWord> words;
  reader.each(kWords, {kind}, [&](Row const& row) { words.push_back(word_of(row)); });
  return words;
}

std::optional<StoredWord> find_word(db::Reader& reader, std::string_view id) {
  std::optional<StoredWord> word;
  reader.one(kWord, {id}, [&](Row const& row) { word = word_of(row); });
  return word;
}

void save_word(db::Writer& writer, StoredWord const& word) {
  writer.run(kSaveWord, {word.id, word.kind, word.source, word.sort_key, word.json});
  writer.changed("hsds_term", word.id);
}

}  // namespace mila::hsds
