// What a body may propose, and the way of a proposal.
#include "modules/agreements/agreement_store.h"
#include "modules/agreements/proposal_store.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::agreements {
namespace {

using i18n::N_;

constexpr std::size_t kLongest = 20'000;  // bytes

Error gone() { return {ErrorCode::NotFound, N_("This proposal is not there any more."), ""}; }
Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this proposal meanwhile."), ""}; }
Error invalid(char const* field, char const* text) { return {ErrorCode::Invalid, text, field}; }

bool is_link(std::string const& text) { return text.empty() || text.starts_with("https://"); }

std::optional<Error> problem_of(Proposal const& one) {
  if (one.title.empty()) return invalid("title", N_("Please give the proposal a title."));
  if (one.text.empty()) return invalid("text", N_("Please write what is proposed."));
  if (one.text.size() > kLongest) return invalid("text", N_("This is too long. Please write it shorter."));
  if (one.committee.empty()) return invalid("committee", N_("Please write who decides, for example Kreistag."));
  if (!is_link(one.link)) return invalid("link", N_("Please copy the whole link; it begins with https://."));
  return std::nullopt;
}

Result<std::string> add(db::Writer& writer, Context& context, Proposal one) {
  auto agreement = find_agreement(writer, one.agreement_id);
  if (!agreement) return Error{ErrorCode::NotFound, N_("This agreement is not there any more."), ""};
  if (!may_write(context.actor, agreement->body_id)) return forbidden();
  if (!one.id.empty())
    if (auto same = find_proposal(writer, one.id)) return same->body_id == agreement->body_id ? Result<std::string>(one.id) : conflict();
  if (auto problem = problem_of(one)) return *problem;
  Proposal fresh;
  fresh.id = one.id.empty() ? uuid_v7(writer.now(), context.random) : one.id;
  fresh.agreement_id = agreement->id;
  fresh.body_id = agreement->body_id;
  fresh.title = one.title;
  fresh.text = one.text;
  fresh.committee = one.committee;
  fresh.link = one.link;
  fresh.created_by = context.actor.account_id;
  insert_proposal(writer, fresh);
  add_event(writer, context, "proposal", fresh.id, "made", "");
  return fresh.id;
}

/// Takes the step over; nullopt when all it needs is there.
std::optional<Error> take(Proposal& one, ProposalState to, Step const& step) {
  if (!step.day || !step.day->ok()) return invalid("day", N_("Please choose a day."));
  one.state = to;
  switch (to) {
    case ProposalState::Submitted:
      one.submitted_on = step.day;
      one.file_number = trim(step.file_number);
      return std::nullopt;
    case ProposalState::OnAgenda:
      if (one.submitted_on && *step.day < *one.submitted_on) return invalid("day", N_("The session is after the day it was handed in."));
      one.session_on = step.day;
      one.outcome.reset();
      if (!trim(step.file_number).empty()) one.file_number = trim(step.file_number);
      return std::nullopt;
    case ProposalState::Decided:
      if (!step.outcome) return invalid("outcome", N_("Please choose what was decided."));
      if (*step.outcome != Outcome::Postponed && trim(step.text).empty()) return invalid("text", N_("Please write what was decided."));
      if (!is_link(trim(step.link).empty() ? "" : std::string(trim(step.link)))) return invalid("link", N_("Please copy the whole link; it begins with https://."));
      one.outcome = step.outcome;
      one.decided_on = step.day;
      one.decision = trim(step.text);
      if (!trim(step.link).empty()) one.link = trim(step.link);
      return std::nullopt;
    case ProposalState::Answered:
      one.answered_on = step.day;
      one.answer = trim(step.text);
      return std::nullopt;
    case ProposalState::Drafted: break;
  }
  return invalid("state", N_("Please choose the next step."));
}

}  // namespace

Result<std::string> save_proposal(db::Writer& writer, Context& context, Proposal proposal) {
  proposal.title = trim(proposal.title);
  proposal.text = trim(proposal.text);
  proposal.committee = trim(proposal.committee);
  proposal.link = trim(proposal.link);
  if (proposal.version == 0) return add(writer, context, std::move(proposal));
  auto stored = find_proposal(writer, proposal.id);
  if (!stored) return gone();
  if (!may_write(context.actor, stored->body_id)) return forbidden();
  if (stored->version != proposal.version) return conflict();
  bool draft = stored->state == ProposalState::Drafted;
  if (!draft) proposal.text = stored->text;
  if (auto problem = problem_of(proposal)) return *problem;
  std::string before = stored->text == proposal.text ? "" : stored->text;
  stored->title = proposal.title;
  stored->text = proposal.text;
  stored->committee = proposal.committee;
  stored->link = proposal.link;
  CHECK(update_proposal(writer, *stored));
  add_event(writer, context, "proposal", stored->id, "changed", before);
  return stored->id;
}

std::optional<ProposalState> next_state(Proposal const& proposal) {
  switch (proposal.state) {
    case ProposalState::Drafted: return ProposalState::Submitted;
    case ProposalState::Submitted: return ProposalState::OnAgenda;
    case ProposalState::OnAgenda: return ProposalState::Decided;
    case ProposalState::Decided:
      return proposal.outcome == Outcome::Postponed ? ProposalState::OnAgenda : ProposalState::Answered;
    case ProposalState::Answered: break;
  }
  return std::nullopt;
}

Result<bool> make_step(db::Writer& writer, Context& context, std::string_view id, Step step, std::int64_t version) {
  auto stored = find_proposal(writer, id);
  if (!stored) return gone();
  if (!may_write(context.actor, stored->body_id)) return forbidden();
  if (stored->version != version) return conflict();
  auto to = next_state(*stored);
  if (!to) return conflict();
  if (auto problem = take(*stored, *to, step)) return *problem;
  CHECK(update_proposal(writer, *stored));
  std::string note = *to == ProposalState::Decided ? stored->decision : *to == ProposalState::Answered ? stored->answer : "";
  auto act = *to != ProposalState::Decided ? name_of(*to) : *stored->outcome == Outcome::Changed ? "adopted-changed" : name_of(*stored->outcome);
  add_event(writer, context, "proposal", stored->id, act, note);
  return true;
}

}  // namespace mila::agreements
