// Waiting for a slot.
#include "platform/crypto/slots.h"

#include <algorithm>

namespace mila::crypto {

Slots::Slot::~Slot() {
  if (!slots_) return;
  {
    std::lock_guard lock(slots_->mutex_);
    ++slots_->free_;
  }
  slots_->freed_.notify_one();
}

Slots::Slot Slots::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (free_ == 0) {
    if (waiting_ >= waiting_max_) return Slot(nullptr);
    ++waiting_;
    bool came_free = freed_.wait_for(lock, patience, [this] { return free_ > 0; });
    --waiting_;
    if (!came_free) return Slot(nullptr);
  }
  --free_;
  most_ = std::max(most_, count_ - free_);
  return Slot(this);
}

int Slots::most_in_use() const {
  std::lock_guard lock(mutex_);
  return most_;
}

}  // namespace mila::crypto
