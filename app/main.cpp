// mila: the one program. Reads the command line and hands over to a command.
#include <CLI/CLI.hpp>
#include <malloc.h>

#include <cstdio>
#include <exception>
#include <functional>

#include "app/commands.h"

namespace mila {
namespace {

/// What was asked for: exactly one of the two is set once the command line is read.
struct Asked {
  std::function<int(CommandOptions const&)> work;
  std::function<int()> work_without_config;
};

/// Values of the commands' options; they live until the command has run.
struct Values {
  std::string format, source, kind = "offers", mapping, what, file = "-", folder, act, mail, subject;
  bool dry_run = false, reload = false;
  int offers = 0;
  std::uint64_t seed = 1;
};

void add_running(CLI::App& app, Values& values, Asked& asked) {
  auto* serve = app.add_subcommand("serve", "Serve the counties over HTTP");
  serve->add_flag("--reload", values.reload, "Reread templates on each request (development)");
  serve->callback([&] { asked.work = [&](auto const& options) { return serve_command(options, values.reload); }; });
  app.add_subcommand("migrate", "Bring the database up to date")->callback([&] { asked.work = migrate_command; });
  app.add_subcommand("counties", "List the counties of the configuration")
      ->callback([&] { asked.work = counties_command; });
  app.add_subcommand("check", "Check configuration, database, templates and index")
      ->callback([&] { asked.work = check_command; });
  auto* describe = app.add_subcommand("describe", "Say what the modules do and hold, as Markdown");
  describe->add_option("subject", values.subject, "modules, personal-data or routes; all without it");
  describe->callback([&] { asked.work_without_config = [&] { return describe_command(values.subject); }; });
}

void add_data(CLI::App& app, Values& values, Asked& asked) {
  auto* import = app.add_subcommand("import", "Take in data: all or nothing");
  import->add_option("format", values.format, "hsds or csv")->required()->check(CLI::IsMember({"hsds", "csv"}));
  import->add_option("source", values.source, "File, folder or address")->required();
  import->add_option("--kind", values.kind,
                     "What a CSV file holds: places, areas, organisations, contacts, offers, tours")
      ->capture_default_str();
  import->add_option("--mapping", values.mapping, "TOML file that maps own headings and words");
  import->add_flag("--dry-run", values.dry_run, "Check and report, write nothing");
  import->callback([&] {
    asked.work = [&](auto const& options) {
      return import_command(options, values.format, values.source, values.kind, values.mapping, values.dry_run);
    };
  });
  auto* export_ = app.add_subcommand("export", "Write data out");
  export_->add_option("what", values.what, "hsds, csv, reports or searches")->required();
  export_->add_option("-o,--output", values.file, "File, or - for standard output")->capture_default_str();
  export_->callback(
      [&] { asked.work = [&](auto const& options) { return export_command(options, values.what, values.file); }; });
  auto* demo = app.add_subcommand("demo", "Load the demo county, or measurement data");
  demo->add_option("--offers", values.offers, "Generate so many offers for measurement");
  demo->add_option("--seed", values.seed, "Seed of the generated offers")->capture_default_str();
  demo->callback(
      [&] { asked.work = [&](auto const& options) { return demo_command(options, values.offers, values.seed); }; });
  app.add_subcommand("logins", "Show the demo county's logins and their code of now")
      ->callback([&] { asked.work = logins_command; });
}

void add_backups(CLI::App& app, Values& values, Asked& asked) {
  auto* backup = app.add_subcommand("backup", "Copy database and files, also while serving");
  backup->add_option("folder", values.folder, "New folder for the copy")->required();
  backup->callback([&] { asked.work = [&](auto const& options) { return backup_command(options, values.folder); }; });
  auto* verify = app.add_subcommand("verify", "Check that a backup is whole");
  verify->add_option("folder", values.folder, "Folder made by backup")->required();
  verify->callback([&] { asked.work_without_config = [&] { return verify_command(values.folder); }; });
  auto* restore = app.add_subcommand("restore", "Put a verified backup back; the server must be stopped");
  restore->add_option("folder", values.folder, "Folder made by backup")->required();
  restore->callback([&] { asked.work = [&](auto const& options) { return restore_command(options, values.folder); }; });
}

void add_keys(CLI::App& app, Values& values, Asked& asked) {
  app.add_subcommand("setup-link", "Print a new link to set a county up in the browser; good for a day")
      ->callback([&] { asked.work = setup_link_command; });
  auto* keys = app.add_subcommand("keys", "Turn the key of a county; the server must be stopped");
  keys->add_option("act", values.act, "rotate: a new key, everything sealed anew. accept: go on with another key file")
      ->required()
      ->check(CLI::IsMember({"rotate", "accept"}));
  keys->callback([&] { asked.work = [&](auto const& options) { return keys_command(options, values.act); }; });
  auto* reset = app.add_subcommand("reset-second-factor", "Take an account's second step away, when nobody else can");
  reset->add_option("mail", values.mail, "Mail address of the account")->required();
  reset->callback(
      [&] { asked.work = [&](auto const& options) { return reset_second_factor_command(options, values.mail); }; });
}

int run(Asked const& asked, std::string const& config_file, std::string const& county, char const* program) {
  if (asked.work_without_config) return asked.work_without_config();
  auto config = read_config(config_file, find_share(program));
  if (!config) {
    std::fprintf(stderr, "mila: %s\n", config.error().detail.c_str());
    return 2;
  }
  return asked.work({std::move(*config), county});
}

}  // namespace
}  // namespace mila

int main(int argc, char** argv) {
  using namespace mila;
  mallopt(M_ARENA_MAX, 2);  // one arena per thread would keep what a page needed once, many times
  CLI::App app{"MiLa – Migration im Landkreis"};
  app.require_subcommand(1);
  std::string config_file = "mila.toml", county;
  app.add_option("-c,--config", config_file, "Configuration file")->envname("MILA_CONFIG");
  app.add_option("--county", county, "County to work on, when there are several");
  Values values;
  Asked asked;
  add_running(app, values, asked);
  add_data(app, values, asked);
  add_backups(app, values, asked);
  add_keys(app, values, asked);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? 0 : 2;  // --help is no mistake
  }
  try {
    return run(asked, config_file, county, argv[0]);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "mila: %s\n", error.what());
    return 1;
  }
}
