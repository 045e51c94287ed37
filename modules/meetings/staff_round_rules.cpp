// Setting a round up, dates of its places, what came out there.
#include <algorithm>

#include "modules/meetings/agenda_store.h"
#include "modules/meetings/meeting_store.h"
#include "modules/meetings/round_store.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::meetings {
namespace {

using i18n::N_;

constexpr std::size_t kItemsMost = 30, kPlacesMost = 300;

Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this meanwhile. Please look again."), ""}; }
Error gone() { return {ErrorCode::NotFound, N_("This round is not there any more."), ""}; }

std::optional<Error> problem_of(Round const& round) {
  auto invalid = [](char const* field, char const* text) { return Error{ErrorCode::Invalid, text, field}; };
  if (trim(round.title).empty()) return invalid("title", N_("Please give the round a name."));
  if (round.place_ids.empty()) return invalid("places", N_("Please choose at least one place."));
  if (round.place_ids.size() > kPlacesMost) return invalid("places", N_("Please choose fewer places."));
  if (round.items.empty()) return invalid("items", N_("Please write at least one topic."));
  if (round.items.size() > kItemsMost) return invalid("items", N_("Please write at most 30 topics."));
  return std::nullopt;
}

bool holds(std::vector<std::string> const& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

bool may_run(Actor const& actor, Round const& round, std::string_view place_id) {
  return may_run(actor, round.body_id) ||
         (round.by_place && actor.may(Permission::RunMeetings, Target{.place_id = std::string(place_id)}));
}

Result<std::string> save_round(db::Writer& writer, Context& context, Round round) {
  auto stored = round.version == 0 ? std::nullopt : find_round(writer, round.id);
  if (round.version != 0 && !stored) return gone();
  if (stored) {
    round.body_id = stored->body_id;
    round.items = stored->items;
  }
  round.title = trim(round.title);
  if (!may_run(context.actor, round.body_id)) return forbidden();
  if (auto problem = problem_of(round)) return *problem;
  if (!stored) {
    round.id = uuid_v7(writer.now(), context.random);
    round.created_by = context.actor.account_id;
    for (auto& item : round.items) item.id = uuid_v7(writer.now(), context.random);
    insert_round(writer, round);
    return round.id;
  }
  for (auto const& part : parts_of(writer, round.id))
    if (!part.meeting_id.empty() && !holds(round.place_ids, part.place_id))
      return Error{ErrorCode::Invalid, N_("A place that has a date stays. Please cancel its meeting instead."), "places"};
  if (!update_round(writer, round)) return conflict();
  return round.id;
}

Result<std::string> set_round_date(db::Writer& writer, Context& context, std::string_view round_id,
                                   std::string_view place_id, std::string const& place_name, Meeting draft) {
  auto round = find_round(writer, round_id);
  if (!round || !holds(round->place_ids, place_id)) return gone();
  if (!may_run(context.actor, *round, place_id)) return forbidden();
  std::vector<std::string> known;
  for (auto const& part : parts_of(writer, round_id))
    if (part.place_id == place_id && !part.meeting_id.empty()) known.push_back(part.meeting_id);
  for (auto const& meeting : find_meetings(writer, known))
    if (meeting.state != State::Cancelled) return meeting.id;
  draft.id.clear();
  draft.version = 0;
  draft.body_id = round->body_id;
  draft.title = round->title + ", " + place_name;
  draft.purpose = round->purpose;
  draft.kind = Kind::RoundTable;
  draft.place_id = place_id;
  // The right was asked above: a municipality plans for the body that set the round up.
  Context whole = context;
  whole.actor = Actor::operator_();
  whole.actor.account_id = context.actor.account_id;
  auto id = save_meeting(writer, whole, draft);
  if (!id) return id;
  int position = 0;
  for (auto const& item : round->items) {
    AgendaItem topic;
    topic.id = uuid_v7(writer.now(), context.random);
    topic.meeting_id = *id;
    topic.position = position++;
    topic.title = item.title;
    insert_item(writer, topic);
  }
  insert_part(writer, round_id, {std::string(place_id), *id});
  return id;
}

Result<bool> save_results(db::Writer& writer, Context& context, std::string_view round_id,
                          std::string_view place_id, std::vector<std::string> const& texts,
                          std::vector<std::int64_t> const& versions) {
  auto round = find_round(writer, round_id);
  if (!round || !holds(round->place_ids, place_id)) return gone();
  if (!may_run(context.actor, *round, place_id)) return forbidden();
  if (texts.size() != round->items.size() || versions.size() != texts.size()) return conflict();
  std::vector<RoundResult> changed;
  auto stored = results_of(writer, round_id);
  for (std::size_t n = 0; n < texts.size(); ++n) {
    RoundResult one{round->items[n].id, std::string(place_id), std::string(trim(texts[n])), 0};
    for (auto const& known : stored)
      if (known.item_id == one.item_id && known.place_id == place_id) one.version = known.version;
    auto known = std::find_if(stored.begin(), stored.end(), [&](auto const& old) {
      return old.item_id == one.item_id && old.place_id == place_id;
    });
    if ((known == stored.end() ? "" : known->text) == one.text) continue;
    if (versions[n] != one.version) return conflict();
    changed.push_back(std::move(one));
  }
  for (auto const& one : changed) CHECK(save_result(writer, one));
  return true;
}

}  // namespace mila::meetings
