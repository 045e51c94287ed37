// Sheets for translators.
#include "modules/upkeep/sheet.h"

#include <map>

#include "modules/directory/history.h"
#include "modules/upkeep/texts.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::upkeep {
namespace {

constexpr std::size_t kLongest = 20'000;

/// Without the apostrophe that guards against formulas, and with one kind of line break.
std::string as_written(std::string text) {
  if (text.size() > 1 && text[0] == '\'' && std::string_view("=+-@").find(text[1]) != std::string_view::npos)
    text.erase(0, 1);
  return std::string(trim(replace_all(std::move(text), "\r\n", "\n")));
}

struct Columns {
  int id = -1, field = -1, original = -1, translation = -1;
  bool whole() const { return id >= 0 && field >= 0 && original >= 0 && translation >= 0; }
};

}  // namespace

std::string sheet_of(std::vector<Entry> const& entries, std::string_view language, bool only_open) {
  std::string sheet = "\xEF\xBB\xBF" + data::csv_line({"id", "field", "original", "translation"});
  for (auto const& entry : entries) {
    if (entry.service.x_language.value_or("de") == language) continue;
    for (auto const& field : text_fields()) {
      auto original = original_of(entry.service, field);
      if (original.empty()) continue;
      auto const* translation = translation_of(entry.service, field, language);
      bool fits = translation && !is_outdated(entry.service, *translation);
      if (only_open && fits) continue;
      sheet += data::csv_line({entry.service.id, field, original, translation ? translation->value : ""});
    }
  }
  return sheet;
}

Result<bool> save_texts(db::Writer& writer, Context& context, Entry const& entry,
                        directory::Service const& service) {
  if (!may_translate(context.actor, entry.service.organization_id)) return Error{ErrorCode::Forbidden};
  directory::Service edited = entry.service;
  edited.x_texts = service.x_texts;
  auto record = with_unknown_members(edited, entry.record.json);
  if (directory::different_members(entry.record.json, record.json).empty()) return false;
  auto saved = directory::save(writer, context.actor, record, entry.record.version);
  if (!saved) throw db::ConflictError("upkeep.save", "version");
  return true;
}

Result<SheetReport> take_sheet(db::Writer& writer, Context& context, std::string_view bytes,
                               std::string_view language) {
  auto table = data::parse_csv(bytes);
  if (!table) return table.error();
  Columns columns{table->column("id"), table->column("field"), table->column("original"),
                  table->column("translation")};
  if (!columns.whole()) return Error{ErrorCode::Invalid};
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < table->rows.size(); ++row)
    if (auto const& id = table->cell(row, columns.id); is_uuid(id)) ids.push_back(id);
  std::map<std::string, Entry> entries;
  for (auto& entry : find_entries(writer, ids)) entries.emplace(entry.service.id, std::move(entry));
  std::map<std::string, directory::Service> edited;
  SheetReport report;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    std::string id = table->cell(row, columns.id), field = table->cell(row, columns.field);
    auto problem = [&](SheetProblem what, std::string value) {
      report.problems.push_back({table->lines[row], what, std::move(value)});
    };
    if (!is_uuid(id)) {
      problem(SheetProblem::NoId, id);
      continue;
    }
    auto found = entries.find(id);
    if (found == entries.end()) {
      problem(SheetProblem::UnknownOffer, id);
      continue;
    }
    auto const& stored = found->second.service;
    auto const& fields = text_fields();
    if (!may_translate(context.actor, stored.organization_id))
      problem(SheetProblem::NotYours, stored.name);
    else if (std::find(fields.begin(), fields.end(), field) == fields.end())
      problem(SheetProblem::UnknownField, field);
    else if (as_written(table->cell(row, columns.original)) != as_written(original_of(stored, field)))
      problem(SheetProblem::OriginalChanged, stored.name);
    else if (table->cell(row, columns.translation).size() > kLongest)
      problem(SheetProblem::TooLong, stored.name);
    else {
      std::string text = as_written(table->cell(row, columns.translation));
      auto const* known = translation_of(stored, field, language);
      if (text.empty()) {
        ++report.left_empty;
      } else if (known && known->value == text && !is_outdated(stored, *known)) {
        ++report.unchanged;
      } else {
        ++report.taken;
        auto service = edited.emplace(id, stored).first;
        set_translation(service->second, field, language, std::move(text));
      }
    }
  }
  if (!report.problems.empty()) return report;
  for (auto const& [id, service] : edited)
    if (auto saved = save_texts(writer, context, entries.at(id), service); !saved) return saved.error();
  return report;
}

}  // namespace mila::upkeep
