// The run of an import: rows are read, checked and written a piece at a time in one transaction,
// which is rolled back when one of them has an error.
#include "modules/directory/csv_import.h"

#include "modules/directory/csv_plan.h"
#include "platform/base/ids.h"
#include "platform/i18n/languages.h"

namespace mila::directory {
namespace {

char const* needed_heading(CsvKind kind) {
  switch (kind) {
    case CsvKind::Places:
    case CsvKind::Areas:
    case CsvKind::Organisations:
      return "Name";
    case CsvKind::Contacts:
      return "Funktion";
    case CsvKind::Offers:
    case CsvKind::Tours:
      return "Angebot";
    case CsvKind::Translations:
      return "Nr";
  }
  return "";
}

void make_plan(CsvKind kind, ImportRun const& run) {
  switch (kind) {
    case CsvKind::Places:
      return plan_places(run);
    case CsvKind::Areas:
      return plan_areas(run);
    case CsvKind::Organisations:
      return plan_organisations(run);
    case CsvKind::Contacts:
      return plan_contacts(run);
    case CsvKind::Offers:
      return plan_offers(run);
    case CsvKind::Tours:
      return plan_tours(run);
    case CsvKind::Translations:
      return plan_translations(run);
  }
}

}  // namespace

Result<ImportReport> import_csv(Context& context, CsvKind kind, data::CsvReader& table,
                                Mapping const& mapping, ImportOptions const& options) {
  ImportReport report;
  Sheet sheet(kind, table, mapping, report);
  if (!sheet.has(needed_heading(kind)))
    return Error{ErrorCode::Invalid, "A column that must be there is missing.",
                 needed_heading(kind)};
  if (!options.language.empty() && !i18n::find_language(options.language))
    return Error{ErrorCode::Invalid, "This language is not known.", options.language};
  std::string source = !options.source.empty()   ? options.source
                       : !mapping.source.empty() ? mapping.source
                                                 : "csv";
  auto& county = context.county;
  auto go_through = [&](db::Reader& reader, db::Writer* writer) {
    Plan plan(reader, writer, context.actor, report, options);
    auto gazetteer = places::load_gazetteer(reader);
    ImportRun run{plan,
                  sheet,
                  report,
                  options,
                  *gazetteer,
                  source,
                  county.config().land,
                  local_date(context.now(), county.config().zone)};
    make_plan(kind, run);
    plan.write();
    run.progress();
  };
  if (options.dry_run) {
    county.database.read([&](db::Reader& reader) { go_through(reader, nullptr); });
    return report;
  }
  struct HasErrors {};
  try {
    county.database.write([&](db::Writer& writer) {
      go_through(writer, &writer);
      if (report.errors() > 0) throw HasErrors{};
    });
  } catch (HasErrors const&) {
    return report;  // rolled back
  } catch (db::ConflictError const& conflict) {
    return Error{ErrorCode::Conflict,
                 "Somebody changed the data at the same time. Please try again.", conflict.what()};
  }
  report.applied = true;
  return report;
}

}  // namespace mila::directory
