// Markdown for legal notes, by cmark-gfm in its safe mode.
#include "modules/offers/legal_text.h"

#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "platform/base/text.h"

namespace mila::offers {
namespace {

constexpr int kOptions = CMARK_OPT_VALIDATE_UTF8;  // without CMARK_OPT_UNSAFE: no raw HTML

std::string escape_markdown(std::string_view value) {
  std::string escaped;
  for (char c : value) {
    if (c == '\n' || c == '\r') c = ' ';
    // CommonMark 2.4: any ASCII punctuation may be escaped.
    auto byte = static_cast<unsigned char>(c);
    if (byte < 128 && std::ispunct(byte)) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

bool lacks_value(std::string_view line, LegalValues const& values) {
  return std::any_of(values.begin(), values.end(), [&](auto const& entry) {
    return entry.second.empty() &&
           line.find("{" + std::string(entry.first) + "}") != std::string_view::npos;
  });
}

void fit_headings(cmark_node* document) {
  cmark_node* first = cmark_node_first_child(document);
  if (first && cmark_node_get_type(first) == CMARK_NODE_HEADING &&
      cmark_node_get_heading_level(first) == 1) {
    cmark_node_unlink(first);
    cmark_node_free(first);
  }
  int smallest = 6;
  for (auto* node = cmark_node_first_child(document); node; node = cmark_node_next(node))
    if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
      smallest = std::min(smallest, cmark_node_get_heading_level(node));
  int before = 1;
  for (auto* node = cmark_node_first_child(document); node; node = cmark_node_next(node)) {
    if (cmark_node_get_type(node) != CMARK_NODE_HEADING) continue;
    int level = std::min({cmark_node_get_heading_level(node) - smallest + 2, before + 1, 6});
    cmark_node_set_heading_level(node, level);
    before = level;
  }
}

}  // namespace

std::string fill_markdown(std::string_view markdown, LegalValues const& values) {
  std::string filled;
  for (auto line : split(markdown, '\n')) {
    if (lacks_value(line, values)) continue;
    std::string text(line);
    for (auto const& [key, value] : values)
      text = replace_all(std::move(text), "{" + std::string(key) + "}", escape_markdown(value));
    filled += text + "\n";
  }
  return filled;
}

html::Safe render_markdown(std::string const& markdown) {
  std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(
      cmark_parse_document(markdown.data(), markdown.size(), kOptions), &cmark_node_free);
  if (!document) throw std::runtime_error("legal text: no document");
  fit_headings(document.get());
  std::unique_ptr<char, decltype(&std::free)> rendered(
      cmark_render_html(document.get(), kOptions, nullptr), &std::free);
  // cmark writes these tags without attributes, and text never holds a bare '<'.
  std::string html = rendered.get();
  html = replace_all(std::move(html), "<h2>", "<h2 class=\"kern-heading-medium\">");
  html = replace_all(std::move(html), "<h3>", "<h3 class=\"kern-heading-small\">");
  html = replace_all(std::move(html), "<ul>", "<ul class=\"m-bullets\">");
  html = replace_all(std::move(html), "<ol>", "<ol class=\"m-bullets\">");
  html = replace_all(std::move(html), "<p>", "<p class=\"m-text\">");
  return {std::move(html)};
}

}  // namespace mila::offers
