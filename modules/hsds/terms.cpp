// Taxonomies and terms as JSON text, made once.
#include "modules/hsds/terms.h"

#include <map>

#include "modules/hsds/json_text.h"
#include "platform/base/ids.h"

namespace mila::hsds {
namespace {

std::string taxonomy_name(std::string const& kind) {
  return kind == "topic" ? "mila-topics" : "mila-" + kind;
}

}  // namespace

TaxonomyText const& Terms::add_taxonomy(std::string const& kind, std::string const& description) {
  TaxonomyText taxonomy;
  taxonomy.name = taxonomy_name(kind);
  taxonomy.id = named_uuid("taxonomy", taxonomy.name);
  ObjectText object(taxonomy.json);
  object.text("id", taxonomy.id);
  object.text("name", taxonomy.name);
  object.text("description", description);
  object.end();
  taxonomies_.push_back(std::move(taxonomy));
  return taxonomies_.back();
}

void Terms::add(Term term, std::string const& code, std::string const& description,
                TaxonomyText const& taxonomy, std::string const& labels) {
  term.taxonomy_id = taxonomy.id;
  term.text = code + " " + description + " " + labels;
  for (bool listed : {false, true}) {
    std::string& out = listed ? term.json : term.short_json;
    ObjectText object(out);
    object.text("id", term.id);
    object.text("code", code);
    object.text("name", term.label);
    object.text("description", listed ? description : term.label);
    if (!term.parent_id.empty()) object.text("parent_id", term.parent_id);
    object.text("taxonomy", taxonomy.name);
    if (listed) {
      object.raw("taxonomy_detail", taxonomy.json);
    } else {
      object.text("taxonomy_id", taxonomy.id);
    }
    object.text("language", "de");
    if (listed && labels != "{}") object.raw("x_labels", labels);
    object.end();
  }
  by_id_[term.id] = terms_.size();
  by_key_[term.key] = terms_.size();
  terms_.push_back(std::move(term));
}

Terms::Terms(taxonomy::Taxonomy const& source) {
  taxonomies_.reserve(64);  // references to entries are handed out while more are added
  auto const& topics = add_taxonomy("topic", "Themen der Angebote");
  for (auto const& topic : source.topics()) {
    Term term;
    term.id = named_uuid("topic", topic.code);
    term.key = "topic:" + topic.code;
    term.label = source.label(topic.code, "de");
    if (!topic.parent.empty()) term.parent_id = named_uuid("topic", topic.parent);
    std::string labels, description = term.label;
    ObjectText object(labels);
    for (auto const& [language, words] : topic.words) object.text(language, words.label);
    object.end();
    if (auto german = topic.words.find("de"); german != topic.words.end())
      for (auto const& synonym : german->second.synonyms) description += ", " + synonym;
    add(std::move(term), topic.code, description, topics, labels);
  }
  std::map<std::string, std::size_t> kinds;
  for (auto const& value : source.values()) {
    auto [kind, is_new] = kinds.try_emplace(value.kind, taxonomies_.size());
    if (is_new) add_taxonomy(value.kind, "Werte von „" + value.kind + "“");
    Term term;
    term.key = value.kind + ":" + value.code;
    term.id = named_uuid("value", term.key);
    term.label = source.value_label(value.kind, value.code, "de");
    std::string labels;
    ObjectText object(labels);
    for (auto const& [language, label] : value.labels) object.text(language, label);
    object.end();
    add(std::move(term), value.code, source.value_label(value.kind, value.code, "de"),
        taxonomies_[kind->second], labels);
  }
}

Term const* Terms::by_id(std::string_view id) const {
  auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &terms_[found->second];
}

Term const* Terms::by_key(std::string_view key) const {
  auto found = by_key_.find(std::string(key));
  return found == by_key_.end() ? nullptr : &terms_[found->second];
}

Terms const& terms() {
  static Terms const own(taxonomy::taxonomy());
  return own;
}

}  // namespace mila::hsds
