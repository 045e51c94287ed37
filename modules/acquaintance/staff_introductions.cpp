// Who should be introduced, asking both, and what became of it.
#include <algorithm>
#include <map>

#include "modules/acquaintance/introduction_store.h"
#include "modules/acquaintance/pages.h"
#include "modules/acquaintance/staff_kit.h"

namespace mila::acquaintances {
namespace {

constexpr std::size_t kShown = 6;
constexpr int kOffersMost = 200, kOffersShown = 20;

char const* state_text(Progress progress) {
  switch (progress) {
    case Progress::Asked: return N_("asked, not both have said yes so far");
    case Progress::Introduced: return N_("introduced");
    case Progress::NotWanted: return N_("not wanted");
    case Progress::Ended: break;
  }
  return N_("ended without an answer of both");
}

std::string reason_of(Words const& words, Suggestion const& one) {
  std::string text;
  auto add = [&](std::string const& more) { text += (text.empty() ? "" : " · ") + more; };
  if (!one.place.empty()) add(words(N_("both in {place}"), {{"place", one.place}}));
  if (!one.first_sector.empty())
    add(words(N_("different fields: {first}, {second}"), {{"first", sector_label(words, one.first_sector)},
                                                         {"second", sector_label(words, one.second_sector)}}));
  add(words.count("{n} organisation knows both", "{n} organisations know both", one.common, {{"n", std::to_string(one.common)}}));
  return text;
}

std::pair<std::string, std::string> pair_of(std::string const& a, std::string const& b) { return std::minmax(a, b); }

}  // namespace

void add_introductions(Visit& visit, db::Reader& reader, OverviewView& view, Overview const& overview, Span span) {
  Words words(visit);
  auto const now = visit.context.now();
  auto const offered = introductions_since(reader, now - kNotAgain, kOffersMost);
  std::set<std::pair<std::string, std::string>> asked;
  for (auto const& one : offered) asked.insert(pair_of(one.organizations[0], one.organizations[1]));
  std::set<std::string> shown;  // each once: nobody gets several such mails in a row
  for (auto const& one : overview.suggestions) {
    if (view.suggestions.size() == kShown) break;
    if (asked.count(pair_of(one.first_id, one.second_id)) || shown.count(one.first_id) || shown.count(one.second_id)) continue;
    shown.insert({one.first_id, one.second_id});
    view.suggestions.push_back({one.first, one.second, reason_of(words, one), std::string(kPath) + "/introductions",
                                one.first_id, one.second_id, span == Span::Year ? "year" : ""});
  }
  view.has_suggestions = !view.suggestions.empty();
  std::vector<std::string> ids;
  for (auto const& one : offered) ids.insert(ids.end(), one.organizations.begin(), one.organizations.end());
  std::map<std::string, std::string> names;
  for (auto const& organization : directory::find_organizations(reader, ids)) names[organization.id] = organization.name;
  for (auto const& one : offered) {
    if (view.offers.size() == kOffersShown) break;
    view.offers.push_back({names[one.organizations[0]] + ", " + names[one.organizations[1]],
                           long_day(visit.context, one.created_at), words(state_text(progress_of(one, now)))});
  }
  view.has_offers = !view.offers.empty();
}

http::Response offer_now(Visit& visit) {
  if (!visit.context.actor.may(Permission::ReadPrivate, Target{})) return visit.site.error_page(visit, 403);
  auto const fields = visit.request.form();
  if (!fields) return visit.site.error_page(visit, 400);
  auto const span = fields->get("period") == "year" ? Span::Year : Span::TwelveMonths;
  auto const pair = pair_of(fields->get("first"), fields->get("second"));
  char const* problem = nullptr;
  visit.context.county.database.write([&](db::Writer& writer) {
    // Only what the page suggests: the mail says why these two.
    auto const all = overview_of(writer, visit.context, span).suggestions;
    auto const found = std::find_if(all.begin(), all.end(), [&](Suggestion const& one) {
      return pair_of(one.first_id, one.second_id) == pair;
    });
    if (found == all.end()) {
      problem = N_("These two are not suggested any more. Nobody was asked.");
      return;
    }
    auto const done = offer(writer, visit.context, *found);
    // Asked a moment ago, by the first of two clicks or somebody else: what was wanted is done.
    if (!done && done.error().code != ErrorCode::Conflict)
      problem = N_("One of the two takes no mail. Nobody was asked; please call them.");
  });
  if (problem) return overview_page(visit, span, problem);
  return http::see_other(std::string(kPath) + (span == Span::Year ? "?period=year&done=saved" : "?done=saved"));
}

}  // namespace mila::acquaintances
