#include "modules/acquaintance/overview.h"

#include <algorithm>
#include <numeric>

#include "modules/directory/directory.h"
#include "modules/meetings/attendance.h"
#include "modules/network/staffing.h"
#include "modules/places/places.h"
#include "platform/i18n/format.h"

namespace mila::acquaintances {
namespace {

using acquaintance::Network;
using acquaintance::Presence;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::years;

constexpr std::size_t kSuggestionsMost = 200;

Date days_from(Date day, int by) { return Date{sys_days{day} + days{by}}; }

/// The same day a year before; the 28th for a 29th of February.
Date year_before(Date day) {
  Date before = day - years{1};
  return before.ok() ? before : Date{before.year() / before.month() / std::chrono::last};
}

/// What is known of the organisations that came.
struct Facts {
  struct One {
    std::string name, sector, place_id;
    bool is_protected = false, has_mail = false;
  };
  std::map<std::string, One> organizations;
  std::map<std::string, network::Staffing> staffing;
  std::shared_ptr<places::Gazetteer const> gazetteer;

  One const& of(std::string const& id) const {
    static One const unknown;
    auto const found = organizations.find(id);
    return found == organizations.end() ? unknown : found->second;
  }
  std::string sector(std::string const& id) const { return of(id).sector; }
  std::string place(std::string const& id) const {
    auto const* place = gazetteer->find(of(id).place_id);
    return place ? gazetteer->label(*place) : "";
  }
  network::Staffing people(std::string const& id) const {
    auto const found = staffing.find(id);
    return found == staffing.end() ? network::Staffing{} : found->second;
  }
  Listed listed(std::vector<std::string> const& ids) const {
    Listed list;
    for (auto const& id : ids) {
      if (of(id).name.empty() || of(id).is_protected || people(id).people < kPeopleToBeNamed) ++list.small[sector(id)];
      else list.names.push_back(of(id).name);
    }
    std::sort(list.names.begin(), list.names.end(), [](auto const& a, auto const& b) {
      return i18n::sort_key(a, "de") < i18n::sort_key(b, "de");
    });
    return list;
  }
};

template <class Of>
std::vector<std::string> groups(Network const& network, Of of) {
  std::vector<std::string> names;
  for (auto const& id : network.organizations) names.push_back(of(id));
  return names;
}

struct Presences {
  std::vector<Presence> now, before;
};

Presences split(std::vector<meetings::Attended> const& attended, Period const& period, Facts& facts) {
  Presences presences;
  for (auto const& one : attended) {
    if (one.organization_id.empty()) continue;
    facts.organizations[one.organization_id].place_id = one.place_id;
    Presence presence{one.organization_id, one.meeting_id, one.day};
    if (one.day >= period.from) presences.now.push_back(presence);
    else if (one.day <= period.before_until) presences.before.push_back(presence);
  }
  return presences;
}

void read_organizations(db::Reader& reader, Facts& facts) {
  std::vector<std::string> ids;
  for (auto const& [id, fact] : facts.organizations) ids.push_back(id);
  for (auto const& organization : directory::find_organizations(reader, ids)) {
    auto& fact = facts.organizations[organization.id];
    fact.name = organization.name;
    fact.sector = organization.x_sector.value_or("");
    fact.is_protected = organization.x_protected;
    fact.has_mail = organization.email && !organization.email->empty();
  }
}

Measured measured(Network const& all, std::size_t organizations, std::set<std::string> const& same, Facts const& facts) {
  auto const some = acquaintance::among(all, same);
  auto const figures = acquaintance::figures_of(some);
  return {all.meetings, all.plenaries, organizations, figures.mean_degree, figures.density,
          acquaintance::external_internal_index(some, groups(some, [&](auto const& id) { return facts.sector(id); }))};
}

/// Came, and met nobody where one gets to know each other.
std::vector<std::string> alone(Network const& network, acquaintance::Figures const& figures) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < network.organizations.size(); ++i)
    if (figures.degree[i] == 0) ids.push_back(network.organizations[i]);
  return ids;
}

/// Parts of the network hang on it, and in the bodies one person without a deputy stands for it.
std::vector<std::string> on_one_person(Network const& network, acquaintance::Figures const& figures, Facts const& facts) {
  std::set<int> joints;
  for (std::size_t i = 0; i < network.organizations.size(); ++i)
    if (figures.articulation[i]) joints.insert(static_cast<int>(i));
  for (auto const& [a, b] : figures.bridges) joints.insert({a, b});
  std::vector<std::string> ids;
  for (int joint : joints) {
    auto const& id = network.organizations[joint];
    auto const people = facts.people(id);
    if (people.seat_holders <= 1 && people.deputies == 0) ids.push_back(id);
  }
  return ids;
}

std::vector<Suggestion> suggestions(Network const& network, Facts const& facts) {
  acquaintance::Matching matching;
  // Who cannot be written to or must not be found is nobody to introduce.
  auto fits = [&](std::string const& id) { return facts.of(id).has_mail && !facts.of(id).is_protected; };
  matching.places = groups(network, [&](auto const& id) { return fits(id) ? facts.of(id).place_id : ""; });
  matching.fields = groups(network, [&](auto const& id) { return fits(id) ? facts.sector(id) : ""; });
  std::vector<Suggestion> list;
  for (auto const& pair : acquaintance::introductions(network, matching)) {
    auto const &a = network.organizations[pair.a], &b = network.organizations[pair.b];
    if (!fits(a) || !fits(b)) continue;
    Suggestion one{a, b, facts.of(a).name, facts.of(b).name};
    if (pair.same_place) one.place = facts.place(a);
    if (pair.other_field) one.first_sector = facts.sector(a), one.second_sector = facts.sector(b);
    one.common = pair.common;
    list.push_back(std::move(one));
    if (list.size() == kSuggestionsMost) break;
  }
  return list;
}

void add_white_spots(Overview& overview, Facts const& facts) {
  for (auto const& [place, sector] : acquaintance::white_spots(overview.places)) {
    if (overview.white_spots.empty() || overview.white_spots.back().first != place)
      overview.white_spots.push_back({place, {}});
    overview.white_spots.back().second.push_back(sector);
  }
  auto const& rows = overview.places.rows;
  for (auto const& place : facts.gazetteer->places())
    if (place.kind == places::Kind::Municipality &&
        std::find(rows.begin(), rows.end(), facts.gazetteer->label(place)) == rows.end())
      overview.absent_places.push_back(facts.gazetteer->label(place));
}

}  // namespace

int Listed::small_count() const {
  return std::accumulate(small.begin(), small.end(), 0, [](int sum, auto const& kind) { return sum + kind.second; });
}

Period period_of(Span span, Date today) {
  Period period;
  period.until = today;
  period.from = span == Span::Year ? Date{today.year() / std::chrono::January / 1} : days_from(year_before(today), 1);
  period.before_from = year_before(period.from);
  period.before_until = span == Span::Year ? year_before(today) : days_from(period.from, -1);
  return period;
}

Overview overview_of(db::Reader& reader, Context& context, Span span) {
  Date const today = local_date(context.now(), context.county.config().zone);
  Overview overview;
  overview.period = period_of(span, today);
  Facts facts;
  facts.gazetteer = places::gazetteer(context.county);
  auto const presences = split(
      meetings::attended_between(reader, context.county, overview.period.before_from, today), overview.period, facts);
  read_organizations(reader, facts);
  facts.staffing = network::staffing(reader, today);

  acquaintance::Counting const counting{.plenary_above = kPlenaryAbove, .least = kLeastWeight};
  auto const now = acquaintance::network_of(presences.now, {}, counting);
  auto const before = acquaintance::network_of(presences.before, {}, counting);
  auto const figures = acquaintance::figures_of(now);
  auto const retention = acquaintance::retention_of(presences.before, presences.now);
  std::set<std::string> const same(retention.stayed.begin(), retention.stayed.end());
  overview.now = measured(now, now.organizations.size(), same, facts);
  overview.before = measured(before, before.organizations.size(), same, facts);
  overview.in_both = static_cast<int>(same.size());
  overview.gone_count = static_cast<int>(retention.gone.size());
  overview.new_count = static_cast<int>(retention.newcomers.size());

  auto const sectors = groups(now, [&](auto const& id) { return facts.sector(id); });
  overview.sectors = acquaintance::cross_table(now, sectors, sectors);
  overview.places = acquaintance::cross_table(now, groups(now, [&](auto const& id) { return facts.place(id); }), sectors);
  add_white_spots(overview, facts);
  overview.seen_once = facts.listed(acquaintance::seen_once(presences.now));
  overview.gone = facts.listed(retention.gone);
  overview.alone = facts.listed(alone(now, figures));
  overview.one_person = facts.listed(on_one_person(now, figures, facts));
  overview.suggestions = suggestions(now, facts);
  return overview;
}

}  // namespace mila::acquaintances
