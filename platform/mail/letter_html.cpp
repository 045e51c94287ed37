// A letter as HTML: one column, own colours for dark screens, nothing loaded, nothing run. Styles
// stand in the head; what must not get lost where a mail program drops them stands at the element.
#include <fmt/format.h>

#include "platform/base/text.h"
#include "platform/html/template.h"
#include "platform/i18n/languages.h"
#include "platform/mail/letter.h"
#include "platform/mail/markdown.h"

namespace mila::mail {
namespace {

using html::escape;

constexpr char const* kStyle =
    "body{margin:0;background:#f4f6f8;color:#171a1c}"
    ".letter{max-width:36rem;margin:0 auto;padding:1.5rem;background:#ffffff;"
    "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif}"
    "h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.15rem}h3,h4,h5,h6{font-size:1rem}"
    "a{color:#0b57a4;overflow-wrap:anywhere}"
    "blockquote{margin:1rem 0;padding-inline-start:1rem;border-inline-start:4px solid #8a959e}"
    "pre{white-space:pre-wrap}"
    ".small,.footer{color:#4a545c;font-size:.9rem}"
    ".footer{border-top:1px solid #c3cad0;margin-top:2rem}"
    "@media (prefers-color-scheme:dark){body{background:#121517;color:#eef1f3}"
    ".letter{background:#1c2124}a{color:#8fc7ff}.small,.footer{color:#c0c9d0}}";

/// Escaped, with line breaks as such.
std::string lines(std::string_view text) {
  return replace_all(escape(text), "\n", "<br>\n");
}

std::string link(Action const& action) {
  return fmt::format("<a href=\"{}\">{}</a>", escape(action.url), escape(action.label));
}

struct HtmlBlock {
  std::string accent;

  std::string operator()(Paragraph const& block) const {
    return "<p>" + lines(block.text) + "</p>\n";
  }
  std::string operator()(Heading const& block) const {
    return "<h2>" + escape(block.text) + "</h2>\n";
  }
  std::string operator()(Small const& block) const {
    return "<p class=\"small\">" + lines(block.text) + "</p>\n";
  }
  std::string operator()(Quote const& block) const {
    return "<blockquote><p>" + lines(block.text) + "</p></blockquote>\n";
  }
  std::string operator()(Markdown const& block) const { return markdown_to_html(block.text); }
  std::string operator()(Action const& block) const {
    return fmt::format(
        "<p><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;"
        "background:{};color:#ffffff;font-weight:bold;text-decoration:none\">{}</a></p>\n",
        escape(block.url), escape(accent), escape(block.label));
  }
  std::string operator()(List const& block) const {
    std::string tag = block.numbered ? "ol" : "ul", items;
    for (auto const& item : block.items) items += "<li>" + lines(item) + "</li>\n";
    return "<" + tag + ">\n" + items + "</" + tag + ">\n";
  }
};

std::string footer(Letter const& letter, Frame const& frame) {
  std::string out = "<div class=\"footer\">\n<p>" + escape(frame.sender);
  if (!frame.contact.empty()) out += "<br>\n" + escape(frame.contact);
  out += "</p>\n";
  if (!letter.reason.empty() || !letter.leave.url.empty()) {
    out += "<p>" + lines(letter.reason);
    if (!letter.leave.url.empty())
      out += (letter.reason.empty() ? "" : "<br>\n") + link(letter.leave);
    out += "</p>\n";
  }
  return out + "</div>\n";
}

}  // namespace

std::string render_html(Letter const& letter, Frame const& frame) {
  auto const* language = i18n::find_language(frame.language);
  bool right_to_left = language && language->right_to_left;
  // Some mail programs drop <html> and <body>, so language and direction stand inside once more.
  std::string speech =
      fmt::format("lang=\"{}\" dir=\"{}\"", escape(frame.language), right_to_left ? "rtl" : "ltr");
  std::string out = fmt::format(
      "<!doctype html>\n<html {0}>\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
      "<title>{1}</title>\n<style>{2}</style>\n</head>\n<body>\n"
      "<div class=\"letter\" {0}>\n<h1>{1}</h1>\n",
      speech, escape(frame.subject), kStyle);
  for (auto const& block : letter.blocks) out += std::visit(HtmlBlock{frame.accent}, block);
  return out + footer(letter, frame) + "</div>\n</body>\n</html>\n";
}

}  // namespace mila::mail
