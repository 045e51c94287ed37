// The form of "are these still right?".
#include <fmt/format.h>

#include "modules/places/places.h"
#include "modules/upkeep/confirmation_page.h"
#include "modules/upkeep/staff_hours.h"
#include "modules/upkeep/staff_kit.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

std::string cell_of(directory::Cells const& cells, std::string_view heading) {
  auto found = cells.find(heading);
  return found == cells.end() ? "" : found->second;
}

std::string as_lines(std::string const& cell) { return join(split_list(cell, '|'), "\n"); }

}  // namespace

ConfirmationForm::ConfirmationForm(Visit& visit, std::string action, std::vector<Entry> entries,
                                   bool signed_in)
    : visit_(visit), entries_(std::move(entries)), form_(visit, action), action_(std::move(action)),
      signed_in_(signed_in) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    // Fields of several entries are told apart by the entry's name.
    std::string suffix = entries_.size() > 1 ? " – " + entries_[i].service.name : "";
    form_.hidden(field("state", i), entries_[i].state());
    form_.radios(field("is", i), say(N_("Is this still right?")) + suffix,
                 {{"right", say(N_("Still right"))},
                  {"correct", say(N_("Something has to be corrected"))},
                  {"gone", say(N_("This offer does not exist any more"))}})
        .required().value("right");
    if (!signed_in_)
      form_.long_text(field("text", i), say(N_("What should be corrected?")) + suffix).rows(3).longest(2000);
  }
}

std::string ConfirmationForm::field(char const* name, std::size_t entry) const {
  return fmt::format("{}_{}", name, entries_[entry].service.id);
}

std::string ConfirmationForm::say(char const* text) const {
  return visit_.site.translate(visit_.context.language, text);
}

std::vector<std::string> ConfirmationForm::facts_of(Entry const& entry) const {
  std::vector<directory::Location> locations;
  for (auto const& location : entry.locations)
    locations.push_back(directory::redacted(location, entry.service.x_protected));
  auto cells = directory::offer_cells(*places::gazetteer(visit_.context.county), entry.service, locations);
  std::vector<std::string> facts;
  auto add = [&](std::string text) {
    if (!text.empty()) facts.push_back(std::move(text));
  };
  for (std::size_t i = 0; i < cells.places.size(); ++i) {
    auto const& place = cells.places[i];
    std::string where = cell_of(place, "Straße"), town = cell_of(place, "Ort");
    if (!town.empty()) where += (where.empty() ? "" : ", ") + town;
    // Stops of a tour have no columns of their own for where they are.
    if (where.empty() && i < locations.size()) where = place_title(locations[i], entry.service.x_protected);
    add(where);
    add(as_lines(cell_of(place, "Zeiten")));
    add(as_lines(cell_of(place, "Ausnahmen")));
  }
  for (auto const* heading : {"Telefon", "E-Mail", "Website"}) add(as_lines(cell_of(cells.offer, heading)));
  return facts;
}

int ConfirmationForm::again(int status, char const* problem) {
  problem_ = say(problem);
  return status;
}

std::optional<int> ConfirmationForm::read() {
  bool fine = form_.read(), marked = false, stale = false;
  answers_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Answer answer{entries_[i], Answer::Kind::Right, signed_in_ ? "" : form_[field("text", i)]};
    if (auto is = form_[field("is", i)]; is == "gone") answer.kind = Answer::Kind::Gone;
    else if (is == "correct") answer.kind = Answer::Kind::Correct;
    // Whoever wrote something down wants it corrected, whatever is ticked.
    else if (!answer.text.empty()) answer.kind = Answer::Kind::Correct;
    marked = marked || answer.kind != Answer::Kind::Right;
    // What has changed since the page was made must be looked at again.
    if (auto seen = form_[field("state", i)]; seen.empty()) {
      fine = false;  // never sent by our own page
    } else if (seen != entries_[i].state()) {
      stale = true;
      form_.set(field("state", i), entries_[i].state());
    }
    if (answer.kind == Answer::Kind::Correct && answer.text.empty() && !signed_in_) {
      form_.error(field("text", i), N_("Please write what should be corrected."));
      fine = false;
    }
    answers_.push_back(std::move(answer));
  }
  if (stale) return again(409, N_("Something was changed meanwhile. Please look once more, then send again."));
  if (!fine) return again(422, N_("Please check this"));
  auto sent = visit_.request.form();
  if (marked && sent && sent->get("all") == "1")
    return again(422, N_("You have marked something below. If that holds, please use the button at the end of the page."));
  return std::nullopt;
}

ConfirmationView ConfirmationForm::view() const {
  ConfirmationView view;
  view.open = true;
  view.action = action_;
  view.problem = problem_;
  if (!entries_.empty()) view.organization = entries_.front().organization.name;
  auto shown = form_.view();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    ConfirmEntryView entry;
    entry.number = std::to_string(i + 1);
    entry.name = entries_[i].service.name;
    entry.href = public_href(entries_[i].service, signed_in_ ? "de" : visit_.context.language);
    if (signed_in_) entry.edit_href = "/staff/offers/" + entries_[i].service.id;
    entry.facts = facts_of(entries_[i]);
    for (auto const& section : shown.sections)
      for (auto const& field : section.fields_in) {
        if (!field.name.ends_with(entries_[i].service.id)) continue;
        if (field.is_hidden) view.hidden.push_back(field);
        else entry.answers.push_back(field);
        bool marked = field.is_radios && !field.choices.front().selected;
        entry.open = entry.open || marked || !field.error.empty();
      }
    view.entries.push_back(std::move(entry));
  }
  return view;
}

}  // namespace mila::upkeep
