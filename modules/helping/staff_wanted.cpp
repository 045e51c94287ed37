// "We are looking for …": what circles of helpers put on the public page.
#include <algorithm>

#include "modules/helping/pages.h"

namespace mila::helping {
namespace {

constexpr char const* kPath = "/staff/helpers/wanted";
constexpr char const* kTitle = N_("Helpers we are looking for");

/// Circles the actor may speak for.
std::vector<Choice> own_circles(Visit& visit, db::Reader& reader) {
  std::vector<Choice> choices;
  for (auto const& circle : circles(visit.site, visit.context, reader))
    if (may_answer(visit.context.actor, circle.id)) choices.push_back({circle.id, circle.name});
  return choices;
}

void wanted_fields(Visit& visit, Form& form, std::vector<Choice> own, Wanted const& wanted) {
  Words words(visit);
  form.text("title", N_("We are looking for")).required().longest(120).value(wanted.title)
      .hint(N_("In one line: “Somebody who drives to the swimming pool on Fridays”"));
  form.long_text("body", N_("More about it")).longest(1000).value(wanted.body);
  std::string body = wanted.body_id.empty() && own.size() == 1 ? own.front().value : wanted.body_id;
  form.select("body_id", N_("Circle of helpers"), std::move(own)).required().value(body);
  form.select("place", N_("Where"), place_choices(visit.context.county, words(N_("Anywhere in the county"))))
      .value(wanted.place_id);
  form.text("languages", N_("Languages that help")).longest(100).value(wanted.languages);
  form.date("until", N_("Until")).required().value(format_iso_date(wanted.until));
  form.hidden("version", std::to_string(wanted.version));
  form.submit(N_("Put it on the public page"));
  form.cancel(kPath);
}

Wanted new_wanted(Visit const& visit) {
  Wanted wanted;
  auto today = local_date(visit.context.now(), visit.context.county.config().zone);
  wanted.until = Date{std::chrono::sys_days{today} + std::chrono::days{60}};
  return wanted;
}

http::Response wanted_page(Visit& visit, Form const& form, int status = 0) {
  FormPageView view;
  view.title = Words(visit)(kTitle);
  return form_page(visit, view, form, staff_frame(visit, view.title, "/staff/helpers", N_("People who want to help")), status);
}

/// Takes over what was entered; false with an error in the form.
bool read(Visit& visit, Form& form, Wanted& wanted) {
  if (!form.read()) return false;
  auto until = parse_iso_date(form["until"]);
  if (!until) until = parse_german_date(form["until"]);
  auto today = std::chrono::sys_days{local_date(visit.context.now(), visit.context.county.config().zone)};
  if (!until || std::chrono::sys_days{*until} < today || std::chrono::sys_days{*until} > today + std::chrono::days{366})
    form.error("until", N_("Please choose a day within the next year."));
  else wanted.until = *until;
  wanted.title = form["title"];
  wanted.body = form["body"];
  wanted.body_id = form["body_id"];
  wanted.place_id = form["place"];
  wanted.languages = form["languages"];
  return !form.has_errors();
}

std::optional<Wanted> wanted_of(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto wanted = find_wanted(reader, visit.request.parameter("id"));
  if (wanted && may_answer(visit.context.actor, wanted->body_id)) return wanted;
  instead = visit.site.error_page(visit, wanted ? 403 : 404);
  return std::nullopt;
}

}  // namespace

http::Response list_wanted(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  ListPageView view;
  view.title = words(kTitle);
  view.lead = words(N_("These stand on the public page “I want to help”."));
  view.new_href = std::string(kPath) + "/new";
  view.new_text = words(N_("Look for somebody"));
  view.more = {{"/" + words.language() + "/help", words(N_("To the public page"))}};
  Table table(visit, ListQuery::read(visit, {"created"}), kTitle);
  table.columns({{"", N_("We are looking for")}, {"", N_("Circle of helpers")}, {"", N_("Where")}, {"", N_("Until")}, {"", ""}});
  table.empty(N_("Nobody is looked for at the moment."), view.new_href, N_("Look for somebody"));
  context.county.database.read([&](db::Reader& reader) {
    auto today = local_date(context.now(), context.county.config().zone);
    auto own = own_circles(visit, reader);
    for (auto const& wanted : wanted_on(reader, today)) {
      auto circle = std::find_if(own.begin(), own.end(), [&](Choice const& c) { return c.value == wanted.body_id; });
      if (circle == own.end()) continue;
      table.row({Cell(wanted.title).link(std::string(kPath) + "/" + wanted.id), Cell(circle->label),
                 Cell(place_name(context.county, wanted.place_id)),
                 Cell(i18n::format_date(wanted.until, words.language(), i18n::DateStyle::Long)), Cell("")});
    }
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, "/staff/helpers", N_("People who want to help")));
}

http::Response show_new_wanted(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    Form form(visit, kPath);
    wanted_fields(visit, form, own_circles(visit, reader), new_wanted(visit));
    return wanted_page(visit, form);
  });
}

http::Response add_wanted(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    Form form(visit, kPath);
    Wanted wanted = new_wanted(visit);
    wanted_fields(visit, form, own_circles(visit, writer), wanted);
    if (!read(visit, form, wanted)) return wanted_page(visit, form);
    auto today = local_date(visit.context.now(), visit.context.county.config().zone);
    for (auto const& other : wanted_on(writer, today))  // the second of two clicks
      if (other.title == wanted.title && other.body == wanted.body && other.body_id == wanted.body_id)
        return http::see_other(std::string(kPath) + "?done=saved");
    wanted.id = uuid_v7(writer.now(), visit.context.random);
    insert_wanted(writer, wanted);
    return http::see_other(std::string(kPath) + "?done=saved");
  });
}

http::Response show_wanted(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto wanted = wanted_of(visit, reader, instead);
    if (!wanted) return instead;
    Form form(visit, std::string(kPath) + "/" + wanted->id);
    wanted_fields(visit, form, own_circles(visit, reader), *wanted);
    form.checkbox("remove", N_("Take it off the page: somebody was found"));
    return wanted_page(visit, form);
  });
}

http::Response save_wanted(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto wanted = wanted_of(visit, writer, instead);
    if (!wanted) return instead;
    Form form(visit, std::string(kPath) + "/" + wanted->id);
    wanted_fields(visit, form, own_circles(visit, writer), *wanted);
    form.checkbox("remove", N_("Take it off the page: somebody was found"));
    std::string current = std::to_string(wanted->version);
    if (!read(visit, form, *wanted)) return wanted_page(visit, form);
    if (form["version"] != current) {
      form.error("", N_("Somebody else has changed this meanwhile. Saving again replaces what is there now."));
      form.set("version", current);
      return wanted_page(visit, form, 409);
    }
    if (form.is_checked("remove")) delete_wanted(writer, wanted->id);
    else update_wanted(writer, *wanted);
    return http::see_other(std::string(kPath) + "?done=saved");
  });
}

}  // namespace mila::helping
