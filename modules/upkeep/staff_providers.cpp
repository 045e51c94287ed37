// Organisations: a list and the form of one.
#include <algorithm>
#include <map>

#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_differences.h"
#include "modules/upkeep/staff_pages.h"
#include "modules/upkeep/staff_provider_form.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

using directory::Kind;
using directory::Organization;

struct FoundProvider {
  directory::Record record;
  Organization organization;
};
std::optional<FoundProvider> provider_of(Visit& visit, db::Reader& reader) {
  std::string id = visit.request.parameter("id");
  if (!is_uuid(id) || !may_edit(visit.context.actor, id)) return std::nullopt;
  auto records = directory::find_records(reader, Kind::Organization, {id});
  if (records.empty()) return std::nullopt;
  FoundProvider found;
  std::vector<std::string> problems;
  found.organization = data::from_json<Organization>(records.front().json, problems);
  found.record = std::move(records.front());
  return found;
}

Form form_of(Visit& visit, FoundProvider const& found) {
  Form form = provider_form(visit, "/staff/providers/" + found.organization.id, found.organization);
  form.hidden("version", std::to_string(found.record.version));
  form.submit(N_("Save and show at once"));
  form.cancel("/staff/providers");
  return form;
}

http::Response provider_page(Visit& visit, FoundProvider const& found, Form const& form,
                             std::vector<ConflictView> conflicts, int status) {
  Words words(visit);
  OfferPageView view;
  view.title = found.organization.name;
  view.organization = sector_words(words, found.organization.x_sector.value_or(""));
  view.conflicts = std::move(conflicts);
  view.has_conflicts = !view.conflicts.empty();
  view.form = form.view();
  view.note = words(N_("Offers of an organisation are corrected one by one."));
  view.links = {{"/staff/offers?organisation=" + found.organization.id, words(N_("Its offers"))},
                {"/staff/providers/" + found.organization.id + "/versions", words(N_("Earlier versions"))}};
  Page frame = offers_frame(visit, view.title, {{words(N_("Organisations")), "/staff/providers"}});
  return visit.site.page(visit, "upkeep/staff/offer.html", view, frame, status);
}

/// What was typed beside what stands there now.
std::vector<ConflictView> conflicts_with(Visit& visit, Organization typed, FoundProvider const& found) {
  Words words(visit);
  std::vector<ConflictView> conflicts;
  auto gazetteer = places::gazetteer(visit.context.county);
  for (auto& difference : differences(words, *gazetteer, Kind::Organization, directory::to_record(typed).json,
                                      found.record.json, {}))
    conflicts.push_back({difference.label, difference.before, difference.after});
  return conflicts;
}

}  // namespace

http::Response list_providers(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto query = ListQuery::read(visit, {"name", "offers"});
  auto own = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  auto all = context.county.database.read([&](db::Reader& reader) { return overview(context.county, reader); });
  std::map<std::string_view, std::int64_t> offers;
  for (auto const& row : all->offers)
    if (row.is_public()) ++offers[row.organization_id];
  std::string search = query.search.empty() ? "" : slugify(query.search);
  std::vector<OrganizationRow const*> rows;
  for (auto const& [id, row] : all->organizations)
    if ((!own || std::find(own->begin(), own->end(), id) != own->end()) &&
        (search.empty() || slugify(row.name).find(search) != std::string::npos))
      rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(), [&](auto const* a, auto const* b) {
    if (query.sort == "offers" && offers[a->id] != offers[b->id]) return offers[a->id] < offers[b->id];
    return a->sort_key < b->sort_key;
  });
  if (query.descending) std::reverse(rows.begin(), rows.end());
  ListPageView view;
  view.title = words(N_("Organisations"));
  view.new_href = "/staff/drafts/new?kind=organization";
  view.new_text = words(N_("New organisation"));
  Table table(visit, query, N_("Organisations"));
  table.search(N_("Name"));
  table.columns({{"name", N_("Organisation")}, {"offers", N_("Offers"), true}, {"", N_("Phone number")}, {"", N_("Mail address")}});
  for (auto i = static_cast<std::size_t>(query.offset());
       i < rows.size() && i < static_cast<std::size_t>(query.offset() + query.limit()); ++i)
    table.row({Cell(rows[i]->name).link("/staff/providers/" + rows[i]->id),
               std::to_string(offers[rows[i]->id]), rows[i]->phone, rows[i]->mail});
  table.total(static_cast<std::int64_t>(rows.size()));
  table.empty(N_("No organisation is known here yet."), view.new_href, N_("New organisation"));
  view.table = table.view();
  return list_page(visit, view, "/staff/providers");
}

http::Response show_provider(Visit& visit) {
  auto found = visit.context.county.database.read(
      [&](db::Reader& reader) { return provider_of(visit, reader); });
  if (!found) return visit.site.error_page(visit, 404);
  return provider_page(visit, *found, form_of(visit, *found), {}, 200);
}

http::Response save_provider(Visit& visit) {
  auto& context = visit.context;
  std::optional<http::Response> answer;
  context.county.database.write([&](db::Writer& writer) {
    auto found = provider_of(visit, writer);
    if (!found) {
      answer = visit.site.error_page(visit, 404);
      return;
    }
    Form form = form_of(visit, *found);
    bool fine = form.read();
    auto edited = edited_provider(form, found->organization);
    if (form["version"] != std::to_string(found->record.version)) {
      form.set("version", std::to_string(found->record.version));
      answer = provider_page(visit, *found, form, conflicts_with(visit, edited, *found), 409);
      return;
    }
    if (!fine || form.has_errors()) {
      answer = provider_page(visit, *found, form, {}, 422);
      return;
    }
    auto record = with_unknown_members(edited, found->record.json);
    if (directory::to_record(edited).json == directory::to_record(found->organization).json) return;
    auto saved = directory::save(writer, context.actor, record, found->record.version);
    if (!saved) throw db::ConflictError("upkeep.save", "version");
  });
  if (answer) return *answer;
  return http::see_other("/staff/providers/" + visit.request.parameter("id") + "?done=saved");
}

}  // namespace mila::upkeep
