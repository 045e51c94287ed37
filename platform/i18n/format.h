// Dates, times and numbers as a reader's language writes them (ICU).
#pragma once

#include <string>
#include <string_view>

#include "platform/base/time.h"

namespace mila::i18n {

enum class DateStyle {
  Long,         ///< "12. November 2026"
  DayMonth,     ///< "12. November"
  WeekdayLong,  ///< "Samstag, 28. November"
  WeekdayShort  ///< "Do., 26. Nov."
};

std::string format_date(Date date, std::string_view language, DateStyle style);
/// "16:00"; always 24 hours, as the German door says.
std::string format_time(std::chrono::minutes since_midnight);
/// "9:00–16:00"; in right-to-left languages in words' order with "–" kept from flipping (isolates).
std::string format_time_span(std::chrono::minutes from, std::chrono::minutes to,
                             std::string_view language);
std::string weekday_name(std::chrono::weekday day, std::string_view language, bool abbreviated);
/// "800 m", "6 km" or "12 km": distances are rounded as people speak.
std::string format_distance(double metres, std::string_view language);
std::string format_number(std::int64_t number, std::string_view language);
/// Sort key (ICU collation), comparable byte by byte; hexadecimal so that it is clean text.
std::string sort_key(std::string_view text, std::string_view language);

}  // namespace mila::i18n
