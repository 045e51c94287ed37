// What stands about minutes on pages of other modules.
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/staff_kit.h"

namespace mila::minutes {

std::vector<StaffMenuItem> staff_menu() { return {{63, kTitle, kPath, "document", Permission::ReadNetwork}}; }

std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id) {
  std::vector<Related> found;
  if (kind != "meeting") return found;
  auto opened = open_minutes(reader, context, id);
  if (!opened || opened->meeting->state == meetings::State::Cancelled) return found;
  Words words(context, context.language);
  if (opened->writes && opened->minutes.state != State::Circulated)
    found.push_back({words(N_("Write the minutes")), "", href_of(id) + "/writing", true});
  if (opened->minutes.version > 0 && opened->reads) found.push_back({words(N_("Minutes of a meeting")), "", href_of(id), false});
  return found;
}

}  // namespace mila::minutes
