// Structs to JSON and back.
#include "platform/data/json.h"

#include <gtest/gtest.h>

namespace mila::data {
namespace {

struct Phone {
  std::string number;
  template <class V>
  void fields(V& v) {
    v("number", number);
  }
};

struct Office {
  std::string id, name;
  std::optional<double> latitude;
  std::optional<std::string> note;
  std::int64_t visits = 0;
  bool open = false;
  std::vector<Phone> phones;
  std::vector<std::string> tags;
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("latitude", latitude)("note", note)("visits", visits)("open", open)(
        "phones", phones)("tags", tags);
  }
};

Office read(char const* text, std::vector<std::string>& problems) {
  return from_json<Office>(Json::parse(text), problems);
}

TEST(JsonTest, writes_in_order_and_leaves_empty_members_out) {
  Office office{"1", "", std::nullopt, std::nullopt, 0, false, {{"069 90009-1"}}, {}};
  EXPECT_EQ(to_json(office).dump(), R"({"id":"1","visits":0,"phones":[{"number":"069 90009-1"}]})");
}

TEST(JsonTest, reads_what_it_wrote) {
  Office office{"1", "Büro \"A\"", 50.5, "", 7, true, {{"1"}, {"2"}}, {"x", "y"}};
  auto json = to_json(office);
  std::vector<std::string> problems;
  auto back = from_json<Office>(json, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(to_json(back), json);
  EXPECT_EQ(back.phones.size(), 2U);
  EXPECT_EQ(back.note, "");
  EXPECT_EQ(back.latitude, 50.5);
}

TEST(JsonTest, ignores_unknown_members_and_nulls) {
  std::vector<std::string> problems;
  auto office = read(R"({"id":"1","colour":"red","name":null,"latitude":null})", problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(office.id, "1");
  EXPECT_EQ(office.latitude, std::nullopt);
}

TEST(JsonTest, names_the_place_of_a_wrong_type_and_reads_the_rest) {
  std::vector<std::string> problems;
  auto office = read(
      R"({"id":5,"name":"A","visits":1.5,"open":"yes","phones":[{"number":"1"},{"number":2},3],"tags":"x"})",
      problems);
  EXPECT_EQ(problems, (std::vector<std::string>{
                          "id: text expected", "visits: whole number expected",
                          "open: true or false expected", "phones/1/number: text expected",
                          "phones/2: object expected", "tags: list expected"}));
  EXPECT_EQ(office.name, "A");
  EXPECT_EQ(office.phones.size(), 3U);
}

TEST(JsonTest, a_wrong_optional_stays_empty) {
  std::vector<std::string> problems;
  auto office = read(R"({"latitude":"north"})", problems);
  EXPECT_EQ(problems, std::vector<std::string>{"latitude: number expected"});
  EXPECT_EQ(office.latitude, std::nullopt);
}

TEST(JsonTest, an_integer_that_does_not_fit_is_a_problem) {
  std::vector<std::string> problems;
  auto office = read(R"({"visits":18446744073709551615})", problems);
  EXPECT_EQ(problems, std::vector<std::string>{"visits: whole number expected"});
  EXPECT_EQ(office.visits, 0);
}

TEST(JsonTest, the_top_must_be_an_object) {
  std::vector<std::string> problems;
  read("[]", problems);
  EXPECT_EQ(problems.size(), 1U);
}

}  // namespace
}  // namespace mila::data
