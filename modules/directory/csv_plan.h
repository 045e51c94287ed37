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

/// The records to be written. Counts nothing itself: the parts know what a row stands for.
class Plan {
 public:
  explicit Plan(db::Reader& reader) : reader_(reader) {}

  /// The record that is in the database, if any.
  std::optional<Record> stored(Kind kind, std::string const& id);
  /// Plans to write `value` unless the database holds the same. Members of the stored JSON that our
  /// structs do not know are kept.
  template <typename T>
  Outcome put(Kind kind, T& value) {
    auto before = stored(kind, value.id);
    MemberNames names;
    value.fields(names);
    return put(kind, value.id, data::to_json(value), before, names.names);
  }
  void put(places::Place place) { places.push_back(std::move(place)); }
  void put(places::Area area) { areas.push_back(std::move(area)); }
  bool empty() const { return changes.empty() && places.empty() && areas.empty(); }
  db::Reader& reader() { return reader_; }

  struct Change {
    Record record;
    std::int64_t version = 0;  ///< of the stored record, 0 = new
  };
  std::vector<Change> changes;
  std::vector<places::Place> places;
  std::vector<places::Area> areas;

 private:
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

  db::Reader& reader_;
};

/// Writes the plan. Throws db::ConflictError when a record changed since it was read.
void write_plan(db::Writer& writer, Actor const& actor, Plan const& plan);

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
  Sheet const& sheet;
  ImportReport& report;
  ImportOptions const& options;
  places::Gazetteer const& gazetteer;
  std::string source, land;
  Date today;

  void progress(std::size_t done) const {
    if (options.progress) options.progress(static_cast<int>(done), static_cast<int>(sheet.rows()));
  }
  void count(Outcome outcome) const {
    int& counter = outcome == Outcome::Created   ? report.created
                   : outcome == Outcome::Updated ? report.updated
                                                 : report.unchanged;
    ++counter;
  }
};

void plan_places(ImportRun const& run);
void plan_areas(ImportRun const& run);
void plan_organisations(ImportRun const& run);
void plan_contacts(ImportRun const& run);
void plan_offers(ImportRun const& run);
void plan_tours(ImportRun const& run);
void plan_translations(ImportRun const& run);

}  // namespace mila::directory
