// Our controlled words as HSDS taxonomies and taxonomy terms: topics, audiences, documents …
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "modules/taxonomy/taxonomy.h"

namespace mila::hsds {

struct Term {
  std::string id, taxonomy_id, parent_id;
  std::string key;         ///< as in x_terms: "topic:housing-search"
  std::string label;       ///< German
  std::string text;        ///< all that `search` looks through
  std::string short_json;  ///< as nested in attributes
  std::string json;        ///< as listed: with labels in all languages
};

struct TaxonomyText {
  std::string id, name, json;
};

/// Made once from taxonomy::taxonomy().
class Terms {
 public:
  explicit Terms(taxonomy::Taxonomy const& source);
  std::vector<TaxonomyText> const& taxonomies() const { return taxonomies_; }
  std::vector<Term> const& terms() const { return terms_; }
  Term const* by_id(std::string_view id) const;
  /// "topic:housing-search", "audience:women".
  Term const* by_key(std::string_view key) const;

 private:
  TaxonomyText const& add_taxonomy(std::string const& kind, std::string const& description);
  void add(Term term, std::string const& code, std::string const& description,
           TaxonomyText const& taxonomy, std::string const& labels);
  std::vector<TaxonomyText> taxonomies_;
  std::vector<Term> terms_;
  std::unordered_map<std::string, std::size_t> by_id_, by_key_;
};

Terms const& terms();

}  // namespace mila::hsds
