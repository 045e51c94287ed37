// Counting searches without a hit.
#include "modules/offers/search_misses.h"

#include <algorithm>

#include "platform/base/text.h"

namespace mila::offers {
namespace {

constexpr std::size_t kPendingMax = 2000;
constexpr int kKeepDays = 90;

constexpr db::Sql kCount{"search_miss.count",
                         "insert into search_miss(day, query, count) values($1, $2, $3) on "
                         "conflict (day, query) do update set count = search_miss.count + "
                         "excluded.count"};
constexpr db::Sql kFrequent{
    "search_miss.frequent",
    "select query, count(*), sum(count) from search_miss group by query having count(*) >= 3 "
    "order by sum(count) desc, query limit 500"};
constexpr db::Sql kQueries{"search_miss.queries", "select distinct query from search_miss"};
constexpr db::Sql kForget{"search_miss.forget", "delete from search_miss where query = $1"};
constexpr db::Sql kExpire{"search_miss.expire", "delete from search_miss where day < $1"};

/// A shorter word stands in many searches and names nobody.
constexpr std::size_t kNameWord = 4;

bool has_word_of(std::string const& query, std::vector<std::string> const& words) {
  auto asked = split_list(slugify(query), '-');
  return std::any_of(asked.begin(), asked.end(), [&](std::string const& one) {
    return std::find(words.begin(), words.end(), one) != words.end();
  });
}

}  // namespace

void SearchMisses::note(std::string const& query, Date day) {
  std::string kept = ascii_lower(trim(query));
  if (kept.empty() || kept.size() > 80 ||
      kept.find_first_of("0123456789@\r\n\t") != std::string::npos)
    return;
  std::lock_guard lock(mutex_);
  if (counts_.size() >= kPendingMax) return;
  ++counts_[{format_iso_date(day), kept}];
}

void SearchMisses::flush(County& county) {
  decltype(counts_) pending;
  {
    std::lock_guard lock(mutex_);
    pending.swap(counts_);
  }
  if (pending.empty()) return;
  county.database.write([&](db::Writer& writer) {
    for (auto const& [key, count] : pending) writer.run(kCount, {key.first, key.second, count});
  });
}

void SearchMisses::forget(db::Writer& writer, std::vector<std::string> const& words) {
  {
    std::lock_guard lock(mutex_);
    std::erase_if(counts_, [&](auto const& entry) { return has_word_of(entry.first.second, words); });
  }
  for (auto const& query : writer.column<std::string>(kQueries))
    if (has_word_of(query, words)) writer.run(kForget, {query});
}

void forget_searches_for(db::Writer& writer, County& county, std::string_view name) {
  auto words = split_list(slugify(name), '-');
  std::erase_if(words, [](std::string const& word) { return word.size() < kNameWord; });
  if (!words.empty()) search_misses(county).forget(writer, words);
}

SearchMisses& search_misses(County& county) {
  return *county.part<SearchMisses>([] { return new SearchMisses; });
}

std::vector<Miss> frequent_misses(db::Reader& reader) {
  std::vector<Miss> misses;
  reader.each(kFrequent, {}, [&](db::Row const& row) {
    Miss& miss = misses.emplace_back();
    row.read(miss.query, miss.days, miss.count);
  });
  return misses;
}

std::int64_t expire_misses(db::Writer& writer, Date today) {
  Date oldest{std::chrono::sys_days(today) - std::chrono::days{kKeepDays}};
  return writer.run(kExpire, {format_iso_date(oldest)});
}

}  // namespace mila::offers
