// The list of offers and the form of one.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "modules/upkeep/confirmation_page.h"
#include "modules/upkeep/hiding.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_offer_form.h"
#include "modules/upkeep/staff_pages.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::upkeep {
namespace {

constexpr std::size_t kChoicesMost = 300;

/// What the list is narrowed to.
struct Narrowing {
  std::string search, state, organization, topic, language;
  std::set<std::string> places;
  std::optional<std::vector<std::string>> own;  ///< organisations of the actor
  std::string today;
};

bool holds(std::vector<std::string> const& list, std::string const& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool in_state(OfferRow const& row, std::string const& state, std::string const& today) {
  if (state == "visible") return row.is_public();
  if (state == "paused") return row.status == "temporarily closed";
  if (state == "full") return row.is_public() && !row.full_until.empty() && row.full_until >= today;
  if (state == "hidden") return !row.is_public();
  return state == "unconfirmed" ? row.is_public() && row.assured_date.empty() : true;
}

bool about_topic(OfferRow const& row, std::string const& topic) {
  return std::any_of(row.topics.begin(), row.topics.end(), [&](std::string const& code) {
    for (auto const* above : taxonomy::taxonomy().line(code))
      if (above->code == topic) return true;
    return false;
  });
}

bool fits(Overview const& all, OfferRow const& row, Narrowing const& wanted) {
  if (wanted.own && !holds(*wanted.own, row.organization_id)) return false;
  if (!wanted.organization.empty() && row.organization_id != wanted.organization) return false;
  if (!wanted.state.empty() && !in_state(row, wanted.state, wanted.today)) return false;
  if (!wanted.topic.empty() && !about_topic(row, wanted.topic)) return false;
  if (!wanted.language.empty() &&
      !((row.texts.missing | row.texts.outdated) & language_bit(wanted.language)))
    return false;
  if (!wanted.places.empty()) {
    auto places = all.places_of(row);
    if (std::none_of(places.begin(), places.end(),
                     [&](std::string const& id) { return wanted.places.contains(id); }))
      return false;
  }
  if (wanted.search.empty()) return true;
  std::string text = slugify(row.name + " " + all.organization_name(row.organization_id));
  return text.find(wanted.search) != std::string::npos;
}

void sort_rows(Overview const& all, std::vector<OfferRow const*>& rows, ListQuery const& query) {
  auto key = [&](OfferRow const* row) -> std::string {
    if (query.sort == "confirmed") return row->assured_date;
    if (query.sort != "organisation") return "";
    auto found = all.organizations.find(row->organization_id);
    return found == all.organizations.end() ? "" : found->second.sort_key;
  };
  if (query.sort != "name")
    std::stable_sort(rows.begin(), rows.end(),
                     [&](auto const* a, auto const* b) { return key(a) < key(b); });
  if (query.descending) std::reverse(rows.begin(), rows.end());
}

Cell state_cell(Words const& words, OfferRow const& row, std::string const& today) {
  if (row.status == "temporarily closed") return Cell(words(N_("paused"))).badge("warning");
  if (row.status == "defunct") return Cell(words(N_("ended"))).badge("danger");
  if (row.status != "active") return Cell(words(N_("hidden"))).badge("danger");
  if (!row.full_until.empty() && row.full_until >= today)
    return Cell(words(N_("full"))).badge("warning");
  return Cell(words(N_("visible"))).badge("success");
}

/// How many of the county's languages lack a text or have an old one.
std::string texts_cell(Words const& words, Context const& context, OfferRow const& row) {
  int missing = 0, outdated = 0;
  for (auto const& language : context.county.config().languages) {
    missing += (row.texts.missing & language_bit(language)) != 0;
    outdated += (row.texts.outdated & language_bit(language)) != 0;
  }
  std::string text = missing == 0 ? words(N_("complete"))
                                  : words.count("one missing", "{n} missing", missing);
  if (outdated > 0) text += ", " + words.count("one outdated", "{n} outdated", outdated);
  return text;
}

std::vector<Choice> language_choices(Context const& context) {
  std::vector<Choice> choices;
  for (auto const& code : context.county.config().languages)
    if (code != "de") {
      auto const* language = i18n::find_language(code);
      choices.push_back({code, code == "de-simple" && language ? std::string(language->native_name)
                                                               : i18n::language_name(code, context.language)});
    }
  return choices;
}

std::vector<Choice> place_choices(places::Gazetteer const& gazetteer) {
  std::vector<Choice> choices;
  for (auto const& place : gazetteer.places())
    if (place.kind == places::Kind::Municipality) choices.push_back({place.id, place.name});
  std::sort(choices.begin(), choices.end(), [](Choice const& a, Choice const& b) {
    return i18n::sort_key(a.label, "de") < i18n::sort_key(b.label, "de");
  });
  return choices;
}

void add_filters(Table& table, Words const& words, Context const& context,
                 places::Gazetteer const& gazetteer, std::vector<Choice> organizations) {
  std::vector<Choice> topics;
  for (auto const& topic : taxonomy::taxonomy().topics())
    if (topic.parent.empty())
      topics.push_back({topic.code, taxonomy::taxonomy().label(topic.code, words.language())});
  table.search(N_("Offer or organisation"))
      .filter("state", N_("State"),
              {{"visible", words(N_("visible"))},
               {"paused", words(N_("paused"))},
               {"full", words(N_("full"))},
               {"unconfirmed", words(N_("never confirmed"))},
               {"hidden", words(N_("hidden or ended"))}});
  if (organizations.size() > 1)
    table.filter("organisation", N_("Organisation"), std::move(organizations));
  table.filter("topic", N_("Topic"), std::move(topics))
      .filter("place", N_("Place"), place_choices(gazetteer))
      .filter("language", N_("Missing or old in"), language_choices(context));
}

std::vector<LinkView> links_of(Words const& words, Context const& context, Entry const& entry) {
  auto const& service = entry.service;
  std::string here = "/staff/offers/" + service.id;
  std::vector<LinkView> links;
  if (is_shown(service.status))
    links.push_back({public_href(service, "de"), words(N_("As the public sees it"))});
  links.push_back({"/staff/closures?organisation=" + service.organization_id + "&q=" + percent_encode(service.name),
                   words(N_("Closed today, date cancelled"))});
  for (auto const& language : context.county.config().languages)
    if (language != "de" && may_translate(context.actor, service.organization_id)) {
      links.push_back({here + "/texts/" + language, words(N_("Other languages"))});
      break;
    }
  links.push_back({here + "/versions", words(N_("Earlier versions"))});
  return links;
}

/// What the county can do with an entry of others: hide it for a stated ground, show it again.
void add_hiding(Visit& visit, OfferPageView& view, Entry const& entry, std::vector<Hiding> const& hidings,
                Form const* sent) {
  Words words(visit);
  view.hidings = hiding_lines(words, visit.context, hidings);
  auto const& organization = entry.service.organization_id;
  if (!visit.context.actor.may(Permission::ReleaseOffers, {.organization_id = organization})) return;
  bool shown = is_shown(entry.service.status);
  if (shown && is_own_entry(visit.context.actor, organization)) return;
  view.acts_title = words(N_("Is it public?"));
  if (shown) {
    std::optional<Form> fresh;
    if (!sent) fresh.emplace(hiding_form(visit, entry));
    view.refusals.push_back({words(N_("Hide this entry")), sent != nullptr, (sent ? sent : &*fresh)->view()});
  } else if (!hidings.empty() && !hidings.front().ended_at) {
    view.acts.push_back({"/staff/offers/" + entry.service.id + "/hiding/end", words(N_("Show it again")), "", true});
  }
  view.has_acts = !view.acts.empty() || !view.refusals.empty();
}

http::Response offer_page(Visit& visit, db::Reader& reader, Entry const& entry, OfferForm& form,
                          std::vector<ConflictView> conflicts, int status, Form const* hiding = nullptr) {
  Words words(visit);
  OfferPageView view;
  view.title = entry.service.name;
  view.organization = entry.organization.name;
  view.note = entry.service.assured_date
                  ? words(N_("Confirmed on {date}"),
                          {{"date", long_date(*entry.service.assured_date, words.language())}})
                  : words(N_("Never confirmed"));
  view.conflicts = std::move(conflicts);
  view.has_conflicts = !view.conflicts.empty();
  view.hours = understood_hours(words, visit.context, entry);
  view.has_hours = !view.hours.empty();
  view.links = links_of(words, visit.context, entry);
  view.form = form.form().view();
  add_hiding(visit, view, entry, hidings_of(reader, entry.service.id), hiding);
  Page frame = offers_frame(visit, view.title);
  return visit.site.page(visit, "upkeep/staff/offer.html", view, frame, status);
}

/// The form with the fields that are not cells.
OfferForm form_of(Visit& visit, Entry const& entry, directory::OfferCells const& cells) {
  OfferForm form(visit, "/staff/offers/" + entry.service.id, cells, entry.service.x_mobile);
  form.form().section(N_("And the rest?"));
  form.form().checkbox("confirmed", N_("Everything else is still right, too"))
      .hint(N_("The public sees “Confirmed” with today's date."));
  form.form().hidden("version", entry.state());
  form.form().submit(N_("Save and show at once"));
  form.form().cancel("/staff/offers");
  return form;
}

}  // namespace

std::vector<ConflictView> conflicts_of(Words const& words, directory::OfferCells const& typed,
                                       directory::OfferCells const& now) {
  std::vector<ConflictView> conflicts;
  auto compare = [&](directory::Cells const& mine, directory::Cells const& theirs) {
    for (auto const& [heading, cell] : mine) {
      auto found = theirs.find(heading);
      std::string other = found == theirs.end() ? "" : found->second;
      if (cell != other)
        conflicts.push_back({label_of(words, heading), readable(words, heading, cell),
                             readable(words, heading, other)});
    }
  };
  compare(typed.offer, now.offer);
  for (std::size_t i = 0; i < typed.places.size(); ++i)
    compare(typed.places[i], i < now.places.size() ? now.places[i] : directory::Cells{});
  return conflicts;
}

FoundEntry entry_of(Visit& visit, db::Reader& reader, Permission permission) {
  std::string id = visit.request.parameter("id");
  if (!is_uuid(id)) return {};
  auto entry = find_entry(reader, id);
  if (!entry) return {};
  Target target{.organization_id = entry->service.organization_id};
  if (!visit.context.actor.may(permission, target)) return {};
  return {std::move(entry), 200};
}

http::Response list_offers(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto query = ListQuery::read(visit, {"name", "organisation", "confirmed"});
  auto gazetteer = places::gazetteer(context.county);
  std::shared_ptr<Overview const> all;
  std::vector<Choice> organizations;
  context.county.database.read([&](db::Reader& reader) {
    all = overview(context.county, reader);
    organizations = organization_choices(context, reader, Permission::EditOffers);
  });
  // Nobody looks through thousands of names in a list box; the search finds organisations, too.
  if (organizations.size() > kChoicesMost)
    std::erase_if(organizations, [&](Choice const& one) { return one.value != query.filter("organisation"); });
  Narrowing wanted;
  wanted.search = query.search.empty() ? "" : slugify(query.search);
  wanted.state = query.filter("state");
  wanted.organization = query.filter("organisation");
  wanted.topic = query.filter("topic");
  wanted.language = query.filter("language");
  if (auto place = query.filter("place"); !place.empty())
    for (auto& id : gazetteer->with_descendants(place)) wanted.places.insert(std::move(id));
  wanted.own = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  wanted.today = format_iso_date(today(context));
  std::vector<OfferRow const*> rows;
  for (auto const& row : all->offers)
    if (fits(*all, row, wanted)) rows.push_back(&row);
  sort_rows(*all, rows, query);

  ListPageView view;
  view.title = words(N_("Offers"));
  view.new_href = "/staff/drafts/new";
  view.new_text = words(N_("New offer"));
  view.more = {{"/staff/drafts", words(N_("New entries"))},
               {"/staff/changes", words(N_("What changed"))},
               {"/staff/providers", words(N_("Organisations"))},
               {"/staff/texts", words(N_("Other languages"))},
               {"/staff/links", words(N_("Links that do not work"))}};
  if (context.actor.may(Permission::ReleaseOffers))
    view.more.push_back({"/staff/confirmations", words(N_("Are the offers still right?"))});
  Table table(visit, query, N_("Offers"));
  add_filters(table, words, context, *gazetteer, organizations);
  table.columns({{"name", N_("Offer")},
                 {"organisation", N_("Organisation")},
                 {"", N_("State")},
                 {"confirmed", N_("Confirmed")},
                 {"", N_("Other languages")}});
  for (std::size_t i = static_cast<std::size_t>(query.offset());
       i < rows.size() && i < static_cast<std::size_t>(query.offset() + query.limit()); ++i) {
    auto const& row = *rows[i];
    table.row({Cell(row.name).link("/staff/offers/" + row.id),
               all->organization_name(row.organization_id), state_cell(words, row, wanted.today),
               row.assured_date.empty() ? words(N_("never"))
                                        : long_date(row.assured_date, words.language()),
               texts_cell(words, context, row)});
  }
  table.total(static_cast<std::int64_t>(rows.size()));
  table.empty(N_("There is no offer yet."), view.new_href, N_("New offer"));
  view.table = table.view();
  return list_page(visit, view, "/staff/offers");
}

http::Response show_offer(Visit& visit) {
  auto gazetteer = places::gazetteer(visit.context.county);
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto found = entry_of(visit, reader, Permission::EditOffers);
    if (!found.entry) return visit.site.error_page(visit, found.status);
    auto cells = directory::offer_cells(*gazetteer, found.entry->service, found.entry->locations);
    auto form = form_of(visit, *found.entry, cells);
    return offer_page(visit, reader, *found.entry, form, {}, 200);
  });
}

http::Response hiding_page(Visit& visit, db::Reader& reader, Entry const& entry, Form const& sent, int status) {
  auto cells = directory::offer_cells(*places::gazetteer(visit.context.county), entry.service, entry.locations);
  auto form = form_of(visit, entry, cells);
  return offer_page(visit, reader, entry, form, {}, status, &sent);
}

namespace {

/// Why the state of an entry may not be changed like this; nullptr when it may.
char const* state_problem(Actor const& actor, directory::Service const& before, std::string_view after) {
  if (may_turn(actor, before.organization_id, before.status, after)) return nullptr;
  return is_shown(after)
             ? N_("What is hidden or ended is shown again by the county. Please ask it.")
             : N_("An entry of others is hidden or ended only for a stated ground: open “Hide this entry” on this page.");
}

}  // namespace

http::Response save_offer(Visit& visit) {
  auto& context = visit.context;
  auto gazetteer = places::gazetteer(context.county);
  std::optional<http::Response> answer;
  context.county.database.write([&](db::Writer& writer) {
    auto found = entry_of(visit, writer, Permission::EditOffers);
    if (!found.entry) {
      answer = visit.site.error_page(visit, found.status);
      return;
    }
    auto const& entry = *found.entry;
    auto cells = directory::offer_cells(*gazetteer, entry.service, entry.locations);
    auto form = form_of(visit, entry, cells);
    bool fine = form.form().read();
    if (form.form()["version"] != entry.state()) {
      // Somebody else was quicker: nothing is written; saving once more from here is a decision.
      auto conflicts = conflicts_of(Words(visit), form.sent(), cells);
      form.form().set("version", entry.state());
      answer = offer_page(visit, writer, entry, form, std::move(conflicts), 409);
      return;
    }
    auto edited = directory::edit_offer(edit_context(context, *gazetteer, writer), entry.service,
                                        entry.locations, form.sent());
    if (auto const* problem = state_problem(context.actor, entry.service, edited.service.status)) {
      form.form().error("state", problem);
      fine = false;
    }
    if (form.show(edited.notes) || !fine) {
      answer = offer_page(visit, writer, entry, form, {}, 422);
      return;
    }
    if (form.form().is_checked("confirmed"))
      edited.service.assured_date = format_iso_date(today(context));
    auto saved = save_edited(writer, context, entry, edited);
    if (!saved) answer = visit.site.error_page(visit, saved.error());
    else if (is_shown(edited.service.status)) end_hidings(writer, entry.service.id, context.actor.account_id);
  });
  if (answer) return *answer;
  return http::see_other("/staff/offers/" + visit.request.parameter("id") + "?done=saved");
}

std::vector<StaffMenuItem> staff_menu() {
  return {{10, N_("Offers"), "/staff/offers", "list", Permission::EditOffers},
          {12, N_("Hints"), "/staff/hints", "flag", Permission::EditOffers}};
}

std::vector<StaffMenuItem> quick_acts() {
  return {{10, N_("Closed today"), "/staff/closures", "clock", Permission::EditOffers},
          {70, N_("Ask for a stop of a tour"), "/staff/tours", "bus", Permission::ReadNetwork}};
}

std::vector<TemplateUse> staff_templates() {
  using html::schema_of;
  return {{"upkeep/staff/offer.html", schema_of<OfferPageView>()},
          {"upkeep/staff/changes.html", schema_of<ChangesPageView>()},
          {"upkeep/staff/hint.html", schema_of<HintView>()},
          {"upkeep/staff/text.html", schema_of<TextPageView>()},
          {"upkeep/staff/sheet.html", schema_of<SheetView>()},
          {"upkeep/staff/confirmations.html", schema_of<ConfirmationsView>()},
          {"upkeep/staff/confirmation.html", schema_of<ConfirmationView>()},
          {"upkeep/staff/links.html", schema_of<LinksView>()},
          {"upkeep/staff/tours.html", schema_of<ToursView>()},
          {"upkeep/staff/wish.html", schema_of<WishView>()},
          {"upkeep/staff/closures.html", schema_of<StaffClosuresView>()}};
}

}  // namespace mila::upkeep
