// The states of a county's settings, and its keys.
#include "platform/county/county.h"

namespace mila {

County::County(CountyConfig config, Clock const& clock) : database({config.database, 4}, clock) {
  states_.push_back(std::make_unique<CountyConfig const>(std::move(config)));
  current_.store(states_.back().get(), std::memory_order_release);
}

void County::configure(CountyConfig config) {
  std::lock_guard lock(states_mutex_);
  states_.push_back(std::make_unique<CountyConfig const>(std::move(config)));
  current_.store(states_.back().get(), std::memory_order_release);
}

crypto::Keys const& County::keys() {
  std::call_once(keys_made_, [this] {
    SystemRandom random;
    keys_ = std::make_unique<crypto::Keys>(config().data_folder, random);
  });
  return *keys_;
}

}  // namespace mila
