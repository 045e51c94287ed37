// What an import brings as drafts, what it says of its writing, and removing it again.
#include <gtest/gtest.h>

#include "modules/directory/csv_import.h"
#include "modules/directory/directory.h"
#include "modules/directory/history.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/county.h"

namespace mila::directory {
namespace {

struct Wrote {
  Kind kind;
  std::string id;
  std::int64_t version;
};

class Drafts : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    county = std::make_unique<testing::TestCounty>(GetParam(),
                                                   std::vector<std::string>{"places", "directory"});
  }
  std::vector<Wrote> import(CsvKind kind, std::string const& csv, bool drafts = true) {
    std::vector<Wrote> all;
    Context context = county->context("de", Actor::operator_());
    ImportOptions options;
    options.source = "list";
    options.drafts = drafts;
    options.written = [&](db::Writer&, Record const& record, std::int64_t version) {
      all.push_back({record.kind, record.id, version});
    };
    auto table = data::CsvReader::open(csv);
    auto report = import_csv(context, kind, *table, {}, options);
    EXPECT_TRUE(report.has_value() && report->applied);
    return all;
  }
  template <typename Body>
  auto read(Body body) {
    return county->database().read(body);
  }
  Result<bool> removed(Wrote const& record) {
    return county->database().write([&](db::Writer& writer) {
      return remove(writer, Actor::operator_(), record.kind, record.id, record.version);
    });
  }
  std::unique_ptr<testing::TestCounty> county;
};
MILA_ON_EACH_ENGINE(Drafts);

TEST_P(Drafts, NobodyOutsideSeesThem) {
  auto wrote = import(CsvKind::Organisations, "Name\nVerein Brücke\n");
  ASSERT_EQ(wrote.size(), 1u);
  import(CsvKind::Contacts, "Funktion;Organisation\nBeratung;Verein Brücke\n");
  import(CsvKind::Offers, "Angebot;Träger\nSprachcafé;Verein Brücke\n");
  EXPECT_TRUE(read([](db::Reader& reader) { return all_organization_ids(reader); }).empty());
  EXPECT_TRUE(read([](db::Reader& reader) { return all_functions(reader); }).empty());
  EXPECT_TRUE(read([&](db::Reader& reader) { return services_of(reader, wrote[0].id); }).empty());
  EXPECT_EQ(read([](db::Reader& reader) { return organizations_named(reader, "", 10); }).size(), 1u)
      << "the workplace does";
}

TEST_P(Drafts, WhatIsThereAlreadyStaysPublic) {
  import(CsvKind::Organisations, "Name\nVerein Brücke\n", false);
  auto wrote = import(CsvKind::Organisations, "Name;Telefon\nVerein Brücke;069 90009-1\n");
  ASSERT_EQ(wrote.size(), 1u);
  EXPECT_EQ(wrote[0].version, 2);
  EXPECT_EQ(read([](db::Reader& reader) { return all_organization_ids(reader); }).size(), 1u);
  EXPECT_TRUE(import(CsvKind::Organisations, "Name;Telefon\nVerein Brücke;069 90009-1\n").empty())
      << "nothing was written";
}

TEST_P(Drafts, AreRemovedFromTheEndOfWhatRefersToThem) {
  auto organisation = import(CsvKind::Organisations, "Name\nVerein Brücke\n").at(0);
  auto offer = import(CsvKind::Offers, "Angebot;Träger\nSprachcafé;Verein Brücke\n").at(0);
  EXPECT_FALSE(removed(organisation)) << "an offer refers to it";
  Wrote later = offer;
  later.version = 2;
  EXPECT_FALSE(removed(later)) << "another version";
  auto before = county->database().version();
  EXPECT_TRUE(removed(offer));
  EXPECT_GT(county->database().version(), before) << "the change feed says so";
  EXPECT_TRUE(removed(organisation));
  EXPECT_FALSE(removed(organisation)) << "gone already";
  EXPECT_EQ(read([](db::Reader& reader) { return count_changes(reader, {}); }), 0);
}

TEST_P(Drafts, TheSameFunctionOfSeveralOrganisationsIsSeveral) {
  auto wrote = import(CsvKind::Contacts,
                      "Funktion;Organisation;Name\nBeratung;Verein A;Frau Müller\n"
                      "Beratung;Verein A;Herr Klein\nBeratung;Verein B;\n");
  auto functions = std::count_if(wrote.begin(), wrote.end(),
                                 [](Wrote const& each) { return each.kind == Kind::Function; });
  EXPECT_EQ(functions, 3);
}

}  // namespace
}  // namespace mila::directory
