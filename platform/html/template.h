// Templates in Mustache syntax, read once, translated once per language, checked against the views
// they show. Understood: {{key}} (escaped), {{{key}}} (Safe), {{#key}}…{{/key}}, {{^key}}…{{/key}},
// {{.}}, {{>partial}}, {{!comment}}, and [[text]] for a text to translate: [[Open until {time}]]
// shows the translation of that msgid with {time} replaced by key `time`.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/html/view.h"

namespace mila::html {

/// One parsed piece of a template.
struct Part {
  enum class Kind { Literal, Text, Safe, Section, Inverted };
  Kind kind = Kind::Literal;
  std::string text;  // literal text, or the key
  std::vector<Part> inside;
};

/// A template that is broken or asks for a key its view does not have. Found at start and by tests.
class TemplateError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Translates a msgid to text (not HTML).
using Translate = std::function<std::string(std::string const& msgid)>;
/// Source text of a partial.
using PartialSource = std::function<std::string(std::string const& name)>;

/// Parses `source`; partials are expanded, [[texts]] translated and escaped. Throws TemplateError.
std::vector<Part> parse_template(std::string const& name, std::string_view source,
                                 PartialSource const& partial, Translate const& translate);

/// Throws TemplateError naming the first key that `schema` does not offer, a Safe printed with two
/// braces, or text printed with three.
void check_template(std::string const& name, std::vector<Part> const& parts, Schema const& schema);

void render_parts(std::vector<Part> const& parts, Node const& root, std::string& out);

/// Escapes & < > " ' for text and attribute values.
void append_escaped(std::string& out, std::string_view text);
std::string escape(std::string_view text);

/// All msgids in [[ ]] of a template source.
std::vector<std::string> texts_in(std::string_view source);

}  // namespace mila::html
