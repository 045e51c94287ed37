// Programmes: a row of events under one name.
#include "modules/calendar/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"

namespace mila::events {
namespace {

constexpr char const* kProgrammes = N_("Programmes");
std::string const kBase = std::string(kPath) + "/programmes";

void fields(Visit& visit, Form& form, Programme const& programme) {
  Words words(visit);
  auto iso = [](Date day) { return day.ok() ? format_iso_date(day) : ""; };
  form.text("name", N_("Name of the programme")).required().longest(120).value(programme.name)
      .hint(N_("Like “Interkulturelle Woche”. It has a page and a calendar to subscribe to."));
  form.date("from", N_("From")).required().value(iso(programme.from));
  form.date("until", N_("Until")).required().value(iso(programme.until));
  form.long_text("about", N_("What is it about?")).longest(2000).value(programme.about);
  std::vector<Choice> languages;
  for (auto const& language : i18n::all_languages())
    if (language.code != "de-simple") languages.push_back({std::string(language.code), i18n::language_name(language.code, words.language())});
  form.select("language", N_("Language of your text"), std::move(languages)).value(programme.language);
  form.hidden("version", std::to_string(programme.version));
  form.submit(N_("Save"));
  form.cancel(kBase);
}

http::Response page(Visit& visit, Form const& form, Programme const& programme, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = programme.version == 0 ? words(N_("New programme")) : programme.name;
  view.lead = words(N_("Organisations choose it when they enter an event."));
  Page frame = staff_frame(visit, view.title, kPath, kTitle);
  return form_page(visit, view, form, std::move(frame), status);
}

/// The one named in the address, a fresh one for "new".
std::optional<Programme> programme_in(Visit& visit, db::Reader& reader) {
  Programme fresh;
  fresh.from = fresh.until = Date{};
  std::string id = visit.request.parameter("id");
  return id == "new" ? std::optional(fresh) : find_programme(reader, id);
}

}  // namespace

http::Response list_programmes(Visit& visit) {
  Words words(visit);
  ListPageView view;
  view.title = words(kProgrammes);
  view.lead = words(N_("A row of events under one name, with a page and a calendar of its own."));
  view.new_href = kBase + "/new";
  view.new_text = words(N_("New programme"));
  Table table(visit, ListQuery::read(visit, {"from"}), kProgrammes);
  table.columns({{"", N_("Name")}, {"", N_("From")}, {"", N_("Until")}});
  table.empty(N_("There is no programme yet."), view.new_href, N_("New programme"));
  visit.context.county.database.read([&](db::Reader& reader) {
    auto day = [&](Date date) { return i18n::format_date(date, words.language(), i18n::DateStyle::Long); };
    for (auto const& programme : programmes(reader, Date{std::chrono::sys_days{}}))
      table.row({Cell(programme.name).link(kBase + "/" + programme.id).language(programme.language), Cell(day(programme.from)), Cell(day(programme.until))});
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, kTitle));
}

http::Response show_programme_form(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto programme = programme_in(visit, reader);
    if (!programme) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    fields(visit, form, *programme);
    return page(visit, form, *programme);
  });
}

http::Response save_programme_form(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto programme = programme_in(visit, writer);
    if (!programme) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    fields(visit, form, *programme);
    if (!form.read()) return page(visit, form, *programme);
    auto from = date_in(form["from"]), until = date_in(form["until"]);
    if (!from) form.error("from", N_("Please write the day like 24.12.2026."));
    if (!until) form.error("until", N_("Please write the day like 24.12.2026."));
    if (form.has_errors()) return page(visit, form, *programme);
    Programme changed = *programme;
    changed.version = parse_integer(form["version"]).value_or(0);
    changed.name = form["name"];
    changed.about = form["about"];
    changed.language = form["language"].empty() ? "de" : form["language"];
    changed.from = *from;
    changed.until = *until;
    auto id = save_programme(writer, visit.context, changed);
    if (id) return http::see_other(kBase + "?done=saved");
    show_error(form, id.error());
    form.set("version", std::to_string(programme->version));
    return page(visit, form, *programme, status_of(id.error()));
  });
}

}  // namespace mila::events
