// Dates, times, numbers and order, as readers of each language expect them.
#include "platform/i18n/format.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "platform/i18n/catalogue.h"
#include "platform/i18n/languages.h"

namespace mila::i18n {
namespace {

using std::chrono::minutes;

Date const kMonday{std::chrono::year{2026} / 11 / 23};

TEST(FormatDateTest, german) {
  EXPECT_EQ(format_date(kMonday, "de", DateStyle::Long), "23. November 2026");
  EXPECT_EQ(format_date(kMonday, "de", DateStyle::WeekdayLong), "Montag, 23. November");
  EXPECT_EQ(format_date(kMonday, "de", DateStyle::WeekdayShort), "Mo., 23. Nov.");
  EXPECT_EQ(format_date(kMonday, "de-simple", DateStyle::Long), "23. November 2026");
}

TEST(FormatDateTest, ukrainian_uses_the_genitive) {
  EXPECT_EQ(format_date(kMonday, "uk", DateStyle::WeekdayLong), "понеділок, 23 листопада");
}

TEST(FormatDateTest, arabic_and_persian_count_christian_years_in_latin_digits) {
  auto arabic = format_date(kMonday, "ar", DateStyle::Long);
  EXPECT_NE(arabic.find("23"), std::string::npos) << arabic;
  EXPECT_NE(arabic.find("2026"), std::string::npos) << arabic;
  auto persian = format_date(kMonday, "fa", DateStyle::Long);
  EXPECT_NE(persian.find("23"), std::string::npos) << persian;
  EXPECT_NE(persian.find("2026"), std::string::npos) << persian;
  EXPECT_NE(persian.find("نوامبر"), std::string::npos) << persian;
}

TEST(FormatDateTest, no_language_writes_other_digits) {
  for (auto const& language : all_languages()) {
    auto text = format_date(kMonday, language.code, DateStyle::Long) +
                format_number(1234567890, language.code);
    for (auto const* digit : {"٠", "١", "٢", "٣", "۰", "۱", "۲", "۳"})
      EXPECT_EQ(text.find(digit), std::string::npos) << language.code << " " << text;
    EXPECT_NE(text.find("2026"), std::string::npos) << language.code << " " << text;
  }
}

TEST(FormatDateTest, days_do_not_slip_over_midnight) {
  EXPECT_EQ(format_date(Date{std::chrono::year{2026} / 1 / 1}, "de", DateStyle::Long),
            "1. Januar 2026");
  EXPECT_EQ(weekday_name(std::chrono::Sunday, "de", false), "Sonntag");
  EXPECT_EQ(weekday_name(std::chrono::Saturday, "en", true), "Sat");
}

TEST(FormatTimeTest, has_24_hours) {
  EXPECT_EQ(format_time(minutes{0}), "0:00");
  EXPECT_EQ(format_time(minutes{9 * 60 + 5}), "9:05");
  EXPECT_EQ(format_time(minutes{24 * 60}), "24:00");
  EXPECT_EQ(format_time(minutes{25 * 60}), "1:00");
}

TEST(FormatTimeTest, spans_are_isolated_where_text_runs_from_right_to_left) {
  EXPECT_EQ(format_time_span(minutes{540}, minutes{960}, "de"), "9:00–16:00");
  EXPECT_EQ(format_time_span(minutes{540}, minutes{960}, "ar"), "\u20669:00–16:00\u2069");
}

TEST(FormatDistanceTest, rounds_as_people_speak) {
  EXPECT_EQ(format_distance(3, "de"), "50 m");
  EXPECT_EQ(format_distance(810, "de"), "800 m");
  EXPECT_EQ(format_distance(980, "de"), "1 km");
  EXPECT_EQ(format_distance(12'400, "de"), "12 km");
}

TEST(FormatNumberTest, groups_as_the_language_does) {
  EXPECT_EQ(format_number(12'345, "de"), "12.345");
  EXPECT_EQ(format_number(12'345, "en"), "12,345");
}

std::vector<std::string> sorted(std::vector<std::string> words, std::string_view language) {
  std::sort(words.begin(), words.end(), [&](auto const& a, auto const& b) {
    return sort_key(a, language) < sort_key(b, language);
  });
  return words;
}

TEST(SortKeyTest, umlauts_stand_where_each_language_puts_them) {
  EXPECT_EQ(sorted({"Zug", "Ähre", "Apfel", "Ärzte", "Arzt"}, "de"),
            (std::vector<std::string>{"Ähre", "Apfel", "Arzt", "Ärzte", "Zug"}));
  EXPECT_EQ(sorted({"Zug", "Ähre", "Apfel"}, "sv"),
            (std::vector<std::string>{"Apfel", "Zug", "Ähre"}));
}

TEST(SortKeyTest, numbers_count_as_numbers) {
  EXPECT_EQ(sorted({"Kurs 10", "Kurs 9"}, "de"), (std::vector<std::string>{"Kurs 9", "Kurs 10"}));
}

TEST(SortKeyTest, is_plain_text_even_for_very_long_names) {
  auto key = sort_key(std::string(5000, 'x'), "de");
  EXPECT_FALSE(key.empty());
  EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(CatalogueTest, unknown_texts_and_languages_stay_english) {
  Catalogue catalogue("/nowhere");
  EXPECT_EQ(catalogue.translate("uk", "A text nobody translated"), "A text nobody translated");
  EXPECT_EQ(catalogue.translate("xx", "A text"), "A text");
  EXPECT_FALSE(catalogue.has("de", "A text"));
  EXPECT_EQ(catalogue.plural("en", "{n} offer", "{n} offers", 1), "1 offer");
  EXPECT_EQ(catalogue.plural("en", "{n} offer", "{n} offers", 5), "5 offers");
}

TEST(FillTest, replaces_every_placeholder_of_that_name) {
  EXPECT_EQ(fill("{a} and {a}, {b}", "a", "x"), "x and x, {b}");
}

}  // namespace
}  // namespace mila::i18n
