// Columns of the template as fields.
#include "modules/upkeep/staff_offer_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

using directory::Cells;

/// How a cell is shown as a field.
enum class As {
  Line,
  Text,       ///< several paragraphs
  Entries,    ///< one entry a line: hours, exceptions
  Names,      ///< words with commas between
  Languages,  ///< like Names, by their names
  Values,     ///< controlled values to tick
  Whole,      ///< a whole number
  Day,
  Yes,        ///< a box to tick
  State,      ///< open, paused, full, ended
  Gender,
};

struct Column {
  char const* heading;
  char const* field;
  char const* label;
  As as;
  char const* kind = "";  ///< of the values
  char const* hint = "";
};

constexpr std::array kColumns{
    Column{"Angebot", "name", N_("Name of the offer"), As::Line},
    Column{"Kurz gesagt", "summary", N_("In one sentence"), As::Line, "",
           N_("What do people get here? This stands in lists and results.")},
    Column{"Beschreibung", "description", N_("Description"), As::Text, "",
           N_("Short sentences help everybody, also those who translate.")},
    Column{"Für wen", "audience", N_("For whom"), As::Values, "audience"},
    Column{"Für wen (Hinweis)", "audience_note", N_("Note on who may come"), As::Line},
    Column{"Alter von", "age_from", N_("Age from"), As::Whole},
    Column{"Alter bis", "age_to", N_("Age to"), As::Whole},
    Column{"Geschlecht", "gender", N_("Only for"), As::Gender},
    Column{"Aufenthalt", "status", N_("With which residence status"), As::Values, "status"},
    Column{"Sprachen", "languages", N_("Languages for certain"), As::Languages, "",
           N_("With commas between, like: German, Ukrainian, Arabic")},
    Column{"Sprachen auf Anfrage", "languages_asked", N_("Languages on request"), As::Languages, "",
           N_("With an interpreter, or after asking first.")},
    Column{"Sprachhinweis", "language_note", N_("Note on languages"), As::Line, "",
           N_("Like: Arabic on Tuesdays")},
    Column{"Kosten", "costs", N_("Costs"), As::Values, "cost"},
    Column{"Betrag", "amount", N_("Amount"), As::Line, "", N_("Like: 6,90 EUR")},
    Column{"Kostenhinweis", "cost_note", N_("Note on costs"), As::Line},
    Column{"Mitbringen", "documents", N_("Please bring"), As::Values, "document"},
    Column{"Zugang", "access", N_("How to come in"), As::Values, "access"},
    Column{"Format", "format", N_("Form of the talk"), As::Values, "format"},
    Column{"Vertrauen", "assurance", N_("Who learns what people tell"), As::Values, "assurance"},
    Column{"Unterstützung", "support", N_("Also possible"), As::Values, "support"},
    Column{"Telefon", "phone", N_("Phone number"), As::Line, "",
           N_("Several numbers: put | between them. A number may have a note in brackets.")},
    Column{"Telefon-Hinweis", "phone_note", N_("Note on the first number"), As::Line},
    Column{"E-Mail", "mail", N_("Mail address"), As::Line},
    Column{"Website", "website", N_("Website"), As::Line},
    Column{"Terminbuchung", "booking", N_("Booking"), As::Line, "",
           N_("A web address or a sentence.")},
    Column{"Status", "state", N_("State"), As::State},
    Column{"Voll bis", "full_until", N_("Full until"), As::Day},
    Column{"Wartezeit", "waiting", N_("Waiting time"), As::Line, "", N_("Like: about 3 weeks")},
    Column{"Zuständig für", "areas", N_("Only for people from"), As::Names, "",
           N_("Places or areas with commas between; empty: for all.")},
    Column{"Geschützte Adresse", "protected", N_("The address stays secret"), As::Yes, "",
           N_("Only the town is kept; an address that was there before is deleted.")},
};

constexpr std::array kPlaceColumns{
    Column{"Ort", "town", N_("Town"), As::Line},
    Column{"Ortsteil", "part", N_("Part of town"), As::Line},
    Column{"PLZ", "postcode", N_("Postcode"), As::Line},
    Column{"Straße", "street", N_("Street and number"), As::Line},
    Column{"Gebäude und Etage", "building", N_("Building and floor"), As::Line},
    Column{"Haltestelle", "stop", N_("Stop nearby"), As::Line},
    Column{"Linien", "lines", N_("Lines"), As::Names},
    Column{"Gehminuten", "walk", N_("Minutes on foot from there"), As::Whole},
    Column{"Barrierefreiheit", "accessible", N_("Accessibility"), As::Values, "accessibility"},
    Column{"Breite", "latitude", N_("Latitude"), As::Line},
    Column{"Länge", "longitude", N_("Longitude"), As::Line},
    Column{"Zeiten", "hours", N_("Opening hours"), As::Entries, "",
           N_("One entry a line, in German words, like: Mo, Di 9–12 or Do 13–18 mit Termin or 1. Mi im Monat 15–17")},
    Column{"An Feiertagen", "holidays", N_("Open on public holidays, too"), As::Yes},
    Column{"Ausnahmen", "exceptions", N_("Closed or other hours"), As::Entries, "",
           N_("One entry a line, like: 24.12.2026–01.01.2027 geschlossen (Ferien) or 03.12.2026 9–11")},
};
constexpr std::size_t kFirstHours = 11;  // columns a stop of a tour has, too

constexpr std::size_t kAll = kColumns.size() + kPlaceColumns.size();

Column const& column_at(std::size_t index) {
  return index < kColumns.size() ? kColumns[index] : kPlaceColumns[index - kColumns.size()];
}

Column const* column_of(std::string_view heading) {
  for (std::size_t i = 0; i < kAll; ++i)
    if (column_at(i).heading == heading) return &column_at(i);
  return nullptr;
}

std::string field_name(Column const& column, int place) {
  return place < 0 ? column.field : fmt::format("{}_{}", column.field, place + 1);
}

std::string cell_of(Cells const& cells, std::string_view heading) {
  auto found = cells.find(heading);
  return found == cells.end() ? "" : found->second;
}

std::string with_commas(std::string const& cell) { return join(split_list(cell, '|'), ", "); }

std::string with_bars(std::string const& typed) {
  return join(split_list(replace_all(typed, ",", "|"), '|'), " | ");
}

/// "de" → "Deutsch" and back; what is no code stays as it is.
std::string language_words(std::string const& cell, std::string const& reader) {
  std::vector<std::string> names;
  for (auto const& code : split_list(cell, '|')) {
    auto name = i18n::language_name(code, reader);
    names.push_back(name.empty() ? code : name);
  }
  return join(names, ", ");
}

std::string language_cell(std::string const& typed, std::string const& stored,
                          std::string const& reader) {
  std::vector<std::string> items;
  for (auto const& name : split_list(replace_all(typed, ",", "|"), '|')) {
    std::string item = name;
    for (auto const& code : split_list(stored, '|'))
      if (i18n::language_name(code, reader) == name) item = code;
    items.push_back(std::move(item));
  }
  return join(items, " | ");
}

/// `sent` and those of `stored` the form cannot show, for example words of other publishers.
template <typename Known>
std::string with_unknown(std::vector<std::string> sent, std::string const& stored, Known known) {
  for (auto& code : split_list(stored, '|'))
    if (!known(code)) sent.push_back(std::move(code));
  return join(sent, " | ");
}

std::string iso_day(std::string const& cell) {
  auto date = parse_german_date(cell);
  return date ? format_iso_date(*date) : cell;
}

std::string german_day(std::string const& typed) {
  auto date = parse_german_date(typed);
  if (!date) return typed;
  return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(date->day()),
                     static_cast<unsigned>(date->month()), static_cast<int>(date->year()));
}

/// What to write when a cell could not be read.
char const* advice(std::string_view heading) {
  struct Advice {
    char const* heading;
    char const* text;
  };
  constexpr Advice kAdvice[] = {
      {"Angebot", N_("Please give the offer a name of at most 300 characters.")},
      {"Zeiten", N_("This part of the hours is not understood. Write it like “Mo, Di 9–12”, one entry a line.")},
      {"Ausnahmen", N_("This is not understood. Write it like “24.12.2026 geschlossen (Ferien)”, one entry a line.")},
      {"Telefon", N_("This is no phone number.")},
      {"Telefon-Hinweis", N_("There is no phone number for this note.")},
      {"E-Mail", N_("This is no mail address. It looks like name@example.org.")},
      {"Website", N_("This is no address of a website. It begins with https://")},
      {"Terminbuchung", N_("This is no address of a website. It begins with https://")},
      {"Sprachen", N_("This language is not known. Write its German or English name.")},
      {"Sprachen auf Anfrage", N_("This language is not known. Write its German or English name.")},
      {"Betrag", N_("This is no amount. Write it like 6,90 EUR, or put it into the note.")},
      {"Voll bis", N_("This is no date. It looks like 31.12.2026.")},
      {"Ort", N_("This place is not known in the county, or there are several of that name. Add part of town or postcode.")},
      {"Ortsteil", N_("This place is not known in the county, or there are several of that name. Add part of town or postcode.")},
      {"PLZ", N_("This place is not known in the county, or there are several of that name. Add part of town or postcode.")},
      {"Straße", N_("This address stands above already, or it has no town.")},
      {"Zuständig für", N_("This place or area is not known in the county.")},
      {"Alter von", N_("This is no age in years.")},
      {"Alter bis", N_("This is no age in years, or smaller than “from”.")},
      {"Gehminuten", N_("This is no number of minutes.")},
      {"Breite", N_("These are no coordinates, or they lie far away from the place.")}};
  for (auto const& each : kAdvice)
    if (heading == each.heading) return each.text;
  return N_("This could not be read. Please write it differently.");
}

}  // namespace

std::string label_of(Words const& words, std::string_view heading) {
  if (heading == "Themen") return words(N_("Topics"));
  if (heading == "Bestätigt am") return words(N_("Confirmed on"));
  auto const* column = column_of(heading);
  return column ? words(column->label) : std::string(heading);
}

std::string readable(Words const& words, std::string_view heading, std::string const& cell) {
  if (cell.empty()) return "";
  auto const& known = taxonomy::taxonomy();
  auto labels = [&](auto label) {
    std::vector<std::string> names;
    for (auto const& code : split_list(cell, '|')) names.push_back(label(code));
    return join(names, ", ");
  };
  if (heading == "Themen")
    return labels([&](std::string const& code) { return known.label(code, words.language()); });
  auto const* column = column_of(heading);
  if (!column) return cell;
  switch (column->as) {
    case As::Values:
      return labels([&](std::string const& code) {
        return known.value_label(column->kind, code, words.language());
      });
    case As::Languages: return language_words(cell, words.language());
    case As::Names: return with_commas(cell);
    case As::Entries: return join(split_list(cell, '|'), "\n");
    case As::Yes: return words(N_("yes"));
    case As::Gender: return words(cell == "female" ? N_("women") : N_("men"));
    case As::State:
      return words(cell == "pausiert" ? N_("paused at the moment")
                   : cell == "voll"   ? N_("full at the moment")
                   : cell == "inaktiv" ? N_("hidden")
                                       : N_("ended"));
    default: return cell;
  }
}

OfferForm::OfferForm(Visit& visit, std::string action, directory::OfferCells const& stored, bool tour)
    : visit_(visit), words_(visit), stored_(stored), tour_(tour), form_(visit, std::move(action)) {
  describe();
}

std::vector<Choice> OfferForm::choices(std::string_view kind) const {
  std::vector<Choice> list;
  for (auto const& value : taxonomy::taxonomy().values())
    if (value.kind == kind)
      list.push_back({value.code, taxonomy::taxonomy().value_label(kind, value.code, words_.language())});
  return list;
}

void OfferForm::describe() {
  struct Section {
    char const* legend;
    char const* first;  ///< heading it begins with
    bool folded;
  };
  constexpr Section kSections[] = {
      {N_("For whom and in which languages"), "Für wen", true},
      {N_("Languages"), "Sprachen", false},
      {N_("Costs, papers, access"), "Kosten", true},
      {N_("Contact"), "Telefon", false},
      {N_("State"), "Status", false}};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    for (auto const& section : kSections)
      if (std::string_view(kColumns[i].heading) == section.first) {
        if (section.folded) form_.fold(section.legend);
        else form_.section(section.legend);
      }
    add_field(i, stored_.offer, -1);
    if (std::string_view(kColumns[i].heading) == "Beschreibung")
      add_topics(cell_of(stored_.offer, "Themen"));
  }
  for (auto const& cells : stored_.places) add_place(cells, places_++);
  if (!tour_ && !cell_of(stored_.places.empty() ? Cells{} : stored_.places.front(), "Ort").empty())
    add_place({}, places_++);
}

void OfferForm::add_topics(std::string const& cell) {
  auto const& words = taxonomy::taxonomy();
  auto chosen = split_list(cell, '|');
  form_.fold(N_("Topics"));
  for (auto const& top : words.topics()) {
    if (!top.parent.empty()) continue;
    std::vector<Choice> list{{top.code, words.label(top.code, words_.language())}};
    for (auto const* child : words.children(top.code)) {
      list.push_back({child->code, words.label(child->code, words_.language())});
      for (auto const* below : words.children(child->code))
        list.push_back({below->code, words.label(below->code, words_.language())});
    }
    std::vector<std::string> ticked;
    for (auto const& choice : list)
      if (std::find(chosen.begin(), chosen.end(), choice.value) != chosen.end())
        ticked.push_back(choice.value);
    form_.checkboxes("topic_" + top.code, list.front().label, list).values(ticked);
  }
}

void OfferForm::add_place(Cells const& cells, int place) {
  bool fresh = place >= static_cast<int>(stored_.places.size());
  bool stop = tour_;
  std::string town = cell_of(cells, "Ort");
  std::string number = std::to_string(place + 1);
  std::string legend = stop              ? words_(N_("Stop {number}"), {{"number", number}})
                       : fresh           ? words_(N_("One more place"))
                       : town.empty()    ? words_(N_("Place and hours"))
                                         : words_(N_("Place {number}: {town}"),
                                                  {{"number", number}, {"town", town}});
  if (fresh || (stop && place > 0)) form_.fold(legend);
  else form_.section(legend);
  for (std::size_t i = stop ? kFirstHours : 0; i < kPlaceColumns.size(); ++i)
    add_field(kColumns.size() + i, cells, place);
}

void OfferForm::add_field(std::size_t index, Cells const& cells, int place) {
  Column const& column = column_at(index);
  std::string name = field_name(column, place), cell = cell_of(cells, column.heading);
  // Fields of a further place are told apart by its number.
  std::string label =
      place > 0 ? fmt::format("{} ({})", words_(column.label), place + 1) : column.label;
  Field* field = nullptr;
  switch (column.as) {
    case As::Line:
      field = &form_.text(name, label).value(cell).longest(500);
      break;
    case As::Text:
      field = &form_.long_text(name, label).value(cell).rows(8);
      break;
    case As::Entries:
      field = &form_.long_text(name, label).value(join(split_list(cell, '|'), "\n")).rows(3).longest(2000);
      break;
    case As::Names:
      field = &form_.text(name, label).value(with_commas(cell)).longest(500);
      break;
    case As::Languages:
      field = &form_.text(name, label).value(language_words(cell, words_.language())).longest(500);
      break;
    case As::Values:
      field = &form_.checkboxes(name, label, choices(column.kind)).values(split_list(cell, '|'));
      break;
    case As::Whole:
      field = &form_.number(name, label).value(cell);
      break;
    case As::Day:
      field = &form_.date(name, label).value(iso_day(cell));
      break;
    case As::Yes:
      field = &form_.checkbox(name, label).checked(!cell.empty());
      break;
    case As::Gender:
      field = &form_.select(name, label, {{"", words_(N_("everybody"))},
                                          {"female", words_(N_("women"))},
                                          {"male", words_(N_("men"))}})
                   .value(cell);
      break;
    case As::State: {
      std::vector<Choice> states{{"", words_(N_("takes place"))}};
      for (auto const* state : {"pausiert", "voll", "beendet"})
        states.push_back({state, readable(words_, column.heading, state)});
      if (cell == "inaktiv") states.push_back({cell, readable(words_, column.heading, cell)});
      field = &form_.select(name, label, states).value(cell);
      break;
    }
  }
  if (*column.hint) field->hint(column.hint);
  if (std::string_view(column.heading) == "Angebot") field->required().longest(300);
}

std::string OfferForm::sent_topics() const {
  std::vector<std::string> codes;
  for (auto const& top : taxonomy::taxonomy().topics())
    if (top.parent.empty())
      for (auto& code : form_.all("topic_" + top.code)) codes.push_back(std::move(code));
  return with_unknown(std::move(codes), cell_of(stored_.offer, "Themen"),
                      [](std::string const& code) { return taxonomy::taxonomy().topic(code); });
}

std::string OfferForm::sent_cell(std::size_t index, int place) const {
  Column const& column = column_at(index);
  static Cells const none;
  Cells const& stored = place < 0 ? stored_.offer
                        : place < static_cast<int>(stored_.places.size())
                            ? stored_.places[static_cast<std::size_t>(place)]
                            : none;
  std::string name = field_name(column, place), typed = form_[name];
  switch (column.as) {
    case As::Values:
      return with_unknown(form_.all(name), cell_of(stored, column.heading),
                          [&](std::string const& code) {
                            return taxonomy::taxonomy().value(column.kind, code);
                          });
    case As::Names: return with_bars(typed);
    case As::Languages:
      return language_cell(typed, cell_of(stored_.offer, column.heading), words_.language());
    case As::Entries: return join(split_list(typed, '\n'), " | ");
    case As::Day: return german_day(typed);
    case As::Yes:
      return typed.empty() ? "" : std::string_view(column.field) == "holidays" ? "offen" : "ja";
    default: return typed;
  }
}

directory::OfferCells OfferForm::sent() const {
  directory::OfferCells cells;
  for (std::size_t i = 0; i < kColumns.size(); ++i)
    cells.offer[kColumns[i].heading] = sent_cell(i, -1);
  cells.offer["Themen"] = sent_topics();
  for (int place = 0; place < places_; ++place) {
    Cells& row = cells.places.emplace_back();
    for (std::size_t i = tour_ ? kFirstHours : 0; i < kPlaceColumns.size(); ++i)
      row[kPlaceColumns[i].heading] = sent_cell(kColumns.size() + i, place);
  }
  return cells;
}

bool OfferForm::show(std::vector<directory::CellNote> const& notes) {
  for (auto const& note : notes) {
    auto const* column = column_of(note.heading);
    std::string text = words_(advice(note.heading));
    if (!note.value.empty())
      text += " " + words_(N_("It is about: “{words}”"), {{"words", note.value}});
    form_.error(column ? field_name(*column, column >= kPlaceColumns.data() &&
                                                      column < kPlaceColumns.data() + kPlaceColumns.size()
                                                  ? std::max(note.place, 0)
                                                  : -1)
                       : "",
                text);
  }
  return !notes.empty();
}

}  // namespace mila::upkeep
