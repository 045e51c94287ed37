// Taking minutes from before out again, and the record of it.
#include <map>

#include "modules/minutes/minutes_store.h"
#include "modules/minutes/rules.h"
#include "modules/minutes/staff_kit.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/files/files.h"
#include "platform/i18n/format.h"

namespace mila::minutes {
namespace {

constexpr char const* kRemovals = N_("Old minutes taken out");

/// Filed ones the actor may take out; else the answer in `instead`.
std::optional<Opened> filed_for(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto opened = opened_for(visit, reader, &Opened::runs, instead);
  if (opened && opened->minutes.state != State::Filed) {
    instead = visit.site.error_page(visit, 404);
    return std::nullopt;
  }
  return opened;
}

void removal_fields(Form& form, Words const& words, Opened const& opened) {
  why_fields(form, words);
  form.submit(N_("Take it out for good"));
  form.cancel(href_of(opened.minutes.id));
}

http::Response removal_page(Visit& visit, Opened const& opened, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Take old minutes out"));
  view.lead = heading_of(opened, words.language()) + ". " +
              words(N_("The file goes and is not found any more. That there was one on this day, and why it went, stays on record."));
  return form_page(visit, view, form, minutes_frame(visit, opened, view.title), status);
}

}  // namespace

Result<bool> take_out(db::Writer& writer, Context& context, std::string_view id, Why why) {
  auto opened = run_by(writer, context, id);
  if (!opened) return opened.error();
  auto const& minutes = opened->minutes;
  if (minutes.state != State::Filed) return gone();
  if (auto problem = problem_of(why, "")) return *problem;
  insert_removal(writer, {uuid_v7(writer.now(), context.random), minutes.body_id, minutes.day, why.ground, std::move(why.words),
                          context.actor.account_id, writer.now()});
  files::remove_all_of(writer, {"minutes", minutes.id});
  delete_minutes(writer, minutes);
  auth::audit(writer, context, "minutes.taken-out", "minutes", minutes.id);
  auth::purge_soon(writer, context);
  return true;
}

http::Response show_removal(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = filed_for(visit, reader, instead);
    if (!opened) return instead;
    Form form(visit, visit.request.path);
    removal_fields(form, Words(visit), *opened);
    return removal_page(visit, *opened, form);
  });
}

http::Response take_out_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = filed_for(visit, writer, instead);
    if (!opened) return instead;
    Form form(visit, visit.request.path);
    removal_fields(form, Words(visit), *opened);
    if (!form.read()) return removal_page(visit, *opened, form);
    auto done = take_out(writer, visit.context, opened->minutes.id, why_in(form));
    if (done) return http::see_other(std::string(kPath) + "/removals?done=saved");
    form.error(done.error().detail, done.error().message);
    return removal_page(visit, *opened, form, status_of(done.error()));
  });
}

http::Response show_removals(Visit& visit) {
  Words words(visit);
  auto list = ListQuery::read(visit, {"day"});
  ListPageView view;
  view.title = words(kRemovals);
  view.lead = words(N_("What was in them is gone. This stays."));
  Table table(visit, list, kRemovals);
  table.columns({{"", N_("Body")}, {"", N_("Day of the meeting")}, {"", N_("Why?")}, {"", N_("Taken out")}});
  table.empty(N_("Nothing was taken out."), kPath, kTitle);
  visit.context.county.database.read([&](db::Reader& reader) {
    auto bodies = all_bodies(visit, reader);
    std::map<std::string, std::string> body_names(bodies.begin(), bodies.end()), names;
    auto found = removals(reader, list.limit(), list.offset());
    std::vector<std::string> ids;
    for (auto const& one : found) ids.push_back(one.made_by);
    for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
    for (auto const& one : found)
      table.row({Cell(body_names[one.body_id]), Cell(i18n::format_date(one.day, words.language(), i18n::DateStyle::Long)),
                 Cell(why_text(words, one.ground, one.reason)), Cell(long_day(visit.context, one.made_at)).note(names[one.made_by])});
    table.total(count_removals(reader));
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, kTitle));
}

}  // namespace mila::minutes
