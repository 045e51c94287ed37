// Two years of meetings at which the demo county's organisations met, and some never did.
#include "modules/acquaintance/demo.h"

#include <algorithm>

#include "modules/acquaintance/introduction_store.h"
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

std::string organization(char const* number) { return named_uuid("organization", std::string("demo:") + number); }

/// Two who were introduced, and two who are being asked.
void add_introductions(db::Writer& writer) {
  auto add = [&](char const* number, char const* a, char const* b, int days_ago, bool introduced) {
    Introduction one;
    one.id = named_uuid("introduction", std::string("demo:") + number);
    if (find_introduction(writer, one.id)) return;
    one.organizations = {organization(a), organization(b)};
    std::sort(one.organizations.begin(), one.organizations.end());
    one.other_field = true;
    one.common = 2;
    one.created_at = writer.now() - std::chrono::days{days_ago};
    one.ends_at = one.created_at + kOpen;
    insert_introduction(writer, one);
    if (!introduced) return;
    one.version = 1;
    one.replies = {Reply::Yes, Reply::Yes};
    one.introduced_at = one.created_at + std::chrono::days{4};
    CHECK(update_introduction(writer, one));
  };
  add("1", "O010", "O026", 90, true);
  add("2", "O046", "O057", 5, false);
}

}  // namespace

void load_demo(Context& context, std::string const&) {
  context.county.database.write([&](db::Writer& writer) {
    int number = 0;
    for (char const* name : {"M50", "M51", "M52", "M53", "M54", "M55", "M56", "M57", "M58", "M59", "M60", "M61", "M62"}) {
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
      for (auto const& [where, whose, who] : kVisitors)
        if (std::string_view(where) == name)
          CHECK(meetings::add_walk_in(writer, context, meeting->id,
                                      {named_uuid("invitee", std::string("demo:") + where + whose), who,
                                       organization(whose)}));
    }
    add_introductions(writer);
  });
}

}  // namespace mila::acquaintances
