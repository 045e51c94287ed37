// What nobody should send, on every route: never a failure of the server, never a script that runs,
// never a line break in a header.
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "platform/base/text.h"
#include "tests/whole_site/demo_site.h"
#include "tests/whole_site/page_checks.h"

namespace mila::testing {
namespace {

constexpr char const* kScript = "<script>alert(1)</script>";
constexpr char const* kAttribute = "\"><img src=x onerror=alert(1)>";

/// As they stand in an address.
std::vector<std::string> nasty_values() {
  return {"",
          "%00",
          "%ff%fe",
          "%c0%ae%c0%ae",
          "%ed%a0%80",
          "%0d%0aSet-Cookie:%20a=b",
          "..%2f..%2f..%2fetc%2fpasswd",
          percent_encode(kScript),
          percent_encode(kAttribute),
          percent_encode("' onmouseover='alert(1)"),
          percent_encode("javascript:alert(1)"),
          percent_encode("{{title}}{{{title}}}[[Search]]{place}"),
          percent_encode("' OR 1=1; DROP TABLE service; --"),
          percent_encode("* AND NOT (\" XOR near:~ -+ \\ ?*"),
          "-1",
          "0",
          "99999999999999999999",
          "9223372036854775807",
          "1e309",
          "NaN",
          percent_encode("\u202e\u200f\u0000x\u2066"),
          std::string(300, 'a'),
          std::string(10000, 'W'),
          percent_encode(std::string(3000, ' ') + "x")};
}

std::vector<std::string> const kParameters{
    "q",        "place", "topic",   "situation", "speaks", "for",    "free",    "km",
    "page",     "exact", "open",    "sure",      "walkin", "stepfree", "reported", "sent",
    "part",     "after", "search",  "per_page",  "format", "full",   "lat",     "lon",
    "radius",   "postcode", "language", "modified_after", "taxonomy_id", "day", "start_time",
    "minimum_age", "proximity", "organization_id", "minimal", "token", "website", "text"};

class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { site_ = std::make_unique<DemoSite>(); }
  static void TearDownTestSuite() { site_.reset(); }
  DemoSite& site() { return *site_; }

  void check(PageResult const& page) {
    ++answers_;
    SCOPED_TRACE(page.path.substr(0, 300));
    EXPECT_LT(page.status, 500);
    EXPECT_EQ(lines(header_problems(page)), "");
    std::string type = page.header("Content-Type");
    if (type.rfind("application/json", 0) == 0 || type.rfind("text/plain", 0) == 0) return;
    EXPECT_FALSE(contains(page.body, kScript));
    EXPECT_FALSE(contains(page.body, "<img src=x"));
    EXPECT_FALSE(contains(page.body, "root:x:"));
    for (auto const& element : page.document.all("[onmouseover], [onerror]"))
      ADD_FAILURE() << element.tag() << " with a script";
    for (auto const& link : page.document.all("a[href]"))
      EXPECT_NE(link.attribute("href").rfind("javascript:", 0), 0u);
  }
  /// A request; what the server itself refuses (broken escapes, bad UTF-8) is not asked here: see
  /// commands_test.cpp.
  void ask(http::Method method, std::string const& target, std::string const& body = "",
           Headers const& headers = {}) {
    try {
      check(site().request(method, target, body, headers));
    } catch (std::runtime_error const& error) {
      EXPECT_TRUE(contains(error.what(), "refuses")) << error.what();
      ++refused_;
    }
  }
  void TearDown() override { EXPECT_GT(answers_, 3 * refused_); }

 private:
  static inline std::unique_ptr<DemoSite> site_;
  int answers_ = 0, refused_ = 0;
};

TEST_F(BadInput, InEveryPartOfThePath) {
  for (auto const* route : site().routes()) {
    std::string pattern = route->pattern;
    for (auto const& value : nasty_values()) {
      if (value == "%00" || value == "%ff%fe" || value == "%c0%ae%c0%ae" || value == "%ed%a0%80")
        continue;
      for (std::string name : {"{lang}", "{key}", "{id}", "{rest...}"}) {
        if (!contains(pattern, name)) continue;
        std::string path = replace_all(pattern, name, value);
        path = replace_all(path, "{lang}", "de");
        for (std::string other : {"{key}", "{id}", "{rest...}"}) path = replace_all(path, other, "x");
        ask(route->method, path);
      }
    }
    std::string sample = site().sample(*route);
    std::string path = sample.substr(0, sample.find('?'));
    for (std::string tail : {"/", "//", "/..", "/../..", "/%2e%2e/", ";a=b", "/%0d%0aX:y/", "%20"})
      ask(route->method, path + tail);
  }
}

TEST_F(BadInput, InAllParametersAtOnce) {
  for (auto const* route : site().routes()) {
    std::string path = site().sample(*route);
    path = path.substr(0, path.find('?'));
    for (auto const& value : nasty_values()) {
      std::string query;
      for (auto const& name : kParameters)
        if (value.size() < 400 || name == "q") query += (query.empty() ? "?" : "&") + name + "=" + value;
      if (route->method == http::Method::Get || value.size() < 400) ask(route->method, path + query);
    }
    ask(route->method, path + "?q=a&q=b&q=" + percent_encode(kScript) + "&page=1&page=2&place=&place=x");
    ask(route->method, path + "?=&&&=x&%20=%20");
    std::string many = "?a=1";
    for (int i = 0; i < 150; ++i) many += "&topic=t" + std::to_string(i);
    ask(route->method, path + many);
  }
}

TEST_F(BadInput, InEachParameterOfASearch) {
  std::vector<std::string> const page{"q",    "place", "topic", "situation", "speaks",
                                      "for",  "km",    "page",  "open",      "free"};
  std::vector<std::string> const feed{
      "search", "page",     "per_page", "format",         "full",        "lat",         "lon",
      "radius", "postcode", "language", "modified_after", "taxonomy_id", "day",         "start_time",
      "minimum_age", "proximity", "organization_id"};
  auto try_all = [&](std::string const& path, std::vector<std::string> const& names) {
    for (auto const& name : names)
      for (auto const& value : nasty_values())
        if (value.size() < 400) ask(http::Method::Get, path + "?" + name + "=" + value);
  };
  try_all("/de/search", page);
  try_all("/ar/search", {"q", "place"});
  try_all("/de", {"place"});
  try_all("/de/map", {"q", "place"});
  try_all("/de/responsible", {"place", "topic"});
  try_all("/hsds/3.1/services", feed);
}

TEST_F(BadInput, InForms) {
  Headers form{{"Content-Type", "application/x-www-form-urlencoded"}};
  for (auto const* route : site().routes()) {
    if (route->method != http::Method::Post) continue;
    std::string path = site().sample(*route);
    for (auto const& value : nasty_values()) {
      std::string body = "text=" + value + "&token=" + value + "&website=&search=" + value;
      ask(route->method, path, body, form);
      ask(route->method, path, body, {{"Content-Type", "application/json"}});
      ask(route->method, path, "{\"search\":" + std::string(500, '['), {{"Content-Type", "application/json"}});
      ask(route->method, path, body, {{"Content-Type", "multipart/form-data; boundary=x"}});
    }
    ask(route->method, path, std::string(900000, '&'), form);
    ask(route->method, path, "text=" + std::string(900000, 'x'), form);
  }
}

TEST_F(BadInput, AScriptInAReportComesBackAsText) {
  std::string path = "/de/offers/" + site().offer_key("A001");
  std::string token = site().get(path).document.find("input[name=token]").attribute("value");
  auto page = site().post(path + "/reports",
                          {{"text", std::string(kScript) + kAttribute + "</textarea>"}, {"token", token}});
  EXPECT_EQ(page.status, 422);
  check(page);
  EXPECT_TRUE(contains(page.document.find("textarea").text(), kScript));
  for (int i = 0; i < 5; ++i) check(site().get(path));
}

TEST_F(BadInput, InHeaders) {
  std::vector<std::string> values{"", "*", std::string(5000, 'x'), "de;q=nonsense,;;;,=,-", kScript,
                                  "../../etc", "a\"b", "en-\xff\xfe", "zh-Hant-TW;q=1.5, ar;q=-1"};
  for (auto const& path : site().samples({"de"}))
    for (auto const& value : values) {
      ask(http::Method::Get, path, "", {{"Accept-Language", value}, {"If-None-Match", value}});
      ask(http::Method::Get, "/", "", {{"Accept-Language", value}});
      ask(http::Method::Get, path, "", {{"Accept-Encoding", value}, {"Range", value}});
    }
}

}  // namespace
}  // namespace mila::testing
