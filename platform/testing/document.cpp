// Selectors and texts on Gumbo's tree.
#include "platform/testing/document.h"

#include <gumbo.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "platform/base/text.h"

namespace mila::testing {

struct Element::Page {
  explicit Page(std::string html) : source(std::move(html)) {
    output = gumbo_parse_with_options(&kGumboDefaultOptions, source.data(), source.size());
  }
  ~Page() { gumbo_destroy_output(&kGumboDefaultOptions, output); }
  Page(Page const&) = delete;
  Page& operator=(Page const&) = delete;

  std::string source;  // the tree points into it
  GumboOutput* output = nullptr;
};

namespace {

struct Condition {
  std::string attribute;
  std::optional<std::string> value;  // exact, or one word of it
  bool word = false;
};

struct Compound {
  std::string tag;  // "" for any
  std::vector<Condition> conditions;
};

[[noreturn]] void bad_selector(std::string_view selector) {
  throw std::runtime_error("selector not understood: " + std::string(selector));
}

bool is_element(GumboNode const* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

std::string tag_of(GumboNode const* node) {
  if (node->v.element.tag != GUMBO_TAG_UNKNOWN)
    return gumbo_normalized_tagname(node->v.element.tag);
  GumboStringPiece piece = node->v.element.original_tag;
  gumbo_tag_from_original_text(&piece);
  return ascii_lower({piece.data, piece.length});
}

char const* attribute_of(GumboNode const* node, std::string const& name) {
  auto const* attribute = gumbo_get_attribute(&node->v.element.attributes, name.c_str());
  return attribute ? attribute->value : nullptr;
}

Condition parse_condition(std::string_view inside, std::string_view selector) {
  auto equals = inside.find('=');
  if (equals == std::string_view::npos) return {std::string(inside), std::nullopt, false};
  std::string_view value = inside.substr(equals + 1);
  if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0])
    value = value.substr(1, value.size() - 2);
  if (equals == 0) bad_selector(selector);
  return {std::string(inside.substr(0, equals)), std::string(value), false};
}

/// Reads one compound at the start of `rest` and removes it.
Compound parse_compound(std::string_view& rest, std::string_view selector) {
  Compound compound;
  constexpr std::string_view kEnds = "#.[ ,";
  auto name = [&] {
    auto end = std::min(rest.find_first_of(kEnds), rest.size());
    std::string text(rest.substr(0, end));
    rest.remove_prefix(end);
    return text;
  };
  compound.tag = ascii_lower(name());
  if (compound.tag == "*") compound.tag.clear();
  while (!rest.empty() && rest[0] != ' ' && rest[0] != ',') {
    char sign = rest[0];
    rest.remove_prefix(1);
    if (sign == '#') {
      compound.conditions.push_back({"id", name(), false});
    } else if (sign == '.') {
      compound.conditions.push_back({"class", name(), true});
    } else {
      auto end = rest.find(']');
      if (end == std::string_view::npos) bad_selector(selector);
      compound.conditions.push_back(parse_condition(rest.substr(0, end), selector));
      rest.remove_prefix(end + 1);
    }
  }
  return compound;
}

/// Alternatives, each a path of compounds from the outside in.
std::vector<std::vector<Compound>> parse_selector(std::string_view selector) {
  std::vector<std::vector<Compound>> alternatives(1);
  std::string_view rest = trim(selector);
  if (rest.empty()) bad_selector(selector);
  while (!rest.empty()) {
    if (rest[0] == ' ') {
      rest.remove_prefix(1);
    } else if (rest[0] == ',') {
      rest.remove_prefix(1);
      alternatives.emplace_back();
    } else {
      alternatives.back().push_back(parse_compound(rest, selector));
    }
  }
  for (auto const& path : alternatives)
    if (path.empty()) bad_selector(selector);
  return alternatives;
}

bool matches(GumboNode const* node, Compound const& compound) {
  if (!compound.tag.empty() && tag_of(node) != compound.tag) return false;
  for (auto const& condition : compound.conditions) {
    char const* value = attribute_of(node, condition.attribute);
    if (!value) return false;
    if (!condition.value) continue;
    if (!condition.word && *condition.value != value) return false;
    if (condition.word) {
      auto words = split_list(value, ' ');
      if (std::find(words.begin(), words.end(), *condition.value) == words.end()) return false;
    }
  }
  return true;
}

bool matches(GumboNode const* node, std::vector<Compound> const& path) {
  if (!matches(node, path.back())) return false;
  std::size_t left = path.size() - 1;
  for (node = node->parent; left > 0 && node && is_element(node); node = node->parent)
    if (matches(node, path[left - 1])) --left;
  return left == 0;
}

/// Calls `visit` for every element below `node` in document order until it returns false.
bool walk(GumboNode const* node, std::function<bool(GumboNode const*)> const& visit) {
  GumboVector const* children = nullptr;
  if (is_element(node)) children = &node->v.element.children;
  if (node->type == GUMBO_NODE_DOCUMENT) children = &node->v.document.children;
  if (!children) return true;
  for (unsigned i = 0; i < children->length; ++i) {
    auto const* child = static_cast<GumboNode const*>(children->data[i]);
    if (is_element(child) && !visit(child)) return false;
    if (!walk(child, visit)) return false;
  }
  return true;
}

void collect_text(GumboNode const* node, bool fields, std::string& out) {
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
      node->type == GUMBO_NODE_CDATA) {
    out += node->v.text.text;
    return;
  }
  if (!is_element(node)) return;
  auto tag = node->v.element.tag;
  if (tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TEMPLATE) return;
  if (!fields && (tag == GUMBO_TAG_SELECT || tag == GUMBO_TAG_TEXTAREA)) return;
  if (tag == GUMBO_TAG_BR) out += ' ';
  auto const& children = node->v.element.children;
  for (unsigned i = 0; i < children.length; ++i)
    collect_text(static_cast<GumboNode const*>(children.data[i]), fields, out);
}

std::string squeeze(std::string const& text) {
  std::string squeezed;
  for (char c : text) {
    bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) squeezed += c;
    else if (!squeezed.empty() && squeezed.back() != ' ') squeezed += ' ';
  }
  return std::string(trim(squeezed));
}

}  // namespace

Element::Element(std::shared_ptr<Page const> page, GumboInternalNode const* node,
                 std::string selector)
    : page_(std::move(page)), node_(node), selector_(std::move(selector)) {}

GumboInternalNode const* Element::checked() const {
  if (!node_) throw std::runtime_error("the page has no " + selector_);
  return node_;
}

std::string Element::text() const {
  std::string text;
  collect_text(checked(), true, text);
  return squeeze(text);
}

std::string Element::raw_text() const {
  std::string text;
  collect_text(checked(), true, text);
  return text;
}

std::string Element::label_text() const {
  std::string text;
  collect_text(checked(), false, text);
  return squeeze(text);
}

std::string Element::tag() const { return tag_of(checked()); }

std::string Element::attribute(std::string_view name) const {
  char const* value = attribute_of(checked(), std::string(name));
  return value ? value : "";
}

bool Element::has(std::string_view name) const {
  return attribute_of(checked(), std::string(name)) != nullptr;
}

Element Element::find(std::string_view selector) const {
  auto found = all(selector);
  return found.empty() ? Element(page_, nullptr, std::string(selector)) : found.front();
}

std::vector<Element> Element::all(std::string_view selector) const {
  auto alternatives = parse_selector(selector);
  std::vector<Element> found;
  walk(checked(), [&](GumboNode const* node) {
    bool fits = std::any_of(alternatives.begin(), alternatives.end(),
                            [&](auto const& path) { return matches(node, path); });
    if (fits) found.push_back(Element(page_, node, std::string(selector)));
    return true;
  });
  return found;
}

Element Element::with_text(std::string_view selector, std::string_view text) const {
  for (auto const& element : all(selector))
    if (element.text() == text) return element;
  return Element(page_, nullptr, std::string(selector) + " saying '" + std::string(text) + "'");
}

Element Element::parent() const {
  auto const* above = checked()->parent;
  return Element(page_, above && is_element(above) ? above : nullptr, "parent of " + selector_);
}

bool label_matches(std::string_view text, std::string_view wanted) {
  if (text == wanted) return true;
  if (!text.empty() && text.back() == ')') text = trim(text.substr(0, text.rfind('(')));
  while (!text.empty() && text.back() == '*') text = trim(text.substr(0, text.size() - 1));
  return text == wanted;
}

Document::Document(std::string html) {
  auto page = std::make_shared<Element::Page const>(std::move(html));
  parse_errors_ = static_cast<int>(page->output->errors.length);
  auto const* document = page->output->document;
  root_ = Element(std::move(page), document, "document");
}

Element Document::control(std::string_view wanted) const {
  for (auto const& label : all("label")) {
    if (!label_matches(label.label_text(), wanted)) continue;
    if (label.has("for")) {
      for (auto const& control : all("input, textarea, select"))
        if (control.attribute("id") == label.attribute("for")) return control;
    }
    if (auto inside = label.find("input, textarea, select")) return inside;
  }
  for (auto const& control : all("input[aria-label], textarea[aria-label], select[aria-label]"))
    if (control.attribute("aria-label") == wanted) return control;
  return Element(root_.page_, nullptr, "control labelled '" + std::string(wanted) + "'");
}

}  // namespace mila::testing
