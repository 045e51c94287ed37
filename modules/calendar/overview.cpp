#include "modules/calendar/overview.h"

#include <algorithm>
#include <cctype>
#include <mutex>

#include "modules/calendar/pages.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/http/message.h"

namespace mila::events {
namespace {

constexpr int kKept = 500, kChanges = 1000;
constexpr std::size_t kShown = 3, kWordShortest = 3;

struct Overview {
  std::mutex mutex;
  std::int64_t seen = -1;  ///< last change looked at
  Date day{};
  std::shared_ptr<std::vector<Coming> const> coming;
};

bool is_about_dates(std::vector<db::Change> const& changes) {
  return changes.size() >= kChanges || std::any_of(changes.begin(), changes.end(), [](db::Change const& change) {
           return change.kind == "event" || change.kind == "meeting";
         });
}

std::vector<Coming> read_coming(Context& context, db::Reader& reader, Date today) {
  std::vector<Coming> coming;
  for (auto& date : public_calendar(context, reader, {}, today, std::nullopt, kKept, {.named = false, .once_from = today})) {
    if (date.cancelled) continue;
    std::string words = folded(date.title + " " + date.about + " " + date.place);
    date.about.clear();
    coming.push_back({std::move(date), std::move(words)});
  }
  return coming;
}

/// What somebody looks for.
struct Sought {
  std::string place_id;
  std::vector<std::string> words, topics;
};

Sought read_sought(County& county, http::Fields const& fields) {
  Sought sought;
  sought.topics = fields.all("topic");
  for (auto& word : split_list(folded(fields.get("q")), ' '))
    if (word.size() >= kWordShortest) sought.words.push_back(std::move(word));
  auto gazetteer = places::gazetteer(county);
  if (auto const* place = fields.get("place").empty() ? nullptr : gazetteer->municipality_of(fields.get("place")))
    sought.place_id = place->id;
  return sought;
}

bool begins_a_word(std::string const& text, std::string const& word) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (at == 0 || (static_cast<unsigned char>(text[at - 1]) < 0x80 && !std::isalnum(static_cast<unsigned char>(text[at - 1])))) return true;
  return false;
}

bool holds(Coming const& one, std::vector<std::string> const& words) {
  return !words.empty() &&
         std::all_of(words.begin(), words.end(), [&](std::string const& word) { return begins_a_word(one.words, word); });
}

bool is_of(Coming const& one, std::string const& topic) {
  return std::any_of(one.date.topics.begin(), one.date.topics.end(), [&](std::string const& own) {
    auto line = taxonomy::taxonomy().line(own);
    return std::any_of(line.begin(), line.end(), [&](auto const* above) { return above->code == topic; });
  });
}

struct Found {
  std::vector<PublicDate const*> dates;
  CalendarFilter filter;  ///< by which the calendar shows them, too
};

/// By its words; when none has them, by the first topic that has any.
Found find_fitting(std::vector<Coming> const& coming, Sought const& sought, std::string const& typed) {
  auto take = [&](CalendarFilter filter, auto const& fits) {
    Found found{{}, std::move(filter)};
    found.filter.place_id = sought.place_id;
    for (auto const& one : coming) {
      bool there = sought.place_id.empty() || one.date.place_id == sought.place_id;
      if (there && found.dates.size() < kShown && fits(one)) found.dates.push_back(&one.date);
    }
    return found;
  };
  CalendarFilter by_words;
  by_words.words = typed;
  auto found = take(by_words, [&](Coming const& one) { return holds(one, sought.words); });
  for (auto const& topic : sought.topics) {
    if (!found.dates.empty()) break;
    CalendarFilter by_topic;
    by_topic.topic = topic;
    found = take(by_topic, [&](Coming const& one) { return is_of(one, topic); });
  }
  return found;
}

}  // namespace

std::shared_ptr<std::vector<Coming> const> coming_overview(Context& context, db::Reader& reader) {
  auto kept = context.county.part<Overview>([] { return new Overview; });
  std::lock_guard lock(kept->mutex);
  Date const today = today_of(context);
  bool fresh = kept->coming && kept->day == today;
  if (fresh && kept->seen == context.county.database.version()) return kept->coming;
  // What the reader sees may be older than what the database knows of by now.
  std::int64_t const last = db::last_change(reader);
  if (!fresh || (last > kept->seen && is_about_dates(db::changes_after(reader, kept->seen, kChanges)))) {
    kept->coming = std::make_shared<std::vector<Coming> const>(read_coming(context, reader, today));
    kept->day = today;
    kept->seen = last;
  }
  kept->seen = std::max(kept->seen, last);
  return kept->coming;
}

std::vector<Related> fitting_dates(Context& context, db::Reader& reader, std::string_view query) {
  auto fields = http::parse_fields(query.starts_with("?") ? query.substr(1) : query);
  if (!fields) return {};
  Sought sought = read_sought(context.county, *fields);
  if (sought.words.empty() && sought.topics.empty()) return {};
  auto coming = coming_overview(context, reader);
  auto found = find_fitting(*coming, sought, fields->get("q"));
  if (found.dates.empty()) return {};
  std::string const heading = context.text(N_("Dates that fit"));
  std::vector<Related> related;
  for (auto const* date : found.dates)
    related.push_back({.text = date->title, .detail = time_text(context, *date) + ", " + place_text(context, *date),
                       .href = row_of(context, *date).href, .group = heading});
  related.push_back({.text = context.text(N_("All dates that fit")), .detail = "",
                     .href = "/" + context.language + "/calendar?" + query_of(context.county, found.filter), .group = heading});
  return related;
}

}  // namespace mila::events
