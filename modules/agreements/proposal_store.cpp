// SQL of proposals.
#include "modules/agreements/proposal_store.h"

#include "modules/agreements/agreement_store.h"

namespace mila::agreements {
namespace {

using db::Row;
using db::Sql;

#define PROPOSAL                                                                                              \
  "select id, version, agreement_id, body_id, title, wording, committee, state, file_number, submitted_on, "   \
  "session_on, outcome, decided_on, decision, link, answered_on, answer, created_by, created_at, modified from " \
  "proposal "
#define IN_ORDER " order by case when state = 'answered' then 1 else 0 end, created_at desc, id desc"

constexpr Sql kFind{"proposal.find", PROPOSAL "where id = $1"};
constexpr Sql kOfAgreement{"proposal.of_agreement", PROPOSAL "where agreement_id = $1" IN_ORDER};
constexpr Sql kInsert{
    "proposal.insert",
    "insert into proposal(id, version, agreement_id, body_id, title, wording, committee, state, file_number, "
    "submitted_on, session_on, outcome, decided_on, decision, link, answered_on, answer, search, created_by, "
    "created_at, modified) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
    "$18, $19, $19)"};
constexpr Sql kUpdate{
    "proposal.update",
    "update proposal set version = version + 1, title = $3, wording = $4, committee = $5, state = $6, file_number "
    "= $7, submitted_on = $8, session_on = $9, outcome = $10, decided_on = $11, decision = $12, link = $13, "
    "answered_on = $14, answer = $15, search = $16, modified = $17 where id = $1 and version = $2"};

std::optional<std::string> iso(std::optional<Date> const& day) {
  return day ? std::optional(format_iso_date(*day)) : std::nullopt;
}

std::optional<Date> day_from(std::optional<std::string> const& text) {
  return text ? parse_iso_date(*text) : std::nullopt;
}

Proposal proposal_from(Row const& row) {
  Proposal one;
  std::string state, outcome;
  std::optional<std::string> submitted, session, decided, answered;
  row.read(one.id, one.version, one.agreement_id, one.body_id, one.title, one.text, one.committee, state,
           one.file_number, submitted, session, outcome, decided, one.decision, one.link, answered, one.answer,
           one.created_by, one.created_at, one.modified);
  one.state = proposal_state_named(state).value_or(ProposalState::Drafted);
  one.outcome = outcome_named(outcome);
  one.submitted_on = day_from(submitted);
  one.session_on = day_from(session);
  one.decided_on = day_from(decided);
  one.answered_on = day_from(answered);
  return one;
}

std::string search_text_of(Proposal const& one) {
  return search_text({one.title, one.text, one.committee, one.file_number, one.decision});
}

std::string_view outcome_of(Proposal const& one) { return one.outcome ? name_of(*one.outcome) : ""; }

/// " where …" of a query with its values, which are borrowed from it.
struct Where {
  explicit Where(ProposalQuery const& query) {
    patterns.reserve(kSearchWords);
    text += search_condition("search", query.search, patterns, values);
    if (!query.body_id.empty()) add("body_id = ", query.body_id);
    if (query.state) add("state = ", name_of(*query.state));
    if (query.outcome) add("outcome = ", name_of(*query.outcome));
    if (query.waiting_only) {
      today = format_iso_date(query.today);
      text += " and (state = 'decided' or (state = 'on-agenda' and session_on < " + next(today) + "))";
    }
  }
  Where(Where const&) = delete;
  void add(std::string const& condition, db::Value value) { text += " and " + condition + next(value); }
  std::string next(db::Value value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  }
  std::string text = "where 1 = 1", today;
  std::vector<std::string> patterns;
  std::vector<db::Value> values;
};

}  // namespace

std::optional<Proposal> find_proposal(db::Reader& reader, std::string_view id) {
  std::optional<Proposal> found;
  reader.one(kFind, {id}, [&](Row const& row) { found = proposal_from(row); });
  return found;
}

std::vector<Proposal> proposals_of_agreement(db::Reader& reader, std::string_view agreement_id) {
  std::vector<Proposal> found;
  reader.each(kOfAgreement, {agreement_id}, [&](Row const& row) { found.push_back(proposal_from(row)); });
  return found;
}

std::vector<Proposal> list_proposals(db::Reader& reader, ProposalQuery const& query) {
  Where where(query);
  std::string text = PROPOSAL + where.text + IN_ORDER;
  text += " limit " + where.next(query.limit);
  text += " offset " + where.next(query.offset);
  std::vector<Proposal> found;
  reader.each({"proposal.list", text}, where.values, [&](Row const& row) { found.push_back(proposal_from(row)); });
  return found;
}

std::int64_t count_proposals(db::Reader& reader, ProposalQuery const& query) {
  Where where(query);
  std::string text = "select count(*) from proposal " + where.text;
  std::int64_t count = 0;
  reader.each({"proposal.count", text}, where.values, [&](Row const& row) { count = row.integer(0); });
  return count;
}

void insert_proposal(db::Writer& writer, Proposal const& one) {
  writer.run(kInsert, {one.id, one.agreement_id, one.body_id, one.title, one.text, one.committee, name_of(one.state),
                       one.file_number, iso(one.submitted_on), iso(one.session_on), outcome_of(one),
                       iso(one.decided_on), one.decision, one.link, iso(one.answered_on), one.answer,
                       search_text_of(one), one.created_by, writer.now()});
  writer.changed("proposal", one.id);
}

bool update_proposal(db::Writer& writer, Proposal const& one) {
  bool done = writer.run(kUpdate, {one.id, one.version, one.title, one.text, one.committee, name_of(one.state),
                                   one.file_number, iso(one.submitted_on), iso(one.session_on), outcome_of(one),
                                   iso(one.decided_on), one.decision, one.link, iso(one.answered_on), one.answer,
                                   search_text_of(one), writer.now()}) > 0;
  if (done) writer.changed("proposal", one.id);
  return done;
}

}  // namespace mila::agreements
