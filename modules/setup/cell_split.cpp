// Cutting at what people write between two of a kind.
#include "modules/setup/cell_split.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"

namespace mila::setup {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Cuts at each of the signs and words; parts are trimmed, empty ones go.
std::vector<std::string> cut(std::string_view cell, std::initializer_list<std::string_view> between) {
  std::string text(cell);
  for (auto word : between) text = replace_all(std::move(text), word, "\n");
  return split_list(text, '\n');
}

/// A run of digits, blanks and -/().+ that is long enough for a number and begins like one.
struct Number {
  std::size_t begin, end;
};

std::vector<Number> numbers_in(std::string_view cell) {
  std::vector<Number> found;
  for (std::size_t i = 0; i < cell.size();) {
    bool begins = is_digit(cell[i]) || cell[i] == '+' || (cell[i] == '(' && i + 1 < cell.size() && is_digit(cell[i + 1]));
    if (!begins) {
      ++i;
      continue;
    }
    std::size_t end = i, digits = 0, last = i;
    while (end < cell.size() && (is_digit(cell[end]) || std::string_view(" -/().+").find(cell[end]) != std::string_view::npos)) {
      // A new number with its area code: blank or " / " before a 0 or + once the first is long enough.
      bool fresh = (cell[end] == '0' || cell[end] == '+') && end > i && digits >= 6 &&
                   (cell[end - 1] == ' ' || cell[end - 1] == '/');
      if (fresh) break;
      if (is_digit(cell[end])) {
        ++digits;
        last = end + 1;
      }
      ++end;
    }
    if (digits >= 5) found.push_back({i, last});
    i = std::max(end, i + 1);
  }
  return found;
}

/// What may stand between two numbers and says nothing: "oder", "/", ",".
std::string_view without_joints(std::string_view text) {
  for (bool more = true; more;) {
    more = false;
    text = trim(text);
    for (std::string_view joint : {"oder", "und", "u.", "bzw.", "/", ",", ";", "|", "+", "&"}) {
      if (text.ends_with(joint)) {
        text = text.substr(0, text.size() - joint.size());
        more = true;
      } else if (text.starts_with(joint)) {
        text = text.substr(joint.size());
        more = true;
      }
    }
  }
  return text;
}

bool starts_like_a_person(std::string_view text) {
  for (std::string_view title : {"Frau ", "Herr ", "Fr. ", "Hr. ", "Dr. ", "Prof. ", "Familie "})
    if (text.starts_with(title)) return true;
  return false;
}

std::size_t words_in(std::string_view text) { return split_list(text, ' ').size(); }

}  // namespace

std::vector<std::string> phone_pieces(std::string_view cell) {
  auto numbers = numbers_in(cell);
  if (numbers.size() < 2) return {std::string(cell)};
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto end = i + 1 < numbers.size() ? numbers[i + 1].begin : cell.size();
    std::string piece(cell.substr(numbers[i].begin, numbers[i].end - numbers[i].begin));
    auto rest = without_joints(cell.substr(numbers[i].end, end - numbers[i].end));
    // "mobil:" and "Fax" stand before the number they belong to.
    bool of_next = rest.ends_with(':') || rest.ends_with('.');
    if (!rest.empty() && !of_next) piece += " " + std::string(rest);
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::vector<std::string> name_pieces(std::string_view cell) {
  auto pieces = cut(cell, {"\n", " / ", "/", ";", " | ", "|", " und ", " u. ", " & ", " + "});
  if (pieces.size() == 1) {
    // A comma separates people only when both sides look like one: "Müller, Anna" is one.
    auto by_comma = cut(cell, {","});
    bool people = by_comma.size() > 1 &&
                  std::all_of(by_comma.begin(), by_comma.end(), [](std::string const& part) {
                    return starts_like_a_person(part) || words_in(part) > 1;
                  });
    if (people) pieces = by_comma;
  }
  bool titled = std::any_of(pieces.begin(), pieces.end(), starts_like_a_person);
  bool short_names = std::all_of(pieces.begin(), pieces.end(),
                                 [](std::string const& part) { return words_in(part) <= 4; });
  if (pieces.size() < 2 || pieces.size() > 5 || (!titled && !short_names)) return {std::string(cell)};
  return pieces;
}

std::vector<std::string> mail_pieces(std::string_view cell) {
  auto pieces = cut(cell, {"\n", ";", ",", " / ", "|", " oder ", " und ", " "});
  std::erase_if(pieces, [](std::string const& part) { return part.find('@') == std::string::npos; });
  return pieces.size() < 2 ? std::vector<std::string>{std::string(cell)} : pieces;
}

}  // namespace mila::setup
