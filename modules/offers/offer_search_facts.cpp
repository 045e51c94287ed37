// Offer facts as bytes: numbers little-endian, lists with their length in front.
#include <cstring>

#include "modules/offers/offer_search_facets.h"

namespace mila::offers {
namespace {

/// Writes members; the reader below has the same shape, so one `archive` serves both.
class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}
  void number(std::int64_t value) {
    // Seven bits a byte, small numbers of both signs short.
    auto left = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
    for (; left >= 128; left >>= 7) out_ += static_cast<char>(left | 128);
    out_ += static_cast<char>(left);
  }
  template <typename T>
  void integer(T& value) {
    number(static_cast<std::int64_t>(value));
  }
  void real(double& value) { out_.append(reinterpret_cast<char const*>(&value), sizeof value); }
  void text(std::string& value) {
    number(static_cast<std::int64_t>(value.size()));
    out_ += value;
  }
  template <typename T, typename Each>
  void list(std::vector<T>& values, Each each) {
    number(static_cast<std::int64_t>(values.size()));
    for (auto& value : values) each(value);
  }
  template <typename T, typename Each>
  void maybe(std::optional<T>& value, Each each) {
    number(value ? 1 : 0);
    if (value) each(*value);
  }

 private:
  std::string& out_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view in) : in_(in) {}
  std::int64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; !in_.empty() && shift < 64; shift += 7) {
      auto byte = static_cast<unsigned char>(in_.front());
      in_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 127) << shift;
      if (byte < 128) break;
    }
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  template <typename T>
  void integer(T& value) {
    value = static_cast<T>(number());
  }
  void real(double& value) {
    if (in_.size() < sizeof value) return;
    std::memcpy(&value, in_.data(), sizeof value);
    in_.remove_prefix(sizeof value);
  }
  void text(std::string& value) {
    auto wanted = static_cast<std::size_t>(number());
    auto size = std::min(wanted, in_.size());
    value.assign(in_.substr(0, size));
    in_.remove_prefix(size);
  }
  template <typename T, typename Each>
  void list(std::vector<T>& values, Each each) {
    auto size = number();
    for (std::int64_t i = 0; i < size && !in_.empty(); ++i) each(values.emplace_back());
  }
  template <typename T, typename Each>
  void maybe(std::optional<T>& value, Each each) {
    if (number() == 0) return;
    value.emplace();
    each(*value);
  }

 private:
  std::string_view in_;
};

template <typename Archive>
void day(Archive& archive, hours::Date& date) {
  std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  archive.integer(days);
  date = hours::Date{std::chrono::sys_days{std::chrono::days{days}}};
}

template <typename Archive>
void minutes(Archive& archive, hours::Minutes& value) {
  std::int64_t count = value.count();
  archive.integer(count);
  value = hours::Minutes{count};
}

template <typename Archive>
void weekday(Archive& archive, std::chrono::weekday& value) {
  unsigned number = value.c_encoding();
  archive.integer(number);
  value = std::chrono::weekday{number};
}

template <typename Archive>
void rule(Archive& archive, hours::Rule& rule) {
  auto date = [&](hours::Date& value) { day(archive, value); };
  auto clock = [&](hours::Minutes& value) { minutes(archive, value); };
  auto integer = [&](int& value) { archive.integer(value); };
  for (auto* each : {&rule.valid_from, &rule.valid_to, &rule.start, &rule.until})
    archive.maybe(*each, date);
  archive.maybe(rule.count, integer);
  archive.integer(rule.interval);
  archive.integer(rule.frequency);
  weekday(archive, rule.week_start);
  archive.list(rule.by_day, [&](hours::ByDay& value) {
    archive.integer(value.nth);
    weekday(archive, value.day);
  });
  for (auto* each : {&rule.by_month_day, &rule.by_week_no, &rule.by_year_day})
    archive.list(*each, integer);
  archive.maybe(rule.opens, clock);
  archive.maybe(rule.closes, clock);
  archive.integer(rule.access);
  archive.integer(rule.open_on_holidays);
}

template <typename Archive>
void timetable(Archive& archive, hours::Timetable& value) {
  archive.text(value.zone);
  archive.list(value.rules, [&](hours::Rule& each) { rule(archive, each); });
  archive.list(value.exceptions, [&](hours::Exception& each) {
    day(archive, each.from);
    day(archive, each.to);
    archive.integer(each.closed);
    auto clock = [&](hours::Minutes& time) { minutes(archive, time); };
    archive.maybe(each.opens, clock);
    archive.maybe(each.closes, clock);
  });
}

template <typename Archive>
void facts(Archive& archive, OfferFacts& value) {
  auto text = [&](std::string& each) { archive.text(each); };
  archive.text(value.service_id);
  for (auto* list : {&value.topics, &value.languages, &value.languages_on_request, &value.audiences,
                     &value.area_places, &value.places})
    archive.list(*list, text);
  for (auto* flag : {&value.free, &value.without_appointment, &value.step_free, &value.full})
    archive.integer(*flag);
  archive.list(value.points, [&](places::Point& point) {
    archive.real(point.latitude);
    archive.real(point.longitude);
  });
  archive.list(value.timetables, [&](hours::Timetable& each) { timetable(archive, each); });
}

}  // namespace

std::string OfferFacts::to_bytes() const {
  std::string bytes;
  ByteWriter writer(bytes);
  OfferFacts copy = *this;
  facts(writer, copy);
  return bytes;
}

OfferFacts OfferFacts::from_bytes(std::string_view bytes) {
  OfferFacts read;
  ByteReader reader(bytes);
  facts(reader, read);
  return read;
}

std::uint32_t HoursBook::number_of(hours::Timetable const& stored) {
  std::string key;
  ByteWriter writer(key);
  hours::Timetable copy = stored;
  timetable(writer, copy);
  std::lock_guard lock(mutex_);
  auto [found, is_new] = numbers_.emplace(key, static_cast<std::uint32_t>(entries_.size()));
  if (is_new) {
    Entry& entry = entries_.emplace_back();
    entry.unknown = true;
    for (auto const& each : stored.rules)
      if (each.opens && each.closes) entry.unknown = false;
    entry.timetable = std::move(copy);
    minute_ = -1;
  }
  return found->second;
}

std::shared_ptr<std::vector<std::uint8_t> const> HoursBook::states(
    Instant now, hours::HolidayCalendar const& holidays) {
  auto since_epoch = now.time_since_epoch();
  std::int64_t minute = std::chrono::floor<std::chrono::minutes>(since_epoch).count();
  std::lock_guard lock(mutex_);
  if (minute == minute_ && states_) return states_;
  auto states = std::make_shared<std::vector<std::uint8_t>>();
  states->reserve(entries_.size());
  for (auto& entry : entries_) {
    std::uint8_t state = entry.unknown ? Unknown : Closed;
    if (!entry.unknown && entry.worked_out_for != minute / 60) {
      // An hour's worth: openings of yesterday may last into today.
      Date today = hours::local_time(entry.timetable.zone, now).date;
      auto first = std::chrono::sys_days(today) - std::chrono::days{1};
      entry.near_now.clear();
      for (auto const& opening : hours::expand(entry.timetable, holidays, Date{first},
                                               Date{first + std::chrono::days{2}}))
        if (opening.to > now && opening.from <= now + std::chrono::hours{1})
          entry.near_now.push_back(opening);
      entry.worked_out_for = minute / 60;
    }
    for (auto const& opening : entry.near_now)
      if (opening.from <= now && now < opening.to) state = Open;
    states->push_back(state);
  }
  minute_ = minute;
  states_ = states;
  return states_;
}

}  // namespace mila::offers
