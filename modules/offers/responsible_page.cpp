// "Who is in charge?": a place and a topic lead to the function to call, never to a dead end.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "modules/offers/holidays.h"
#include "modules/offers/pages.h"
#include "modules/offers/responsible_view.h"

namespace mila::offers {
namespace {

constexpr int kOffersShown = 3;

void add_options(TopicOptions& group, Words const& words, std::string const& code,
                 std::string const& chosen) {
  group.options.push_back({code, words.topic(code), code == chosen});
  for (auto const* topic : taxonomy::taxonomy().children(code))
    add_options(group, words, topic->code, chosen);
}

std::vector<TopicOptions> topic_options(Words const& words, std::string const& chosen) {
  std::vector<TopicOptions> groups;
  for (auto const& topic : taxonomy::taxonomy().topics()) {
    if (!topic.parent.empty()) continue;
    TopicOptions& group = groups.emplace_back();
    group.label = words.topic(topic.code);
    add_options(group, words, topic.code, chosen);
  }
  return groups;
}

/// The same question for another place.
std::string question_href(Words const& words, std::string_view place, std::string const& topic) {
  http::Fields fields;
  return "/" + words.language() + "/responsible" +
         fields.with("place", place).with("topic", topic).to_query();
}

void fill_form(ResponsibleView& view, Visit& visit, Words const& words, MyPlace const& mine,
               std::string const& topic) {
  SearchForm same = search_form(visit, mine, "");
  view.action = "/" + words.language() + "/responsible";
  view.place = same.place;
  view.place_options = std::move(same.options);
  view.unknown_place = same.unknown_place;
  view.topics = topic_options(words, topic);
  for (auto const& candidate : same.candidates)
    view.candidates.push_back({question_href(words, candidate.value, topic), candidate.label});
  view.has_candidates = !view.candidates.empty();
  if (view.unknown_place.empty()) return;
  for (auto const& place : mine.gazetteer->places())
    if (place.kind == places::Kind::Municipality)
      view.towns.push_back(
          {question_href(words, places::slug_of(*mine.gazetteer, place), topic), place.name});
  std::sort(view.towns.begin(), view.towns.end(), [](Link const& a, Link const& b) {
    return i18n::sort_key(a.text, "de") < i18n::sort_key(b.text, "de");
  });
}

/// Areas of life a function is in charge of, in the order of its topics.
std::vector<std::string> top_topics(directory::Function const& function) {
  std::vector<std::string> tops;
  for (auto const& code : directory::codes(function.x_terms, "topic")) {
    auto line = taxonomy::taxonomy().line(code);
    if (line.empty()) continue;
    if (std::find(tops.begin(), tops.end(), line.back()->code) == tops.end())
      tops.push_back(line.back()->code);
  }
  return tops;
}

/// Everybody for a place, by area of life; who has several stands in each of them.
std::vector<ChargeGroup> grouped(Words const& words, std::vector<directory::Function> const& found,
                                 std::vector<CallBox> const& boxes) {
  std::vector<ChargeGroup> groups;
  for (auto const& topic : taxonomy::taxonomy().topics())
    if (topic.parent.empty())
      groups.push_back({"t-" + topic.code, words.topic(topic.code), {}});
  groups.push_back({"t-other", words("Other questions"), {}});
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto tops = top_topics(found[i]);
    if (tops.empty()) groups.back().functions.push_back(boxes[i]);
    for (auto const& top : tops)
      for (auto& group : groups)
        if (group.id == "t-" + top) group.functions.push_back(boxes[i]);
  }
  std::erase_if(groups, [](ChargeGroup const& group) { return group.functions.empty(); });
  return groups;
}

void fill_functions(ResponsibleView& view, Words const& words, County& county, db::Reader& reader,
                    MyPlace const& mine, std::string const& topic, Instant now,
                    Instant& fresh_until) {
  auto found = in_charge(directory::all_functions(reader), *mine.gazetteer, mine.place, topic);
  std::vector<std::string> ids;
  for (auto const& function : found) ids.push_back(function.organization_id);
  std::unordered_map<std::string, directory::Organization> organizations;
  for (auto& organization : directory::find_organizations(reader, ids))
    organizations.emplace(organization.id, std::move(organization));
  std::vector<CallBox> boxes;
  for (auto const& function : found) {
    auto organization = organizations.find(function.organization_id);
    bool known = organization != organizations.end();
    CallBox box = call_box(words, county, function, known ? organization->second.name : "",
                           *mine.gazetteer, now, fresh_until);
    if (known)
      box.href = organization_href(organization->second, words.language()) + place_query(mine);
    boxes.push_back(std::move(box));
  }
  if (topic.empty())
    view.groups = grouped(words, found, boxes);
  else
    view.functions = std::move(boxes);
}

void fill_offers(ResponsibleView& view, Visit& visit, Words const& words, db::Reader& reader,
                 MyPlace const& mine, std::vector<Hit> const& hits, Instant now,
                 Instant& fresh_until) {
  auto& county = visit.context.county;
  std::vector<std::string> ids;
  for (auto const& hit : hits) ids.push_back(hit.service_id);
  for (auto const& offer : load_offers(reader, county, *mine.gazetteer, ids)) {
    auto hit = std::find_if(hits.begin(), hits.end(),
                            [&](Hit const& h) { return h.service_id == offer.service.id; });
    OfferLine line = offer_line(words, offer, *holidays(county), now, hit->metres);
    line.href += place_query(mine);
    fresh_until = std::min(fresh_until, line.state.changes_at);
    view.offers.push_back(std::move(line));
  }
}

SearchResult offers_of(Visit& visit, MyPlace const& mine, std::string const& topic) {
  SearchQuery query;
  query.language = visit.context.language;
  query.filters.topics = {topic};
  query.filters.near = mine.point();
  if (mine.place) query.filters.place_id = mine.place->id;
  query.limit = kOffersShown;
  return offer_search(visit.context.county)->search(visit.context, query);
}

std::string answer_heading(Words const& words, MyPlace const& mine, std::string const& topic) {
  std::string place = mine.place ? mine.gazetteer->label(*mine.place) : "";
  std::string label = topic.empty() ? "" : words.topic(topic);
  if (topic.empty()) return words("In charge of {place}", {{"place", place}});
  if (!mine.place) return words("In charge of '{topic}'", {{"topic", label}});
  return words("In charge of '{topic}' for {place}", {{"topic", label}, {"place", place}});
}

bool is_violent_topic(std::string const& topic) {
  directory::Service about;
  about.x_terms = {"topic:" + topic};
  return is_about_violence(about);
}

}  // namespace

http::Response show_responsible(Visit& visit) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  Instant now = visit.context.now(), fresh_until = next_midnight(county, now);
  MyPlace mine = my_place(county, visit.request.query);
  std::string topic = visit.request.query.get("topic");
  if (!taxonomy::taxonomy().topic(topic)) topic.clear();
  ResponsibleView view;
  fill_form(view, visit, words, mine, topic);
  // Typed, but not clear: first the question which place, then an answer.
  bool unclear = !mine.typed.empty() && !mine.place;
  view.has_answer = !unclear && (mine.place || !topic.empty());
  SearchResult offers;
  if (view.has_answer && !topic.empty()) offers = offers_of(visit, mine, topic);
  county.database.read([&](db::Reader& reader) {
    view.call = number_to_call(words, county, reader, mine, now, fresh_until);
    if (!view.has_answer) return;
    fill_functions(view, words, county, reader, mine, topic, now, fresh_until);
    fill_offers(view, visit, words, reader, mine, offers.hits, now, fresh_until);
  });
  if (view.has_answer) view.heading = answer_heading(words, mine, topic);
  view.has_functions = !view.functions.empty();
  view.has_groups = !view.groups.empty();
  view.none = view.has_answer && !view.has_functions && !view.has_groups;
  view.has_offers = !view.offers.empty();
  if (view.has_offers) {
    std::string place = place_query(mine);
    view.more_offers_href = fmt::format("/{}/search?topic={}{}", words.language(), topic,
                                        place.empty() ? "" : "&" + place.substr(1));
  }
  Page frame;
  frame.title = view.has_answer ? view.heading : words("Who is in charge?");
  frame.description = words("Whom to call in {county} for your place and your question.",
                            {{"county", county.config().name}});
  frame.active_path = "/responsible";
  frame.indexed = !unclear;
  frame.leave_quickly = !topic.empty() && is_violent_topic(topic);
  auto response = visit.site.page(visit, "offers/responsible.html", view, frame);
  response.fresh_until = fresh_until;
  return response;
}

}  // namespace mila::offers
