// Who sits in which workshop. People name up to three wishes; first as many people as possible get one
// of theirs, then the ranks are as good as can be (a flow of least cost, so no better one exists), then
// organisations are mixed: two people change places where as many first, second and third wishes stay
// fulfilled. The same input gives the same result.
#ifndef MILA_ENGINES_ASSIGNMENT_ASSIGNMENT_H
#define MILA_ENGINES_ASSIGNMENT_ASSIGNMENT_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/result.h"

namespace mila::assignment {

struct Workshop {
  std::string id;
  int seats = 0;
};

struct Participant {
  std::string id;
  std::string organization;         ///< "" for nobody's
  std::vector<std::string> wishes;  ///< ids of workshops, the dearest first; more than three do not count
  /// Placed by hand: stays there, also beyond the seats, and is never moved.
  std::optional<std::string> fixed;
};

enum class Why {
  FirstWish,
  SecondWish,
  ThirdWish,
  NoWish,  ///< had none: sits where seats were left
  Full,    ///< all wishes were full: sits where seats were left
  Fixed,
  NoSeat,  ///< there are more people than seats: no workshop
};

struct Placement {
  std::string participant, workshop;  ///< the latter "" with NoSeat
  Why why = Why::NoSeat;
  bool mixed = false;  ///< changed places with somebody to mix organisations
  bool operator==(Placement const&) const = default;
};

/// One placement a participant, in their order. Among equals `seed` decides, not the order of names.
/// Errors: Invalid (an unknown or repeated workshop, a repeated participant, negative seats), TooLarge
/// (over 5,000 participants or 200 workshops).
Result<std::vector<Placement>> assign(std::vector<Participant> const& participants,
                                      std::vector<Workshop> const& workshops, std::uint64_t seed);

}  // namespace mila::assignment

#endif  // MILA_ENGINES_ASSIGNMENT_ASSIGNMENT_H
