// `mila keys`: turning a county's key, and going on after one was lost.
#include <fmt/format.h>

#include <cstdio>

#include "app/commands.h"
#include "app/modules.h"
#include "app/runtime.h"
#include "app/sealed_store.h"
#include "platform/county/key_check.h"

namespace mila {
namespace {

/// A new key in the file, unless the last turn was not finished. The county's keys are read after it.
void add_key(CommandOptions const& options) {
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  prepare(county, options.config.site.share);
  int sealed = county.database.read([](db::Reader& reader) { return sealed_generation(reader); });
  if (county.keys().generation() > sealed) {
    std::printf("going on with the key that was added before\n");
    return;
  }
  SystemRandom random;
  crypto::Keys::add_generation(county.config().data_folder, random);
  std::printf("a new key stands in %s/%s; keep a new copy of this file\n", county.config().data_folder.c_str(),
              std::string(crypto::Keys::kFile).c_str());
}

int rotate(CommandOptions const& options) {
  {
    // Nobody else may seal meanwhile with keys read before.
    Runtime runtime(options.config);
    CountyLock lock(runtime.county(options.county), "mila keys rotate");
    add_key(options);
  }
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  CountyLock lock(county, "mila keys rotate");
  SystemRandom random;
  auto done = reseal_all(county, random, [](std::string const& table) { std::printf("%s: done\n", table.c_str()); });
  auto left = sealed_with_older_keys(county);
  std::printf("%lld values sealed anew\n", static_cast<long long>(done.sealed));
  if (done.closed > 0)
    std::printf("%lld values are opened by no key of the file; they stayed as they are\n",
                static_cast<long long>(done.closed));
  if (!left.empty() && done.closed == 0) {
    for (auto const& column : left) std::fprintf(stderr, "mila: %s still holds values under an older key\n", column.c_str());
    return 1;
  }
  county.database.write([&](db::Writer& writer) { set_sealed_generation(writer, county.keys().generation()); });
  // What stood there under the old key is not left in the file's freed pages either.
  if (!county.database.purge()) std::printf("the old values go from the file at the next clean-up\n");
  std::printf("Everybody signs in again; links in mails sent before no longer open anything.\n");
  return 0;
}

int accept(CommandOptions const& options) {
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  CountyLock lock(county, "mila keys accept");
  db::migrate(county.database, all_migrations(options.config.site.share));
  accept_keys(county);
  std::printf("The county goes on with %s/%s.\n", county.config().data_folder.c_str(),
              std::string(crypto::Keys::kFile).c_str());
  return 0;
}

}  // namespace

int keys_command(CommandOptions const& options, std::string const& act) {
  return act == "rotate" ? rotate(options) : accept(options);
}

}  // namespace mila
