// A program that has read its configuration and data files: the base of every command.
#pragma once

#include <memory>
#include <string>

#include "app/commands.h"
#include "platform/site/site.h"

namespace mila {

/// Reads what all counties share (taxonomy, holidays, word lists) from `share`/data and joins the
/// modules that must not know each other. Once, before the first request.
void read_data(std::string const& share);

/// Site, clock and randomness, with the taxonomy and holidays loaded.
class Runtime {
 public:
  explicit Runtime(AppConfig const& config);
  Site& site() { return *site_; }
  /// The county named on the command line, or the only one. Throws when it is not clear.
  County& county(std::string const& id);

 private:
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Site> site_;
};

/// Makes the data folder; migrates the county's database. Returns the names of new migrations.
std::vector<std::string> prepare(County& county, std::string const& share);

/// Holds the county's lock while a command writes or a server runs: two writers on one data folder
/// are refused with a sentence that says who holds it.
class CountyLock {
 public:
  CountyLock(County const& county, std::string const& holder);
  ~CountyLock();
  CountyLock(CountyLock const&) = delete;
  CountyLock& operator=(CountyLock const&) = delete;

 private:
  int file_ = -1;
};

/// A progress line on standard error, rewritten in place on a terminal.
void show_progress(std::string const& what, int done, int total);

}  // namespace mila
