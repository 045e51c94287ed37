// What the answers cost that are computed for every offer of a list.
#include <benchmark/benchmark.h>

#include "engines/hours/hours.h"

namespace mila::hours {
namespace {

using std::chrono::sys_days;

Date const monday{std::chrono::year{2026}, std::chrono::September, std::chrono::day{7}};

Timetable timetable(char const* text) {
  return {parse_hours_text(text).rules, {}, "Europe/Berlin"};
}

HolidayCalendar const& calendar() {
  static HolidayCalendar const holidays =
      holidays_of("TH", 2020, 2035,
                  "rule;laender;from_year;to_year;de;en\n01-01;*;;;a;a\neaster+1;*;;;a;a\n"
                  "05-01;*;;;a;a\n09-20;*;;;a;a\n10-03;*;;;a;a\n10-31;*;;;a;a\n12-25;*;;;a;a\n");
  return holidays;
}

void status(benchmark::State& state, char const* text) {
  Timetable const table = timetable(text);
  Instant now = sys_days{monday};
  for (auto _ : state) {
    now += std::chrono::minutes{37};
    if (now > Instant{sys_days{monday}} + std::chrono::days{14}) now = sys_days{monday};
    benchmark::DoNotOptimize(status_at(table, calendar(), now));
  }
}
BENCHMARK_CAPTURE(status, weekly, "Mo–Fr 9–12, 13–16 | Do 16–18 mit Termin");
BENCHMARK_CAPTURE(status, around_the_clock, "24 Stunden telefonisch");
BENCHMARK_CAPTURE(status, monthly, "1. und 3. Mi 15–17");
BENCHMARK_CAPTURE(status, every_second_week, "jede 2. Woche Mo 10–12 ab 05.01.2026");

void expand_eight_days(benchmark::State& state, char const* text) {
  Timetable const table = timetable(text);
  Date const last{sys_days{monday} + std::chrono::days{7}};
  for (auto _ : state) benchmark::DoNotOptimize(expand(table, calendar(), monday, last));
}
BENCHMARK_CAPTURE(expand_eight_days, weekly, "Mo–Fr 9–12, 13–16 | Do 16–18 mit Termin");
BENCHMARK_CAPTURE(expand_eight_days, monthly, "1. und 3. Mi 15–17");

void week(benchmark::State& state) {
  Timetable const table = timetable("Mo–Fr 9–12, 13–16 | Do 16–18 mit Termin");
  for (auto _ : state) benchmark::DoNotOptimize(week_of(table, calendar(), monday));
}
BENCHMARK(week);

void parse(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_hours_text("Mo, Di 9–12 | Do 13–18 mit Termin | 1. Mi 15–17"));
  }
}
BENCHMARK(parse);

}  // namespace
}  // namespace mila::hours
