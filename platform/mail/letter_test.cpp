// One letter, two forms: the same words in both, complete HTML that loads and runs nothing.
#include "platform/mail/letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/text.h"
#include "platform/mail/markdown.h"
#include "platform/testing/document.h"

namespace mila::mail {
namespace {

using testing::Document;
using ::testing::HasSubstr;
using ::testing::Not;

Letter letter_with_everything() {
  return {
      .blocks = {Paragraph{"Guten Tag,\nschön & <gut>."}, Heading{"Was zu tun ist"},
                 List{{"Ausweis mitbringen", "pünktlich sein"}}, List{{"anrufen", "kommen"}, true},
                 Action{"Termin bestätigen", "https://hilfe.auental.example/de/t/abc?x=1&y=2"},
                 Quote{"Bitte einen Dolmetscher."}, Markdown{"Ein **wichtiger** Hinweis."},
                 Small{"Der Link gilt 7 Tage."}},
      .reason = "Sie bekommen diese Mail, weil Sie einen Termin haben.",
      .leave = {"Keine Mails mehr", "https://hilfe.auental.example/de/leave/abc"}};
}

Frame frame(std::string language = "de") {
  return {.language = std::move(language),
          .subject = "Ihr Termin <am> Montag",
          .sender = "Landkreis Auental",
          .contact = "Büro für Migration · 069 90009-100"};
}

TEST(LetterTest, text_says_everything_in_order) {
  EXPECT_EQ(render_text(letter_with_everything(), frame()),
            "Guten Tag,\nschön & <gut>.\n\n"
            "Was zu tun ist\n\n"
            "- Ausweis mitbringen\n- pünktlich sein\n\n"
            "1. anrufen\n2. kommen\n\n"
            "Termin bestätigen: https://hilfe.auental.example/de/t/abc?x=1&y=2\n\n"
            "> Bitte einen Dolmetscher.\n\n"
            "Ein wichtiger Hinweis.\n\n"
            "Der Link gilt 7 Tage.\n\n"
            "-- \nLandkreis Auental\nBüro für Migration · 069 90009-100\n\n"
            "Sie bekommen diese Mail, weil Sie einen Termin haben.\n"
            "Keine Mails mehr: https://hilfe.auental.example/de/leave/abc\n");
}

TEST(LetterTest, long_lines_are_broken_between_words_and_hang_below_their_mark) {
  std::string words = "Ümläute zählen als ein Zeichen, ";
  std::string text =
      render_text({.blocks = {List{{words + words + words}}, Quote{words + words + words}}}, {});
  for (auto line : split(text, '\n')) {
    std::size_t length = 0;
    for (unsigned char c : line) length += (c & 0xC0) != 0x80;
    EXPECT_LE(length, 72U) << line;
  }
  EXPECT_THAT(text, HasSubstr("\n  "));
  EXPECT_THAT(text, HasSubstr("> Ümläute"));
  std::string url = "https://hilfe.auental.example/" + std::string(90, 'x');
  EXPECT_THAT(render_text({.blocks = {Action{"Öffnen", url}}}, {}), HasSubstr("\n" + url + "\n"))
      << "an address is never broken";
}

TEST(LetterTest, html_is_whole_and_says_the_same) {
  std::string html = render_html(letter_with_everything(), frame());
  Document page(html);
  EXPECT_EQ(page.parse_errors(), 0);
  EXPECT_EQ(page.title(), "Ihr Termin <am> Montag");
  EXPECT_EQ(page.find("h1").text(), "Ihr Termin <am> Montag");
  EXPECT_EQ(page.find("h2").text(), "Was zu tun ist");
  EXPECT_EQ(page.find("ul").text(), "Ausweis mitbringen pünktlich sein");
  EXPECT_EQ(page.all("ol li").size(), 2U);
  EXPECT_EQ(page.find("blockquote").text(), "Bitte einen Dolmetscher.");
  EXPECT_EQ(page.find("strong").text(), "wichtiger");
  auto button = page.with_text("a", "Termin bestätigen");
  EXPECT_EQ(button.attribute("href"), "https://hilfe.auental.example/de/t/abc?x=1&y=2");
  EXPECT_THAT(page.find(".footer").text(), HasSubstr("weil Sie einen Termin haben"));
  EXPECT_EQ(page.with_text(".footer a", "Keine Mails mehr").attribute("href"),
            "https://hilfe.auental.example/de/leave/abc");
  EXPECT_THAT(page.text(), HasSubstr("schön & <gut>."));
}

TEST(LetterTest, language_and_direction_stand_at_the_page_and_inside) {
  for (auto const& [language, direction] :
       {std::pair{"ar", "rtl"}, {"fa", "rtl"}, {"uk", "ltr"}, {"de-simple", "ltr"}}) {
    Document page(render_html({.blocks = {Paragraph{"x"}}}, frame(language)));
    for (auto const* where : {"html", ".letter"}) {
      EXPECT_EQ(page.find(where).attribute("lang"), language);
      EXPECT_EQ(page.find(where).attribute("dir"), direction);
    }
  }
}

TEST(LetterTest, html_loads_and_runs_nothing_and_knows_dark_screens) {
  Letter letter = letter_with_everything();
  letter.blocks.push_back(Markdown{
      "![Bild](https://track.example/a.png) <img src=https://track.example/b.png>\n\n"
      "<script>alert(1)</script>\n\n<style>@import 'https://track.example/c.css'</style>\n\n"
      "[x](javascript:alert(1)) [y](data:text/html,hi) [z](//track.example/d)"});
  letter.blocks.push_back(Paragraph{"<script src=https://track.example/e.js></script>"});
  std::string html = render_html(letter, frame());
  Document page(html);
  for (auto const* tag : {"img", "script", "link", "iframe", "object", "form", "video", "base"})
    EXPECT_TRUE(page.all(tag).empty()) << tag;
  EXPECT_EQ(page.all("style").size(), 1U);
  for (auto const& link : page.all("a")) EXPECT_TRUE(is_link(link.attribute("href")));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_THAT(html, Not(HasSubstr("@import 'https")));
  EXPECT_THAT(html, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_EQ(page.find("meta[name=color-scheme]").attribute("content"), "light dark");
  EXPECT_THAT(page.text(), HasSubstr("Bild")) << "an image leaves its description";
}

TEST(LetterTest, markdown_in_both_forms) {
  std::string text =
      "# Treffen\nZeile eins\nZeile zwei\n\n* [Anmelden](https://auental.example/a)\n"
      "* www.auental.example\n* buero@auental.example\n\n> Zitat";
  EXPECT_EQ(markdown_to_text(text),
            "Treffen\n\nZeile eins\nZeile zwei\n\n  - Anmelden (https://auental.example/a)\n"
            "  - http://www.auental.example\n  - buero@auental.example\n\n> Zitat\n");
  Document page(markdown_to_html(text));
  EXPECT_EQ(page.find("h2").text(), "Treffen") << "the subject is the only first heading";
  EXPECT_EQ(page.with_text("a", "Anmelden").attribute("href"), "https://auental.example/a");
  EXPECT_EQ(page.with_text("a", "buero@auental.example").attribute("href"),
            "mailto:buero@auental.example");
  EXPECT_EQ(page.all("br").size(), 1U);
}

TEST(LetterTest, only_addresses_people_can_follow_are_links) {
  for (auto const* url :
       {"https://a.example/b", "HTTP://a.example", "mailto:a@b.example", "tel:+4969900090"})
    EXPECT_TRUE(is_link(url)) << url;
  for (auto const* url : {"", "a.example", "//a.example", "/de/offers", "javascript:x", "data:,x",
                          "https://a.example/b c", "https://a.example/\nb", "https://a.example/\"b",
                          "https://a.example/<b>", "file:///etc/passwd"})
    EXPECT_FALSE(is_link(url)) << url;
  EXPECT_TRUE(has_clean_links(letter_with_everything()));
  EXPECT_FALSE(has_clean_links({.blocks = {Action{"x", "javascript:alert(1)"}}}));
  EXPECT_FALSE(has_clean_links({.blocks = {}, .leave = {"x", "/de/leave"}}));
}

TEST(LetterTest, comes_back_from_the_outbox_as_it_was) {
  Letter letter = letter_with_everything();
  std::string json = to_json(letter);
  EXPECT_EQ(to_json(letter_from_json(json)), json);
  EXPECT_EQ(render_html(letter_from_json(json), frame()), render_html(letter, frame()));
  for (auto const* broken :
       {"", "{}", "[]", R"({"blocks":[{}],"reason":"","leave":{}})",
        R"({"blocks":[{"video":"x"}],"reason":"","leave":{"label":"","url":""}})",
        R"({"blocks":[{"list":"x"}],"reason":"","leave":{"label":"","url":""}})"})
    EXPECT_THROW(letter_from_json(broken), std::runtime_error) << broken;
}

}  // namespace
}  // namespace mila::mail
