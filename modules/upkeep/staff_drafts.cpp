// New entries: written, handed in, released or refused.
#include <fmt/format.h>

#include "modules/offers/holidays.h"
#include "modules/places/places.h"
#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_mails.h"
#include "modules/upkeep/staff_offer_form.h"
#include "modules/upkeep/staff_pages.h"
#include "modules/upkeep/staff_provider_form.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

using directory::Kind;

std::string state_words(Words const& words, DraftState state) {
  switch (state) {
    case DraftState::Draft: return words(N_("draft"));
    case DraftState::Submitted: return words(N_("handed in"));
    case DraftState::Released: return words(N_("released"));
    case DraftState::Refused: return words(N_("back for changes"));
  }
  return "";
}

char const* badge_of(DraftState state) {
  switch (state) {
    case DraftState::Draft: return "info";
    case DraftState::Submitted: return "warning";
    case DraftState::Released: return "success";
    case DraftState::Refused: return "danger";
  }
  return "info";
}

/// The draft with the places it shares with stored offers.
Entry entry_of_draft(db::Reader& reader, Draft const& draft) {
  Entry entry = draft.entry();
  std::vector<std::string> missing;
  for (auto const& at : entry.service.service_at_locations) {
    bool own = std::any_of(entry.locations.begin(), entry.locations.end(),
                           [&](auto const& location) { return location.id == at.location_id; });
    if (!own) missing.push_back(at.location_id);
  }
  for (auto& location : directory::find_locations(reader, missing))
    entry.locations.push_back(std::move(location));
  auto organizations = directory::find_organizations(reader, {draft.organization_id});
  if (!organizations.empty()) entry.organization = organizations.front();
  return entry;
}

/// The places that belong to the draft itself after an edit.
std::vector<directory::Location> own_locations(Draft const& draft,
                                               directory::EditedOffer const& edited) {
  auto locations = draft.entry().locations;
  for (auto const& changed : edited.locations) {
    std::erase_if(locations, [&](auto const& location) { return location.id == changed.id; });
    locations.push_back(changed);
  }
  std::erase_if(locations, [&](directory::Location const& location) {
    return std::none_of(edited.service.service_at_locations.begin(),
                        edited.service.service_at_locations.end(),
                        [&](auto const& at) { return at.location_id == location.id; });
  });
  return locations;
}

std::string path_of(Draft const& draft, char const* act = "") {
  return "/staff/drafts/" + draft.id + act;
}

/// What may be done with the draft now.
void add_acts(Visit& visit, OfferPageView& view, Draft const& draft, Form const* refusal) {
  Words words(visit);
  std::string version = std::to_string(draft.version);
  bool decides = may_decide(visit.context.actor, draft);
  view.acts_title = words(N_("The way to the public"));
  view.state = words(N_("State: {state}"), {{"state", state_words(words, draft.state)}});
  view.reason = draft.reason;
  if (draft.state == DraftState::Submitted)
    view.state += ". " + words(N_("The county answers by {date}."),
                               {{"date", long_date(draft.due_on, words.language())}});
  if (draft.open() && !decides)
    view.acts.push_back({path_of(draft, "/submission"), words(N_("Hand in for release")), version, true});
  if (decides && draft.state != DraftState::Released)
    view.acts.push_back({path_of(draft, "/release"), words(N_("Release: public at once")), version, true});
  if (decides && draft.state == DraftState::Submitted && refusal)
    view.refusals.push_back({words(N_("Give it back with a reason")), refusal->has_errors(), refusal->view()});
  if (draft.open())
    view.acts.push_back({path_of(draft, "/removal"), words(N_("Delete the draft")), version, false});
  view.has_acts = true;
}

Form refusal_form(Visit& visit, Draft const& draft) {
  Form form(visit, path_of(draft, "/refusal"));
  form.long_text("reason", N_("What should be changed?")).required().longest(2000).rows(4)
      .hint(N_("This goes by mail to whoever wrote the entry."));
  form.hidden("version", std::to_string(draft.version));
  form.submit(N_("Give back"));
  return form;
}

/// A page in the making: the form of an offer or of an organisation.
struct DraftForm {
  DraftForm(Visit& visit, db::Reader& reader, Draft const& draft)
      : entry(entry_of_draft(reader, draft)) {
    if (draft.kind == Kind::Organization) {
      provider.emplace(provider_form(visit, path_of(draft), draft.organization()));
    } else {
      cells = directory::offer_cells(*places::gazetteer(visit.context.county), entry.service, entry.locations);
      offer.emplace(visit, path_of(draft), cells, false);
    }
    form().hidden("version", std::to_string(draft.version));
    form().submit(N_("Save the draft"));
    form().cancel("/staff/drafts");
  }
  Form& form() { return offer ? offer->form() : *provider; }
  Entry entry;
  directory::OfferCells cells;
  std::optional<OfferForm> offer;
  std::optional<Form> provider;
};

http::Response draft_page(Visit& visit, Draft const& draft, DraftForm& page, Form const* refusal,
                          std::vector<ConflictView> conflicts, int status) {
  Words words(visit);
  OfferPageView view;
  view.title = draft.name;
  view.organization = draft.kind == Kind::Organization ? words(N_("New organisation"))
                                                       : page.entry.organization.name;
  view.lead = words(N_("Nobody but you and the county sees this before it is released."));
  view.form = page.form().view();
  view.conflicts = std::move(conflicts);
  view.has_conflicts = !view.conflicts.empty();
  if (draft.kind == Kind::Service) view.hours = understood_hours(words, visit.context, page.entry);
  view.has_hours = !view.hours.empty();
  std::optional<Form> fresh;
  if (!refusal) fresh.emplace(refusal_form(visit, draft));
  add_acts(visit, view, draft, refusal ? refusal : &*fresh);
  Page frame = offers_frame(visit, view.title, {{words(N_("New entries")), "/staff/drafts"}});
  return visit.site.page(visit, "upkeep/staff/offer.html", view, frame, status);
}

std::optional<Draft> draft_of(Visit& visit, db::Reader& reader) {
  auto draft = find_draft(reader, visit.request.parameter("id"));
  if (!draft || !may_see(visit.context.actor, *draft)) return std::nullopt;
  return draft;
}

/// Runs one act on a draft in a write transaction; `act` gives the answer for what went wrong.
http::Response with_draft(
    Visit& visit,
    std::function<std::optional<http::Response>(db::Writer&, Draft&, std::int64_t version)> const& act,
    std::string const& then) {
  auto form = visit.request.form();
  auto version = form ? parse_integer(form->get("version")) : std::nullopt;
  std::optional<http::Response> answer;
  visit.context.county.database.write([&](db::Writer& writer) {
    auto draft = draft_of(visit, writer);
    if (!draft) answer = visit.site.error_page(visit, 404);
    else if (!version) answer = visit.site.error_page(visit, 422);
    else answer = act(writer, *draft, *version);
  });
  if (answer) return *answer;
  return http::see_other(then);
}

/// The draft was changed meanwhile: look at it again.
http::Response changed_meanwhile(Visit& visit, db::Reader& reader, Draft const& draft) {
  auto now = find_draft(reader, draft.id);
  if (!now) return visit.site.error_page(visit, 404);
  if (now->state == DraftState::Released) return visit.site.error_page(visit, 409);
  DraftForm page(visit, reader, *now);
  page.form().error("", N_("This entry was changed meanwhile. Please look at it again."));
  return draft_page(visit, *now, page, nullptr, {}, 409);
}

std::optional<http::Response> answer_for(Visit& visit, db::Reader& reader, Draft const& draft,
                                         Result<bool> const& done) {
  if (done) return std::nullopt;
  if (done.error().code == ErrorCode::Conflict) return changed_meanwhile(visit, reader, draft);
  return visit.site.error_page(visit, done.error().code == ErrorCode::Forbidden ? 403 : 404);
}

}  // namespace

http::Response list_drafts_page(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto query = ListQuery::read(visit, {});
  DraftQuery wanted;
  wanted.organization_ids = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  wanted.made_by = context.actor.account_id;
  for (auto state : {DraftState::Draft, DraftState::Submitted, DraftState::Released, DraftState::Refused})
    if (query.filter("state") == name_of(state)) wanted.state = state;
  wanted.limit = query.limit();
  wanted.offset = query.offset();
  std::vector<Draft> drafts;
  std::int64_t total = 0;
  std::shared_ptr<Overview const> all;
  context.county.database.read([&](db::Reader& reader) {
    drafts = list_drafts(reader, wanted);
    total = count_drafts(reader, wanted);
    all = overview(context.county, reader);
  });
  ListPageView view;
  view.title = words(N_("New entries"));
  view.lead = words(N_("New offers and organisations wait for release, five working days at most. Corrections of entries do not wait."));
  view.new_href = "/staff/drafts/new";
  view.new_text = words(N_("New offer"));
  view.more = {{"/staff/drafts/new?kind=organization", words(N_("New organisation"))}};
  Table table(visit, query, N_("New entries"));
  std::vector<Choice> states;
  for (auto state : {DraftState::Draft, DraftState::Submitted, DraftState::Released, DraftState::Refused})
    states.push_back({name_of(state), state_words(words, state)});
  table.filter("state", N_("State"), std::move(states));
  table.columns({{"", N_("Entry")}, {"", N_("Organisation")}, {"", N_("State")}, {"", N_("Answer by")}});
  for (auto const& draft : drafts) {
    bool offer = draft.kind == Kind::Service, released = draft.state == DraftState::Released;
    std::string href = !released ? path_of(draft)
                                 : (offer ? "/staff/offers/" : "/staff/providers/") + draft.id;
    table.row({Cell(draft.name).link(href),
               offer ? all->organization_name(draft.organization_id) : words(N_("New organisation")),
               Cell(state_words(words, draft.state)).badge(badge_of(draft.state)),
               draft.state == DraftState::Submitted ? long_date(draft.due_on, words.language()) : ""});
  }
  table.total(total);
  table.empty(N_("There are no new entries."), "/staff/drafts/new", N_("New offer"));
  view.table = table.view();
  return list_page(visit, view, "/staff/drafts");
}

namespace {

Form begin_form(Visit& visit, std::vector<Choice> const& organizations) {
  bool organization = visit.request.query.get("kind") == "organization" ||
                      (visit.request.form() && visit.request.form()->get("kind") == "organization");
  Form form(visit, "/staff/drafts");
  form.hidden("kind", organization ? "organization" : "service");
  if (!organization) {
    auto& field = form.select("organization", N_("Organisation"), organizations).required();
    if (organizations.size() == 1) field.value(organizations.front().value);
  }
  form.text("name", organization ? N_("Name of the organisation") : N_("Name of the offer"))
      .required().longest(300).value(visit.request.query.get("name"));
  form.submit(N_("Next"));
  form.cancel("/staff/drafts");
  return form;
}

http::Response begin_page(Visit& visit, Form const& form) {
  Words words(visit);
  FormPageView view;
  bool organization = form["kind"] == "organization";
  view.title = organization ? words(N_("New organisation")) : words(N_("New offer"));
  view.lead = words(N_("It begins as a draft. When it is ready, hand it in; the county releases it within five working days."));
  view.form = form.view();
  return form_page(visit, view, form.status(), "/staff/offers", {{words(N_("New entries")), "/staff/drafts"}});
}

std::vector<Choice> own_organizations(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    return organization_choices(visit.context, reader, Permission::EditOffers);
  });
}

}  // namespace

http::Response show_new(Visit& visit) {
  return begin_page(visit, begin_form(visit, own_organizations(visit)));
}

http::Response begin(Visit& visit) {
  auto form = begin_form(visit, own_organizations(visit));
  if (!form.read()) return begin_page(visit, form);
  bool organization = form["kind"] == "organization";
  auto draft = visit.context.county.database.write([&](db::Writer& writer) {
    return begin_draft(writer, visit.context, organization ? Kind::Organization : Kind::Service,
                       organization ? "" : form["organization"], form["name"]);
  });
  if (!draft) return visit.site.error_page(visit, draft.error().code == ErrorCode::Forbidden ? 403 : 422);
  return http::see_other(path_of(*draft));
}

http::Response show_draft(Visit& visit) {
  std::optional<http::Response> answer;
  visit.context.county.database.read([&](db::Reader& reader) {
    auto draft = draft_of(visit, reader);
    if (!draft) {
      answer = visit.site.error_page(visit, 404);
    } else if (draft->state == DraftState::Released) {
      answer = http::see_other((draft->kind == Kind::Service ? "/staff/offers/" : "/staff/providers/") + draft->id);
    } else {
      DraftForm page(visit, reader, *draft);
      answer = draft_page(visit, *draft, page, nullptr, {}, 200);
    }
  });
  return *answer;
}

http::Response save_draft_page(Visit& visit) {
  auto& context = visit.context;
  auto gazetteer = places::gazetteer(context.county);
  return with_draft(visit, [&](db::Writer& writer, Draft& draft, std::int64_t version) -> std::optional<http::Response> {
    if (draft.state == DraftState::Released) return visit.site.error_page(visit, 409);
    DraftForm page(visit, writer, draft);
    bool fine = page.form().read();
    if (version != draft.version) {
      auto conflicts = page.offer ? conflicts_of(Words(visit), page.offer->sent(), page.cells)
                                  : std::vector<ConflictView>{};
      page.form().set("version", std::to_string(draft.version));
      page.form().error("", N_("Somebody else has changed this draft meanwhile."));
      return draft_page(visit, draft, page, nullptr, std::move(conflicts), 409);
    }
    if (page.offer) {
      auto edited = directory::edit_offer(edit_context(context, *gazetteer, writer), page.entry.service,
                                          page.entry.locations, page.offer->sent());
      fine = !page.offer->show(edited.notes) && fine;
      auto locations = own_locations(draft, edited);
      if (fine) draft.set(edited.service, locations);
    } else {
      auto edited = edited_provider(page.form(), draft.organization());
      fine = fine && !page.form().has_errors();
      if (fine) draft.set(edited);
    }
    if (!fine) return draft_page(visit, draft, page, nullptr, {}, 422);
    return answer_for(visit, writer, draft, save_draft(writer, context, draft, version));
  }, "/staff/drafts/" + visit.request.parameter("id") + "?done=saved");
}

http::Response submit(Visit& visit) {
  return with_draft(visit, [&](db::Writer& writer, Draft& draft, std::int64_t version) {
    return answer_for(visit, writer, draft, submit_draft(writer, visit.context, draft, version));
  }, "/staff/drafts/" + visit.request.parameter("id") + "?done=saved");
}

http::Response release(Visit& visit) {
  return with_draft(visit, [&](db::Writer& writer, Draft& draft, std::int64_t version) -> std::optional<http::Response> {
    auto done = release_draft(writer, visit.context, draft, version);
    if (done) {
      draft.state = DraftState::Released;
      mail_decision(writer, visit.context, draft);
    }
    return answer_for(visit, writer, draft, done);
  }, "/staff/drafts?done=saved");
}

http::Response refuse(Visit& visit) {
  return with_draft(visit, [&](db::Writer& writer, Draft& draft, std::int64_t version) -> std::optional<http::Response> {
    Form form = refusal_form(visit, draft);
    if (!may_decide(visit.context.actor, draft)) return visit.site.error_page(visit, 403);
    if (!form.read()) {
      DraftForm page(visit, writer, draft);
      return draft_page(visit, draft, page, &form, {}, 422);
    }
    auto done = refuse_draft(writer, visit.context, draft, version, form["reason"]);
    if (done) {
      draft.state = DraftState::Refused;
      draft.reason = form["reason"];
      mail_decision(writer, visit.context, draft);
    }
    return answer_for(visit, writer, draft, done);
  }, "/staff/drafts?done=saved");
}

http::Response drop(Visit& visit) {
  return with_draft(visit, [&](db::Writer& writer, Draft& draft, std::int64_t) {
    return answer_for(visit, writer, draft, drop_draft(writer, visit.context, draft));
  }, "/staff/drafts?done=saved");
}

}  // namespace mila::upkeep
