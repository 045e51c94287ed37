// The states of a county's settings, and its keys.
#include "platform/county/county.h"

#include "platform/i18n/catalogue.h"

namespace mila {

std::string public_address(CountyConfig const& config) {
  if (!config.public_url.empty()) return config.public_url;
  bool any = config.hosts.empty() || config.hosts.front() == "*";
  return any ? "http://localhost:8080" : "https://" + config.hosts.front();
}

County::County(CountyConfig config, Clock const& clock) : database({config.database, 4}, clock) {
  states_.push_back(std::make_unique<CountyConfig const>(std::move(config)));
  current_.store(states_.back().get(), std::memory_order_release);
}

void County::configure(CountyConfig config) {
  std::lock_guard lock(states_mutex_);
  states_.push_back(std::make_unique<CountyConfig const>(std::move(config)));
  current_.store(states_.back().get(), std::memory_order_release);
  renewed();
}

crypto::Keys const& County::keys() {
  std::call_once(keys_made_, [this] {
    SystemRandom random;
    keys_ = std::make_unique<crypto::Keys>(config().data_folder, random);
  });
  return *keys_;
}

std::string Context::text(std::string const& msgid, std::string_view in_language) const {
  return county.texts ? county.texts->translate(in_language, msgid) : msgid;
}

}  // namespace mila
