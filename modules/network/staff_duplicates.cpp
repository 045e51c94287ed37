// Entries made twice: side by side, made one, made two again.
#include <algorithm>

#include "modules/network/duplicates.h"
#include "modules/network/merge_store.h"
#include "modules/network/people_store.h"
#include "modules/network/staff_overview_view.h"
#include "modules/network/staff_pages.h"
#include "platform/base/text.h"

namespace mila::network {
namespace {

/// Pairs of each kind on a page: what somebody settles in one go.
constexpr std::size_t kShown = 25;
constexpr char const* kPath = "/staff/network/duplicates";

char const* likeness_text(Likeness likeness) {
  switch (likeness) {
    case Likeness::NameAndMail: return N_("same name and mail address");
    case Likeness::NameAndPhone: return N_("same name and phone number");
    case Likeness::NameAndOrganization: return N_("same name and organisation");
    case Likeness::Mail: return N_("similar name, same mail address");
    case Likeness::Phone: return N_("similar name, same phone number");
    case Likeness::NameAndTown: return N_("same name and town");
    case Likeness::NameAndWebsite: break;
  }
  return N_("same name and website");
}

/// Codes in the address of the page that is shown after undoing; nothing personal.
struct StaysText {
  Stays what;
  char const *code, *text;
};
constexpr StaysText kStays[]{
    {Stays::Contact, "contact", N_("contact")},
    {Stays::Languages, "languages", N_("languages")},
    {Stays::Positions, "positions", N_("what they do")},
    {Stays::Seats, "seats", N_("seats in bodies")},
    {Stays::Consents, "consents", N_("what they agreed to")},
    {Stays::Objection, "objection", N_("the objection")},
    {Stays::Release, "release", N_("who may see the contact")},
    {Stays::Account, "account", N_("the account")},
    {Stays::People, "people", N_("people")},
    {Stays::Offers, "offers", N_("offers, places and functions")},
    {Stays::Rights, "rights", N_("rights of accounts")},
    {Stays::Others, "others", N_("tasks, meetings, events and what else belonged to it")}};

std::string codes_of(std::vector<Stays> const& stays) {
  std::vector<std::string> codes;
  for (auto const& known : kStays)
    if (std::find(stays.begin(), stays.end(), known.what) != stays.end()) codes.emplace_back(known.code);
  return join(codes, ".");
}

std::string stays_text(Visit const& visit) {
  std::vector<std::string> texts;
  auto codes = split_list(visit.request.query.get("stays"), '.');
  for (auto const& known : kStays)
    if (std::find(codes.begin(), codes.end(), known.code) != codes.end())
      texts.push_back(tr(visit, known.text));
  return join(texts, ", ");
}

std::string why_text(Visit const& visit, std::vector<Likeness> const& why) {
  std::vector<std::string> texts;
  for (auto one : why) texts.push_back(tr(visit, likeness_text(one)));
  return join(texts, ", ");
}

LikePairView pair_view(Visit const& visit, Pair const& pair, char const* kind, std::size_t number) {
  LikePairView view;
  view.first_id = pair.first_id;
  view.second_id = pair.second_id;
  view.kind = kind;
  view.id = std::string(kind) + "-" + std::to_string(number);
  view.why = why_text(visit, pair.why);
  view.action = std::string(kPath) + "/" + kind;
  return view;
}

std::string organization_href(std::string const& id, std::string const& name) {
  return "/de/organisations/" + slugify(name) + "-" + short_id(id);
}

/// "after=…": the pair a page goes on after, two ids with a dot between.
IdPair after_in(Visit const& visit, char const* kind) {
  auto ids = split_list(visit.request.query.get(kind), '.');
  if (ids.size() != 2 || !is_uuid(ids[0]) || !is_uuid(ids[1])) return {};
  return {ids[0], ids[1]};
}

std::string next_href(char const* kind, std::optional<IdPair> const& next) {
  if (!next) return "";
  return std::string(kPath) + "?" + kind + "=" + next->first + "." + next->second;
}

/// Names for pairs and merges in one reading; merged people are read as they are.
void fill(DuplicatesView& view, Visit& visit, db::Reader& reader) {
  auto& county = visit.context.county;
  auto facts = directory_facts(county, reader);
  auto after_people = after_in(visit, "people"), after_organizations = after_in(visit, "organizations");
  if (!after_people.first.empty() || !after_organizations.first.empty()) view.first = kPath;
  auto [pairs, next_people] = duplicate_people(reader, county, kShown, after_people);
  view.people_next = next_href("people", next_people);
  auto done = merges(reader, visit.context.now());
  std::vector<std::string> ids;
  for (auto const& pair : pairs) ids.insert(ids.end(), {pair.first_id, pair.second_id});
  for (auto const& merge : done)
    if (merge.kind == "person") ids.push_back(merge.kept_id);
  auto people = find_people(reader, visit.context, ids);
  auto name = [&](std::string const& id) -> SeenPerson const* {
    for (auto const& person : people)
      if (person.id == id) return &person;
    return nullptr;
  };
  for (auto const& pair : pairs) {
    auto const *first = name(pair.first_id), *second = name(pair.second_id);
    if (!first || !second) continue;
    auto& shown = view.people.emplace_back(pair_view(visit, pair, "person", view.people.size()));
    shown.first = first->name;
    shown.first_note = facts->name_of(first->organization_id);
    shown.first_href = "/staff/network/people/" + first->id;
    shown.second = second->name;
    shown.second_note = facts->name_of(second->organization_id);
    shown.second_href = "/staff/network/people/" + second->id;
  }
  auto alike = duplicate_organizations(reader, county, *facts, kShown, after_organizations);
  view.organizations_next = next_href("organizations", alike.next);
  for (auto const& pair : alike.pairs) {
    auto const *first = facts->organization(pair.first_id), *second = facts->organization(pair.second_id);
    auto& shown = view.organizations.emplace_back(pair_view(visit, pair, "organization", view.organizations.size()));
    shown.first = first->name;
    shown.first_note = first->town;
    shown.first_href = organization_href(first->id, first->name);
    shown.second = second->name;
    shown.second_note = second->town;
    shown.second_href = organization_href(second->id, second->name);
  }
  for (auto const& merge : done) {
    auto const* kept = merge.kind == "person" ? name(merge.kept_id) : nullptr;
    std::string kept_name = kept ? kept->name : facts->name_of(merge.kept_id);
    std::string dropped = merge.kind == "person" ? kept_name : facts->name_of(merge.dropped_id);
    view.merges.push_back({kept_name, dropped, day_text(visit, merge.merged_at),
                           "/staff/network/merges/" + merge.id + "/undo"});
  }
}

http::Response back(Visit& visit, auto const& done) {
  if (!done) return refused(visit, done.error());
  return http::see_other(std::string(kPath) + "?done=saved");
}

}  // namespace

http::Response list_duplicates(Visit& visit) {
  DuplicatesView view;
  view.title = tr(visit, N_("Entered twice"));
  view.tabs = tabs(visit, kPath);
  visit.context.county.database.read([&](db::Reader& reader) { fill(view, visit, reader); });
  view.has_people = !view.people.empty();
  view.has_organizations = !view.organizations.empty();
  view.has_merges = !view.merges.empty();
  view.stays = stays_text(visit);
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/network";
  frame.crumbs = {{tr(visit, N_("Network")), "/staff/network"}, {view.title, ""}};
  return visit.site.page(visit, "network/staff/duplicates.html", view, frame);
}

http::Response settle_duplicate(Visit& visit) {
  auto form = visit.request.form();
  std::string kind = visit.request.parameter("kind");
  if (!form || (kind != "person" && kind != "organization")) return missing(visit);
  std::string first = form->get("first"), second = form->get("second"), act = form->get("act");
  if (!is_uuid(first) || !is_uuid(second)) return visit.site.error_page(visit, 422);
  if (act != "first" && act != "second" && act != "two") return visit.site.error_page(visit, 422);
  if (act == "second") std::swap(first, second);
  return back(visit, visit.context.county.database.write([&](db::Writer& writer) -> Result<bool> {
    if (act == "two") return call_two(writer, visit.context, kind, first, second);
    auto merged = kind == "person"
                      ? merge_people(writer, visit.context, visit.site.modules(), first, second)
                      : merge_organizations(writer, visit.context, visit.site, first, second);
    if (!merged) return merged.error();
    return true;
  }));
}

http::Response undo_merge_now(Visit& visit) {
  auto undone = visit.context.county.database.write([&](db::Writer& writer) {
    return undo_merge(writer, visit.context, visit.site, visit.request.parameter("id"));
  });
  if (!undone) return refused(visit, undone.error());
  std::string stays = codes_of(*undone);
  return http::see_other(std::string(kPath) + "?done=saved" + (stays.empty() ? "" : "&stays=" + stays));
}

}  // namespace mila::network
