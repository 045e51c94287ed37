// Parsing, checking and rendering of templates.
#include "platform/html/template.h"

#include <fmt/format.h>

#include <stdexcept>

#include "platform/base/text.h"

namespace mila::html {
namespace {

constexpr int kMaxPartialDepth = 8;

class Parser {
 public:
  Parser(std::string const& name, PartialSource const& partial, Translate const& translate)
      : name_(name), partial_(partial), translate_(translate) {}

  std::vector<Part> parse(std::string_view source, int depth) {
    if (depth > kMaxPartialDepth) fail("partials nested too deeply");
    std::size_t at = 0;
    auto parts = parse_until(source, at, "", depth);
    if (at != source.size()) fail("section closed that was never opened");
    return parts;
  }

 private:
  [[noreturn]] void fail(std::string const& why) const { throw TemplateError(name_ + ": " + why); }

  std::vector<Part> parse_until(std::string_view source, std::size_t& at, std::string const& end,
                                int depth) {
    std::vector<Part> parts;
    while (at < source.size()) {
      auto open = std::min(source.find("{{", at), source.find("[[", at));
      append_literal(parts, source.substr(at, open == std::string_view::npos ? open : open - at));
      if (open == std::string_view::npos) {
        at = source.size();
        break;
      }
      if (source.substr(open, 2) == "[[") {
        at = parse_text(parts, source, open);
        continue;
      }
      bool triple = source.substr(open, 3) == "{{{";
      std::string_view closing = triple ? "}}}" : "}}";
      auto start = open + closing.size();
      auto close = source.find(closing, start);
      if (close == std::string_view::npos) fail("tag without end");
      auto tag = trim(source.substr(start, close - start));
      at = close + closing.size();
      if (triple) {
        parts.push_back({Part::Kind::Safe, std::string(tag), {}});
      } else if (!parse_tag(parts, source, open, at, tag, end, depth)) {
        return parts;
      }
    }
    if (!end.empty()) fail("section '" + end + "' is never closed");
    parts.shrink_to_fit();  // trees are kept in every language
    return parts;
  }

  /// False when the tag closes the section being parsed.
  bool parse_tag(std::vector<Part>& parts, std::string_view source, std::size_t open,
                 std::size_t& at, std::string_view tag, std::string const& end, int depth) {
    char sign = tag.empty() ? '!' : tag[0];
    std::string key(trim(tag.substr(tag.empty() ? 0 : 1)));
    switch (sign) {
      case '!':
        skip_own_line(parts, source, open, at);
        break;
      case '#':
      case '^': {
        skip_own_line(parts, source, open, at);
        Part section{sign == '#' ? Part::Kind::Section : Part::Kind::Inverted, key, {}};
        section.inside = parse_until(source, at, key, depth);
        parts.push_back(std::move(section));
        break;
      }
      case '/':
        if (end.empty()) fail("'" + key + "' closed, but never opened");
        if (key != end) fail("'" + key + "' closed, but '" + end + "' is open");
        skip_own_line(parts, source, open, at);
        parts.shrink_to_fit();
        return false;
      case '>': {
        skip_own_line(parts, source, open, at);
        for (auto& part : Parser(name_ + ">" + key, partial_, translate_).parse(partial_(key), depth + 1))
          parts.push_back(std::move(part));
        break;
      }
      default:
        parts.push_back({Part::Kind::Text, std::string(tag), {}});
    }
    return true;
  }

  /// [[text with {key}]] becomes literals and keys. Returns the position after it.
  std::size_t parse_text(std::vector<Part>& parts, std::string_view source, std::size_t open) {
    auto close = source.find("]]", open);
    if (close == std::string_view::npos) fail("[[ without ]]");
    std::string text = translate_(std::string(source.substr(open + 2, close - open - 2)));
    std::string_view rest = text;
    while (!rest.empty()) {
      auto brace = rest.find('{');
      append_literal(parts, escape(rest.substr(0, brace)));
      if (brace == std::string_view::npos) break;
      auto end = rest.find('}', brace);
      if (end == std::string_view::npos) fail("{ without } in text '" + text + "'");
      parts.push_back({Part::Kind::Text, std::string(rest.substr(brace + 1, end - brace - 1)), {}});
      rest.remove_prefix(end + 1);
    }
    return close + 2;
  }

  /// A tag alone on its line (from `open` to `at`) leaves no blank line behind.
  static void skip_own_line(std::vector<Part>& parts, std::string_view source, std::size_t open,
                            std::size_t& at) {
    if (at < source.size() && source[at] != '\n') return;
    // The source says whether something stands before the tag; the parts would not tell, when that
    // is another tag.
    std::size_t start = open;
    while (start > 0 && (source[start - 1] == ' ' || source[start - 1] == '\t')) --start;
    if (start > 0 && source[start - 1] != '\n') return;
    if (start < open) parts.back().text.resize(parts.back().text.size() - (open - start));
    if (at < source.size()) ++at;
  }

  static void append_literal(std::vector<Part>& parts, std::string_view text) {
    if (text.empty()) return;
    if (!parts.empty() && parts.back().kind == Part::Kind::Literal) parts.back().text += text;
    else parts.push_back({Part::Kind::Literal, std::string(text), {}});
  }

  std::string name_;
  PartialSource const& partial_;
  Translate const& translate_;
};

Schema const& strip_optional(Schema const& schema) {
  return schema.kind == Schema::Kind::Optional ? strip_optional(schema.item[0]) : schema;
}

Schema const& lookup(std::string const& name, std::string const& key,
                     std::vector<Schema const*> const& stack) {
  if (key == ".") return strip_optional(*stack.back());
  for (auto it = stack.rbegin(); it != stack.rend(); ++it)
    if (auto const* found = (*it)->find(key)) return *found;
  throw TemplateError(fmt::format("{}: the view has no '{}'", name, key));
}

void check_parts(std::string const& name, std::vector<Part> const& parts,
                 std::vector<Schema const*>& stack) {
  for (auto const& part : parts) {
    if (part.kind == Part::Kind::Literal) continue;
    Schema const& found = lookup(name, part.text, stack);
    Schema const& schema = strip_optional(found);
    if (part.kind == Part::Kind::Text && schema.kind != Schema::Kind::Text)
      throw TemplateError(fmt::format("{}: '{}' is no text", name, part.text));
    if (part.kind == Part::Kind::Safe && schema.kind != Schema::Kind::Safe)
      throw TemplateError(fmt::format("{}: '{}' is not Safe, use two braces", name, part.text));
    if (part.kind == Part::Kind::Inverted) check_parts(name, part.inside, stack);
    if (part.kind == Part::Kind::Section) {
      Schema const& inner =
          schema.kind == Schema::Kind::List ? strip_optional(schema.item[0]) : schema;
      bool enters = schema.kind == Schema::Kind::List || schema.kind == Schema::Kind::Object ||
                    schema.kind == Schema::Kind::Text;
      if (enters) stack.push_back(&inner);
      check_parts(name, part.inside, stack);
      if (enters) stack.pop_back();
    }
  }
}

using Stack = std::vector<Node const*>;

Node const* resolve(std::string const& key, Stack const& stack) {
  if (key == ".") return stack.back();
  for (auto it = stack.rbegin(); it != stack.rend(); ++it)
    if (auto const* found = (*it)->find(key)) return found;
  return nullptr;
}

void render_into(std::vector<Part> const& parts, Stack& stack, std::string& out) {
  for (auto const& part : parts) {
    if (part.kind == Part::Kind::Literal) {
      out += part.text;
      continue;
    }
    Node const* node = resolve(part.text, stack);
    switch (part.kind) {
      case Part::Kind::Text:
        if (node) append_escaped(out, node->text());
        break;
      case Part::Kind::Safe:
        if (node) out += node->text();
        break;
      case Part::Kind::Inverted:
        if (!node || !node->truthy()) render_into(part.inside, stack, out);
        break;
      case Part::Kind::Section: {
        if (!node || !node->truthy()) break;
        if (auto const* list = node->list()) {
          for (auto const& item : *list) {
            stack.push_back(&item);
            render_into(part.inside, stack, out);
            stack.pop_back();
          }
        } else {
          stack.push_back(node);
          render_into(part.inside, stack, out);
          stack.pop_back();
        }
        break;
      }
      case Part::Kind::Literal:
        break;
    }
  }
}

}  // namespace

bool Node::truthy() const {
  if (auto const* flag = std::get_if<bool>(&content_)) return *flag;
  if (auto const* items = list()) return !items->empty();
  if (object()) return true;
  return !text().empty();
}

std::string_view Node::text() const {
  if (auto const* view = std::get_if<std::string_view>(&content_)) return *view;
  if (auto const* owned = std::get_if<std::string>(&content_)) return *owned;
  return {};
}

Node const* Node::find(std::string_view key) const {
  if (auto const* members = object())
    for (auto const& [name, node] : *members)
      if (name == key) return &node;
  return nullptr;
}

std::vector<Part> parse_template(std::string const& name, std::string_view source,
                                 PartialSource const& partial, Translate const& translate) {
  return Parser(name, partial, translate).parse(source, 0);
}

void check_template(std::string const& name, std::vector<Part> const& parts, Schema const& schema) {
  std::vector<Schema const*> stack{&schema};
  check_parts(name, parts, stack);
}

void render_parts(std::vector<Part> const& parts, Node const& root, std::string& out) {
  Stack stack{&root};
  render_into(parts, stack, out);
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const* entity = nullptr;
    switch (text[i]) {
      case '&': entity = "&amp;"; break;
      case '<': entity = "&lt;"; break;
      case '>': entity = "&gt;"; break;
      case '"': entity = "&quot;"; break;
      case '\'': entity = "&#39;"; break;
      default: continue;
    }
    out.append(text, from, i - from);
    out += entity;
    from = i + 1;
  }
  out.append(text, from, text.size() - from);
}

std::string escape(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

std::vector<std::string> texts_in(std::string_view source) {
  std::vector<std::string> texts;
  for (std::size_t at = 0; (at = source.find("[[", at)) != std::string_view::npos;) {
    auto close = source.find("]]", at);
    if (close == std::string_view::npos) break;
    texts.emplace_back(source.substr(at + 2, close - at - 2));
    at = close + 2;
  }
  return texts;
}

}  // namespace mila::html
