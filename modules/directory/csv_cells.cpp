// Cells whose text alone says what they mean.
#include "modules/directory/csv_cells.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <cmath>

#include "modules/directory/timetable.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::ptrdiff_t count_digits(std::string_view text) {
  return std::count_if(text.begin(), text.end(), is_digit);
}

/// Cuts at "|", " / ", ";" and line breaks; two numbers with nothing but a blank between them are
/// noticed by having more digits than a number can have (ITU-T E.164: 15).
std::vector<std::string> phone_parts(std::string cell) {
  cell = replace_all(std::move(cell), " / ", "|");
  for (char& c : cell)
    if (c == '\n' || c == ';') c = '|';
  std::vector<std::string> parts;
  for (auto& part : split_list(cell, '|')) {
    std::size_t end = part.find_first_not_of("+0123456789 /-.()");
    std::size_t cut = std::string::npos;
    if (count_digits(std::string_view(part).substr(0, end)) > 15)
      for (std::size_t i = 1; i + 1 < part.size() && i < end; ++i)
        if (part[i] == ' ' && (part[i + 1] == '0' || part[i + 1] == '+') &&
            count_digits(std::string_view(part).substr(0, i)) >= 6)
          cut = i;
    if (cut != std::string::npos) parts.push_back(part.substr(0, cut));
    parts.push_back(cut == std::string::npos ? part : std::string(trim(part.substr(cut))));
  }
  return parts;
}

/// Without the word in front that offices write: "Tel.: ", "Telefon ", "Fon ".
std::string_view without_label(std::string_view text) {
  std::string lower = ascii_lower(text);
  for (std::string_view label : {"telefon", "tel", "fon", "mobil", "handy"})
    if (lower.starts_with(label)) {
      std::size_t end = text.find_first_not_of(".: ", label.size());
      if (end != std::string_view::npos && (is_digit(text[end]) || text[end] == '+'))
        return text.substr(end);
    }
  return text;
}

/// "24.12.2026", "24.12.2026–01.01.2027", "24.12.2026 bis 01.01.2027" at the start of `text`;
/// moves `text` behind it.
bool take_dates(std::string_view& text, ScheduleException& exception) {
  auto take_one = [&](std::string& out) {
    std::size_t end = 0;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
    bool iso = end == 4 && text.size() >= 10 && text[4] == '-';
    if (iso) end = 10;
    auto date = parse_german_date(text.substr(0, end));
    if (!date) return false;
    out = format_iso_date(*date);
    text = trim(text.substr(end));
    return true;
  };
  if (!take_one(exception.from)) return false;
  exception.to = exception.from;
  for (std::string_view dash : {"–", "-", "bis "})
    if (text.starts_with(dash)) {
      text = trim(text.substr(dash.size()));
      return take_one(exception.to) && exception.to >= exception.from;
    }
  return true;
}

/// "(Grund)" at the end of `text`.
Text take_reason(std::string_view& text) {
  std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')')) return std::nullopt;
  std::string reason(trim(text.substr(open + 1, text.size() - open - 2)));
  text = trim(text.substr(0, open));
  return optional_text(std::move(reason));
}

std::optional<ScheduleException> read_exception(std::string_view text) {
  ScheduleException exception;
  if (!take_dates(text, exception)) return std::nullopt;
  exception.reason = take_reason(text);
  std::string rest = ascii_lower(text);
  if (rest.empty() || rest == "geschlossen" || rest == "zu") return exception;
  // The hours engine reads the time; any day will do.
  auto hours = hours::parse_hours_text("Mo " + std::string(text));
  bool one = hours.issues.empty() && hours.rules.size() == 1 && hours.rules[0].opens;
  if (!one) return std::nullopt;
  auto schedules = to_schedules(hours.rules, "");
  exception.opens_at = schedules[0].opens_at;
  exception.closes_at = schedules[0].closes_at;
  return exception;
}

/// ICU's names of all languages in German and English, folded, to their two-letter codes.
std::map<std::string, std::string> const& language_names() {
  static std::map<std::string, std::string> const names = [] {
    std::map<std::string, std::string> found;
    for (char const* const* code = uloc_getISOLanguages(); *code; ++code)
      for (char const* reader : {"de", "en"}) {
        icu::UnicodeString name;
        icu::Locale(*code).getDisplayLanguage(icu::Locale(reader), name);
        std::string utf8;
        name.toUTF8String(utf8);
        found.emplace(slugify(utf8), *code);
      }
    // What people say, where ICU has another word first.
    for (auto const& [name, code] : {std::pair{"farsi", "fa"},
                                     {"dari", "fa"},
                                     {"tigrinya", "ti"},
                                     {"kurmandschi", "ku"},
                                     {"sorani", "ku"}})
      found.insert_or_assign(name, code);
    return found;
  }();
  return names;
}

}  // namespace

bool parse_yes(std::string_view text) {
  std::string lower = ascii_lower(trim(text));
  for (auto const* yes : {"ja", "j", "x", "yes", "1", "wahr", "true", "offen"})
    if (lower == yes) return true;
  return false;
}

std::string part_id(std::string_view kind, std::string_view parent_id, std::string_view key) {
  return named_uuid(kind, std::string(parent_id) + ":" + std::string(key));
}

Text optional_text(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::vector<Phone> read_phones(RowNotes const& notes, std::string const& cell,
                               std::string const& parent_id) {
  std::vector<Phone> phones;
  for (auto const& part : phone_parts(cell)) {
    std::string_view text = without_label(part);
    std::size_t end = text.find_first_not_of("+0123456789 /-.()");
    std::string_view number = text.substr(0, end);
    // A bracket that opens a remark is not part of the number.
    if (std::size_t open = number.rfind('('); end != std::string_view::npos &&
                                              open != std::string_view::npos &&
                                              number.find(')', open) == std::string_view::npos)
      number = number.substr(0, open);
    number = trim(number);
    if (count_digits(number) < 3 || count_digits(number) > 15) {
      notes.warn("Telefon", "This is no phone number. It was left out.", part);
      continue;
    }
    std::string_view rest =
        trim(text.substr(static_cast<std::size_t>(number.data() + number.size() - text.data())));
    if (rest.starts_with('(') && rest.ends_with(')')) rest = rest.substr(1, rest.size() - 2);
    Phone phone;
    phone.id = part_id("phone", parent_id, std::to_string(phones.size()));
    phone.number = number;
    phone.type = "voice";
    phone.description = optional_text(std::string(trim(rest)));
    phones.push_back(std::move(phone));
  }
  return phones;
}

std::optional<double> parse_amount(std::string_view text) {
  std::string lower = ascii_lower(trim(text));
  for (std::string_view word : {"euro", "eur", "€", "ca.", "etwa", ",-", ",–"})
    lower = replace_all(std::move(lower), word, " ");
  auto amount = parse_decimal(trim(lower));
  if (!amount || !std::isfinite(*amount) || *amount < 0 || *amount > 1'000'000) return std::nullopt;
  return std::round(*amount * 100) / 100;
}

std::string amount_text(double euros) {
  auto cents = static_cast<std::int64_t>(std::llround(euros * 100));
  if (cents % 100 == 0) return fmt::format("{} EUR", cents / 100);
  return fmt::format("{},{:02} EUR", cents / 100, cents % 100);
}

std::optional<std::int64_t> parse_weeks(std::string_view text) {
  std::string lower = ascii_lower(text);
  for (std::size_t i = 0; i < lower.size();) {
    if (!is_digit(lower[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < lower.size() && is_digit(lower[end])) ++end;
    auto number = parse_integer(std::string_view(lower).substr(i, end - i));
    std::string_view unit = trim(std::string_view(lower).substr(end));
    if (number && *number <= 1'000) {
      if (unit.starts_with("woche")) return *number;
      if (unit.starts_with("tag")) return (*number + 6) / 7;
      if (unit.starts_with("monat")) return (*number * 13 + 2) / 3;
    }
    i = end;
  }
  return std::nullopt;
}

std::vector<ScheduleException> read_exceptions(RowNotes const& notes, std::string const& field,
                                               std::string const& cell) {
  std::vector<ScheduleException> exceptions;
  for (auto const& part : split_list(replace_all(cell, "\n", "|"), '|')) {
    if (auto exception = read_exception(part))
      exceptions.push_back(std::move(*exception));
    else
      notes.warn(field, "This exception cannot be read. Write \"24.12.2026 geschlossen (Grund)\".",
                 part);
  }
  return exceptions;
}

std::string exceptions_cell(std::vector<ScheduleException> const& exceptions) {
  auto german = [](std::string const& iso) {
    auto date = parse_iso_date(iso);
    if (!date) return iso;
    return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(date->day()),
                       static_cast<unsigned>(date->month()), static_cast<int>(date->year()));
  };
  auto clock = [](std::string const& time) {
    auto minutes = parse_clock(time);
    return minutes ? format_clock(*minutes) : time;
  };
  std::string cell;
  for (auto const& exception : exceptions) {
    if (!cell.empty()) cell += " | ";
    cell += german(exception.from);
    if (exception.to != exception.from) cell += "–" + german(exception.to);
    bool hours = exception.opens_at && exception.closes_at;
    cell += hours ? " " + clock(*exception.opens_at) + "–" + clock(*exception.closes_at)
                  : " geschlossen";
    if (exception.reason) cell += " (" + *exception.reason + ")";
  }
  return cell;
}

std::string language_code(std::string_view text) {
  std::string key = ascii_lower(trim(text));
  if (key.empty()) return "";
  if (key.size() <= 3)
    for (char const* const* code = uloc_getISOLanguages(); *code; ++code)
      if (key == *code) return key;
  auto found = language_names().find(slugify(text));
  return found == language_names().end() ? "" : found->second;
}

Text read_date_cell(RowNotes const& notes, std::string const& field, std::string const& cell) {
  if (cell.empty()) return std::nullopt;
  if (auto date = parse_german_date(cell)) return format_iso_date(*date);
  notes.warn(field, "This is no date. Write it as 23.11.2026.", cell);
  return std::nullopt;
}

Text read_link(RowNotes const& notes, std::string const& field, std::string const& cell) {
  if (cell.empty()) return std::nullopt;
  std::string lower = ascii_lower(cell);
  std::string link = cell;
  if (lower.starts_with("www."))
    link = "https://" + cell;
  else if (!lower.starts_with("https://") && !lower.starts_with("http://"))
    link.clear();
  if (link.find_first_of(" \t\n\"<>\\|") != std::string::npos || link.size() < 11) link.clear();
  if (link.empty()) notes.warn(field, "This is no web address. It was left out.", cell);
  return optional_text(std::move(link));
}

Text read_mail(RowNotes const& notes, std::string const& field, std::string const& cell) {
  if (cell.empty()) return std::nullopt;
  std::size_t at = cell.find('@');
  bool fine = at != std::string::npos && at > 0 && at + 1 < cell.size() &&
              cell.find('@', at + 1) == std::string::npos &&
              cell.find_first_of(" \t\n,;<>\"|") == std::string::npos;
  if (fine) return cell;
  notes.warn(field, "This is no mail address. It was left out.", cell);
  return std::nullopt;
}

}  // namespace mila::directory
