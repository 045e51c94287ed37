// Puts the items of an hours text together to rules, block by block. A block reaches to the next
// "|", line break or ";"; one part of it that is not understood takes the whole block with it,
// because it may change the meaning of all the rest ("Mo 9–12 except in the school holidays").
#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "engines/hours/text_items.h"

namespace mila::hours {
namespace {

using internal::Item;
using internal::ItemKind;
using internal::Join;

constexpr std::size_t longest_text = 2000;
constexpr Minutes midnight = std::chrono::hours{24};

struct TimeOfDay {
  Minutes opens, closes;
};

/// Hours that share access and note: "9–12 und 14–16 mit Termin".
struct Segment {
  std::vector<TimeOfDay> times;
  std::optional<Access> access;
  std::string note;
  bool comma = false;  ///< Times joined by a comma: a following remark may mean one or all.
};

/// Days with their hours, and what limits them.
struct Entry {
  std::vector<ByDay> days;
  std::vector<Segment> segments{1};
  std::optional<Date> from, to, on;
  std::optional<Access> heading;  ///< Said in front of the days.
  int weeks = 1;
  bool single_nth = false;  ///< "jeden 2. Di": second of the month or every second?
  bool of_month = false;
  bool on_holidays = false;
  bool all_day = false;
  bool closed = false;

  bool has_times() const { return !segments.front().times.empty(); }
  bool is_complete() const {
    return has_times() || closed || (!days.empty() && segments.front().access);
  }
};

unsigned order_of(std::chrono::weekday day) {
  return day.iso_encoding();
}

/// The order in which days are stored, so that equal hours make equal rules: plain days first, then
/// by weekday, then first to last of the month.
bool in_order(ByDay const& a, ByDay const& b) {
  auto key = [](ByDay const& d) {
    return std::tuple{d.nth != 0, order_of(d.day), d.nth < 0, d.nth};
  };
  return key(a) < key(b);
}

class BlockReader {
 public:
  explicit BlockReader(std::span<Item const> items) : items_(items) {}

  /// Reads the block; false if there are issues.
  bool run() {
    for (at_ = 0; at_ < items_.size(); ++at_) read(items_[at_]);
    if (issues.empty()) finish_block();
    return issues.empty();
  }

  std::vector<Rule> rules;
  std::vector<Issue> issues;
  /// Days named as closed, with the item to blame if a rule opens on them.
  std::vector<std::pair<ByDay, Item const*>> closed_days;

 private:
  void issue(Item const& item, char const* key) {
    // Neighbouring words that are not understood are one issue.
    bool const goes_on = !issues.empty() && at_ > 0 && item.join == Join::None &&
                         item.kind == ItemKind::Problem && issues.back().message_key == key &&
                         items_[at_ - 1].kind == ItemKind::Problem;
    if (goes_on) {
      issues.back().length = item.offset + item.length - issues.back().offset;
      return;
    }
    issues.push_back({item.offset, item.length, key});
  }

  /// Whether the next item follows without a separator and opens something new, so that this one is
  /// its heading: "…, telefonisch Di 14–16".
  bool heads_next() const {
    if (at_ + 1 >= items_.size()) return false;
    Item const& next = items_[at_ + 1];
    return next.join == Join::None &&
           (next.kind == ItemKind::Days || next.kind == ItemKind::Hours ||
            next.kind == ItemKind::AllDay || next.kind == ItemKind::On);
  }

  void read(Item const& item) {
    switch (item.kind) {
      case ItemKind::Days:
        return read_days(item);
      case ItemKind::Hours:
      case ItemKind::AllDay:
        return read_hours(item);
      case ItemKind::Access:
        return read_access(item);
      case ItemKind::Note:
        return read_note(item);
      case ItemKind::OfMonth:
        return read_of_month(item);
      case ItemKind::Closed:
        return read_closed(item);
      case ItemKind::On:
        return read_on(item);
      case ItemKind::From:
      case ItemKind::To:
      case ItemKind::EveryWeeks:
      case ItemKind::OnHolidays:
        return read_limit(item);
      case ItemKind::Problem:
        return issue(item, item.text.c_str());
    }
  }

  void read_days(Item const& item) {
    if (entry_.is_complete()) begin_entry(item);
    if (entry_.on) return issue(item, "hours.ambiguous");
    bool const nth = item.days.front().nth != 0;
    bool const after_nth = !entry_.days.empty() && entry_.days.back().nth != 0;
    // "1. Mo und Mi": every Wednesday or the first one?
    if (after_nth && !nth) return issue(item, "hours.ambiguous");
    entry_.days.insert(entry_.days.end(), item.days.begin(), item.days.end());
    if (item.each && item.days.size() == 1 && item.days[0].nth > 1) entry_.single_nth = true;
    last_ = &item;
  }

  void read_hours(Item const& item) {
    bool const all_day = item.kind == ItemKind::AllDay;
    if (all_day && entry_.days.empty() && !entry_.on) {
      if (!entry_.has_times()) {
        for (unsigned day = 1; day <= 7; ++day)
          entry_.days.push_back({0, std::chrono::weekday{day}});
      }
    }
    if (entry_.days.empty() && !entry_.on) return issue(item, "hours.days_missing");
    if (entry_.closed) return issue(item, "hours.ambiguous");
    if (entry_.all_day || (all_day && entry_.has_times())) return issue(item, "hours.ambiguous");
    entry_.all_day = all_day;
    Segment* segment = &entry_.segments.back();
    bool const ended = !segment->times.empty() && (segment->access || !segment->note.empty());
    if (ended) segment = &entry_.segments.emplace_back();
    if (!segment->times.empty() && item.join != Join::And) segment->comma = true;
    if (all_day) {
      segment->times.push_back({Minutes{0}, midnight});
    } else {
      segment->times.push_back({item.opens, item.closes});
    }
    last_ = &item;
  }

  void read_access(Item const& item) {
    Segment& segment = entry_.segments.back();
    if (entry_.closed) return issue(item, "hours.ambiguous");
    if (!segment.times.empty()) return read_access_behind(item, segment);
    if (!entry_.days.empty() || entry_.on) {
      bool const list = item.join != Join::None;
      if (segment.access || entry_.heading || list) return issue(item, "hours.ambiguous");
      segment.access = item.access;
    } else if (at_block_begin_) {
      bool const more = at_ + 1 < items_.size() && items_[at_ + 1].join != Join::None;
      if (block_.heading || more) return issue(item, "hours.ambiguous");
      entry_.heading = block_.heading = item.access;
    } else {
      return issue(item, "hours.ambiguous");
    }
    last_ = &item;
  }

  void read_access_behind(Item const& item, Segment& segment) {
    bool const heads = item.join != Join::None && heads_next();
    if (heads && (items_[at_ + 1].kind == ItemKind::Hours)) {
      entry_.segments.emplace_back().access = item.access;
    } else if (heads) {
      begin_entry(item);
      if (entry_.heading) return issue(item, "hours.ambiguous");
      entry_.heading = item.access;
      headed_entry_ = true;
    } else if (item.join == Join::And) {
      // "Mo 9–12 und nach Vereinbarung": one may come at other times, too.
      begin_entry(item);
      at_block_begin_ = false;
      add_rule_without_hours(item.access);
    } else if (segment.access || entry_.heading || (item.join == Join::Comma && item.extra) ||
               (segment.comma && item.join == Join::None)) {
      return issue(item, "hours.ambiguous");
    } else {
      if (item.join == Join::Comma && entry_.segments.size() > 1) {
        return issue(item, "hours.ambiguous");
      }
      segment.access = item.access;
    }
    last_ = &item;
  }

  void read_note(Item const& item) {
    Segment& segment = entry_.segments.back();
    bool const headed = at_block_begin_ && entry_.heading && entry_.days.empty();
    bool const alone = !entry_.is_complete() && !headed;
    if (alone || entry_.closed || segment.comma || !segment.note.empty() ||
        item.join != Join::None) {
      return issue(item, "hours.ambiguous");
    }
    segment.note = item.text;
  }

  void read_of_month(Item const& item) {
    bool const nth = !entry_.days.empty() && entry_.days.back().nth != 0;
    if (!nth || entry_.has_times()) return issue(item, "hours.ambiguous");
    entry_.of_month = true;
  }

  void read_closed(Item const& item) {
    if (entry_.days.empty() || entry_.has_times() || entry_.segments.front().access) {
      return issue(item, "hours.ambiguous");
    }
    entry_.closed = true;
    last_ = &item;
  }

  void read_on(Item const& item) {
    if (entry_.is_complete()) begin_entry(item);
    if (entry_.on || entry_.from || entry_.to || entry_.weeks > 1 || entry_.days.size() > 1) {
      return issue(item, "hours.ambiguous");
    }
    // "Sa, 12.09.2026": the day is named twice and must be the same.
    if (!entry_.days.empty()) {
      std::chrono::weekday const weekday{std::chrono::sys_days{item.date}};
      if (entry_.days[0] != ByDay{0, weekday}) return issue(item, "hours.date_invalid");
      entry_.days.clear();
    }
    entry_.on = item.date;
    last_ = &item;
  }

  void read_limit(Item const& item) {
    bool const behind = entry_.is_complete();
    bool const front = at_block_begin_ && entry_.days.empty() && !entry_.has_times();
    // Behind or within a later entry it may mean the earlier ones as well.
    if (!front && entries_ > 0) return issue(item, "hours.ambiguous");
    if (behind && item.join != Join::None && heads_next()) return issue(item, "hours.ambiguous");
    if (entry_.on && item.kind != ItemKind::OnHolidays) return issue(item, "hours.ambiguous");
    if (!set_limit(entry_, item)) return issue(item, "hours.ambiguous");
    if (front) set_limit(block_, item);
    // A later entry in this block would leave open whether the limit holds for it.
    if (!front) limited_entry_ = true;
    last_ = &item;
  }

  static bool set_limit(Entry& entry, Item const& item) {
    switch (item.kind) {
      case ItemKind::From:
        return !std::exchange(entry.from, item.date);
      case ItemKind::To:
        return !std::exchange(entry.to, item.date);
      case ItemKind::EveryWeeks:
        return std::exchange(entry.weeks, item.weeks) == 1;
      default:
        return !std::exchange(entry.on_holidays, true);
    }
  }

  void begin_entry(Item const& cause) {
    if (headed_entry_ || limited_entry_) issue(cause, "hours.ambiguous");
    headed_entry_ = false;
    finish_entry();
    at_block_begin_ = false;
    entry_ = block_;
  }

  void finish_block() {
    bool const empty = entry_.days.empty() && !entry_.on;
    if (!empty) return finish_entry();
    if (entries_ > 0) return;
    if (entry_.heading && entry_.weeks == 1 && !entry_.on_holidays) {
      add_rule_without_hours(*entry_.heading);
      rules.back().note = entry_.segments.back().note;
    } else if (last_ != nullptr) {
      issue(*last_, "hours.days_missing");
    }
  }

  void add_rule_without_hours(Access access) {
    Rule rule;
    rule.access = access;
    rule.valid_from = entry_.from;
    rule.valid_to = entry_.to;
    rules.push_back(std::move(rule));
    ++entries_;
  }

  void finish_entry() {
    ++entries_;
    auto& days = entry_.days;
    std::sort(days.begin(), days.end(), in_order);
    days.erase(std::unique(days.begin(), days.end()), days.end());
    bool const nth = !days.empty() && days.back().nth != 0;
    if (entry_.closed) {
      if (nth || entry_.from || entry_.to) return issue(*last_, "hours.ambiguous");
      for (ByDay const& day : days) closed_days.emplace_back(day, last_);
      return;
    }
    if (entry_.single_nth && !entry_.of_month && days.size() == 1) {
      return issue(*last_, "hours.ambiguous");
    }
    if (nth && entry_.weeks > 1) return issue(*last_, "hours.ambiguous");
    if (entry_.weeks > 1 && !entry_.from) return issue(*last_, "hours.start_missing");
    if (entry_.from && entry_.to && *entry_.from > *entry_.to) {
      return issue(*last_, "hours.date_invalid");
    }
    if (!entry_.has_times()) {
      bool const said =
          entry_.segments.front().access.value_or(Access::OpenDoor) != Access::OpenDoor;
      if (!said || entry_.on) return issue(*last_, "hours.time_missing");
    }
    add_rules();
  }

  void add_rules() {
    Rule rule;
    rule.by_day = entry_.days;
    bool const nth = !entry_.days.empty() && entry_.days.back().nth != 0;
    rule.frequency = entry_.on ? Frequency::Once : nth ? Frequency::Monthly : Frequency::Weekly;
    rule.start = entry_.on;
    rule.interval = entry_.weeks;
    // "Every second week from the 7th on" counts from there.
    if (entry_.weeks > 1)
      rule.start = entry_.from;
    else
      rule.valid_from = entry_.from;
    rule.valid_to = entry_.to;
    bool const every_day = rule.frequency == Frequency::Weekly && rule.by_day.size() == 7;
    for (Segment const& segment : entry_.segments) {
      rule.access = segment.access.value_or(entry_.heading.value_or(Access::OpenDoor));
      rule.note = segment.note;
      rule.open_on_holidays = entry_.on_holidays;
      if (segment.times.empty()) rules.push_back(rule);
      for (TimeOfDay const& time : segment.times) {
        rule.opens = time.opens;
        rule.closes = time.closes;
        bool const around_the_clock =
            every_day && rule.interval == 1 && time.opens == Minutes{0} && time.closes == midnight;
        rule.open_on_holidays = entry_.on_holidays || around_the_clock;
        rules.push_back(rule);
      }
    }
  }

  std::span<Item const> items_;
  std::size_t at_ = 0;
  Entry block_;  ///< What stood in front of the first entry and holds for all.
  Entry entry_;
  bool at_block_begin_ = true;
  bool headed_entry_ = false;
  bool limited_entry_ = false;
  int entries_ = 0;
  Item const* last_ = nullptr;  ///< Blamed for what is missing.
};

bool ends_block(Item const& item) {
  if (item.join == Join::Bar) return true;
  // "Mo 9–12; 14–16": hours without a day go on with the same days.
  return item.join == Join::Semicolon && item.kind != ItemKind::Hours;
}

}  // namespace

ParseResult parse_hours_text(std::string_view text) {
  ParseResult result;
  if (text.size() > longest_text) {
    result.issues.push_back({longest_text, text.size() - longest_text, "hours.too_long"});
    return result;
  }
  std::vector<Item> const items = internal::items_of(text);
  std::vector<std::pair<ByDay, Item const*>> closed_days;
  for (std::size_t begin = 0; begin < items.size();) {
    std::size_t end = begin + 1;
    while (end < items.size() && !ends_block(items[end])) ++end;
    BlockReader block(std::span{items}.subspan(begin, end - begin));
    if (block.run()) {
      std::move(block.rules.begin(), block.rules.end(), std::back_inserter(result.rules));
      closed_days.insert(closed_days.end(), block.closed_days.begin(), block.closed_days.end());
    } else {
      result.issues.insert(result.issues.end(), block.issues.begin(), block.issues.end());
    }
    begin = end;
  }
  // "Mo–Fr 9–12, Mi geschlossen" contradicts itself: nothing can be trusted.
  std::vector<Rule> const& rules = result.rules;
  for (auto const& [day, item] : closed_days) {
    bool const open = std::any_of(rules.begin(), rules.end(), [&day = day](Rule const& rule) {
      return rule.opens && std::any_of(rule.by_day.begin(), rule.by_day.end(),
                                       [&](ByDay const& by) { return by.day == day.day; });
    });
    if (!open) continue;
    result.issues.push_back({item->offset, item->length, "hours.ambiguous"});
    result.rules.clear();
    break;
  }
  return result;
}

}  // namespace mila::hours
