// Taking answers.
#include "modules/upkeep/answer.h"

#include "modules/offers/reports.h"
#include "modules/upkeep/hiding.h"
#include "platform/i18n/catalogue.h"

namespace mila::upkeep {
namespace {

using i18n::N_;

std::string hint_text(Context const& context, Answer const& answer) {
  std::string text = context.text(answer.kind == Answer::Kind::Gone
                                      ? N_("The provider says: this offer does not exist any more.")
                                      : N_("The provider says: this has to be corrected."));
  return answer.text.empty() ? text : text + "\n\n" + answer.text;
}

}  // namespace

Result<bool> take_answers(db::Writer& writer, Context& context, std::vector<Answer> const& answers,
                          bool signed_in) {
  std::string day = format_iso_date(today(context));
  for (auto const& answer : answers) {
    if (!may_edit(context.actor, answer.entry.service.organization_id)) return Error{ErrorCode::Forbidden};
    auto service = answer.entry.service;
    if (answer.kind == Answer::Kind::Right) service.assured_date = day;
    else if (!signed_in || (answer.kind == Answer::Kind::Gone &&
                            !may_turn(context.actor, service.organization_id, service.status, "defunct")))
      offers::add_report(writer, context, service.id, hint_text(context, answer));
    else if (answer.kind == Answer::Kind::Gone) service.status = "defunct";
    if (auto saved = save_service(writer, context, answer.entry, service); !saved) return saved.error();
  }
  return true;
}

}  // namespace mila::upkeep
