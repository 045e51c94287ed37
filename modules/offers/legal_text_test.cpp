// Legal texts: what is filled in, what is left out, and that nothing dangerous comes through.
#include "modules/offers/legal_text.h"

#include <gtest/gtest.h>

namespace mila::offers {
namespace {

TEST(LegalText, FillsValuesInAndEscapesThem) {
  EXPECT_EQ(fill_markdown("Von {county}.", {{"county", "Kreis *A*_b_"}}),
            "Von Kreis \\*A\\*\\_b\\_.\n");
  EXPECT_NE(render_markdown(fill_markdown("{a}", {{"a", "[x](y) <b>"}})).html.find(
                "[x](y) &lt;b&gt;"),
            std::string::npos);
}

TEST(LegalText, LeavesOutLinesWithoutValue) {
  EXPECT_EQ(fill_markdown("eins\nTelefon: {phone}\nzwei", {{"phone", ""}}), "eins\nzwei\n");
  EXPECT_EQ(fill_markdown("{unknown}", {{"phone", ""}}), "{unknown}\n");
}

TEST(LegalText, HeadingsBeginBelowThePagesOwn) {
  auto html = render_markdown("# Impressum\n\n# Eins\n\n### Zwei\n\n# Drei\n").html;
  EXPECT_EQ(html.find("Impressum"), std::string::npos);
  EXPECT_EQ(html.find("<h1"), std::string::npos);
  EXPECT_NE(html.find("<h2 class=\"kern-heading-medium\">Eins</h2>"), std::string::npos);
  EXPECT_NE(html.find("<h3 class=\"kern-heading-small\">Zwei</h3>"), std::string::npos);
  EXPECT_NE(html.find(">Drei</h2>"), std::string::npos);
}

TEST(LegalText, LeavesOutRawHtmlAndScriptLinks) {
  auto html = render_markdown("<script>x</script>\n\n"
                              "[a](javascript:alert(1)) <b onclick=x>b</b>\n")
                  .html;
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("javascript:"), std::string::npos);
  EXPECT_EQ(html.find("onclick"), std::string::npos);
}

TEST(LegalText, MailAddressesMayStandInLinks) {
  auto html = render_markdown(fill_markdown("[{m}](mailto:{m})", {{"m", "a_b-c@x.example"}})).html;
  EXPECT_NE(html.find("<a href=\"mailto:a_b-c@x.example\">a_b-c@x.example</a>"), std::string::npos)
      << html;
}

}  // namespace
}  // namespace mila::offers
