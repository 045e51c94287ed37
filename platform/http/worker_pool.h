// A fixed number of threads with a bounded queue: what does not fit is refused at once, so that a
// crowd meets a clear 503 instead of a wait without end. Work that takes long (hashing a password)
// waits in a queue of its own and never takes all threads: fifty people who sign in at eight wait for
// each other, and nobody else waits for them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mila::http {

class WorkerPool {
 public:
  /// Half of the threads at most do what takes long.
  WorkerPool(int threads, std::size_t queue_max)
      : queue_max_(queue_max), long_max_(threads > 1 ? threads / 2 : 1) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  ~WorkerPool() { stop(); }
  WorkerPool(WorkerPool const&) = delete;
  WorkerPool& operator=(WorkerPool const&) = delete;

  /// False when the queue is full or the pool has stopped; `task` is then untouched.
  bool post(std::function<void()>& task, bool takes_long = false) {
    {
      std::lock_guard lock(mutex_);
      auto& queue = takes_long ? long_queue_ : queue_;
      if (stopped_ || queue.size() >= queue_max_) return false;
      queue.push_back(std::move(task));
    }
    ready_.notify_one();
    return true;
  }

  /// Finishes what is queued, then ends the threads.
  void stop() {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
  }

 private:
  void work() {
    for (;;) {
      std::function<void()> task;
      bool takes_long = false;
      {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] {
          return !queue_.empty() || long_is_due() || (stopped_ && long_queue_.empty());
        });
        takes_long = long_is_due();
        auto& queue = takes_long ? long_queue_ : queue_;
        if (queue.empty()) return;
        task = std::move(queue.front());
        queue.pop_front();
        if (takes_long) ++long_running_;
      }
      task();
      if (!takes_long) continue;
      {
        std::lock_guard lock(mutex_);
        --long_running_;
      }
      ready_.notify_all();
    }
  }

  bool long_is_due() const { return !long_queue_.empty() && long_running_ < long_max_; }

  std::size_t queue_max_;
  int long_max_, long_running_ = 0;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_, long_queue_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mila::http
