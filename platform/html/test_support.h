// Samples for the tests of charts and for the gallery: public figures of a county's residents, and
// invented ones for the rest, in German and Arabic.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "platform/html/chart.h"

namespace mila::html::testing_support {

inline Date day(int year, unsigned month, unsigned of_month) {
  return Date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(of_month)};
}

/// 11865.5 → "11.865,5" in German, "11,865.5" in Arabic; at most one decimal.
inline std::string format(double number, bool rtl) {
  std::string digits = fmt::format("{:.1f}", number < 0 ? -number : number);
  auto point = digits.size() - 2;
  std::string text = digits.substr(0, point);
  for (auto at = point; at > 3; at -= 3) text.insert(at - 3, rtl ? "," : ".");
  if (digits.back() != '0') text += (rtl ? "." : ",") + digits.substr(point + 1);
  return (number < 0 ? "−" : "") + text;
}

inline ChartText text_of(std::string id, bool rtl = false) {
  ChartText text;
  text.id = std::move(id);
  text.title = "T";
  text.description = "D";
  text.table_caption = "C";
  text.first_column = rtl ? "التاريخ" : "Stand";
  text.rtl = rtl;
  text.number = [rtl](double number) { return format(number, rtl); };
  return text;
}

/// A chart of one series with these values, one a year.
inline LineChart yearly(std::vector<ChartValue> values) {
  LineChart chart;
  chart.text = text_of("c");
  for (int i = 0; i < static_cast<int>(values.size()); ++i)
    chart.times.push_back(
        {day(2000 + i, 6, 30), std::to_string(2000 + i), std::to_string(2000 + i)});
  chart.series = {{"Reihe", "", std::move(values)}};
  return chart;
}

/// Residents by status, mid 2011 to 2021 and February and June 2022.
inline LineChart residents(bool rtl = false) {
  auto t = [rtl](char const* german, char const* arabic) {
    return std::string(rtl ? arabic : german);
  };
  LineChart chart;
  chart.text = text_of("residents", rtl);
  auto& text = chart.text;
  text.title =
      t("Einwohner mit Zuwanderungshintergrund nach Aufenthaltsstatus, Mitte 2011 bis Juni 2022",
        "السكان من أصول مهاجرة حسب وضع الإقامة، من منتصف 2011 إلى يونيو 2022");
  text.description =
      t("Drei Linien. Asylverfahren oder Duldung: von 292 auf 1.322, höchster Wert 2.148 im Jahr "
        "2016. Aufenthaltstitel: von 1.449 auf 5.497, davon 2.177 mehr zwischen Februar und Juni "
        "2022. EU: stetig von 857 auf 5.046. Alle Werte stehen in der Tabelle.",
        "ثلاثة خطوط. إجراءات اللجوء: من 292 إلى 1,322. تصريح الإقامة: من 1,449 إلى 5,497. مواطنو "
        "الاتحاد الأوروبي: من 857 إلى 5,046. كل القيم في الجدول.");
  text.caption =
      t("Einwohner mit Zuwanderungshintergrund (Wort der Quelle) nach Aufenthaltsstatus, "
        "Anzahl Menschen",
        "السكان من أصول مهاجرة (تعبير المصدر) حسب وضع الإقامة، عدد الأشخاص");
  text.note =
      t("Die Zeitachse ist maßstäblich: Februar und Juni 2022 liegen vier Monate auseinander.",
        "محور الزمن بمقياس صحيح: بين فبراير ويونيو 2022 أربعة أشهر.");
  text.table_caption = t("Alle Werte: Einwohner nach Aufenthaltsstatus, 13 Zeitpunkte",
                         "كل القيم: السكان حسب وضع الإقامة، 13 تاريخًا");
  for (int year = 2011; year <= 2021; ++year) {
    auto name = std::to_string(year);
    chart.times.push_back({day(year, 6, 30), t("Mitte ", "منتصف ") + name, name});
  }
  chart.times.push_back(
      {day(2022, 2, 28), t("Februar 2022", "فبراير 2022"), t("Feb. 2022", "فبراير 2022"), true});
  chart.times.push_back(
      {day(2022, 6, 30), t("Juni 2022", "يونيو 2022"), t("Juni 2022", "يونيو 2022"), true});
  chart.series = {{t("Asylverfahren oder Duldung", "إجراءات اللجوء أو وقف الترحيل"),
                   t("Asyl oder Duldung", "اللجوء"),
                   {292, 346, 476, 621, 1071, 2148, 1283, 1218, 1229, 1226, 1240, 1339, 1322}},
                  {t("Aufent\u00ADhalts\u00ADtitel", "تصريح الإقامة"),
                   "",
                   {1449, 1573, 1461, 1526, 1691, 2005, 2535, 2807, 3058, 3090, 3092, 3320, 5497}},
                  {t("EU-Bürgerinnen und -Bürger", "مواطنو الاتحاد الأوروبي"),
                   t("EU", "الاتحاد الأوروبي"),
                   {857, 1123, 1320, 1756, 2055, 2289, 2829, 3528, 4085, 4321, 4557, 4685, 5046}}};
  chart.total = ChartSeries{t("Zusam\u00ADmen", "المجموع"), "", {}};
  for (std::size_t i = 0; i < chart.times.size(); ++i) {
    double sum = 0;
    for (auto const& series : chart.series) sum += series.values[i].number;
    chart.total->values.emplace_back(sum);
  }
  return chart;
}

/// Months with gaps, with values kept back, and a line that ends early; zero is in the middle.
inline LineChart gaps(bool rtl = false) {
  auto t = [rtl](char const* german, char const* arabic) {
    return std::string(rtl ? arabic : german);
  };
  static char const* const months[] = {"Jan.", "Febr.", "März",  "April", "Mai",  "Juni",
                                       "Juli", "Aug.",  "Sept.", "Okt.",  "Nov.", "Dez."};
  static char const* const arabic_months[] = {"يناير",  "فبراير", "مارس",   "أبريل",
                                              "مايو",   "يونيو",  "يوليو",  "أغسطس",
                                              "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};
  LineChart chart;
  chart.text = text_of("gaps", rtl);
  auto& text = chart.text;
  text.title =
      t("Neue Menschen in der Beratung je Monat, 2026", "أشخاص جدد في الاستشارة كل شهر، 2026");
  text.description = t("Vier Linien mit Lücken. Alle Werte stehen in der Tabelle.",
                       "أربعة خطوط فيها فجوات. كل القيم في الجدول.");
  text.caption = t("Neue Menschen in der Beratung je Monat, 2026 (erfundene Zahlen)",
                   "أشخاص جدد في الاستشارة كل شهر، 2026 (أرقام مختلقة)");
  text.note = t("× steht für weniger als 5 Menschen: So kleine Zahlen zeigen wir nicht.",
                "× تعني أقل من 5 أشخاص: لا نعرض أرقامًا صغيرة كهذه.");
  text.table_caption = t("Neue Menschen in der Beratung, 2026", "أشخاص جدد في الاستشارة، 2026");
  text.first_column = t("Monat", "الشهر");
  for (unsigned i = 0; i < 12; ++i) {
    std::string month = rtl ? arabic_months[i] : months[i];
    chart.times.push_back({day(2026, i + 1, 15), month, month});
  }
  auto const no = ChartValue();
  auto const few = ChartValue::hidden();
  chart.series = {
      {t("Kontaktstelle Alsbruck", "مكتب ألسبروك"),
       "",
       {31, 28, 35, no, no, 40, 38, 29, 44, 47, 41, 36}},
      {t("Weidenrode", "فايدنروده"), "", {12, few, 9, 11, few, few, 8, no, 13, 15, few, few}},
      {t("Bus im Ostkreis", "الحافلة"), "", {no, no, few, 7, no, 14, no, 18, 17, 21, no, no}},
      {t("Treff Alte Mühle", "لقاء الطاحونة القديمة"),
       "",
       {22, 21, 19, 24, 26, 25, 20, 18, 23, 25, 27, 26}}};
  return chart;
}

inline BarChart bars(bool rtl = false, bool pairs = false) {
  auto t = [rtl](char const* german, char const* arabic) {
    return std::string(rtl ? arabic : german);
  };
  BarChart chart;
  chart.text = text_of(pairs ? "pairs" : "bars", rtl);
  auto& text = chart.text;
  text.title = pairs
                   ? t("Beratungen nach Thema, 2025 und 2026", "الاستشارات حسب الموضوع، 2025 و2026")
                   : t("Beratungen nach Thema", "الاستشارات حسب الموضوع");
  text.description =
      t("Balken nach Thema, der längste bei Wohnen. Alle Werte stehen in der Tabelle.",
        "أعمدة حسب الموضوع، أطولها السكن. كل القيم في الجدول.");
  text.caption =
      t("Beratungen nach Thema (erfundene Zahlen)", "الاستشارات حسب الموضوع (أرقام مختلقة)");
  text.table_caption = text.title;
  text.first_column = t("Thema", "الموضوع");
  chart.rows = {
      t("Wohnen", "السكن"),
      t("Arbeit und Ausbildung", "العمل والتدريب"),
      t("Anerkennung ausländischer Abschlüsse und Zeugnisse", "الاعتراف بالشهادات الأجنبية"),
      t("Deutsch lernen", "تعلم الألمانية"),
      t("Familie", "الأسرة"),
      t("Rückkehr", "العودة")};
  chart.series = {{"2025", "", {412, 371, 96, 288, ChartValue(), ChartValue::hidden()}}};
  if (pairs) chart.series.push_back({"2026", "", {455, 340, 131, 290, 87, 6}});
  return chart;
}

inline DotChart dots(bool rtl = false) {
  auto t = [rtl](char const* german, char const* arabic) {
    return std::string(rtl ? arabic : german);
  };
  DotChart chart;
  chart.text = text_of("dots", rtl);
  auto& text = chart.text;
  text.title = t("Tage bis zum ersten Termin", "أيام حتى الموعد الأول");
  text.description =
      t("Je Ort drei Punkte: kürzeste, mittlere, längste Wartezeit. Alle Werte stehen in "
        "der Tabelle.",
        "ثلاث نقاط لكل مكان: أقصر انتظار وأوسطه وأطوله. كل القيم في الجدول.");
  text.caption = t("Tage bis zum ersten Termin, 2026 (erfundene Zahlen)",
                   "أيام حتى الموعد الأول، 2026 (أرقام مختلقة)");
  text.table_caption = text.title;
  text.first_column = t("Ort", "المكان");
  chart.rows = {"Alsbruck", "Weidenrode", t("Bus im Ostkreis", "الحافلة"), "Hohenau"};
  chart.series = {{t("mittlere", "الوسط"), "", {9, 14.5, 4, ChartValue()}},
                  {t("kürzeste", "الأقصر"), "", {2, 6, ChartValue::hidden(), ChartValue()}},
                  {t("längste", "الأطول"), "", {31, 42, 12, ChartValue::hidden()}}};
  chart.from_zero = true;
  return chart;
}

}  // namespace mila::html::testing_support
