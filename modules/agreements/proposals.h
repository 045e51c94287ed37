// Proposals of a body to Kreisausschuss, Kreistag or one of its committees. These decide (Beschluss); the
// body hears what became of its proposal.
#pragma once

#include "modules/agreements/agreements.h"

namespace mila::agreements {

/// In this order. Answered: the body was told.
enum class ProposalState { Drafted, Submitted, OnAgenda, Decided, Answered };
std::string_view name_of(ProposalState value);  ///< "drafted", "submitted", "on-agenda", "decided", "answered"
std::optional<ProposalState> proposal_state_named(std::string_view name);
std::vector<ProposalState> const& all_proposal_states();

enum class Outcome { Adopted, Changed, Refused, Postponed };
std::string_view name_of(Outcome value);  ///< "adopted", "changed", "refused", "postponed"
std::optional<Outcome> outcome_named(std::string_view name);
std::vector<Outcome> const& all_outcomes();

struct Proposal {
  std::string id;
  std::int64_t version = 0;  ///< grows with each change; 0 = new
  std::string agreement_id;
  std::string body_id;    ///< that of the agreement
  std::string title, text;  ///< plain text; the text is fixed once it was handed in
  std::string committee;  ///< "Kreistag", "Ausschuss für Soziales"
  ProposalState state = ProposalState::Drafted;
  std::string file_number;  ///< of the council's office (Drucksache, Vorlage)
  std::optional<Date> submitted_on, session_on, decided_on, answered_on;
  std::optional<Outcome> outcome;
  std::string decision;  ///< text of the Beschluss
  std::string link;      ///< to the council's information system, https or ""
  std::string answer;    ///< what the body was told
  std::string created_by;
  Instant created_at, modified;
};

std::optional<Proposal> find_proposal(db::Reader& reader, std::string_view id);
std::vector<Proposal> proposals_of_agreement(db::Reader& reader, std::string_view agreement_id);

struct ProposalQuery {
  std::string search, body_id;
  std::optional<ProposalState> state;
  std::optional<Outcome> outcome;
  /// Something is to be done now: the session is over, or the body was not told.
  bool waiting_only = false;
  Date today{};  ///< for waiting_only
  int limit = 50, offset = 0;
};
/// What is not answered yet first, then the newest.
std::vector<Proposal> list_proposals(db::Reader& reader, ProposalQuery const& query);
std::int64_t count_proposals(db::Reader& reader, ProposalQuery const& query);

/// Inserts a draft (version 0; `id` may be set) or replaces title, committee and link, and the text while
/// it is a draft. Errors: Forbidden, NotFound (no such agreement), Invalid, Conflict.
Result<std::string> save_proposal(db::Writer& writer, Context& context, Proposal proposal);

/// The next step; only its own members count.
struct Step {
  std::optional<Date> day;    ///< handed in, of the session, decided, answered on
  std::string file_number;    ///< Submitted, OnAgenda
  std::optional<Outcome> outcome;  ///< Decided
  std::string text, link;     ///< Decided: the Beschluss; Answered: what the body was told
};
/// What comes after this state; a postponed proposal comes onto an agenda again. nullopt: nothing.
std::optional<ProposalState> next_state(Proposal const& proposal);
/// Errors: Forbidden, NotFound, Conflict (version, or the step was made already), Invalid (a day or
/// outcome is missing, a link that is not https); `detail` is the member's name.
Result<bool> make_step(db::Writer& writer, Context& context, std::string_view id, Step step, std::int64_t version);

}  // namespace mila::agreements
