// Tours that come to the municipalities: "we would like a stop here", answered by who drives.
#include <algorithm>

#include "modules/places/places.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_mails.h"
#include "modules/upkeep/staff_pages.h"
#include "modules/upkeep/who.h"
#include "modules/upkeep/wish_store.h"
#include "platform/auth/accounts.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

/// Whether this person speaks for a municipality: a right that holds for it, or for the county.
std::vector<Choice> own_places(Context const& context, places::Gazetteer const& gazetteer) {
  auto ids = context.actor.scope_ids(Permission::ReadNetwork, Scope::Place);
  bool county = context.actor.may(Permission::EditNetwork, Target{});
  std::vector<Choice> choices;
  for (auto const& place : gazetteer.places()) {
    if (place.kind == places::Kind::County) continue;
    auto const* town = gazetteer.municipality_of(place.id);
    bool mine = county || (ids && town &&
                           (std::find(ids->begin(), ids->end(), town->id) != ids->end() ||
                            std::find(ids->begin(), ids->end(), place.id) != ids->end()));
    if (mine)
      choices.push_back({place.id, town && town->id != place.id ? place.name + " (" + town->name + ")" : place.name});
  }
  std::sort(choices.begin(), choices.end(), [](Choice const& a, Choice const& b) {
    return i18n::sort_key(a.label, "de") < i18n::sort_key(b.label, "de");
  });
  return choices;
}

std::string place_name(places::Gazetteer const& gazetteer, std::string const& id) {
  auto const* place = gazetteer.find(id);
  return place ? place->name : "";
}

std::string state_words(Words const& words, std::string const& state) {
  if (state == "yes") return words(N_("yes"));
  if (state == "no") return words(N_("no"));
  return state == "later" ? words(N_("later")) : words(N_("no answer yet"));
}

char const* badge_of(std::string const& state) {
  return state == "yes" ? "success" : state == "no" ? "danger" : state == "later" ? "warning" : "info";
}

/// The tour of the address, if the public sees it.
std::optional<Entry> tour_of(Visit& visit, db::Reader& reader) {
  std::string id = visit.request.parameter("id");
  auto entry = is_uuid(id) ? find_entry(reader, id) : std::nullopt;
  bool shown = entry && entry->service.x_mobile &&
               (entry->service.status == "active" || entry->service.status == "temporarily closed");
  return shown ? entry : std::nullopt;
}

Form wish_form(Visit& visit, Entry const& tour, std::vector<Choice> places) {
  Form form(visit, "/staff/tours/" + tour.service.id);
  auto& place = form.select("place", N_("Where?"), places).required();
  if (places.size() == 1) place.value(places.front().value);
  form.long_text("note", N_("Which stop would you like, and for whom?")).required().longest(2000).rows(4)
      .hint(N_("Like: at the village hall, twenty families live nearby. Your name and mail address go with it."));
  form.submit(N_("Ask for a stop"));
  form.cancel("/staff/tours");
  return form;
}

http::Response tour_page(Visit& visit, Entry const& tour, Form const& form) {
  FormPageView view;
  Words words(visit);
  view.title = words(N_("We would like a stop here"));
  view.lead = tour.service.name + ", " + tour.organization.name;
  view.form = form.view();
  return form_page(visit, view, form.status(), "/staff/tours", {{words(N_("Tours")), "/staff/tours"}});
}

/// A wish and what it is about, if the actor keeps the tour.
struct FoundWish {
  StopWish wish;
  Entry tour;
  std::optional<auth::Account> from;
};
std::optional<FoundWish> wish_of(Visit& visit, db::Reader& reader) {
  auto wish = find_wish(reader, visit.request.parameter("id"));
  auto tour = wish ? find_entry(reader, wish->service_id) : std::nullopt;
  if (!tour || !may_edit(visit.context.actor, tour->service.organization_id)) return std::nullopt;
  auto from = auth::find_account(reader, wish->account_id);
  return FoundWish{std::move(*wish), std::move(*tour), std::move(from)};
}

Form answer_form(Visit& visit, StopWish const& wish) {
  Words words(visit);
  Form form(visit, "/staff/wishes/" + wish.id);
  form.radios("state", N_("Your answer"), {{"yes", words(N_("Yes, we plan a stop"))},
                                           {"later", words(N_("Later: not at the moment"))},
                                           {"no", words(N_("No"))}})
      .required();
  form.long_text("answer", N_("A few words")).longest(2000).rows(3);
  form.hidden("was", wish.state);
  form.submit(N_("Send the answer"));
  form.cancel("/staff/tours");
  return form;
}

http::Response wish_page(Visit& visit, FoundWish const& found, Form const& form, int status) {
  Words words(visit);
  auto gazetteer = places::gazetteer(visit.context.county);
  WishView view;
  view.title = words(N_("A stop in {place}?"), {{"place", place_name(*gazetteer, found.wish.place_id)}});
  view.tour = found.tour.service.name;
  view.href = "/staff/offers/" + found.tour.service.id;
  view.note = found.wish.note;
  view.made = moment(visit.context, found.wish.made_at);
  view.from = found.from                       ? found.from->name
              : found.wish.account_id.empty() ? words(N_("The municipality"))
                                              : words(N_("Somebody who has left"));
  view.mail = found.from ? found.from->mail : "";
  view.state = state_words(words, found.wish.state);
  view.answer = found.wish.answer;
  view.form = form.view();
  return visit.site.page(visit, "upkeep/staff/wish.html", view,
                         offers_frame(visit, view.title, {{words(N_("Tours")), "/staff/tours"}}), status);
}

}  // namespace

http::Response list_tours(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto gazetteer = places::gazetteer(context.county);
  std::shared_ptr<Overview const> all;
  std::vector<StopWish> wishes;
  context.county.database.read([&](db::Reader& reader) {
    all = overview(context.county, reader);
    wishes = all_wishes(reader);
  });
  bool speaks = !own_places(context, *gazetteer).empty();
  ToursView view;
  view.title = words(N_("Tours"));
  view.lead = speaks ? words(N_("Offers that come to the villages. If one should stop in your place, say so here.")) 
                     : words(N_("Offers that come to the villages."));
  for (auto const& row : all->offers) {
    if (!row.mobile || !row.is_public()) continue;
    TourView tour;
    tour.name = row.name;
    tour.organization = all->organization_name(row.organization_id);
    tour.href = "/de/offers/" + slugify(row.name) + "-" + short_id(row.id);
    if (speaks) tour.wish_href = "/staff/tours/" + row.id;
    std::vector<std::string> names;
    for (auto const& id : all->places_of(row)) names.push_back(place_name(*gazetteer, id));
    tour.places = join(names, ", ");
    view.tours.push_back(std::move(tour));
  }
  view.has_tours = !view.tours.empty();
  Table table(visit, ListQuery::read(visit, {}), N_("Wishes for a stop"));
  table.columns({{"", N_("Place")}, {"", N_("Tour")}, {"", N_("From")}, {"", N_("Answer")}});
  std::int64_t shown = 0;
  for (auto const& wish : wishes) {
    auto const* row = all->find(wish.service_id);
    if (!row) continue;
    bool keeps = may_edit(context.actor, row->organization_id);
    if (!keeps && wish.account_id != context.actor.account_id) continue;
    if (++shown > ListQuery::kRows) continue;
    Cell place(place_name(*gazetteer, wish.place_id));
    if (keeps) place.link("/staff/wishes/" + wish.id);
    table.row({place, row->name, long_date(local_date(wish.made_at, context.county.config().zone), words.language()),
               Cell(state_words(words, wish.state)).badge(badge_of(wish.state)).note(wish.answer)});
  }
  table.total(shown);
  view.has_wishes = shown > 0;
  view.table = table.view();
  return visit.site.page(visit, "upkeep/staff/tours.html", view, offers_frame(visit, view.title));
}

http::Response show_tour(Visit& visit) {
  auto tour = visit.context.county.database.read([&](db::Reader& reader) { return tour_of(visit, reader); });
  if (!tour) return visit.site.error_page(visit, 404);
  auto places = own_places(visit.context, *places::gazetteer(visit.context.county));
  if (places.empty()) return visit.site.error_page(visit, 403);
  return tour_page(visit, *tour, wish_form(visit, *tour, std::move(places)));
}

http::Response ask_for_stop(Visit& visit) {
  auto& context = visit.context;
  auto gazetteer = places::gazetteer(context.county);
  auto places = own_places(context, *gazetteer);
  if (places.empty()) return visit.site.error_page(visit, 403);
  std::optional<http::Response> answer;
  context.county.database.write([&](db::Writer& writer) {
    auto tour = tour_of(visit, writer);
    if (!tour) {
      answer = visit.site.error_page(visit, 404);
      return;
    }
    Form form = wish_form(visit, *tour, places);
    if (!form.read()) {
      answer = tour_page(visit, *tour, form);
      return;
    }
    // A second click is not a second wish.
    for (auto const& known : all_wishes(writer))
      if (known.state == "open" && known.service_id == tour->service.id && known.place_id == form["place"] &&
          known.account_id == context.actor.account_id)
        return;
    StopWish wish;
    wish.id = uuid_v7(writer.now(), context.random);
    wish.service_id = tour->service.id;
    wish.place_id = form["place"];
    wish.note = form["note"];
    wish.account_id = context.actor.account_id;
    wish.made_at = writer.now();
    insert_wish(writer, wish);
    mail_wish(writer, context, *tour, wish, place_name(*gazetteer, wish.place_id));
    writer.changed("upkeep_stop_wish", wish.id);
  });
  if (answer) return *answer;
  return http::see_other("/staff/tours?done=saved");
}

http::Response show_wish(Visit& visit) {
  auto found = visit.context.county.database.read([&](db::Reader& reader) { return wish_of(visit, reader); });
  if (!found) return visit.site.error_page(visit, 404);
  return wish_page(visit, *found, answer_form(visit, found->wish), 200);
}

http::Response answer_wish_page(Visit& visit) {
  auto& context = visit.context;
  std::optional<http::Response> answer;
  context.county.database.write([&](db::Writer& writer) {
    auto found = wish_of(visit, writer);
    if (!found) {
      answer = visit.site.error_page(visit, 404);
      return;
    }
    Form form = answer_form(visit, found->wish);
    bool fine = form.read();
    StopWish wish = found->wish;
    wish.state = form["state"];
    wish.answer = form["answer"];
    wish.answered_by = context.actor.account_id;
    wish.answered_at = writer.now();
    if (!fine) {
      answer = wish_page(visit, *found, form, 422);
    } else if (form["was"] != found->wish.state || !answer_wish(writer, wish, found->wish.state)) {
      answer = wish_page(visit, *found, answer_form(visit, found->wish), 409);
    } else {
      mail_wish_answer(writer, context, found->tour, wish,
                       place_name(*places::gazetteer(context.county), wish.place_id));
      writer.changed("upkeep_stop_wish", wish.id);
    }
  });
  if (answer) return *answer;
  return http::see_other("/staff/tours?done=saved");
}

std::vector<WaitingItem> waiting_wishes(Context& context, db::Reader& reader, Overview const& all) {
  Words words(context, context.language);
  auto gazetteer = places::gazetteer(context.county);
  std::vector<WaitingItem> items;
  for (auto const& wish : all_wishes(reader)) {
    auto const* row = wish.state == "open" ? all.find(wish.service_id) : nullptr;
    if (!row || !may_edit(context.actor, row->organization_id)) continue;
    items.push_back({words(N_("A stop in {place}?"), {{"place", place_name(*gazetteer, wish.place_id)}}), row->name,
                     "/staff/wishes/" + wish.id, words(N_("Look and answer")), {}, false});
  }
  return items;
}

std::vector<NewsItem> wish_news(Context& context, db::Reader& reader) {
  Words words(context, context.language);
  std::vector<NewsItem> items;
  std::shared_ptr<Overview const> all;
  for (auto const& wish : all_wishes(reader)) {
    bool fresh = wish.answered_at && wish.account_id == context.actor.account_id &&
                 context.now() - *wish.answered_at < std::chrono::hours{24 * 30};
    if (!fresh) continue;
    if (!all) all = overview(context.county, reader);
    if (auto const* row = all->find(wish.service_id))
      items.push_back({words(N_("Answer to your wish for a stop: {answer}"), {{"answer", state_words(words, wish.state)}}),
                       row->name, "/staff/tours", *wish.answered_at});
  }
  return items;
}

}  // namespace mila::upkeep
