// Reading the plain files and looking words up.
#include "modules/taxonomy/taxonomy.h"

#include <algorithm>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::taxonomy {
namespace {

Taxonomy& loaded() {
  static Taxonomy taxonomy;
  return taxonomy;
}

/// Columns after these are languages.
std::vector<std::pair<int, std::string>> language_columns(data::Table const& table) {
  std::vector<std::pair<int, std::string>> columns;
  for (std::size_t i = 0; i < table.header.size(); ++i)
    if (i18n::find_language(table.header[i]))
      columns.emplace_back(static_cast<int>(i), table.header[i]);
  return columns;
}

Words words_of(std::string const& cell) {
  auto parts = split_list(cell, '|');
  Words words;
  if (parts.empty()) return words;
  words.label = parts.front();
  words.synonyms.assign(parts.begin() + 1, parts.end());
  return words;
}

std::string text_key(std::string_view kind, std::string_view text) {
  return std::string(kind) + "\n" + slugify(text);
}

}  // namespace

Result<Taxonomy> Taxonomy::load(std::string const& data_folder) {
  Taxonomy result;
  auto topics = data::read_csv_file(data_folder + "/taxonomy.csv");
  if (!topics) return topics.error();
  auto values = data::read_csv_file(data_folder + "/values.csv");
  if (!values) return values.error();
  int code = topics->column("code"), parent = topics->column("parent"),
      situations = topics->column("situations");
  auto languages = language_columns(*topics);
  for (std::size_t row = 0; row < topics->rows.size(); ++row) {
    Topic topic;
    topic.code = topics->cell(row, code);
    topic.parent = topics->cell(row, parent);
    topic.situations = split_list(topics->cell(row, situations), ' ');
    for (auto const& [column, language] : languages)
      topic.words[language] = words_of(topics->cell(row, column));
    if (!topic.parent.empty() && !result.topic(topic.parent))
      return Error{ErrorCode::Invalid, "", "taxonomy.csv: parent of " + topic.code + " is unknown"};
    int index = static_cast<int>(result.topics_.size());
    if (!result.topic_index_.emplace(topic.code, index).second)
      return Error{ErrorCode::Invalid, "", "taxonomy.csv: " + topic.code + " stands twice"};
    for (auto const& [language, words] : topic.words)
      if (language == "de" || language == "en")
        result.topic_text_.emplace(text_key(language, words.label), index);
    result.topics_.push_back(std::move(topic));
  }
  int kind = values->column("kind");
  code = values->column("code");
  languages = language_columns(*values);
  for (std::size_t row = 0; row < values->rows.size(); ++row) {
    Value value;
    value.kind = values->cell(row, kind);
    value.code = values->cell(row, code);
    for (auto const& [column, language] : languages) value.labels[language] = values->cell(row, column);
    int index = static_cast<int>(result.values_.size());
    if (!result.value_index_.emplace(value.kind + ":" + value.code, index).second)
      return Error{ErrorCode::Invalid, "", "values.csv: " + value.code + " stands twice"};
    result.value_text_.emplace(text_key(value.kind, value.code), index);
    for (auto const* language : {"de", "en"})
      result.value_text_.emplace(text_key(value.kind, value.labels[language]), index);
    result.values_.push_back(std::move(value));
  }
  auto words = data::read_csv_file(data_folder + "/office_words.csv");
  if (!words) return words.error();
  for (std::size_t row = 0; row < words->rows.size(); ++row) {
    OfficeWord word{words->cell(row, words->column("word")),
                    split_list(words->cell(row, words->column("topics")), '|'),
                    split_list(words->cell(row, words->column("variants")), '|')};
    for (auto const& topic : word.topics)
      if (!result.topic(topic))
        return Error{ErrorCode::Invalid, "", "office_words.csv: " + word.word + ": no topic " + topic};
    result.office_words_.push_back(std::move(word));
  }
  return result;
}

Topic const* Taxonomy::topic(std::string_view code) const {
  int index = index_of(code);
  return index < 0 ? nullptr : &topics_[static_cast<std::size_t>(index)];
}

int Taxonomy::index_of(std::string_view code) const {
  auto found = topic_index_.find(std::string(code));
  return found == topic_index_.end() ? -1 : found->second;
}

Value const* Taxonomy::value(std::string_view kind, std::string_view code) const {
  auto found = value_index_.find(std::string(kind) + ":" + std::string(code));
  return found == value_index_.end() ? nullptr : &values_[static_cast<std::size_t>(found->second)];
}

Value const* Taxonomy::value_by_text(std::string_view kind, std::string_view text) const {
  auto found = value_text_.find(text_key(kind, text));
  return found == value_text_.end() ? nullptr : &values_[static_cast<std::size_t>(found->second)];
}

Topic const* Taxonomy::topic_by_text(std::string_view text) const {
  if (auto const* by_code = topic(text)) return by_code;
  for (auto const* language : {"de", "en"}) {
    auto found = topic_text_.find(text_key(language, text));
    if (found != topic_text_.end()) return &topics_[static_cast<std::size_t>(found->second)];
  }
  return nullptr;
}

std::string Taxonomy::label(std::string_view topic_code, std::string_view language) const {
  Topic const* found = topic(topic_code);
  if (!found) return std::string(topic_code);
  for (std::string_view try_language : {language, std::string_view("de")}) {
    auto words = found->words.find(try_language);
    if (words != found->words.end() && !words->second.label.empty()) return words->second.label;
  }
  return found->code;
}

std::string Taxonomy::value_label(std::string_view kind, std::string_view code,
                                  std::string_view language) const {
  Value const* found = value(kind, code);
  if (!found) return std::string(code);
  for (std::string_view try_language : {language, std::string_view("de")}) {
    auto label = found->labels.find(try_language);
    if (label != found->labels.end() && !label->second.empty()) return label->second;
  }
  return found->code;
}

std::vector<Topic const*> Taxonomy::children(std::string_view code) const {
  std::vector<Topic const*> found;
  for (auto const& topic : topics_)
    if (topic.parent == code) found.push_back(&topic);
  return found;
}

std::vector<Topic const*> Taxonomy::line(std::string_view code) const {
  std::vector<Topic const*> line;
  for (Topic const* at = topic(code); at; at = at->parent.empty() ? nullptr : topic(at->parent))
    line.push_back(at);
  return line;
}

Taxonomy const& taxonomy() {
  CHECK(!loaded().topics().empty());  // load_taxonomy comes first
  return loaded();
}

void load_taxonomy(std::string const& data_folder) {
  auto result = Taxonomy::load(data_folder);
  if (!result) throw std::runtime_error(result.error().detail + " " + result.error().message);
  loaded() = std::move(*result);
}

Module const& module() {
  static Module const taxonomy = [] {
    Module m;
    m.name = "taxonomy";
    m.summary = "topics and controlled values in all languages, from plain files";
    return m;
  }();
  return taxonomy;
}

}  // namespace mila::taxonomy
