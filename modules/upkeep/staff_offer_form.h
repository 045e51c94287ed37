// The form of an offer: fields for the cells of the offers template, so that what is typed is read by
// the same code as an office's spreadsheet.
#pragma once

#include <string>
#include <vector>

#include "modules/directory/offer_cells.h"
#include "modules/upkeep/staff_kit.h"

namespace mila::upkeep {

/// Name of a column in the visitor's language: "Opening hours"; the heading when it has none.
std::string label_of(Words const& words, std::string_view heading);
/// What a cell says to a person: codes become words, lists get commas.
std::string readable(Words const& words, std::string_view heading, std::string const& cell);

class OfferForm {
 public:
  /// `stored` is what the form shows before anything is sent; `tour`: stops have nothing but hours.
  OfferForm(Visit& visit, std::string action, directory::OfferCells const& stored, bool tour);

  Form& form() { return form_; }
  /// What was sent, as cells; only columns the form has.
  directory::OfferCells sent() const;
  /// Puts what could not be read to its fields; false when there was nothing.
  bool show(std::vector<directory::CellNote> const& notes);

 private:
  void describe();
  void add_columns(directory::Cells const& cells, int place);
  void add_place(directory::Cells const& cells, int place);
  void add_field(std::size_t column, directory::Cells const& cells, int place);
  void add_topics(std::string const& cell);
  std::string sent_cell(std::size_t column, int place) const;
  std::string sent_topics() const;
  std::vector<Choice> choices(std::string_view kind) const;

  Visit& visit_;
  Words words_;
  directory::OfferCells const& stored_;
  bool tour_;
  int places_ = 0;
  Form form_;
};

}  // namespace mila::upkeep
