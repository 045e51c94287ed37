// Texts in other languages: what is missing, side by side, sheets for translators.
#include <fmt/format.h>

#include <algorithm>

#include "engines/readability/readability.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/sheet.h"
#include "modules/upkeep/staff_offer_form.h"
#include "modules/upkeep/staff_pages.h"
#include "platform/base/text.h"
#include "platform/http/multipart.h"
#include "platform/i18n/languages.h"

namespace mila::upkeep {
namespace {

constexpr std::size_t kHintsShown = 12;
constexpr std::size_t kProblemsShown = 50;

/// A language of the county's menu that offers are translated into.
i18n::Language const* language_in(Visit const& visit) {
  std::string code = visit.request.parameter("language");
  auto const& offered = visit.context.county.config().languages;
  if (code == "de" || std::find(offered.begin(), offered.end(), code) == offered.end()) return nullptr;
  return i18n::find_language(code);
}

std::string name_of_language(i18n::Language const& language, std::string const& reader) {
  if (language.code == "de-simple") return std::string(language.native_name);
  return i18n::language_name(language.code, reader);
}

std::string tag_of(std::string_view code) { return std::string(code == "de-simple" ? "de" : code); }

bool is_own(std::optional<std::vector<std::string>> const& own, OfferRow const& row) {
  return row.is_public() &&
         (!own || std::find(own->begin(), own->end(), row.organization_id) != own->end());
}

std::optional<std::vector<std::string>> own_ids(Context const& context) {
  return context.actor.scope_ids(Permission::Translate, Scope::Organization);
}

std::vector<std::string> hint_texts(Words const& words, std::string const& text,
                                    readability::Limits const& limits) {
  std::vector<std::string> texts;
  for (auto const& hint : readability::hints(text, limits)) {
    if (texts.size() == kHintsShown) break;
    std::string piece = text.substr(hint.offset, hint.length);
    if (piece.size() > 70) piece = std::string(truncate_utf8(piece, 70)) + " …";
    std::string count = std::to_string(hint.count);
    switch (hint.kind) {
      case readability::Kind::LongSentence:
        texts.push_back(words(N_("{count} words in one sentence: “{piece}”"), {{"count", count}, {"piece", piece}}));
        break;
      case readability::Kind::Negation:
        texts.push_back(words(N_("“{piece}”: better say what is, than what is not"), {{"piece", piece}}));
        break;
      case readability::Kind::Passive:
        texts.push_back(words(N_("“{piece}”: say who does it"), {{"piece", piece}}));
        break;
      case readability::Kind::LongWord:
        texts.push_back(words(N_("“{piece}” has {count} letters: part it with a hyphen, or say it simpler"), {{"piece", piece}, {"count", count}}));
        break;
    }
  }
  return texts;
}

std::string heading_of(std::string const& field) {
  return field == "name" ? "Angebot" : field == "x_summary" ? "Kurz gesagt" : "Beschreibung";
}

Form text_form(Visit& visit, Entry const& entry, i18n::Language const& language) {
  Form form(visit, fmt::format("/staff/offers/{}/texts/{}", entry.service.id, language.code));
  for (auto const& field : text_fields()) {
    auto original = original_of(entry.service, field);
    if (original.empty()) continue;
    auto const* translation = translation_of(entry.service, field, language.code);
    std::string value = translation ? translation->value : "";
    std::string label = label_of(Words(visit), heading_of(field)) + " – " + std::string(language.native_name);
    Field& shown = field == "description" ? form.long_text(field, label).rows(10)
                                          : form.text(field, label).longest(500);
    shown.value(value).language(std::string(language.code));
  }
  form.hidden("version", entry.state());
  return form;
}

http::Response text_page(Visit& visit, Entry const& entry, i18n::Language const& language,
                         Form const& form, std::vector<ConflictView> conflicts, int status) {
  Words words(visit);
  TextPageView view;
  view.title = entry.service.name;
  view.language_name = name_of_language(language, words.language());
  view.action = fmt::format("/staff/offers/{}/texts/{}", entry.service.id, language.code);
  view.version = entry.state();
  view.back_href = "/staff/texts/" + std::string(language.code);
  view.conflicts = std::move(conflicts);
  view.has_conflicts = !view.conflicts.empty();
  auto shown = form.view();
  view.general_error = shown.general_error;
  std::string original_language = entry.service.x_language.value_or("de");
  bool simple = language.code == "de-simple";
  for (auto& section : shown.sections)
    for (auto& field : section.fields_in) {
      if (field.is_hidden) continue;
      TextRowView row;
      row.label = label_of(words, heading_of(field.name));
      row.original = original_of(entry.service, field.name);
      row.original_language = tag_of(original_language);
      row.original_dir = "ltr";
      auto const* translation = translation_of(entry.service, field.name, language.code);
      row.state = !translation                              ? words(N_("not translated yet"))
                  : is_outdated(entry.service, *translation) ? words(N_("the original has changed since"))
                                                            : "";
      auto checked = simple ? field.value : original_language == "de" ? row.original : "";
      row.hints = hint_texts(words, checked, simple ? readability::kLeichteSprache : readability::kPlainGerman);
      row.has_hints = !row.hints.empty();
      row.field = std::move(field);
      view.rows.push_back(std::move(row));
    }
  for (auto const& code : visit.context.county.config().languages)
    if (code != "de" && code != language.code)
      if (auto const* other = i18n::find_language(code))
        view.languages.push_back({fmt::format("/staff/offers/{}/texts/{}", entry.service.id, code),
                                  name_of_language(*other, words.language())});
  return visit.site.page(visit, "upkeep/staff/text.html", view,
                         offers_frame(visit, view.title, {{words(N_("Other languages")), "/staff/texts"},
                                                          {view.language_name, view.back_href}}),
                         status);
}

std::string problem_words(Words const& words, SheetLine const& line) {
  std::string what;
  switch (line.problem) {
    case SheetProblem::NoId: what = words(N_("the first column holds no id; please leave it as it was")); break;
    case SheetProblem::UnknownOffer: what = words(N_("there is no offer with this id")); break;
    case SheetProblem::NotYours: what = words(N_("this offer belongs to another organisation")); break;
    case SheetProblem::UnknownField: what = words(N_("there is no such field")); break;
    case SheetProblem::OriginalChanged: what = words(N_("the original was changed since the sheet was made; please take a new sheet")); break;
    case SheetProblem::TooLong: what = words(N_("this text is too long")); break;
  }
  std::string text = words(N_("Line {line}: {what}"), {{"line", std::to_string(line.line)}, {"what", what}});
  return line.value.empty() ? text : text + " (" + line.value + ")";
}

Form sheet_form(Visit& visit, i18n::Language const& language) {
  Form form(visit, "/staff/texts/" + std::string(language.code) + "/sheet");
  form.file("sheet", N_("Spreadsheet as CSV")).accept(".csv,text/csv").required();
  form.submit(N_("Take it in"));
  form.cancel("/staff/texts/" + std::string(language.code));
  return form;
}

http::Response sheet_page(Visit& visit, i18n::Language const& language, Form const& form, SheetReport const* report) {
  Words words(visit);
  SheetView view;
  std::string base = "/staff/texts/" + std::string(language.code), name = name_of_language(language, words.language());
  view.title = words(N_("Spreadsheet for translators: {language}"), {{"language", name}});
  view.open_href = base + "/sheet.csv";
  view.all_href = base + "/sheet.csv?all=1";
  if (report)
    for (auto const& line : report->problems)
      if (view.problems.size() < kProblemsShown) view.problems.push_back(problem_words(words, line));
  view.has_problems = !view.problems.empty();
  if (auto taken = parse_integer(visit.request.query.get("taken")); taken && !report)
    view.result = words.count("One text was taken in.", "{n} texts were taken in.", *taken);
  view.form = form.view();
  int status = view.has_problems ? 422 : form.status();
  return visit.site.page(visit, "upkeep/staff/sheet.html", view,
                         offers_frame(visit, view.title, {{words(N_("Other languages")), "/staff/texts"}, {name, base}}),
                         status);
}

}  // namespace

http::Response list_languages(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto own = own_ids(context);
  auto all = context.county.database.read([&](db::Reader& reader) { return overview(context.county, reader); });
  ListPageView view;
  view.title = words(N_("Other languages"));
  view.lead = words(N_("Which offers lack a text, or have one whose original has changed since."));
  Table table(visit, ListQuery::read(visit, {}), N_("Other languages"));
  table.columns({{"", N_("Language")}, {"", N_("Missing"), true}, {"", N_("Outdated"), true}, {"", N_("Complete"), true}});
  for (auto const& code : context.county.config().languages) {
    auto const* language = i18n::find_language(code);
    if (code == "de" || !language) continue;
    int missing = 0, outdated = 0, complete = 0;
    for (auto const& row : all->offers) {
      if (!is_own(own, row)) continue;
      if (row.texts.missing & language_bit(code)) ++missing;
      else if (row.texts.outdated & language_bit(code)) ++outdated;
      else ++complete;
    }
    table.row({Cell(name_of_language(*language, words.language())).link("/staff/texts/" + code),
               std::to_string(missing), std::to_string(outdated), std::to_string(complete)});
  }
  view.table = table.view();
  return list_page(visit, view, "/staff/texts");
}

http::Response list_texts(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto const* language = language_in(visit);
  if (!language) return visit.site.error_page(visit, 404);
  auto query = ListQuery::read(visit, {"name"});
  auto own = own_ids(context);
  auto all = context.county.database.read([&](db::Reader& reader) { return overview(context.county, reader); });
  auto bit = language_bit(language->code);
  std::string wanted = query.filter("state"), search = query.search.empty() ? "" : slugify(query.search);
  std::vector<OfferRow const*> rows;
  for (auto const& row : all->offers) {
    bool missing = row.texts.missing & bit, outdated = row.texts.outdated & bit;
    bool asked = wanted == "complete" ? !missing && !outdated : wanted == "missing" ? missing : wanted == "outdated" ? outdated : missing || outdated;
    if (is_own(own, row) && asked && (search.empty() || slugify(row.name).find(search) != std::string::npos)) rows.push_back(&row);
  }
  if (query.descending) std::reverse(rows.begin(), rows.end());
  ListPageView view;
  view.title = name_of_language(*language, words.language());
  view.lead = words(N_("Missing texts and those whose original has changed since."));
  std::string base = "/staff/texts/" + std::string(language->code);
  view.more = {{base + "/sheet", words(N_("Spreadsheet for translators"))}};
  Table table(visit, query, N_("Offers"));
  table.search(N_("Offer")).filter("state", N_("State"), {{"missing", words(N_("missing"))}, {"outdated", words(N_("outdated"))}, {"complete", words(N_("complete"))}});
  table.columns({{"name", N_("Offer")}, {"", N_("Organisation")}, {"", N_("State")}});
  for (auto i = static_cast<std::size_t>(query.offset());
       i < rows.size() && i < static_cast<std::size_t>(query.offset() + query.limit()); ++i) {
    bool missing = rows[i]->texts.missing & bit, outdated = rows[i]->texts.outdated & bit;
    Cell state(missing ? words(N_("missing")) : outdated ? words(N_("outdated")) : words(N_("complete")));
    state.badge(missing ? "danger" : outdated ? "warning" : "success");
    table.row({Cell(rows[i]->name).link(fmt::format("/staff/offers/{}/texts/{}", rows[i]->id, language->code)),
               all->organization_name(rows[i]->organization_id), state});
  }
  table.total(static_cast<std::int64_t>(rows.size()));
  table.empty(N_("Everything is translated."));
  view.table = table.view();
  Page frame = offers_frame(visit, view.title, {{words(N_("Other languages")), "/staff/texts"}});
  return mila::list_page(visit, view, frame);
}

http::Response show_texts(Visit& visit) {
  auto const* language = language_in(visit);
  auto found = visit.context.county.database.read(
      [&](db::Reader& reader) { return entry_of(visit, reader, Permission::Translate); });
  if (!found.entry || !language) return visit.site.error_page(visit, 404);
  return text_page(visit, *found.entry, *language, text_form(visit, *found.entry, *language), {}, 200);
}

http::Response save_texts_page(Visit& visit) {
  auto& context = visit.context;
  auto const* language = language_in(visit);
  std::optional<http::Response> answer;
  context.county.database.write([&](db::Writer& writer) {
    auto found = entry_of(visit, writer, Permission::Translate);
    if (!found.entry || !language) {
      answer = visit.site.error_page(visit, 404);
      return;
    }
    auto const& entry = *found.entry;
    Form form = text_form(visit, entry, *language);
    bool fine = form.read();
    if (form["version"] != entry.state()) {
      std::vector<ConflictView> conflicts;
      Words words(visit);
      for (auto const& field : text_fields()) {
        auto original = original_of(entry.service, field);
        if (original.empty()) continue;
        auto const* now = translation_of(entry.service, field, language->code);
        if (form[field] != (now ? now->value : ""))
          conflicts.push_back({label_of(words, heading_of(field)), form[field], now ? now->value : ""});
      }
      form.error("", N_("The offer was changed meanwhile. Please look at the original again, then save once more."));
      answer = text_page(visit, entry, *language, form, std::move(conflicts), 409);
      return;
    }
    if (!fine) {
      answer = text_page(visit, entry, *language, form, {}, 422);
      return;
    }
    auto service = entry.service;
    for (auto const& field : text_fields())
      if (!original_of(service, field).empty())
        set_translation(service, field, language->code, form[field]);
    auto saved = save_texts(writer, context, entry, service);
    if (!saved) answer = visit.site.error_page(visit, 404);
  });
  if (answer) return *answer;
  return http::see_other(visit.request.path + "?done=saved");
}

http::Response show_sheet(Visit& visit) {
  auto const* language = language_in(visit);
  if (!language) return visit.site.error_page(visit, 404);
  return sheet_page(visit, *language, sheet_form(visit, *language), nullptr);
}

http::Response download_sheet(Visit& visit) {
  auto& context = visit.context;
  auto const* language = language_in(visit);
  if (!language) return visit.site.error_page(visit, 404);
  auto own = own_ids(context);
  std::string sheet = context.county.database.read([&](db::Reader& reader) {
    auto all = overview(context.county, reader);
    std::vector<std::string> ids;
    for (auto const& row : all->offers)
      if (is_own(own, row)) ids.push_back(row.id);
    return sheet_of(find_entries(reader, ids), language->code, visit.request.query.get("all") != "1");
  });
  auto response = http::text(std::move(sheet), "text/csv; charset=utf-8");
  response.header("Content-Disposition", fmt::format("attachment; filename=\"texte-{}.csv\"", language->code));
  return response;
}

namespace {
/// Rolls a transaction back without being an error of the program.
struct NotTaken {};
}  // namespace

http::Response upload_sheet(Visit& visit) {
  auto& context = visit.context;
  auto const* language = language_in(visit);
  if (!language) return visit.site.error_page(visit, 404);
  Form form = sheet_form(visit, *language);
  std::string bytes;
  for (auto const& upload : visit.request.files())
    if (upload.field == "sheet") bytes = upload.bytes;
  if (bytes.empty()) {
    form.error("sheet", N_("Please choose the file."));
    return sheet_page(visit, *language, form, nullptr);
  }
  SheetReport report;
  bool readable = true;
  try {
    context.county.database.write([&](db::Writer& writer) {
      auto taken = take_sheet(writer, context, bytes, language->code);
      readable = taken.has_value();
      if (taken) report = std::move(*taken);
      if (!readable || !report.problems.empty()) throw NotTaken{};
    });
  } catch (NotTaken const&) {
    if (!readable) form.error("sheet", N_("This is no such spreadsheet. It needs the columns id, field, original, translation."));
    return sheet_page(visit, *language, form, &report);
  }
  return http::see_other(fmt::format("/staff/texts/{}/sheet?taken={}", language->code, report.taken));
}

}  // namespace mila::upkeep
