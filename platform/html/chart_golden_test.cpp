// The charts of the gallery (assets/gallery), byte by byte, so that every change to them is seen
// and can be looked at there. After a change that is meant: ./dev test --bless platform_html
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "platform/html/template.h"
#include "platform/html/test_support.h"
#include "platform/testing/document.h"
#include "platform/testing/engines.h"

namespace mila::html {
namespace {

using namespace testing_support;

std::string read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string template_source(std::string const& name) {
  auto text = read_file(testing::source_folder() + "/platform/" + name.substr(0, 5) + "templates/" +
                        name.substr(5) + ".html");
  if (text.empty()) throw TemplateError("no template " + name);
  return text;
}

/// The chart as pages show it: {{>site/chart}}.
std::string shown(ChartView view) {
  auto parts = parse_template("site/chart", template_source("site/chart"), template_source,
                              [](std::string const& msgid) { return msgid; });
  check_template("site/chart", parts, schema_of<ChartView>());
  std::string out;
  render_parts(parts, Node::from(view), out);
  return out;
}

TEST(ChartGolden, looks_as_it_did) {
  for (bool rtl : {false, true}) {
    std::string html;
    for (auto const& view :
         {line_chart(residents(rtl)), line_chart(gaps(rtl)), bar_chart(bars(rtl)),
          bar_chart(bars(rtl, true)), dot_chart(dots(rtl))})
      html += shown(view);
    auto file =
        testing::source_folder() + "/platform/html/golden/charts." + (rtl ? "ar" : "de") + ".html";
    if (std::getenv("MILA_BLESS")) std::ofstream(file, std::ios::binary) << html;
    EXPECT_TRUE(read_file(file) == html) << file << " differs; look at the gallery, then --bless";
  }
}

TEST(ChartGolden, says_why_there_is_no_drawing) {
  auto many = residents();
  many.series.resize(40, many.series[0]);
  testing::Document page(shown(line_chart(many)));
  EXPECT_FALSE(page.find("svg"));
  EXPECT_EQ(page.all("thead th").size(), 42U);
  EXPECT_EQ(page.find("figure p").text(), "Too much for one picture. The table has all values.");
  testing::Document nothing(shown(line_chart(yearly({}))));
  EXPECT_EQ(nothing.find("figure p").text(), "There are no values yet.");
}

}  // namespace
}  // namespace mila::html
