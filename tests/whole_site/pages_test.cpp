// Every route in every language, and every link from there: nothing missing, nothing broken.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>

#include "platform/i18n/languages.h"
#include "tests/whole_site/demo_site.h"
#include "tests/whole_site/page_checks.h"

namespace mila::testing {
namespace {

constexpr std::size_t kLinksMax = 400;

bool is_html(PageResult const& page) {
  return page.header("Content-Type").rfind("text/html", 0) == 0;
}

/// "de" of "/de/search"; nothing for addresses without a language.
std::string language_of(std::string const& path) {
  auto end = path.find_first_of("/?", 1);
  std::string first = path.substr(1, end == std::string::npos ? end : end - 1);
  return i18n::find_language(first) ? first : "";
}

class WholeSite : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    auto usable = engines();
    if (std::find(usable.begin(), usable.end(), GetParam()) == usable.end())
      GTEST_SKIP() << "PostgreSQL is not there";
    if (!site_ || engine_ != GetParam()) {
      site_.reset();
      site_ = std::make_unique<DemoSite>(TestSiteOptions{.engine = GetParam()});
      engine_ = GetParam();
    }
  }
  static void TearDownTestSuite() { site_.reset(); }
  DemoSite& site() { return *site_; }

 private:
  static inline std::unique_ptr<DemoSite> site_;
  static inline Engine engine_ = Engine::Sqlite;
};

INSTANTIATE_TEST_SUITE_P(engines, WholeSite, ::testing::Values(Engine::Sqlite, Engine::Postgres),
                         engine_test_name);

TEST_P(WholeSite, every_route_has_a_sample_that_is_its_own) {
  std::set<std::string> patterns;
  for (auto const* route : site().routes()) {
    EXPECT_FALSE(route->sample.empty()) << route->pattern;
    EXPECT_EQ(site().sample(*route).find('{'), std::string::npos)
        << route->pattern << ": a placeholder the tests do not know in " << route->sample;
    patterns.insert(route->pattern);
  }
  EXPECT_GT(patterns.size(), 25u);
}

TEST_P(WholeSite, every_page_in_every_language_is_whole) {
  std::size_t pages = 0;
  for (auto const& path : site().samples(site().languages())) {
    SCOPED_TRACE(path);
    auto page = site().get(path);
    EXPECT_TRUE(fine_status(page)) << page.status << " " << page.location();
    EXPECT_EQ(lines(header_problems(page)), "");
    if (!fine_status(page) || !is_html(page)) continue;
    EXPECT_EQ(lines(problems_of(page, language_of(path))), "");
    ++pages;
  }
  EXPECT_GE(pages, 12u * site().languages().size());
}

TEST_P(WholeSite, error_pages_say_what_to_do_next) {
  for (std::string language : {"de", "ar", "en", "de-simple"}) {
    auto not_found = site().get("/" + language + "/nowhere");
    EXPECT_EQ(not_found.status, 404);
    auto wrong_method = site().post("/" + language + "/topics");
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.header("Allow"), "GET, HEAD");
    auto key = site().offer_key("A001");
    auto unsigned_form = site().post("/" + language + "/offers/" + key + "/reports",
                                     {{"text", "Die Tür ist zu."}});
    EXPECT_EQ(unsigned_form.status, 422);
    for (auto const* page : {&not_found, &wrong_method, &unsigned_form}) {
      SCOPED_TRACE(page->path);
      EXPECT_EQ(lines(problems_of(*page, language)), "");
      EXPECT_EQ(lines(header_problems(*page)), "");
      EXPECT_TRUE(page->document.find("main a[href]")) << "a dead end";
    }
    for (auto const* page : {&not_found, &wrong_method}) {
      EXPECT_TRUE(page->document.find("main a[href=\"/" + language + "/search\"]"));
      EXPECT_TRUE(page->document.find("main a.m-tel"));
      EXPECT_EQ(page->header("Cache-Control"), "no-store");
      EXPECT_EQ(page->document.find("meta[name=robots]").attribute("content"), "noindex");
    }
  }
}

TEST_P(WholeSite, every_link_leads_somewhere) {
  std::deque<std::string> waiting;
  std::set<std::string> known;
  auto add = [&](std::string const& path) {
    if (known.insert(path).second) waiting.push_back(path);
  };
  for (auto const& path : site().samples({"de"})) add(path);
  std::size_t followed = 0;
  std::set<std::string> actions;
  while (!waiting.empty() && followed < kLinksMax) {
    std::string path = waiting.front();
    waiting.pop_front();
    ++followed;
    auto page = site().get(path);
    for (int hops = 0; page.status >= 300 && page.status < 400 && hops < 3; ++hops)
      page = page.follow();
    EXPECT_TRUE(page.status < 400 || fine_status(page)) << path;
    if (page.status >= 400 || !is_html(page)) continue;
    if (followed % 10 == 0) {
      EXPECT_EQ(lines(problems_of(page, language_of(path))), "") << path;
    }
    for (auto const& link : page.document.all("a[href], link[href], script[src], img[src]")) {
      std::string href = link.attribute("href") + link.attribute("src");
      bool ours = !href.empty() && href[0] != '#' &&
                  (href.find(':') == std::string::npos || href[0] == '/' || href[0] == '?');
      // Robots find the other languages; here they are in the matrix of all languages.
      if (ours && language_of(resolve_href(href, path)) != "de" && link.has("hreflang")) continue;
      if (ours) add(resolve_href(href, path));
    }
    for (auto const& form : page.document.all("form")) {
      std::string action = resolve_href(form.attribute("action"), path);
      if (form.attribute("method") == "post") {
        if (!actions.insert(action).second) continue;
        int status = site().post(action, {{"text", ""}}).status;
        EXPECT_TRUE(status == 422 || status == 429) << action << " answers " << status;
      } else {
        add(action);
      }
    }
  }
  EXPECT_GT(followed, 200u);
  EXPECT_FALSE(actions.empty());
}

TEST_P(WholeSite, reading_changes_nothing) {
  std::string before = dump_of(site().database());
  auto change = site().last_change();
  for (auto const& path : site().samples({"de", "ar"})) {
    site().get(path);
    site().head(path);
    site().get(path + (contains(path, "?") ? "&" : "?") + "q=unfindbarkeit&text=x&token=1");
  }
  EXPECT_EQ(site().last_change(), change);
  EXPECT_EQ(dump_of(site().database()), before);
}

TEST_P(WholeSite, forms_without_a_token_are_refused) {
  std::string before = dump_of(site().database());
  int forms = 0;
  for (auto const* route : site().routes()) {
    if (route->method != http::Method::Post || is_workplace_path(route->pattern)) continue;
    std::string path = site().sample(*route);
    SCOPED_TRACE(path);
    auto empty = site().request(http::Method::Post, path, "", {});
    auto without = site().post(path, {{"text", "Bitte ändern."}});
    auto invented = site().post(path, {{"text", "Bitte ändern."}, {"token", "1764000000000.00"}});
    for (auto const* answer : {&empty, &without, &invented}) {
      EXPECT_LT(answer->status, 500);
      EXPECT_EQ(lines(header_problems(*answer)), "");
      // The open feed takes questions by POST; they change nothing and need no token.
      if (!contains(path, "/hsds/")) {
        EXPECT_GE(answer->status, 400);
      }
    }
    forms += contains(path, "/hsds/") ? 0 : 1;
  }
  EXPECT_GE(forms, 2);
  EXPECT_EQ(dump_of(site().database()), before);
}

TEST_P(WholeSite, head_answers_as_get_without_the_body) {
  for (auto const& path : site().samples({"de"})) {
    auto head = site().head(path);
    EXPECT_TRUE(fine_status(head)) << path;
    EXPECT_EQ(head.body, "") << path;
  }
}

}  // namespace
}  // namespace mila::testing
