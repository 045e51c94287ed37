// Tokens are signed times, keyed per county and process: a restart only means that a form opened
// before has to be loaded again.
#include "platform/site/form_guard.h"

#include <unordered_map>

#include "platform/base/text.h"
#include "platform/crypto/token.h"

namespace mila {
namespace {

using namespace std::chrono_literals;

constexpr auto kFastest = 2s;
constexpr auto kLongest = 24h;
constexpr int kPerMinute = 5;
constexpr std::size_t kAddressesMax = 10000;
constexpr std::string_view kPurpose = "site.form";

struct GuardState {
  explicit GuardState(Random&& random = SystemRandom()) : key(crypto::Key::random(random)) {}
  crypto::Key key;
  std::mutex mutex;
  std::int64_t minute = 0;
  std::unordered_map<std::string, int> sent;  ///< address → forms in this minute; never stored
};

GuardState& state_of(County& county) {
  return *county.part<GuardState>([] { return new GuardState; });
}

bool too_many(GuardState& state, std::string const& address, Instant now) {
  std::lock_guard lock(state.mutex);
  std::int64_t minute = to_millis(now) / 60000;
  if (minute != state.minute || state.sent.size() > kAddressesMax) state.sent.clear();
  state.minute = minute;
  return ++state.sent[address] > kPerMinute;
}

}  // namespace

std::string FormGuard::token(County& county, Instant now) {
  return crypto::sign(state_of(county).key, kPurpose, std::to_string(to_millis(now)),
                      now + kLongest);
}

FormGuard::Verdict FormGuard::check(Visit& visit, http::Fields const& form) {
  GuardState& state = state_of(visit.context.county);
  Instant now = visit.context.now();
  if (!form.get("website").empty()) return Verdict::Robot;
  auto made = crypto::verify(state.key, kPurpose, form.get("token"), now);
  auto millis = made ? parse_integer(*made) : std::nullopt;
  if (!millis) return Verdict::Expired;
  if (now - from_millis(*millis) < kFastest) return Verdict::TooFast;
  if (too_many(state, visit.request.remote_address, now)) return Verdict::TooMany;
  return Verdict::Fine;
}

}  // namespace mila
