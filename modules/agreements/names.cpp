// The fixed words of this module.
#include <array>

#include "modules/agreements/agreements.h"

namespace mila::agreements {
namespace {

template <typename Value, std::size_t n>
using Names = std::array<std::pair<Value, std::string_view>, n>;

constexpr Names<AgreementState, 4> kAgreementStates{{{AgreementState::Holds, "holds"},
                                                     {AgreementState::Superseded, "superseded"},
                                                     {AgreementState::Fulfilled, "fulfilled"},
                                                     {AgreementState::Dropped, "dropped"}}};
constexpr Names<TaskState, 5> kTaskStates{{{TaskState::Open, "open"},
                                           {TaskState::Accepted, "accepted"},
                                           {TaskState::Done, "done"},
                                           {TaskState::Cannot, "cannot"},
                                           {TaskState::Dropped, "dropped"}}};

template <typename Value, std::size_t n>
std::string_view name_in(Names<Value, n> const& names, Value value) {
  for (auto const& [known, name] : names)
    if (known == value) return name;
  return "";
}

template <typename Value, std::size_t n>
std::optional<Value> value_in(Names<Value, n> const& names, std::string_view name) {
  for (auto const& [value, known] : names)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace

std::string_view name_of(AgreementState value) { return name_in(kAgreementStates, value); }
std::optional<AgreementState> agreement_state_named(std::string_view name) { return value_in(kAgreementStates, name); }
std::string_view name_of(TaskState value) { return name_in(kTaskStates, value); }
std::optional<TaskState> task_state_named(std::string_view name) { return value_in(kTaskStates, name); }

bool has_ended(TaskState state) { return state == TaskState::Done || state == TaskState::Dropped; }

bool is_overdue(Task const& task, Date today) { return !has_ended(task.state) && task.due && *task.due < today; }

bool may_write(Actor const& actor, std::string_view body_id) {
  return actor.may(Permission::RunMeetings, Target{.body_id = std::string(body_id)});
}

}  // namespace mila::agreements
