// Who has what was asked for.
#include "modules/circulars/receivers.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "modules/circulars/circular_store.h"
#include "modules/directory/directory.h"
#include "modules/directory/sectors.h"
#include "modules/network/mailing.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/crypto/token.h"
#include "platform/mail/address.h"

namespace mila::circulars {
namespace {

using i18n::N_;
using Strings = std::vector<std::string>;

bool holds(Strings const& values, std::string const& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// Somebody or something with a mail address, and all a filter may ask of them.
struct Candidate {
  std::string address, label;
  mail::RecipientRef ref;
  Strings bodies, roles, topics, places;
  std::string sector, town;
};

using Candidates = std::vector<Candidate>;

bool asks(std::vector<Wanted> const& wanted, Strings Filter::*kind) {
  return std::any_of(wanted.begin(), wanted.end(), [&](Wanted const& one) {
    return !(one.filter.*kind).empty();
  });
}

/// Accounts with their rights of now. Those of people of the network become part of the person.
void add_accounts(Site const& site, Context& context, db::Reader& reader, Candidates& all,
                  std::unordered_map<std::string, std::size_t> const& owners) {
  auto accounts = auth::list_accounts(reader, "", std::numeric_limits<int>::max());
  Strings ids;
  std::unordered_map<std::string, std::size_t> at;
  for (auto const& account : accounts) {
    if (account.state == auth::AccountState::Disabled) continue;
    ids.push_back(account.id);
    auto owner = owners.find(account.id);
    if (owner != owners.end()) {
      at[account.id] = owner->second;
      continue;
    }
    at[account.id] = all.size();
    all.push_back({.address = account.mail, .label = account.name, .ref = {"account", account.id}});
  }
  for (auto const& grant : auth::grants_of_all(reader, ids)) {
    auto const* role = site.roles().find(grant.role);
    auto found = at.find(grant.account_id);
    if (!role || found == at.end() || !grant.holds_at(context.now())) continue;
    Candidate& one = all[found->second];
    one.roles.push_back(role->name);
    if (role->scope == Scope::Body) one.bodies.push_back(grant.scope_id);
    if (role->scope == Scope::Place) one.places.push_back(grant.scope_id);
  }
}

void add_organizations(db::Reader& reader, Candidates& all, bool with_topics) {
  std::unordered_map<std::string, std::size_t> at;
  std::unordered_map<std::string, std::string> sectors;
  directory::each_organization(reader, [&](directory::Organization const& organization) {
    sectors[organization.id] = organization.x_sector.value_or("");
    std::string address(trim(organization.email.value_or("")));
    // A protected house is written to by those who know it, not by a list.
    if (address.empty() || organization.x_protected) return;
    at[organization.id] = all.size();
    all.push_back({.address = address,
                   .label = organization.name,
                   .ref = {"organization", organization.id},
                   .topics = directory::codes(organization.x_terms, "topic"),
                   .sector = sectors[organization.id],
                   .town = organization.x_address ? organization.x_address->city : ""});
  });
  if (with_topics)
    directory::each_service(reader, [&](directory::Service const& service) {
      auto found = at.find(service.organization_id);
      if (found == at.end()) return;
      for (auto const& topic : directory::codes(service.x_terms, "topic"))
        all[found->second].topics.push_back(topic);
    });
  for (auto const& [id, position] : at) {
    auto& topics = all[position].topics;
    Strings above;
    for (auto const& topic : topics)
      for (auto const* one : taxonomy::taxonomy().line(topic)) above.push_back(one->code);
    topics = std::move(above);
  }
}

/// Who sits on the bodies asked for: people with their deputies, and organisations that name nobody.
void add_seats(Context& context, db::Reader& reader, Candidates& all, std::vector<Wanted> const& wanted) {
  Strings ids;
  for (auto const& one : wanted)
    ids.insert(ids.end(), one.filter.bodies.begin(), one.filter.bodies.end());
  if (ids.empty()) return;
  std::unordered_map<std::string, Strings> bodies_of;  // of "person:…" and "organization:…"
  Date today = local_date(context.now(), context.county.config().zone);
  for (auto const& body : network::find_bodies(reader, context, ids))
    for (auto const& seat : body.seats) {
      if (!seat.holds_on(today)) continue;
      for (auto const& person : {seat.person_id, seat.deputy_id})
        if (!person.empty()) bodies_of["person:" + person].push_back(body.id);
      if (seat.person_id.empty() && !seat.organization_id.empty())
        bodies_of["organization:" + seat.organization_id].push_back(body.id);
    }
  for (auto& one : all)
    if (auto found = bodies_of.find(one.ref.kind + ":" + one.ref.id); found != bodies_of.end())
      one.bodies.insert(one.bodies.end(), found->second.begin(), found->second.end());
}

Candidates all_candidates(Site const& site, Context& context, db::Reader& reader,
                          std::vector<Wanted> const& wanted) {
  Candidates all;
  std::unordered_map<std::string, std::size_t> owners;
  for (auto const& one : network::addressees(reader, context)) {
    if (!one.account_id.empty()) owners[one.account_id] = all.size();
    all.push_back({.address = one.target.address,
                   .label = one.target.name,
                   .ref = {"person", one.target.person_id},
                   .topics = one.topics,
                   .places = one.places,
                   .sector = one.organization_id});
  }
  std::size_t people = all.size();
  bool everybody = std::any_of(wanted.begin(), wanted.end(),
                               [](Wanted const& one) { return one.filter.everybody; });
  if (everybody || asks(wanted, &Filter::bodies) || asks(wanted, &Filter::roles) ||
      asks(wanted, &Filter::places))
    add_accounts(site, context, reader, all, owners);
  std::size_t before = all.size();
  add_organizations(reader, all, asks(wanted, &Filter::topics));
  add_seats(context, reader, all, wanted);
  std::unordered_map<std::string, std::string> sector_of;
  for (std::size_t i = before; i < all.size(); ++i) sector_of[all[i].ref.id] = all[i].sector;
  for (std::size_t i = 0; i < people; ++i) {
    auto found = sector_of.find(all[i].sector);
    all[i].sector = found == sector_of.end() ? "" : found->second;
  }
  return all;
}

/// Ids and names a chosen place or area stands for: itself, its parts, the areas it lies in.
struct Region {
  std::string id;
  std::set<std::string> ids, towns;
};

Region region_of(places::Gazetteer const& gazetteer, std::string const& id) {
  Region region{id, {id}, {}};
  auto add_place = [&](std::string const& place_id) {
    for (auto const& below : gazetteer.with_descendants(place_id)) region.ids.insert(below);
    if (auto const* place = gazetteer.find(place_id)) region.towns.insert(place->name);
  };
  if (auto const* area = gazetteer.find_area(id)) {
    for (auto const& place : area->place_ids) add_place(place);
  } else {
    add_place(id);
    for (auto const* around : gazetteer.areas_of(id)) region.ids.insert(around->id);
  }
  return region;
}

/// What of one filter a candidate has, as words; nullopt when a kind is missing.
class Matcher {
 public:
  Matcher(Filter const& filter, Names const& names, places::Gazetteer const& gazetteer,
          std::string const& language, std::string everybody)
      : filter_(filter), names_(names), language_(language), everybody_(std::move(everybody)) {
    for (auto const& id : filter.places) regions_.push_back(region_of(gazetteer, id));
  }

  std::optional<std::string> operator()(Candidate const& one) const {
    if (filter_.everybody) return everybody_;
    if (filter_.empty()) return std::nullopt;
    Strings words;
    auto any = [&](Strings const& asked, auto&& has, auto&& name) {
      if (asked.empty()) return true;
      bool found = false;
      for (auto const& value : asked)
        if (has(value)) {
          words.push_back(name(value));
          found = true;
        }
      return found;
    };
    bool fits =
        any(filter_.bodies, [&](auto& v) { return holds(one.bodies, v); },
            [&](auto& v) { return names_.body(v); }) &&
        any(filter_.roles, [&](auto& v) { return holds(one.roles, v); },
            [&](auto& v) { return names_.role(v, language_); }) &&
        any(filter_.topics, [&](auto& v) { return holds(one.topics, v); },
            [&](auto& v) { return names_.topic(v, language_); }) &&
        any(filter_.places, [&](auto& v) { return lies_in(one, v); },
            [&](auto& v) { return names_.place(v); }) &&
        any(filter_.sectors, [&](auto& v) { return one.sector == v; },
            [&](auto& v) { return names_.sector(v, language_); });
    if (!fits) return std::nullopt;
    return join(words, " · ");
  }

 private:
  bool lies_in(Candidate const& one, std::string const& place) const {
    for (auto const& region : regions_) {
      if (region.id != place) continue;
      if (!one.town.empty() && region.towns.count(one.town)) return true;
      for (auto const& id : one.places)
        if (region.ids.count(id)) return true;
    }
    return false;
  }

  Filter const& filter_;
  Names const& names_;
  std::string language_, everybody_;
  std::vector<Region> regions_;
};

}  // namespace

std::string to_json(Filter const& filter) {
  return nlohmann::json{{"everybody", filter.everybody}, {"bodies", filter.bodies},
                        {"roles", filter.roles},         {"topics", filter.topics},
                        {"places", filter.places},       {"sectors", filter.sectors}}
      .dump();
}

Filter filter_from_json(std::string const& json) {
  auto parsed = nlohmann::json::parse(json);
  return {parsed.at("everybody"), parsed.at("bodies"), parsed.at("roles"),
          parsed.at("topics"),    parsed.at("places"), parsed.at("sectors")};
}

bool may_write(Actor const& actor, Filter const& filter) {
  if (actor.may(Permission::WriteCirculars, Target{})) return true;
  return !filter.everybody && !filter.bodies.empty() &&
         std::all_of(filter.bodies.begin(), filter.bodies.end(), [&](std::string const& id) {
           return actor.may(Permission::WriteCirculars, {.body_id = id});
         });
}

Names::Names(Site const& site, Context& context, db::Reader& reader,
             std::vector<Filter> const& filters)
    : site_(site), context_(context) {
  Strings ids;
  for (auto const& filter : filters)
    ids.insert(ids.end(), filter.bodies.begin(), filter.bodies.end());
  if (ids.empty()) return;
  for (auto const& module : site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto& named : scope.names(context, reader, ids)) bodies_.push_back(std::move(named));
}

std::string Names::body(std::string const& id) const {
  for (auto const& named : bodies_)
    if (named.id == id) return named.name;
  return "?";
}

std::string Names::role(std::string const& name, std::string const& language) const {
  auto const* role = site_.roles().find(name);
  return role ? role->label(language) : name;
}

std::string Names::topic(std::string const& code, std::string const& language) const {
  return taxonomy::taxonomy().label(code, language);
}

std::string Names::place(std::string const& id) const {
  auto gazetteer = places::gazetteer(context_.county);
  if (auto const* place = gazetteer->find(id)) return gazetteer->label(*place);
  auto const* area = gazetteer->find_area(id);
  return area ? area->name : "?";
}

std::string Names::sector(std::string const& code, std::string const& language) const {
  auto const* title = directory::title_of(directory::sectors(), code);
  return title ? site_.translate(language, title) : code;
}

std::string Names::all(Filter const& filter, std::string const& language) const {
  if (filter.everybody) return site_.translate(language, N_("everybody in the network"));
  Strings words;
  for (auto const& id : filter.bodies) words.push_back(body(id));
  for (auto const& name : filter.roles) words.push_back(role(name, language));
  for (auto const& code : filter.topics) words.push_back(topic(code, language));
  for (auto const& id : filter.places) words.push_back(place(id));
  for (auto const& code : filter.sectors) words.push_back(sector(code, language));
  return join(words, " · ");
}

std::vector<Receiver> find_receivers(Site const& site, Context& context, db::Reader& reader,
                                     std::vector<Wanted> const& wanted, Names const& names,
                                     std::string const& language) {
  auto gazetteer = places::gazetteer(context.county);
  std::string everybody = site.translate(language, N_("everybody in the network"));
  std::vector<Matcher> matchers;
  for (auto const& one : wanted) matchers.emplace_back(one.filter, names, *gazetteer, language, everybody);
  auto const gone = all_leaves(reader);
  auto has_left = [&](std::string const& hash, std::string const& group) {
    return gone.count({hash, ""}) || (!group.empty() && gone.count({hash, group}));
  };
  std::vector<Receiver> receivers;
  std::unordered_set<std::string> seen;
  for (auto const& one : all_candidates(site, context, reader, wanted)) {
    if (!mail::valid_address(one.address)) continue;
    std::string hash = hash_of(context.county, one.address);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      auto reason = matchers[i](one);
      if (!reason || has_left(hash, wanted[i].group_id)) continue;
      if (seen.insert(hash).second)
        receivers.push_back({one.address, hash, one.label, one.ref, wanted[i].group_id, *reason});
      break;
    }
  }
  return receivers;
}

std::string hash_of(County& county, std::string_view address) {
  auto normalised = mail::normalised_address(address);
  // Who left stays left when the county's keys change: always the first generation.
  return crypto::token_hash(county.keys().derive("circulars.address", 1),
                            normalised ? *normalised : ascii_lower(address));
}

}  // namespace mila::circulars
