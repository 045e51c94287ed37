// The run of an import: read and plan inside a read transaction, then write in one.
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

Result<ImportReport> import_csv(Context& context, CsvKind kind, data::Table const& table,
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
  // The plan outlives the read transaction it was made in; its reader is not used after it.
  std::optional<Plan> plan;
  county.database.read([&](db::Reader& reader) {
    plan.emplace(reader);
    auto gazetteer = places::load_gazetteer(reader);
    ImportRun run{*plan,
                  sheet,
                  report,
                  options,
                  *gazetteer,
                  source,
                  county.config.land,
                  local_date(context.now(), county.config.zone)};
    make_plan(kind, run);
    run.progress(sheet.rows());
  });
  if (report.errors() > 0 || options.dry_run) return report;
  if (!plan->empty()) {
    try {
      county.database.write([&](db::Writer& writer) { write_plan(writer, context.actor, *plan); });
    } catch (db::ConflictError const& conflict) {
      return Error{ErrorCode::Conflict,
                   "Somebody changed the data at the same time. Please try again.",
                   conflict.what()};
    }
  }
  report.applied = true;
  return report;
}

}  // namespace mila::directory
