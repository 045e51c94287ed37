// The table of facts and counting over it.
#include "modules/offers/offer_search_facets.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

constexpr double kRadii[] = {2000, 5000, 10000, 20000};

bool contains(std::vector<std::string> const& list, std::string const& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool meet(std::vector<std::string> const& a, std::vector<std::string> const& b) {
  return std::any_of(a.begin(), a.end(), [&](auto const& each) { return contains(b, each); });
}

template <std::size_t Words>
void choose(Bits<Words>& bits, std::vector<std::string> const& codes,
            std::vector<std::string> const& chosen) {
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (contains(chosen, codes[i])) bits.set(i);
}

/// Counts above zero, most first; what is chosen is always among them.
template <typename Counts, typename CodeOf>
std::vector<FacetCount> as_list(Counts const& counts, std::size_t size, CodeOf code_of,
                                std::vector<std::string> const& chosen) {
  std::vector<FacetCount> list;
  for (std::size_t i = 0; i < size && i < counts.size(); ++i) {
    std::string code = code_of(i);
    bool selected = contains(chosen, code);
    if (counts[i] > 0 || selected) list.push_back({code, counts[i], selected});
  }
  for (auto const& code : chosen)
    if (std::none_of(list.begin(), list.end(), [&](auto const& each) { return each.code == code; }))
      list.push_back({code, 0, true});
  std::stable_sort(list.begin(), list.end(),
                   [](auto const& a, auto const& b) { return a.count > b.count; });
  return list;
}

}  // namespace

std::size_t FacetTable::number_in(std::vector<std::string>& codes, std::string const& code) {
  auto found = std::find(codes.begin(), codes.end(), code);
  if (found == codes.end()) found = codes.insert(codes.end(), code);
  return static_cast<std::size_t>(found - codes.begin());
}

void FacetTable::put(std::uint32_t document, OfferFacts const& facts) {
  drop(document);
  if (rows_.size() <= document) rows_.resize(document + 1);
  FacetRow& row = rows_[document];
  row = FacetRow{};
  row.present = true;
  ++count_;
  std::copy_n(facts.service_id.begin(), std::min<std::size_t>(36, facts.service_id.size()),
              row.service_id.begin());
  row.free = facts.free;
  row.without_appointment = facts.without_appointment;
  row.step_free = facts.step_free;
  row.full = facts.full;
  auto const& known = taxonomy::taxonomy();
  for (std::size_t i = 0; i < facts.topics.size(); ++i) {
    if (i < row.main_topics.size())
      row.main_topics[i] = static_cast<std::int16_t>(known.index_of(facts.topics[i]));
    for (auto const* topic : known.line(facts.topics[i]))
      row.topics.set(static_cast<std::size_t>(known.index_of(topic->code)));
  }
  for (auto const& code : facts.languages) row.certain.set(number_in(languages_, code));
  for (auto const& code : facts.languages_on_request)
    row.on_request.set(number_in(languages_, code));
  for (auto const& code : facts.audiences) row.audiences.set(number_in(audiences_, code));

  row.for_all = facts.audiences.empty() || contains(facts.audiences, "everyone");

  std::string key = join(facts.area_places, " ") + "|" + join(facts.places, " ");
  auto [found, is_new] =
      coverage_numbers_.emplace(key, static_cast<std::uint32_t>(coverages_.size()));
  if (is_new) coverages_.push_back({facts.area_places, facts.places});
  row.coverage = found->second;
  row.first_point = static_cast<std::uint32_t>(points_.size());
  row.point_count = static_cast<std::uint32_t>(facts.points.size());
  points_.insert(points_.end(), facts.points.begin(), facts.points.end());
  row.first_hours = static_cast<std::uint32_t>(hour_numbers_.size());
  row.hours_count = static_cast<std::uint32_t>(facts.timetables.size());
  for (auto const& timetable : facts.timetables)
    hour_numbers_.push_back(hours_->number_of(timetable));
}

void FacetTable::drop(std::uint32_t document) {
  if (!row(document)) return;
  rows_[document].present = false;
  --count_;
}

std::optional<double> FacetTable::metres(FacetRow const& row, places::Point from) const {
  if (row.point_count == 0) return std::nullopt;
  // In a county the earth is flat enough to choose the nearest; the metres are exact.
  double const narrow = std::cos(from.latitude * M_PI / 180);
  places::Point nearest;
  double least = -1;
  for (std::uint32_t i = 0; i < row.point_count; ++i) {
    auto const& point = points_[row.first_point + i];
    double north = point.latitude - from.latitude;
    double east = (point.longitude - from.longitude) * narrow;
    double square = north * north + east * east;
    if (least < 0 || square < least) {
      least = square;
      nearest = point;
    }
  }
  return places::distance(from, nearest);
}

bool FacetTable::is_open(FacetRow const& row, std::vector<std::uint8_t> const& states,
                         bool& unknown) const {
  bool open = false;
  unknown = true;
  for (std::uint32_t i = 0; i < row.hours_count; ++i) {
    std::uint32_t number = hour_numbers_[row.first_hours + i];
    auto state =
        number < states.size() ? states[number] : static_cast<std::uint8_t>(HoursBook::Unknown);
    open = open || state == HoursBook::Open;
    unknown = unknown && state == HoursBook::Unknown;
  }
  return open;
}

std::vector<std::uint8_t> place_fit(FacetTable const& table, places::Gazetteer const& gazetteer,
                                    std::string const& place_id) {
  auto above = gazetteer.with_ancestors(place_id), below = gazetteer.with_descendants(place_id);
  if (above.empty()) above = {place_id};
  std::vector<std::uint8_t> fits;
  fits.reserve(table.coverages().size());
  for (auto const& coverage : table.coverages()) {
    bool there = meet(coverage.places, below);
    bool in_charge =
        coverage.areas.empty() || meet(coverage.areas, above) || meet(coverage.areas, below);
    fits.push_back(there ? 2 : in_charge ? 1 : 0);
  }
  return fits;
}

std::vector<float> reach_of(FacetTable const& table, places::Gazetteer const& gazetteer) {
  double all = 0;
  for (auto const& place : gazetteer.places())
    if (place.kind == places::Kind::Municipality)
      all += static_cast<double>(place.residents.value_or(0));
  auto share = [&](std::vector<std::string> const& ids) {
    double people = 0;
    std::set<std::string> towns;
    for (auto const& id : ids) {
      auto const* town = gazetteer.municipality_of(id);
      if (town && town->kind == places::Kind::Municipality && towns.insert(town->id).second)
        people += static_cast<double>(town->residents.value_or(0));
    }
    return all > 0 ? people / all : 0;
  };
  std::vector<float> reach;
  reach.reserve(table.coverages().size());
  for (auto const& coverage : table.coverages()) {
    double value = !coverage.areas.empty()   ? share(coverage.areas)
                   : coverage.places.empty() ? 1
                                             : 0.5 + 0.5 * share(coverage.places);
    reach.push_back(static_cast<float>(std::min(1.0, value)));
  }
  return reach;
}

Tally::Tally(FacetTable const& table, Filters const& filters, places::Gazetteer const& gazetteer,
             std::vector<std::uint8_t> const& open_states)
    : table_(table), filters_(filters), open_states_(open_states) {
  for (auto const& code : filters.topics) {
    int index = taxonomy::taxonomy().index_of(code);
    if (index >= 0) topics_.set(static_cast<std::size_t>(index));
  }
  choose(languages_, table.languages(), filters.languages);
  choose(audiences_, table.audiences(), filters.audiences);
  if (!filters.place_id.empty()) place_fit_ = place_fit(table, gazetteer, filters.place_id);
}

bool Tally::add(std::uint32_t document) {
  FacetRow const* row = table_.row(document);
  if (!row) return false;
  ++seen_;
  unsigned failed = 0;
  if (!filters_.topics.empty() && !row->topics.meets(topics_)) failed |= Topics;
  if (!filters_.languages.empty()) {
    bool spoken = row->certain.meets(languages_) ||
                  (!filters_.language_certain && row->on_request.meets(languages_));
    if (!spoken) failed |= Languages;
  }
  if (!filters_.audiences.empty() && !row->audiences.meets(audiences_)) failed |= Audiences;
  if (!place_fit_.empty() && place_fit_[row->coverage] == 0) failed |= Place;
  if (filters_.free && !row->free) failed |= Free;
  if (filters_.without_appointment && !row->without_appointment) failed |= NoAppointment;
  if (filters_.step_free && !row->step_free) failed |= StepFree;
  bool unknown = false;
  bool open = table_.is_open(*row, open_states_, unknown);
  // Hours nobody has entered hide no offer: it is shown and marked.
  open = open || unknown;
  if (filters_.open_now && !open) failed |= OpenNow;
  std::optional<double> metres;
  if (filters_.near) metres = table_.metres(*row, *filters_.near);
  if (filters_.near && filters_.radius_metres && !(metres && *metres <= *filters_.radius_metres))
    failed |= Radius;
  if ((failed & (failed - 1)) == 0) count(*row, failed, open, metres);
  if (failed == 0) ++total_;
  return failed == 0;
}

void Tally::count(FacetRow const& row, unsigned failed, bool open, std::optional<double> metres) {
  auto counts_for = [&](Group group) { return failed == 0 || failed == group; };
  if (counts_for(Topics)) row.topics.each([&](std::size_t i) { ++topic_counts_[i]; });
  if (counts_for(Languages)) {
    (row.certain | row.on_request).each([&](std::size_t i) { ++language_counts_[i]; });
    row.certain.each([&](std::size_t i) { ++certain_counts_[i]; });
  }
  if (counts_for(Audiences)) row.audiences.each([&](std::size_t i) { ++audience_counts_[i]; });
  if (counts_for(Free) && row.free) ++free_;
  if (counts_for(NoAppointment) && row.without_appointment) ++without_appointment_;
  if (counts_for(OpenNow) && open) ++open_now_;
  if (counts_for(StepFree) && row.step_free) ++step_free_;
  if (counts_for(Radius) && metres)
    for (std::size_t i = 0; i < std::size(kRadii); ++i)
      if (*metres <= kRadii[i]) ++distance_counts_[i];
}

void Tally::write(SearchResult& result) const {
  result.total = total_;
  auto const& topics = taxonomy::taxonomy().topics();
  auto language = [&](std::size_t i) { return table_.languages()[i]; };
  result.topics = as_list(
      topic_counts_, topics.size(), [&](std::size_t i) { return topics[i].code; }, filters_.topics);
  std::size_t languages = table_.languages().size();
  result.languages = as_list(language_counts_, languages, language, filters_.languages);
  result.languages_certain = as_list(certain_counts_, languages, language, filters_.languages);
  result.audiences = as_list(
      audience_counts_, table_.audiences().size(),
      [&](std::size_t i) { return table_.audiences()[i]; }, filters_.audiences);
  result.free = free_;
  result.without_appointment = without_appointment_;
  result.open_now = open_now_;
  result.step_free = step_free_;
  if (!filters_.near) return;
  for (std::size_t i = 0; i < std::size(kRadii); ++i)
    result.distances.emplace_back(kRadii[i], distance_counts_[i]);
}

}  // namespace mila::offers
