// What the feed asks of the directory's tables, and the words of others (hsds_term) kept here. JSON
// stays text: most of it is copied into answers as it is. Records are written by the directory.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "modules/directory/directory.h"
#include "platform/base/time.h"
#include "platform/db/db.h"

namespace mila::hsds {

/// A stored record whose JSON is left as text.
struct StoredText {
  std::string id, json;
  Instant modified;
};

using StoredMap = std::unordered_map<std::string, StoredText>;

/// Reads records by id; ids that do not exist are left out. One statement for up to 512 ids.
StoredMap load_texts(db::Reader& reader, directory::Kind kind, std::vector<std::string> ids);

/// The functions (people to call) of these organisations, by organisation id; each list by name.
std::unordered_map<std::string, std::vector<StoredText>> load_functions(
    db::Reader& reader, std::vector<std::string> const& organization_ids);

/// A record on its way through memory: borrowed, valid during the call only.
struct RecordView {
  std::string_view id, sort_key, json;
  Instant modified;
};
using RecordSink = std::function<void(RecordView const&)>;

/// All services resp. locations by id, in statements of 1000 records.
void each_service(db::Reader& reader, RecordSink const& sink);
void each_location(db::Reader& reader, RecordSink const& sink);
/// Those among `ids` that exist; in no particular order.
void each_service(db::Reader& reader, std::vector<std::string> const& ids, RecordSink const& sink);
void each_location(db::Reader& reader, std::vector<std::string> const& ids, RecordSink const& sink);

/// The filters of a list the database has columns for.
struct Selection {
  std::string organization_id;            ///< the organisation itself or its services; "": all
  std::optional<Instant> modified_after;  ///< at this moment or later
};

// Lists of services and organisations; other kinds have no such lists.
std::int64_t count_selected(db::Reader& reader, directory::Kind kind, Selection const& selection);
/// By name.
std::vector<std::string> selected_ids(db::Reader& reader, directory::Kind kind,
                                      Selection const& selection, std::int64_t limit,
                                      std::int64_t offset);
/// By id, those after `after`; "" begins.
std::vector<std::string> selected_ids_after(db::Reader& reader, directory::Kind kind,
                                            Selection const& selection, std::string const& after,
                                            std::int64_t limit);
/// Borrowed, valid during the call only.
struct OrganizationView {
  std::string_view id, name, json;
};
/// By name; the whole table may pass, one record at a time.
void each_organization(db::Reader& reader, Selection const& selection,
                       std::function<void(OrganizationView const&)> const& sink);
/// When the records of these ids last changed here; ids that do not exist are left out.
std::unordered_map<std::string, Instant> times_of_change(db::Reader& reader, directory::Kind kind,
                                                         std::vector<std::string> const& ids);

/// A taxonomy or term that came with a feed.
struct StoredWord {
  std::string id;
  std::string kind;      ///< "taxonomy", "taxonomy_term"
  std::string source;    ///< as x_source of records
  std::string sort_key;  ///< of the name
  std::string json;
};

/// All of a kind by name.
std::vector<StoredWord> stored_words(db::Reader& reader, std::string_view kind);
std::optional<StoredWord> find_word(db::Reader& reader, std::string_view id);
/// Inserts or replaces, and tells the change feed.
void save_word(db::Writer& writer, StoredWord const& word);

}  // namespace mila::hsds
