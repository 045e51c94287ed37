// The public page: what helpers are looked for, and the form to offer help.
#include "modules/helping/pages.h"
#include "platform/base/text.h"
#include "platform/mail/address.h"
#include "platform/site/form_guard.h"
#include "platform/site/frame.h"

namespace mila::helping {
namespace {

Form help_form(Visit& visit) {
  Words words(visit);
  Form form(visit, "/" + words.language() + "/help");
  form.long_text("what", N_("How would you like to help?")).required().longest(1000).rows(4)
      .hint(N_("For example: practise German, go along to offices, drive, look after children, repair things."));
  form.select("place", N_("Where?"), place_choices(visit.context.county, words(N_("Anywhere in the county"))));
  form.text("when", N_("When do you have time?")).longest(200);
  form.text("languages", N_("Which languages do you speak?")).longest(200);
  form.text("name", N_("Your name")).longest(100).autocomplete("name");
  form.mail("mail", N_("Your mail address")).hint(N_("A mail address or a phone number is enough."));
  form.phone("phone", N_("Your phone number")).longest(40).autocomplete("tel");
  form.submit(N_("Offer help"));
  return form;
}

std::vector<WantedView> wanted_views(Visit& visit, db::Reader& reader) {
  auto& context = visit.context;
  Words words(visit);
  auto today = local_date(context.now(), context.county.config().zone);
  auto circle_list = circles(visit.site, context, reader);
  std::vector<WantedView> views;
  auto circle_name = [&](std::string const& id) {
    for (auto const& circle : circle_list)
      if (circle.id == id) return circle.name;
    return std::string();
  };
  for (auto const& wanted : wanted_on(reader, today)) {
    std::vector<std::string> facts;
    if (auto place = place_name(context.county, wanted.place_id); !place.empty()) facts.push_back(place);
    if (!wanted.languages.empty()) facts.push_back(wanted.languages);
    facts.push_back(words(N_("until {day}"), {{"day", i18n::format_date(wanted.until, words.language(), i18n::DateStyle::Long)}}));
    views.push_back({wanted.title, wanted.body, join(facts, " · "), circle_name(wanted.body_id)});
  }
  // What stands with the circle itself, in a sentence.
  for (auto const& circle : circle_list)
    if (circle.is_public && !circle.looking_for.empty())
      views.push_back({circle.looking_for, "", place_name(context.county, circle.place_id), circle.name});
  return views;
}

http::Response help_page(Visit& visit, Form const& form, int status) {
  auto& context = visit.context;
  Words words(visit);
  HelpView view;
  view.token = FormGuard::token(context.county, context.now());
  view.bodies_href = "/" + words.language() + "/bodies";
  view.privacy_href = "/" + words.language() + "/privacy";
  view.office_phone = context.county.config().office_phone;
  view.office_tel = tel_href(view.office_phone);
  view.sent = visit.request.query.get("sent") == "1";
  view.removed = visit.request.query.get("removed") == "1";
  view.wanted = context.county.database.read([&](db::Reader& reader) { return wanted_views(visit, reader); });
  view.has_wanted = !view.wanted.empty();
  view.form = form.view();
  Page frame;
  frame.title = words(N_("I want to help"));
  frame.description = words(N_("Offer your time to people who are new here."));
  frame.active_path = "/help";
  frame.same_page = "/help";
  auto response = visit.site.page(visit, "helping/help.html", view, frame, status);
  // The form's token is good for a day; within the first hour a kept page is as good as a new one.
  if (status == 200) response.fresh_until = context.now() + std::chrono::hours{1};
  return response;
}

}  // namespace

http::Response show_help(Visit& visit) { return help_page(visit, help_form(visit), 200); }

http::Response offer_help(Visit& visit) {
  auto& context = visit.context;
  auto sent = visit.request.form();
  if (!sent) return visit.site.error_page(visit, 415);
  Form form = help_form(visit);
  bool fine = form.read();
  std::string back = "/" + context.language + "/help?sent=1#sent";
  switch (FormGuard::check(visit, *sent)) {
    case FormGuard::Verdict::Fine: break;
    case FormGuard::Verdict::Robot: return http::see_other(back);  // thanked and forgotten
    case FormGuard::Verdict::TooMany: return visit.site.error_page(visit, 429);
    case FormGuard::Verdict::TooFast:
    case FormGuard::Verdict::Expired: form.error("", N_("Please send it once more.")); break;
  }
  if (fine && form["mail"].empty() && form["phone"].empty())
    form.error("mail", N_("Please leave a mail address or a phone number, so that somebody can answer."));
  if (!form["mail"].empty() && !mail::valid_address(form["mail"]))
    form.error("mail", N_("This is no mail address. It looks like name@example.org."));
  if (form.has_errors()) return help_page(visit, form, 422);
  Helper helper;
  helper.language = context.language;
  helper.place_id = form["place"];
  helper.what = form["what"];
  helper.when = form["when"];
  helper.languages = form["languages"];
  helper.name = form["name"];
  helper.mail = form["mail"];
  helper.phone = form["phone"];
  context.county.database.write([&](db::Writer& writer) { add_helper(writer, context, visit.site, std::move(helper)); });
  return http::see_other(back);
}

}  // namespace mila::helping
