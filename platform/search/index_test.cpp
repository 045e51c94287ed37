// The index on its own: batches, readers that are overtaken, long terms, versions.
#include "platform/search/index.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace mila::search {
namespace {

class IndexTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "mila-index-XXXXXX";
    folder = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  static std::vector<std::string> find(Index& index, std::string const& term) {
    return index.read([&](Xapian::Database& database) {
      std::vector<std::string> values;
      for (auto it = database.postlist_begin(term); it != database.postlist_end(term); ++it)
        values.push_back(database.get_document(*it).get_value(Index::kValueSlot));
      return values;
    });
  }
  static Batch put(std::string id, std::string term, std::string value) {
    Batch batch;
    batch.put.push_back({std::move(id), {{std::move(term), 1}}, std::move(value)});
    return batch;
  }

  std::string folder;
};

using Values = std::vector<std::string>;

TEST_F(IndexTest, keeps_documents_and_replaces_them_by_id) {
  Index index(folder, "1");
  auto first = index.apply(put("a", "Zhaus", "one"));
  index.apply(put("b", "Zhaus", "two"));
  auto second = index.apply(put("a", "Zhof", "three"));
  EXPECT_EQ(first.put, second.put) << "a document keeps its number";
  EXPECT_EQ(find(index, "Zhaus"), Values{"two"});
  EXPECT_EQ(find(index, "Zhof"), Values{"three"});
}

TEST_F(IndexTest, drops_documents_and_does_not_mind_unknown_ids) {
  Index index(folder, "1");
  index.apply(put("a", "Zhaus", "one"));
  Batch batch;
  batch.drop = {"a", "never seen"};
  EXPECT_EQ(index.apply(batch).dropped.size(), 1U);
  EXPECT_EQ(find(index, "Zhaus"), Values{});
}

TEST_F(IndexTest, metadata_and_documents_survive_reopening) {
  {
    Index index(folder, "1");
    Batch batch = put("a", "Zhaus", "one");
    batch.metadata["seq"] = "17";
    index.apply(batch);
  }
  Index again(folder, "1");
  EXPECT_EQ(again.metadata("seq"), "17");
  EXPECT_EQ(find(again, "Zhaus"), Values{"one"});
}

TEST_F(IndexTest, another_version_empties_it) {
  { Index(folder, "1").apply(put("a", "Zhaus", "one")); }
  Index again(folder, "2");
  EXPECT_EQ(find(again, "Zhaus"), Values{});
  EXPECT_EQ(again.metadata("version"), "2");
}

TEST_F(IndexTest, a_broken_index_is_made_anew) {
  { Index(folder, "1").apply(put("a", "Zhaus", "one")); }
  for (auto const& file : std::filesystem::directory_iterator(folder))
    if (file.path().filename() != "flintlock") std::ofstream(file.path()) << "rubbish";
  Index again(folder, "1");
  EXPECT_EQ(find(again, "Zhaus"), Values{});
  again.apply(put("a", "Zhaus", "one"));
  EXPECT_EQ(find(again, "Zhaus"), Values{"one"});
}

TEST_F(IndexTest, takes_terms_of_any_length_and_tells_them_apart) {
  Index index(folder, "1");
  std::string common(300, 'x');
  index.apply(put("a", common + "a", "one"));
  index.apply(put("b", common + "b", "two"));
  EXPECT_LE(fitting_term(common).size(), 245U);
  EXPECT_EQ(find(index, fitting_term(common + "a")), Values{"one"});
}

TEST_F(IndexTest, a_reader_that_was_overtaken_runs_again) {
  Index index(folder, "1");
  index.apply(put("a", "Zhaus", "0"));
  int runs = 0;
  auto seen = index.read([&](Xapian::Database& database) {
    if (++runs == 1) {
      index.apply(put("a", "Zhaus", "3"));
      throw Xapian::DatabaseModifiedError("overtaken");
    }
    auto it = database.postlist_begin("Zhaus");
    return database.get_document(*it).get_value(Index::kValueSlot);
  });
  EXPECT_EQ(seen, "3");
  EXPECT_EQ(runs, 2);
}

TEST_F(IndexTest, readers_and_a_writer_at_the_same_time) {
  Index index(folder, "1");
  index.apply(put("a", "Zhaus", "0"));
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!stop)
        if (find(index, "Zhaus").size() != 1) ++wrong;
    });
  for (int i = 1; i <= 30; ++i) index.apply(put("a", "Zhaus", std::to_string(i)));
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(find(index, "Zhaus"), Values{"30"});
}

TEST_F(IndexTest, compaction_forgets_what_was_dropped_and_keeps_numbers) {
  Index index(folder, "1");
  index.apply(put("a", "Zquarkenbusch", "one"));
  auto number = index.apply(put("b", "Zhaus", "two")).put.front();
  EXPECT_EQ(find(index, "Zquarkenbusch"), Values{"one"});
  index.apply({.drop = {"a"}});
  index.compact();
  EXPECT_EQ(find(index, "Zhaus"), Values{"two"});
  EXPECT_EQ(index.metadata("version"), "1");
  index.each_value([&](std::uint32_t found, std::string const&) { EXPECT_EQ(found, number); });
  for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find("quarkenbusch"), std::string::npos) << entry.path();
  }
  // Written and read on, as before.
  index.apply(put("c", "Zhaus", "three"));
  EXPECT_EQ(find(index, "Zhaus").size(), 2u);
  EXPECT_EQ(Index(folder, "1").metadata("version"), "1");
}

TEST_F(IndexTest, readers_go_on_while_it_is_compacted) {
  Index index(folder, "1");
  index.apply(put("a", "Zhaus", "0"));
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!stop)
        if (find(index, "Zhaus").size() != 1) ++wrong;
    });
  for (int i = 0; i < 20; ++i) {
    index.compact();
    index.apply(put("a", "Zhaus", std::to_string(i)));
  }
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(IndexTest, gives_every_value_with_its_number) {
  Index index(folder, "1");
  auto a = index.apply(put("a", "Zhaus", "one")).put.front();
  auto b = index.apply(put("b", "Zhaus", "two")).put.front();
  std::map<std::uint32_t, std::string> seen;
  index.each_value([&](std::uint32_t number, std::string const& value) { seen[number] = value; });
  EXPECT_EQ(seen, (std::map<std::uint32_t, std::string>{{a, "one"}, {b, "two"}}));
}

}  // namespace
}  // namespace mila::search
