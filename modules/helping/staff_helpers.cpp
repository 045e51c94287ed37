// Offers of help in the workplace.
#include <algorithm>

#include "modules/helping/pages.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"

namespace mila::helping {
namespace {

constexpr char const* kPath = "/staff/helpers";
constexpr char const* kTitle = N_("People who want to help");

std::string circle_name(std::vector<network::Body> const& all, std::string const& id) {
  for (auto const& circle : all)
    if (circle.id == id) return circle.name;
  return "";
}

http::Response helper_page(Visit& visit, Helper const& helper, Form& form, int status) {
  Words words(visit);
  OfferedView view;
  view.title = helper.name.empty() ? words(N_("Somebody without a name")) : helper.name;
  view.lead = words(N_("It is deleted six months after it came, or at once when the helper says so."));
  view.lines = lines_of(visit, helper);
  view.has_form = true;
  view.form = form.view();
  view.has_button = true;
  view.action = std::string(kPath) + "/" + helper.id + "/removal";
  view.button = words(N_("Delete now"));
  return visit.site.page(visit, "helping/offered.html", view, staff_frame(visit, view.title, kPath, kTitle), status);
}

/// 404 and 403 as an answer in `instead`.
std::optional<Helper> helper_of(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto helper = find_helper(reader, visit.context.county, visit.request.parameter("id"));
  if (!helper) {
    instead = visit.site.error_page(visit, 404);
    return std::nullopt;
  }
  if (may_answer(visit.context.actor, helper->body_id)) return helper;
  instead = visit.site.error_page(visit, 403);
  return std::nullopt;
}

}  // namespace

http::Response list_all(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  ListQuery query = ListQuery::read(visit, {"created"});
  ListPageView view;
  view.title = words(kTitle);
  view.lead = words(N_("Offers of help from the public page. Please answer within a week."));
  view.more = {{std::string(kPath) + "/wanted", words(N_("Helpers we are looking for"))}};
  std::vector<Choice> states;
  for (State state : {State::Open, State::Answered, State::Matched, State::Closed})
    states.push_back({std::string(name_of(state)), words(state_label(state))});
  Table table(visit, query, kTitle);
  table.filter("state", N_("State"), states);
  table.columns({{"", N_("How they want to help")}, {"", N_("Where")}, {"", N_("State")}, {"", N_("Who answers")}, {"", N_("Day")}});
  table.empty(N_("Nobody has offered help yet. The page is in the public menu: “I want to help”."),
              std::string(kPath) + "/wanted", N_("Helpers we are looking for"));
  context.county.database.read([&](db::Reader& reader) {
    auto helpers = list_helpers(reader, context.county, answered_bodies(context.actor));
    if (auto state = state_named(query.filter("state")))
      std::erase_if(helpers, [&](Helper const& helper) { return helper.state != *state; });
    auto all = circles(visit.site, context, reader);
    auto from = std::min<std::size_t>(static_cast<std::size_t>(query.offset()), helpers.size());
    auto to = std::min<std::size_t>(from + static_cast<std::size_t>(query.limit()), helpers.size());
    for (std::size_t i = from; i < to; ++i) {
      auto const& helper = helpers[i];
      std::string what(truncate_utf8(helper.what, 120));
      std::string place = place_name(context.county, helper.place_id), circle = circle_name(all, helper.body_id);
      table.row({Cell(what).link(std::string(kPath) + "/" + helper.id),
                 Cell(place.empty() ? words(N_("Anywhere in the county")) : place),
                 Cell(words(state_label(helper.state))).badge(helper.state == State::Open ? "warning" : "success"),
                 Cell(circle.empty() ? context.county.config().name : circle), Cell(long_day(context, helper.created_at))});
    }
    table.total(static_cast<std::int64_t>(helpers.size()));
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, nullptr));
}

http::Response show_helper(Visit& visit) {
  // Reading what private people wrote leaves a trace.
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto helper = helper_of(visit, writer, instead);
    if (!helper) return instead;
    auth::audit(writer, visit.context, "helper.read", "helper", helper->id);
    Form form(visit, std::string(kPath) + "/" + helper->id);
    answer_fields(visit, form, *helper);
    return helper_page(visit, *helper, form, 200);
  });
}

http::Response answer_helper(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto helper = helper_of(visit, writer, instead);
    if (!helper) return instead;
    Form form(visit, std::string(kPath) + "/" + helper->id);
    answer_fields(visit, form, *helper);
    if (!form.read()) return helper_page(visit, *helper, form, 422);
    auto done = answer(writer, visit.context, helper->id, parse_integer(form["version"]).value_or(0),
                       state_named(form["state"]).value_or(State::Answered), form["text"],
                       visit.context.actor.account_id);
    std::string back = std::string(kPath) + "/" + helper->id + "?done=saved";
    if (done || (helper->answer == form["text"] && name_of(helper->state) == form["state"])) return http::see_other(back);
    form.error(done.error());
    form.set("version", std::to_string(helper->version));
    return helper_page(visit, *helper, form, 409);
  });
}

http::Response remove_helper(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto helper = helper_of(visit, writer, instead);
    if (!helper) return instead;
    remove(writer, helper->id);
    auth::audit(writer, visit.context, "helper.deleted", "helper", helper->id);
    return http::see_other(std::string(kPath) + "?done=saved");
  });
}

}  // namespace mila::helping
