// What people searched and did not find: counted per day, without any trace of who. Shown to the
// county once a query came on three different days; never with digits or @; gone after 90 days.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/site/module.h"

namespace mila::offers {

class SearchMisses {
 public:
  /// Counts in memory; queries with digits, '@' or more than 80 bytes are not counted at all.
  void note(std::string const& query, Date day);
  /// Writes what was counted. Called once a minute and at the end.
  void flush(County& county);
  /// Queries with one of these words are not counted any more, here or in the database.
  void forget(db::Writer& writer, std::vector<std::string> const& words);

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, int> counts_;  ///< (ISO day, query)
};

SearchMisses& search_misses(County& county);

struct Miss {
  std::string query;
  std::int64_t days = 0, count = 0;
};
/// Queries that came on at least three days, most frequent first.
std::vector<Miss> frequent_misses(db::Reader& reader);
/// Somebody was erased: searches for a word of their name go, however it was spelt.
void forget_searches_for(db::Writer& writer, County& county, std::string_view name);
std::int64_t expire_misses(db::Writer& writer, Date today);

}  // namespace mila::offers
