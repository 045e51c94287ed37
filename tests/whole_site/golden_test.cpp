// A few pages as they are, byte by byte, so that every change to them is seen. After a change that
// is meant: ./dev test --bless whole_site
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/whole_site/demo_site.h"

namespace mila::testing {
namespace {

std::string read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The first line that differs, with its number, from both sides.
std::string first_difference(std::string const& wanted, std::string const& found) {
  std::istringstream left(wanted), right(found);
  std::string a, b;
  for (int line = 1;; ++line) {
    bool more_left = static_cast<bool>(std::getline(left, a));
    bool more_right = static_cast<bool>(std::getline(right, b));
    if (!more_left && !more_right) return "";
    if (a == b && more_left == more_right) continue;
    std::size_t at = 0;
    while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
    std::size_t from = at < 60 ? 0 : at - 60;
    return "line " + std::to_string(line) + "\n  golden: …" + a.substr(std::min(from, a.size()), 200) +
           "\n  now:    …" + b.substr(std::min(from, b.size()), 200);
  }
}

TEST(GoldenPages, AreAsTheyWere) {
  DemoSite site;
  std::string folder = source_folder() + "/tests/whole_site/golden/";
  bool bless = std::getenv("MILA_BLESS") != nullptr;
  std::string offer = "/offers/" + site.offer_key("A001");
  for (std::string language : {"de", "ar"})
    for (auto const& [name, path] : std::vector<std::pair<std::string, std::string>>{
             {"home", "?place=weidenrode"}, {"offer", offer}, {"card", offer + "/card"}}) {
      auto page = site.get("/" + language + path);
      ASSERT_EQ(page.status, 200) << path;
      std::string html = without_tokens(page.body), file = folder + name + "." + language + ".html";
      if (bless) std::ofstream(file, std::ios::binary) << html;
      EXPECT_EQ(first_difference(read_file(file), html), "") << file;
    }
}

}  // namespace
}  // namespace mila::testing
