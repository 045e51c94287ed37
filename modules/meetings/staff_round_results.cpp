// What came out in each place of a round, side by side and as a file.
#include <algorithm>
#include <map>

#include "engines/language/normalise.h"
#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_round_kit.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"
#include "platform/data/xlsx.h"

namespace mila::meetings {
namespace {

/// Topics that fit beside each other on a desk's screen; a phone shows one below the other.
constexpr std::size_t kTopicsAside = 3;
/// Characters of minutes in a table; the file has all of them.
constexpr std::size_t kShown = 500;

struct Finding {
  std::string text;
  bool from_minutes = false;
};

/// A round as its places held it.
struct Outcome {
  Round round;
  std::vector<std::pair<std::string, std::string>> places;  ///< by name
  std::map<std::string, Meeting> meetings;                  ///< by place
  std::map<std::pair<std::string, std::string>, Finding> findings;  ///< by place and item
  Finding const* at(std::string const& place, std::string const& item) const {
    auto found = findings.find({place, item});
    return found == findings.end() ? nullptr : &found->second;
  }
};

/// What was written for the round counts; where nothing was, what the place's minutes say on the topic.
std::optional<Outcome> outcome_of(Visit& visit, db::Reader& reader) {
  auto round = find_round(reader, visit.request.parameter("id"));
  if (!round) return std::nullopt;
  Outcome outcome{std::move(*round), {}, {}, {}};
  outcome.places = by_name(visit, outcome.round.place_ids);
  outcome.meetings = meetings_by_place(reader, outcome.round.id);
  std::map<std::string, std::string> place_of, item_of;
  for (auto const& [place, meeting] : outcome.meetings) place_of[meeting.id] = place;
  for (auto const& item : outcome.round.items) item_of[language::normalise(item.title)] = item.id;
  for (auto const& module : visit.site.modules()) {
    if (!module.related) continue;
    for (auto const& one : module.related(visit.context, reader, "round_results", outcome.round.id)) {
      auto place = place_of.find(one.group);
      auto item = item_of.find(language::normalise(one.detail));
      if (place == place_of.end() || item == item_of.end()) continue;
      auto& finding = outcome.findings[{place->second, item->second}];
      finding.text += (finding.text.empty() ? "" : "\n") + one.text;
      finding.from_minutes = true;
    }
  }
  for (auto const& one : results_of(reader, outcome.round.id))
    if (!one.text.empty()) outcome.findings[{one.place_id, one.item_id}] = {one.text, false};
  return outcome;
}

/// "was held on …", "is on …", or that there is still time.
std::string state_text(Visit const& visit, Outcome const& outcome, std::string const& place) {
  Words words(visit);
  auto meeting = outcome.meetings.find(place);
  if (meeting == outcome.meetings.end() || meeting->second.state == State::Cancelled)
    return words(N_("not held yet, the date is being looked for"));
  std::string day = day_text(meeting->second, words.language());
  return words(was_held(visit.context, meeting->second) ? N_("held: {day}") : N_("not held yet, it is on {day}"), {{"day", day}});
}

Cell finding_cell(Words const& words, Finding const* finding) {
  if (!finding) return Cell("");
  if (!finding->from_minutes) return Cell(finding->text);
  std::string text(truncate_utf8(finding->text, kShown));
  if (text.size() < finding->text.size()) text += " …";
  return Cell(text).note(words(N_("from the minutes")));
}

RoundResultsView::Part part_of(Visit& visit, Outcome const& outcome, std::size_t first, std::size_t end) {
  Words words(visit);
  auto query = ListQuery::read(visit, {"place"});
  Table table(visit, query, N_("Results side by side"));
  std::vector<Column> columns{{"", N_("Place")}};
  for (std::size_t n = first; n < end; ++n) columns.push_back({"", outcome.round.items[n].title});
  table.columns(std::move(columns));
  auto const from = std::min(outcome.places.size(), static_cast<std::size_t>(query.offset()));
  auto const until = std::min(outcome.places.size(), from + static_cast<std::size_t>(query.limit()));
  for (std::size_t at = from; at < until; ++at) {
    auto const& [id, name] = outcome.places[at];
    Cell place(name);
    place.note(state_text(visit, outcome, id));
    if (auto meeting = outcome.meetings.find(id); meeting != outcome.meetings.end())
      place.link(std::string(kPath) + "/" + meeting->second.id);
    std::vector<Cell> row{std::move(place)};
    for (std::size_t n = first; n < end; ++n) row.push_back(finding_cell(words, outcome.at(id, outcome.round.items[n].id)));
    table.row(std::move(row));
  }
  table.total(static_cast<std::int64_t>(outcome.places.size()));
  std::string heading;
  if (outcome.round.items.size() > kTopicsAside)
    heading = words(N_("Topics {first} to {last}"), {{"first", std::to_string(first + 1)}, {"last", std::to_string(end)}});
  return {std::move(heading), table.view()};
}

std::optional<std::string> as_file(std::string const& format, std::string const& name, std::vector<std::vector<std::string>> const& rows) {
  if (format == "csv") {
    std::string bytes = "\xEF\xBB\xBF";
    for (auto const& row : rows) bytes += data::csv_line(row);
    return bytes;
  }
  data::XlsxSheet sheet{name, rows.front(), {}};
  for (std::size_t n = 1; n < rows.size(); ++n) sheet.rows.emplace_back(rows[n].begin(), rows[n].end());
  auto made = data::to_xlsx({sheet});
  return made ? std::optional(std::move(*made)) : std::nullopt;
}

}  // namespace

http::Response show_round_results(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto outcome = outcome_of(visit, reader);
    if (!outcome) return visit.site.error_page(visit, 404);
    Words words(visit);
    RoundResultsView view;
    view.title = words(N_("Results side by side"));
    view.lead = words(N_("By name of the place. It shows what places share and what helps elsewhere; it is no ranking."));
    view.back_href = round_href(outcome->round.id);
    view.back = outcome->round.title;
    view.csv_href = view.back_href + "/results/files/csv";
    view.xlsx_href = view.back_href + "/results/files/xlsx";
    auto const topics = outcome->round.items.size();
    for (std::size_t first = 0; first < topics; first += kTopicsAside)
      view.parts.push_back(part_of(visit, *outcome, first, std::min(first + kTopicsAside, topics)));
    return visit.site.page(visit, "meetings/staff/round_results.html", view, round_frame(visit, outcome->round, view.title));
  });
}

http::Response send_round_results(Visit& visit) {
  std::string format = visit.request.parameter("format");
  if (format != "csv" && format != "xlsx") return visit.site.error_page(visit, 404);
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto outcome = outcome_of(visit, reader);
    if (!outcome) return visit.site.error_page(visit, 404);
    Words words(visit);
    std::vector<std::vector<std::string>> rows{{words(N_("Place")), words(N_("State"))}};
    for (auto const& item : outcome->round.items) rows.front().push_back(item.title);
    for (auto const& [id, name] : outcome->places) {
      auto& row = rows.emplace_back(std::vector<std::string>{name, state_text(visit, *outcome, id)});
      for (auto const& item : outcome->round.items) {
        auto const* finding = outcome->at(id, item.id);
        row.push_back(finding ? finding->text : "");
      }
    }
    auto bytes = as_file(format, words(N_("Results side by side")), rows);
    if (!bytes) return visit.site.error_page(visit, 503);
    auto response = http::text(std::move(*bytes), format == "csv" ? "text/csv; charset=utf-8"
                                                                  : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.header("Content-Disposition", "attachment; filename=\"" + slugify(outcome->round.title) + "." + format + "\"");
    return response;
  });
}

}  // namespace mila::meetings
