// What may be agreed on, and who says so.
#include "modules/agreements/agreement_store.h"
#include "modules/agreements/task_rules.h"
#include "modules/network/network.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::agreements {
namespace {

using i18n::N_;

constexpr std::size_t kLongest = 5'000;  // bytes

Error gone() { return {ErrorCode::NotFound, N_("This agreement is not there any more."), ""}; }
Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }
Error no_meeting() { return {ErrorCode::NotFound, N_("This is no meeting of this body. Please start again from the meeting's page."), "meeting"}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this agreement meanwhile."), ""}; }
Error invalid(char const* field, char const* text) { return {ErrorCode::Invalid, text, field}; }

std::optional<network::Body> body_of(db::Reader& reader, Context const& context, std::string_view id) {
  Context all = context;
  all.actor = Actor::operator_();  // what a number looks like does not depend on who asks
  return network::find_body(reader, all, id);
}

std::optional<Error> problem_of(Agreement const& one) {
  if (one.text.empty()) return invalid("text", N_("Please write what was agreed on."));
  if (one.text.size() > kLongest) return invalid("text", N_("This is too long. Please write it shorter."));
  if (one.reason.size() > kLongest) return invalid("reason", N_("This is too long. Please write it shorter."));
  if (!one.agreed_on.ok()) return invalid("agreed_on", N_("Please choose a day."));
  if (one.review_on && *one.review_on < one.agreed_on)
    return invalid("review_on", N_("It is looked at again after the day of the meeting."));
  return std::nullopt;
}

std::string mark_for(db::Reader& reader, Context const& context, std::string_view body_id) {
  if (auto mark = stored_mark(reader, body_id)) return *mark;
  auto body = body_of(reader, context, body_id);
  return body ? derive_mark(body->kind, body->name, marks_of_others(reader, body_id)) : "";
}

Result<std::string> add(db::Writer& writer, Context& context, Agreement one) {
  if (!may_write(context.actor, one.body_id)) return forbidden();
  if (auto problem = problem_of(one)) return *problem;
  if (!one.id.empty())
    if (auto same = find_agreement(writer, one.id)) return same->body_id == one.body_id ? Result<std::string>(one.id) : conflict();
  if (!is_meeting_of(writer, one.body_id, one.meeting_id)) return no_meeting();
  std::optional<Agreement> older;
  if (!one.supersedes_id.empty()) {
    older = find_agreement(writer, one.supersedes_id);
    if (!older || !may_write(context.actor, older->body_id))
      return invalid("supersedes_id", N_("Please choose an agreement of a body you run."));
    if (older->state == AgreementState::Superseded)
      return invalid("supersedes_id", N_("Another agreement took its place already. Please choose that one."));
  }
  std::string mark = mark_for(writer, context, one.body_id);
  if (mark.empty()) return invalid("body_id", N_("Please choose a body."));
  if (one.id.empty()) one.id = uuid_v7(writer.now(), context.random);
  if (!stored_mark(writer, one.body_id)) store_mark(writer, one.body_id, mark);
  Number number = take_number(writer, one.body_id, mark, one.agreed_on);
  one.number = number.text();
  one.state = AgreementState::Holds;
  one.end_reason.clear();
  one.ended_on.reset();
  one.created_by = context.actor.account_id;
  insert_agreement(writer, one, number);
  add_event(writer, context, "agreement", one.id, "made", "");
  if (older) {
    older->state = AgreementState::Superseded;
    older->ended_on = one.agreed_on;
    CHECK(update_agreement(writer, *older));
    add_event(writer, context, "agreement", older->id, name_of(AgreementState::Superseded), "");
  }
  return one.id;
}

}  // namespace

Result<std::string> save_agreement(db::Writer& writer, Context& context, Agreement agreement) {
  agreement.text = trim(agreement.text);
  agreement.reason = trim(agreement.reason);
  if (agreement.version == 0) return add(writer, context, std::move(agreement));
  auto stored = find_agreement(writer, agreement.id);
  if (!stored) return gone();
  if (!may_write(context.actor, stored->body_id)) return forbidden();
  if (stored->version != agreement.version) return conflict();
  if (stored->state != AgreementState::Holds)
    return invalid("text", N_("It does not hold any more. Please write a new agreement that takes its place."));
  agreement.agreed_on = stored->agreed_on;
  if (auto problem = problem_of(agreement)) return *problem;
  std::string before = stored->text == agreement.text ? "" : stored->text;
  stored->text = std::move(agreement.text);
  stored->reason = std::move(agreement.reason);
  stored->review_on = agreement.review_on;
  stored->topic = std::move(agreement.topic);
  stored->place_id = std::move(agreement.place_id);
  CHECK(update_agreement(writer, *stored));
  add_event(writer, context, "agreement", stored->id, "changed", before);
  return stored->id;
}

Result<bool> end_agreement(db::Writer& writer, Context& context, std::string_view id, AgreementState state,
                           std::string reason, std::int64_t version) {
  auto stored = find_agreement(writer, id);
  if (!stored) return gone();
  if (!may_write(context.actor, stored->body_id)) return forbidden();
  if (stored->state == state) return true;  // the second of two clicks
  if (stored->version != version) return conflict();
  if (stored->state == AgreementState::Superseded || state == AgreementState::Superseded)
    return invalid("state", N_("A later agreement took its place."));
  reason = trim(reason);
  if (state == AgreementState::Dropped && reason.empty())
    return invalid("reason", N_("Please write why it is dropped."));
  if (reason.size() > kLongest) return invalid("reason", N_("This is too long. Please write it shorter."));
  stored->state = state;
  stored->end_reason = state == AgreementState::Holds ? "" : reason;
  stored->ended_on.reset();
  if (state != AgreementState::Holds) stored->ended_on = local_date(writer.now(), context.county.config().zone);
  CHECK(update_agreement(writer, *stored));
  add_event(writer, context, "agreement", stored->id, name_of(state), reason);
  return true;
}

std::string mark_of(db::Reader& reader, Context& context, std::string_view body_id) {
  return mark_for(reader, context, body_id);
}

Result<bool> set_mark(db::Writer& writer, Context& context, std::string_view body_id, std::string mark) {
  if (!may_write(context.actor, body_id)) return forbidden();
  mark = trim(mark);
  if (!is_mark(mark)) return invalid("mark", N_("Please write one to eight capital letters or digits, for example RT or AG-W."));
  if (!body_of(writer, context, body_id)) return gone();
  if (marks_of_others(writer, body_id).contains(mark))
    return Error{ErrorCode::Conflict, N_("Another body has this mark. Please choose a different one."), "mark"};
  store_mark(writer, body_id, mark);
  return true;
}

}  // namespace mila::agreements
