// Forms of rounds: setting one up, a date for a place, what came out there.
#include <algorithm>

#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_round_kit.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

using std::chrono::minutes;

std::vector<Choice> place_choices(Visit& visit) {
  auto gazetteer = places::gazetteer(visit.context.county);
  std::vector<std::string> towns, areas;
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality) towns.push_back(place.id);
  for (auto const& area : gazetteer->areas()) areas.push_back(area.id);
  std::vector<Choice> choices;
  for (auto const* ids : {&towns, &areas})
    for (auto const& [id, name] : by_name(visit, *ids)) choices.push_back({id, name});
  return choices;
}

void round_fields(Visit& visit, db::Reader& reader, Form& form, Round const& round) {
  if (round.version == 0) {
    std::vector<Choice> bodies;
    for (auto const& [id, name] : own_bodies(visit, reader)) bodies.push_back({id, name});
    form.select("body", N_("Who meets?"), bodies).required().value(bodies.size() == 1 ? bodies.front().value : "");
  }
  form.text("title", N_("Name of the round")).required().longest(120).value(round.title)
      .hint(N_("Like “Round tables in autumn”. The name of the place is put after it."));
  form.long_text("purpose", N_("What is it about?")).longest(2000).rows(3).value(round.purpose);
  if (round.version == 0)
    form.long_text("items", N_("Agenda in all places")).required().longest(3000).rows(6)
        .hint(N_("One topic a line. What comes out of each is compared later."));
  form.checkboxes("places", N_("Where?"), place_choices(visit)).required().values(round.place_ids);
  form.checkbox("by_place", N_("Municipalities set their date themselves and run their meeting, too")).checked(round.by_place);
  form.hidden("version", std::to_string(round.version));
  form.submit(N_("Save"));
  form.cancel(round.version == 0 ? kRounds : round_href(round.id));
}

bool read(Form& form, Round& round) {
  if (!form.read()) return false;
  if (round.version == 0) {
    round.body_id = form["body"];
    for (auto line : split_list(replace_all(form["items"], "\r", ""), '\n'))
      if (!trim(line).empty()) round.items.push_back({"", std::string(trim(line))});
  }
  round.title = form["title"];
  round.purpose = form["purpose"];
  round.place_ids = form.all("places");
  round.by_place = form.is_checked("by_place");
  return true;
}

http::Response round_form_page(Visit& visit, Round const& round, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(round.version == 0 ? N_("Set up a round") : N_("Change the round"));
  if (round.version == 0) view.lead = words(N_("Nobody gets a mail yet. Each place gets its date in the next step."));
  if (round.version != 0) return form_page(visit, view, form, round_frame(visit, round, view.title), status);
  Page frame = staff_frame(visit, view.title, kPath, kTitle);
  frame.crumbs.insert(frame.crumbs.begin() + 1, {words(kRoundsTitle), kRounds});
  return form_page(visit, view, form, frame, status);
}

/// The round in the address and the place in it; 404 and 403 as an answer in `instead`.
std::optional<Round> own_place(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto round = find_round(reader, visit.request.parameter("id"));
  std::string place = visit.request.parameter("place");
  bool there = round && std::count(round->place_ids.begin(), round->place_ids.end(), place) > 0;
  if (there && may_run(visit.context.actor, *round, place)) return round;
  instead = visit.site.error_page(visit, there ? 403 : 404);
  return std::nullopt;
}

void date_fields(Form& form, Round const& round) {
  form.date("day", N_("Day")).required();
  form.time("start", N_("Begins at")).required().value("17:00");
  form.time("end", N_("Ends at")).required().value("19:00");
  form.text("place", N_("Place")).longest(200).hint(N_("House and address. Leave it empty if you meet online only."));
  form.submit(N_("Set the date"));
  form.cancel(round_href(round.id));
}

http::Response date_page(Visit& visit, Round const& round, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Date for {place}"), {{"place", place_label(visit.context.county, visit.request.parameter("place"))}});
  view.lead = words(N_("It becomes a meeting of its own with the agenda of the round. It may be moved like any other."));
  return form_page(visit, view, form, round_frame(visit, round, view.title), status);
}

void result_fields(Form& form, Round const& round, std::vector<RoundResult> const& results, std::string const& place) {
  for (std::size_t n = 0; n < round.items.size(); ++n) {
    RoundResult known;
    for (auto const& one : results)
      if (one.item_id == round.items[n].id && one.place_id == place) known = one;
    form.long_text("text_" + std::to_string(n), round.items[n].title).longest(1500).rows(3).value(known.text);
    form.hidden("version_" + std::to_string(n), std::to_string(known.version));
  }
  form.submit(N_("Save"));
  form.cancel(round_href(round.id));
}

http::Response result_page(Visit& visit, Round const& round, Form const& form, std::vector<ClashView> clashes = {}, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("What came out in {place}?"), {{"place", place_label(visit.context.county, visit.request.parameter("place"))}});
  view.clashes = std::move(clashes);
  view.lead = words(N_("Two or three sentences a topic. All members of the network read them; please name no private people."));
  return form_page(visit, view, form, round_frame(visit, round, view.title), status);
}

}  // namespace

http::Response show_new_round(Visit& visit) {
  if (!runs_a_body(visit.context.actor)) return visit.site.error_page(visit, 403);
  return visit.context.county.database.read([&](db::Reader& reader) {
    Form form(visit, kRounds);
    round_fields(visit, reader, form, {});
    return round_form_page(visit, {}, form);
  });
}

http::Response add_round(Visit& visit) {
  if (!runs_a_body(visit.context.actor)) return visit.site.error_page(visit, 403);
  return visit.context.county.database.write([&](db::Writer& writer) {
    Form form(visit, kRounds);
    Round round;
    round_fields(visit, writer, form, round);
    if (!read(form, round)) return round_form_page(visit, {}, form);
    // The second of two clicks leads to what the first one made.
    for (auto const& other : list_rounds(writer))
      if (other.title == trim(round.title) && other.body_id == round.body_id)
        return http::see_other(round_href(other.id) + "?done=saved");
    auto id = save_round(writer, visit.context, round);
    if (id) return http::see_other(round_href(*id) + "?done=saved");
    form.error(id.error().detail, id.error().message);
    return round_form_page(visit, {}, form, status_of(id.error()));
  });
}

http::Response show_round_edit(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto round = find_round(reader, visit.request.parameter("id"));
    if (!round || !may_run(visit.context.actor, round->body_id)) return visit.site.error_page(visit, round ? 403 : 404);
    Form form(visit, visit.request.path);
    round_fields(visit, reader, form, *round);
    return round_form_page(visit, *round, form);
  });
}

http::Response save_round_edit(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto stored = find_round(writer, visit.request.parameter("id"));
    if (!stored || !may_run(visit.context.actor, stored->body_id)) return visit.site.error_page(visit, stored ? 403 : 404);
    Form form(visit, visit.request.path);
    round_fields(visit, writer, form, *stored);
    Round round = *stored;
    if (!read(form, round)) return round_form_page(visit, *stored, form);
    round.version = std::max<std::int64_t>(parse_integer(form["version"]).value_or(-1), 0);
    if (round.version == 0) return round_form_page(visit, *stored, form, 422);
    auto id = save_round(writer, visit.context, round);
    if (id) return http::see_other(round_href(*id) + "?done=saved");
    form.error(id.error().detail, id.error().message);
    if (id.error().code == ErrorCode::Conflict) form.set("version", std::to_string(stored->version));
    return round_form_page(visit, *stored, form, status_of(id.error()));
  });
}

http::Response show_round_date(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto round = own_place(visit, reader, instead);
    if (!round) return instead;
    Form form(visit, visit.request.path);
    date_fields(form, *round);
    return date_page(visit, *round, form);
  });
}

http::Response set_round_date_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto round = own_place(visit, writer, instead);
    if (!round) return instead;
    Form form(visit, visit.request.path);
    date_fields(form, *round);
    if (!form.read()) return date_page(visit, *round, form);
    auto day = date_in(form["day"]);
    auto start = time_in(form["start"]), end = time_in(form["end"]);
    if (!day) form.error("day", N_("Please write the day like 24.12.2026."));
    if (!start) form.error("start", N_("Please write the time like 14:30."));
    if (!end) form.error("end", N_("Please write the time like 14:30."));
    if (form.has_errors()) return date_page(visit, *round, form);
    Meeting draft;
    draft.day = *day;
    draft.start = *start;
    draft.length = *end - *start;
    draft.place = form["place"];
    std::string place = visit.request.parameter("place");
    auto id = set_round_date(writer, visit.context, round->id, place, place_label(visit.context.county, place), draft);
    if (id) return http::see_other(std::string(kPath) + "/" + *id + "?done=saved");
    form.error(id.error().detail, id.error().message);
    return date_page(visit, *round, form, status_of(id.error()));
  });
}

http::Response show_place_results(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto round = own_place(visit, reader, instead);
    if (!round) return instead;
    Form form(visit, visit.request.path);
    result_fields(form, *round, results_of(reader, round->id), visit.request.parameter("place"));
    return result_page(visit, *round, form);
  });
}

http::Response save_place_results(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto round = own_place(visit, writer, instead);
    if (!round) return instead;
    std::string place = visit.request.parameter("place");
    Form form(visit, visit.request.path);
    auto stored = results_of(writer, round->id);
    result_fields(form, *round, stored, place);
    if (!form.read()) return result_page(visit, *round, form);
    std::vector<std::string> texts;
    std::vector<std::int64_t> versions;
    for (std::size_t n = 0; n < round->items.size(); ++n) {
      texts.push_back(form["text_" + std::to_string(n)]);
      versions.push_back(parse_integer(form["version_" + std::to_string(n)]).value_or(-1));
    }
    auto saved = save_results(writer, visit.context, round->id, place, texts, versions);
    if (saved) return http::see_other(round_href(round->id) + "?done=saved");
    form.error(saved.error());
    // What stands there now is shown beside it: sent again, this one counts.
    std::vector<ClashView> clashes;
    for (std::size_t n = 0; n < round->items.size(); ++n)
      for (auto const& one : stored)
        if (one.item_id == round->items[n].id && one.place_id == place) {
          if (one.text != texts[n]) clashes.push_back({round->items[n].title, one.text, texts[n]});
          form.set("version_" + std::to_string(n), std::to_string(one.version));
        }
    return result_page(visit, *round, form, std::move(clashes), status_of(saved.error()));
  });
}

}  // namespace mila::meetings
