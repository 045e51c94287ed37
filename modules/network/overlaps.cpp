// Comparing the hours of offers that share topic and town.
#include "modules/network/overlaps.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

namespace mila::network {
namespace {

constexpr std::chrono::days kAhead{27};  // with today four weeks

struct Memory {
  std::mutex mutex;
  std::int64_t change = -1;
  Date day{};
  std::shared_ptr<std::vector<Overlap> const> found;
};

/// Openings of one offer in one town, sorted and without overlaps of its own.
using Openings = std::vector<hours::Interval>;

class Expanded {
 public:
  Expanded(places::Gazetteer const& gazetteer, Date today) : gazetteer_(gazetteer), today_(today) {}

  /// Towns the offer is in.
  std::vector<std::string> towns(OfferFact const& offer) const {
    std::vector<std::string> ids;
    for (auto const& at : offer.places) {
      auto const* town = gazetteer_.municipality_of(at.place_id);
      if (town && !at.timetable.rules.empty() &&
          std::find(ids.begin(), ids.end(), town->id) == ids.end())
        ids.push_back(town->id);
    }
    return ids;
  }

  Openings const& openings(OfferFact const& offer, std::string const& town_id) {
    auto [entry, added] = cache_.try_emplace({offer.id, town_id});
    if (!added) return entry->second;
    Date last = std::chrono::sys_days(today_) + kAhead;
    for (auto const& at : offer.places) {
      auto const* town = gazetteer_.municipality_of(at.place_id);
      if (!town || town->id != town_id) continue;
      // Public holidays are left out of account: who is closed then is closed for both.
      for (auto const& interval : hours::expand(at.timetable, {}, today_, last))
        if (interval.access == hours::Access::OpenDoor || interval.access == hours::Access::ByAppointment)
          entry->second.push_back(interval);
    }
    join(entry->second);
    return entry->second;
  }

 private:
  static void join(Openings& openings) {
    std::sort(openings.begin(), openings.end(),
              [](auto const& a, auto const& b) { return a.from < b.from; });
    Openings joined;
    for (auto const& opening : openings) {
      if (!joined.empty() && opening.from <= joined.back().to)
        joined.back().to = std::max(joined.back().to, opening.to);
      else
        joined.push_back(opening);
    }
    openings = std::move(joined);
  }

  places::Gazetteer const& gazetteer_;
  Date today_;
  std::map<std::pair<std::string, std::string>, Openings> cache_;
};

/// Nothing when they never meet, or are open round the clock: a hotline overlaps with everybody.
std::optional<Overlap> compared(Openings const& a, Openings const& b) {
  using std::chrono::minutes;
  constexpr auto kAlways = std::chrono::hours{23};
  Overlap overlap;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    auto from = std::max(a[i].from, b[k].from), to = std::min(a[i].to, b[k].to);
    bool always = a[i].to - a[i].from > kAlways || b[k].to - b[k].from > kAlways;
    if (from < to && !always) {
      if (overlap.times++ == 0) {
        overlap.next_from = from;
        overlap.next_to = to;
      }
      overlap.minutes += static_cast<int>(std::chrono::duration_cast<minutes>(to - from).count());
    }
    ++(a[i].to < b[k].to ? i : k);
  }
  if (overlap.times == 0) return std::nullopt;
  return overlap;
}

}  // namespace

std::vector<Overlap> find_overlaps(DirectoryFacts const& facts, places::Gazetteer const& gazetteer,
                                   Date today) {
  Expanded expanded(gazetteer, today);
  std::map<std::pair<std::string, std::string>, std::vector<std::shared_ptr<OfferFact const>>> groups;
  for (auto const& [id, offer] : facts.offers)
    for (auto const& town : expanded.towns(*offer))
      for (auto const& topic : offer->topics) groups[{town, topic}].push_back(offer);
  // One entry a pair and town, whatever number of topics they share.
  std::map<std::tuple<std::string, std::string, std::string>, Overlap> found;
  for (auto& [key, offers] : groups) {
    auto const& [town, topic] = key;
    std::sort(offers.begin(), offers.end(), [](auto const& a, auto const& b) { return a->id < b->id; });
    if (offers.size() > kCrowd) offers.resize(kCrowd);
    for (std::size_t i = 0; i < offers.size(); ++i)
      for (std::size_t k = i + 1; k < offers.size(); ++k) {
        if (offers[i]->organization_id == offers[k]->organization_id) continue;
        auto pair = std::tuple(offers[i]->id, offers[k]->id, town);
        if (auto known = found.find(pair); known != found.end()) {
          known->second.topics.push_back(topic);
          continue;
        }
        auto overlap = compared(expanded.openings(*offers[i], town), expanded.openings(*offers[k], town));
        if (!overlap) continue;
        overlap->first = offers[i];
        overlap->second = offers[k];
        overlap->place_id = town;
        overlap->topics = {topic};
        found.emplace(std::move(pair), std::move(*overlap));
      }
  }
  std::vector<Overlap> overlaps;
  for (auto& [key, overlap] : found) overlaps.push_back(std::move(overlap));
  std::stable_sort(overlaps.begin(), overlaps.end(),
                   [](auto const& a, auto const& b) { return a.minutes > b.minutes; });
  return overlaps;
}

std::shared_ptr<std::vector<Overlap> const> overlaps(County& county,
                                                     std::shared_ptr<DirectoryFacts const> facts,
                                                     places::Gazetteer const& gazetteer, Date today) {
  auto memory = county.part<Memory>([] { return new Memory; });
  std::lock_guard lock(memory->mutex);
  if (memory->found && memory->change == facts->offers_change && memory->day == today)
    return memory->found;
  memory->found = std::make_shared<std::vector<Overlap>>(find_overlaps(*facts, gazetteer, today));
  memory->change = facts->offers_change;
  memory->day = today;
  return memory->found;
}

}  // namespace mila::network
