// Words, names, the picker.
#include "modules/network/staff_kit.h"

#include <algorithm>

#include "modules/network/contact_search.h"
#include "modules/network/people_store.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::network {
namespace {

constexpr std::size_t kCandidates = 20;

void add_topics(std::vector<Choice>& choices, std::string const& code, std::string const& before,
                std::string const& language) {
  std::string label = taxonomy::taxonomy().label(code, language);
  choices.push_back({code, before.empty() ? label : before + ": " + label});
  for (auto const* child : taxonomy::taxonomy().children(code))
    add_topics(choices, child->code, before.empty() ? label : before, language);
}

}  // namespace

std::string tr(Visit const& visit, std::string const& msgid) {
  return visit.site.translate(visit.context.language, msgid);
}

std::string day_text(Visit const& visit, Date date) {
  return i18n::format_date(date, visit.context.language, i18n::DateStyle::Long);
}

std::string day_text(Visit const& visit, Instant at) {
  return day_text(visit, local_date(at, visit.context.county.config().zone));
}

Date today_of(Context const& context) {
  return local_date(context.now(), context.county.config().zone);
}

std::optional<Date> date_in(std::string const& text) {
  auto day = parse_iso_date(text);
  return day ? day : parse_german_date(text);
}

http::Response missing(Visit& visit) { return visit.site.error_page(visit, 404); }
http::Response forbidden(Visit& visit) { return visit.site.error_page(visit, 403); }
http::Response refused(Visit& visit, Error const& error) {
  return visit.site.error_page(visit, error);
}

char const* class_label(PersonClass kind) {
  switch (kind) {
    case PersonClass::Official: return N_("Authority");
    case PersonClass::Partner: return N_("Partner organisation");
    case PersonClass::Volunteer: break;
  }
  return N_("Volunteer or private");
}

char const* state_label(PersonState state) {
  switch (state) {
    case PersonState::Active: return N_("up to date");
    case PersonState::Expired: return N_("not confirmed");
    case PersonState::Left: break;
  }
  return N_("has left");
}

char const* shown_to_label(ShownTo shown_to) {
  switch (shown_to) {
    case ShownTo::Nobody: return N_("nobody");
    case ShownTo::Members: return N_("members of the network");
    case ShownTo::Everybody: break;
  }
  return N_("everybody");
}

std::vector<Choice> place_choices(places::Gazetteer const& gazetteer, bool parts) {
  std::vector<Choice> choices;
  auto add = [&](places::Kind kind) {
    std::vector<Choice> some;
    for (auto const& place : gazetteer.places())
      if (place.kind == kind) some.push_back({place.id, gazetteer.label(place)});
    std::sort(some.begin(), some.end(), [](Choice const& a, Choice const& b) {
      return i18n::sort_key(a.label, "de") < i18n::sort_key(b.label, "de");
    });
    choices.insert(choices.end(), some.begin(), some.end());
  };
  add(places::Kind::Municipality);
  for (auto const& area : gazetteer.areas()) choices.push_back({area.id, area.name});
  if (parts) add(places::Kind::Part);
  return choices;
}

std::string place_names(Visit const& visit, places::Gazetteer const& gazetteer,
                        std::vector<std::string> const& ids) {
  std::vector<std::string> names;
  for (auto const& id : ids) {
    if (auto const* place = gazetteer.find(id)) names.push_back(gazetteer.label(*place));
    else if (auto const* area = gazetteer.find_area(id)) names.push_back(area->name);
  }
  return names.empty() ? tr(visit, N_("whole county")) : join(names, ", ");
}

std::vector<Choice> topic_choices(std::string const& language) {
  std::vector<Choice> choices;
  for (auto const& topic : taxonomy::taxonomy().topics())
    if (topic.parent.empty()) add_topics(choices, topic.code, "", language);
  return choices;
}

std::string topic_names(std::vector<std::string> const& codes, std::string const& language) {
  std::vector<std::string> names;
  for (auto const& code : codes) names.push_back(taxonomy::taxonomy().label(code, language));
  return join(names, ", ");
}

std::string language_names(std::vector<std::string> const& codes, std::string const& reader) {
  std::vector<std::string> names;
  for (auto const& code : codes) names.push_back(i18n::language_name(code, reader));
  return join(names, ", ");
}

Picker::Picker(Visit& visit, Form& form, std::string name, std::string label, Find find,
               Choice current, std::string hint)
    : form_(form), name_(std::move(name)), current_(std::move(current)) {
  auto& field = form.text(name_, std::move(label)).value(current_.label);
  if (!hint.empty()) field.hint(std::move(hint));
  if (visit.request.method != http::Method::Post) return;
  auto sent = visit.request.form();
  std::string typed = sent ? sent->get(name_) : "";
  if (typed.empty() || typed == current_.label) return;
  found_ = find(typed);
  bool exact = found_.size() > 1 && found_[0].label == typed && found_[1].label != typed;
  if (exact) found_.resize(1);
  if (found_.size() > 1) form.radios(name_ + "_id", N_("Which one do you mean?"), found_);
}

std::optional<std::string> Picker::id() {
  std::string typed = form_[name_];
  if (typed.empty()) return "";
  if (typed == current_.label) return current_.value;
  if (found_.size() == 1) return found_.front().value;
  if (found_.empty()) {
    form_.error(name_, N_("We found nothing of that name. A part of the name is enough."));
    return std::nullopt;
  }
  std::string chosen = form_[name_ + "_id"];
  if (!chosen.empty()) return chosen;
  form_.error(name_ + "_id", N_("Several fit. Please choose one."));
  return std::nullopt;
}

Picker::Find find_organization(std::shared_ptr<DirectoryFacts const> facts) {
  return [facts = std::move(facts)](std::string const& text) {
    std::vector<Choice> found;
    for (auto const* organization : facts->named(text, kCandidates))
      found.push_back({organization->id, organization->name});
    return found;
  };
}

std::vector<Choice> person_choices(Visit& visit, db::Reader& reader,
                                   std::vector<std::string> const& ids) {
  auto facts = directory_facts(visit.context.county, reader);
  std::vector<Choice> choices;
  for (auto const& person : find_people(reader, visit.context, ids)) {
    if (!person.visible.has(Field::Name)) continue;
    std::string organization = facts->name_of(person.organization_id);
    choices.push_back({person.id, person.name + (organization.empty() ? "" : ", " + organization)});
  }
  return choices;
}

Picker::Find find_person_by_name(Visit& visit) {
  return [&visit](std::string const& text) {
    PeopleQuery query;
    query.level = level_of(visit.context.actor);
    query.limit = kCandidates;
    // "Henrike Vollstedt, Landratsamt" as the picker shows it: the name is before the comma.
    for (auto const& word : split_list(slugify(text.substr(0, text.find(','))), '-'))
      query.words.push_back({"n:" + word + "*"});
    return visit.context.county.database.read([&](db::Reader& reader) {
      return person_choices(visit, reader, find_ids(reader, query));
    });
  };
}

std::vector<TabView> tabs(Visit const& visit, std::string const& current) {
  std::vector<TabView> all{{tr(visit, N_("People")), "/staff/network"},
                           {tr(visit, N_("Bodies")), "/staff/network/bodies"},
                           {tr(visit, N_("My area")), "/staff/network/area"},
                           {tr(visit, N_("Overlaps")), "/staff/network/overlaps"}};
  if (visit.context.actor.may(Permission::EditNetwork, Target{}))
    all.push_back({tr(visit, N_("Entered twice")), "/staff/network/duplicates"});
  for (auto& tab : all) tab.current = tab.href == current;
  return all;
}

http::Response form_page(Visit& visit, FormPageView view, Form const& form,
                         std::vector<Page::Crumb> crumbs, int status) {
  view.form = form.view();
  view.has_clashes = !view.clashes.empty();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/network";
  crumbs.insert(crumbs.begin(), {tr(visit, N_("Network")), "/staff/network"});
  crumbs.push_back({view.title, ""});
  frame.crumbs = std::move(crumbs);
  return visit.site.page(visit, "network/staff/form_page.html", view, frame,
                         status ? status : form.status());
}

}  // namespace mila::network
