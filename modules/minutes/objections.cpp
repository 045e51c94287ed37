// Objecting by the link in the mail; the texts of this file are everybody's.
#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::minutes {

using i18n::N_;

namespace {
constexpr std::size_t kTextMostBytes = 12'000, kObjectionsMost = 10;
}

Result<std::string> object(db::Writer& writer, Context& context, meetings::Invitee const& invitee, std::string id, std::string text) {
  auto minutes = load_minutes(writer, invitee.meeting_id);
  if (!minutes || !may_object(context, *minutes))
    return Error{ErrorCode::Conflict, N_("The time to say something is over. Please call us."), ""};
  if (trim(text).empty()) return Error{ErrorCode::Invalid, N_("Please write what you see otherwise."), "text"};
  if (text.size() > kTextMostBytes) return Error{ErrorCode::TooLarge, N_("Please write it shorter."), "text"};
  std::size_t own = 0;
  for (auto const& one : objections_of(writer, context, minutes->id)) {
    if (one.invitee_id == invitee.id) ++own;
    if (one.id == id) return id;
  }
  if (own >= kObjectionsMost) return Error{ErrorCode::TooMany, N_("That is a lot for one form. Please call us."), ""};
  Objection objection;
  objection.id = is_uuid(id) ? std::move(id) : uuid_v7(writer.now(), context.random);
  objection.minutes_id = minutes->id;
  objection.invitee_id = invitee.id;
  objection.person_id = invitee.person_id;
  Context all = context;
  all.actor = Actor::operator_();
  objection.name = meetings::labels_of(writer, all, {invitee}).front();
  objection.text = std::move(text);
  insert_objection(writer, context, objection);
  return objection.id;
}

}  // namespace mila::minutes
