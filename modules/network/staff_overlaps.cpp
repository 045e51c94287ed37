// Who does the same in the same place at the same time.
#include <fmt/format.h>

#include <algorithm>

#include "modules/network/overlaps.h"
#include "modules/network/staff_kit.h"
#include "modules/network/staff_pages.h"
#include "platform/i18n/format.h"

namespace mila::network {
namespace {

/// "4 times in four weeks, first Mo., 30. Nov., 9:00–12:00".
std::string when_text(Visit const& visit, Overlap const& overlap) {
  auto const& zone = visit.context.county.config().zone;
  auto const& language = visit.context.language;
  std::string text = visit.site.catalogue().plural(language, "once in four weeks", "{n} times in four weeks", overlap.times);
  std::string day = i18n::format_date(local_date(overlap.next_from, zone), language, i18n::DateStyle::WeekdayShort);
  return text + ", " + tr(visit, N_("first:")) + " " + day + ", " +
         i18n::format_time_span(local_minutes(overlap.next_from, zone), local_minutes(overlap.next_to, zone), language);
}

std::vector<Choice> topic_choices_of(std::vector<Overlap> const& all, std::string const& language) {
  std::vector<Choice> choices;
  for (auto const& choice : topic_choices(language)) {
    bool used = std::any_of(all.begin(), all.end(), [&](Overlap const& overlap) {
      return std::find(overlap.topics.begin(), overlap.topics.end(), choice.value) != overlap.topics.end();
    });
    if (used) choices.push_back(choice);
  }
  return choices;
}

}  // namespace

http::Response list_overlaps(Visit& visit) {
  auto& county = visit.context.county;
  auto list = ListQuery::read(visit, {});
  auto gazetteer = places::gazetteer(county);
  auto facts = county.database.read([&](db::Reader& reader) { return directory_facts(county, reader); });
  auto all = overlaps(county, facts, *gazetteer, today_of(visit.context));
  std::string place = list.filter("place"), topic = list.filter("topic");
  std::vector<Overlap const*> shown;
  for (auto const& overlap : *all) {
    bool about = topic.empty() || std::find(overlap.topics.begin(), overlap.topics.end(), topic) != overlap.topics.end();
    if (about && (place.empty() || overlap.place_id == place)) shown.push_back(&overlap);
  }
  ListPageView view;
  view.title = tr(visit, N_("Overlaps"));
  view.lead = tr(visit, N_("Offers of different organisations on the same topic, in the same place, at the same time. Perhaps they take turns, or send people to each other."));
  view.tabs = tabs(visit, "/staff/network/overlaps");
  Table table(visit, list, N_("Overlaps"));
  std::vector<Choice> towns;
  for (auto& choice : place_choices(*gazetteer))
    if (gazetteer->find(choice.value)) towns.push_back(std::move(choice));
  table.filter("place", N_("Place"), std::move(towns))
      .filter("topic", N_("Topic"), topic_choices_of(*all, visit.context.language));
  table.columns({{"", N_("Offer")}, {"", N_("And")}, {"", N_("Why")}, {"", N_("When")}});
  table.empty(N_("Nothing overlaps as far as the hours are known."));
  table.total(static_cast<std::int64_t>(shown.size()));
  auto begin = std::min(shown.size(), static_cast<std::size_t>(list.offset()));
  auto end = std::min(shown.size(), begin + static_cast<std::size_t>(list.limit()));
  for (auto i = begin; i < end; ++i) {
    auto const& overlap = *shown[i];
    std::string why = topic_names(overlap.topics, visit.context.language);
    table.row({Cell(overlap.first->name).link(overlap.first->href()).note(facts->name_of(overlap.first->organization_id)),
               Cell(overlap.second->name).link(overlap.second->href()).note(facts->name_of(overlap.second->organization_id)),
               Cell(why).note(place_names(visit, *gazetteer, {overlap.place_id})),
               Cell(when_text(visit, overlap))});
  }
  view.table = table.view();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/network";
  frame.crumbs = {{tr(visit, N_("Network")), "/staff/network"}, {view.title, ""}};
  return visit.site.page(visit, "network/staff/list_page.html", view, frame);
}

}  // namespace mila::network
