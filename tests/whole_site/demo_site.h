// The whole program on the demo county: all modules, a clock that stands still, no sockets.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "platform/testing/site.h"

namespace mila::testing {

/// The demo county at auental.example, loaded as `mila demo` does, on 2026-11-23 10:00 in Berlin.
/// Further counties (`more_hosts`) are migrated and empty.
class DemoSite : public TestSite {
 public:
  explicit DemoSite(TestSiteOptions options = {});

  std::vector<Route const*> routes();
  /// The route's sample with {lang} and the demo county's keys filled in.
  std::string sample(Route const& route, std::string const& language = "de") const;
  /// Samples of all GET routes of the public in these languages, each address once.
  std::vector<std::string> samples(std::vector<std::string> const& languages);
  std::vector<std::string> const& languages();
  /// "hilfe-bei-der-wohnungssuche-1a2b3c4d" of the record the demo's files call `external_id`.
  std::string offer_key(std::string const& external_id);
  /// Rows of the change feed.
  std::int64_t last_change(std::size_t county = 0);

 private:
  std::string offer_, organisation_;
  std::map<std::string, std::string> keys_;
};

/// Form parts that differ from page to page (tokens) made equal, hashes of assets left out.
std::string without_tokens(std::string html);

bool contains(std::string_view text, std::string_view part);

/// 200; or 410 for a sample of a page behind a mailed link, with a link that does not open anything.
bool fine_status(PageResult const& page);

}  // namespace mila::testing
