// The fixed words of this module.
#include <array>

#include "modules/agreements/proposals.h"

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

constexpr Names<ProposalState, 5> kProposalStates{{{ProposalState::Drafted, "drafted"},
                                                   {ProposalState::Submitted, "submitted"},
                                                   {ProposalState::OnAgenda, "on-agenda"},
                                                   {ProposalState::Decided, "decided"},
                                                   {ProposalState::Answered, "answered"}}};
constexpr Names<Outcome, 4> kOutcomes{{{Outcome::Adopted, "adopted"},
                                       {Outcome::Changed, "changed"},
                                       {Outcome::Refused, "refused"},
                                       {Outcome::Postponed, "postponed"}}};

template <typename Value, std::size_t n>
std::vector<Value> values_of(Names<Value, n> const& names) {
  std::vector<Value> values;
  for (auto const& [value, name] : names) values.push_back(value);
  return values;
}

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
std::string_view name_of(ProposalState value) { return name_in(kProposalStates, value); }
std::optional<ProposalState> proposal_state_named(std::string_view name) { return value_in(kProposalStates, name); }
std::vector<ProposalState> const& all_proposal_states() {
  static std::vector<ProposalState> const all = values_of(kProposalStates);
  return all;
}
std::string_view name_of(Outcome value) { return name_in(kOutcomes, value); }
std::optional<Outcome> outcome_named(std::string_view name) { return value_in(kOutcomes, name); }
std::vector<Outcome> const& all_outcomes() {
  static std::vector<Outcome> const all = values_of(kOutcomes);
  return all;
}

bool has_ended(TaskState state) { return state == TaskState::Done || state == TaskState::Dropped; }

bool is_overdue(Task const& task, Date today) { return !has_ended(task.state) && task.due && *task.due < today; }

bool may_write(Actor const& actor, std::string_view body_id) {
  return actor.may(Permission::RunMeetings, Target{.body_id = std::string(body_id)});
}

}  // namespace mila::agreements
