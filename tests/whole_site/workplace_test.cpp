// The workplace: every route × every role × {own, another organisation, another county}, every page
// whole, few statements, nothing changed without the form's token.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <regex>

#include "platform/base/text.h"
#include "tests/whole_site/demo_site.h"
#include "tests/whole_site/page_checks.h"

namespace mila::testing {
namespace {

class Workplace : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    site_ = std::make_unique<DemoSite>(TestSiteOptions{.more_hosts = {"bergmark.example"}});
  }
  static void TearDownTestSuite() { site_.reset(); }
  DemoSite& site() { return *site_; }

  std::vector<Route const*> routes(http::Method method) {
    std::vector<Route const*> found;
    for (auto const* route : site().routes())
      if (route->method == method && is_workplace_path(route->pattern)) found.push_back(route);
    return found;
  }
  /// Somebody with this role, for a thing that exists.
  SignedIn somebody(Role const& role, std::size_t county = 0) {
    std::string scope = role.scope == Scope::County ? "" : scope_of(role.scope);
    return site().sign_in({{role.name, scope}}, true, county);
  }
  /// The first thing of that kind in the demo county.
  std::string scope_of(Scope scope) {
    auto context = site().context("de", Actor::operator_());
    return site().database().read([&](db::Reader& reader) -> std::string {
      for (auto const& module : site().site().modules())
        for (auto const& names : module.scopes)
          if (names.scope == scope)
            for (auto const& named : names.find(context, reader, "", 1)) return named.id;
      return "none";
    });
  }
  /// Names of the statements of a page beside session and audit, when what is kept in memory is there.
  std::vector<std::string> statements_of(SignedIn const& who, std::string const& path) {
    who.get(path);
    std::vector<std::string> asked;
    site().database().on_statement([&](std::string_view name) {
      bool door = name.rfind("session.", 0) == 0 || name.rfind("access_grant.of_account", 0) == 0 ||
                  name.rfind("audit.", 0) == 0 || name.rfind("begin", 0) == 0 || name == "commit" ||
                  name.rfind("setting.", 0) == 0;
      if (!door) asked.emplace_back(name);
    });
    who.get(path);
    site().database().on_statement(nullptr);
    return asked;
  }
  bool holds(Role const& role, Permission permission) {
    return permission == Permission::Public || permission == Permission::SignedIn ||
           std::find(role.permissions.begin(), role.permissions.end(), permission) != role.permissions.end();
  }

 private:
  static inline std::unique_ptr<DemoSite> site_;
};

TEST_F(Workplace, EveryRouteNamesWhoMayAndHasASample) {
  for (auto const* route : routes(http::Method::Get))
    EXPECT_EQ(site().sample(*route).find('{'), std::string::npos) << route->sample;
  EXPECT_GT(routes(http::Method::Get).size(), 10u);
  EXPECT_GT(routes(http::Method::Post).size(), 10u);
}

TEST_F(Workplace, NobodyWithoutAccountSeesOrChangesAnything) {
  for (auto method : {http::Method::Get, http::Method::Post})
    for (auto const* route : routes(method)) {
      if (route->permission == Permission::Public) continue;
      auto answer = method == http::Method::Get ? site().get(site().sample(*route))
                                                : site().post(site().sample(*route), {{"csrf", "x"}});
      EXPECT_EQ(answer.status, 303) << route->pattern;
      EXPECT_EQ(answer.location().rfind("/staff/sign-in", 0), 0u) << route->pattern;
    }
}

TEST_F(Workplace, EachRoleGetsWhatItMayAndNothingElse) {
  for (auto const& role : site().site().roles().all()) {
    auto who = somebody(role);
    for (auto const* route : routes(http::Method::Get)) {
      SCOPED_TRACE(role.name + " " + site().sample(*route));
      auto page = who.get(site().sample(*route));
      if (!holds(role, route->permission)) {
        EXPECT_EQ(page.status, 403);
        continue;
      }
      EXPECT_LT(page.status, 500);
      // A page of somebody else's thing may be closed; an open one is whole.
      if (page.status != 200) continue;
      EXPECT_EQ(page.header("Cache-Control"), "no-store");
      if (page.header("Content-Type").rfind("text/html", 0) == 0) {
        EXPECT_EQ(lines(problems_of(page, "de")), "");
      }
    }
    for (auto const* route : routes(http::Method::Post)) {
      if (holds(role, route->permission)) continue;
      EXPECT_EQ(who.post(site().sample(*route)).status, 403) << role.name << " " << route->pattern;
    }
  }
}

TEST_F(Workplace, SomebodyOfAnotherCountyIsNobodyHere) {
  auto other = site().sign_in({{"coordinator", ""}, {"administrator", ""}}, true, 1);
  Headers here;
  for (auto const& header : other.headers)
    if (header.first != "Host") here.push_back(header);
  for (auto const* route : routes(http::Method::Get)) {
    if (route->permission == Permission::Public) continue;
    EXPECT_EQ(site().get(site().sample(*route), here).status, 303) << route->pattern;
  }
}

TEST_F(Workplace, NothingIsChangedWithoutTheFormsToken) {
  auto boss = site().sign_in({{"coordinator", ""}, {"administrator", ""}});
  for (auto const* route : routes(http::Method::Post)) {
    if (route->permission == Permission::Public) continue;
    auto without = site().post(site().sample(*route), {{"name", "x"}}, boss.headers);
    EXPECT_EQ(without.status, 403) << route->pattern;
  }
}

TEST_F(Workplace, EmptyAndNastyFormsAreAnsweredClearly) {
  auto boss = site().sign_in({{"coordinator", ""}, {"administrator", ""}, {"data-protection-officer", ""}});
  for (auto const* route : routes(http::Method::Post)) {
    if (route->pattern == "/staff/sign-out") continue;
    for (std::string value : {"", "<script>alert(1)</script>", "' OR 1=1; --", "\xF0\x9F\x98\x80"}) {
      std::vector<std::pair<std::string, std::string>> fields;
      for (auto const* name : {"name", "mail", "text", "title", "role", "q", "id", "until", "words", "reason"})
        fields.emplace_back(name, value);
      auto answer = boss.post(site().sample(*route), fields);
      EXPECT_LT(answer.status, 500) << route->pattern << " " << value;
      EXPECT_EQ(answer.body.find("<script>alert"), std::string::npos) << route->pattern;
    }
  }
}

/// Statements a page may take: ten, at any size of the county. The start page asks every module what
/// waits, comes and is new; a disclosure asks every module what it holds about somebody; the page of a
/// meeting asks every module what it has about it and its body; whoever takes everything along reads every
/// table: its columns and its rows.
std::size_t allowed(std::string const& path, std::size_t modules) {
  if (path == "/staff") return 2 * modules;
  if (std::regex_match(path, std::regex("/staff/meetings/[0-9a-f-]{36}"))) return 10 + modules;
  if (path.find("/disclosure") != std::string::npos) return 10 + modules;
  return path.rfind("/staff/taking-along/", 0) == 0 ? 20 * modules : 10;
}

TEST_F(Workplace, PagesAskTheDatabaseLittle) {
  auto boss = site().sign_in({{"coordinator", ""}, {"administrator", ""}, {"data-protection-officer", ""}});
  for (auto const* route : routes(http::Method::Get)) {
    std::string path = site().sample(*route);
    auto asked = statements_of(boss, path);
    EXPECT_LE(asked.size(), allowed(path, site().site().modules().size())) << path << ": " << join(asked, ", ");
  }
}

TEST_F(Workplace, TheStartPageAsksLessOfWhoMayLess) {
  std::map<std::string, std::size_t> asked;
  for (auto const& role : site().site().roles().all()) {
    auto statements = statements_of(somebody(role), "/staff");
    asked[role.name] = statements.size();
    RecordProperty(role.name, static_cast<int>(statements.size()));  // read with --gtest_output=xml
    EXPECT_LE(statements.size(), allowed("/staff", site().site().modules().size())) << role.name << ": " << join(statements, ", ");
  }
  for (auto const* role : {"adviser", "leadership", "data-protection-officer", "seat"})
    EXPECT_LE(asked.at(role), asked.at("coordinator") / 2) << role << " is asked for what only others may see";
}

}  // namespace
}  // namespace mila::testing
