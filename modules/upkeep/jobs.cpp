// The daily round.
#include "modules/upkeep/jobs.h"

#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/staff_mails.h"
#include "modules/upkeep/who.h"

namespace mila::upkeep {

using namespace std::chrono_literals;

void remind_of_drafts(Context& context) {
  Date tomorrow{std::chrono::sys_days(today(context)) + std::chrono::days{1}};
  context.county.database.write([&](db::Writer& writer) {
    auto drafts = drafts_to_remind_of(writer, format_iso_date(tomorrow));
    if (drafts.empty()) return;
    for (auto const& account :
         accounts_that_may(writer, context.now(), Permission::ReleaseOffers, ""))
      mail_due_drafts(writer, context, account, drafts);
    for (auto const& draft : drafts) mark_reminded(writer, draft.id);
  });
}

std::vector<jobs::JobKind> job_kinds() {
  auto daily = [](Context& context, jobs::Job const&) {
    remind_of_drafts(context);
    return jobs::Outcome::done();
  };
  return {{.name = "upkeep.daily", .handler = daily, .every = 24h}};
}

}  // namespace mila::upkeep
