// Calendars of partners in the workplace: by address or as a file.
#include "modules/calendar/event_store.h"
#include "modules/calendar/sources.h"
#include "modules/calendar/staff_kit.h"
#include "modules/directory/directory.h"
#include "modules/taxonomy/taxonomy.h"
#include "modules/upkeep/link_probe.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/http/multipart.h"

namespace mila::events {
namespace {

constexpr char const* kSources = N_("Calendars taken over");
std::string const kBase = std::string(kPath) + "/calendars";

/// In words what the last reading came to.
char const* code_text(std::string const& code) {
  if (code.empty()) return N_("is read within ten minutes");
  if (code == "ok") return N_("works");
  if (code == "no-calendar") return N_("is no calendar file; what was read before stays");
  if (code == "too-large") return N_("is too large; what was read before stays");
  if (code == "not-public" || code == "no-web-address") return N_("is no address on the internet");
  if (code == "http-404" || code == "http-410") return N_("is not there any more; what was read before stays");
  return N_("cannot be reached at the moment; what was read before stays");
}

std::vector<std::pair<std::string, std::string>> own_organizations(Visit const& visit, db::Reader& reader) {
  auto ids = visit.context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  if (!ids) return directory::organizations_named(reader, "", 1000);
  std::vector<std::pair<std::string, std::string>> own;
  for (auto const& organization : directory::find_organizations(reader, *ids)) own.emplace_back(organization.id, organization.name);
  return own;
}

void fields(Visit& visit, db::Reader& reader, Form& form, Source const& source) {
  Words words(visit);
  if (source.version == 0) {
    std::vector<Choice> choices;
    for (auto const& [id, name] : own_organizations(visit, reader)) choices.push_back({id, name});
    std::string chosen = choices.size() == 1 ? choices.front().value : "";
    form.select("organisation", N_("Whose calendar is it?"), std::move(choices)).required().value(chosen);
  }
  form.text("name", N_("Name of the calendar")).required().longest(100).value(source.name)
      .hint(N_("Readers see where an event comes from."));
  form.url("url", N_("Address of the calendar")).longest(500).value(source.url)
      .hint(N_("It ends with .ics as a rule. It is read every six hours; what is gone there goes here."));
  form.file("file", N_("or a calendar file")).accept(".ics,text/calendar");
  std::vector<Choice> topics{{"", words(N_("none"))}};
  for (auto const& topic : taxonomy::taxonomy().topics())
    topics.push_back({topic.code, taxonomy::taxonomy().label(topic.code, words.language())});
  form.select("topic", N_("Topic"), std::move(topics)).value(source.topic);
  form.hidden("version", std::to_string(source.version));
  form.submit(source.version == 0 ? N_("Take it over") : N_("Save and read it again"));
  form.cancel(kBase);
}

http::Response page(Visit& visit, Source const& source, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = source.version == 0 ? words(N_("Take a calendar over")) : source.name;
  if (source.version != 0) view.lead = words(N_("The calendar {state}."), {{"state", words(code_text(source.code))}});
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

std::string uploaded(Visit const& visit) {
  for (auto const& upload : visit.request.files())
    if (upload.field == "file") return std::string(upload.bytes);
  return "";
}

/// In a county that looks first, calendars are taken over by who releases.
bool may_take_over(Actor const& actor, db::Reader& reader, std::string const& organization_id) {
  return may_edit(actor, organization_id) && (may_release(actor) || !release_first(reader));
}

std::optional<Source> source_in(Visit& visit, db::Reader& reader, http::Response& instead) {
  std::string id = visit.request.parameter("id");
  if (id == "new") return Source{};
  auto found = find_sources(reader, {id});
  if (!found.empty() && may_take_over(visit.context.actor, reader, found.front().organization_id)) return found.front();
  instead = visit.site.error_page(visit, found.empty() ? 404 : 403);
  return std::nullopt;
}

}  // namespace

http::Response list_sources_page(Visit& visit) {
  Words words(visit);
  ListPageView view;
  view.title = words(kSources);
  view.lead = words(N_("Whoever keeps a calendar elsewhere need not enter anything twice."));
  view.new_href = kBase + "/new";
  view.new_text = words(N_("Take a calendar over"));
  Table table(visit, ListQuery::read(visit, {"name"}), kSources);
  table.columns({{"", N_("Name")}, {"", N_("Organisation")}, {"", N_("State")}});
  table.empty(N_("No calendar is taken over yet."), view.new_href, N_("Take a calendar over"));
  visit.context.county.database.read([&](db::Reader& reader) {
    auto sources = list_sources(reader, visit.context.actor.scope_ids(Permission::EditOffers, Scope::Organization));
    std::vector<std::string> ids;
    for (auto const& source : sources) ids.push_back(source.organization_id);
    std::map<std::string, std::string> names;
    for (auto const& organization : directory::find_organizations(reader, ids)) names[organization.id] = organization.name;
    for (auto const& source : sources) {
      Cell state(words(code_text(source.code)));
      if (source.failures > 0) state.badge("danger");
      if (source.read_at) state.note(words(N_("last read {when}"), {{"when", moment(visit.context, *source.read_at)}}));
      table.row({Cell(source.name).link(kBase + "/" + source.id).note(source.url.empty() ? words(N_("a file")) : upkeep::web_host(source.url)),
                 Cell(names[source.organization_id]), std::move(state)});
    }
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, kTitle));
}

http::Response show_source(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto source = source_in(visit, reader, instead);
    if (!source) return instead;
    Form form(visit, visit.request.path);
    fields(visit, reader, form, *source);
    if (source->version != 0) form.checkbox("remove", N_("Take this calendar out, with all its events"));
    return page(visit, *source, form);
  });
}

http::Response save_source(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto source = source_in(visit, writer, instead);
    if (!source) return instead;
    Form form(visit, visit.request.path);
    fields(visit, writer, form, *source);
    if (source->version != 0) form.checkbox("remove", N_("Take this calendar out, with all its events"));
    if (!form.read()) return page(visit, *source, form);
    bool fresh = source->version == 0;
    if (!fresh && form["version"] != std::to_string(source->version)) {
      form.error("", N_("Somebody changed this calendar meanwhile."));
      form.set("version", std::to_string(source->version));
      return page(visit, *source, form, 409);
    }
    if (!fresh && form.is_checked("remove")) {
      delete_source(writer, source->id);
      return http::see_other(kBase + "?done=saved");
    }
    Source changed = *source;
    if (fresh) changed.organization_id = form["organisation"];
    if (!may_take_over(visit.context.actor, writer, changed.organization_id)) return visit.site.error_page(visit, 403);
    changed.name = form["name"];
    changed.url = form["url"];
    changed.topic = form["topic"];
    std::string file = uploaded(visit);
    if (changed.url.empty() && file.empty() && fresh) form.error("url", N_("Please give an address or choose a file."));
    if (!changed.url.empty() && upkeep::web_host(changed.url).empty()) form.error("url", N_("Please copy the whole link; it begins with https://."));
    if (!file.empty()) {
      auto read = calendar::read_calendar(file);
      if (!read) form.error("file", read.error().code == ErrorCode::TooLarge ? N_("This file is too large.") : N_("This is no calendar file. It ends with .ics as a rule."));
    }
    if (form.has_errors()) return page(visit, *source, form);
    if (fresh) changed.id = uuid_v7(writer.now(), visit.context.random);
    if (fresh) changed.created_by = visit.context.actor.account_id;
    // Another address begins anew; an address is read by the job, a file at once.
    changed.etag.clear();
    changed.last_modified.clear();
    changed.failures = 0;
    changed.due_at = changed.url.empty() ? std::nullopt : std::optional(writer.now());
    if (!changed.url.empty()) changed.code = "";
    if (!file.empty()) {
      changed.code = "ok";
      changed.read_at = writer.now();
    }
    if (fresh) insert_source(writer, changed);
    else update_source(writer, changed);
    if (!file.empty()) (void)take_over(writer, visit.context, changed, file);
    if (!changed.url.empty())
      jobs::enqueue(writer, visit.context.random, {.kind = "calendar.sources", .key = "calendar.sources"});
    return http::see_other(kBase + "?done=saved");
  });
}

/// Whoever added a calendar that cannot be read.
void add_broken_sources(Context& context, db::Reader& reader, std::vector<WaitingItem>& items) {
  Words words(context, context.language);
  for (auto const& source : list_sources(reader, std::nullopt)) {
    if (source.failures < 2 || source.created_by != context.actor.account_id) continue;
    items.push_back({words(N_("A calendar cannot be read: {name}"), {{"name", source.name}}), words(code_text(source.code)),
                     kBase + "/" + source.id, words(N_("Have a look")), std::nullopt, false});
  }
}

}  // namespace mila::events
