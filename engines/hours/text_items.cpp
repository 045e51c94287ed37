// Gathers tokens to items: days, hours, dates, and the phrases offices use around them.
#include "engines/hours/text_items.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mila::hours::internal {
namespace {

using std::chrono::hours;

struct DayName {
  std::string_view name;
  unsigned day;  // 0 is Sunday
};
constexpr std::array<DayName, 42> day_names{{
    {"mo", 1},          {"montag", 1},     {"montags", 1},    {"mon", 1},       {"monday", 1},
    {"mondays", 1},     {"di", 2},         {"dienstag", 2},   {"dienstags", 2}, {"tue", 2},
    {"tuesday", 2},     {"tuesdays", 2},   {"mi", 3},         {"mittwoch", 3},  {"mittwochs", 3},
    {"wed", 3},         {"wednesday", 3},  {"wednesdays", 3}, {"do", 4},        {"donnerstag", 4},
    {"donnerstags", 4}, {"thu", 4},        {"thursday", 4},   {"thursdays", 4}, {"fr", 5},
    {"freitag", 5},     {"freitags", 5},   {"fri", 5},        {"friday", 5},    {"fridays", 5},
    {"sa", 6},          {"samstag", 6},    {"samstags", 6},   {"sonnabend", 6}, {"sat", 6},
    {"saturday", 6},    {"so", 0},         {"sonntag", 0},    {"sonntags", 0},  {"sun", 0},
    {"sunday", 0},      {"sonnabends", 6},
}};

struct OrdinalName {
  std::string_view stem;  // followed by "e", "er", "en", "es"
  int nth;
};
constexpr std::array<OrdinalName, 7> ordinal_names{{{"erst", 1},
                                                    {"zweit", 2},
                                                    {"dritt", 3},
                                                    {"viert", 4},
                                                    {"fünft", 5},
                                                    {"letzt", -1},
                                                    {"vorletzt", -2}}};

struct Phrase {
  std::string_view words;  // separated by one blank
  ItemKind kind;
  Access access = Access::OpenDoor;
  bool extra = false;
};
// Longer phrases stand before those they begin with.
constexpr std::array<Phrase, 32> phrases{{
    {"nur nach vereinbarung", ItemKind::Access, Access::ByAppointment},
    {"nach vereinbarung", ItemKind::Access, Access::ByAppointment, true},
    {"nach terminvereinbarung", ItemKind::Access, Access::ByAppointment, true},
    {"nach absprache", ItemKind::Access, Access::ByAppointment, true},
    {"nach voranmeldung", ItemKind::Access, Access::ByAppointment, true},
    {"nur mit termin", ItemKind::Access, Access::ByAppointment},
    {"mit terminvereinbarung", ItemKind::Access, Access::ByAppointment},
    {"mit termin", ItemKind::Access, Access::ByAppointment},
    {"mit anmeldung", ItemKind::Access, Access::ByAppointment},
    {"mit voranmeldung", ItemKind::Access, Access::ByAppointment},
    {"by appointment", ItemKind::Access, Access::ByAppointment},
    {"ohne terminvereinbarung", ItemKind::Access, Access::OpenDoor},
    {"ohne termin", ItemKind::Access, Access::OpenDoor},
    {"ohne anmeldung", ItemKind::Access, Access::OpenDoor},
    {"ohne voranmeldung", ItemKind::Access, Access::OpenDoor},
    {"offene sprechstunde", ItemKind::Access, Access::OpenDoor},
    {"offene sprechzeit", ItemKind::Access, Access::OpenDoor},
    {"offen", ItemKind::Access, Access::OpenDoor},
    {"nur telefonisch", ItemKind::Access, Access::ByPhone},
    {"telefonisch", ItemKind::Access, Access::ByPhone},
    {"per telefon", ItemKind::Access, Access::ByPhone},
    {"nur online", ItemKind::Access, Access::Online},
    {"online", ItemKind::Access, Access::Online},
    {"im monat", ItemKind::OfMonth},
    {"des monats", ItemKind::OfMonth},
    {"eines monats", ItemKind::OfMonth},
    {"auch an feiertagen", ItemKind::OnHolidays},
    {"auch feiertags", ItemKind::OnHolidays},
    {"rund um die uhr", ItemKind::AllDay},
    {"geschlossen", ItemKind::Closed},
    {"zu", ItemKind::Closed},
    {"closed", ItemKind::Closed},
}};

class Gatherer {
 public:
  explicit Gatherer(std::string_view text) : tokens_(tokens_of(text)) {}

  std::vector<Item> run() {
    while (at_ < tokens_.size()) {
      if (separator()) continue;
      begin_ = at_;
      item_ = Item{};
      if (!(date() || hours_range() || all_day() || every_weeks() || days() || phrase() ||
            note())) {
        problem("hours.unknown_word");
      }
      finish();
    }
    return std::move(items_);
  }

 private:
  Token const* token(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
  }
  bool is(TokenKind kind, std::size_t ahead = 0) const {
    return token(ahead) != nullptr && token(ahead)->kind == kind;
  }
  bool is_word(std::string_view word, std::size_t ahead = 0) const {
    return is(TokenKind::Word, ahead) && token(ahead)->word == word;
  }
  bool is_any(std::initializer_list<std::string_view> words, std::size_t ahead = 0) const {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return is_word(word, ahead); });
  }
  bool is_dash(std::size_t ahead = 0) const {
    return is(TokenKind::Dash, ahead) || is_any({"bis", "to"}, ahead);
  }

  bool separator() {
    Join join = Join::None;
    switch (tokens_[at_].kind) {
      case TokenKind::Comma:
      case TokenKind::Slash:
        join = Join::Comma;
        break;
      case TokenKind::And:
        join = Join::And;
        break;
      case TokenKind::Semicolon:
        join = Join::Semicolon;
        break;
      case TokenKind::Bar:
        join = Join::Bar;
        break;
      case TokenKind::Word:
        if (!is_any({"oder", "sonst"})) return false;
        join = Join::And;
        break;
      case TokenKind::Colon: {
        // "Mo: 9–12", "telefonisch: Mo 9–12"; elsewhere a colon says nothing we know.
        bool const after = !items_.empty() && join_ == Join::None &&
                           items_.back().kind != ItemKind::Hours &&
                           items_.back().kind != ItemKind::Problem;
        if (!after) return false;
        break;
      }
      default:
        return false;
    }
    join_ = std::max(join_, join);
    ++at_;
    return true;
  }

  void problem(char const* key) {
    item_ = Item{};
    item_.text = key;
    if (at_ == begin_) ++at_;
  }

  void finish() {
    Token const& first = tokens_[begin_];
    Token const& last = tokens_[at_ - 1];
    item_.offset = first.offset;
    item_.length = last.offset + last.length - first.offset;
    item_.join = items_.empty() ? Join::None : join_;
    join_ = Join::None;
    items_.push_back(std::move(item_));
  }

  bool date() {
    std::size_t ahead = 0;
    ItemKind kind = ItemKind::On;
    bool to = false;
    if (is_any({"ab", "vom", "von", "seit"})) {
      kind = ItemKind::From;
      ahead = 1;
    } else if (is_dash()) {
      bool const after_begin = !items_.empty() && items_.back().kind == ItemKind::From;
      if (is(TokenKind::Dash) && !after_begin) return false;
      kind = ItemKind::To;
      to = true;
      ahead = 1;
    } else if (is_any({"am"})) {
      ahead = 1;
    }
    if (is_any({"zum", "dem"}, ahead)) ++ahead;
    if (!is(TokenKind::Date, ahead)) return false;
    // A bare first date of a range is its beginning: "01.03.2026–31.10.2026".
    bool const range_follows = is_dash(ahead + 1) && is(TokenKind::Date, ahead + 2);
    if (!to && range_follows) kind = ItemKind::From;
    item_.kind = kind;
    item_.date = token(ahead)->date;
    at_ += ahead + 1;
    bool const plausible = item_.date.ok() && item_.date.year() >= std::chrono::year{1990} &&
                           item_.date.year() <= std::chrono::year{2199};
    if (!plausible) problem("hours.date_invalid");
    return true;
  }

  /// A time of day at `ahead`; moves `ahead` behind it.
  std::optional<Minutes> time(std::size_t& ahead) const {
    if (!is(TokenKind::Time, ahead) && !is(TokenKind::Number, ahead)) return std::nullopt;
    Token const& found = *token(ahead);
    ++ahead;
    if (is_any({"uhr", "h"}, ahead)) ++ahead;
    if (found.a > 24 || found.b > 59 || (found.a == 24 && found.b > 0)) return Minutes{-1};
    return hours{found.a} + Minutes{found.b};
  }

  bool hours_range() {
    std::size_t ahead = is_any({"von", "from"}) ? 1 : 0;
    auto const opens = time(ahead);
    if (!opens || !is_dash(ahead)) return false;
    ++ahead;
    auto closes = time(ahead);
    if (!closes) return false;
    at_ += ahead;
    Minutes const midnight = hours{24};
    // "22–2" is a night, "8–4" more likely a mistake: past midnight only from noon on.
    bool const backwards = *closes <= *opens && (*opens < hours{12} || *closes == *opens);
    if (*opens < Minutes{0} || *closes < Minutes{0} || *opens == midnight || backwards) {
      problem("hours.time_invalid");
      return true;
    }
    if (*opens == Minutes{0} && *closes == midnight - Minutes{1}) closes = midnight;
    item_.kind = ItemKind::Hours;
    item_.opens = *opens;
    item_.closes = *closes;
    return true;
  }

  bool all_day() {
    if (!is(TokenKind::Number) || token()->a != 24) return false;
    if (is(TokenKind::Slash, 1) && is(TokenKind::Number, 2) && token(2)->a == 7) {
      at_ += 3;
    } else if (is_any({"stunden", "std", "h", "hours"}, 1)) {
      at_ += 2;
    } else {
      return false;
    }
    item_.kind = ItemKind::AllDay;
    return true;
  }

  bool every_weeks() {
    std::size_t used = 0;
    int weeks = 0;
    auto number_at = [&](std::size_t ahead) {
      return is(TokenKind::Number, ahead) || is(TokenKind::Ordinal, ahead) ? token(ahead)->a : 0;
    };
    if (is_any({"jede", "alle"})) {
      int const count = is_any({"zwei", "zweite"}, 1) ? 2 : number_at(1);
      if (count > 0 && is_any({"woche", "wochen"}, 2)) {
        weeks = count;
        used = 3;
      }
    } else if (number_at(0) == 14 && is(TokenKind::Dash, 1) &&
               is_any({"tägig", "täglich", "tägl"}, 2)) {
      weeks = 2;
      used = 3;
    } else if (is_any({"vierzehntägig", "zweiwöchentlich"})) {
      weeks = 2;
      used = 1;
    }
    if (used == 0) return false;
    at_ += used;
    if (weeks < 1 || weeks > 26) {
      problem("hours.unknown_word");
      return true;
    }
    item_.kind = ItemKind::EveryWeeks;
    item_.weeks = weeks;
    return true;
  }

  std::optional<unsigned> day_at(std::size_t ahead) const {
    if (!is(TokenKind::Word, ahead)) return std::nullopt;
    for (DayName const& name : day_names) {
      if (name.name == token(ahead)->word) return name.day;
    }
    return std::nullopt;
  }

  std::optional<int> ordinal_at(std::size_t ahead) const {
    if (is(TokenKind::Ordinal, ahead)) {
      int const nth = token(ahead)->a;
      return nth >= 1 && nth <= 5 ? std::optional<int>{nth} : std::nullopt;
    }
    if (!is(TokenKind::Word, ahead)) return std::nullopt;
    std::string_view const word = token(ahead)->word;
    for (OrdinalName const& name : ordinal_names) {
      if (!word.starts_with(name.stem)) continue;
      std::string_view const ending = word.substr(name.stem.size());
      if (ending == "e" || ending == "er" || ending == "en" || ending == "es") return name.nth;
    }
    return std::nullopt;
  }

  bool days() {
    std::size_t ahead = 0;
    if (is_any({"täglich", "daily"})) return day_run(1, 1, 7);
    // By law "werktags" includes Saturday; offices write it for Monday to Friday, and a locked door
    // is the worse mistake.
    if (is_any({"werktags", "wochentags"})) return day_run(1, 1, 5);
    if (is_any({"am"})) ++ahead;
    if (is_any({"wochenende"}, ahead)) return day_run(ahead + 1, 6, 2);
    if (is_any({"jeden", "jeder", "jede", "every"}, ahead)) {
      item_.each = true;
      ++ahead;
    }
    std::vector<int> nths;
    while (auto const nth = ordinal_at(ahead)) {
      nths.push_back(*nth);
      ++ahead;
      bool const more = (is(TokenKind::And, ahead) || is(TokenKind::Comma, ahead) ||
                         is(TokenKind::Slash, ahead)) &&
                        ordinal_at(ahead + 1);
      if (!more) break;
      ++ahead;
    }
    auto const first = day_at(ahead);
    if (!first) return false;
    ++ahead;
    if (!nths.empty()) {
      for (int const nth : nths) item_.days.push_back({nth, std::chrono::weekday{*first}});
      item_.kind = ItemKind::Days;
      at_ += ahead;
      if (is_dash() && day_at(1)) problem("hours.ambiguous");  // "1. Mo–Fr"
      return true;
    }
    auto const last = is_dash(ahead) ? day_at(ahead + 1) : std::nullopt;
    if (!last) return day_run(ahead, *first, 1);
    day_run(ahead + 2, *first, (*last + 7 - *first) % 7 + 1);
    if (*last == *first) problem("hours.ambiguous");
    return true;
  }

  bool day_run(std::size_t used, unsigned first, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      item_.days.push_back({0, std::chrono::weekday{(first + i) % 7}});
    }
    item_.kind = ItemKind::Days;
    at_ += used;
    return true;
  }

  bool phrase() {
    for (Phrase const& phrase : phrases) {
      std::size_t ahead = 0;
      std::string_view rest = phrase.words;
      bool fits = true;
      while (fits && !rest.empty()) {
        std::size_t const end = std::min(rest.find(' '), rest.size());
        fits = is_word(rest.substr(0, end), ahead++);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      if (!fits) continue;
      item_.kind = phrase.kind;
      item_.access = phrase.access;
      item_.extra = phrase.extra;
      at_ += ahead;
      return true;
    }
    return false;
  }

  bool note() {
    if (!is(TokenKind::Note)) return false;
    std::string const& inside = token()->word;
    // "(mit Termin)" says how to come in; every other text in brackets is a note.
    auto const inner = Gatherer(inside).run();
    bool const access = inner.size() == 1 && inner[0].kind == ItemKind::Access;
    if (access) {
      item_ = inner[0];
      item_.extra = false;
    } else {
      item_.kind = ItemKind::Note;
      item_.text = inside;
    }
    ++at_;
    return true;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0, begin_ = 0;
  Join join_ = Join::None;
  Item item_;
  std::vector<Item> items_;
};

}  // namespace

std::vector<Item> items_of(std::string_view text) {
  return Gatherer(text).run();
}

}  // namespace mila::hours::internal
