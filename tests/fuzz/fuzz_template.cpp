// Feeds arbitrary bytes to the template parser, as a source and as a value: a source is parsed or
// refused, what the checker accepts can be rendered, and a value never breaks out of its place.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "platform/html/template.h"

namespace {

struct WordView {
  std::string word;
  template <class V>
  void fields(V& v) {
    v("word", word);
  }
};

struct PageView {
  std::string title;
  mila::html::Safe body{"<b>safe</b>"};
  bool open = true;
  std::vector<WordView> words{{"one"}, {"two"}};
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("open", open)("words", words);
  }
};

std::vector<mila::html::Part> parse(std::string_view source) {
  return mila::html::parse_template(
      "fuzz", source, [](std::string const&) { return std::string("<i>{{title}}</i>"); },
      [](std::string const& text) { return text; });
}

std::string render(std::vector<mila::html::Part> const& parts, PageView view) {
  std::string out;
  mila::html::render_parts(parts, mila::html::Node::from(view), out);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text{reinterpret_cast<char const*>(data), size};
  try {
    auto const parts = parse(text);
    mila::html::check_template("fuzz", parts, mila::html::schema_of<PageView>());
    render(parts, PageView{"title"});
  } catch (mila::html::TemplateError const&) {  // refused, as it should be
  }
  static auto const page = parse("<p title=\"{{title}}\">{{title}}</p>");
  auto const shown = render(page, PageView{std::string(text)});
  auto const escaped = mila::html::escape(text);
  if (shown != "<p title=\"" + escaped + "\">" + escaped + "</p>") std::abort();
  if (escaped.find_first_of("<>\"'") != std::string::npos) std::abort();
  return 0;
}
