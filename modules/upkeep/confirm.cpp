// Asking, reminding, ending.
#include "modules/upkeep/confirm.h"

#include <algorithm>
#include <map>

#include "modules/upkeep/staff_mails.h"
#include "modules/upkeep/who.h"
#include "platform/base/ids.h"
#include "platform/county/settings.h"
#include "platform/crypto/token.h"

namespace mila::upkeep {
namespace {

/// What one daily round has to do.
struct Round {
  std::vector<ProviderState> to_remind;
  std::vector<std::string> to_ask;
};

constexpr std::string_view kPurpose = "confirm";

/// Where to write to: the organisation's address, else that of one of its offers.
std::string address_of(db::Reader& reader, Overview const& all, std::string_view organization_id) {
  auto found = all.organizations.find(organization_id);
  if (found != all.organizations.end() && !found->second.mail.empty()) return found->second.mail;
  std::vector<std::string> ids;
  for (auto const* row : all.public_offers(organization_id)) ids.push_back(row->id);
  for (auto const& service : directory::find_services(reader, ids))
    if (service.email) return *service.email;
  return "";
}

/// Writes the mail; false when there is nobody to write to.
bool write_to(db::Writer& writer, Context& context, Overview const& all, Asking const& asking,
              bool again) {
  auto address = address_of(writer, all, asking.organization_id);
  if (address.empty()) return false;
  std::vector<std::string> names;
  for (auto const* row : all.public_offers(asking.organization_id)) names.push_back(row->name);
  std::string link = public_address(context.county.config()) + "/de/confirmations/" +
                     confirmation_token(context.county, asking);
  return mail_question(writer, context, asking.organization_id,
                       all.organization_name(asking.organization_id), address, names, link, again);
}

}  // namespace

bool asks_by_itself(db::Reader& reader) {
  auto settings = load_settings(reader);
  auto found = settings.find("confirm_asking");
  return found != settings.end() && found->second == "1";
}

std::string oldest_good_day(Context const& context) {
  auto day = today(context) - std::chrono::months{context.county.config().confirm_months};
  if (!day.ok()) day = day.year() / day.month() / std::chrono::last;
  return format_iso_date(day);
}

std::vector<ProviderState> provider_states(Context const& context, Overview const& all,
                                           std::vector<Asking> const& askings) {
  std::string good = oldest_good_day(context);
  std::map<std::string, ProviderState> by_id;
  for (auto const& row : all.offers) {
    if (!row.is_public()) continue;
    auto [found, added] = by_id.try_emplace(row.organization_id);
    auto& state = found->second;
    state.organization_id = row.organization_id;
    state.oldest = added ? row.assured_date : std::min(state.oldest, row.assured_date);
    ++state.offers;
    state.confirmed += row.assured_date >= good;
  }
  for (auto const& asking : askings)
    if (auto found = by_id.find(asking.organization_id); found != by_id.end())
      found->second.asking = asking;
  std::vector<ProviderState> states;
  for (auto& [id, state] : by_id) states.push_back(std::move(state));
  std::stable_sort(states.begin(), states.end(), [](ProviderState const& a, ProviderState const& b) {
    // Where something is to be done first, then the oldest.
    auto done = [](ProviderState const& state) {
      return state.all_confirmed() && !(state.asking && state.asking->open());
    };
    return done(a) != done(b) ? done(b) : a.oldest < b.oldest;
  });
  return states;
}

std::vector<std::string> asked_offers(County& county, db::Reader& reader, std::string_view organization_id) {
  std::vector<std::string> ids;
  for (auto const* row : overview(county, reader)->public_offers(organization_id)) ids.push_back(row->id);
  return ids;
}

bool ask(db::Writer& writer, Context& context, Overview const& all, std::string_view organization_id) {
  if (all.public_offers(organization_id).empty()) return false;
  if (auto open = open_asking(writer, organization_id)) {
    write_to(writer, context, all, *open, true);
    mark_asking_reminded(writer, open->id);
    writer.changed("upkeep_asking", open->id);
    return true;
  }
  Asking asking;
  asking.id = uuid_v7(writer.now(), context.random);
  asking.organization_id = organization_id;
  asking.asked_by = context.actor.account_id;
  asking.asked_at = writer.now();
  asking.mail_sent = write_to(writer, context, all, asking, false);
  insert_asking(writer, asking);
  writer.changed("upkeep_asking", asking.id);
  return true;
}

namespace {

Round next_round(Context const& context, db::Reader& reader, Overview const& all) {
  Round round;
  bool asks = asks_by_itself(reader);
  for (auto const& state : provider_states(context, all, last_askings(reader))) {
    auto const& asking = state.asking;
    if (asking && asking->open()) {
      bool due = !asking->reminded_at && context.now() - asking->asked_at >= kRemindedAfter;
      if (due && asking->mail_sent && round.to_remind.size() < kRemindedADay) round.to_remind.push_back(state);
      continue;
    }
    bool asked_lately = asking && context.now() - asking->asked_at < kAskedAgainAfter;
    if (asks && !state.all_confirmed() && !asked_lately && round.to_ask.size() < kAskedADay)
      round.to_ask.push_back(state.organization_id);
  }
  return round;
}

}  // namespace

void run_confirmation_round(Context& context) {
  auto& database = context.county.database;
  std::shared_ptr<Overview const> all;
  Round round;
  database.read([&](db::Reader& reader) {
    all = overview_once(context.county, reader);
    round = next_round(context, reader, *all);
  });
  // Those who release learn who is silent in the very transaction of the reminders: neither without
  // the other, whenever the program stops.
  if (!round.to_remind.empty())
    database.write([&](db::Writer& writer) {
      std::vector<SilentProvider> silent;
      for (auto const& state : round.to_remind) {
        ask(writer, context, *all, state.organization_id);
        silent.push_back({all->organization_name(state.organization_id),
                          local_date(state.asking->asked_at + kUnansweredAfter, context.county.config().zone)});
      }
      for (auto const& account : accounts_that_may(writer, context.now(), Permission::ReleaseOffers, ""))
        mail_silent_providers(writer, context, account, silent);
    });
  // One transaction each, so that nobody else has to wait for the whole round.
  for (auto const& id : round.to_ask)
    database.write([&](db::Writer& writer) {
      if (!open_asking(writer, id)) ask(writer, context, *all, id);
    });
  database.write([&](db::Writer& writer) {
    if (end_unanswered(writer, context.now() - kUnansweredAfter) > 0) writer.changed("upkeep_asking", "*");
  });
}

std::string confirmation_token(County& county, Asking const& asking) {
  return crypto::sign(county.keys().derive("upkeep.confirm"), kPurpose, asking.id,
                      asking.asked_at + kLinkWorks);
}

std::optional<std::string> asking_id_of(County& county, std::string_view token) {
  // Any moment before its end will do: whether it works still is another question.
  return crypto::verify(county.keys().derive("upkeep.confirm"), kPurpose, token, Instant{});
}

bool link_works(Asking const& asking, Instant now) {
  return !asking.answered_at && now < asking.asked_at + kLinkWorks;
}

}  // namespace mila::upkeep
