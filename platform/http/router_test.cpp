// Which pattern answers which path.
#include "platform/http/router.h"

#include <gtest/gtest.h>

namespace mila::http {
namespace {

std::vector<std::string> const kLanguages{"de", "uk", "de-simple"};

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    for (auto const* pattern :
         {"/{lang}", "/{lang}/offers/{key}", "/{lang}/offers/new", "/{lang}/offers/{key}/card",
          "/staff/{area}", "/{lang}/files/{path...}", "/{lang}/offers/new", "/robots.txt"})
      router_.add(pattern);
  }
  std::vector<std::size_t> indexes(char const* path) const {
    std::vector<std::size_t> found;
    for (auto const& match : router_.match(path, kLanguages)) found.push_back(match.index);
    return found;
  }
  Router router_;
};

using Indexes = std::vector<std::size_t>;

TEST_F(RouterTest, literals_win_over_names) {
  EXPECT_EQ(indexes("/de/offers/kurs-1"), Indexes{1});
  EXPECT_EQ(indexes("/de/offers/new"), (Indexes{2, 6}));  // same pattern, other method
}

TEST_F(RouterTest, parameters_hold_their_segments) {
  auto match = router_.match("/de-simple/offers/kurs-1/card", kLanguages);
  ASSERT_EQ(match.size(), 1U);
  EXPECT_EQ(match[0].parameters.at("lang"), "de-simple");
  EXPECT_EQ(match[0].parameters.at("key"), "kurs-1");
}

TEST_F(RouterTest, lang_is_one_of_the_offered_languages) {
  EXPECT_EQ(indexes("/uk"), Indexes{0});
  EXPECT_EQ(indexes("/xx"), Indexes{});
  EXPECT_EQ(indexes("/DE"), Indexes{});
  EXPECT_EQ(indexes("/staff/de"), Indexes{4});
}

TEST_F(RouterTest, the_rest_takes_several_segments) {
  auto match = router_.match("/de/files/a/b.pdf", kLanguages);
  ASSERT_EQ(match.size(), 1U);
  EXPECT_EQ(match[0].parameters.at("path"), "a/b.pdf");
  EXPECT_EQ(indexes("/de/files"), Indexes{});
}

TEST_F(RouterTest, nothing_matches_in_part) {
  for (auto const* path : {"", "/", "/de/", "/de/offers", "/de/offers/", "/de/offers/a/b/c",
                           "/robots.txt/", "//de", "/robots"})
    EXPECT_EQ(indexes(path), Indexes{}) << path;
}

}  // namespace
}  // namespace mila::http
