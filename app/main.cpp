// mila: the one program. Reads the command line and hands over to a command.
#include <CLI/CLI.hpp>
#include <malloc.h>

#include <cstdio>
#include <exception>

#include "app/commands.h"

int main(int argc, char** argv) {
  using namespace mila;
  mallopt(M_ARENA_MAX, 2);  // one arena per thread would keep what a page needed once, many times
  CLI::App app{"MiLa – Migration im Landkreis"};
  app.require_subcommand(1);
  std::string config_file = "mila.toml", county;
  app.add_option("-c,--config", config_file, "Configuration file")->envname("MILA_CONFIG");
  app.add_option("--county", county, "County to work on, when there are several");

  bool reload = false;
  auto* serve = app.add_subcommand("serve", "Serve the counties over HTTP");
  serve->add_flag("--reload", reload, "Reread templates on each request (development)");

  auto* migrate = app.add_subcommand("migrate", "Bring the database up to date");

  std::string format, source, kind = "offers", mapping;
  bool dry_run = false;
  auto* import = app.add_subcommand("import", "Take in data: all or nothing");
  import->add_option("format", format, "hsds or csv")->required()->check(CLI::IsMember({"hsds", "csv"}));
  import->add_option("source", source, "File, folder or address")->required();
  import->add_option("--kind", kind,
                     "What a CSV file holds: places, areas, organisations, contacts, offers, tours")
      ->capture_default_str();
  import->add_option("--mapping", mapping, "TOML file that maps own headings and words");
  import->add_flag("--dry-run", dry_run, "Check and report, write nothing");

  std::string what, file = "-";
  auto* export_ = app.add_subcommand("export", "Write data out");
  export_->add_option("what", what, "hsds, csv, reports or searches")->required();
  export_->add_option("-o,--output", file, "File, or - for standard output")->capture_default_str();

  std::string folder;
  auto* backup = app.add_subcommand("backup", "Copy database and files, also while serving");
  backup->add_option("folder", folder, "New folder for the copy")->required();
  auto* restore = app.add_subcommand("restore", "Put a verified backup back; the server must be stopped");
  restore->add_option("folder", folder, "Folder made by backup")->required();

  auto* verify = app.add_subcommand("verify", "Check that a backup is whole");
  verify->add_option("folder", folder, "Folder made by backup")->required();
  auto* counties = app.add_subcommand("counties", "List the counties of the configuration");

  int offers = 0;
  std::uint64_t seed = 1;
  auto* demo = app.add_subcommand("demo", "Load the demo county, or measurement data");
  demo->add_option("--offers", offers, "Generate so many offers for measurement");
  demo->add_option("--seed", seed, "Seed of the generated offers")->capture_default_str();

  auto* logins = app.add_subcommand("logins", "Show the demo county's logins and their code of now");

  auto* check = app.add_subcommand("check", "Check configuration, database, templates and index");

  auto* setup_link = app.add_subcommand(
      "setup-link", "Print a new link to set a county up in the browser; good for a day");

  std::string act;
  auto* keys = app.add_subcommand("keys", "Turn the key of a county; the server must be stopped");
  keys->add_option("act", act, "rotate: a new key, everything sealed anew. accept: go on with another key file")
      ->required()
      ->check(CLI::IsMember({"rotate", "accept"}));

  std::string mail;
  auto* reset = app.add_subcommand(
      "reset-second-factor", "Take an account's second step away, when nobody else can");
  reset->add_option("mail", mail, "Mail address of the account")->required();

  std::string subject;
  auto* describe = app.add_subcommand("describe", "Say what the modules do and hold, as Markdown");
  describe->add_option("subject", subject, "modules, personal-data or routes; all without it");

  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? 0 : 2;  // --help is no mistake
  }
  try {
    if (describe->parsed()) return describe_command(subject);  // these need no configuration
    if (verify->parsed()) return verify_command(folder);
    CommandOptions options;
    auto config = read_config(config_file, find_share(argv[0]));
    if (!config) {
      std::fprintf(stderr, "mila: %s\n", config.error().detail.c_str());
      return 2;
    }
    options.config = std::move(*config);
    options.county = county;
    if (serve->parsed()) return serve_command(options, reload);
    if (migrate->parsed()) return migrate_command(options);
    if (import->parsed()) return import_command(options, format, source, kind, mapping, dry_run);
    if (export_->parsed()) return export_command(options, what, file);
    if (backup->parsed()) return backup_command(options, folder);
    if (restore->parsed()) return restore_command(options, folder);
    if (demo->parsed()) return demo_command(options, offers, seed);
    if (counties->parsed()) return counties_command(options);
    if (logins->parsed()) return logins_command(options);
    if (check->parsed()) return check_command(options);
    if (keys->parsed()) return keys_command(options, act);
    if (setup_link->parsed()) return setup_link_command(options);
    if (reset->parsed()) return reset_second_factor_command(options, mail);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "mila: %s\n", error.what());
    return 1;
  }
  return 2;
}
