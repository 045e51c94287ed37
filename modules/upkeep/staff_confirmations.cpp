// "Are the offers still right?": how it stands with each provider, asking and reminding.
#include <algorithm>

#include "modules/upkeep/confirm.h"
#include "modules/upkeep/confirmation_page.h"
#include "modules/upkeep/staff_pages.h"
#include "platform/base/text.h"
#include "platform/county/settings.h"

namespace mila::upkeep {
namespace {

struct Loaded {
  std::shared_ptr<Overview const> all;
  std::vector<ProviderState> states;
  bool asks = false;
};
Loaded load(Context& context, db::Reader& reader) {
  Loaded loaded;
  loaded.all = overview(context.county, reader);
  loaded.states = provider_states(context, *loaded.all, last_askings(reader));
  loaded.asks = asks_by_itself(reader);
  return loaded;
}

bool no_answer(ProviderState const& state) {
  return !state.all_confirmed() && state.asking && state.asking->ended_at && !state.asking->answered_at;
}
bool waits(ProviderState const& state) { return state.asking && state.asking->open(); }

std::string state_words(Words const& words, Context const& context, ProviderState const& state) {
  auto day = [&](Instant at) { return long_date(local_date(at, context.county.config().zone), words.language()); };
  if (waits(state) && !state.asking->mail_sent) return words(N_("please call"));
  if (waits(state))
    return state.asking->reminded_at ? words(N_("reminded on {date}"), {{"date", day(*state.asking->reminded_at)}})
                                     : words(N_("asked on {date}"), {{"date", day(state.asking->asked_at)}});
  if (no_answer(state)) return words(N_("no answer"));
  return state.all_confirmed() ? words(N_("all confirmed")) : words(N_("due"));
}

char const* badge_of(ProviderState const& state) {
  return waits(state) ? (state.asking->mail_sent ? "info" : "warning") : no_answer(state) ? "danger" : state.all_confirmed() ? "success" : "warning";
}

Form settings_form(Visit& visit, bool asks) {
  Words words(visit);
  Form form(visit, "/staff/confirmations/settings");
  form.number("months", N_("Months after which an offer has to be confirmed again"))
      .between(3, 60).required().value(std::to_string(visit.context.county.config().confirm_months))
      .hint(N_("Four weeks later the public reads “Not confirmed since”."));
  form.checkbox("asking", N_("Ask providers by mail, without anybody having to think of it")).checked(asks);
  form.submit(N_("Save"));
  return form;
}

http::Response list_page_of(Visit& visit, Form const* sent) {
  auto& context = visit.context;
  Words words(visit);
  auto loaded = context.county.database.read([&](db::Reader& reader) { return load(context, reader); });
  auto query = ListQuery::read(visit, {});
  ConfirmationsView view;
  view.title = words(N_("Are the offers still right?"));
  std::int64_t confirmed = 0, asked = 0, silent = 0, offers = 0;
  for (auto const& state : loaded.states) {
    confirmed += state.confirmed;
    offers += state.offers;
    asked += waits(state);
    silent += no_answer(state);
  }
  auto number = [&](std::int64_t n) { return i18n::format_number(n, words.language()); };
  view.figures = {{number(confirmed), words(N_("offers confirmed"))},
                  {number(offers - confirmed), words(N_("offers to be confirmed"))},
                  {number(asked), words(N_("organisations asked, no answer yet"))},
                  {number(silent), words(N_("organisations did not answer"))}};
  view.lead = loaded.asks ? words(N_("Providers are asked by mail when their entries are due, and reminded after two weeks."))
                          : words(N_("Nobody is asked by itself at the moment. Tick below whom to ask, or switch it on."));
  view.has_settings = context.actor.may(Permission::ManageCounty, {});
  std::optional<Form> fresh;
  if (!sent) fresh.emplace(settings_form(visit, loaded.asks));
  view.settings = (sent ? sent : &*fresh)->view();
  view.open = sent != nullptr;
  Table table(visit, query, N_("Organisations, the oldest confirmation first"));
  table.columns({{"", N_("Ask")}, {"", N_("Organisation")}, {"", N_("Offers"), true}, {"", N_("Confirmed"), true},
                 {"", N_("Oldest confirmation")}, {"", N_("State")}, {"", N_("Phone number")}});
  for (auto i = static_cast<std::size_t>(query.offset());
       i < loaded.states.size() && i < static_cast<std::size_t>(query.offset() + query.limit()); ++i) {
    auto const& state = loaded.states[i];
    auto found = loaded.all->organizations.find(state.organization_id);
    if (found == loaded.all->organizations.end()) continue;
    auto const& organization = found->second;
    Cell name(organization.name);
    name.link("/staff/providers/" + organization.id);
    if (organization.mail.empty()) name.note(words(N_("no mail address")));
    table.row({Cell(organization.name).select("organization", organization.id), name,
               std::to_string(state.offers), std::to_string(state.confirmed),
               state.oldest.empty() ? words(N_("never")) : long_date(state.oldest, words.language()),
               Cell(state_words(words, context, state)).badge(badge_of(state)), organization.phone});
  }
  table.total(static_cast<std::int64_t>(loaded.states.size()));
  table.empty(N_("There is no offer yet."));
  view.table = table.view();
  view.has_rows = view.table.has_rows;
  return visit.site.page(visit, "upkeep/staff/confirmations.html", view, offers_frame(visit, view.title),
                         sent ? sent->status() : 200);
}

}  // namespace

http::Response list_confirmations(Visit& visit) { return list_page_of(visit, nullptr); }

http::Response ask_providers(Visit& visit) {
  auto& context = visit.context;
  auto form = visit.request.form();
  auto ids = form ? form->all("organization") : std::vector<std::string>{};
  if (ids.empty()) return list_confirmations(visit);
  auto all = context.county.database.read([&](db::Reader& reader) { return overview(context.county, reader); });
  context.county.database.write([&](db::Writer& writer) {
    for (auto const& id : ids)
      if (context.actor.may(Permission::ReleaseOffers, {.organization_id = id})) ask(writer, context, *all, id);
  });
  return http::see_other("/staff/confirmations?done=saved");
}

http::Response save_confirmation_settings(Visit& visit) {
  auto& context = visit.context;
  Form form = settings_form(visit, false);
  if (!form.read()) return list_page_of(visit, &form);
  context.county.database.write([&](db::Writer& writer) {
    save_settings(writer, context.actor,
                  {{"confirm_months", form["months"]}, {"confirm_asking", form.is_checked("asking") ? "1" : "0"}});
  });
  return http::see_other("/staff/confirmations?done=saved");
}

namespace {

http::Response own_page(Visit& visit, ConfirmationView view, int status) {
  view.title = Words(visit)(N_("Are these entries still right?"));
  return visit.site.page(visit, "upkeep/staff/confirmation.html", view, offers_frame(visit, view.title), status);
}

std::vector<std::string> own_offers(Visit& visit, db::Reader& reader) {
  std::string id = visit.request.parameter("id");
  if (!is_uuid(id) || !may_edit(visit.context.actor, id)) return {};
  return asked_offers(visit.context.county, reader, id);
}

std::optional<ConfirmationForm> own_form(Visit& visit, db::Reader& reader, std::vector<std::string> const& offers) {
  std::string id = visit.request.parameter("id");
  auto entries = find_entries(reader, offers);
  if (entries.empty()) return std::nullopt;
  return ConfirmationForm(visit, "/staff/confirmations/" + id, std::move(entries), true);
}

}  // namespace

http::Response show_own_confirmation(Visit& visit) {
  auto view = visit.context.county.database.read([&](db::Reader& reader) -> std::optional<ConfirmationView> {
    auto form = own_form(visit, reader, own_offers(visit, reader));
    if (!form) return std::nullopt;
    return form->view();
  });
  return view ? own_page(visit, std::move(*view), 200) : visit.site.error_page(visit, 404);
}

http::Response answer_own_confirmation(Visit& visit) {
  std::string id = visit.request.parameter("id");
  std::optional<http::Response> answer;
  auto offers = visit.context.county.database.read([&](db::Reader& reader) { return own_offers(visit, reader); });
  visit.context.county.database.write([&](db::Writer& writer) {
    auto form = own_form(visit, writer, offers);
    if (!form) {
      answer = visit.site.error_page(visit, 404);
    } else if (auto status = form->read()) {
      answer = own_page(visit, form->view(), *status);
    } else {
      mark_all_answered(writer, id);
      writer.changed("upkeep_asking", "*");
      if (!take_answers(writer, visit.context, form->answers(), true))
        throw db::ConflictError("upkeep.answer", "right");
    }
  });
  if (answer) return *answer;
  return http::see_other("/staff/offers?done=saved");
}

std::vector<WaitingItem> waiting_confirmations(Context& context, db::Reader& reader, Overview const& all) {
  std::vector<WaitingItem> items;
  auto own = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  if (!own) return items;  // the county asks, its own editors answer
  Words words(context, context.language);
  for (auto const& asking : last_askings(reader)) {
    if (!asking.open() || std::find(own->begin(), own->end(), asking.organization_id) == own->end()) continue;
    auto due = asking.asked_at + kUnansweredAfter;
    items.push_back({words(N_("Are your entries still right?")), all.organization_name(asking.organization_id),
                     "/staff/confirmations/" + asking.organization_id, words(N_("Look and confirm")), due,
                     due < context.now()});
  }
  return items;
}

}  // namespace mila::upkeep
