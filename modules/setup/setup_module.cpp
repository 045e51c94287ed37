// What this module tells the program about itself.
#include <fstream>
#include <stdexcept>

#include "modules/setup/list_import_store.h"
#include "modules/setup/list_pages.h"
#include "modules/setup/pages.h"
#include "modules/setup/setup.h"
#include "modules/setup/take_along_pages.h"
#include "modules/setup/waiting.h"
#include "platform/files/files.h"

namespace mila::setup {
namespace {

using http::Method;
using html::schema_of;

void add_steps(Module& module) {
  struct Page {
    std::string step;
    Step show, save;
  };
  Page const pages[] = {{"county", show_county, save_county}, {"places", show_places, save_places},
                        {"look", show_look, save_look},       {"legal", show_legal, save_legal},
                        {"mail", show_mail, save_mail},       {"people", show_people, save_people}};
  auto add = [&](Method method, std::string const& pattern, Permission permission, Handler handler,
                 bool delicate) {
    std::string sample = pattern;
    if (auto at = sample.find("{token}"); at != std::string::npos) sample.replace(at, 7, "none");
    module.routes.push_back({method, pattern, permission, std::move(handler), sample, delicate});
  };
  std::string const link = "/staff/setup/{token}", workplace = "/staff/settings";
  add(Method::Get, link, Permission::Public, behind_link(show_overview), false);
  add(Method::Post, link + "/entry", Permission::Public, behind_link(come_in), false);
  add(Method::Get, workplace, Permission::ManageCounty, in_workplace(show_overview), false);
  for (auto const& page : pages) {
    std::string path = "/" + page.step;
    add(Method::Get, link + path, Permission::Public, behind_link(page.show), false);
    add(Method::Post, link + path, Permission::Public, behind_link(page.save), false);
    if (page.step == "people") continue;  // in the workplace that is accounts
    add(Method::Get, workplace + path, Permission::ManageCounty, in_workplace(page.show), true);
    add(Method::Post, workplace + path, Permission::ManageCounty, in_workplace(page.save), true);
  }
}

void add_lists(Module& module) {
  auto add = [&](Method method, std::string const& pattern, Handler handler) {
    std::string sample = pattern;
    if (auto at = sample.find("{id}"); at != std::string::npos) sample.replace(at, 4, "{list_import}");
    module.routes.push_back({method, pattern, Permission::ImportLists, std::move(handler), sample});
  };
  std::string const all = "/staff/imports", one = all + "/{id}";
  add(Method::Get, all, show_lists);
  add(Method::Get, all + "/new", show_new_list);
  add(Method::Post, all, create_list);
  add(Method::Get, one, show_list);
  add(Method::Post, one + "/columns", save_columns);
  add(Method::Post, one + "/cells", save_cells);
  add(Method::Post, one + "/splits", split_cells);
  add(Method::Post, one + "/takeover", take_rows_over);
  add(Method::Post, one + "/publication", publish_rows);
  add(Method::Post, one + "/drafts", act_on_drafts);
  add(Method::Post, one + "/withdrawal", take_rows_back);
  add(Method::Post, one + "/removal", drop_rows);
}

void add_taking_along(Module& module) {
  auto add = [&](std::string const& path, Handler handler, bool delicate) {
    module.routes.push_back({Method::Get, path, Permission::ExportLists, std::move(handler), path, delicate});
  };
  add("/staff/taking-along", show_taking_along, false);
  add("/staff/taking-along/county.json", take_along_json, true);
  add("/staff/taking-along/county.xlsx", take_along_xlsx, true);
}

/// Rows hold what offices know of people; who has not gone on for so long will paste them again.
constexpr std::chrono::hours kRowsKept{24 * 30};

std::int64_t expire(Context& context) {
  auto rows = context.county.database.write(
      [&](db::Writer& writer) { return expire_rows(writer, writer.now() - kRowsKept); });
  return rows + files::collect(context);
}

/// A list that waits to be looked at, as offices have them.
void load_demo(Context& context, std::string const& folder) {
  bool any = context.county.database.read([](db::Reader& reader) { return !all_lists(reader, 1).empty(); });
  if (any) return;
  std::string data = folder.substr(0, folder.rfind('/'));
  std::ifstream file(data + "/first_hour/contacts.csv", std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  auto begun = begin_list(context, directory::CsvKind::Contacts, "Ansprechpersonen 2026.csv", bytes,
                          HeadingWords::load(data + "/list_headings.csv"));
  if (!begun) throw std::runtime_error("first_hour/contacts.csv: " + begun.error().message);
}

std::map<std::string, std::string> sample_keys(Context&, db::Reader& reader) {
  auto lists = all_lists(reader, 1);
  return {{"list_import", lists.empty() ? "none" : lists.front().id}};
}

}  // namespace

Module const& module() {
  static Module const setup = [] {
    Module m;
    m.name = "setup";
    m.summary = "the first hour: setting a county up in the browser, taking over lists, inviting people, taking everything along";
    m.before_public = answer_instead;
    add_steps(m);
    add_lists(m);
    add_taking_along(m);
    m.staff_menu = {{70, i18n::N_("Lists"), "/staff/imports", "download", Permission::ImportLists},
                    {96, i18n::N_("Take everything along"), "/staff/taking-along", "download", Permission::ExportLists},
                    {95, i18n::N_("Settings of the county"), "/staff/settings", "edit",
                     Permission::ManageCounty}};
    m.templates = {{"setup/closed.html", schema_of<ClosedView>()},
                   {"setup/staff/message.html", schema_of<MessageView>()},
                   {"setup/staff/overview.html", schema_of<OverviewView>()},
                   {"setup/staff/form_step.html", schema_of<FormStepView>()},
                   {"setup/staff/places.html", schema_of<PlacesView>()},
                   {"setup/staff/look.html", schema_of<LookView>()},
                   {"setup/staff/legal.html", schema_of<LegalView>()},
                   {"setup/staff/people.html", schema_of<PeopleView>()},
                   {"setup/staff/new_list.html", schema_of<NewListView>()},
                   {"setup/staff/taking_along.html", schema_of<TakeAlongView>()},
                   {"setup/staff/list.html", schema_of<ListView>()}};
    m.personal_data = {
        {"list_import_row", "rows of lists as offices had them: names, numbers, addresses of contacts",
         "lists are looked at and mended before they become entries", "Art. 6 (1) e GDPR",
         "30 days after somebody last worked on the list", "“Throw this list away” on the list's page"}};
    m.waiting = waiting_items;
    m.expire = expire;
    m.demo = load_demo;
    m.sample_keys = sample_keys;
    return m;
  }();
  return setup;
}

}  // namespace mila::setup
