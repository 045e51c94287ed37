// Times the program's handlers in its own process, without sockets and page cache: the search with
// its share outside Xapian, and any other address. bench.mjs starts it and reads its one JSON line.
//
//   bench_handlers CONFIG TARGETS [ROUNDS]     TARGETS: a file with one request target a line
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/runtime.h"
#include "modules/offers/offer_search.h"
#include "platform/base/text.h"
#include "tests/bench/xapian_clock.h"

namespace mila::bench {
namespace {

double millis_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

/// The value below which `share` of them lie. Sorts.
double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  auto position = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[position];
}

http::Request request_for(std::string const& target) {
  http::Request request;
  request.target = target;
  auto question = target.find('?');
  auto path = percent_decode(target.substr(0, question), false);
  auto query =
      http::parse_fields(question == std::string::npos ? "" : target.substr(question + 1));
  if (!path || !query) throw std::runtime_error("broken target " + target);
  request.path = *path;
  request.query = *query;
  request.headers = {{"host", "bench.example"}, {"accept-encoding", "gzip"}};
  request.remote_address = "127.0.0.1";
  return request;
}

/// Time this thread has computed, in milliseconds: on a busy machine less than what passes.
double computed_millis() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

struct Times {
  std::vector<double> handler, computed, xapian, deciding, outside;  ///< milliseconds
  std::size_t bytes = 0, decisions = 0;
  int failures = 0;

  void take(Site& site, http::Request const& request) {
    auto before = xapian_time();
    double computed_before = computed_millis();
    auto began = std::chrono::steady_clock::now();
    auto response = site.answer(request);
    double whole = millis_since(began);
    computed.push_back(computed_millis() - computed_before);
    auto after = xapian_time();
    double inside = static_cast<double>(after.inside - before.inside) / 1e6;
    handler.push_back(whole);
    xapian.push_back(inside);
    deciding.push_back(static_cast<double>(after.deciding - before.deciding) / 1e6);
    outside.push_back(whole - inside);
    bytes += response.body.size();
    decisions += static_cast<std::size_t>(after.decisions - before.decisions);
    if (response.status != 200) ++failures;
  }
};

nlohmann::ordered_json summary(Times& times) {
  nlohmann::ordered_json result;
  auto put = [&](char const* name, std::vector<double>& values) {
    result[name] = {{"p50", quantile(values, 0.5)}, {"p95", quantile(values, 0.95)}};
  };
  auto count = times.handler.size();
  result["requests"] = count;
  result["failures"] = times.failures;
  result["bytes"] = count ? times.bytes / count : 0;
  result["decisions"] = count ? times.decisions / count : 0;
  put("handler", times.handler);
  put("computed", times.computed);
  put("xapian", times.xapian);
  put("facets", times.deciding);
  put("outside", times.outside);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  result["peak_megabytes"] = static_cast<double>(usage.ru_maxrss) / 1024;
  return result;
}

int run(std::string const& config_file, std::string const& target_file, int rounds) {
  auto config = read_config(config_file, find_share(""));
  if (!config) throw std::runtime_error(config.error().detail);
  std::vector<http::Request> requests;
  std::ifstream file(target_file);
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) requests.push_back(request_for(line));
  if (requests.empty()) throw std::runtime_error("no targets in " + target_file);
  Runtime runtime(*config);
  County& county = runtime.county("");
  offers::offer_search(county)->catch_up();
  clock_cost();
  // First uses: templates are parsed, statements prepared, the index read into memory.
  Times warm, measured;
  for (std::size_t i = 0; i < std::min<std::size_t>(requests.size(), 50); ++i)
    warm.take(runtime.site(), requests[i]);
  for (int round = 0; round < rounds; ++round)
    for (auto const& request : requests) measured.take(runtime.site(), request);
  std::printf("%s\n", summary(measured).dump().c_str());
  return measured.failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace mila::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_handlers CONFIG TARGETS [ROUNDS]\n");
    return 2;
  }
  try {
    return mila::bench::run(argv[1], argv[2], argc > 3 ? std::atoi(argv[3]) : 1);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "bench_handlers: %s\n", error.what());
    return 1;
  }
}
