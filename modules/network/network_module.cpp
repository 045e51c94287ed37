// What this module tells the program about itself.
#include "modules/network/body_store.h"
#include "modules/network/confirmation.h"
#include "modules/network/duplicates.h"
#include "modules/network/keep_step.h"
#include "modules/network/network_parts.h"
#include "modules/network/people_store.h"
#include "modules/network/public_pages.h"
#include "modules/network/staff_pages.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::network {
namespace {

using http::Method;
using i18n::N_;

void add_body_routes(Module& m) {
  auto const read = Permission::ReadNetwork;
  std::string const bodies = "/staff/network/bodies", one = bodies + "/{id}";
  std::string const sample = bodies + "/" + demo_body_id();
  auto route = [&](Method method, std::string pattern, Handler handler, std::string path) {
    m.routes.push_back({method, std::move(pattern), read, std::move(handler), std::move(path)});
  };
  route(Method::Get, bodies, list_bodies, bodies + "?q=ukraine");
  route(Method::Get, bodies + "/{id}", show_body, sample);
  // Who may change a body is asked for that body.
  route(Method::Get, one + "/edit", show_body_form, sample + "/edit");
  route(Method::Post, one + "/edit", save_body_form, sample + "/edit");
  route(Method::Get, one + "/name", show_name_form, sample + "/name");
  route(Method::Post, one + "/name", save_name_form, sample + "/name");
  route(Method::Get, one + "/seats/new", show_seat_form, sample + "/seats/new");
  route(Method::Post, one + "/seats", save_seat_form, sample + "/seats");
  route(Method::Get, one + "/seats/{seat}", show_seat_form, sample + "/seats/" + demo_seat_id());
  route(Method::Post, one + "/seats/{seat}", save_seat_form, sample + "/seats/none");
  auto edit = [&](Method method, std::string const& path, Handler handler) {
    m.routes.push_back({method, path, Permission::EditNetwork, std::move(handler), path});
  };
  edit(Method::Get, bodies + "/new", show_body_form);
  edit(Method::Post, bodies, save_body_form);
}

void add_successor_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Handler handler, std::string sample) {
    m.routes.push_back({method, std::move(pattern), Permission::EditNetwork, std::move(handler), std::move(sample)});
  };
  std::string const one = "/staff/network/successors/{id}", sample = "/staff/network/successors/{successor}";
  route(Method::Get, one, show_successor, sample);
  route(Method::Post, one, take_over_successor, sample);
  route(Method::Post, one + "/dismissal", dismiss_successor, sample + "/dismissal");
}

void add_public_routes(Module& m) {
  auto route = [&](Method method, char const* pattern, Handler handler, char const* sample) {
    m.routes.push_back({method, pattern, Permission::Public, std::move(handler), sample});
  };
  route(Method::Get, "/{lang}/people/confirmation/{token}", show_asked, "/{lang}/people/confirmation/none");
  route(Method::Get, "/{lang}/people/confirmation/{token}/{number}", show_asked_entry,
        "/{lang}/people/confirmation/none/1");
  route(Method::Post, "/{lang}/people/confirmation/{token}/{number}", answer_asked_entry,
        "/{lang}/people/confirmation/none/1");
  route(Method::Get, "/{lang}/bodies", show_public_bodies, "/{lang}/bodies");
  route(Method::Get, "/{lang}/people/{key}/message", show_relay, "/{lang}/people/{relay}/message");
  route(Method::Post, "/{lang}/people/{key}/message", send_relay, "/{lang}/people/{relay}/message");
}

/// Once a day: asks, reminds, lets expire.
jobs::JobKind upkeep_job() {
  return {.name = "network.upkeep",
          .handler =
              [](Context& context, jobs::Job const&) {
                run_upkeep(context);
                return jobs::Outcome::done();
              },
          .every = std::chrono::hours{24},
          .lease = std::chrono::minutes{30}};
}

/// The moment somebody's last day is over.
jobs::JobKind leaving_job() {
  return {.name = kLeavingJob, .handler = [](Context& context, jobs::Job const&) {
            context.county.database.write(
                [&](db::Writer& writer) { follow_leaving(writer, context); });
            return jobs::Outcome::done();
          }};
}

/// Keys of the demo county that change with each loading.
std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  std::map<std::string, std::string> keys;
  context.actor = Actor::operator_();
  if (auto person = load_person(reader, context.county, demo_relay_person_id()))
    keys["relay"] = person->relay_key;
  auto gazetteer = places::load_gazetteer(reader);  // outlives the loop over its places
  for (auto const& place : gazetteer->places())
    if (place.name == "Weidenrode") keys["town"] = place.id;
  for (auto const& successor : all_successors(reader, context, 1)) keys["successor"] = successor.id;
  return keys;
}

ScopeNames body_scope() {
  auto named = [](Context& context, db::Reader& reader, std::vector<std::string> const& ids) {
    std::vector<ScopeNames::Named> names;
    for (auto const& body : find_bodies(reader, context, ids)) names.push_back({body.id, body.name});
    return names;
  };
  auto find = [named](Context& context, db::Reader& reader, std::string_view search, int limit) {
    BodyQuery query;
    query.words = split_list(trim(search).empty() ? "" : slugify(search), '-');
    query.today = local_date(context.now(), context.county.config().zone);
    query.limit = limit;
    return named(context, reader, find_body_ids(reader, query));
  };
  return {Scope::Body, find, named};
}

void add_staff_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                   std::string sample, bool delicate = false) {
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler),
                        std::move(sample), delicate});
  };
  auto const read = Permission::ReadNetwork;
  std::string const people = "/staff/network/people", one = people + "/{id}";
  std::string const sample = people + "/" + demo_person_id();
  route(Method::Get, "/staff/network", read, list_people, "/staff/network");
  route(Method::Get, "/staff/network/print", read, print_people, "/staff/network/print?q=Wohnen");
  auto const take = Permission::ExportLists;
  route(Method::Get, "/staff/network/contacts.csv", take, export_csv, "/staff/network/contacts.csv", true);
  route(Method::Get, "/staff/network/contacts.xlsx", take, export_xlsx, "/staff/network/contacts.xlsx", true);
  route(Method::Get, "/staff/network/contacts.vcf", take, export_cards, "/staff/network/contacts.vcf", true);
  route(Method::Get, one + "/contact.vcf", read, send_person_card, sample + "/contact.vcf?version=3");
  // Who may change a person is asked for that person: editors of partner organisations may, too.
  route(Method::Get, people + "/new", read, show_new_person, people + "/new");
  route(Method::Post, people, read, add_person, people);
  route(Method::Get, one, read, show_person, sample);
  route(Method::Get, one + "/edit", read, show_person_form, sample + "/edit");
  route(Method::Post, one + "/edit", read, save_person_form, sample + "/edit");
  route(Method::Get, one + "/private", read, show_private_form, sample + "/private");
  route(Method::Post, one + "/private", read, save_private_form, sample + "/private");
  route(Method::Get, one + "/consents", read, show_consents, sample + "/consents");
  route(Method::Post, one + "/consents", read, save_consents, sample + "/consents");
  route(Method::Get, one + "/positions/new", read, show_new_position, sample + "/positions/new");
  route(Method::Post, one + "/positions", read, save_position_form, sample + "/positions");
  route(Method::Get, one + "/positions/{position}", read, show_position,
        sample + "/positions/" + demo_position_id());
  route(Method::Post, one + "/positions/{position}", read, save_position_form,
        sample + "/positions/none");
  route(Method::Get, one + "/positions/{position}/hand-over", read, show_hand_over,
        sample + "/positions/" + demo_position_id() + "/hand-over");
  route(Method::Post, one + "/positions/{position}/hand-over", read, hand_over_now,
        sample + "/positions/none/hand-over");
  route(Method::Post, one + "/confirmation", read, confirm_person_now, sample + "/confirmation");
  route(Method::Post, one + "/objection", read, change_objection, sample + "/objection");
  route(Method::Get, one + "/leaving", read, show_leaving, sample + "/leaving");
  route(Method::Post, one + "/leaving", read, leave_now, sample + "/leaving");
  route(Method::Get, one + "/account", Permission::ManageAccounts, show_account_form,
        sample + "/account");
  route(Method::Post, one + "/account", Permission::ManageAccounts, save_account_form,
        sample + "/account", true);
  route(Method::Get, one + "/disclosure", read, show_disclosure, sample + "/disclosure", true);
  route(Method::Get, one + "/disclosure.json", read, send_disclosure, sample + "/disclosure.json",
        true);
  route(Method::Get, one + "/erasure", read, show_erasure, sample + "/erasure");
  route(Method::Post, one + "/erasure", read, erase_person_now, sample + "/erasure", true);
  route(Method::Get, "/staff/network/area", read, show_area, "/staff/network/area?place={town}");
  route(Method::Get, "/staff/network/overlaps", read, list_overlaps, "/staff/network/overlaps");
  auto const edit = Permission::EditNetwork;
  std::string const twice = "/staff/network/duplicates";
  route(Method::Get, twice, edit, list_duplicates, twice);
  route(Method::Post, twice + "/{kind}", edit, settle_duplicate, twice + "/person", true);
  route(Method::Post, "/staff/network/merges/{id}/undo", edit, undo_merge_now,
        "/staff/network/merges/none/undo", true);
  add_body_routes(m);
  m.staff_menu = {{30, N_("Network"), "/staff/network", "people", read}};
}

void add_personal_data(Module& m) {
  m.personal_data = {
      {"person", "name, organisation, languages, contact at work; private mail and phone sealed",
       "people of the network reach each other; the public reaches who is in charge",
       "officials: Art. 6 (1) e GDPR; partners: Art. 6 (1) f; volunteers: consent, Art. 6 (1) a",
       "until they leave and are erased; unconfirmed entries are not public after a year",
       "`network::erase_person`, from the person's page or by the person"},
      {"person_position", "what somebody does, for which places and topics, from when until when",
       "contacts by topic and place; hand-over", "as person", "as person", "with the person"},
      {"person_consent", "what was agreed to, in which wording, when, revoked when",
       "proof of consent", "Art. 7 (1) GDPR", "as person", "with the person"},
      {"seat, body", "who sits in a body for whom, who runs it", "bodies can meet", "as person",
       "ended seats stay as history until the person is erased", "the seat loses its person"},
      {"confirmation, confirmation_item", "who was asked whether the entry is right, and the answer",
       "entries stay true", "as person", "30 days after the entry would have expired",
       "with the person; daily clean-up"},
      {"successor", "name, mail and phone of who was named as successor, sealed",
       "work goes on when somebody leaves", "Art. 6 (1) f GDPR", "until taken over or set aside",
       "with the person who leaves"},
      {"merge, not_duplicate", "ids of entries that were made one, or are two", "entries made twice are found",
       "Art. 5 (1) d GDPR", "30 days; that two are two as long as both", "with the person; daily clean-up"},
      {"person_word, person_match", "search words; keyed hashes of mail and phone",
       "finding people, and entries made twice", "as person", "as person", "with the person"}};
}

}  // namespace

Module const& module() {
  static Module const network = [] {
    Module m;
    m.name = "network";
    m.summary = "people, what they do and agreed to; bodies and their seats; the view of an area";
    add_staff_routes(m);
    add_successor_routes(m);
    add_public_routes(m);
    add_personal_data(m);
    m.sample_keys = sample_keys;
    m.jobs = {upkeep_job(), leaving_job()};
    m.expire = [](Context& context) {
      return context.county.database.write(
          [&](db::Writer& writer) { return finish_merges(writer, context); });
    };
    m.sitemap = [](Context&) { return std::vector<std::string>{"/bodies"}; };
    m.waiting = waiting;
    m.templates = staff_templates();
    for (auto& use : public_templates()) m.templates.push_back(std::move(use));
    m.demo = load_demo;
    m.scopes = {body_scope()};
    m.disclose_person = disclose;
    m.erase_person = erase;
    m.organization_columns = {{"person", "id", "organization_id", true},
                              {"seat", "id", "organization_id"},
                              {"body", "id", "office_organization_id"}};
    m.person_columns = {{"person_position", "id", "person_id"}, {"person_position", "id", "deputy_id"},
                        {"person_position", "id", "successor_id"}, {"person_consent", "id", "person_id"},
                        {"seat", "id", "person_id"}, {"seat", "id", "deputy_id"},
                        {"body", "id", "office_person_id"}, {"successor", "id", "person_id"}};
    return m;
  }();
  return network;
}

}  // namespace mila::network
