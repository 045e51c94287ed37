// The daily round, and the link check.
#include "modules/upkeep/jobs.h"

#include <algorithm>

#include "modules/offers/holidays.h"
#include "modules/upkeep/confirm.h"
#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/links.h"
#include "modules/upkeep/staff_mails.h"
#include "modules/upkeep/who.h"
#include "modules/upkeep/working_days.h"

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

void escalate_late_drafts(Context& context) {
  Date day = today(context);
  if (!is_working_day(day, *offers::holidays(context.county))) return;
  Instant morning = local_to_instant(day, 0min, context.county.config().zone);
  context.county.database.write([&](db::Writer& writer) {
    auto drafts = late_drafts(writer, format_iso_date(day), morning);
    if (drafts.empty()) return;
    auto accounts = accounts_that_may(writer, context.now(), Permission::ReleaseOffers, "");
    for (auto& account : accounts_that_may(writer, context.now(), Permission::ManageCounty, "")) {
      bool known = std::any_of(accounts.begin(), accounts.end(), [&](auto const& each) { return each.id == account.id; });
      if (!known) accounts.push_back(std::move(account));
    }
    for (auto const& account : accounts) mail_late_drafts(writer, context, account, drafts);
    for (auto const& draft : drafts) mark_reminded(writer, draft.id);
  });
}

std::vector<jobs::JobKind> job_kinds() {
  auto daily = [](Context& context, jobs::Job const&) {
    remind_of_drafts(context);
    escalate_late_drafts(context);
    run_confirmation_round(context);
    follow_links(context);
    return jobs::Outcome::done();
  };
  auto links = [](Context& context, jobs::Job const&) {
    run_link_round(context, {});
    return jobs::Outcome::done();
  };
  return {{.name = "upkeep.daily", .handler = daily, .every = 24h},
          {.name = "upkeep.links", .handler = links, .every = 10min}};
}

}  // namespace mila::upkeep
