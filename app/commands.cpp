// The commands beside `serve`.
#include "app/commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "app/control.h"
#include "app/describe.h"
#include "app/modules.h"
#include "app/runtime.h"
#include "modules/accounts/accounts.h"
#include "modules/directory/csv_export.h"
#include "modules/hsds/hsds.h"
#include "modules/offers/offer_search.h"
#include "modules/places/places.h"
#include "platform/county/key_check.h"

namespace mila {
namespace {

namespace fs = std::filesystem;

CountyConfig const& config_of(CommandOptions const& options) {
  auto const& counties = options.config.counties;
  if (options.county.empty() && counties.size() == 1) return counties.front();
  for (auto const& county : counties)
    if (county.id == options.county) return county;
  std::string names;
  for (auto const& county : counties) names += " " + county.id;
  throw std::runtime_error("say which county with --county:" + names);
}

/// The county named on the command line, or all. Throws when there is none of that name.
std::vector<County*> chosen_counties(Runtime& runtime, CommandOptions const& options) {
  if (!options.county.empty()) return {&runtime.county(options.county)};
  std::vector<County*> all;
  for (auto const& county : runtime.site().counties()) all.push_back(county.get());
  return all;
}

/// Writing work: to the running server if there is one, else done here under the county's lock.
int write_command(CommandOptions const& options, Work const& work) {
  if (auto code = hand_over(config_of(options), work)) return *code;
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  CountyLock lock(county, "mila " + work.command);
  prepare(county, options.config.site.share);
  return do_work(
      runtime.site(), county, work, [](std::string const& line) { std::printf("%s\n", line.c_str()); },
      show_progress);
}

}  // namespace

int migrate_command(CommandOptions const& options) {
  Runtime runtime(options.config);
  for (auto* county : chosen_counties(runtime, options)) {
    CountyLock lock(*county, "mila migrate");
    auto applied = prepare(*county, options.config.site.share);
    for (auto const& name : applied) std::printf("%s: %s\n", county->config().id.c_str(), name.c_str());
    if (applied.empty()) std::printf("%s: up to date\n", county->config().id.c_str());
  }
  return 0;
}

int import_command(CommandOptions const& options, std::string const& format,
                   std::string const& source, std::string const& kind,
                   std::string const& mapping_file, bool dry_run) {
  bool address = source.rfind("http://", 0) == 0 || source.rfind("https://", 0) == 0;
  Work work{"import",
            {{"format", format},
             {"source", address ? source : fs::absolute(source).string()},
             {"kind", kind},
             {"mapping", mapping_file.empty() ? "" : fs::absolute(mapping_file).string()},
             {"dry_run", dry_run ? "1" : ""}}};
  return write_command(options, work);
}

int demo_command(CommandOptions const& options, int offers, std::uint64_t seed) {
  Work work{"demo", {{"offers", std::to_string(offers)}, {"seed", std::to_string(seed)}}};
  return write_command(options, work);
}

int counties_command(CommandOptions const& options) {
  for (auto const& county : options.config.counties) std::printf("%s\n", county.id.c_str());
  return 0;
}

int logins_command(CommandOptions const& options) {
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  check_keys(county);
  Context context = runtime.site().context(county, Actor::operator_());
  std::string text = accounts::demo_logins(context, runtime.site());
  std::printf("%s", text.empty() ? "There are no demo logins in this county.\n" : text.c_str());
  return 0;
}

int export_command(CommandOptions const& options, std::string const& what,
                   std::string const& file) {
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  check_keys(county);
  Context context = runtime.site().context(county, Actor::operator_());
  std::ofstream out;
  if (file != "-") out.open(file, std::ios::binary);
  if (file != "-" && !out) throw std::runtime_error("cannot write " + file);
  auto write = [&](std::string_view text) {
    if (file == "-") std::fwrite(text.data(), 1, text.size(), stdout);
    else out.write(text.data(), static_cast<std::streamsize>(text.size()));
  };
  if (what == "hsds") {
    hsds::export_services(context, hsds::ExportFormat::Ndjson, write);
    return 0;
  }
  if (what == "csv") {
    county.database.read([&](db::Reader& reader) {
      directory::export_csv(reader, *places::load_gazetteer(reader), {}, write);
    });
    return 0;
  }
  for (auto const& module : runtime.site().modules())
    for (auto const& entry : module.exports)
      if (entry.name == what) {
        write(entry.write(context));
        return 0;
      }
  std::string names = "hsds, csv";
  for (auto const& module : runtime.site().modules())
    for (auto const& entry : module.exports) names += ", " + entry.name;
  std::fprintf(stderr, "mila: cannot export %s; there are: %s\n", what.c_str(), names.c_str());
  return 2;
}

int check_command(CommandOptions const& options) {
  Runtime runtime(options.config);
  auto counties = chosen_counties(runtime, options);
  runtime.site().check_templates();
  std::printf("templates: fine\n");
  int code = 0;
  for (auto* county : counties) {
    auto const& id = county->config().id;
    check_keys(*county);
    auto last = county->database.read([](db::Reader& reader) { return db::last_change(reader); });
    county->database.poll_version();
    auto search = offers::offer_search(*county);
    bool in_step = search->seen() == last;
    std::printf("%s: database at change %lld, search index %s\n", id.c_str(),
                static_cast<long long>(last), in_step ? "in step" : "behind (serve brings it up)");
  }
  return code;
}

int setup_link_command(CommandOptions const& options) {
  return write_command(options, {"setup-link", {}});
}

int reset_second_factor_command(CommandOptions const& options, std::string const& mail) {
  return write_command(options, {"reset-second-factor", {{"mail", mail}}});
}

int describe_command(std::string const& subject) {
  std::string text;
  for (auto known : description_subjects()) {
    if (!subject.empty() && subject != known) continue;
    text += (text.empty() ? "" : "\n") + *describe(all_modules(), known);
  }
  if (text.empty()) {
    std::string names;
    for (auto known : description_subjects()) names += " " + std::string(known);
    std::fprintf(stderr, "mila: cannot describe %s; there are:%s\n", subject.c_str(), names.c_str());
    return 2;
  }
  std::fputs(text.c_str(), stdout);
  return 0;
}

}  // namespace mila
