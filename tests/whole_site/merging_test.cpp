// Two entries of an organisation or a person become one everywhere, and two again: whatever module
// names them.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <map>
#include <set>

#include "modules/directory/directory.h"
#include "modules/network/duplicates.h"
#include "platform/base/text.h"
#include "platform/mail/mail.h"
#include "tests/whole_site/demo_site.h"

namespace mila::testing {
namespace {

using Columns = std::vector<RecordColumn> Module::*;

/// Columns that name an organisation or a person and do not follow when two are made one, and why.
std::map<std::string, std::string> const kNotMoved{
    {"access_grant.scope_id", "rights are given anew on the kept organisation, so that they can be ended again"},
    {"account.person_id", "moves with the person's account"},
    {"audit_entry.detail", "says which entry it was"},
    {"audit_entry.object_id", "says which entry it was"},
    {"audit_evaluation.object_id", "says which entry it was"},
    {"change.id", "says which entry it was"},
    {"confirmation_item.person_id", "what was asked about the dropped entry ends"},
    {"function.organization_id", "moved with the record (directory)"},
    {"list_import_record.record_id", "says what an import wrote"},
    {"location.organization_id", "moved with the record (directory)"},
    {"merge.dropped_id", "is the merge"},
    {"merge.kept_id", "is the merge"},
    {"not_duplicate.first_id", "said about that very entry"},
    {"not_duplicate.second_id", "said about that very entry"},
    {"organization.external_id", "what another program calls it"},
    {"organization.id", "is the entry"},
    {"person.id", "is the entry"},
    {"person.merged_into", "is the merge"},
    {"person_match.person_id", "made anew from the entry"},
    {"person_word.person_id", "made anew from the entry"},
    {"record_change.organization_id", "whose it was when it was changed"},
    {"record_change.record_id", "says which entry it was"},
    {"remembered_needs.owner", "sealed for the entry it was said under; goes with it"},
    {"service.organization_id", "moved with the record (directory)"},
    {"stored_file.owner_id", "files belong to items of agendas and settings"}};

/// Names that may mean an organisation or a person whatever a table holds today.
bool may_name_one(std::string const& column) {
  static std::set<std::string> const kNames{"deputy_id", "dropped_id", "first_id", "kept_id", "object_id", "owner", "owner_id",
                                            "recipient_id", "ref_id", "scope_id", "second_id", "successor_id"};
  return column.ends_with("organization_id") || column.ends_with("person_id") || kNames.contains(column);
}

std::vector<std::pair<std::string, std::string>> text_columns(db::Reader& reader) {
  std::vector<std::pair<std::string, std::string>> columns;
  reader.each({"test.columns",
               "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c "
               "where m.type = 'table' and lower(c.type) = 'text' order by 1, 2"},
              {}, [&](db::Row const& row) { columns.emplace_back(row.text(0), row.text(1)); });
  return columns;
}

TEST(Merging, EveryColumnThatNamesAnEntryFollowsOrSaysWhyNot) {
  DemoSite site;
  std::set<std::string> declared;
  for (auto const& module : site.site().modules())
    for (Columns columns : {&Module::organization_columns, &Module::person_columns})
      for (auto const& column : module.*columns) declared.insert(column.table + "." + column.column);
  std::set<std::string> known;
  site.database().read([&](db::Reader& reader) {
    for (auto const& [table, column] : text_columns(reader)) {
      std::string name = table + "." + column;
      known.insert(name);
      std::string text = fmt::format("select count(*) from (select 1 from {0} where {1} in (select id from organization) or "
                                     "{1} in (select id from person) limit 1) as found", table, column);
      bool names = reader.value<std::int64_t>({"test.names", text}).value_or(0) > 0;
      if (!names && !may_name_one(column)) continue;
      EXPECT_TRUE(declared.contains(name) || kNotMoved.contains(name))
          << name << ": say so in Module::organization_columns or person_columns, or here why it stays";
    }
  });
  for (auto const& name : declared) {
    EXPECT_TRUE(known.contains(name)) << name << " is declared, and no column";
    EXPECT_FALSE(kNotMoved.contains(name)) << name << " is declared, and listed as one that stays";
  }
}

class MergingOnEach : public EngineTest {
 protected:
  MergingOnEach() : site(TestSiteOptions{.engine = GetParam()}), context(site.context("de", Actor::operator_())) {
    site.database().write([&](db::Writer& writer) {
      // What the demo county has none of.
      (void)mail::enqueue(writer, context, {.purpose = "test", .address = "wer@auental.example", .subject = "Betreff",
                                            .letter = {.blocks = {mail::Paragraph{"Text"}}, .reason = "Grund"}}).value();
      writer.run({"test.link", "insert into upkeep_today_link(id, organization_id, service_id, label, made_by, made_at) "
                               "values('link', '', '', '', '', 1)"});
      writer.run({"test.hiding", "insert into upkeep_hiding(id, service_id, organization_id, ground, text, status_before, hidden_by, "
                                 "hidden_at, ended_by) values('hiding', '', '', '', '', '', '', 1, '')"});
    });
  }

  template <typename Act>
  auto write(Act act) {
    return site.database().write([&](db::Writer& writer) { return act(writer); });
  }
  std::vector<RecordColumn> declared(Columns columns) {
    std::vector<RecordColumn> all;
    for (auto const& module : site.site().modules()) all.insert(all.end(), (module.*columns).begin(), (module.*columns).end());
    return all;
  }
  /// Makes a row of the demo name the entry in each of these columns, another row for each column.
  void name_everywhere(Columns columns, std::string const& id) {
    std::map<std::string, int> used;
    write([&](db::Writer& writer) {
      for (auto const& column : declared(columns)) {
        std::string find = fmt::format("select {0} from {1} order by 1 limit 1 offset {2}", column.key, column.table, used[column.table]++);
        auto key = writer.value<std::string>({"test.row", find});
        ASSERT_TRUE(key) << "the demo county has too few rows of " << column.table;
        // What says which rows are meant is an equation: it can be made true.
        std::string point = fmt::format("update {} set {} = $2{}{} where {} = $1", column.table, column.column,
                                        column.only.empty() ? "" : ", ", column.only, column.key);
        EXPECT_EQ(writer.run({"test.point", point}, {*key, id}), 1) << column.table;
      }
    });
  }
  /// Which row names whom.
  std::string state(Columns columns) {
    std::string text;
    site.database().read([&](db::Reader& reader) {
      for (auto const& column : declared(columns)) {
        std::string find = fmt::format("select {0}, {1} from {2} order by 1", column.key, column.column, column.table);
        reader.each({"test.state", find}, {}, [&](db::Row const& row) {
          text += column.table + "|" + std::string(row.text(0)) + "|" + (row.is_null(1) ? "-" : std::string(row.text(1))) + "\n";
        });
      }
    });
    return text;
  }
  std::string organization(std::string const& name) {
    directory::Organization one;
    one.id = named_uuid("organization", name);
    one.name = name;
    write([&](db::Writer& writer) { directory::save(writer, context.actor, directory::to_record(one)).value(); });
    return one.id;
  }
  std::string person(std::string const& name) {
    network::Person one;
    one.name = name;
    return write([&](db::Writer& writer) { return network::save_person(writer, context, one).value(); });
  }
  void expect_moves_and_comes_back(Columns columns, std::string const& kept, std::string const& dropped, auto const& merge) {
    name_everywhere(columns, dropped);
    auto before = state(columns);
    EXPECT_TRUE(contains(before, dropped));
    auto id = write([&](db::Writer& writer) { return merge(writer).value(); });
    EXPECT_EQ(state(columns), replace_all(before, dropped, kept));
    write([&](db::Writer& writer) {
      EXPECT_TRUE(network::undo_merge(writer, context, site.site(), id).value().empty()) << "nothing was changed since";
    });
    EXPECT_EQ(state(columns), before);
  }

  DemoSite site;
  Context context;
};

TEST_P(MergingOnEach, AnOrganisationIsOneInEveryModuleAndTwoAgain) {
  auto kept = organization("Haus Ankunft"), dropped = organization("Haus Ankunft gGmbH");
  expect_moves_and_comes_back(&Module::organization_columns, kept, dropped, [&](db::Writer& writer) {
    return network::merge_organizations(writer, context, site.site(), kept, dropped);
  });
}

TEST_P(MergingOnEach, APersonIsOneInEveryModuleAndTwoAgain) {
  auto kept = person("Klaus Brandt"), dropped = person("Brandt, Klaus");
  expect_moves_and_comes_back(&Module::person_columns, kept, dropped, [&](db::Writer& writer) {
    return network::merge_people(writer, context, site.site().modules(), kept, dropped);
  });
}

MILA_ON_EACH_ENGINE(MergingOnEach);

}  // namespace
}  // namespace mila::testing
