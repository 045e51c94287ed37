// Everything as one file, for whoever may have everything.
#include "modules/setup/take_along_pages.h"

#include "modules/setup/pages.h"
#include "modules/setup/take_along.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"

namespace mila::setup {
namespace {

using i18n::N_;

constexpr char const* kPath = "/staff/taking-along";

std::vector<TakenTable> const& taken_tables(Visit& visit) {
  struct Known {
    std::vector<TakenTable> tables;
  };
  auto known = visit.context.county.part<Known>([&] {
    return new Known{load_taken_tables(visit.site.config().share + "/data/take_along.csv")};
  });
  return known->tables;
}

/// Written before the first byte leaves.
void note_taking(Visit& visit, char const* format) {
  visit.context.county.database.write([&](db::Writer& writer) {
    auth::audit(writer, visit.context, "county.taken_along", "county", "", format);
  });
}

http::Response as_file(Visit& visit, http::Response response, char const* ending) {
  auto day = local_date(visit.context.now(), visit.context.county.config().zone);
  std::string name = slugify(visit.context.county.config().name) + "-" + format_iso_date(day) + ending;
  response.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

}  // namespace

http::Response show_taking_along(Visit& visit) {
  Words words(visit);
  auto const& actor = visit.context.actor;
  if (!may_take_along(actor)) return visit.site.error_page(visit, 403);
  TakeAlongView view;
  view.title = words(N_("Take everything along"));
  view.xlsx_href = std::string(kPath) + "/county.xlsx";
  view.json_href = std::string(kPath) + "/county.json";
  Table goes(visit, {}, N_("What goes along"));
  goes.columns({{"", N_("What")}, {"", N_("In the file")}});
  Table stays(visit, {}, N_("What stays here"));
  stays.columns({{"", N_("In the database")}, {"", N_("Why")}});
  for (auto const& table : taken_tables(visit)) {
    bool reached = actor.may(table.permission, Target{});
    if (table.taken() && reached) goes.row({table.label(visit.context.language), table.table});
    else stays.row({table.table, table.taken() ? words(N_("your role does not reach it")) : table.reason(visit.context.language)});
  }
  view.goes = goes.view();
  view.stays = stays.view();
  Page frame;
  frame.title = view.title;
  frame.active_path = kPath;
  return visit.site.page(visit, "setup/staff/taking_along.html", view, frame);
}

http::Response take_along_json(Visit& visit) {
  if (!may_take_along(visit.context.actor)) return visit.site.error_page(visit, 403);
  note_taking(visit, "json");
  auto along = std::make_shared<TakeAlong>(visit.context, taken_tables(visit));
  http::Response response;
  response.content_type = "application/json";
  response.stream = [along](std::string& piece) { return along->next_json(piece); };
  return as_file(visit, std::move(response), ".json");
}

http::Response take_along_xlsx(Visit& visit) {
  if (!may_take_along(visit.context.actor)) return visit.site.error_page(visit, 403);
  note_taking(visit, "xlsx");
  TakeAlong along(visit.context, taken_tables(visit));
  auto bytes = along.xlsx(visit.context.language);
  if (!bytes) return visit.site.error_page(visit, bytes.error());
  return as_file(visit, http::text(std::move(*bytes), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ".xlsx");
}

}  // namespace mila::setup
