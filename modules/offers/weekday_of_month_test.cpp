// Counted texts and weekdays of the month, as grammar wants them in each language.
#include "modules/offers/weekday_of_month.h"

#include <gtest/gtest.h>

#include "modules/offers/offer_view.h"
#include "modules/offers/offers.h"
#include "platform/testing/site.h"

namespace mila::offers {
namespace {

using namespace std::chrono;

class SpokenHours : public ::testing::Test {
 protected:
  SpokenHours() : site({.modules = {module()}}) {}
  Words words(std::string language) { return Words(site.site(), std::move(language)); }
  /// The lines of hours written as a German office writes them.
  std::string hours(std::string language, std::string const& text) {
    hours::Timetable timetable;
    timetable.rules = hours::parse_hours_text(text).rules;
    std::string all;
    for (auto const& line :
         hours_lines(words(std::move(language)), timetable, Date{year{2026}, November, day{23}}))
      all += line + "\n";
    return all;
  }
  std::string walk(std::string language, std::int64_t minutes) {
    return words(std::move(language))
        .count("Stop '{stop}', then one minute on foot", "Stop '{stop}', then {n} minutes on foot",
               minutes, {{"stop", "Markt"}});
  }
  testing::TestSite site;
};

TEST_F(SpokenHours, OrdinalsFollowTheGenderOfTheWeekday) {
  EXPECT_EQ(hours("de", "1. Mi im Monat 15–17"), "am ersten Mittwoch im Monat 15:00–17:00\n");
  EXPECT_EQ(hours("ru", "1. Mi im Monat 15–17"), "первая среда месяца 15:00–17:00\n");
  EXPECT_EQ(hours("ru", "3. Mo im Monat 15–17"), "третий понедельник месяца 15:00–17:00\n");
  EXPECT_EQ(hours("ru", "2. So im Monat 15–17"), "второе воскресенье месяца 15:00–17:00\n");
  EXPECT_EQ(hours("uk", "letzter Fr im Monat 15–17"), "остання п’ятниця місяця 15:00–17:00\n");
  EXPECT_EQ(hours("pl", "4. Sa im Monat 15–17"), "czwarta sobota miesiąca 15:00–17:00\n");
  EXPECT_EQ(hours("bg", "5. Do im Monat 15–17"), "петият четвъртък от месеца 15:00–17:00\n");
  EXPECT_EQ(hours("ro", "2. Di im Monat 15–17"), "a doua marți din lună 15:00–17:00\n");
}

TEST_F(SpokenHours, EveryWeekdayOfTheMonthIsItsOwnPhrase) {
  for (auto const& language : i18n::all_languages()) {
    std::set<std::string> phrases;
    for (int nth : {1, 2, 3, 4, 5, -1})
      for (unsigned iso = 1; iso <= 7; ++iso)
        phrases.insert(words(std::string(language.code))(weekday_of_month(nth, weekday{iso})));
    EXPECT_EQ(phrases.size(), 42U) << language.code;
  }
  for (int nth : {0, 6, -2, -5}) EXPECT_EQ(weekday_of_month(nth, Monday), nullptr) << nth;
}

TEST_F(SpokenHours, PositionsWithoutAPhraseAreNotSaidToBeEveryWeek) {
  hours::Timetable timetable;
  timetable.rules = hours::parse_hours_text("letzter Mo im Monat 9–12").rules;
  timetable.rules.at(0).by_day.at(0).nth = -2;
  auto lines = hours_lines(words("en"), timetable, Date{year{2026}, November, day{23}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], "Monday (not every week) 9:00–12:00");
}

TEST_F(SpokenHours, MinutesOnFootAreCounted) {
  EXPECT_EQ(walk("de", 1), "Haltestelle „Markt“, dann eine Minute zu Fuß");
  EXPECT_EQ(walk("de", 8), "Haltestelle „Markt“, dann 8 Minuten zu Fuß");
  EXPECT_EQ(walk("ru", 21), "Остановка «Markt», дальше 21 минуту пешком");
  EXPECT_EQ(walk("ru", 3), "Остановка «Markt», дальше 3 минуты пешком");
  EXPECT_EQ(walk("ru", 12), "Остановка «Markt», дальше 12 минут пешком");
  EXPECT_EQ(walk("pl", 5), "Przystanek „Markt”, potem 5 minut pieszo");
  EXPECT_EQ(walk("ro", 20), "Stația „Markt”, apoi 20 de minute pe jos");
  EXPECT_EQ(walk("lt", 10), "Stotelė „Markt“, toliau 10 minučių pėsčiomis");
  EXPECT_EQ(walk("ar", 2), "موقف «Markt»، ثم مشيًا لمدة دقيقتين");
  EXPECT_EQ(walk("ar", 7), "موقف «Markt»، ثم مشيًا لمدة 7 دقائق");
}

}  // namespace
}  // namespace mila::offers
