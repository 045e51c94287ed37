// The link check against a real server on this machine: polite, patient, and nowhere it must not go.
#include <arpa/inet.h>

#include "modules/upkeep/links.h"
#include "modules/upkeep/test_support.h"
#include "platform/testing/web_server.h"

namespace mila::upkeep {
namespace {

using namespace std::chrono_literals;

/// Pages that are there, gone, moved, or lead where a link check must not go.
class Website : public testing::WebServer {
 public:
  Website() : WebServer([this](std::string const& head, std::string const& path) { return page(head, path); }) {}

 private:
  std::string page(std::string const& head, std::string const& path) const {
    bool is_head = head.rfind("HEAD ", 0) == 0;
    auto status = [&](std::string const& line, std::string const& more = "") {
      return "HTTP/1.1 " + line + "\r\n" + more + "Content-Length: 4\r\nConnection: close\r\n\r\n" + (is_head ? "" : "page");
    };
    auto to = [&](std::string const& where) { return status("302 Found", "Location: " + where + "\r\n"); };
    if (path == "/fine") return status("200 OK");
    if (path == "/no-head") return is_head ? status("405 No") : status("200 OK");
    if (path == "/wrong-head") return is_head ? status("404 No") : status("200 OK");
    if (path == "/robots") return status("403 No");
    if (path == "/gone") return status("404 No");
    if (path == "/error") return status("503 No");
    if (path == "/moved") return to("/fine");
    if (path == "/circle") return to("/circle");
    if (path == "/inside") return to("http://127.0.0.1:80/fine");
    if (path == "/other-port") return to("http://127.0.0.1:" + std::to_string(port() + 1) + "/fine");
    if (path == "/metadata") return to("http://169.254.169.254/latest");
    if (path == "/file") return to("file:///etc/passwd");
    return "";
  }
};

ProbeOptions options(Website const& server) {
  ProbeOptions options;
  options.user_agent = "test";
  options.also_allowed = server.address();
  return options;
}

TEST(LinkProbe, SaysWhatAPageAnswers) {
  Website server;
  auto code = [&](std::string const& path) { return probe(server.url(path), options(server)).code; };
  for (auto const* path : {"/fine", "/no-head", "/wrong-head", "/robots", "/moved"}) EXPECT_EQ(code(path), "ok") << path;
  EXPECT_EQ(code("/gone"), "http-404");
  EXPECT_EQ(code("/error"), "http-503");
  EXPECT_EQ(code("/circle"), "too-many-redirects");
  EXPECT_EQ(code("/nothing"), "no-connection");
  EXPECT_EQ(server.asked().front().find("test") == std::string::npos, false);
}

TEST(LinkProbe, APageThatWorksIsAskedOnceAndByHead) {
  Website server;
  probe(server.url("/fine"), options(server));
  ASSERT_EQ(server.asked().size(), 1u);
  EXPECT_EQ(server.asked().front().rfind("HEAD ", 0), 0u);
}

TEST(LinkProbe, NeverLeadsIntoTheHouse) {
  Website server;
  for (auto const* path : {"/inside", "/other-port", "/metadata"})
    EXPECT_EQ(probe(server.url(path), options(server)).code, "not-public") << path;
  EXPECT_EQ(probe(server.url("/file"), options(server)).code, "no-web-address");
  auto before = server.asked().size();
  ProbeOptions strict;
  EXPECT_EQ(probe(server.url("/fine"), strict).code, "not-public") << "without the test's permission";
  EXPECT_EQ(probe("http://localhost:" + server.address().substr(10) + "/fine", strict).code, "not-public") << "by name";
  EXPECT_EQ(probe("http://[::ffff:127.0.0.1]/", strict).code, "not-public");
  EXPECT_EQ(probe("http://0x7f.1/", strict).code, "not-public");
  EXPECT_EQ(probe("http://user:word@127.0.0.1/", strict).code, "no-web-address");
  EXPECT_EQ(probe("ftp://127.0.0.1/", strict).code, "no-web-address");
  EXPECT_EQ(probe("file:///etc/passwd", strict).code, "no-web-address");
  EXPECT_EQ(server.asked().size(), before);
}

bool is_public_text(std::string const& text) {
  sockaddr_storage storage{};
  auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) v4->sin_family = AF_INET;
  else if (inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) v6->sin6_family = AF_INET6;
  else ADD_FAILURE() << text;
  return is_public(reinterpret_cast<sockaddr const&>(storage));
}

TEST(LinkProbe, KnowsWhichAddressesArePublic) {
  for (auto const* text : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
                           "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::",
                           "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
                           "2001:db8::1", "2002:7f00:1::", "2001::1", "3fff::1"})
    EXPECT_FALSE(is_public_text(text)) << text;
  for (auto const* text : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "193.99.144.80", "2a02:2e0:3fe:1001::1",
                           "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    EXPECT_TRUE(is_public_text(text)) << text;
}

TEST(LinkCheckRule, BrokenOnTwoDifferentDaysCountsTwoOnOneDayDoNot) {
  LinkCheck check;
  Date monday{std::chrono::year{2026} / 11 / 23}, tuesday{std::chrono::year{2026} / 11 / 24};
  Probe gone{Probe::Kind::Broken, "http-404"}, away{Probe::Kind::Unreachable, "timeout"};
  Instant now{};
  check = after_probe(check, gone, now, monday, true);
  check = after_probe(check, gone, now, monday, true);
  EXPECT_EQ(check.failures, 1);
  check = after_probe(check, away, now, tuesday, false);
  EXPECT_EQ(check.failures, 1) << "our own line may be cut";
  check = after_probe(check, away, now, tuesday, true);
  EXPECT_EQ(check.failures, 2);
  check = after_probe(check, {}, now, tuesday, true);
  EXPECT_EQ(check.failures, 0);
  EXPECT_EQ(check.code, "ok");
}

class Links : public UpkeepTest {
 protected:
  void set_link(std::string const& id, std::string const& url) {
    auto changed = service(id);
    changed.url = url;
    save(changed);
  }
  int round() {
    auto context = site().context("de", operator_);
    follow_links(context);
    auto asks = options(server);
    asks.user_agent.clear();
    return run_link_round(context, asks);
  }
  std::optional<LinkCheck> check(std::string const& path) {
    return site().database().read([&](db::Reader& reader) { return find_link_check(reader, server.url(path)); });
  }
  std::string heute(testing::SignedIn const& who) {
    auto context = site().context("en");
    for (auto const& grant : site().database().read([&](db::Reader& reader) { return auth::grants_of(reader, who.account_id); }))
      context.actor.grants.push_back({site().site().roles().find(grant.role), grant.scope_id});
    context.actor.kind = Actor::Kind::Account;
    context.actor.account_id = who.account_id;
    return site().database().read([&](db::Reader& reader) {
      std::string text;
      for (auto const& item : module().waiting(context, reader)) text += item.title + " | " + item.href + "\n";
      return text;
    });
  }
  Website server;
};
MILA_ON_EACH_ENGINE(Links);

TEST_P(Links, ABrokenOneBecomesATaskOfWhoKeepsTheEntry) {
  set_link(advice, server.url("/gone"));
  set_link(course, server.url("/fine"));
  EXPECT_EQ(round(), 1) << "two addresses of one house, one an hour";
  site().clock.advance(61min);
  EXPECT_EQ(round(), 1);
  EXPECT_EQ(check("/gone")->failures, 1);
  auto editor = editor_of(bruecke), stranger = editor_of(sozialwerk), county = coordinator();
  EXPECT_EQ(editor.get("/staff/links").text().find("/gone"), std::string::npos) << "once is no proof";
  site().clock.advance(25h);
  round();
  EXPECT_EQ(check("/gone")->failures, 2);
  editor = editor_of(bruecke), stranger = editor_of(sozialwerk), county = coordinator();
  auto page = editor.get("/staff/links");
  EXPECT_NE(page.text().find("/gone"), std::string::npos);
  EXPECT_EQ(page.click("Beratung").status, 200);
  EXPECT_NE(heute(editor).find("/staff/links"), std::string::npos);
  EXPECT_NE(heute(county).find("/staff/links"), std::string::npos);
  EXPECT_EQ(heute(stranger).find("/staff/links"), std::string::npos);
  EXPECT_EQ(stranger.post("/staff/links", {{"url", server.url("/gone")}, {"act", "leave"}}).status, 404);
  EXPECT_EQ(editor.post("/staff/links", {{"url", server.url("/gone")}, {"act", "explode"}}).status, 422);
  EXPECT_EQ(page.form("main form").submit("It works: leave it for half a year").status, 303);
  EXPECT_EQ(editor.get("/staff/links").text().find("/gone"), std::string::npos);
}

TEST_P(Links, AreAskedOnceAMonthAndForgottenWithTheEntry) {
  set_link(advice, server.url("/fine"));
  EXPECT_EQ(round(), 1);
  site().clock.advance(24h * 29);
  EXPECT_EQ(round(), 0);
  site().clock.advance(24h);
  EXPECT_EQ(round(), 1);
  EXPECT_EQ(server.asked().size(), 2u);
  EXPECT_NE(server.asked().back().find("MiLa-link-check ("), std::string::npos);
  set_link(advice, server.url("/gone"));
  round();
  EXPECT_FALSE(check("/fine"));
}

}  // namespace
}  // namespace mila::upkeep
