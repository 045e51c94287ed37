#include "modules/meetings/programme_demo.h"

#include <filesystem>
#include <stdexcept>

#include "modules/meetings/programme_store.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::meetings {
namespace {

using std::chrono::minutes;

minutes clock_time(std::string const& text) {
  auto parts = split_list(text, ':');
  if (parts.size() != 2) throw std::runtime_error("programme.csv: no time " + text);
  return minutes{parse_integer(parts[0]).value_or(0) * 60 + parse_integer(parts[1]).value_or(0)};
}

}  // namespace

void load_demo_programme(Context& context, std::string const& folder) {
  std::string path = folder + "/programme.csv";
  if (!std::filesystem::exists(path)) return;
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error("programme.csv: " + table.error().message);
  context.county.database.write([&](db::Writer& writer) {
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      auto cell = [&](char const* heading) -> std::string const& { return table->cell(row, table->column(heading)); };
      ProgrammeEntry entry;
      entry.meeting_id = named_uuid("meeting", "demo:" + cell("Treffen"));
      entry.id = named_uuid("programme_entry", entry.meeting_id + cell("Tag") + cell("Beginn"));
      if (!find_meeting(writer, entry.meeting_id) || find_entry(writer, entry.id)) continue;
      entry.day_number = static_cast<int>(parse_integer(cell("Tag")).value_or(1)) - 1;
      entry.start = clock_time(cell("Beginn"));
      entry.length = clock_time(cell("Ende")) - entry.start;
      entry.kind = entry_kind_named(cell("Art")).value_or(EntryKind::Plenary);
      entry.title = cell("Was");
      entry.who = cell("Wer");
      entry.place = cell("Wo");
      if (!cell("Fragen").empty()) entry.code = entry.id.substr(0, 5);
      insert_entry(writer, entry);
      if (!cell("Sprachen").empty())
        store_programme(writer, entry.meeting_id, {0, cell("Sprachen"), split_list(cell("Zeiten"), ' '), cell("Nächstes Treffen")});
    }
  });
}

}  // namespace mila::meetings
