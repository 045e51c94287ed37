// Workshops of the demo county: data/demo/workshops.csv, and what its guests wish for.
#include <filesystem>
#include <stdexcept>

#include "modules/workshops/pages.h"
#include "modules/workshops/workshop_store.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::workshops {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

minutes clock_time(std::string const& text) {
  return minutes{parse_integer(text.substr(0, 2)).value_or(10) * 60 + parse_integer(text.substr(3)).value_or(0)};
}

/// Most want the workshop something comes out of, one in nine says nothing; the rest is spread evenly.
void add_wishes(db::Writer& writer, Context& context, std::string const& meeting_id) {
  auto workshops = workshops_of(writer, meeting_id);
  std::size_t n = 0, dearest = 0;
  for (std::size_t i = 0; i < workshops.size(); ++i)
    if (!workshops[i].follow_up_id.empty()) dearest = i;
  for (auto const& invitee : meetings::invitees_of(writer, context, meeting_id)) {
    if (invitee.answer != meetings::Answer::Accepted || ++n % 9 == 0) continue;
    std::size_t first = n % 5 < 2 ? dearest : n % workshops.size();
    std::vector<Wish> wishes;
    for (std::size_t rank = 0; rank < 1 + n % 3 && rank < workshops.size(); ++rank)
      wishes.push_back({invitee.id, workshops[(first + rank * (1 + n % 2 * 2)) % workshops.size()].id, static_cast<int>(rank) + 1});
    std::erase_if(wishes, [&](Wish const& one) { return one.rank > 1 && one.workshop_id == wishes.front().workshop_id; });
    replace_wishes(writer, invitee.id, wishes);
  }
}

}  // namespace

void load_demo(Context& context, std::string const& folder) {
  std::string path = folder + "/workshops.csv";
  if (!std::filesystem::exists(path)) return;
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error("workshops.csv: " + table.error().message);
  context.county.database.write([&](db::Writer& writer) {
    std::vector<std::string> filled;
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      auto cell = [&](char const* heading) -> std::string const& { return table->cell(row, table->column(heading)); };
      Workshop one;
      one.meeting_id = named_uuid("meeting", "demo:" + cell("Treffen"));
      one.id = named_uuid("workshop", "demo:" + cell("Treffen") + ":" + cell("Nr"));
      auto meeting = meetings::find_meeting(writer, one.meeting_id);
      if (!meeting || find_workshop(writer, one.id)) continue;
      one.start = clock_time(cell("Beginn"));
      one.length = minutes{parse_integer(cell("Minuten")).value_or(90)};
      one.title = cell("Name");
      one.description = cell("Worum es geht");
      one.lead = cell("Leitung");
      one.room = cell("Raum");
      one.seats = static_cast<int>(parse_integer(cell("Plätze")).value_or(15));
      if (!cell("Folgetreffen").empty()) one.follow_up_id = named_uuid("meeting", "demo:" + cell("Folgetreffen"));
      insert_workshop(writer, one);
      if (filled.empty() || filled.back() != one.meeting_id) {
        filled.push_back(one.meeting_id);
        save_plan(writer, one.meeting_id, {.closes_on = Date{sys_days{meeting->day} - days{7}}});
      }
    }
    for (auto const& id : filled) add_wishes(writer, context, id);
  });
}

}  // namespace mila::workshops
