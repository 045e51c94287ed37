// Tokens are HMAC-SHA-256 over the time, keyed per county and process: a restart only means that a
// form opened before has to be loaded again.
#include "modules/offers/form_guard.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <unordered_map>

#include "platform/base/text.h"

namespace mila::offers {
namespace {

using namespace std::chrono_literals;

constexpr auto kFastest = 2s;
constexpr auto kLongest = 24h;
constexpr int kPerMinute = 5;
constexpr std::size_t kAddressesMax = 10000;

struct GuardState {
  GuardState() { crypto_auth_keygen(key.data()); }
  std::array<unsigned char, crypto_auth_KEYBYTES> key;
  std::mutex mutex;
  std::int64_t minute = 0;
  std::unordered_map<std::string, int> sent;  ///< address → forms in this minute; never stored
};

GuardState& state_of(County& county) {
  return *county.part<GuardState>([] { return new GuardState; });
}

std::string sign(GuardState& state, std::string const& text) {
  unsigned char mac[crypto_auth_BYTES];
  crypto_auth(mac, reinterpret_cast<unsigned char const*>(text.data()), text.size(),
              state.key.data());
  std::array<char, 64> hex{};
  sodium_bin2hex(hex.data(), hex.size(), mac, 16);
  return hex.data();
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
  std::string time = std::to_string(to_millis(now));
  return time + "." + sign(state_of(county), time);
}

FormGuard::Verdict FormGuard::check(Visit& visit, http::Fields const& form) {
  GuardState& state = state_of(visit.context.county);
  Instant now = visit.context.now();
  if (!form.get("website").empty()) return Verdict::Robot;
  std::string token = form.get("token");
  auto dot = token.find('.');
  auto millis = parse_integer(token.substr(0, dot));
  if (dot == std::string::npos || !millis) return Verdict::Expired;
  std::string expected = sign(state, token.substr(0, dot));
  std::string given = token.substr(dot + 1);
  if (given.size() != expected.size() || sodium_memcmp(given.data(), expected.data(), given.size()))
    return Verdict::Expired;
  auto age = now - from_millis(*millis);
  if (age < kFastest) return Verdict::TooFast;
  if (age > kLongest) return Verdict::Expired;
  if (too_many(state, visit.request.remote_address, now)) return Verdict::TooMany;
  return Verdict::Fine;
}

}  // namespace mila::offers
