// Importing and loading the demo county.
#include "app/work.h"

#include <fmt/format.h>

#include "modules/accounts/accounts.h"
#include "modules/directory/csv_import.h"
#include "modules/directory/demo.h"
#include "modules/hsds/hsds.h"
#include "modules/offers/offer_search.h"
#include "modules/setup/setup.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila {
namespace {

std::optional<directory::CsvKind> kind_of(std::string const& name) {
  using directory::CsvKind;
  static std::map<std::string, CsvKind> const kinds{
      {"places", CsvKind::Places},           {"areas", CsvKind::Areas},
      {"organisations", CsvKind::Organisations}, {"contacts", CsvKind::Contacts},
      {"offers", CsvKind::Offers},           {"tours", CsvKind::Tours}};
  auto found = kinds.find(name);
  if (found == kinds.end()) return std::nullopt;
  return found->second;
}

void say_totals(Say const& say, int created, int updated, int unchanged, int skipped,
                bool applied, bool dry_run) {
  say(fmt::format("{} new, {} changed, {} unchanged, {} skipped", created, updated, unchanged,
                  skipped));
  if (!applied)
    say(dry_run ? "Dry run: nothing was written."
                : "Nothing was written. Please mend the lines marked with “error” and try again.");
}

int import_csv_file(Context& context, Work const& work, Say const& say, Progress const& progress) {
  auto kind = kind_of(work.get("kind"));
  if (!kind) {
    say("--kind is one of places, areas, organisations, contacts, offers, tours");
    return 2;
  }
  directory::Mapping mapping;
  if (!work.get("mapping").empty()) {
    auto loaded = directory::Mapping::load(work.get("mapping"));
    if (!loaded) {
      say(work.get("mapping") + ": " + loaded.error().message + " " + loaded.error().detail);
      return 2;
    }
    mapping = std::move(*loaded);
  }
  auto table = data::CsvReader::open_file(work.get("source"));
  if (!table) {
    say(work.get("source") + ": " + table.error().message + " " + table.error().detail);
    return 2;
  }
  directory::ImportOptions options;
  options.dry_run = work.get("dry_run") == "1";
  options.progress = [&](int done, int total) { progress("import", done, total); };
  auto report = directory::import_csv(context, *kind, *table, mapping, options);
  if (!report) {
    say(report.error().message + " " + report.error().detail);
    return 2;
  }
  for (auto const& line : report->lines)
    say(fmt::format("row {}, {}: {}: {}{}", line.row, line.field, line.error ? "error" : "warning",
                    line.message, line.value_hint.empty() ? "" : " “" + line.value_hint + "”"));
  say_totals(say, report->created, report->updated, report->unchanged, report->skipped,
             report->applied, options.dry_run);
  return report->applied || (options.dry_run && report->errors() == 0) ? 0 : 2;
}

int import_hsds_source(Context& context, Work const& work, Say const& say,
                       Progress const& progress) {
  hsds::ImportOptions options;
  options.dry_run = work.get("dry_run") == "1";
  options.progress = [&](int done, int total) { progress("import", done, total); };
  auto report = hsds::import_hsds(context, work.get("source"), options);
  if (!report) {
    say(report.error().message + " " + report.error().detail);
    return 2;
  }
  for (auto const& line : report->lines)
    say(fmt::format("{}, {}: {}{}", line.record, line.field,
                    line.error ? "error: " : "", line.message));
  say_totals(say, report->created, report->updated, report->unchanged, report->skipped,
             report->applied, options.dry_run);
  return report->applied || (options.dry_run && !report->has_errors()) ? 0 : 2;
}

int load_demo_county(Site& site, Context& context, Work const& work, Say const& say) {
  if (auto count = parse_integer(work.get("offers")); count && *count > 0) {
    auto seed = parse_integer(work.get("seed")).value_or(1);
    directory::generate_offers(context, static_cast<int>(*count), static_cast<std::uint64_t>(seed));
    say(fmt::format("{} offers generated", *count));
    return 0;
  }
  std::string folder = site.config().share + "/data";
  directory::load_demo(context, folder + "/demo");
  auto report = hsds::import_hsds(context, folder + "/examples/feed.json");
  if (!report || !report->applied) throw std::runtime_error("the demo feed does not go in");
  for (auto const& module : site.modules())
    if (module.demo) module.demo(context, folder + "/demo");
  accounts::load_demo(context, site, folder + "/demo");
  say("The demo county is loaded.");
  return 0;
}

int say_setup_link(Site& site, Context& context, Say const& say) {
  auto link = setup::make_setup_link(site, context);
  if (!link) {
    say("This county is set up: " + link.error().detail + ".");
    return 2;
  }
  say(public_address(context.county.config()) + *link);
  return 0;
}

int reset_second_factor(Context& context, Work const& work, Say const& say) {
  auto done = accounts::reset_second_factor(context, work.get("mail"));
  if (!done) {
    say("Nothing was changed: " + done.error().detail + ".");
    return 2;
  }
  say("The second step is taken away and all sessions have ended. Sign in by a link and set up a new one.");
  return 0;
}

}  // namespace

int do_work(Site& site, County& county, Work const& work, Say const& say,
            Progress const& progress) {
  Context context = site.context(county, Actor::operator_());
  int code = 2;
  if (work.command == "import" && work.get("format") == "csv")
    code = import_csv_file(context, work, say, progress);
  else if (work.command == "import" && work.get("format") == "hsds")
    code = import_hsds_source(context, work, say, progress);
  else if (work.command == "demo")
    code = load_demo_county(site, context, work, say);
  else if (work.command == "setup-link")
    code = say_setup_link(site, context, say);
  else if (work.command == "reset-second-factor")
    code = reset_second_factor(context, work, say);
  else
    say("unknown command " + work.command);
  if (code == 0) offers::offer_search(county)->catch_up();
  return code;
}

}  // namespace mila
