// What a person does: entering, changing, ending it or handing it over.
#include <algorithm>

#include "modules/network/people_store.h"
#include "modules/network/staff_pages.h"
#include "modules/network/staff_person_view.h"
#include "platform/base/text.h"

namespace mila::network {
namespace {

constexpr int kColleaguesMax = 200;

std::string href_of(std::string_view person_id) {
  return "/staff/network/people/" + std::string(person_id);
}

/// All a position's form is made from, read in one transaction.
struct Ground {
  std::optional<SeenPerson> person;
  std::optional<Position> position;  ///< the one of the address; a new one when there is none
  std::vector<Choice> colleagues, functions;
  std::shared_ptr<places::Gazetteer const> gazetteer;
};

std::vector<Choice> colleagues_of(Visit& visit, db::Reader& reader, SeenPerson const& person) {
  if (person.organization_id.empty()) return {};
  PeopleQuery query;
  query.level = level_of(visit.context.actor);
  query.words = {{"o:" + person.organization_id}};
  query.limit = kColleaguesMax;
  std::vector<Choice> choices;
  for (auto const& colleague : find_people(reader, visit.context, find_ids(reader, query)))
    if (colleague.id != person.id) choices.push_back({colleague.id, colleague.name});
  return choices;
}

Ground ground_of(Visit& visit) {
  Ground ground;
  ground.gazetteer = places::gazetteer(visit.context.county);
  std::string position_id = visit.request.parameter("position");
  visit.context.county.database.read([&](db::Reader& reader) {
    ground.person = find_person(reader, visit.context, visit.request.parameter("id"));
    if (!ground.person) return;
    if (position_id.empty()) {
      ground.position.emplace();
      ground.position->person_id = ground.person->id;
      ground.position->from = today_of(visit.context);
    }
    for (auto const& position : ground.person->positions)
      if (position.id == position_id) ground.position = position;
    ground.colleagues = colleagues_of(visit, reader, *ground.person);
    for (auto const& function : directory_facts(visit.context.county, reader)->functions)
      if (function.organization_id == ground.person->organization_id)
        ground.functions.push_back({function.id, function.title});
  });
  return ground;
}

std::vector<Choice> with_none(Visit const& visit, std::vector<Choice> choices, char const* none) {
  choices.insert(choices.begin(), {"", tr(visit, none)});
  return choices;
}

Form position_form(Visit& visit, Ground const& ground, Position const& position,
                   std::int64_t version) {
  std::string base = href_of(ground.person->id) + "/positions";
  Form form(visit, position.id.empty() ? base : base + "/" + position.id);
  form.text("title", N_("What they do")).required().longest(160).value(position.title)
      .hint(N_("As people say it: Housing advice, Speaker of the volunteers"));
  form.checkboxes("places", N_("For which places"), place_choices(*ground.gazetteer)).values(position.places)
      .hint(N_("None ticked: for the whole county."));
  form.date("from", N_("Since")).required().value(format_iso_date(position.from));
  form.date("until", N_("Last day")).value(position.until ? format_iso_date(*position.until) : "");
  form.select("deputy", N_("Deputy"), with_none(visit, ground.colleagues, N_("nobody yet"))).value(position.deputy_id);
  if (!ground.functions.empty()) {
    form.select("function", N_("What the public sees as"), with_none(visit, ground.functions, N_("nothing"))).value(position.function_id)
        .hint(N_("A function of the organisation. It shows this person's name as long as they may be shown."));
    form.checkbox("own_line", N_("The public is given this person's number and mail")).checked(position.own_line)
        .hint(N_("When they leave, the organisation's number takes its place."));
  }
  form.fold(N_("Topics"));
  form.checkboxes("topics", N_("For which topics"), topic_choices(visit.context.language)).values(position.topics);
  form.hidden("version", std::to_string(version));
  form.cancel(href_of(ground.person->id));
  return form;
}

Position sent_position(Form const& form, Ground const& ground, Position position) {
  position.title = form["title"];
  position.topics = form.all("topics");
  position.places = form.all("places");
  if (auto from = date_in(form["from"])) position.from = *from;
  position.until = date_in(form["until"]);
  position.deputy_id = form["deputy"];
  if (!ground.functions.empty()) {
    position.function_id = form["function"];
    position.own_line = form.is_checked("own_line");
  }
  return position;
}

http::Response position_page(Visit& visit, Ground const& ground, Form const& form,
                             std::vector<ClashView> clashes = {}, int status = 0) {
  FormPageView view;
  view.title = tr(visit, ground.position->id.empty() ? N_("Add what they do") : N_("Change what they do"));
  view.clashes = std::move(clashes);
  return form_page(visit, std::move(view), form, {{ground.person->name, href_of(ground.person->id)}}, status);
}

std::vector<ClashView> clashes_of(Visit const& visit, Ground const& ground, Position const& yours) {
  std::vector<ClashView> clashes;
  Position const& now = *ground.position;
  auto compare = [&](char const* label, std::string const& a, std::string const& b) {
    if (a != b) clashes.push_back({tr(visit, label), a, b});
  };
  auto day = [&](std::optional<Date> date) { return date ? day_text(visit, *date) : ""; };
  auto const& language = visit.context.language;
  compare(N_("What they do"), now.title, yours.title);
  compare(N_("For which places"), place_names(visit, *ground.gazetteer, now.places), place_names(visit, *ground.gazetteer, yours.places));
  compare(N_("For which topics"), topic_names(now.topics, language), topic_names(yours.topics, language));
  compare(N_("Since"), day(now.from), day(yours.from));
  compare(N_("Last day"), day(now.until), day(yours.until));
  return clashes;
}

/// 404 or 403 when the address leads to nothing the actor may change.
std::optional<http::Response> refusal(Visit& visit, Ground const& ground) {
  if (!ground.person || !ground.position) return missing(visit);
  if (!may_edit(visit.context.actor, *ground.person)) return forbidden(visit);
  return std::nullopt;
}

}  // namespace

http::Response show_position(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  return position_page(visit, ground, position_form(visit, ground, *ground.position, ground.person->version));
}

http::Response show_new_position(Visit& visit) { return show_position(visit); }

http::Response save_position_form(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  Form form = position_form(visit, ground, *ground.position, ground.person->version);
  if (!form.read()) return position_page(visit, ground, form);
  Position sent = sent_position(form, ground, *ground.position);
  auto saved = visit.context.county.database.write([&](db::Writer& writer) {
    return save_position(writer, visit.context, sent, parse_integer(form["version"]).value_or(0));
  });
  if (saved) return http::see_other(href_of(ground.person->id) + "?done=saved");
  if (saved.error().code == ErrorCode::Conflict)
    return position_page(visit, ground, position_form(visit, ground, sent, ground.person->version),
                         clashes_of(visit, ground, sent), 409);
  if (saved.error().code != ErrorCode::Invalid) return refused(visit, saved.error());
  form.error(saved.error());
  return position_page(visit, ground, form);
}

namespace {

struct HandOver {
  HandOver(Visit& visit, Ground const& ground)
      : form(visit, href_of(ground.person->id) + "/positions/" + ground.position->id + "/hand-over"),
        successor(visit, form, "successor", N_("Successor"), find_person_by_name(visit), {},
                  N_("Somebody who is entered here already. Leave it empty when nobody follows.")) {
    form.date("last_day", N_("Last day")).required().value(format_iso_date(today_of(visit.context)));
    form.submit(N_("End or hand over"));
    form.cancel(href_of(ground.person->id));
  }
  Form form;
  Picker successor;
};

http::Response hand_over_page(Visit& visit, Ground const& ground, Form const& form) {
  FormPageView view;
  view.title = tr(visit, N_("End or hand over"));
  view.lead = ground.position->title + ". " +
              tr(visit, N_("The successor gets the same places, topics and public function from the next day on."));
  return form_page(visit, std::move(view), form, {{ground.person->name, href_of(ground.person->id)}});
}

}  // namespace

http::Response show_hand_over(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  return hand_over_page(visit, ground, HandOver(visit, ground).form);
}

http::Response hand_over_now(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  HandOver entries(visit, ground);
  bool fine = entries.form.read();
  auto successor = entries.successor.id();
  if (!fine || !successor) return hand_over_page(visit, ground, entries.form);
  auto done = visit.context.county.database.write([&](db::Writer& writer) {
    return hand_over(writer, visit.context, ground.position->id, *successor,
                     *date_in(entries.form["last_day"]));
  });
  if (done) return http::see_other(href_of(ground.person->id) + "?done=saved");
  if (done.error().code != ErrorCode::Invalid) return refused(visit, done.error());
  entries.form.error(done.error());
  return hand_over_page(visit, ground, entries.form);
}

}  // namespace mila::network
