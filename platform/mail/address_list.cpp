// The syntax of mailboxes is GMime's; ours is only what offices make of it.
#include "platform/mail/address_list.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/mail/address.h"
#include "platform/mail/gmime.h"

namespace mila::mail {
namespace {

std::size_t count_at(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '@'));
}

/// Blanks and signs that part columns or enclose addresses become one blank.
std::string plain_name(std::string_view text) {
  std::string name;
  for (char c : text) {
    bool parts = std::string_view(" \t\r;,<>()\"").find(c) != std::string_view::npos;
    if (!parts) name += c;
    else if (!name.empty() && name.back() != ' ') name += ' ';
  }
  return std::string(trim(name));
}

/// "Kurz, Anna" → "Anna Kurz", as Outlook writes names.
std::string turned_name(std::string_view name) {
  name = trim(name);
  while (!name.empty() && (name.front() == '"' || name.front() == '\'')) name.remove_prefix(1);
  while (!name.empty() && (name.back() == '"' || name.back() == '\'')) name.remove_suffix(1);
  auto parts = split_list(name, ',');
  return parts.size() == 2 ? plain_name(parts[1] + " " + parts[0]) : plain_name(name);
}

/// What GMime makes of a list by the standard; empty when it is none.
std::vector<ListedAddress> by_standard(std::string const& text) {
  init_gmime();
  Ref<InternetAddressList> list(internet_address_list_parse(nullptr, text.c_str()));
  std::vector<ListedAddress> found;
  for (int i = 0; list && i < internet_address_list_length(list.get()); ++i) {
    InternetAddress* one = internet_address_list_get_address(list.get(), i);
    if (!INTERNET_ADDRESS_IS_MAILBOX(one)) return {};
    char const* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
    char const* name = internet_address_get_name(one);
    if (!address || !valid_address(address)) return {};
    found.push_back({name ? turned_name(name) : "", address, address});
  }
  return found.size() == count_at(text) ? found : std::vector<ListedAddress>{};
}

/// An entry with exactly one "@": the word around it is the address, the rest the name.
ListedAddress around_at(std::string_view text) {
  ListedAddress entry;
  entry.text = trim(text);
  constexpr std::string_view kEnds = " \t\r;,<>()\"";
  auto at = text.find('@');
  auto begin = text.find_last_of(kEnds, at);
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  auto end = std::min(text.find_first_of(kEnds, at), text.size());
  std::string_view word = text.substr(begin, end - begin);
  if (ascii_lower(word).starts_with("mailto:")) word.remove_prefix(7);
  while (!word.empty() && (word.back() == '.' || word.back() == ':')) word.remove_suffix(1);
  if (valid_address(word)) entry.address = word;
  bool angle = end < text.size() && text[end] == '>';
  entry.name = angle ? turned_name(text.substr(0, text.rfind('<', at)))
                     : plain_name(std::string(text.substr(0, begin)) + " " + std::string(text.substr(end)));
  return entry;
}

/// Pieces between separators that stand neither in quotes nor in <…>.
std::vector<std::string> pieces_of(std::string_view text, std::string_view separators) {
  std::vector<std::string> pieces{""};
  bool quoted = false, angle = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '<') angle = true;
    if (c == '>') angle = false;
    if (!quoted && !angle && separators.find(c) != std::string_view::npos) pieces.emplace_back();
    else pieces.back() += c;
  }
  std::erase_if(pieces, [](std::string const& piece) { return trim(piece).empty(); });
  return pieces;
}

void read_entries(std::string_view text, std::string_view separators, std::vector<ListedAddress>& found) {
  auto count = count_at(text);
  if (count == 0) {
    found.push_back({"", "", std::string(trim(text))});
  } else if (count == 1) {
    auto standard = text.find('<') == std::string_view::npos ? std::vector<ListedAddress>{} : by_standard(std::string(text));
    found.push_back(standard.size() == 1 ? standard.front() : around_at(text));
    found.back().text = trim(text);
  } else if (auto listed = separators == "," ? by_standard(std::string(text)) : std::vector<ListedAddress>{}; !listed.empty()) {
    found.insert(found.end(), listed.begin(), listed.end());
  } else if (separators.empty()) {
    found.push_back({"", "", std::string(trim(text))});
  } else {
    // First what parts columns and persons, then commas, which also stand inside names, then blanks.
    std::string_view finer = separators == ";\t" ? "," : separators == "," ? " " : "";
    auto pieces = pieces_of(text, separators);
    bool all_have = std::all_of(pieces.begin(), pieces.end(), [](auto const& piece) { return count_at(piece) > 0; });
    // "Kurz, Anna <a@b>, Klein, Bo <c@d>": a piece without address belongs to the next one.
    std::string waiting;
    for (auto const& piece : pieces) {
      if (!all_have && count_at(piece) == 0 && separators == ",") {
        waiting += piece + ",";
        continue;
      }
      read_entries(waiting + piece, finer, found);
      waiting.clear();
    }
  }
}

}  // namespace

std::vector<ListedAddress> read_address_list(std::string_view text) {
  std::vector<ListedAddress> found;
  for (auto line : split(text, '\n')) {
    line = trim(line);
    bool heading = found.empty() && count_at(line) == 0;
    if (!line.empty() && !heading) read_entries(line, ";\t", found);
  }
  return found;
}

}  // namespace mila::mail
