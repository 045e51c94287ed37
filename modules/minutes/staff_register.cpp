// All minutes, new and old, found by their words.
#include <algorithm>
#include <map>

#include "modules/minutes/minutes_store.h"
#include "modules/minutes/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::minutes {
namespace {

constexpr std::size_t kSnippet = 180;  // bytes
constexpr int kYears = 12;

char const* badge_of(State state) {
  switch (state) {
    case State::Approved: return "success";
    case State::Circulated: return "warning";
    default: return "info";
  }
}

}  // namespace

std::string snippet_of(std::string const& plain, std::string_view search) {
  auto words = split_list(folded(search), ' ');
  if (words.empty()) return "";
  for (auto line : split(plain, '\n')) {
    if (folded(line).find(words.front()) == std::string::npos) continue;
    if (line.size() <= kSnippet) return std::string(line);
    // From a little before the word on; folding keeps the place closely enough for that.
    auto at = std::min(folded(line).find(words.front()), line.size() - kSnippet);
    auto start = line.rfind(' ', at > 40 ? at - 40 : 0);
    start = start == std::string_view::npos ? 0 : start + 1;
    return (start > 0 ? "… " : "") + std::string(truncate_utf8(line.substr(start), kSnippet)) + " …";
  }
  return "";
}

http::Response show_register(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto list = ListQuery::read(visit, {"day"});
  ListPageView view;
  view.title = words(kTitle);
  if (context.actor.may(Permission::RunMeetings)) {
    view.new_href = std::string(kPath) + "/new";
    view.new_text = words(N_("Take over old minutes"));
  }
  Table table(visit, list, kTitle);
  table.search(N_("Words that occur in them"));
  table.columns({{"", N_("Meeting")}, {"", N_("Day")}, {"", N_("State")}});
  table.empty(list.search.empty() ? N_("No minutes were written yet. They begin on the page of a meeting.")
                                  : N_("No minutes have these words."),
              "/staff/meetings", N_("Meetings"));
  MinutesQuery query;
  query.search = list.search;
  query.body_id = list.filter("body");
  if (auto year = parse_integer(list.filter("year")); year && *year > 1900 && *year < 2200) query.year = static_cast<int>(*year);
  query.limit = list.limit();
  query.offset = list.offset();
  context.county.database.read([&](db::Reader& reader) {
    if (count_removals(reader) > 0) view.more.push_back({std::string(kPath) + "/removals", words(N_("Old minutes taken out"))});
    auto bodies = all_bodies(visit, reader);
    std::vector<Choice> choices, years;
    for (auto const& [id, name] : bodies) choices.push_back({id, name});
    int now = static_cast<int>(meetings::today_of(context).year());
    for (int year = now; year > now - kYears; --year) years.push_back({std::to_string(year), std::to_string(year)});
    table.filter("body", N_("Body"), choices).filter("year", N_("Year"), years);
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    auto found = list_minutes(reader, context, query);
    for (auto const& minutes : found) {
      std::string note = snippet_of(minutes.plain, query.search);
      table.row({Cell(minutes.title).link(href_of(minutes.id)).note(note.empty() ? names[minutes.body_id] : note),
                 Cell(i18n::format_date(minutes.day, words.language(), i18n::DateStyle::Long)),
                 Cell(words(state_label(minutes.state))).badge(badge_of(minutes.state))});
    }
    // Counted by what was searchable when it was written; a page that holds all is counted by what is shown.
    bool all = query.offset == 0 && static_cast<int>(found.size()) < query.limit;
    table.total(all ? static_cast<std::int64_t>(found.size()) : count_minutes(reader, context, query));
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, nullptr));
}

}  // namespace mila::minutes
