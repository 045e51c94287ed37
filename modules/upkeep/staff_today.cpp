// What this module puts on the start page.
#include <algorithm>

#include "modules/upkeep/confirm.h"
#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/staff_pages.h"

namespace mila::upkeep {
namespace {

constexpr std::size_t kMost = 20;
constexpr std::chrono::hours kNewFor{24 * 14};

/// Until the evening of that day.
Instant evening(Context const& context, std::string const& iso) {
  auto day = parse_iso_date(iso);
  return local_to_instant(day ? *day : today(context), std::chrono::hours{18}, context.county.config().zone);
}

std::vector<Draft> own_drafts(Context const& context, db::Reader& reader, DraftState state) {
  return list_drafts(reader, {.organization_ids = std::vector<std::string>{}, .made_by = context.actor.account_id,
                              .state = state, .limit = 5});
}

void add_drafts(Context& context, db::Reader& reader, std::vector<WaitingItem>& items) {
  Words words(context, context.language);
  std::string now = format_iso_date(today(context));
  // Who releases for the whole county hands nothing in.
  if (context.actor.may(Permission::ReleaseOffers, Target{})) {
    for (auto const& draft : list_drafts(reader, {.organization_ids = std::nullopt, .made_by = "", .state = DraftState::Submitted, .limit = 20})) {
      bool late = draft.due_on < now;
      items.push_back({words(N_("New entry: {name}"), {{"name", draft.name}}),
                       late ? words(N_("Has waited longer than five working days."))
                            : words(N_("Whoever wrote it waits for an answer.")),
                       "/staff/drafts/" + draft.id, words(N_("Look and release")), evening(context, draft.due_on), late});
    }
    return;
  }
  for (auto const& draft : own_drafts(context, reader, DraftState::Refused))
    items.push_back({words(N_("Back for changes: {name}"), {{"name", draft.name}}), draft.reason,
                     "/staff/drafts/" + draft.id, words(N_("Change it")), {}, false});
}

/// Those who release are told two weeks before the public reads "not confirmed since".
void add_unconfirmed(Context& context, Overview const& all, std::vector<WaitingItem>& items) {
  if (!context.actor.may(Permission::ReleaseOffers, Target{})) return;
  using std::chrono::days, std::chrono::sys_days;
  sys_days good = *parse_iso_date(oldest_good_day(context));
  std::string from = format_iso_date(Date{good - days{28}}), to = format_iso_date(Date{good - days{14}});
  std::int64_t count = 0;
  std::string oldest;
  for (auto const& row : all.offers) {
    if (!row.is_public() || row.assured_date < from || row.assured_date >= to) continue;
    ++count;
    if (oldest.empty() || row.assured_date < oldest) oldest = row.assured_date;
  }
  if (count == 0) return;
  Words words(context, context.language);
  auto ahead = sys_days(*parse_iso_date(oldest)) - sys_days(*parse_iso_date(from));
  Date first{sys_days(today(context)) + ahead + days{1}};
  items.push_back({words.count("One offer will soon count as not confirmed", "{n} offers will soon count as not confirmed", count),
                   words(N_("From {date} on the public reads it. Calling the provider helps."),
                         {{"date", long_date(first, words.language())}}),
                   "/staff/confirmations", words(N_("Look at them")), evening(context, format_iso_date(first)), false});
}

}  // namespace

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.may(Permission::EditOffers)) return items;
  auto all = overview(context.county, reader);
  add_drafts(context, reader, items);
  add_unconfirmed(context, *all, items);
  for (auto const& some : {waiting_confirmations(context, reader, *all), waiting_wishes(context, reader, *all),
                           waiting_links(context, reader, *all), waiting_hints(context, reader, *all)})
    items.insert(items.end(), some.begin(), some.end());
  if (items.size() > kMost) items.resize(kMost);
  return items;
}

std::vector<NewsItem> news(Context& context, db::Reader& reader) {
  Words words(context, context.language);
  auto items = wish_news(context, reader);
  if (context.actor.may(Permission::EditOffers) && !context.actor.may(Permission::ReleaseOffers, Target{})) {
    for (auto& item : hiding_news(context, reader)) items.push_back(std::move(item));
    for (auto const& draft : own_drafts(context, reader, DraftState::Released))
      if (draft.decided_at && context.now() - *draft.decided_at < kNewFor)
        items.push_back({words(N_("“{name}” is public now"), {{"name", draft.name}}), "",
                         (draft.kind == directory::Kind::Service ? "/staff/offers/" : "/staff/providers/") + draft.id,
                         *draft.decided_at});
  }
  if (items.size() > 10) items.resize(10);
  return items;
}

}  // namespace mila::upkeep
