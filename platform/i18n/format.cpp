// ICU formatters, one set per thread and language: they are dear to make and not thread-safe.
#include "platform/i18n/format.h"

#include <fmt/format.h>
#include <unicode/coll.h>
#include <unicode/datefmt.h>
#include <unicode/dtptngen.h>
#include <unicode/numberformatter.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <cmath>
#include <map>
#include <memory>

#include "platform/base/check.h"
#include "platform/i18n/languages.h"

namespace mila::i18n {
namespace {

icu::Locale locale_of(std::string_view language) {
  auto const* known = find_language(language);
  return icu::Locale(known ? std::string(known->icu).c_str() : "en_GB");
}

std::string to_utf8(icu::UnicodeString const& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

/// A formatter for an ICU skeleton such as "EEEEdMMMM", at UTC.
icu::DateFormat& date_formatter(std::string_view language, char const* skeleton) {
  thread_local std::map<std::pair<std::string, std::string>, std::unique_ptr<icu::DateFormat>> cache;
  auto& entry = cache[{std::string(language), skeleton}];
  if (!entry) {
    UErrorCode status = U_ZERO_ERROR;
    entry.reset(icu::DateFormat::createInstanceForSkeleton(skeleton, locale_of(language), status));
    CHECK(U_SUCCESS(status) && entry);
    entry->adoptTimeZone(icu::TimeZone::getGMT()->clone());
  }
  return *entry;
}

std::string format_day(Date date, std::string_view language, char const* skeleton) {
  icu::UnicodeString text;
  auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::sys_days(date).time_since_epoch());
  date_formatter(language, skeleton).format(static_cast<UDate>(millis.count()), text);
  return to_utf8(text);
}

}  // namespace

std::string format_date(Date date, std::string_view language, DateStyle style) {
  switch (style) {
    case DateStyle::Long: return format_day(date, language, "dMMMMy");
    case DateStyle::DayMonth: return format_day(date, language, "dMMMM");
    case DateStyle::WeekdayLong: return format_day(date, language, "EEEEdMMMM");
    case DateStyle::WeekdayShort: return format_day(date, language, "EEEdMMM");
  }
  return {};
}

std::string format_time(std::chrono::minutes since_midnight) {
  auto minutes = since_midnight.count();
  return fmt::format("{}:{:02}", minutes / 60 % 24 + (minutes == 24 * 60 ? 24 : 0), minutes % 60);
}

std::string format_time_span(std::chrono::minutes from, std::chrono::minutes to,
                             std::string_view language) {
  auto const* known = find_language(language);
  std::string span = format_time(from) + "–" + format_time(to);
  // Left-to-right isolate: otherwise the dash flips the two times in Arabic text.
  return known && known->right_to_left ? "\u2066" + span + "\u2069" : span;
}

std::string weekday_name(std::chrono::weekday day, std::string_view language, bool abbreviated) {
  // 2023-01-01 was a Sunday.
  Date date{std::chrono::sys_days(std::chrono::year{2023} / 1 / 1) +
            std::chrono::days{day.c_encoding()}};
  return format_day(date, language, abbreviated ? "ccc" : "cccc");
}

std::string format_distance(double metres, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  bool near = metres < 950;
  double amount = near ? std::max(50.0, std::round(metres / 50) * 50) : std::round(metres / 1000);
  auto formatted =
      icu::number::NumberFormatter::withLocale(locale_of(language))
          .unit(near ? icu::MeasureUnit::getMeter() : icu::MeasureUnit::getKilometer())
          .unitWidth(UNUM_UNIT_WIDTH_SHORT)
          .precision(icu::number::Precision::integer())
          .formatDouble(amount, status);
  return to_utf8(formatted.toString(status));
}

std::string format_number(std::int64_t number, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  auto formatted =
      icu::number::NumberFormatter::withLocale(locale_of(language)).formatInt(number, status);
  return to_utf8(formatted.toString(status));
}

std::string sort_key(std::string_view text, std::string_view language) {
  thread_local std::map<std::string, std::unique_ptr<icu::Collator>, std::less<>> cache;
  auto& collator = cache[std::string(language)];
  if (!collator) {
    UErrorCode status = U_ZERO_ERROR;
    collator.reset(icu::Collator::createInstance(locale_of(language), status));
    CHECK(U_SUCCESS(status) && collator);
    collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
  }
  auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  uint8_t buffer[512];
  int32_t length = collator->getSortKey(wide, buffer, sizeof buffer);
  std::string hex;
  for (int32_t i = 0; i + 1 < std::min<int32_t>(length, sizeof buffer); ++i)
    hex += fmt::format("{:02x}", buffer[i]);
  return hex;
}

}  // namespace mila::i18n
