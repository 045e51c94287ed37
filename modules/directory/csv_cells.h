// Reading single cells of a spreadsheet: phones, amounts, dates, exceptions, languages, places.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/directory/csv_mapping.h"
#include "modules/directory/records.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/time.h"

namespace mila::directory {

/// Notes about one row.
struct RowNotes {
  ImportReport& report;
  int row = 0;
  void warn(std::string field, std::string message, std::string value = "") const {
    report.warn(row, std::move(field), std::move(message), std::move(value));
  }
  void fail(std::string field, std::string message, std::string value = "") const {
    report.fail(row, std::move(field), std::move(message), std::move(value));
  }
};

/// The county's places by the spellings a spreadsheet may use.
class PlaceIndex {
 public:
  explicit PlaceIndex(places::Gazetteer const& gazetteer);

  /// The place of a row. Not clear: a warning and the municipality, else the first. Not known: an
  /// error. nullptr with nothing noted when all three are empty.
  places::Place const* resolve(RowNotes const& notes, std::string const& town,
                               std::string const& part, std::string const& postcode) const;
  /// A place or area by name, for "in charge of". nullopt and an error when it is not known.
  std::optional<ServiceArea> area(RowNotes const& notes, std::string const& field,
                                  std::string const& name, std::string const& parent_id) const;
  places::Gazetteer const& gazetteer() const { return gazetteer_; }

 private:
  using Candidates = std::vector<places::Place const*>;
  Candidates named(std::string_view name) const;
  Candidates with_postcode(Candidates const& places, std::string const& postcode) const;
  Candidates town_candidates(RowNotes const& notes, std::string const& town,
                             std::string const& postcode) const;
  places::Place const* choose(RowNotes const& notes, Candidates const& candidates,
                              std::string const& field, std::string const& value) const;

  places::Gazetteer const& gazetteer_;
  std::map<std::string, Candidates, std::less<>> by_name_;
  std::map<std::string, Candidates, std::less<>> by_postcode_;
};

/// What all rows of a spreadsheet are read with.
struct RowContext {
  Sheet& sheet;
  taxonomy::Taxonomy const& words;
  PlaceIndex const& places;
  ImportReport& report;
  std::string source, land;
  Date today;
  /// Id of the organisation with this number or name; "" when there is none and none can be made.
  std::function<std::string(RowNotes const&, std::string const& field, std::string const& text)>
      organization;
  /// Id an offer with this number already has; "" when it is new.
  std::function<std::string(std::string const& number)> known_service;
};

/// "ja", "x", "yes", "1", "wahr".
bool parse_yes(std::string_view text);
/// Id of a part of a record, the same each time.
std::string part_id(std::string_view kind, std::string_view parent_id, std::string_view key);
/// Several numbers stand between " | ", " / " or line breaks; words after a number become its
/// description. What is no number is noted and left out.
std::vector<Phone> read_phones(RowNotes const& notes, std::string const& cell,
                               std::string const& parent_id);
/// "5 EUR", "ca. 6,90 €" → 6.9; nullopt when it is no single amount.
std::optional<double> parse_amount(std::string_view text);
/// 6.9 → "6,90 EUR", 5 → "5 EUR".
std::string amount_text(double euros);
/// Weeks of "etwa 3 Wochen", "10 Tage", "2 Monate" (the first span named), rounded up.
std::optional<std::int64_t> parse_weeks(std::string_view text);
/// "24.12.2026–01.01.2027 geschlossen (Grund)", "03.12.2026 9–11 (Grund)", "05.12.2026", several
/// between " | ". What cannot be read is noted.
std::vector<ScheduleException> read_exceptions(RowNotes const& notes, std::string const& field,
                                               std::string const& cell);
std::string exceptions_cell(std::vector<ScheduleException> const& exceptions);
/// ISO code of "uk", "Ukrainisch", "Ukrainian"; "" when unknown.
std::string language_code(std::string_view text);
/// A date DD.MM.YYYY or ISO as ISO; what is no date is noted.
Text read_date_cell(RowNotes const& notes, std::string const& field, std::string const& cell);
/// An address in the web with http or https; others are noted and left out.
Text read_link(RowNotes const& notes, std::string const& field, std::string const& cell);
Text read_mail(RowNotes const& notes, std::string const& field, std::string const& cell);
Text optional_text(std::string text);
/// Appends "kind:code" for each topic or value of the column; unknown ones are noted and left out.
void read_terms(RowContext const& context, RowNotes const& notes, std::string const& field,
                std::string const& kind, std::vector<std::string>& terms);
/// Languages of a column, appended.
void read_languages(RowContext const& context, RowNotes const& notes, std::string const& field,
                    bool on_request, std::string const& parent_id,
                    std::vector<Language>& languages);
/// Opening hours; a text that is not fully understood is kept as it stands, hours unknown.
std::vector<Schedule> read_hours(RowNotes const& notes, std::string const& cell, bool holidays,
                                 std::string const& parent_id);
/// Latitude and longitude; noted and left out when they are no numbers or far from `place`.
std::optional<places::Point> read_point(RowNotes const& notes, std::string const& latitude,
                                        std::string const& longitude, places::Place const* place);

}  // namespace mila::directory
