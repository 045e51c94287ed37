// What an import is going to write, and the parts of an import that make the plan. Internal to the
// directory's CSV import.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "modules/directory/csv_cells.h"
#include "modules/directory/directory.h"
#include "modules/directory/import_report.h"

namespace mila::directory {

enum class Outcome { Created, Updated, Unchanged };

/// The records to be written. They are written a piece at a time inside the import's transaction, so
/// that a large table needs no more memory than a small one; whoever runs the import rolls back when
/// the report has errors. Counts nothing itself: the parts know what a row stands for.
class Plan {
 public:
  /// In a dry run there is no `writer`, and what is planned is dropped.
  Plan(db::Reader& reader, db::Writer* writer, Actor const& actor, ImportReport const& report,
       ImportOptions const& options)
      : reader_(reader), writer_(writer), actor_(actor), report_(report), options_(options) {}

  /// The record that is in the database, if any.
  std::optional<Record> stored(Kind kind, std::string const& id);
  /// Many of them, by id.
  std::unordered_map<std::string, Record> stored(Kind kind, std::vector<std::string> const& ids);
  /// Plans to write `value` unless the database holds the same. Members of the stored JSON that our
  /// structs do not know are kept.
  template <typename T>
  Outcome put(Kind kind, T& value) {
    return put(kind, value, stored(kind, value.id));
  }
  /// The same for whoever has looked up what is stored already.
  template <typename T>
  Outcome put(Kind kind, T& value, std::optional<Record> const& before) {
    MemberNames names;
    value.fields(names);
    return put(kind, value.id, data::to_json(value), before, names.names);
  }
  void put(places::Place place) { places_.push_back(std::move(place)); }
  void put(places::Area area) { areas_.push_back(std::move(area)); }
  /// Writes what is planned once it is a piece.
  void write_piece();
  /// Writes what is planned, unless the report has errors.
  void write();
  db::Reader& reader() { return reader_; }

 private:
  struct Change {
    Record record;
    std::int64_t version = 0;  ///< of the stored record, 0 = new
  };
  struct MemberNames {
    std::set<std::string> names;
    template <typename T>
    MemberNames& operator()(char const* name, T&) {
      names.insert(name);
      return *this;
    }
  };
  Outcome put(Kind kind, std::string const& id, data::Json json,
              std::optional<Record> const& before, std::set<std::string> const& known);

  void write_records(db::Writer& writer);

  db::Reader& reader_;
  db::Writer* writer_;
  Actor const& actor_;
  ImportReport const& report_;
  ImportOptions const& options_;
  std::vector<Change> changes_;
  std::vector<places::Place> places_;
  std::vector<places::Area> areas_;
  bool in_bulk_ = false;
};

/// A stored service.
Service read_service(Record const& record);

/// The organisations there are and those that the rows above made.
class Organisations {
 public:
  Organisations(Plan& plan, std::string source);
  /// By number of this source, else by name.
  std::string find(std::string const& text) const;
  /// As find; a name that is new becomes an organisation with nothing but its name.
  std::string find_or_create(RowNotes const& notes, std::string const& field,
                             std::string const& text);

 private:
  Plan& plan_;
  std::string source_;
  std::unordered_map<std::string, std::string> by_number_, by_name_;
};

/// What the parts of an import share.
struct ImportRun {
  Plan& plan;
  Sheet& sheet;
  ImportReport& report;
  ImportOptions const& options;
  places::Gazetteer const& gazetteer;
  std::string source, land;
  Date today;

  void progress() const {
    if (options.progress)
      options.progress(static_cast<int>(sheet.done()), static_cast<int>(sheet.rows()));
  }
  void count(Outcome outcome) const {
    int& counter = outcome == Outcome::Created   ? report.created
                   : outcome == Outcome::Updated ? report.updated
                                                 : report.unchanged;
    ++counter;
  }
};

/// Id of the offer with this number of the run's source; "" when there is none.
std::string known_service(ImportRun const& run, std::string const& number);

void plan_places(ImportRun const& run);
void plan_areas(ImportRun const& run);
void plan_organisations(ImportRun const& run);
void plan_contacts(ImportRun const& run);
void plan_offers(ImportRun const& run);
void plan_tours(ImportRun const& run);
void plan_translations(ImportRun const& run);

}  // namespace mila::directory
