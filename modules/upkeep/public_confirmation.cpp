// "Are these still right?", answered without an account.
#include "modules/upkeep/closures.h"
#include "modules/upkeep/confirm.h"
#include "modules/upkeep/confirmation_page.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::upkeep {
namespace {

using i18n::N_;

/// The question a request is about, ended or not.
std::optional<Asking> asking_of(Visit& visit, db::Reader& reader) {
  auto id = asking_id_of(visit.context.county, visit.request.parameter("token"));
  return id ? find_asking(reader, *id) : std::nullopt;
}

ConfirmationForm form_of(Visit& visit, db::Reader& reader, std::vector<std::string> const& offers) {
  return {visit, visit.request.path, find_entries(reader, offers), false};
}

http::Response page(Visit& visit, ConfirmationView view, int status) {
  view.title = visit.site.translate(visit.context.language, N_("Are these entries still right?"));
  view.office_phone = visit.context.county.config().office_phone;
  view.office_tel = tel_href(view.office_phone);
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "upkeep/confirmation.html", view, frame, status);
  return response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
}

http::Response form_page(Visit& visit, ConfirmationForm const& form, Asking const& asking, int status) {
  auto view = form.view();
  view.sign_in_href = "/staff/confirmations/" + asking.organization_id;
  return page(visit, std::move(view), status);
}

/// What there is to say when a link works no more: answered, or too old.
http::Response ended_page(Visit& visit, std::optional<Asking> const& asking) {
  if (!asking) return visit.site.error_page(visit, 404);
  ConfirmationView view;
  auto const& context = visit.context;
  if (asking->answered_at) {
    view.thanks = visit.request.query.get("done") == "1";
    view.answered = i18n::format_date(local_date(*asking->answered_at, context.county.config().zone),
                                      context.language, i18n::DateStyle::Long);
  }
  return page(visit, std::move(view), view.thanks ? 200 : 410);
}

}  // namespace

http::Response show_confirmation(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto asking = asking_of(visit, reader);
    if (!asking || !link_works(*asking, visit.context.now())) return ended_page(visit, asking);
    auto offers = asked_offers(visit.context.county, reader, asking->organization_id);
    return form_page(visit, form_of(visit, reader, offers), *asking, 200);
  });
}

http::Response answer_confirmation(Visit& visit) {
  auto& context = visit.context;
  std::optional<http::Response> answer;
  // Looked up before writing: what is kept in memory follows committed states only.
  auto offers = context.county.database.read([&](db::Reader& reader) {
    auto asking = asking_of(visit, reader);
    return asking ? asked_offers(context.county, reader, asking->organization_id) : std::vector<std::string>{};
  });
  context.county.database.write([&](db::Writer& writer) {
    auto asking = asking_of(visit, writer);
    if (!asking || !link_works(*asking, context.now())) {
      answer = ended_page(visit, asking);
      return;
    }
    auto form = form_of(visit, writer, offers);
    if (auto status = form.read()) {
      answer = form_page(visit, form, *asking, *status);
      return;
    }
    // From here on a second click finds the question answered.
    if (!mark_asking_answered(writer, asking->id)) {
      answer = ended_page(visit, find_asking(writer, asking->id));
      return;
    }
    mark_all_answered(writer, asking->organization_id);
    writer.changed("upkeep_asking", asking->id);
    context.actor = actor_by_link(asking->organization_id);
    if (!take_answers(writer, context, form.answers(), false)) throw db::ConflictError("upkeep.answer", "right");
  });
  if (answer) return *answer;
  return http::see_other(visit.request.path + "?done=1");
}

}  // namespace mila::upkeep
