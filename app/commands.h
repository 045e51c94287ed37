// The commands of the program beside `serve`, each a function that returns the exit code.
#pragma once

#include <string>

#include "app/config.h"

namespace mila {

/// Exit codes: 0 done, 1 failed, 2 wrong use or bad input (nothing was changed).
struct CommandOptions {
  AppConfig config;
  std::string county;  ///< id; "" when there is only one
};

int migrate_command(CommandOptions const& options);
int import_command(CommandOptions const& options, std::string const& format,
                   std::string const& source, std::string const& kind,
                   std::string const& mapping_file, bool dry_run);
int export_command(CommandOptions const& options, std::string const& what,
                   std::string const& file);
int backup_command(CommandOptions const& options, std::string const& folder);
/// Whether a backup is whole: checksums, and SQLite's own check of its copy.
int verify_command(std::string const& folder);
/// The ids of all counties, a line each, for scripts.
int counties_command(CommandOptions const& options);
int restore_command(CommandOptions const& options, std::string const& folder);
int demo_command(CommandOptions const& options, int offers, std::uint64_t seed);
/// The demo county's logins; says so when there are none.
int logins_command(CommandOptions const& options);
int check_command(CommandOptions const& options);
/// Prints a new link to the setup pages of a county nobody has come into yet.
int setup_link_command(CommandOptions const& options);
/// "rotate": adds a key and seals everything anew under it; "accept": goes on with another key file.
int keys_command(CommandOptions const& options, std::string const& act);
/// Takes away the second step of the account with this address; for when nobody who manages accounts gets in.
int reset_second_factor_command(CommandOptions const& options, std::string const& mail);
int describe_command(std::string const& subject);
int serve_command(CommandOptions const& options, bool reload);

}  // namespace mila
