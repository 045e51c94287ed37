// What offices type, and what the reader must refuse to guess.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engines/hours/hours.h"

namespace mila::hours {
namespace {

using namespace std::chrono_literals;

/// A short picture of a rule, so that a table of texts stays readable.
std::string picture(Rule const& rule) {
  static constexpr std::array<char const*, 8> names{"", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
  std::string text;
  for (ByDay const& day : rule.by_day) {
    if (!text.empty()) text += ' ';
    if (day.nth != 0) text += std::to_string(day.nth);
    text += names.at(day.day.iso_encoding());
  }
  if (rule.opens) {
    text += " " + std::to_string(rule.opens->count()) + "-" + std::to_string(rule.closes->count());
  }
  if (rule.frequency == Frequency::Monthly) text += " monthly";
  if (rule.frequency == Frequency::Once) text += " once";
  if (rule.interval > 1) text += " every " + std::to_string(rule.interval);
  auto add_date = [&](char const* name, std::optional<Date> date) {
    if (!date) return;
    text += std::string(" ") + name + std::to_string(static_cast<int>(date->year())) + "/" +
            std::to_string(static_cast<unsigned>(date->month())) + "/" +
            std::to_string(static_cast<unsigned>(date->day()));
  };
  add_date("start ", rule.start);
  add_date("from ", rule.valid_from);
  add_date("to ", rule.valid_to);
  static constexpr std::array<char const*, 4> accesses{"", " appointment", " phone", " online"};
  text += accesses.at(static_cast<std::size_t>(rule.access));
  if (rule.open_on_holidays) text += " holidays";
  if (!rule.note.empty()) text += " (" + rule.note + ")";
  return text;
}

std::string picture(ParseResult const& result) {
  std::string text;
  for (Rule const& rule : result.rules) text += (text.empty() ? "" : " | ") + picture(rule);
  for (Issue const& issue : result.issues) text += " !" + issue.message_key;
  return text;
}

struct Sample {
  char const* text;
  char const* expected;
};

class Understood : public testing::TestWithParam<Sample> {};

TEST_P(Understood, AsWritten) {
  ParseResult const result = parse_hours_text(GetParam().text);
  EXPECT_EQ(picture(result), GetParam().expected) << GetParam().text;
  std::string const written = format_hours_text(result.rules);
  ParseResult const again = parse_hours_text(written);
  EXPECT_EQ(again.rules, result.rules) << written;
  EXPECT_TRUE(again.issues.empty()) << written;
}

INSTANTIATE_TEST_SUITE_P(
    Hours, Understood,
    testing::Values(
        Sample{"", ""}, Sample{" | ", ""},
        Sample{"Mo, Di 9–12 | Do 13–18 mit Termin", "Mo Tu 540-720 | Th 780-1080 appointment"},
        Sample{"Mo–Fr 8:00–12:00 und 13:00-16:00 Uhr",
               "Mo Tu We Th Fr 480-720 | Mo Tu We Th Fr 780-960"},
        Sample{"Montag bis Donnerstag 9-12.30", "Mo Tu We Th 540-750"},
        Sample{"1. Mi im Monat 15–17", "1We 900-1020 monthly"},
        Sample{"2. und 4. Di 16–18", "2Tu 4Tu 960-1080 monthly"},
        Sample{"letzter Fr im Monat 10-12", "-1Fr 600-720 monthly"},
        Sample{"jeden ersten und dritten Mittwoch 9-10", "1We 3We 540-600 monthly"},
        Sample{"jede 2. Woche Mo 10–12 ab 07.09.2026", "Mo 600-720 every 2 start 2026/9/7"},
        Sample{"alle 2 Wochen Mo 10-12 ab 7.9.26", "Mo 600-720 every 2 start 2026/9/7"},
        Sample{"14-tägig Mo 10-12 ab 2026-09-07", "Mo 600-720 every 2 start 2026/9/7"},
        Sample{"täglich 8-20", "Mo Tu We Th Fr Sa Su 480-1200"},
        Sample{"werktags 9-17", "Mo Tu We Th Fr 540-1020"},
        Sample{"24 Stunden", "Mo Tu We Th Fr Sa Su 0-1440 holidays"},
        Sample{"bis 31.12.2026 24 Stunden", "Mo Tu We Th Fr Sa Su 0-1440 to 2026/12/31 holidays"},
        Sample{"24/7", "Mo Tu We Th Fr Sa Su 0-1440 holidays"},
        Sample{"rund um die Uhr telefonisch", "Mo Tu We Th Fr Sa Su 0-1440 phone holidays"},
        Sample{"täglich 0:00-23:59", "Mo Tu We Th Fr Sa Su 0-1440 holidays"},
        Sample{"Mo-Fr 24 Stunden", "Mo Tu We Th Fr 0-1440"}, Sample{"Sa 10–13", "Sa 600-780"},
        Sample{"Mi 14-16 telefonisch", "We 840-960 phone"},
        Sample{"nach Vereinbarung", " appointment"}, Sample{"Termine", " !hours.unknown_word"},
        Sample{"Mo nach Vereinbarung", "Mo appointment"},
        Sample{"Mo und Mi 9-12, Fr 10-14", "Mo We 540-720 | Fr 600-840"},
        Sample{"Mo 9-12, 14-16", "Mo 540-720 | Mo 840-960"},
        Sample{"Mo 9-12; 14-16", "Mo 540-720 | Mo 840-960"},
        Sample{"Mo 09.00 - 12.00", "Mo 540-720"},
        Sample{"ab 01.03.2026 bis 31.10.2026 Sa 9-12", "Sa 540-720 from 2026/3/1 to 2026/10/31"},
        Sample{"01.03.2026–31.10.2026: Sa 9-12", "Sa 540-720 from 2026/3/1 to 2026/10/31"},
        Sample{"Sa 9-12 01.03.2026–31.10.2026", "Sa 540-720 from 2026/3/1 to 2026/10/31"},
        Sample{"vom 1.3.2026 bis zum 31.10.2026 Sa 9-12, So 10-12",
               "Sa 540-720 from 2026/3/1 to 2026/10/31 | Su 600-720 from 2026/3/1 to 2026/10/31"},
        Sample{"Mo: 9–12 Uhr\nDi: 14–16 Uhr", "Mo 540-720 | Tu 840-960"},
        Sample{"Mo. u. Do. 9.00 Uhr bis 12.00 Uhr", "Mo Th 540-720"},
        Sample{"Mo/Mi 9h-12h", "Mo We 540-720"},
        Sample{"Mon-Wed 9:00-17:00, Sun 10-12", "Mo Tu We 540-1020 | Su 600-720"},
        Sample{"Fr 22-2", "Fr 1320-120"}, Sample{"Sa–Mo 9-10", "Mo Sa Su 540-600"},
        Sample{"Di 9-12 offen, 14-16 mit Termin", "Tu 540-720 | Tu 840-960 appointment"},
        Sample{"Mo 9-12, telefonisch Di, Mi 14-16", "Mo 540-720 | Tu We 840-960 phone"},
        Sample{"telefonisch: Mo, Di 9-12, Do 13-15", "Mo Tu 540-720 phone | Th 780-900 phone"},
        Sample{"Mo–Fr 9–12 und nach Vereinbarung", "Mo Tu We Th Fr 540-720 |  appointment"},
        Sample{"Mo 9-12 (mit Termin)", "Mo 540-720 appointment"},
        Sample{"Mo 9-12 (Raum 3, 1. Stock)", "Mo 540-720 (Raum 3, 1. Stock)"},
        Sample{"12.09.2026 10-14", " 600-840 once start 2026/9/12"},
        Sample{"Sa, 12.09.2026: 10-14", " 600-840 once start 2026/9/12"},
        Sample{"So 9-12 auch an Feiertagen", "Su 540-720 holidays"},
        Sample{"Mo 9-12 | Mi geschlossen", "Mo 540-720"},
        Sample{"Do 14–18 Uhr (ohne Termin)", "Th 840-1080"}));

class Refused : public testing::TestWithParam<Sample> {};

TEST_P(Refused, WithAReason) {
  ParseResult const result = parse_hours_text(GetParam().text);
  EXPECT_EQ(picture(result), GetParam().expected) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Hours, Refused,
    testing::Values(
        Sample{"Mo 9-12 außer in den Ferien | Di 9-12", "Tu 540-720 !hours.unknown_word"},
        Sample{"9-12", " !hours.days_missing"}, Sample{"Mo, Di", " !hours.time_missing"},
        Sample{"Mo 9-25", " !hours.time_invalid"}, Sample{"Mo 9-9", " !hours.time_invalid"},
        Sample{"Mo 8-4", " !hours.time_invalid"}, Sample{"Mo 10:75-12", " !hours.time_invalid"},
        Sample{"ab 31.02.2026 Mo 9-12", " !hours.date_invalid"},
        Sample{"jede 2. Woche Mo 10-12", " !hours.start_missing"},
        Sample{"jeden 2. Di 10-12", " !hours.ambiguous"},
        Sample{"1. Mo und Mi 9-12", " !hours.ambiguous"},
        Sample{"Mo 9-12, 14-16 mit Termin", " !hours.ambiguous"},
        Sample{"Mo 9-12, nach Vereinbarung", " !hours.ambiguous"},
        Sample{"Mo 9-12, Di 9-12 ab 01.03.2026", " !hours.ambiguous"},
        Sample{"Mo–Fr 9–12 | Mi geschlossen", " !hours.ambiguous"},
        Sample{"So, 12.09.2026 10-14", " !hours.date_invalid"},
        Sample{"Sa 10-14 ab 01.05.", " !hours.unknown_word"}));

TEST(ParseHoursText, IssueNamesThePlace) {
  ParseResult const result = parse_hours_text("Mo 9–12 vielleicht");
  ASSERT_EQ(result.issues.size(), 1U);
  EXPECT_EQ(result.issues[0], (Issue{10, 10, "hours.unknown_word"}));
}

TEST(ParseHoursText, LongTextIsRefused) {
  ParseResult const result = parse_hours_text(std::string(2001, ' '));
  ASSERT_EQ(result.issues.size(), 1U);
  EXPECT_EQ(result.issues[0].message_key, "hours.too_long");
}

TEST(FormatHoursText, IsShort) {
  auto rewrite = [](char const* text) { return format_hours_text(parse_hours_text(text).rules); };
  EXPECT_EQ(rewrite("Montag bis Freitag 08.00-12.00 Uhr und 13:30-16 Uhr"), "Mo–Fr 8–12, 13:30–16");
  EXPECT_EQ(rewrite("Mo, Di 9-12|Do 13-18 mit Termin"), "Mo, Di 9–12 | Do 13–18 mit Termin");
  EXPECT_EQ(rewrite("zweiter und letzter Di im Monat 9-10"), "2. und letzter Di 9–10");
  EXPECT_EQ(rewrite("24/7"), "24 Stunden");
}

TEST(FormatHoursText, KnowsWhatItCannotSay) {
  auto rules = parse_hours_text("Mo 9-12 | 1. Di 10-12").rules;
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_TRUE(text_can_say(rules));
  rules[0].count = 5;
  EXPECT_FALSE(text_can_say(rules));
}

RC_GTEST_PROP(HoursText, WrittenAndReadIsTheSame, ()) {
  static std::vector<std::string> const parts{"Mo",
                                              "Di",
                                              "Mi–Fr",
                                              "täglich",
                                              "1. Do",
                                              "2. und letzter Sa",
                                              "jeden 1. Mo",
                                              "9-12",
                                              "14:30–16",
                                              "22–2",
                                              "0-24",
                                              "24 Stunden",
                                              "mit Termin",
                                              "telefonisch",
                                              "online",
                                              "offen",
                                              "ohne Termin",
                                              "nach Vereinbarung",
                                              "(Raum 3)",
                                              "(mit Termin)",
                                              "ab 07.09.2026",
                                              "bis 31.12.2026",
                                              "12.09.2026",
                                              "jede 2. Woche",
                                              "im Monat",
                                              "auch an Feiertagen",
                                              "geschlossen",
                                              "und",
                                              ",",
                                              ",",
                                              "|",
                                              "|",
                                              ";",
                                              ":",
                                              "–"};
  // Many short texts a run: most long ones are refused, and then there is nothing to compare.
  for (int i = 0; i < 50; ++i) {
    auto const words = *rc::gen::resize(
        1 + i / 8, rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(parts)));
    std::string text;
    for (std::string const& word : words) text += word + " ";
    ParseResult const result = parse_hours_text(text);
    std::string const written = format_hours_text(result.rules);
    ParseResult const again = parse_hours_text(written);
    if (again.rules != result.rules || !again.issues.empty()) {
      RC_FAIL("'" + text + "' was written as '" + written + "'");
    }
    for (Issue const& issue : result.issues) RC_ASSERT(issue.offset + issue.length <= text.size());
  }
}

}  // namespace
}  // namespace mila::hours
