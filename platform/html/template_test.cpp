// Templates: what they show, what they never let through, and what the checker refuses.
#include "platform/html/template.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

namespace mila::html {
namespace {

struct TagView {
  std::string name;
  template <class V>
  void fields(V& v) {
    v("name", name);
  }
};

struct PageView {
  std::string title = "Titel";
  std::string time = "16:00";
  Safe body;
  bool open = false;
  std::int64_t count = 3;
  std::optional<std::string> note;
  std::optional<TagView> first;
  std::vector<TagView> tags;
  std::vector<std::string> words;
  template <class V>
  void fields(V& v) {
    v("title", title)("time", time)("body", body)("open", open)("count", count)("note", note)(
        "first", first)("tags", tags)("words", words);
  }
};

std::map<std::string, std::string> const kPartials{
    {"tag", "<i>{{name}}</i>"}, {"line", "partial {{title}}\n"}, {"loop", "{{>loop}}"}};

std::vector<Part> parse(std::string const& source) {
  return parse_template(
      "test", source,
      [](std::string const& name) {
        auto found = kPartials.find(name);
        if (found == kPartials.end()) throw TemplateError("no partial " + name);
        return found->second;
      },
      [](std::string const& text) {
        if (text == "Open until {time}") return std::string("Bis {time} <offen>");
        return text;
      });
}

std::string render(std::string const& source, PageView view = {}) {
  std::string out;
  render_parts(parse(source), Node::from(view), out);
  return out;
}

void check(std::string const& source) {
  check_template("test", parse(source), schema_of<PageView>());
}

TEST(TemplateTest, shows_text_escaped_and_safe_as_it_is) {
  PageView view;
  view.title = "<a href=\"x\">'&'</a>";
  view.body = {"<b>fett</b>"};
  EXPECT_EQ(render("{{title}}|{{{body}}}|{{ count }}", view),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;|<b>fett</b>|3");
}

TEST(TemplateTest, sections_repeat_and_choose) {
  PageView view;
  EXPECT_EQ(render("{{#tags}}x{{/tags}}{{^tags}}none{{/tags}}", view), "none");
  view.tags = {{"a"}, {"b"}};
  view.open = true;
  EXPECT_EQ(render("{{#tags}}[{{name}} in {{title}}]{{/tags}}", view), "[a in Titel][b in Titel]");
  EXPECT_EQ(render("{{#open}}auf{{/open}}{{^open}}zu{{/open}}", view), "auf");
  view.words = {"x", "<"};
  EXPECT_EQ(render("{{#words}}{{.}} {{/words}}", view), "x &lt; ");
}

TEST(TemplateTest, optionals_are_there_or_not) {
  PageView view;
  EXPECT_EQ(render("{{#note}}N:{{note}}{{/note}}{{#first}}{{name}}{{/first}}", view), "");
  view.note = "n";
  view.first = TagView{"erste"};
  EXPECT_EQ(render("{{#note}}N:{{.}}{{/note}} {{#first}}{{name}}{{/first}}", view), "N:n erste");
}

TEST(TemplateTest, texts_are_translated_escaped_and_filled) {
  EXPECT_EQ(render("[[Open until {time}]]"), "Bis 16:00 &lt;offen&gt;");
  EXPECT_EQ(render("<b>[[Open]]</b>"), "<b>Open</b>");
  EXPECT_THROW(parse("[[Open until {time]]"), TemplateError);
  EXPECT_THROW(parse("[[Open"), TemplateError);
}

TEST(TemplateTest, lists_its_texts) {
  EXPECT_EQ(texts_in("[[a]] x [[b {c}]] [[d"), (std::vector<std::string>{"a", "b {c}"}));
}

TEST(TemplateTest, partials_see_the_same_view) {
  PageView view;
  view.tags = {{"a"}};
  EXPECT_EQ(render("{{#tags}}{{>tag}}{{/tags}}", view), "<i>a</i>");
  EXPECT_THROW(parse("{{>nowhere}}"), TemplateError);
  EXPECT_THROW(parse("{{>loop}}"), TemplateError);
}

TEST(TemplateTest, tags_on_a_line_of_their_own_leave_no_line) {
  PageView view;
  view.open = true;
  EXPECT_EQ(render("a\n  {{#open}}\n  b\n  {{/open}}\nc\n", view), "a\n  b\nc\n");
  EXPECT_EQ(render("a\n{{! remark }}\nb"), "a\nb");
  EXPECT_EQ(render("a\n{{>line}}\nb"), "a\npartial Titel\nb");
  EXPECT_EQ(render("{{#open}}\nx\n{{/open}}", view), "x\n");
}

TEST(TemplateTest, other_lines_keep_their_breaks) {
  PageView view;
  view.open = true;
  EXPECT_EQ(render("{{#open}}{{title}}{{/open}}\n{{time}}", view), "Titel\n16:00");
  EXPECT_EQ(render("{{title}} {{! remark }}\nb"), "Titel \nb");
  EXPECT_EQ(render("{{#open}}{{#open}}\nx{{/open}}{{/open}}", view), "\nx");
}

TEST(TemplateTest, broken_templates_are_refused) {
  for (auto const* source : {"{{#open}}", "{{/open}}", "{{/}}", "{{#open}}{{/tags}}{{/open}}",
                             "{{title", "{{{title}}", "{{#tags}}{{#open}}{{/tags}}{{/open}}"})
    EXPECT_THROW(parse(source), TemplateError) << source;
}

TEST(CheckTemplateTest, accepts_what_the_view_offers) {
  EXPECT_NO_THROW(check("{{title}}{{count}}{{{body}}}{{#open}}x{{/open}}{{note}}[[Open until {time}]]"));
  EXPECT_NO_THROW(check("{{#tags}}{{name}}{{title}}{{/tags}}{{#words}}{{.}}{{/words}}"));
  EXPECT_NO_THROW(check("{{#first}}{{name}}{{/first}}{{^tags}}{{title}}{{/tags}}"));
}

TEST(CheckTemplateTest, refuses_unknown_keys_wherever_they_hide) {
  for (auto const* source : {"{{titel}}", "{{#titel}}{{/titel}}", "{{^titel}}{{/titel}}",
                             "{{#tags}}{{titel}}{{/tags}}", "{{name}}", "[[Until {when}]]",
                             "{{^open}}{{titel}}{{/open}}", "{{{html}}}", "{{>tag}}"})
    EXPECT_THROW(check(source), TemplateError) << source;
}

TEST(CheckTemplateTest, refuses_text_without_escaping_and_safe_with) {
  EXPECT_THROW(check("{{{title}}}"), TemplateError);
  EXPECT_THROW(check("{{{note}}}"), TemplateError);
  EXPECT_THROW(check("{{body}}"), TemplateError);
}

TEST(CheckTemplateTest, refuses_lists_objects_and_booleans_as_text) {
  for (auto const* source : {"{{tags}}", "{{first}}", "{{open}}", "{{#tags}}{{.}}{{/tags}}"})
    EXPECT_THROW(check(source), TemplateError) << source;
}

TEST(EscapeTest, leaves_nothing_a_browser_could_act_on) {
  bool fine = rc::check([](std::string const& text) {
    std::string escaped = escape(text);
    RC_ASSERT(escaped.find_first_of("<>\"'") == std::string::npos);
    for (std::size_t at = 0; (at = escaped.find('&', at)) != std::string::npos; ++at) {
      auto entity = escaped.substr(at, escaped.find(';', at) - at + 1);
      RC_ASSERT(entity == "&amp;" || entity == "&lt;" || entity == "&gt;" || entity == "&quot;" ||
                entity == "&#39;");
    }
  });
  EXPECT_TRUE(fine);
}

TEST(EscapeTest, can_be_undone) {
  bool fine = rc::check([](std::string const& text) {
    std::string back = escape(text);
    for (auto [from, to] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""},
                            {"&#39;", "'"}, {"&amp;", "&"}})
      for (std::size_t at = 0; (at = back.find(from, at)) != std::string::npos; ++at)
        back.replace(at, std::string(from).size(), to);
    RC_ASSERT(back == text);
  });
  EXPECT_TRUE(fine);
}

TEST(TemplateTest, values_are_never_read_as_template) {
  bool fine = rc::check([](std::string const& text) {
    PageView view;
    view.title = text + "{{time}}[[x]]{{#open}}";
    RC_ASSERT(render("<p>{{title}}</p>", view) == "<p>" + escape(view.title) + "</p>");
  });
  EXPECT_TRUE(fine);
}

}  // namespace
}  // namespace mila::html
