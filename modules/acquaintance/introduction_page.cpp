// The page behind the link of a mail that asks: no account, nothing changes by opening it.
#include "modules/acquaintance/introduction_store.h"
#include "modules/acquaintance/pages.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::acquaintances {
namespace {

using i18n::N_;

struct AskedPage {
  Asked asked;
  Introduction introduction;
  directory::Organization other;
};

std::optional<AskedPage> asked_of(Visit& visit, db::Reader& reader) {
  auto const asked = read_asked_key(visit.context, visit.request.parameter("key"));
  auto const one = asked ? find_introduction(reader, asked->introduction_id) : std::nullopt;
  if (!one) return std::nullopt;
  auto found = directory::find_organizations(reader, {one->organizations[1 - asked->side]});
  if (found.empty() || found.front().x_protected) return std::nullopt;
  return AskedPage{*asked, *one, std::move(found.front())};
}

std::string notice_of(Words const& words, AskedPage const& page) {
  Words::Values const name{{"name", page.other.name}};
  if (page.introduction.introduced_at) return words(N_("You both said yes. Please get in touch: one of you has to begin."));
  switch (page.introduction.replies[page.asked.side]) {
    case Reply::Yes: return words(N_("You said yes. As soon as {name} says yes, too, you both get a mail."), name);
    case Reply::No: return words(N_("You said no. {name} does not learn of it."), name);
    case Reply::None: break;
  }
  return "";
}

void answer_fields(Visit& visit, Form& form, AskedPage const& page) {
  Words words(visit);
  auto const given = page.introduction.replies[page.asked.side];
  form.radios("answer", N_("Your answer"),
              {{"yes", words(N_("Yes, please give them our contact and us theirs"))}, {"no", words(N_("No, thank you"))}})
      .required()
      .value(given == Reply::None ? "" : std::string(name_of(given)));
  form.submit(N_("Send answer"));
}

http::Response answered(Visit& visit, IntroductionView& view, int status) {
  return personal_page(visit, "acquaintance/introduction.html", view, view.title, status);
}

http::Response page_of(Visit& visit, AskedPage const& page, Form const& form, int status) {
  Words words(visit);
  auto const& one = page.introduction;
  IntroductionView view;
  view.title = words(N_("May we introduce you to {name}?"), {{"name", page.other.name}});
  view.lead = words(N_("We think that you and {name} should know each other."), {{"name", page.other.name}});
  view.reason = reason_text(visit.context, one, words.language());
  view.notice = notice_of(words, page);
  view.has_form = !one.introduced_at;
  if (view.has_form) {
    view.until = i18n::format_date(local_date(one.ends_at, visit.context.county.config().zone), words.language(), i18n::DateStyle::Long);
    view.form = form.view();
  } else {
    view.organization = page.other.name;
    for (auto const& line : contact_lines(page.other)) view.contact.push_back({"", line});
    view.has_contact = !view.contact.empty();
  }
  return answered(visit, view, status);
}

}  // namespace

http::Response show_introduction(Visit& visit) {
  auto const page = visit.context.county.database.read([&](db::Reader& reader) { return asked_of(visit, reader); });
  if (!page) return lost_link_page(visit);
  Form form(visit, visit.request.path);
  answer_fields(visit, form, *page);
  return page_of(visit, *page, form, 200);
}

http::Response answer_introduction(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto const page = asked_of(visit, writer);
    if (!page) return lost_link_page(visit);
    Form form(visit, visit.request.path);
    answer_fields(visit, form, *page);
    if (!form.read()) return page_of(visit, *page, form, 422);
    auto const done = reply(writer, visit.context, page->asked, reply_named(form["answer"]).value_or(Reply::None));
    if (done) return http::see_other(visit.request.path);
    if (done.error().code == ErrorCode::NotFound) return lost_link_page(visit);
    form.error(done.error().detail, done.error().message);
    return page_of(visit, *page, form, done.error().code == ErrorCode::Conflict ? 409 : 422);
  });
}

}  // namespace mila::acquaintances
