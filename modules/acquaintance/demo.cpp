// Two years of meetings at which the demo county's organisations met, and some never did.
#include "modules/acquaintance/demo.h"

#include "modules/meetings/attendance.h"
#include "modules/meetings/invitations.h"
#include "platform/base/check.h"

namespace mila::acquaintances {
namespace {

std::string meeting_id(std::string const& number) { return named_uuid("meeting", "demo:" + number); }

/// Came without being asked.
struct Visitor {
  char const *meeting, *organization, *name;
};
constexpr Visitor kVisitors[] = {
    {"M50", "O026", "Frau Wiesner"}, {"M51", "O058", "Herr Rottmann"}, {"M52", "O070", "Frau Lindholz"},
    {"M52", "O068", "Herr Achterberg"}, {"M53", "O069", "Frau Kranich"}, {"M54", "O046", "Herr Dressel"},
    {"M54", "O025", "Frau Nolte"}, {"M54", "O048", "Frau Ebeling"}, {"M55", "O034", "Herr Fromm"},
    {"M55", "O023", "Frau Tannert"}, {"M57", "O055", "Herr Quast"}, {"M57", "O067", "Frau Steinle"},
    {"M58", "O026", "Frau Wiesner"}, {"M59", "O051", "Herr Pohl"}, {"M60", "O054", "Frau Umlauf"},
    {"M61", "O074", "Frau Harms"}, {"M61", "O084", "Herr Zabel"},
};

}  // namespace

void load_demo(Context& context, std::string const&) {
  context.county.database.write([&](db::Writer& writer) {
    int number = 0;
    for (char const* name : {"M04", "M50", "M51", "M52", "M53", "M54", "M55", "M56", "M57", "M58", "M59", "M60", "M61"}) {
      ++number;
      auto const meeting = meetings::find_meeting(writer, meeting_id(name));
      if (!meeting) continue;
      Instant const at = local_to_instant(meeting->day, meeting->start, context.county.config().zone);
      int seat = 0;
      for (auto const& invitee : meetings::invitees_of(writer, context, meeting->id)) {
        ++seat;
        if (invitee.attended) continue;
        // One in six is missing, each time others.
        meetings::Mark const mark{.present = (seat * 5 + number) % 6 != 0, .instead = "", .at = at};
        CHECK(meetings::mark_attendance(writer, context, meeting->id, invitee.id, mark));
      }
      for (auto const& [where, organization, who] : kVisitors)
        if (std::string_view(where) == name)
          CHECK(meetings::add_walk_in(writer, context, meeting->id,
                                      {named_uuid("invitee", std::string("demo:") + where + organization), who,
                                       named_uuid("organization", std::string("demo:") + organization)}));
    }
  });
}

}  // namespace mila::acquaintances
