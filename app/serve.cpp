// `mila serve`: the counties over HTTP, until a stop signal.
#include <fmt/format.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/control.h"
#include "app/runtime.h"
#include "modules/offers/offer_search.h"
#include "modules/setup/setup.h"
#include "platform/jobs/runner.h"

namespace mila {
namespace {

using namespace std::chrono_literals;

/// Work that comes back: follow other processes' writes every second, clean up every hour.
class Housekeeping {
 public:
  explicit Housekeeping(Site& site) : site_(site), thread_([this] { run(); }) {}
  ~Housekeeping() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
    clean_up();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (std::int64_t second = 1; !wake_.wait_for(lock, 1s, [this] { return stopping_; }); ++second) {
      lock.unlock();
      for (auto const& county : site_.counties()) {
        try {
          if (county->database.is_postgres()) county->database.poll_version();
        } catch (std::exception const& error) {
          spdlog::error("{}: {}", county->config().id, error.what());
        }
      }
      if (second % 3600 == 0) clean_up();
      lock.lock();
    }
  }

  void clean_up() {
    for (auto const& county : site_.counties()) {
      for (auto const& module : site_.modules()) {
        if (!module.expire) continue;
        try {
          Context context = site_.context(*county, Actor::operator_());
          if (auto gone = module.expire(context))
            spdlog::info("{}: {} removed {} rows", county->config().id, module.name, gone);
        } catch (std::exception const& error) {
          spdlog::error("{}: {}", county->config().id, error.what());
        }
      }
    }
  }

  Site& site_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

jobs::Runner make_runner(Site& site, Random& random) {
  std::vector<County*> counties;
  for (auto const& county : site.counties()) counties.push_back(county.get());
  std::vector<jobs::JobKind> kinds;
  for (auto const& module : site.modules())
    kinds.insert(kinds.end(), module.jobs.begin(), module.jobs.end());
  return {std::move(counties), std::move(kinds), site.clock(), random};
}

/// Where whoever started the program reaches a county: its own address, else this machine.
std::string address_of(CountyConfig const& county, int port) {
  bool named = !county.public_url.empty() || (!county.hosts.empty() && county.hosts.front() != "*");
  return named ? public_address(county) : fmt::format("http://localhost:{}", port);
}

/// A county nobody has come into is set up with a link that only this terminal (or its log) shows.
void say_setup_links(Site& site, int port) {
  for (auto const& county : site.counties()) {
    if (!setup::is_fresh(site, *county)) continue;
    Context context = site.context(*county, Actor::operator_());
    if (auto link = setup::make_setup_link(site, context))
      std::printf("Set up %s in the browser (good for a day): %s%s\n", county->config().id.c_str(),
                  address_of(county->config(), port).c_str(), link->c_str());
  }
}

}  // namespace

int serve_command(CommandOptions const& options, bool reload) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread exists: all inherit it
  AppConfig config = options.config;
  config.site.reload = reload;
  Runtime runtime(config);
  std::jthread words = offers::prepare_search();  // beside all that follows
  Site& site = runtime.site();
  site.check_templates();
  SystemRandom random;
  jobs::Runner runner = make_runner(site, random);  // before other threads use the databases
  std::vector<std::unique_ptr<CountyLock>> locks;
  std::vector<std::unique_ptr<ControlServer>> controls;
  for (auto const& county : site.counties()) {
    // On PostgreSQL several servers may share a county, but never a folder: index and control socket
    // have one owner.
    locks.push_back(std::make_unique<CountyLock>(*county, "mila serve"));
    for (auto const& name : prepare(*county, config.site.share))
      spdlog::info("{}: migrated {}", county->config().id, name);
    offers::follow(*county);
    controls.push_back(std::make_unique<ControlServer>(site, *county));
  }
  http::Handlers handlers;
  handlers.answer = [&](http::Request const& request) { return site.answer(request); };
  // Passwords are compared there. What else hashes one, a person who is in does now and then.
  handlers.takes_long = [](http::Request const& request) {
    return request.method == http::Method::Post &&
           (request.path == "/staff/sign-in" || request.path == "/staff/confirmation" ||
            request.path == "/staff/account/password");
  };
  handlers.cached = [&](http::Request const& request) { return site.cached(request); };
  http::Server server(config.server, handlers);
  server.start();
  std::printf("MiLa serves %zu counties on http://%s:%d\n", site.counties().size(),
              config.server.address == "0.0.0.0" ? "localhost" : config.server.address.c_str(),
              server.port());
  say_setup_links(site, server.port());
  std::fflush(stdout);
  {
    Housekeeping housekeeping(site);
    runner.start();
    int signal = 0;
    sigwait(&signals, &signal);
    spdlog::info("stopping");
    server.stop();
    runner.stop();
  }
  return 0;
}

}  // namespace mila
