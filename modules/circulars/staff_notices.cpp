// The notice board in the workplace.
#include <algorithm>
#include <map>

#include "modules/circulars/notices.h"
#include "modules/circulars/pages.h"
#include "platform/auth/accounts.h"
#include "platform/mail/markdown.h"

namespace mila::circulars {
namespace {

constexpr char const* kPath = "/staff/notices";
constexpr char const* kTitle = N_("Notice board");

Date today_of(Context const& context) { return local_date(context.now(), context.county.config().zone); }

void notice_fields(Form& form, Date today) {
  form.text("title", N_("Title")).required().longest(120);
  form.long_text("body", N_("Text")).required().longest(2000).rows(8)
      .hint(N_("No names of people you advise. Say whom to call."));
  form.date("until", N_("Last day on the board")).required()
      .hint(N_("At most eight weeks from today."))
      .value(format_iso_date(Date{std::chrono::sys_days{today} + std::chrono::days{14}}));
  form.submit(N_("Put it up"));
  form.cancel(kPath);
}

http::Response new_notice_page(Visit& visit, Form const& form) {
  FormPageView view;
  view.title = Words(visit)(N_("Put up a notice"));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle));
}

}  // namespace

bool may_remove(Actor const& actor, Notice const& notice) {
  return actor.may(Permission::PostNotices, Target{}) ||
         (actor.signed_in() && actor.account_id == notice.created_by);
}

http::Response list_notices(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  NoticesView view;
  if (context.actor.may(Permission::PostNotices)) view.new_href = std::string(kPath) + "/new";
  auto day = [&](Date date) { return i18n::format_date(date, words.language(), i18n::DateStyle::Long); };
  bool subscribed = false;
  context.county.database.read([&](db::Reader& reader) {
    auto notices = notices_on(reader, today_of(context));
    std::vector<std::string> ids;
    for (auto const& notice : notices) ids.push_back(notice.created_by);
    std::map<std::string, std::string> names;
    for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
    for (auto const& notice : notices) {
      NoticeView shown;
      shown.id = notice.id;
      shown.title = notice.title;
      shown.text.html = mail::markdown_to_html(notice.body);
      std::string author = names[notice.created_by];
      if (author.empty()) author = context.county.config().name;
      shown.note = words(N_("{name}, until {day}"), {{"name", author}, {"day", day(notice.until)}});
      if (may_remove(context.actor, notice)) {
        shown.removal_href = std::string(kPath) + "/" + notice.id + "/removal";
        shown.remove_label = words(N_("Take down: {title}"), {{"title", notice.title}});
      }
      view.notices.push_back(std::move(shown));
    }
    subscribed = is_notice_reader(reader, context.actor.account_id);
  });
  view.has_notices = !view.notices.empty();
  view.digest_action = std::string(kPath) + "/digest";
  view.digest_text = subscribed ? words(N_("New notices come to you by mail, at most once a day."))
                                : words(N_("You can have new notices sent to you by mail, at most once a day."));
  view.digest_button = subscribed ? words(N_("No mails any more")) : words(N_("Send me new notices"));
  return visit.site.page(visit, "circulars/staff/notices.html", view,
                         staff_frame(visit, words(kTitle), kPath, nullptr));
}

http::Response show_new_notice(Visit& visit) {
  Form form(visit, kPath);
  notice_fields(form, today_of(visit.context));
  return new_notice_page(visit, form);
}

http::Response add_notice(Visit& visit) {
  auto& context = visit.context;
  Date today = today_of(context);
  Form form(visit, kPath);
  notice_fields(form, today);
  if (!form.read()) return new_notice_page(visit, form);
  auto until = parse_iso_date(form["until"]);
  if (!until) until = parse_german_date(form["until"]);
  if (!until || *until < today) form.error("until", N_("This day is over already."));
  else if (std::chrono::sys_days{*until} > std::chrono::sys_days{today} + std::chrono::weeks{kLongestWeeks})
    form.error("until", N_("Please choose a day within the next eight weeks."));
  if (form.has_errors()) return new_notice_page(visit, form);
  context.county.database.write([&](db::Writer& writer) {
    // The second of two clicks puts up nothing new.
    for (auto const& other : notices_on(writer, today))
      if (other.created_by == context.actor.account_id && other.title == form["title"] && other.body == form["body"])
        return;
    insert_notice(writer, {uuid_v7(writer.now(), context.random), form["title"], form["body"], *until,
                           context.actor.account_id, writer.now()});
  });
  return http::see_other(std::string(kPath) + "?done=saved");
}

http::Response remove_notice(Visit& visit) {
  auto& context = visit.context;
  return context.county.database.write([&](db::Writer& writer) {
    auto notice = find_notice(writer, visit.request.parameter("id"));
    if (!notice) return visit.site.error_page(visit, 404);
    if (!may_remove(context.actor, *notice)) return visit.site.error_page(visit, 403);
    delete_notice(writer, notice->id);
    return http::see_other(std::string(kPath) + "?done=saved");
  });
}

http::Response change_digest(Visit& visit) {
  auto const& account = visit.context.actor.account_id;
  visit.context.county.database.write([&](db::Writer& writer) {
    if (is_notice_reader(writer, account)) delete_notice_reader(writer, account);
    else set_notice_reader(writer, account, writer.now());
  });
  return http::see_other(std::string(kPath) + "?done=saved");
}

}  // namespace mila::circulars
