// A bound on how much expensive work goes on at once: a few slots, a few who wait, for a limited
// time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace mila::crypto {

class Slots {
 public:
  Slots(int count, int waiting_max) : free_(count), waiting_max_(waiting_max), count_(count) {}

  /// Held while working; empty when none came free in time.
  class Slot {
   public:
    explicit operator bool() const { return slots_ != nullptr; }
    ~Slot();
    Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}
    Slot(Slot const&) = delete;
    Slot& operator=(Slot const&) = delete;

   private:
    friend class Slots;
    explicit Slot(Slots* slots) : slots_(slots) {}
    Slots* slots_;
  };

  /// Waits at most `patience`; not at all when enough are waiting already.
  Slot take(std::chrono::milliseconds patience);
  /// The most that were ever in use together.
  int most_in_use() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  int free_, waiting_max_, count_, waiting_ = 0, most_ = 0;
};

}  // namespace mila::crypto
