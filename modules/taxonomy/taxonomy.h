// The words of the directory: topics in a tree with labels and synonyms in every language, and
// controlled values (documents, costs, access …). Read from data/taxonomy.csv and data/values.csv.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/base/result.h"
#include "platform/i18n/languages.h"
#include "platform/site/module.h"

namespace mila::taxonomy {

/// Label first, then synonyms, per language code.
struct Words {
  std::string label;
  std::vector<std::string> synonyms;
};

struct Topic {
  std::string code;    ///< "housing-search"
  std::string parent;  ///< code, "" for the top
  std::vector<std::string> situations;  ///< life situations of the start page: "housing"
  std::map<std::string, Words, std::less<>> words;
};

/// A controlled value: kind "document", code "passport".
struct Value {
  std::string kind, code;
  std::map<std::string, std::string, std::less<>> labels;
};

/// A German office word, what it is about and how it is written otherwise.
struct OfficeWord {
  std::string word;
  std::vector<std::string> topics, variants;
};

class Taxonomy {
 public:
  std::vector<Topic> const& topics() const { return topics_; }
  std::vector<Value> const& values() const { return values_; }
  std::vector<OfficeWord> const& office_words() const { return office_words_; }
  Topic const* topic(std::string_view code) const;
  /// Position in topics(), -1 when unknown. Stable while the program runs.
  int index_of(std::string_view code) const;
  Value const* value(std::string_view kind, std::string_view code) const;
  /// Value whose code or German or English label is `text`.
  Value const* value_by_text(std::string_view kind, std::string_view text) const;
  Topic const* topic_by_text(std::string_view text) const;
  /// Label in the language, else German; the code itself when unknown.
  std::string label(std::string_view topic_code, std::string_view language) const;
  std::string value_label(std::string_view kind, std::string_view code,
                          std::string_view language) const;
  std::vector<Topic const*> children(std::string_view code) const;
  /// The topic and all above it, nearest first.
  std::vector<Topic const*> line(std::string_view code) const;

  static Result<Taxonomy> load(std::string const& data_folder);

 private:
  std::vector<Topic> topics_;
  std::vector<Value> values_;
  std::vector<OfficeWord> office_words_;
  std::unordered_map<std::string, int> topic_index_, value_index_, topic_text_, value_text_;
};

/// Loaded once per process from `share`/data. Throws when the files are broken.
Taxonomy const& taxonomy();
void load_taxonomy(std::string const& data_folder);

Module const& module();

}  // namespace mila::taxonomy
