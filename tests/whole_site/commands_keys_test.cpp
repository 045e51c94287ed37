// The key file: lost, exchanged, turned.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/whole_site/commands.h"
#include "tests/whole_site/commands_browser.h"

namespace mila::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// What sealed columns begin with under the n-th key.
long sealed_under(Household const& home, std::string const& table, std::string const& column, int generation) {
  return home.rows(table + " where " + column + " like 's" + std::to_string(generation) + ".%'");
}

TEST(KeyFile, IsNeverReplacedWithoutAWord) {
  Household home;
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  fs::path key = home.data() + "/secret.key", aside = home.path() + "/aside.key";
  fs::rename(key, aside);
  for (auto const& command : {std::vector<std::string>{"serve"}, {"check"}, {"migrate"}, {"export", "csv"}, {"demo"}, {"logins"}, {"keys", "rotate"}}) {
    auto outcome = home.mila(command);
    EXPECT_EQ(outcome.code, 1) << command.front();
    EXPECT_TRUE(contains(outcome.text, "secret.key is missing")) << command.front() << ": " << outcome.text;
    EXPECT_FALSE(fs::exists(key)) << command.front() << " made a new one";
  }
  EXPECT_EQ(home.mila({"backup", "copy"}).code, 0) << "what is left can still be saved";

  Household other;
  ASSERT_EQ(other.mila({"demo"}).code, 0);
  fs::copy_file(other.data() + "/secret.key", key);
  fs::permissions(key, fs::perms::owner_read);
  auto wrong = home.mila({"serve"});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_TRUE(contains(wrong.text, "is not the key file")) << wrong.text;

  fs::remove(key);
  fs::rename(aside, key);
  EXPECT_EQ(home.mila({"check"}).code, 0);
}

TEST(KeyFile, ACountyGoesOnWhenItIsLostForGood) {
  Household home;
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  fs::remove(home.data() + "/secret.key");
  EXPECT_EQ(home.mila({"keys", "accept"}).code, 0);
  EXPECT_EQ(home.mila({"check"}).code, 0);
  Running server(home.path(), {"serve"});
  EXPECT_GT(port_of(server), 0) << server.output();
}

TEST(KeyFile, TurningItSealsEverythingAnew) {
  Household home;
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  long people = sealed_under(home, "person", "private_mail", 1), factors = sealed_under(home, "account", "totp", 1);
  ASSERT_GT(people, 0);
  ASSERT_GT(factors, 0);
  {
    Running server(home.path(), {"serve"});
    ASSERT_GT(port_of(server), 0);
    EXPECT_EQ(home.mila({"keys", "rotate"}).code, 1) << "not beside a running server";
  }
  auto turned = home.mila({"keys", "rotate"});
  EXPECT_EQ(turned.code, 0) << turned.text;
  EXPECT_EQ(fs::file_size(home.data() + "/secret.key"), 64u);
  for (auto const* column : {"private_mail", "private_phone"}) EXPECT_EQ(sealed_under(home, "person", column, 1), 0) << column;
  EXPECT_EQ(sealed_under(home, "person", "private_mail", 2), people);
  EXPECT_EQ(sealed_under(home, "account", "totp", 2), factors);
  // It opens: the second factor lets people in, and the private contact is shown.
  Running server(home.path(), {"serve"});
  Browser who(port_of(server));
  EXPECT_TRUE(who.sign_in("koordination@demo.example"));
  EXPECT_EQ(home.rows("audit_entry where action = 'audit.broken'"), 0);
  Browser officer(port_of(server));
  ASSERT_TRUE(officer.sign_in("datenschutz@demo.example"));
  EXPECT_FALSE(contains(officer.get("/staff/audit").body, "unterbrochen")) << "the chain of the audit log goes on";
}

/// Killed at any moment, it is finished by calling it again, and adds no third key.
TEST(KeyFile, ATurnThatWasKilledIsGoneOnWith) {
  for (auto delay : {20ms, 60ms, 120ms, 200ms, 300ms}) {
    Household home;
    ASSERT_EQ(home.mila({"demo"}).code, 0);
    {
      Running turning(home.path(), {"keys", "rotate"});
      std::this_thread::sleep_for(delay);
      turning.signal(SIGKILL);
      turning.wait();
    }
    bool added = fs::file_size(home.data() + "/secret.key") == 64;
    auto again = home.mila({"keys", "rotate"});
    EXPECT_EQ(again.code, 0) << again.text;
    if (added && contains(again.text, "going on")) {
      EXPECT_EQ(fs::file_size(home.data() + "/secret.key"), 64u);
    }
    EXPECT_EQ(sealed_under(home, "account", "totp", 1), 0);
    EXPECT_EQ(home.mila({"check"}).code, 0);
  }
}

}  // namespace
}  // namespace mila::testing
