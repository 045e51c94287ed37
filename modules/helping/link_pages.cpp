// Pages reached by a link in a mail: the answer of whoever speaks for a circle, and the helper's own.
#include "modules/helping/pages.h"
#include "platform/base/text.h"

namespace mila::helping {
namespace {

http::Response page_of(Visit& visit, OfferedView& view, int status) {
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "helping/offered.html", view, frame, status);
  response.header("Cache-Control", "no-store");
  return response;
}

/// The offer of an answer link that still holds.
std::optional<Helper> helper_of(Visit& visit, db::Reader& reader, std::optional<AnswerLink> const& link) {
  if (!link) return std::nullopt;
  auto helper = find_helper(reader, visit.context.county, link->helper_id);
  if (!helper || !holds(visit.site, visit.context, reader, *link, helper->body_id)) return std::nullopt;
  return helper;
}

http::Response answer_page(Visit& visit, Helper const& helper, Form& form, int status) {
  Words words(visit);
  OfferedView view;
  view.title = words(N_("Somebody wants to help"));
  view.lead = words(N_("Please use this only to answer. It is deleted after six months."));
  if (visit.request.query.get("done") == "1") view.note = words(N_("Thank you. Your answer is kept and on its way."));
  view.lines = lines_of(visit, helper);
  view.has_form = true;
  view.form = form.view();
  return page_of(visit, view, status);
}

}  // namespace

http::Response show_answer(Visit& visit) {
  auto link = read_answer_key(visit.context, visit.request.parameter("key"));
  auto helper = visit.context.county.database.read([&](db::Reader& reader) { return helper_of(visit, reader, link); });
  if (!helper) return visit.site.error_page(visit, 404);
  Form form(visit, visit.request.path);
  answer_fields(visit, form, *helper);
  return answer_page(visit, *helper, form, 200);
}

http::Response answer_now(Visit& visit) {
  auto link = read_answer_key(visit.context, visit.request.parameter("key"));
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto helper = helper_of(visit, writer, link);
    if (!helper) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    answer_fields(visit, form, *helper);
    if (!form.read()) return answer_page(visit, *helper, form, 422);
    auto done = answer(writer, visit.context, helper->id, parse_integer(form["version"]).value_or(0),
                       state_named(form["state"]).value_or(State::Answered), form["text"],
                       link->account_id.empty() ? "office" : link->account_id);
    if (done) return http::see_other(visit.request.path + "?done=1");
    // The same words sent twice are one answer.
    if (helper->answer == form["text"] && name_of(helper->state) == form["state"])
      return http::see_other(visit.request.path + "?done=1");
    form.error(done.error());
    form.set("version", std::to_string(helper->version));
    return answer_page(visit, *helper, form, 409);
  });
}

http::Response show_own(Visit& visit) {
  auto id = read_own_key(visit.context, visit.request.parameter("key"));
  auto helper = !id ? std::nullopt : visit.context.county.database.read([&](db::Reader& reader) {
    return find_helper(reader, visit.context.county, *id);
  });
  if (!helper) return visit.site.error_page(visit, 404);
  Words words(visit);
  OfferedView view;
  view.title = words(N_("What you wrote"));
  view.lead = words(N_("We delete it after six months. You can delete it now; then nobody can answer you any more."));
  view.lines = lines_of(visit, *helper);
  view.has_button = true;
  view.action = visit.request.path;
  view.button = words(N_("Delete it now"));
  return page_of(visit, view, 200);
}

http::Response remove_own(Visit& visit) {
  auto id = read_own_key(visit.context, visit.request.parameter("key"));
  if (!id) return visit.site.error_page(visit, 404);
  auto form = visit.request.form();
  if (!form || form->get("what") != "delete") return visit.site.error_page(visit, 422);
  visit.context.county.database.write([&](db::Writer& writer) { remove(writer, *id); });
  return http::see_other("/" + visit.context.language + "/help?removed=1#sent");
}

}  // namespace mila::helping
