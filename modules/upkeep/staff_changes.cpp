// "What changed": every change with before and after side by side, to be undone with one click.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "modules/directory/history.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_differences.h"
#include "modules/upkeep/staff_pages.h"
#include "modules/upkeep/undo.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

using directory::Kind;
using directory::RecordChange;

constexpr int kPerPage = 20;

std::optional<Kind> kind_named(std::string_view name) {
  for (Kind kind : {Kind::Organization, Kind::Service, Kind::Location, Kind::Function})
    if (name == directory::name_of(kind)) return kind;
  return std::nullopt;
}

std::string kind_words(Words const& words, Kind kind) {
  switch (kind) {
    case Kind::Service: return words(N_("Offer"));
    case Kind::Organization: return words(N_("Organisation"));
    case Kind::Location: return words(N_("Place"));
    case Kind::Function: return words(N_("Function"));
  }
  return "";
}

std::string edit_href(RecordChange const& change) {
  switch (change.kind) {
    case Kind::Service: return "/staff/offers/" + change.id;
    case Kind::Organization: return "/staff/providers/" + change.id;
    default: return "";
  }
}

std::string name_of_record(RecordChange const& change) {
  auto const& json = change.after.is_object() ? change.after : *change.previous;
  auto name = json.value(change.kind == Kind::Function ? "title" : "name", "");
  if (!name.empty() || change.kind != Kind::Location) return name;
  std::vector<std::string> problems;
  return place_title(data::from_json<directory::Location>(json, problems), false);
}

void collect_locations(data::Json const& record, std::vector<std::string>& ids) {
  auto places = record.find("service_at_locations");
  if (places == record.end() || !places->is_array()) return;
  for (auto const& place : *places) ids.push_back(place.value("location_id", ""));
}

/// Names needed to tell a page of changes, in two statements.
struct Known {
  std::map<std::string, std::string> accounts, places;
};
Known known_of(db::Reader& reader, std::vector<RecordChange> const& changes) {
  Known known;
  std::vector<std::string> accounts, locations;
  for (auto const& change : changes) {
    if (is_uuid(change.actor_id)) accounts.push_back(change.actor_id);
    if (change.kind != Kind::Service) continue;
    if (change.previous) collect_locations(*change.previous, locations);
    collect_locations(change.after, locations);
  }
  for (auto const& account : auth::find_accounts(reader, accounts))
    known.accounts.emplace(account.id, account.name);
  for (auto const& location : directory::find_locations(reader, locations))
    known.places.emplace(location.id, place_title(location, false));
  return known;
}

std::string who_words(Words const& words, Known const& known, std::string const& actor_id) {
  if (actor_id == "operator") return words(N_("A list that was taken in, or the program"));
  if (actor_id == "visitor") return words(N_("The provider, by a link"));
  auto found = known.accounts.find(actor_id);
  return found == known.accounts.end() ? words(N_("Somebody who has left")) : found->second;
}

ChangeView change_view(Words const& words, Context const& context, Overview const& all,
                       places::Gazetteer const& gazetteer, Known const& known,
                       RecordChange const& change) {
  ChangeView view;
  view.name = kind_words(words, change.kind) + ": " + name_of_record(change);
  view.href = edit_href(change);
  view.who = who_words(words, known, change.actor_id);
  view.when = moment(context, change.at);
  view.by = all.organization_name(change.organization_id);
  view.is_new = !change.previous;
  if (change.previous)
    view.differences = differences(words, gazetteer, change.kind, *change.previous, change.after,
                                   known.places);
  return view;
}

struct Loaded {
  std::vector<RecordChange> changes;
  Known known;
  std::shared_ptr<Overview const> all;
};

http::Response changes_page(Visit& visit, ChangesPageView& view, Page frame, int status) {
  int number = 0;
  for (auto& change : view.changes) change.number = std::to_string(++number);
  view.has_changes = !view.changes.empty();
  return visit.site.page(visit, "upkeep/staff/changes.html", view, std::move(frame), status);
}

/// Asked for by "?days=30&organisation=…&all=1&page=2".
Form filter_form(Visit& visit, std::vector<Choice> organizations) {
  Words words(visit);
  Form form(visit, "/staff/changes");
  form.by_get();
  form.select("days", N_("Since"),
              {{"7", words(N_("7 days"))}, {"30", words(N_("30 days"))}, {"365", words(N_("a year"))}})
      .value("30");
  if (organizations.size() > 1) {
    organizations.insert(organizations.begin(), {"", words(N_("All"))});
    form.select("organisation", N_("Organisation"), std::move(organizations));
  }
  form.checkbox("all", N_("Also lists that were taken in"));
  form.submit(N_("Show"));
  return form;
}

}  // namespace

http::Response list_changes(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  Loaded loaded;
  std::vector<Choice> organizations;
  auto page = parse_integer(visit.request.query.get("page")).value_or(1);
  page = std::clamp<std::int64_t>(page, 1, 10'000);
  ChangesPageView view;
  context.county.database.read([&](db::Reader& reader) {
    organizations = organization_choices(context, reader, Permission::EditOffers);
    Form form = filter_form(visit, organizations);
    bool fine = visit.request.query.items().empty() || form.read();
    directory::ChangeQuery query;
    query.organization_ids = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
    if (fine && organizations.size() > 1 && !form["organisation"].empty())
      query.organization_ids = std::vector{form["organisation"]};
    auto days = parse_integer(fine ? form["days"] : "").value_or(30);
    query.since = context.now() - std::chrono::hours{24 * days};
    query.by_people = !form.is_checked("all");
    query.limit = kPerPage + 1;
    query.offset = static_cast<int>((page - 1) * kPerPage);
    loaded.changes = directory::changes(reader, query);
    loaded.known = known_of(reader, loaded.changes);
    loaded.all = overview(context.county, reader);
    view.filter = form.view();
  });
  auto here = [&](std::int64_t number) {
    return "/staff/changes" +
           visit.request.query.without("page").with("page", std::to_string(number)).to_query();
  };
  if (loaded.changes.size() > kPerPage) {
    loaded.changes.pop_back();
    view.next_href = here(page + 1);
  }
  if (page > 1) view.earlier_href = here(page - 1);
  view.has_pages = page > 1 || !view.next_href.empty();
  view.has_filter = true;
  view.title = words(N_("What changed"));
  view.lead = words(N_("Providers correct their entries at once. Here you see what was changed, and can undo it."));
  auto gazetteer = places::gazetteer(context.county);
  for (auto const& change : loaded.changes) {
    auto shown = change_view(words, context, *loaded.all, *gazetteer, loaded.known, change);
    if (change.previous && may_undo(context.actor, change.organization_id)) {
      shown.action = fmt::format("/staff/changes/{}/{}/{}/undo", directory::name_of(change.kind),
                                 change.id, change.version);
      shown.button = words(N_("Undo"));
      shown.back = "changes";
    }
    view.changes.push_back(std::move(shown));
  }
  return changes_page(visit, view, offers_frame(visit, view.title), 200);
}

http::Response undo(Visit& visit) {
  auto& context = visit.context;
  auto kind = kind_named(visit.request.parameter("kind"));
  std::string id = visit.request.parameter("id");
  auto version = parse_integer(visit.request.parameter("version"));
  if (!kind || !is_uuid(id) || !version) return visit.site.error_page(visit, 404);
  auto done = context.county.database.write(
      [&](db::Writer& writer) { return undo_change(writer, context, *kind, id, *version); });
  auto form = visit.request.form();
  if (done)
    return http::see_other(form && form->get("back") == "versions" && *kind == Kind::Service
                               ? "/staff/offers/" + id + "/versions?done=saved"
                               : "/staff/changes?done=saved");
  if (done.error().code == ErrorCode::Conflict) return show_conflict(visit, *kind, id);
  return visit.site.error_page(visit, done.error().code == ErrorCode::Invalid ? 422 : 404);
}

namespace {

/// All changes of one record with "back to before this".
http::Response versions_page(Visit& visit, Kind kind, std::string const& id, std::string const& problem,
                             int status) {
  auto& context = visit.context;
  Words words(visit);
  Loaded loaded;
  std::optional<directory::Record> record;
  std::vector<Hiding> hidings;
  std::string organization;
  context.county.database.read([&](db::Reader& reader) {
    auto found = directory::find_records(reader, kind, {id});
    if (found.empty()) return;
    record = std::move(found.front());
    organization = kind == Kind::Organization ? id : record->json.value("organization_id", "");
    if (!may_undo(context.actor, organization)) return;
    loaded.changes = directory::changes(reader, {.kind = kind, .id = id, .limit = 100});
    loaded.known = known_of(reader, loaded.changes);
    loaded.all = overview(context.county, reader);
    if (kind == Kind::Service) hidings = hidings_of(reader, id);
  });
  if (!record || !loaded.all) return visit.site.error_page(visit, 404);
  auto gazetteer = places::gazetteer(context.county);
  ChangesPageView view;
  view.title = words(N_("Earlier versions of {name}"),
                     {{"name", record->json.value(kind == Kind::Function ? "title" : "name", "")}});
  view.lead = words(N_("The newest change stands first. “Restore” brings the whole entry back to what it was before that change."));
  view.problem = problem;
  view.hidings = hiding_lines(words, context, hidings);
  for (auto const& change : loaded.changes) {
    auto shown = change_view(words, context, *loaded.all, *gazetteer, loaded.known, change);
    if (change.previous) {
      shown.action = fmt::format("/staff/versions/{}/{}/{}/restore", directory::name_of(kind), id,
                                 change.version);
      shown.button = words(N_("Restore what was before"));
      shown.now = std::to_string(record->version);
    }
    view.changes.push_back(std::move(shown));
  }
  std::vector<Page::Crumb> between;
  if (kind == Kind::Service)
    between.push_back({record->json.value("name", ""), "/staff/offers/" + id});
  return changes_page(visit, view, offers_frame(visit, words(N_("Earlier versions")), between), status);
}

}  // namespace

http::Response show_conflict(Visit& visit, Kind kind, std::string const& id) {
  return versions_page(
      visit, kind, id,
      Words(visit)(N_("This was changed once more since then, so nothing was undone. Look at both changes here and restore the version that is right.")),
      409);
}

http::Response show_versions(Visit& visit) {
  std::string id = visit.request.parameter("id");
  auto kind = visit.request.path.rfind("/staff/providers/", 0) == 0 ? Kind::Organization : Kind::Service;
  if (!is_uuid(id)) return visit.site.error_page(visit, 404);
  return versions_page(visit, kind, id, "", 200);
}

http::Response restore(Visit& visit) {
  auto& context = visit.context;
  auto kind = kind_named(visit.request.parameter("kind"));
  std::string id = visit.request.parameter("id");
  auto version = parse_integer(visit.request.parameter("version"));
  auto form = visit.request.form();
  auto now = form ? parse_integer(form->get("now")) : std::nullopt;
  if (!kind || !is_uuid(id) || !version) return visit.site.error_page(visit, 404);
  if (!now) return visit.site.error_page(visit, 422);
  auto done = context.county.database.write([&](db::Writer& writer) {
    // The state before a change is the one of the version before it.
    return restore_version(writer, context, *kind, id, *version - 1, *now);
  });
  if (done) {
    char const* folder = *kind == Kind::Organization ? "/staff/providers/" : "/staff/offers/";
    bool has_page = *kind == Kind::Organization || *kind == Kind::Service;
    return http::see_other(has_page ? folder + id + "/versions?done=saved" : "/staff/changes?done=saved");
  }
  if (done.error().code == ErrorCode::Conflict) return show_conflict(visit, *kind, id);
  return visit.site.error_page(visit, 404);
}

}  // namespace mila::upkeep
