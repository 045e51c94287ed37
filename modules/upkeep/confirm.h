// "Are these still right?": each provider is asked once a year about all its entries, in one mail; who
// does not answer is reminded after two weeks, and after four the public is told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/upkeep/asking_store.h"
#include "modules/upkeep/entries.h"
#include "modules/upkeep/overview.h"

namespace mila::upkeep {

constexpr std::chrono::hours kRemindedAfter{24 * 14};
constexpr std::chrono::hours kUnansweredAfter{24 * 28};
/// An answer is taken a little longer than it is waited for.
constexpr std::chrono::hours kLinkWorks{24 * 42};
/// Who did not answer is asked again by the program after so long.
constexpr std::chrono::hours kAskedAgainAfter{24 * 91};
/// Organisations the program asks in one day: a county that begins does not write to all at once.
constexpr std::size_t kAskedADay = 25;
/// The same for reminders, which go out together.
constexpr std::size_t kRemindedADay = 100;

/// Whether the program asks by itself; the county decides (setting "confirm_asking").
bool asks_by_itself(db::Reader& reader);

/// The day before which a confirmation is too old, ISO.
std::string oldest_good_day(Context const& context);

/// How an organisation stands with its entries.
struct ProviderState {
  std::string organization_id;
  int offers = 0, confirmed = 0;  ///< public ones; those confirmed within the county's interval
  std::string oldest;             ///< the oldest confirmation, "" when one was never confirmed
  std::optional<Asking> asking;   ///< the last question
  bool all_confirmed() const { return confirmed == offers; }
};
/// Organisations with public offers: where something is to be done first, then the oldest confirmation.
std::vector<ProviderState> provider_states(Context const& context, Overview const& all,
                                           std::vector<Asking> const& askings);

/// What a question to an organisation is about: the offers the public sees.
std::vector<std::string> asked_offers(County& county, db::Reader& reader, std::string_view organization_id);

/// Asks one organisation now, or reminds it when a question is open. False when it has no public
/// offer. The mail goes to its address, else to that of one of its offers; without any the question
/// stands in the workplace only.
bool ask(db::Writer& writer, Context& context, Overview const& all, std::string_view organization_id);

/// The daily round: asks who is due (if the county wants that), reminds, ends what nobody answered.
void run_confirmation_round(Context& context);

/// The secret part of the link in the mail; says nothing but which question it is.
std::string confirmation_token(County& county, Asking const& asking);
/// Which question a token was made for, ended or not; nullopt when it is none of ours.
std::optional<std::string> asking_id_of(County& county, std::string_view token);
/// Whether an answer is still taken by the link.
bool link_works(Asking const& asking, Instant now);

}  // namespace mila::upkeep
