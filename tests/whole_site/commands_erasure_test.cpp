// Who is erased is nowhere: the bytes of everything the program keeps are searched for the name.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "platform/base/text.h"
#include "tests/whole_site/commands.h"
#include "tests/whole_site/commands_browser.h"

namespace mila::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr char const* kName = "Zwetlana Quärkenbusch";
constexpr char const* kWorkMail = "quarkenbusch@work.example";
constexpr char const* kPrivateMail = "zwetlana.q@privat.example";
/// However the name is folded for sorting, searching or an address; numbers as they were typed.
std::vector<std::string> const kTraces{"Quärkenbusch", "quärkenbusch", "QUÄRKENBUSCH", "quarkenbusch", "quaerkenbusch",
                                       "Zwetlana", "90009-4771", "90009-4772", "490699000947"};

std::string read_file(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// "mail/new/0193…: Quärkenbusch" for each file below `folder` that holds a trace, in small or
/// capital letters.
std::vector<std::string> traces_in(std::string const& folder) {
  std::vector<std::string> found;
  for (auto const& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::string bytes = ascii_lower(read_file(entry.path()));
    for (auto const& trace : kTraces) {
      auto at = bytes.find(ascii_lower(trace));
      if (at == std::string::npos) continue;
      std::string around = bytes.substr(at < 60 ? 0 : at - 60, 140);
      std::replace_if(around.begin(), around.end(), [](unsigned char c) { return c < 0x20; }, '.');
      found.push_back(fs::relative(entry.path(), folder).string() + ": " + trace + " in " + around);
    }
  }
  return found;
}

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Where a redirect leads, without what it says there.
std::string path_of(std::string const& location) { return location.substr(0, location.find('?')); }

/// The first link that leads to one thing below `folder`.
std::string first_link(Browser::Answer const& page, std::string const& folder) {
  for (auto const& link : page.document.all("main a")) {
    std::string href = link.attribute("href");
    if (href.rfind(folder, 0) == 0 && href.size() > folder.size() + 20) return href;
  }
  return "";
}

/// Enters the person wherever the pages let one enter somebody; returns the address of their page.
std::string enter_everywhere(Browser& coordinator) {
  auto made = coordinator.submit(coordinator.get("/staff/network/people/new"), "/staff/network/people",
                                 {{"name", kName}, {"class", "partner"}, {"organization", "Sozialwerk Auental"},
                                  {"work_mail", kWorkMail}, {"work_phone", "069 90009-4771"}, {"shown_to", "everybody"}});
  EXPECT_EQ(made.status, 303) << made.document.text();
  std::string person = path_of(made.location);
  auto saved = [&](Browser::Answer const& answer) { EXPECT_EQ(answer.status, 303) << answer.path << answer.document.text(); };
  saved(coordinator.submit(coordinator.get(person + "/private"), "/private",
                           {{"private_mail", kPrivateMail}, {"private_phone", "069 90009-4772"}}));
  saved(coordinator.submit(coordinator.get(person + "/consents"), "/consents",
                           {{"consents", "name-everybody"}, {"consents", "relay"}}));
  auto position = coordinator.get(person + "/positions/new");
  std::string function;  // with it the name stands on public pages and in their search index
  for (auto const& option : position.document.all("select[name=function] option")) function = option.attribute("value");
  EXPECT_NE(function, "");
  saved(coordinator.submit(position, "/positions", {{"title", "Lotsin für Neue"}, {"function", function}, {"own_line", "1"}}));
  auto bodies = coordinator.get("/staff/network/bodies");
  std::string body = first_link(bodies, "/staff/network/bodies/");
  saved(coordinator.submit(coordinator.get(body + "/seats/new"), "/seats", {{"person", "Quärkenbusch"}, {"role", "member"}}));
  // An account invites by mail; it becomes the person's.
  saved(coordinator.submit(coordinator.get("/staff/accounts/new"), "/staff/accounts",
                           {{"mail", kWorkMail}, {"name", kName}, {"role", "adviser"}, {"scope_search", "Sozialwerk Auental"}}));
  saved(coordinator.submit(coordinator.get(person + "/account"), "/account", {{"account", "Quärkenbusch"}}));
  return person;
}

}  // namespace

TEST(Erasure, WhoIsErasedIsInNoFileAnyMore) {
  Household home;
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  Running server(home.path(), {"serve"});
  int port = port_of(server);
  ASSERT_GT(port, 0) << server.output();
  Browser coordinator(port);
  ASSERT_TRUE(coordinator.sign_in("koordination@demo.example"));
  std::string person = enter_everywhere(coordinator);
  ASSERT_FALSE(::testing::Test::HasFailure());
  // Read and changed again and again, as in daily use: older states are traces, too.
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(contains(coordinator.get("/staff/network?q=Qu%C3%A4rkenbusch").body, kName));
    coordinator.submit(coordinator.get(person + "/edit"), "/edit", {{"salutation", "Frau " + std::to_string(i)}});
    coordinator.get("/de/search?q=Qu%C3%A4rkenbusch");
    coordinator.get("/staff/Qu%C3%A4rkenbusch");
  }
  auto before = traces_in(home.data());
  for (auto const* file : {"mila.db-wal: ", "mail/new/"})
    EXPECT_TRUE(std::any_of(before.begin(), before.end(), [&](auto const& trace) { return trace.rfind(file, 0) == 0; }))
        << "the search for traces does not see " << file;

  auto erased = coordinator.submit(coordinator.get(person + "/erasure"), "/erasure");
  ASSERT_EQ(erased.status, 303);
  std::vector<std::string> left;
  for (int i = 0; i < 300; ++i) {
    left = traces_in(home.path());
    if (left.empty()) break;
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(left, std::vector<std::string>{});
  EXPECT_EQ(coordinator.get(person).status, 404);
  // The search still finds what it should.
  EXPECT_TRUE(contains(coordinator.get("/de/search?q=Wohnungssuche").body, "Wohnungssuche"));
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait().code, 0);
  EXPECT_EQ(traces_in(home.path()), std::vector<std::string>{}) << "written when the server stopped";
  EXPECT_EQ(home.mila({"check"}).code, 0);
}

}  // namespace mila::testing
