// cmark-gfm reads; what a letter must not hold is taken out of its tree before it writes.
#include "platform/mail/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "platform/base/text.h"

namespace mila::mail {
namespace {

// Without CMARK_OPT_UNSAFE. A line break is meant as one: these are letters, not files.
constexpr int kOptions = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_HARDBREAKS;
constexpr int kWidth = 72;

using Document = std::unique_ptr<cmark_node, decltype(&cmark_node_free)>;

std::string take(char* text) {
  std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
  return text ? text : "";
}

Document parse(std::string const& markdown) {
  static std::once_flag once;
  std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
  std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(cmark_parser_new(kOptions),
                                                                     &cmark_parser_free);
  // Addresses written as they are become links.
  cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("autolink"));
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  Document document(cmark_parser_finish(parser.get()), &cmark_node_free);
  if (!document) throw std::runtime_error("letter: no document");
  return document;
}

/// Puts what is inside `node` in its place.
void unwrap(cmark_node* node) {
  while (cmark_node* child = cmark_node_first_child(node)) cmark_node_insert_before(node, child);
  cmark_node_unlink(node);
  cmark_node_free(node);
}

std::vector<cmark_node*> nodes_of(cmark_node* document) {
  std::vector<cmark_node*> nodes;
  std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iter(cmark_iter_new(document),
                                                               &cmark_iter_free);
  for (auto event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iter.get()))
    if (event == CMARK_EVENT_ENTER) nodes.push_back(cmark_iter_get_node(iter.get()));
  return nodes;
}

void make_harmless(cmark_node* document) {
  auto nodes = nodes_of(document);
  // From the inside out: what is unwrapped or freed has been looked at already.
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    auto type = cmark_node_get_type(*node);
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
      cmark_node_unlink(*node);
      cmark_node_free(*node);
    } else if (type == CMARK_NODE_IMAGE ||
               (type == CMARK_NODE_LINK && !is_link(cmark_node_get_url(*node)))) {
      unwrap(*node);
    } else if (type == CMARK_NODE_LINK) {
      cmark_node_set_title(*node, "");
    } else if (type == CMARK_NODE_HEADING) {
      cmark_node_set_heading_level(*node, std::min(cmark_node_get_heading_level(*node) + 1, 6));
    }
  }
}

std::string text_below(cmark_node* node) {
  std::string text;
  for (auto* inner : nodes_of(node))
    if (char const* literal = cmark_node_get_literal(inner)) text += literal;
  return text;
}

std::string quoted(std::string const& text) {
  std::string out;
  auto lines = std::string_view(text).substr(0, text.find_last_not_of('\n') + 1);
  for (auto line : split(lines, '\n'))
    out += line.empty() ? ">\n" : "> " + std::string(line) + "\n";
  return out;
}

}  // namespace

bool is_link(std::string_view url) {
  std::string lower = ascii_lower(url.substr(0, 8));
  bool known = false;
  for (auto const* scheme : {"https://", "http://", "mailto:", "tel:"})
    known = known || lower.rfind(scheme, 0) == 0;
  return known && is_clean_utf8(url) && std::none_of(url.begin(), url.end(), [](char c) {
           return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' ||
                  c == 127;
         });
}

std::string markdown_to_html(std::string const& markdown) {
  auto document = parse(markdown);
  make_harmless(document.get());
  return take(cmark_render_html(document.get(), kOptions, nullptr));
}

std::string markdown_to_text(std::string const& markdown) {
  auto document = parse(markdown);
  make_harmless(document.get());
  for (auto* node : nodes_of(document.get())) {
    if (cmark_node_get_type(node) != CMARK_NODE_LINK) continue;
    std::string url = cmark_node_get_url(node), text = text_below(node);
    std::string shown = url.substr(url.rfind("mailto:", 0) == 0 ? 7
                                   : url.rfind("tel:", 0) == 0  ? 4
                                                                : 0);
    if (shown.find(text) != std::string::npos) {  // "www.x.example" or the address itself
      if (text != shown) cmark_node_set_literal(cmark_node_first_child(node), shown.c_str());
      continue;
    }
    cmark_node* address = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(address, (" (" + shown + ")").c_str());
    cmark_node_append_child(node, address);
  }
  // cmark leaves nothing of a quotation but its words.
  std::string text;
  for (auto* block = cmark_node_first_child(document.get()); block;
       block = cmark_node_next(block)) {
    if (!text.empty()) text += "\n";
    bool quote = cmark_node_get_type(block) == CMARK_NODE_BLOCK_QUOTE;
    std::string rendered = take(cmark_render_plaintext(block, kOptions, kWidth - (quote ? 2 : 0)));
    text += quote ? quoted(rendered) : rendered;
  }
  return text;
}

}  // namespace mila::mail
