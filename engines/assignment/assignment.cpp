#include "engines/assignment/assignment.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "platform/base/check.h"

namespace mila::assignment {
namespace {

constexpr std::size_t kWishesMax = 3, kParticipantsMax = 5'000, kWorkshopsMax = 200;
constexpr int kPassesMax = 50;
constexpr int kNone = -1;

/// The input with numbers instead of names.
struct Problem {
  struct One {
    int organization = kNone, fixed = kNone;
    std::vector<int> wishes;
  };
  std::vector<One> people;
  std::vector<int> seats;  ///< left beside the fixed ones
  int organizations = 0;

  /// 0 for the first wish, `kWishesMax` for a workshop that is none.
  int rank(int person, int workshop) const {
    auto const& wishes = people[person].wishes;
    auto const found = std::find(wishes.begin(), wishes.end(), workshop);
    return found == wishes.end() ? static_cast<int>(kWishesMax) : static_cast<int>(found - wishes.begin());
  }
};

Error invalid(char const* detail) { return {ErrorCode::Invalid, "", detail}; }

Result<Problem> numbered(std::vector<Participant> const& participants, std::vector<Workshop> const& workshops) {
  if (participants.size() > kParticipantsMax || workshops.size() > kWorkshopsMax)
    return Error{ErrorCode::TooLarge, "", "too many participants or workshops"};
  Problem problem;
  std::map<std::string, int> workshop_numbers, organization_numbers;
  for (auto const& workshop : workshops) {
    if (workshop.seats < 0) return invalid("negative seats");
    if (!workshop_numbers.emplace(workshop.id, workshop_numbers.size()).second) return invalid("workshop twice");
    problem.seats.push_back(workshop.seats);
  }
  std::set<std::string> seen;
  for (auto const& participant : participants) {
    if (!seen.insert(participant.id).second) return invalid("participant twice");
    Problem::One one;
    if (!participant.organization.empty())
      one.organization = organization_numbers.emplace(participant.organization, organization_numbers.size()).first->second;
    for (auto const& wish : participant.wishes) {
      auto const found = workshop_numbers.find(wish);
      if (found == workshop_numbers.end()) return invalid("unknown workshop wished");
      if (one.wishes.size() < kWishesMax && std::count(one.wishes.begin(), one.wishes.end(), found->second) == 0)
        one.wishes.push_back(found->second);
    }
    if (participant.fixed) {
      auto const found = workshop_numbers.find(*participant.fixed);
      if (found == workshop_numbers.end()) return invalid("unknown workshop fixed");
      one.fixed = found->second;
      problem.seats[one.fixed] = std::max(0, problem.seats[one.fixed] - 1);
    }
    problem.people.push_back(std::move(one));
  }
  problem.organizations = static_cast<int>(organization_numbers.size());
  return problem;
}

/// Fisher–Yates by hand: the standard library's shuffle differs between libraries.
std::vector<int> shuffled(std::size_t count, std::uint64_t seed) {
  std::vector<int> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937_64 random{seed};
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  return order;
}

/// Seats wishes; one that stays without costs more than all ranks together, so their number goes first.
std::vector<int> seat_wishes(Problem const& problem, std::vector<int> const& order) {
  using Graph = lemon::SmartDigraph;
  Graph graph;
  auto const source = graph.addNode(), sink = graph.addNode();
  std::vector<Graph::Node> rooms;
  for (std::size_t i = 0; i < problem.seats.size(); ++i) rooms.push_back(graph.addNode());
  Graph::ArcMap<std::int64_t> cost(graph);
  Graph::ArcMap<int> capacity(graph);
  auto connect = [&](Graph::Node from, Graph::Node to, std::int64_t price, int room) {
    auto const arc = graph.addArc(from, to);
    cost[arc] = price;
    capacity[arc] = room;
    return arc;
  };
  for (std::size_t i = 0; i < rooms.size(); ++i) connect(rooms[i], sink, 0, problem.seats[i]);
  struct Choice {
    int person, workshop;
    Graph::Arc arc;
  };
  std::vector<Choice> choices;
  int wishing = 0;
  auto const without = static_cast<std::int64_t>(kWishesMax * problem.people.size() + 1);
  for (int person : order) {
    auto const& one = problem.people[person];
    if (one.fixed != kNone || one.wishes.empty()) continue;
    ++wishing;
    auto const node = graph.addNode();
    connect(source, node, 0, 1);
    connect(node, sink, without, 1);
    for (std::size_t rank = 0; rank < one.wishes.size(); ++rank)
      choices.push_back({person, one.wishes[rank],
                         connect(node, rooms[one.wishes[rank]], static_cast<std::int64_t>(rank), 1)});
  }
  std::vector<int> seat(problem.people.size(), kNone);
  if (wishing == 0) return seat;
  lemon::NetworkSimplex<Graph, int, std::int64_t> simplex(graph);
  simplex.upperMap(capacity).costMap(cost).stSupply(source, sink, wishing);
  CHECK(simplex.run() == (lemon::NetworkSimplex<Graph, int, std::int64_t>::OPTIMAL));
  for (auto const& choice : choices)
    if (simplex.flow(choice.arc) == 1) seat[choice.person] = choice.workshop;
  return seat;
}

/// How many of each organisation sit in each workshop.
class Tally {
 public:
  explicit Tally(Problem const& problem)
      : width_(problem.organizations), counts_(problem.seats.size() * problem.organizations) {}
  int of(int workshop, int organization) const {
    return organization == kNone ? 0 : counts_[index(workshop, organization)];
  }
  void add(int workshop, int organization, int by) {
    if (organization != kNone) counts_[index(workshop, organization)] += by;
  }

 private:
  std::size_t index(int workshop, int organization) const {
    return static_cast<std::size_t>(workshop) * width_ + organization;
  }
  int width_;
  std::vector<int> counts_;
};

/// Who is left goes where the fewest of their organisation sit, then where most seats are free.
void seat_others(Problem const& problem, std::vector<int> const& order, std::vector<int>& seat, Tally& tally) {
  std::vector<int> left = problem.seats;
  for (std::size_t person = 0; person < seat.size(); ++person)
    if (seat[person] != kNone && problem.people[person].fixed == kNone) --left[seat[person]];
  for (int person : order) {
    if (seat[person] != kNone) continue;
    int const organization = problem.people[person].organization;
    int best = kNone;
    for (int room = 0; room < static_cast<int>(left.size()); ++room) {
      if (left[room] == 0) continue;
      auto worth = [&](int one) { return std::pair(tally.of(one, organization), -left[one]); };
      if (best == kNone || worth(room) < worth(best)) best = room;
    }
    if (best == kNone) return;
    seat[person] = best;
    --left[best];
    tally.add(best, organization, 1);
  }
}

/// Two people change places when fewer pairs of one organisation sit together then and both together keep
/// their ranks: who of two alike got the better one was chance.
std::vector<bool> mix(Problem const& problem, std::vector<int> const& order, std::vector<int>& seat, Tally& tally) {
  std::vector<bool> moved(seat.size());
  auto try_swap = [&](int a, int b) {
    int const from = seat[a], to = seat[b];
    int const ours = problem.people[a].organization, theirs = problem.people[b].organization;
    if (from == to || ours == theirs) return false;
    // Pairs lost and won; both leave before anybody sits down.
    int const before = tally.of(from, ours) - (ours != kNone) + tally.of(to, theirs) - (theirs != kNone);
    int const after = tally.of(to, ours) + tally.of(from, theirs);
    if (after >= before) return false;
    if (std::minmax({problem.rank(a, to), problem.rank(b, from)}) !=
        std::minmax({problem.rank(a, from), problem.rank(b, to)}))
      return false;
    tally.add(from, ours, -1), tally.add(to, theirs, -1), tally.add(to, ours, 1), tally.add(from, theirs, 1);
    std::swap(seat[a], seat[b]);
    moved[a] = moved[b] = true;
    return true;
  };
  std::vector<int> free;
  for (int person : order)
    if (seat[person] != kNone && problem.people[person].fixed == kNone) free.push_back(person);
  bool changed = true;
  for (int pass = 0; changed && pass < kPassesMax; ++pass) {
    changed = false;
    for (std::size_t i = 0; i < free.size(); ++i)
      for (std::size_t j = i + 1; j < free.size(); ++j) changed = try_swap(free[i], free[j]) || changed;
  }
  return moved;
}

Why why_of(Problem const& problem, int person, int seat) {
  auto const& one = problem.people[person];
  if (one.fixed != kNone) return Why::Fixed;
  if (seat == kNone) return Why::NoSeat;
  if (one.wishes.empty()) return Why::NoWish;
  int const rank = problem.rank(person, seat);
  if (rank == static_cast<int>(kWishesMax)) return Why::Full;
  return rank == 0 ? Why::FirstWish : rank == 1 ? Why::SecondWish : Why::ThirdWish;
}

}  // namespace

Result<std::vector<Placement>> assign(std::vector<Participant> const& participants,
                                      std::vector<Workshop> const& workshops, std::uint64_t seed) {
  auto const problem = numbered(participants, workshops);
  if (!problem) return problem.error();
  auto const order = shuffled(participants.size(), seed);
  auto seat = seat_wishes(*problem, order);
  Tally tally(*problem);
  for (std::size_t i = 0; i < seat.size(); ++i) {
    if (problem->people[i].fixed != kNone) seat[i] = problem->people[i].fixed;
    if (seat[i] != kNone) tally.add(seat[i], problem->people[i].organization, 1);
  }
  seat_others(*problem, order, seat, tally);
  auto const moved = mix(*problem, order, seat, tally);
  std::vector<Placement> placements;
  for (std::size_t i = 0; i < seat.size(); ++i)
    placements.push_back({participants[i].id, seat[i] == kNone ? "" : workshops[seat[i]].id,
                          why_of(*problem, static_cast<int>(i), seat[i]), static_cast<bool>(moved[i])});
  return placements;
}

}  // namespace mila::assignment
