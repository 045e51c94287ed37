// Pages kept in memory: bounded by bytes, least recently used go first.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "platform/http/server.h"

namespace mila {

class PageCache {
 public:
  struct Entry {
    std::int64_t edition = 0;  ///< of the county when the page was made
    Instant made_at;           ///< a page is not true before it was made (a clock set back)
    Instant fresh_until;       ///< next opening, closing, stop or midnight on the page
    std::string etag;
    std::shared_ptr<http::Handlers::Cached const> page, unmodified;
  };

  explicit PageCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  std::shared_ptr<Entry const> get(std::string const& key) {
    std::lock_guard lock(mutex_);
    auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second.position);
    return found->second.entry;
  }

  void put(std::string const& key, std::shared_ptr<Entry const> entry) {
    std::size_t size = key.size() + entry->page->body.size() + 2000;
    std::lock_guard lock(mutex_);
    remove(key);
    if (size > bytes_max_ / 8) return;
    while (bytes_ + size > bytes_max_ && !order_.empty()) remove(std::string(order_.back()));
    order_.push_front(key);
    entries_[key] = {std::move(entry), order_.begin(), size};
    bytes_ += size;
  }

 private:
  struct Slot {
    std::shared_ptr<Entry const> entry;
    std::list<std::string>::iterator position;
    std::size_t size;
  };

  void remove(std::string const& key) {
    auto found = entries_.find(key);
    if (found == entries_.end()) return;
    bytes_ -= found->second.size;
    order_.erase(found->second.position);
    entries_.erase(found);
  }

  std::size_t bytes_max_, bytes_ = 0;
  std::mutex mutex_;
  std::list<std::string> order_;
  std::unordered_map<std::string, Slot> entries_;
};

}  // namespace mila
