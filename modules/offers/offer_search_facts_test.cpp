// Facts of offers as bytes, and phone numbers as digits.
#include <gtest/gtest.h>

#include "modules/offers/offer_search_facets.h"
#include "modules/offers/offer_search_words.h"
#include "platform/base/ids.h"

namespace mila::offers {
namespace {

TEST(OfferFactsTest, survive_the_way_through_bytes) {
  OfferFacts facts;
  facts.service_id = named_uuid("test", "x");
  facts.topics = {"housing", "german"};
  facts.languages = {"uk"};
  facts.languages_on_request = {"ar"};
  facts.free = true;
  facts.points = {{50.5, -10.25}};
  hours::Timetable timetable;
  timetable.rules = hours::parse_hours_text(
                        "Mo 9–12 | jede 2. Woche Do 10–12 ab 07.09.2026 | 1. Mi im Monat 15–17")
                        .rules;
  timetable.exceptions.push_back(
      {Date{std::chrono::year{2026}, std::chrono::December, std::chrono::day{24}},
       Date{std::chrono::year{2027}, std::chrono::January, std::chrono::day{1}},
       true,
       {},
       {},
       ""});
  facts.timetables = {timetable};
  auto read = OfferFacts::from_bytes(facts.to_bytes());
  EXPECT_EQ(read.service_id, facts.service_id);
  EXPECT_EQ(read.topics, facts.topics);
  EXPECT_EQ(read.languages_on_request, facts.languages_on_request);
  EXPECT_TRUE(read.free);
  EXPECT_EQ(read.points[0].longitude, -10.25);
  ASSERT_EQ(read.timetables.size(), 1U);
  EXPECT_EQ(read.timetables[0].rules, timetable.rules);
  EXPECT_EQ(read.timetables[0].exceptions, timetable.exceptions);
  EXPECT_EQ(read.timetables[0].zone, timetable.zone);
}

TEST(OfferFactsTest, cut_bytes_do_no_harm) {
  OfferFacts facts;
  facts.service_id = "id";
  facts.topics = {"housing"};
  facts.timetables.resize(2);
  auto bytes = facts.to_bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_LE(OfferFacts::from_bytes(bytes.substr(0, size)).topics.size(), 1U);
}

TEST(PhoneDigitsTest, all_ways_to_write_a_number_are_one) {
  for (auto const* number : {"069 90009-452", "06990009452", "+49 69 90009 452", "0049 69 90009452",
                             "+49 (0) 69 90009-452", "49 69 90009 452"})
    EXPECT_EQ(phone_digits(number), "6990009452") << number;
  EXPECT_EQ(phone_digits("116 117"), "116117");
  EXPECT_EQ(phone_digits("12"), "");
}

}  // namespace
}  // namespace mila::offers
