// Starting up and locking.
#include "app/runtime.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "app/modules.h"
#include "modules/hsds/hsds.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offer_search.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/county/key_check.h"

namespace mila {

void read_data(std::string const& share) {
  taxonomy::load_taxonomy(share + "/data");
  offers::set_data_folder(share + "/data");
  hsds::set_search([](Context& context, std::string const& text) {
    offers::SearchQuery query;
    query.text = text;
    query.language = context.language;
    query.limit = 2000;
    std::vector<std::string> ids;
    for (auto const& hit : offers::offer_search(context.county)->search(context, query).hits)
      ids.push_back(hit.service_id);
    return ids;
  });
}

Runtime::Runtime(AppConfig const& config) {
  read_data(config.site.share);
  for (auto const& county : config.counties)
    std::filesystem::create_directories(county.data_folder);
  site_ = std::make_unique<Site>(config.site, all_modules(), config.counties, clock_, random_);
}

County& Runtime::county(std::string const& id) {
  auto const& counties = site_->counties();
  if (id.empty() && counties.size() == 1) return *counties.front();
  for (auto const& county : counties)
    if (county->config().id == id) return *county;
  std::string names;
  for (auto const& county : counties) names += " " + county->config().id;
  throw std::runtime_error("say which county with --county:" + names);
}

std::vector<std::string> prepare(County& county, std::string const& share) {
  auto applied = db::migrate(county.database, all_migrations(share)).applied;
  check_keys(county);
  return applied;
}

CountyLock::CountyLock(County const& county, std::string const& holder) {
  std::string path = county.config().data_folder + "/lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) throw std::runtime_error("cannot open " + path);
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    char who[80] = {};
    auto read = ::pread(file_, who, sizeof who - 1, 0);
    ::close(file_);
    throw std::runtime_error(fmt::format(
        "county {} is in use by another mila ({}). Stop it first, or give it the work.",
        county.config().id, read > 0 ? who : "unknown"));
  }
  std::string text = fmt::format("{}, process {}", holder, ::getpid());
  if (::ftruncate(file_, 0) != 0 ||
      ::pwrite(file_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("cannot write " + path);
}

CountyLock::~CountyLock() {
  if (file_ >= 0) ::close(file_);
}

void show_progress(std::string const& what, int done, int total) {
  bool terminal = ::isatty(2) != 0;
  static int last_tenth = -1;
  int tenth = total > 0 ? done * 10 / total : 0;
  if (!terminal && tenth == last_tenth && done != total) return;
  last_tenth = tenth;
  std::fprintf(stderr, terminal ? "\r%s: %d of %d" : "%s: %d of %d\n", what.c_str(), done, total);
  if (terminal && done == total) std::fprintf(stderr, "\n");
}

}  // namespace mila
