// All lists that were taken over, and beginning a new one.
#include "modules/setup/list_import_store.h"
#include "modules/setup/list_pages.h"
#include "modules/setup/pages.h"
#include "modules/setup/uploads.h"
#include "platform/i18n/format.h"

namespace mila::setup {
namespace {

using i18n::N_;

std::string state_text(Visit const& visit, ListImport const& list, std::int64_t records) {
  Words words(visit);
  if (records == 0) return words(N_("being looked at"));
  return list.state == ListImport::State::Public ? words(N_("public"))
                                                 : words(N_("drafts, only seen here"));
}

Form new_form(Visit& visit) {
  std::vector<Choice> kinds;
  for (auto kind : {directory::CsvKind::Organisations, directory::CsvKind::Contacts, directory::CsvKind::Offers})
    kinds.push_back({kind_name(kind), kind_label(visit, kind)});
  Form form(visit, "/staff/imports");
  form.radios("kind", N_("What is in the list?"), std::move(kinds)).required()
      .value(visit.request.query.get("kind"))
      .hint(N_("Organisations first, then who can be called there, then what is offered: then each finds the others."));
  form.file("file", N_("File")).accept(".csv,.txt,.xlsx").hint(N_("From Excel (XLSX) or as CSV, as it is. Titles, colours and blank lines do not matter."));
  form.long_text("text", N_("Or copy the cells in Excel and paste them here")).rows(8).longest(4'000'000);
  form.hidden("file_name", "");
  form.submit(N_("Read the list"));
  form.cancel("/staff/imports");
  return form;
}

http::Response new_page(Visit& visit, Form const& form) {
  NewListView view;
  view.form = form.view();
  Page frame = staff_frame(visit, Words(visit)(N_("Take over a list")), "/staff/imports", N_("Lists"));
  frame.head = spreadsheet_script(visit);
  return visit.site.page(visit, "setup/staff/new_list.html", view, frame, form.status());
}

}  // namespace

HeadingWords const& heading_words(Visit& visit) {
  return *visit.context.county.part<HeadingWords>([&] {
    return new HeadingWords(HeadingWords::load(visit.site.config().share + "/data/list_headings.csv"));
  });
}

html::Safe spreadsheet_script(Visit const& visit) {
  return {"<script src=\"" + visit.site.asset("list_import.js") + "\" defer></script>\n"};
}

std::string kind_label(Visit const& visit, directory::CsvKind kind) {
  Words words(visit);
  switch (kind) {
    case directory::CsvKind::Contacts: return words(N_("Contacts: who is in charge of what"));
    case directory::CsvKind::Offers: return words(N_("Offers of help"));
    default: return words(N_("Organisations"));
  }
}

http::Response show_lists(Visit& visit) {
  Words words(visit);
  std::map<std::string, std::int64_t> counts;
  auto lists = visit.context.county.database.read([&](db::Reader& reader) {
    counts = record_counts(reader);
    return all_lists(reader);
  });
  Table table(visit, {}, N_("Lists"));
  table.columns({{"", N_("List")}, {"", N_("What is in it")}, {"", N_("State")}, {"", N_("Records"), true}});
  auto const& zone = visit.context.county.config().zone;
  for (auto const& list : lists) {
    std::string day = i18n::format_date(local_date(list.created_at, zone), visit.context.language,
                                        i18n::DateStyle::Long);
    std::string name = list.name.empty() ? words(N_("Pasted list")) : list.name;
    auto count = counts[list.id];
    table.row({Cell(name).link("/staff/imports/" + list.id).note(day), kind_label(visit, list.kind),
               state_text(visit, list, count), std::to_string(count)});
  }
  table.empty(N_("No list yet. Begin with your organisations: everything else hangs on them."),
              "/staff/imports/new?kind=organisations", N_("Take over the first list"));
  ListPageView view{
      .title = words(N_("Lists")),
      .lead = words(N_("Your Excel lists become entries here. First as drafts; nothing is public before you say so, and a whole list can be taken back."))};
  if (!lists.empty()) {  // else the table says where to begin
    view.new_href = "/staff/imports/new";
    view.new_text = words(N_("Take over a list"));
  }
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, "/staff/imports", nullptr));
}

http::Response show_new_list(Visit& visit) { return new_page(visit, new_form(visit)); }

http::Response create_list(Visit& visit) {
  Form form = new_form(visit);
  form.read();
  auto file = read_upload(visit, "file");
  if (file.problem) form.error("file", file.problem);
  std::string bytes = file.bytes.empty() ? form["text"] : file.bytes;
  if (bytes.empty() && !form.has_errors()) form.error("text", N_("Please choose a file or paste a list."));
  if (form.has_errors()) return new_page(visit, form);
  // The script empties the field of the file and names it in the address of what it pasted.
  std::string name = file.name.empty() ? visit.request.form()->get("file_name") : file.name;
  auto list = begin_list(visit.context, *list_kind_named(form["kind"]), name, bytes, heading_words(visit));
  if (!list) {
    form.error(file.bytes.empty() ? "text" : "file", list.error().message);
    return new_page(visit, form);
  }
  return http::see_other("/staff/imports/" + *list);
}

}  // namespace mila::setup
