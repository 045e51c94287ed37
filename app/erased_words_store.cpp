// Masking, column by column.
#include "app/erased_words_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "engines/language/normalise.h"
#include "platform/base/text.h"

namespace mila {
namespace {

struct WrittenTable {
  char const* table;
  char const* key;  ///< SQL that names one row
  std::vector<char const*> texts;
  std::vector<char const*> names;  ///< columns that hold names, or cells with one each
  char const* instead = "…";
  char const* search = nullptr;  ///< column that repeats the texts in the form in which words are compared
};

/// Their version grows, so that a form that was open meanwhile does not bring the words back.
std::vector<WrittenTable> const kVersioned{
    {"circular", "id", {"subject", "body"}, {}},
    {"helper_wanted", "id", {"title", "body"}, {}},
    {"body", "id", {"purpose", "looking_for"}, {}},
    {"meeting", "id", {"title", "purpose", "cancel_reason"}, {}},
    {"agenda_item", "id", {"title", "answer"}, {"presenter"}},
    {"workshop", "id", {"title", "description", "result", "next_step"}, {"lead"}},
    {"meeting_programme", "meeting_id", {"next_meeting"}, {}},
    {"programme_entry", "id", {"title", "place"}, {"who"}},
    {"meeting_round", "id", {"title", "purpose"}, {}},
    {"meeting_round_result", "item_id || '/' || place_id", {"text"}, {}},
    {"date_poll", "id", {"title", "purpose", "place"}, {}},
    {.table = "agreement", .key = "id", .texts = {"wording", "reason", "end_reason"}, .names = {}, .search = "search"},
    {.table = "task", .key = "id", .texts = {"what"}, .names = {}, .search = "search"},
    {.table = "proposal", .key = "id", .texts = {"title", "wording", "decision", "answer"}, .names = {}, .search = "search"},
    {"event_programme", "id", {"name", "about"}, {}},
    {.table = "event", .key = "id", .texts = {"title", "about", "place", "reason", "proposed_title", "proposed_about"}, .names = {}, .search = "words"},
    {"upkeep_draft", "id", {"json"}, {}},
    {"minutes_objection", "id", {"answer"}, {}},
};
/// A list being taken over gets no mark: it would become a contact.
std::vector<WrittenTable> const kUnversioned{
    {"report", "id", {"text", "note"}, {}},
    {"notice", "id", {"title", "body"}, {}},
    {"programme_question", "id", {"text"}, {}},
    {"meeting_round_item", "id", {"title"}, {}},
    {"upkeep_today_link", "id", {}, {"label"}},
    {"upkeep_stop_wish", "id", {"note", "answer"}, {}},
    {"upkeep_hiding", "id", {"text"}, {}},
    {"minutes_redaction", "id", {"reason"}, {}},
    {"minutes_removal", "id", {"reason"}, {}},
    {"list_import_row", "import_id || '/' || position", {}, {"cells"}, ""},
};

constexpr db::Sql kSharers{"erased_words.sharers",
                           "select name from person where id <> $1 and merged_into is null union all "
                           "select name from account where person_id is null or person_id <> $1"};

constexpr char const* kSalutations[] = {"Frau", "Herr", "Herrn", "Fr.", "Hr.", "Dr."};
/// A shorter one is a word of the language too often.
constexpr std::size_t kSurnameLetters = 4;

/// Small letters of the same length in bytes: ASCII and the letters of Latin-1 (ä, é, ş is another).
std::string same_length_lower(std::string_view text) {
  std::string lower = ascii_lower(text);
  for (std::size_t i = 0; i + 1 < lower.size(); ++i) {
    auto lead = static_cast<unsigned char>(lower[i]), next = static_cast<unsigned char>(lower[i + 1]);
    if (lead == 0xC3 && next >= 0x80 && next <= 0x9E && next != 0x97) lower[i + 1] = static_cast<char>(next + 0x20);
  }
  return lower;
}

/// Bytes of longer letters count: "Can" is not in "Canım".
bool is_letter(char c) {
  auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string surname_of(std::string_view name) {
  auto words = split_list(name, ' ');
  return words.size() < 2 || words.back().size() < kSurnameLetters ? "" : words.back();
}

std::int64_t forget_in(db::Writer& writer, WrittenTable const& table, std::string const& column,
                       std::vector<std::string> const& words, std::string_view version) {
  std::string name = fmt::format("erased_words {}.{}", table.table, column);
  std::string all = fmt::format("select {}, {} from {} where {} <> ''", table.key, column, table.table, column);
  std::string set = fmt::format("update {} set {} = $2{} where {} = $1", table.table, column, version, table.key);
  std::vector<std::pair<std::string, std::string>> changed;
  writer.each({name, all}, {}, [&](db::Row const& row) {
    std::string text(row.text(1));
    std::string left = without_words(text, words, table.instead);
    if (left != text) changed.emplace_back(row.text(0), std::move(left));
  });
  for (auto const& [key, text] : changed) {
    writer.run({name, set}, {key, text});
    writer.changed(table.table, key);
  }
  return static_cast<std::int64_t>(changed.size());
}

}  // namespace

ErasedWords erased_words(std::string_view name, std::vector<std::string> const& mails, Sharing shared) {
  ErasedWords words;
  std::string full(shared.name ? "" : trim(name)), surname = surname_of(full);
  // One word alone is no full name; what it names cannot be told apart.
  if (full.find(' ') != std::string::npos) words.anywhere.push_back(full);
  if (!surname.empty()) {
    words.anywhere.push_back(surname + ", " + std::string(trim(full.substr(0, full.size() - surname.size()))));
    if (!shared.surname) {
      for (std::string salutation : kSalutations) words.anywhere.push_back(salutation + " " + surname);
      words.in_names.push_back(surname);
    }
  }
  for (auto const& mail : mails)
    if (!mail.empty()) words.anywhere.push_back(mail);
  return words;
}

Sharing shared_with_others(db::Reader& reader, std::string_view name, std::string_view person_id) {
  std::string whole = language::normalise(trim(name)), surname = surname_of(trim(name));
  Sharing shared;
  reader.each(kSharers, {person_id}, [&](db::Row const& row) {
    shared.name = shared.name || language::normalise(trim(row.text(0))) == whole;
    shared.surname = shared.surname || without_words(row.text(0), {surname}, "") != row.text(0);
  });
  return shared;
}

std::string without_words(std::string_view text, std::vector<std::string> const& words, std::string_view instead) {
  std::string left(text);
  for (auto const& word : words) {
    if (word.empty()) continue;
    std::string lower = same_length_lower(left), wanted = same_length_lower(word);
    for (std::size_t at = 0; (at = lower.find(wanted, at)) != std::string::npos;) {
      auto end = at + wanted.size();
      bool genitive = end < lower.size() && lower[end] == 's';
      auto next = end + (genitive ? 1 : 0);
      bool whole = (at == 0 || !is_letter(lower[at - 1])) && (next == lower.size() || !is_letter(lower[next]));
      if (!whole) {
        ++at;
        continue;
      }
      left.replace(at, wanted.size(), instead);
      lower.replace(at, wanted.size(), instead);
      at += instead.size();
    }
  }
  return left;
}

std::int64_t forget_words(db::Writer& writer, ErasedWords const& words) {
  std::vector<std::string> of_names = words.anywhere;
  of_names.insert(of_names.end(), words.in_names.begin(), words.in_names.end());
  std::vector<std::string> compared;
  for (auto const& word : words.anywhere) compared.push_back(language::normalise(word));
  std::int64_t changed = 0;
  auto forget = [&](WrittenTable const& table, std::string_view version) {
    for (auto const* column : table.texts) changed += forget_in(writer, table, column, words.anywhere, version);
    if (table.search) changed += forget_in(writer, table, table.search, compared, version);
    for (auto const* column : table.names) changed += forget_in(writer, table, column, of_names, version);
  };
  for (auto const& table : kVersioned) forget(table, ", version = version + 1");
  for (auto const& table : kUnversioned) forget(table, "");
  return changed;
}

}  // namespace mila
