// From presences to ties, and what the presences alone say.
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "engines/acquaintance/acquaintance.h"

namespace mila::acquaintance {
namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

struct Meeting {
  Date day{};
  std::vector<int> present;
};

/// By id: sums come out the same whatever order the rows had.
std::map<std::string, Meeting> meetings_of(Network const& network, std::vector<Presence> const& presences) {
  std::map<std::string, Meeting> meetings;
  for (auto const& one : presences) {
    auto& meeting = meetings[one.meeting];
    meeting.day = std::max(meeting.day, one.day);
    meeting.present.push_back(*network.find(one.organization));
  }
  for (auto& [id, meeting] : meetings) {
    auto& present = meeting.present;
    std::sort(present.begin(), present.end());
    present.erase(std::unique(present.begin(), present.end()), present.end());
  }
  return meetings;
}

double faded(Counting const& counting, Date day) {
  if (!counting.half_life_days) return 1;
  auto const age = std::chrono::sys_days{counting.until} - std::chrono::sys_days{day};
  return std::exp2(-std::max<double>(0, static_cast<double>(age.count())) / *counting.half_life_days);
}

std::vector<std::string> organizations_of(std::vector<Presence> const& presences) {
  std::vector<std::string> names;
  for (auto const& one : presences) names.push_back(one.organization);
  return sorted(std::move(names));
}

}  // namespace

std::optional<int> Network::find(std::string const& organization) const {
  auto const at = std::lower_bound(organizations.begin(), organizations.end(), organization);
  if (at == organizations.end() || *at != organization) return std::nullopt;
  return static_cast<int>(at - organizations.begin());
}

Network network_of(std::vector<Presence> const& presences, std::vector<std::string> const& members,
                   Counting const& counting) {
  Network network;
  auto names = members;
  for (auto const& one : presences) names.push_back(one.organization);
  network.organizations = sorted(std::move(names));
  std::unordered_map<std::uint64_t, double> weights;
  for (auto const& [id, meeting] : meetings_of(network, presences)) {
    auto const& present = meeting.present;
    if (present.size() > counting.plenary_above) {
      ++network.plenaries;
      continue;
    }
    ++network.meetings;
    if (present.size() < 2) continue;
    double const weight = faded(counting, meeting.day) / static_cast<double>(present.size() - 1);
    for (std::size_t i = 0; i < present.size(); ++i)
      for (std::size_t j = i + 1; j < present.size(); ++j)
        weights[static_cast<std::uint64_t>(present[i]) << 32 | static_cast<std::uint32_t>(present[j])] += weight;
  }
  for (auto const& [pair, weight] : weights)
    if (weight > 0 && weight >= counting.least)
      network.ties.push_back({static_cast<int>(pair >> 32), static_cast<int>(pair & 0xFFFFFFFF), weight});
  std::sort(network.ties.begin(), network.ties.end(),
            [](Tie const& x, Tie const& y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
  return network;
}

Network among(Network const& network, std::set<std::string> const& organizations) {
  Network some;
  some.meetings = network.meetings, some.plenaries = network.plenaries;
  std::vector<int> number(network.organizations.size(), -1);
  for (std::size_t i = 0; i < network.organizations.size(); ++i) {
    if (organizations.count(network.organizations[i]) == 0) continue;
    number[i] = static_cast<int>(some.organizations.size());
    some.organizations.push_back(network.organizations[i]);
  }
  for (auto const& tie : network.ties)
    if (number[tie.a] >= 0 && number[tie.b] >= 0) some.ties.push_back({number[tie.a], number[tie.b], tie.weight});
  return some;
}

std::vector<std::string> seen_once(std::vector<Presence> const& presences) {
  std::map<std::string, std::set<std::string>> meetings;
  for (auto const& one : presences) meetings[one.organization].insert(one.meeting);
  std::vector<std::string> once;
  for (auto const& [organization, seen] : meetings)
    if (seen.size() == 1) once.push_back(organization);
  return once;
}

std::optional<double> Retention::share() const {
  if (stayed.empty() && gone.empty()) return std::nullopt;
  return static_cast<double>(stayed.size()) / static_cast<double>(stayed.size() + gone.size());
}

Retention retention_of(std::vector<Presence> const& before, std::vector<Presence> const& now) {
  auto const then = organizations_of(before), today = organizations_of(now);
  Retention retention;
  std::set_intersection(then.begin(), then.end(), today.begin(), today.end(), std::back_inserter(retention.stayed));
  std::set_difference(then.begin(), then.end(), today.begin(), today.end(), std::back_inserter(retention.gone));
  std::set_difference(today.begin(), today.end(), then.begin(), then.end(), std::back_inserter(retention.newcomers));
  return retention;
}

}  // namespace mila::acquaintance
