// A county in which entries were made twice, and all that is stored of them.
#pragma once

#include <gtest/gtest.h>

#include "modules/network/duplicates.h"
#include "modules/network/merge_store.h"
#include "modules/network/test_support.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/testing/site.h"

namespace mila::network {

/// Another module, in which an organisation answers a question once.
inline Module answers() {
  Module m;
  m.name = "answers";
  m.organization_columns = {{"answer", "id", "organization_id", true, "question <> 'kept for ever'", "question"}};
  return m;
}

class DuplicatesTest : public testing::EngineTest {
 protected:
  DuplicatesTest()
      : site({.modules = {places::module(), taxonomy::module(), directory::module(), module(), answers()},
              .engine = GetParam(),
              .tables = {{"answers", "create table answer (id text primary key, version bigint not null, question text not null, "
                                     "organization_id text not null, unique (question, organization_id))"}}}) {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    house = add_organization(site.database(), "Haus Ankunft", "069 90009-190");
  }
  Context as_operator() { return site.context("de", Actor::operator_()); }
  template <typename Act>
  auto write(Act act) {
    auto context = as_operator();
    return site.database().write([&](db::Writer& writer) { return act(writer, context); });
  }
  std::string add(std::string name, std::string mail, std::string phone = "", std::string private_phone = "") {
    Person person = named(PersonClass::Partner, std::move(name), house);
    person.work_mail = std::move(mail);
    person.work_phone = std::move(phone);
    person.private_phone = std::move(private_phone);
    return network::add_person(site.database(), as_operator(), std::move(person));
  }
  Person get(std::string const& id) { return stored(site.database(), as_operator(), id); }
  std::vector<Pair> pairs() {
    return site.database().read([&](db::Reader& reader) { return duplicate_people(reader, site.county(), 20).pairs; });
  }
  /// All that is stored, without the counters and stamps that only grow, the feed and the log.
  std::string state();
  testing::TestSite site;
  std::string house;
};

}  // namespace mila::network
