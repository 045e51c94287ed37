// What the directory's import says of cells, and lists of themselves: collected here, because the rules
// that say it hold no texts of pages. A test compares with the sources.
#include "modules/setup/list_words.h"

#include "platform/i18n/catalogue.h"

namespace mila::setup {

using i18n::N_;

std::span<char const* const> list_messages() {
  static constexpr char const* kMessages[] = {
      N_("A function needs an organisation."),
      N_("A further location needs a place."),
      N_("A postcode has five digits."),
      N_("A street without a place cannot be shown. It was left out."),
      N_("An offer needs an organisation."),
      N_("An offer with this name, organisation and postcode stands above."),
      N_("Every second week: since when? Add \"ab\" and a date. The text is kept, the hours count as unknown."),
      N_("No row can be taken over yet. Please mend the rows first."),
      N_("One column is missing that every row needs. Please choose it among the columns."),
      N_("Rows with the same address say different things."),
      N_("Several places fit. The first one was taken; name the municipality."),
      N_("Somebody changed this list in the meantime. Please look at it again."),
      N_("The ages are the wrong way round. They were swapped."),
      N_("The coordinates are far away from the place. They were left out."),
      N_("The name is missing."),
      N_("The name of the function is missing."),
      N_("The opening hours name no day. The text is kept, the hours count as unknown."),
      N_("The opening hours name no time. The text is kept, the hours count as unknown."),
      N_("The place is not known. The postcode was used instead."),
      N_("The place was not found as written. Please check what was taken."),
      N_("The table has too many columns."),
      N_("The table has too many rows."),
      N_("The table is empty."),
      N_("There are headings but no rows below them."),
      N_("There is no organisation with this number. Import the organisations first."),
      N_("There is no phone number for this note."),
      N_("These are no coordinates. They were left out."),
      N_("These opening hours can be meant in two ways. The text is kept, the hours count as unknown."),
      N_("These opening hours were not understood. The text is kept, the hours count as unknown."),
      N_("This area is not known. Use the name of a place or an area."),
      N_("This day has not come yet. It was left out."),
      N_("This exception cannot be read. Write \"24.12.2026 geschlossen (Grund)\"."),
      N_("This function stands twice."),
      N_("This is no age in years. It was left out."),
      N_("This is no amount. It was kept as a note."),
      N_("This is no date. Write it as 23.11.2026."),
      N_("This is no mail address. It was left out."),
      N_("This is no number of minutes. It was left out."),
      N_("This is no phone number. It was left out."),
      N_("This is no table we can read."),
      N_("This is no text file."),
      N_("This is no web address. It was left out."),
      N_("This language is not known. It was left out."),
      N_("This name is too long. Use at most 300 characters."),
      N_("This number stands twice. Each offer needs its own."),
      N_("This offer already has a row for the same address. Put the hours into one row."),
      N_("This organisation is new. It was made with its name only."),
      N_("This organisation stands twice."),
      N_("This part of the municipality is not known. It was left out."),
      N_("This place is not known. Correct the spelling or add it to the places first."),
      N_("This place stands twice."),
      N_("This postcode is not known in the county. Correct it or name the place."),
      N_("This row goes on with the row above, which is not taken over."),
      N_("This row has no name, and it does not belong to the offer above."),
      N_("This value is not known. It was left out."),
  };
  return kMessages;
}

}  // namespace mila::setup
