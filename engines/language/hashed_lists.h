// Many small values by hash, several to a hash, in two plain arrays: quicker to fill and a fraction
// of the memory of a hash table of lists. For this library only.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace mila::language {

/// Filled with `add`, closed with `freeze`, then only looked up, from any thread. The upper bits of
/// the hashes must be well mixed.
template <typename Hash, typename Value>
class HashedLists {
 public:
  struct Item {
    Hash hash{};
    Value value{};

    bool operator==(Item const&) const = default;
  };

  void add(Hash hash, Value value) { items_.push_back({hash, std::move(value)}); }

  /// The values of a hash stay in the order they came in; of equal neighbours one is kept.
  void freeze() {
    bits_ = std::bit_width(items_.size() / 4);
    bucket_begin_.assign((std::size_t{1} << bits_) + 1, 0);
    // Counted first, so that each item is put where it belongs at once.
    for (Item const& item : items_) ++bucket_begin_[bucket_of(item.hash) + 1];
    for (std::size_t i = 1; i < bucket_begin_.size(); ++i) bucket_begin_[i] += bucket_begin_[i - 1];
    std::vector<Item> placed(items_.size());
    std::vector<std::uint32_t> next = bucket_begin_;
    for (Item& item : items_) placed[next[bucket_of(item.hash)]++] = std::move(item);
    items_ = std::move(placed);
    auto out = items_.begin();
    for (std::size_t bucket = 0; bucket + 1 < bucket_begin_.size(); ++bucket) {
      auto const begin = items_.begin() + bucket_begin_[bucket];
      auto const end = items_.begin() + bucket_begin_[bucket + 1];
      sort_by_hash(begin, end);
      bucket_begin_[bucket] = static_cast<std::uint32_t>(out - items_.begin());
      auto const distinct_end = std::unique(begin, end);
      out = out == begin ? distinct_end : std::move(begin, distinct_end, out);
    }
    bucket_begin_.back() = static_cast<std::uint32_t>(out - items_.begin());
    items_.erase(out, items_.end());
    items_.shrink_to_fit();
  }

  /// All items with the hash; empty before `freeze`.
  std::span<Item const> find(Hash hash) const {
    if (bucket_begin_.empty()) return {};
    const std::size_t bucket = bucket_of(hash);
    auto const begin = items_.begin() + bucket_begin_[bucket];
    auto const end = items_.begin() + bucket_begin_[bucket + 1];
    auto const [first, last] = std::ranges::equal_range(begin, end, hash, {}, &Item::hash);
    return {first, last};
  }

 private:
  std::size_t bucket_of(Hash hash) const {
    return bits_ == 0 ? 0 : static_cast<std::size_t>(hash >> (8 * sizeof(Hash) - bits_));
  }

  template <typename Iterator>
  static void sort_by_hash(Iterator begin, Iterator end) {
    if (end - begin > 24) {
      std::ranges::stable_sort(begin, end, {}, &Item::hash);
      return;
    }
    for (auto at = begin; at != end; ++at)
      for (auto to = at; to != begin && to->hash < (to - 1)->hash; --to) std::swap(*to, *(to - 1));
  }

  std::vector<Item> items_;
  std::vector<std::uint32_t> bucket_begin_;  // by the hash's upper bits; one more at the end
  std::size_t bits_ = 0;
};

}  // namespace mila::language
