// The start page: one box, my place, eight life situations, whom to call, what is open, the bus.
#include "modules/offers/home_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/offers/holidays.h"
#include "modules/offers/pages.h"

namespace mila::offers {
namespace {

struct Situation {
  char const* code;
  char const* icon;
  char const* title;
  char const* more;
};

constexpr Situation kSituations[] = {
    {"new-here", "signpost", N_("New here"), N_("Registering, first steps")},
    {"letter", "letter", N_("Letter or appointment from an office"), N_("Understand and answer")},
    {"housing", "home", N_("Housing"), N_("Finding, renting, costs")},
    {"german", "speech", N_("Learn German"), N_("Courses and language cafes")},
    {"health", "health", N_("Doctor and soul"), N_("Practice, help, someone to talk to")},
    {"family", "child", N_("Child, day care, school"), N_("Enrolment, money, leisure")},
    {"work", "briefcase", N_("Work and recognition"), N_("Jobs, certificates, rights")},
    {"residence", "id-card", N_("Residence and family"), N_("Papers, family reunification, passport")},
};

/// The next stop of any tour: nearest in time, at my place first when it is within a week.
std::optional<StopView> next_stop(Words const& words, County& county, std::vector<Offer> const& tours,
                                  MyPlace const& mine, Instant now, Instant& fresh_until) {
  auto calendar = holidays(county);
  Date first = today(county, now);
  Date last{std::chrono::sys_days(first) + std::chrono::days{14}};
  std::optional<StopView> best;
  Instant best_from{};
  for (auto const& tour : tours) {
    for (auto const& stop : tour.places) {
      for (auto const& visit : hours::expand(stop.timetable, *calendar, first, last)) {
        if (visit.to <= now || (best && visit.from >= best_from)) continue;
        best_from = visit.from;
        StopView view;
        auto from = hours::local_time(county.config().zone, visit.from);
        auto to = hours::local_time(county.config().zone, visit.to);
        view.tour = shown_text(tour.service, "name", words.language());
        view.href = offer_href(tour.service, words.language()) + place_query(mine);
        view.when = words("{day}, {from} to {to}",
                          {{"day", day_name(words, from.date, first)},
                           {"from", i18n::format_time(from.minutes)},
                           {"to", i18n::format_time(to.minutes)}});
        view.where = stop.town;
        if (stop.location.name && !stop.location.name->empty())
          view.where += (view.where.empty() ? "" : ", ") + *stop.location.name;
        if (mine.point() && stop.point)
          view.distance = words("{distance} from {place}",
                                {{"distance", i18n::format_distance(
                                                  places::distance(*mine.point(), *stop.point),
                                                  words.language())},
                                 {"place", mine.gazetteer->label(*mine.place)}});
        best = std::move(view);
        fresh_until = std::min(fresh_until, visit.to);
        break;
      }
    }
  }
  return best;
}

}  // namespace

std::string situation_title(Words const& words, std::string_view code) {
  for (auto const& situation : kSituations)
    if (situation.code == code) return words(situation.title);
  return "";
}

std::string day_name(Words const& words, Date day, Date today) {
  auto days = (std::chrono::sys_days(day) - std::chrono::sys_days(today)).count();
  if (days == 0) return words("Today");
  if (days == 1) return words("Tomorrow");
  return i18n::format_date(day, words.language(), i18n::DateStyle::WeekdayLong);
}

http::Response show_home(Visit& visit) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  Instant now = visit.context.now();
  Instant fresh_until = next_midnight(county, now);
  MyPlace mine = my_place(county, visit.request.query);
  HomeView view;
  view.form = search_form(visit, mine, "");
  std::string keep = place_query(mine);
  for (auto const& situation : kSituations) {
    TileView tile;
    tile.href = fmt::format("/{}/search?situation={}{}", words.language(), situation.code,
                            keep.empty() ? "" : "&" + keep.substr(1));
    tile.title = words(situation.title);
    tile.more = words(situation.more);
    tile.set_icon(situation.icon);
    view.tiles.push_back(std::move(tile));
  }
  auto search = offer_search(county);
  int total = 0;
  auto open = search->open_now(visit.context, mine.point(), 3, total);
  county.database.read([&](db::Reader& reader) {
    view.call = number_to_call(words, county, reader, mine, now, fresh_until);
    std::vector<std::string> ids;
    for (auto const& hit : open) ids.push_back(hit.service_id);
    auto offers = load_offers(reader, county, *mine.gazetteer, ids);
    for (std::size_t i = 0; i < offers.size(); ++i) {
      view.open.push_back(offer_line(words, offers[i], *holidays(county), now, open[i].metres));
      fresh_until = std::min(fresh_until, view.open.back().state.changes_at);
    }
    auto tours = load_offers(reader, county, *mine.gazetteer, directory::mobile_services(reader));
    if (auto stop = next_stop(words, county, tours, mine, now, fresh_until)) view.stop = *stop;
  });
  view.all_open_href = fmt::format("/{}/search?open=1{}", words.language(),
                                   keep.empty() ? "" : "&" + keep.substr(1));
  view.all_open = words.count("Show the one offer", "Show all {n}", total);
  view.help_href = fmt::format("/{}/search?topic=become-volunteer", words.language());
  view.none_open = open.empty();
  Page frame;
  frame.title = words("Find help");
  frame.description =
      words("Advice and help in {county}: what it is, when it is open, in which languages, what it "
            "costs and whom to call.",
            {{"county", county.config().name}});
  frame.home = true;
  frame.emergency_strip = true;
  frame.active_path = "/search";
  auto response = visit.site.page(visit, "offers/home.html", view, frame);
  response.fresh_until = fresh_until;
  return response;
}

}  // namespace mila::offers
