// Who meets whom: the figures.
#include <fmt/format.h>

#include <cmath>

#include "modules/acquaintance/pages.h"
#include "modules/acquaintance/staff_kit.h"
#include "modules/directory/sectors.h"
#include "platform/base/text.h"
#include "platform/html/view.h"
#include "platform/i18n/format.h"

namespace mila::acquaintances {
namespace {

std::string day_text(Words const& words, Date day) {
  return i18n::format_date(day, words.language(), i18n::DateStyle::Long);
}

/// "3,2": one digit is all such figures hold.
std::string number_text(Words const& words, double value) {
  std::string text = fmt::format("{:.1f}", value);
  return words.language() == "en" ? text : replace_all(text, ".", ",");
}

std::string percent_text(double share) { return fmt::format("{:.0f} %", 100 * share); }

/// Of the E-I index, which nobody can read: the share of ties that leave the own kind.
std::string outside_text(std::optional<double> const& index) { return index ? percent_text((1 + *index) / 2) : "–"; }

std::string kinds_text(Words const& words, std::vector<std::string> const& codes) {
  std::vector<std::string> labels;
  for (auto const& code : codes) labels.push_back(sector_label(words, code));
  return join(labels, ", ");
}

std::vector<FigureView> figures_of(Words const& words, Overview const& overview) {
  auto const &now = overview.now, &before = overview.before;
  std::vector<FigureView> rows;
  auto count = [](std::size_t n) { return std::to_string(n); };
  rows.push_back({words(N_("Meetings counted")), count(now.meetings), count(before.meetings),
                  words(N_("Held in the period, with at most {n} organisations."), {{"n", std::to_string(kPlenaryAbove)}})});
  rows.push_back({words(N_("Larger meetings, not counted")), count(now.plenaries), count(before.plenaries),
                  words(N_("In a large round one sees each other and does not get to know each other."))});
  rows.push_back({words(N_("Organisations that came")), count(now.organizations), count(before.organizations),
                  words(N_("{stayed} came in both periods, {gone} did not come again, {fresh} are new."),
                        {{"stayed", std::to_string(overview.in_both)}, {"gone", std::to_string(overview.gone_count)},
                         {"fresh", std::to_string(overview.new_count)}})});
  if (overview.in_both < 2) return rows;
  std::string const same = std::to_string(overview.in_both);
  rows.push_back({words(N_("Acquaintances of an organisation, on average")), number_text(words, now.mean_degree),
                  number_text(words, before.mean_degree),
                  words(N_("Among the {n} organisations that came in both periods. Only these can be compared."), {{"n", same}})});
  rows.push_back({words(N_("Pairs that know each other")), percent_text(now.density), percent_text(before.density),
                  words(N_("Of all pairs among these {n}."), {{"n", same}})});
  rows.push_back({words(N_("Acquaintances with another kind of organisation")), outside_text(now.outside),
                  outside_text(before.outside), words(N_("The rest stays among its own kind: offices with offices, clubs with clubs."))});
  return rows;
}

template <class Label>
MatrixView matrix_of(Words const& words, acquaintance::CrossTable const& table, std::string caption, std::string corner,
                     Label row_label) {
  MatrixView view{std::move(caption), std::move(corner), {}, {}};
  for (auto const& column : table.columns) view.columns.push_back({sector_label(words, column)});
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    auto& row = view.rows.emplace_back();
    row.label = row_label(table.rows[r]);
    for (auto const& cell : table.cells[r]) {
      if (cell.possible == 0) row.cells.push_back({"–", false});
      else
        row.cells.push_back({words(N_("{tied} of {possible}"), {{"tied", std::to_string(cell.tied)},
                                                               {"possible", std::to_string(cell.possible)}}),
                             cell.tied == 0});
    }
  }
  return view;
}

/// "and 4 small ones: Volunteers 3, Health 1".
std::string small_text(Words const& words, Listed const& listed) {
  int const n = listed.small_count();
  if (n == 0) return "";
  std::vector<std::string> kinds;
  for (auto const& [code, count] : listed.small) kinds.push_back(sector_label(words, code) + " " + std::to_string(count));
  return words.count("{n} small organisation", "{n} small organisations", n, {{"n", std::to_string(n)}}) + ": " +
         join(kinds, ", ");
}

ListedView listed_view(Words const& words, Listed const& listed, char const* title, char const* meaning, char const* none) {
  ListedView view;
  view.title = words(title);
  view.meaning = words(meaning);
  if (listed.empty()) view.none = words(none);
  view.small = small_text(words, listed);
  for (auto const& name : listed.names) view.names.push_back({name});
  view.has_names = !view.names.empty();
  return view;
}

OverviewView view_of(Words const& words, Overview const& overview, Span span) {
  OverviewView view;
  view.title = words(kTitle);
  auto const& period = overview.period;
  view.period = words(N_("{from} to {until}"), {{"from", day_text(words, period.from)}, {"until", day_text(words, period.until)}});
  view.before = words(N_("{from} to {until}"),
                      {{"from", day_text(words, period.before_from)}, {"until", day_text(words, period.before_until)}});
  if (span == Span::Year) view.spans.push_back({kPath, words(N_("Show the last twelve months"))});
  else view.spans.push_back({std::string(kPath) + "?period=year", words(N_("Show this year"))});
  view.has_data = overview.now.organizations > 0;
  view.figures = figures_of(words, overview);
  if (!view.has_data) return view;
  view.sectors = matrix_of(words, overview.sectors, words(N_("Kinds of organisation")), words(N_("Kind of organisation")),
                           [&](std::string const& code) { return sector_label(words, code); });
  view.places = matrix_of(words, overview.places, words(N_("Municipalities and kinds of organisation")),
                          words(N_("Municipality")), [](std::string const& name) { return name; });
  for (auto const& [place, codes] : overview.white_spots) 
    view.spots.push_back({words(N_("{place} meets nobody of: {kinds}"), {{"place", place}, {"kinds", kinds_text(words, codes)}})});
  view.has_spots = !view.spots.empty();
  view.absent = join(overview.absent_places, ", ");
  view.lists.push_back(listed_view(words, overview.seen_once, N_("Seen once"),
                                   N_("Came to one meeting of the period only. A personal call brings more than the next mail."),
                                   N_("Everybody who came, came more than once.")));
  view.lists.push_back(listed_view(words, overview.gone, N_("Not seen any more"),
                                   N_("Came in the period before and not in this one."), N_("Nobody stayed away.")));
  view.lists.push_back(listed_view(words, overview.alone, N_("Without an acquaintance"),
                                   N_("Came to large rounds only. An invitation into a working group helps."),
                                   N_("Everybody who came got to know somebody.")));
  view.lists.push_back(listed_view(words, overview.one_person, N_("One person holds the contact"),
                                   N_("Parts of the network hang on these organisations, and one person without a deputy comes for them. Please ask them to name a deputy."),
                                   N_("No part of the network hangs on one person.")));
  return view;
}

}  // namespace

std::string sector_label(Words const& words, std::string_view code) {
  if (auto const* title = directory::title_of(directory::sectors_of_one(), code)) return words(title);
  return code.empty() ? words(N_("Kind not known")) : std::string(code);
}

std::vector<TemplateUse> templates() {
  return {{"acquaintance/staff/overview.html", html::schema_of<OverviewView>()},
          {"acquaintance/introduction.html", html::schema_of<IntroductionView>()}};
}

http::Response overview_page(Visit& visit, Span span, char const* problem) {
  auto view = visit.context.county.database.read([&](db::Reader& reader) {
    auto const overview = overview_of(reader, visit.context, span);
    auto made = view_of(Words(visit), overview, span);
    add_introductions(visit, reader, made, overview, span);
    return made;
  });
  if (problem) view.problem = Words(visit)(problem);
  return visit.site.page(visit, "acquaintance/staff/overview.html", view, staff_frame(visit, view.title, kPath, nullptr),
                         problem ? 422 : 200);
}

http::Response show_overview(Visit& visit) {
  // The route let in whoever holds the right somewhere; these figures are about everybody.
  if (!visit.context.actor.may(Permission::ReadPrivate, Target{})) return visit.site.error_page(visit, 403);
  return overview_page(visit, visit.request.query.get("period") == "year" ? Span::Year : Span::TwelveMonths, nullptr);
}

}  // namespace mila::acquaintances
