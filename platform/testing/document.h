// A page as a browser's parser sees it (Gumbo), with the questions tests ask of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct GumboInternalNode;

namespace mila::testing {

/// An element of a page, or nothing: find() always gives one back, and asking one that was not
/// found for anything throws std::runtime_error naming the selector. Cheap to copy; keeps the page
/// alive.
///
/// Selectors: compounds of tag, #id, .class, [attribute], [attribute=value] ("…" allowed), joined by
/// blanks (descendant) or commas: "nav a[href=\"/de\"], h1.title".
class Element {
 public:
  Element() = default;

  explicit operator bool() const { return node_ != nullptr; }
  /// Text of the element and all below it, runs of white space as one blank; no scripts and styles.
  std::string text() const;
  /// All text with its white space as it is: of a <textarea> or <pre>.
  std::string raw_text() const;
  /// text() without what stands in fields below it: the words of a label around its field.
  std::string label_text() const;
  std::string tag() const;
  /// "" when missing; see has().
  std::string attribute(std::string_view name) const;
  bool has(std::string_view attribute) const;
  /// First match below this element.
  Element find(std::string_view selector) const;
  std::vector<Element> all(std::string_view selector) const;
  /// First element that matches `selector` and whose text() is `text`.
  Element with_text(std::string_view selector, std::string_view text) const;
  /// Nothing at the top.
  Element parent() const;
  bool operator==(Element const& other) const { return node_ == other.node_; }

 private:
  friend class Document;
  struct Page;
  Element(std::shared_ptr<Page const> page, GumboInternalNode const* node, std::string selector);
  GumboInternalNode const* checked() const;

  std::shared_ptr<Page const> page_;
  GumboInternalNode const* node_ = nullptr;
  std::string selector_ = "an element";
};

/// Whether a label's text says `wanted`, apart from a trailing "*" or remark in brackets.
bool label_matches(std::string_view text, std::string_view wanted);

class Document {
 public:
  Document() : Document("") {}
  explicit Document(std::string html);

  Element root() const { return root_; }
  Element find(std::string_view selector) const { return root_.find(selector); }
  std::vector<Element> all(std::string_view selector) const { return root_.all(selector); }
  Element with_text(std::string_view selector, std::string_view text) const {
    return root_.with_text(selector, text);
  }
  /// Text of the body, without the title.
  std::string text() const { return root_.find("body").text(); }
  std::string title() const { return root_.find("title").text(); }
  /// How often the parser had to mend the HTML.
  int parse_errors() const { return parse_errors_; }

  /// The control a label names: by for=, by nesting, or by aria-label; compared by
  /// label_matches().
  Element control(std::string_view label) const;

 private:
  Element root_;
  int parse_errors_ = 0;
};

}  // namespace mila::testing
