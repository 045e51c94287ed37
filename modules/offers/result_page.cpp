// Search results: what was understood, the hits, and every further choice as a link with its count.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "modules/offers/holidays.h"
#include "modules/offers/home_page.h"
#include "modules/offers/pages.h"
#include "modules/offers/result_view.h"
#include "modules/offers/search_misses.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

constexpr int kPageSize = 10;
constexpr int kFacetMax = 10;

/// Everything the address says about a search.
struct Asked {
  SearchQuery query;
  MyPlace mine;
  std::string situation;
  int page = 1;
};

Asked read_query(Visit& visit) {
  auto const& fields = visit.request.query;
  Asked asked;
  asked.mine = my_place(visit.context.county, fields);
  asked.query.text = std::string(truncate_utf8(fields.get("q"), 200));
  asked.query.language = visit.context.language;
  asked.query.exact = fields.get("exact") == "1";
  auto& filters = asked.query.filters;
  for (auto const& code : fields.all("topic"))
    if (taxonomy::taxonomy().topic(code)) filters.topics.push_back(code);
  asked.situation = fields.get("situation");
  for (auto const& code : fields.all("speaks"))
    if (code.size() <= 12) filters.languages.push_back(code);
  filters.language_certain = fields.get("sure") == "1";
  for (auto const& code : fields.all("for"))
    if (taxonomy::taxonomy().value("audience", code)) filters.audiences.push_back(code);
  filters.free = fields.get("free") == "1";
  filters.without_appointment = fields.get("walkin") == "1";
  filters.open_now = fields.get("open") == "1";
  filters.step_free = fields.get("stepfree") == "1";
  filters.near = asked.mine.point();
  if (asked.mine.place) filters.place_id = asked.mine.place->id;
  if (auto km = parse_integer(fields.get("km")); km && *km >= 1 && *km <= 200 && filters.near)
    filters.radius_metres = static_cast<double>(*km) * 1000;
  asked.page = static_cast<int>(std::clamp<std::int64_t>(
      parse_integer(fields.get("page")).value_or(1), 1, 500));
  asked.query.offset = (asked.page - 1) * kPageSize;
  asked.query.limit = kPageSize;
  return asked;
}

/// A life situation stands for its topics; the top ones are enough, they hold those below.
void add_situation(Asked& asked) {
  if (asked.situation.empty() || !asked.query.filters.topics.empty()) return;
  for (auto const& topic : taxonomy::taxonomy().topics()) {
    bool fits = std::find(topic.situations.begin(), topic.situations.end(), asked.situation) !=
                topic.situations.end();
    if (fits) asked.query.filters.topics.push_back(topic.code);
  }
}

/// Links that add, remove or replace one choice; any change goes back to the first page.
class Choices {
 public:
  Choices(std::string path, http::Fields fields)
      : path_(std::move(path)), fields_(fields.without("page")) {}
  std::string set(std::string_view name, std::string_view value) const {
    return path_ + fields_.with(name, value).to_query();
  }
  std::string without(std::string_view name) const {
    return path_ + fields_.without(name).to_query();
  }
  std::string toggled(std::string_view name, std::string const& value, bool selected) const {
    auto values = fields_.all(name);
    http::Fields rest = fields_.without(name);
    for (auto const& other : values)
      if (other != value) rest.add(std::string(name), other);
    if (!selected) rest.add(std::string(name), value);
    return path_ + rest.to_query();
  }
  std::string page(int number) const {
    return path_ + fields_.with("page", number > 1 ? std::to_string(number) : "").to_query();
  }
  std::string elsewhere(std::string const& path) const { return path + fields_.to_query(); }

 private:
  std::string path_;
  http::Fields fields_;
};

FacetView switch_row(std::string text, int count, bool on, Choices const& choices,
                     std::string const& name) {
  FacetView row;
  row.text.text = std::move(text);
  row.count = std::to_string(count);
  row.selected = on;
  row.href = on ? choices.without(name) : choices.set(name, "1");
  return row;
}

template <typename Label>
FacetGroup code_group(std::string title, std::string id, std::vector<FacetCount> const& counts,
                      std::string const& parameter, Choices const& choices, Label label) {
  FacetGroup group;
  group.title = std::move(title);
  group.id = std::move(id);
  for (auto const& entry : counts) {
    if (static_cast<int>(group.rows.size()) >= kFacetMax && !entry.selected) continue;
    if (entry.count == 0 && !entry.selected) continue;
    FacetView row;
    row.text = label(entry.code);
    row.count = std::to_string(entry.count);
    row.selected = entry.selected;
    row.href = choices.toggled(parameter, entry.code, entry.selected);
    group.rows.push_back(std::move(row));
  }
  return group;
}

ShownText plain(std::string text) {
  ShownText shown;
  shown.text = std::move(text);
  return shown;
}

std::vector<FacetGroup> facet_groups(Words const& words, Asked const& asked,
                                     SearchResult const& result, Choices const& choices) {
  std::vector<FacetGroup> groups;
  auto topic = [&](std::string const& code) { return plain(words.topic(code)); };
  auto audience = [&](std::string const& code) { return plain(words.value("audience", code)); };
  auto language = [&](std::string const& code) {
    ShownText shown = plain(i18n::native_name_of(code));
    shown.language = code == "de-simple" ? "de" : code;
    auto const* known = i18n::find_language(code);
    shown.dir = known && known->right_to_left ? "rtl" : "ltr";
    shown.foreign = true;
    return shown;
  };
  auto const& filters = asked.query.filters;
  groups.push_back(code_group(words("Topic"), "f-topic", result.topics, "topic", choices, topic));
  groups.push_back(code_group(words("Language"), "f-language",
                              filters.language_certain ? result.languages_certain : result.languages,
                              "speaks", choices, language));
  int certain = 0;
  for (auto const& entry : result.languages_certain)
    if (entry.selected) certain += entry.count;
  if (!filters.languages.empty())
    groups.back().rows.push_back(
        switch_row(words("only for certain"), certain, filters.language_certain, choices, "sure"));
  if (filters.near && asked.mine.place) {
    FacetGroup near;
    near.title = words("Distance from {place}",
                       {{"place", asked.mine.gazetteer->label(*asked.mine.place)}});
    near.id = "f-distance";
    for (auto const& [metres, count] : result.distances) {
      FacetView row;
      std::string km = std::to_string(static_cast<int>(metres / 1000));
      row.text = plain(words("up to {km} km", {{"km", km}}));
      row.count = std::to_string(count);
      row.selected = filters.radius_metres == metres;
      row.href = row.selected ? choices.without("km") : choices.set("km", km);
      near.rows.push_back(std::move(row));
    }
    groups.push_back(std::move(near));
  }
  FacetGroup good{words("Good to know"), "f-good", {}};
  good.rows.push_back(switch_row(words("Free of charge"), result.free, filters.free, choices, "free"));
  good.rows.push_back(switch_row(words("Without appointment"), result.without_appointment,
                                 filters.without_appointment, choices, "walkin"));
  good.rows.push_back(switch_row(words("Open now"), result.open_now, filters.open_now, choices, "open"));
  good.rows.push_back(switch_row(words("Step-free"), result.step_free, filters.step_free, choices, "stepfree"));
  groups.push_back(std::move(good));
  groups.push_back(
      code_group(words("For whom"), "f-for", result.audiences, "for", choices, audience));
  groups.erase(std::remove_if(groups.begin(), groups.end(),
                              [](FacetGroup const& group) { return group.rows.empty(); }),
               groups.end());
  return groups;
}

/// Chosen facets as chips that remove themselves. A life situation is one choice, not its topics.
std::vector<Link> chips(Asked const& asked, Choices const& choices,
                        std::vector<FacetGroup> const& groups, std::string const& situation) {
  std::vector<Link> list;
  bool by_situation = !asked.situation.empty();
  if (by_situation && !situation.empty()) list.push_back({choices.without("situation"), situation});
  for (auto const& group : groups)
    for (auto const& row : group.rows)
      if (row.selected && !(by_situation && group.id == "f-topic"))
        list.push_back({row.href, row.text.text});
  return list;
}

std::string why_text(Words const& words, Hit const& hit) {
  std::string topic = hit.why_topic.empty() ? "" : words.topic(hit.why_topic);
  switch (hit.why) {
    case Hit::Why::Plain: return "";
    case Hit::Why::Topic:
    case Hit::Why::Synonym:
      return topic.empty() ? "" : words("fits the topic '{topic}'", {{"topic", topic}});
    case Hit::Why::Translation:
      return topic.empty()
                 ? words("found through the translation of '{word}'", {{"word", hit.why_word}})
                 : words("'{word}' means: {topic}", {{"word", hit.why_word}, {"topic", topic}});
    case Hit::Why::Organisation:
      return words("'{word}' is in the name of the organisation", {{"word", hit.why_word}});
    case Hit::Why::Spelling: return words("written differently: '{word}'", {{"word", hit.why_word}});
    case Hit::Why::ByEar:
      return topic.empty() ? words("sounds like '{word}'", {{"word", hit.why_word}})
                           : words("sounds like '{word}': {topic}",
                                   {{"word", hit.why_word}, {"topic", topic}});
    case Hit::Why::Phone: return words("has this phone number");
  }
  return "";
}

std::string heading(Words const& words, Asked const& asked, SearchResult const& result,
                    std::string const& shown_text) {
  std::string count = result.total_rounded
                          ? words("More than {n} offers",
                                  {{"n", i18n::format_number(result.total, words.language())}})
                          : words.count("One offer", "{n} offers", result.total);
  if (!shown_text.empty())
    return words("{count} for '{text}'", {{"count", count}, {"text", shown_text}});
  auto const& topics = asked.query.filters.topics;
  if (topics.size() == 1)
    return words("{count}: {topic}", {{"count", count}, {"topic", words.topic(topics.front())}});
  return count;
}

/// What is looked for, for other modules: words as they were read, the place, topics chosen or understood.
std::string sought(Asked const& asked, SearchResult const& result, std::string const& words_read) {
  constexpr std::size_t kTopicsMost = 2;
  http::Fields fields;
  if (!words_read.empty()) fields.add("q", words_read);
  std::string const place = asked.mine.place ? asked.mine.place->id : result.understood_place_id;
  if (!place.empty()) fields.add("place", place);
  auto topics = asked.query.filters.topics.empty() ? result.understood_topics : asked.query.filters.topics;
  if (asked.query.filters.topics.empty() && topics.size() > kTopicsMost) topics.resize(kTopicsMost);
  for (auto const& topic : topics) fields.add("topic", topic);
  return fields.to_query();
}

std::vector<Link> page_links(Asked const& asked, SearchResult const& result,
                             Choices const& choices) {
  std::vector<Link> pages;
  int count = std::min((result.total + kPageSize - 1) / kPageSize, 500);
  int first = std::max(1, asked.page - 2), last = std::min(count, first + 4);
  for (int number = first; number <= last; ++number)
    pages.push_back({choices.page(number), std::to_string(number)});
  return pages;
}

}  // namespace

http::Response list_results(Visit& visit) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  Instant now = visit.context.now(), fresh_until = next_midnight(county, now);
  Asked asked = read_query(visit);
  add_situation(asked);
  SearchResult result = offer_search(county)->search(visit.context, asked.query);
  bool filtered = !asked.query.filters.topics.empty() || !asked.query.filters.languages.empty();
  if (result.total == 0 && !asked.query.text.empty() && !filtered)
    search_misses(county).note(asked.query.text, today(county, now));

  Choices choices("/" + words.language() + "/search", visit.request.query);
  ResultView view;
  std::string shown = result.repaired_text.empty() ? asked.query.text : result.repaired_text;
  view.form = search_form(visit, asked.mine, asked.query.text);
  for (auto const& [name, value] : visit.request.query.items())
    if (name != "q" && name != "place" && name != "page" && name != "exact" && name != "situation")
      view.form.kept.push_back({name, value});
  std::string situation = situation_title(words, asked.situation);
  view.heading = heading(words, asked, result, shown.empty() ? situation : shown);
  if (!result.repaired_text.empty()) {
    view.typed = asked.query.text;
    view.read_as = result.repaired_text;
    view.exact_href = choices.set("exact", "1");
  }
  for (auto const& other : result.did_you_mean)
    view.did_you_mean.push_back({choices.set("q", other), other});
  view.facets = facet_groups(words, asked, result, choices);
  view.chips = chips(asked, choices, view.facets, situation);
  view.map_href = choices.elsewhere("/" + words.language() + "/map");
  view.has_hits = !result.hits.empty();
  auto pages = page_links(asked, result, choices);
  if (pages.size() > 1)
    for (auto& page : pages) {
      bool current = page.text == std::to_string(asked.page);
      view.pages.push_back({page.href, page.text, words("Page {n}", {{"n", page.text}}), current});
    }
  view.has_pages = view.pages.size() > 1;
  if (asked.page * kPageSize < result.total) view.next_href = choices.page(asked.page + 1);
  for (auto const& code : result.understood_topics) {
    std::string href = fmt::format("/{}/search?topic={}", words.language(), code);
    view.near_topics.push_back({href, words.topic(code)});
  }
  view.has_near_topics = !view.near_topics.empty();
  county.database.read([&](db::Reader& reader) {
    std::vector<std::string> ids;
    for (auto const& hit : result.hits) ids.push_back(hit.service_id);
    auto offers = load_offers(reader, county, *asked.mine.gazetteer, ids);
    for (auto const& offer : offers) {
      auto hit = std::find_if(result.hits.begin(), result.hits.end(),
                              [&](Hit const& h) { return h.service_id == offer.service.id; });
      OfferLine line = offer_line(words, offer, *holidays(county), now, hit->metres);
      line.why = why_text(words, *hit);
      line.href += place_query(asked.mine);
      fresh_until = std::min(fresh_until, line.state.changes_at);
      view.hits.push_back(std::move(line));
    }
    view.call = number_to_call(words, county, reader, asked.mine, now, fresh_until);
    if (asked.page == 1) view.beside = related_view(visit, reader, "search", sought(asked, result, shown));
  });
  Page frame;
  frame.title = view.heading;
  frame.active_path = "/search";
  frame.indexed = asked.query.text.empty();
  auto const& understood = result.understood_topics;
  bool by_text = !understood.empty() && is_violence_topic(understood.front());
  bool by_choice = asked.query.filters.topics.size() == 1 &&
                   is_violence_topic(asked.query.filters.topics.front());
  frame.leave_quickly = by_text || by_choice;
  auto response = visit.site.page(visit, "offers/results.html", view, frame);
  response.fresh_until = fresh_until;
  return response;
}

http::Response show_map(Visit& visit) {
  constexpr int kPointsMax = 500;
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  Instant now = visit.context.now(), fresh_until = next_midnight(county, now);
  Asked asked = read_query(visit);
  add_situation(asked);
  asked.query.offset = 0;
  asked.query.limit = kPointsMax;
  SearchResult result = offer_search(county)->search(visit.context, asked.query);
  MapView view;
  nlohmann::json points = nlohmann::json::array();
  county.database.read([&](db::Reader& reader) {
    std::vector<std::string> ids;
    for (auto const& hit : result.hits) ids.push_back(hit.service_id);
    for (auto const& offer : load_offers(reader, county, *asked.mine.gazetteer, ids)) {
      OfferLine line = offer_line(words, offer, *holidays(county), now, std::nullopt);
      fresh_until = std::min(fresh_until, line.state.changes_at);
      bool shown = false;
      for (auto const& place : offer.places) {
        if (!place.point || offer.service.x_mobile) continue;
        shown = true;
        points.push_back({{"name", line.title.text},
                          {"note", place.town + " · " + line.state.text},
                          {"url", line.href + place_query(asked.mine)},
                          {"latitude", place.point->latitude},
                          {"longitude", place.point->longitude}});
      }
      (shown ? view.on_map : view.elsewhere).push_back(std::move(line));
    }
  });
  view.has_elsewhere = !view.elsewhere.empty();
  view.points = {replace_all(points.dump(), "<", "\\u003c")};
  view.list_href = "/" + words.language() + "/search" + visit.request.query.to_query();
  view.heading = heading(words, asked, result, asked.query.text);
  view.basemap = county.config().basemap_url;
  Page frame;
  frame.title = words("Map");
  frame.active_path = "/search";
  frame.indexed = false;
  frame.head = {fmt::format(
      "<link rel=\"stylesheet\" href=\"{}\"><script src=\"{}\" defer></script>",
      visit.site.asset("map.css"), visit.site.asset("map.js"))};
  frame.crumbs = {{words("Find help"), view.list_href}, {words("Map"), ""}};
  auto response = visit.site.page(visit, "offers/map.html", view, frame);
  response.fresh_until = fresh_until;
  return response;
}

}  // namespace mila::offers
