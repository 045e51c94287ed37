// What public and workplace pages of this module share.
#include "modules/helping/pages.h"
#include "modules/places/places.h"

namespace mila::helping {

std::vector<TemplateUse> templates() {
  return {{"helping/help.html", html::schema_of<HelpView>()},
          {"helping/offered.html", html::schema_of<OfferedView>()}};
}

char const* state_label(State state) {
  switch (state) {
    case State::Open: return N_("not answered yet");
    case State::Answered: return N_("answered");
    case State::Matched: return N_("helps now");
    case State::Closed: break;
  }
  return N_("closed");
}

std::string place_name(County& county, std::string_view id) {
  auto gazetteer = places::gazetteer(county);
  if (auto const* place = gazetteer->find(id)) return gazetteer->label(*place);
  auto const* area = gazetteer->find_area(id);
  return area ? area->name : "";
}

std::vector<Choice> place_choices(County& county, std::string none) {
  std::vector<Choice> choices{{"", std::move(none)}};
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality) choices.push_back({place.id, gazetteer->label(place)});
  return choices;
}

std::vector<LineView> lines_of(Visit const& visit, Helper const& helper) {
  Words words(visit);
  std::vector<LineView> lines;
  auto add = [&](char const* label, std::string const& value) {
    if (!value.empty()) lines.push_back({words(label), value});
  };
  add(N_("How they want to help"), helper.what);
  std::string place = place_name(visit.context.county, helper.place_id);
  add(N_("Where"), place.empty() ? words(N_("Anywhere in the county")) : place);
  add(N_("When"), helper.when);
  add(N_("Languages"), helper.languages);
  add(N_("Name"), helper.name);
  add(N_("Mail address"), helper.mail);
  add(N_("Phone"), helper.phone);
  add(N_("Day"), long_day(visit.context, helper.created_at));
  add(N_("State"), words(state_label(helper.state)));
  add(N_("Answer"), helper.answer);
  return lines;
}

void answer_fields(Visit& visit, Form& form, Helper const& helper) {
  Words words(visit);
  form.long_text("text", N_("Your answer")).longest(2000)
      .hint(helper.mail.empty() ? N_("They left no mail address: please call. What you write here is kept as a note.")
                                : N_("It goes to them by mail. Answers come to you."));
  std::vector<Choice> states;
  for (State state : {State::Answered, State::Matched, State::Closed})
    states.push_back({std::string(name_of(state)), words(state_label(state))});
  form.radios("state", N_("State"), states).required().value("answered");
  form.hidden("version", std::to_string(helper.version));
  form.submit(N_("Send answer"));
}

}  // namespace mila::helping
