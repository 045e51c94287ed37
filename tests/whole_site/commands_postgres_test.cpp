// Several servers of one county on one PostgreSQL: each follows what the others write.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "tests/whole_site/commands.h"

namespace mila::testing {
namespace {

using namespace std::chrono_literals;

/// One server with a data folder of its own, and the county's key in it as docs/operating.md says.
class Server {
 public:
  explicit Server(std::string const& database, char key = 'k') : home_(database) {
    std::filesystem::create_directories(home_.data());
    std::string file = home_.data() + "/secret.key";
    std::ofstream(file) << std::string(32, key);
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    start();
  }

  void start() { running_ = std::make_unique<Running>(home_.path(), std::vector<std::string>{"serve"}); }
  /// Waits until it serves; 0 when it did not come up.
  int port() { return port_of(*running_); }
  void kill() {
    running_->signal(SIGKILL);
    running_->wait();
  }
  Running& running() { return *running_; }
  std::string output() const { return running_->output(); }

  std::string get(std::string const& path) {
    return raw_request(port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }
  /// Asks until the page says `text`, at most half a minute; every answer between is a full page.
  bool comes_to_say(std::string const& path, std::string const& text) {
    for (int i = 0; i < 1500; ++i) {
      std::string answer = get(path);
      if (answer.find(text) != std::string::npos) return true;
      if (answer.find("HTTP/1.1 200") != 0) {
        ADD_FAILURE() << path << ": " << answer.substr(0, 200) << output();
        return false;
      }
      std::this_thread::sleep_for(20ms);
    }
    return false;
  }
  /// Hands an import to this server.
  Outcome import(std::string const& kind, std::string const& csv) {
    home_.folder().write("import.csv", csv);
    return home_.mila({"import", "csv", "import.csv", "--kind", kind});
  }
  std::string const& home() const { return home_.path(); }
  Outcome mila(std::vector<std::string> arguments) { return home_.mila(std::move(arguments)); }

 private:
  Household home_;
  std::unique_ptr<Running> running_;
};

std::string organisation(std::string const& number, std::string const& name) {
  return "Nr;Name;Sektor;PLZ;Ort\n" + number + ";" + name + ";association;98993;Weidenrode\n";
}

std::string offer(std::string const& number, std::string const& title, std::string const& owner) {
  return "Nr;Angebot;Träger;Themen;Ort;PLZ;Straße;Zugang;Zeiten\n" + number + ";" + title + ";" + owner +
         ";housing;Weidenrode;98993;Rathausplatz 3;open-door;Mo 9–16\n";
}

class TwoServers : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!postgres_conninfo()) GTEST_SKIP() << "SKIPPED: PostgreSQL is not running for tests";
    database_ = std::make_unique<DatabaseCopy>(Engine::Postgres, std::vector<db::Migration>{});
    // Both start on an empty database: one migrates, the other waits for it.
    first_ = std::make_unique<Server>(database_->url());
    second_ = std::make_unique<Server>(database_->url());
    ASSERT_GT(first_->port(), 0) << first_->output();
    ASSERT_GT(second_->port(), 0) << second_->output();
    auto demo = first_->mila({"demo"});
    ASSERT_EQ(demo.code, 0) << demo.text;
  }
  /// Ends all connections to the database, as a restart of PostgreSQL does.
  void cut_connections() {
    auto cluster = db::open_postgres(*postgres_conninfo() + " dbname=postgres");
    auto url = database_->url();
    auto name = url.substr(url.find("dbname=") + 7);
    cluster->execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
  }
  std::string url() const { return database_->url(); }
  Server& first() { return *first_; }
  Server& second() { return *second_; }

 private:
  std::unique_ptr<DatabaseCopy> database_;  // outlives the servers
  std::unique_ptr<Server> first_, second_;
};

TEST_F(TwoServers, WhatOneWritesTheOtherFindsAndShows) {
  EXPECT_TRUE(second().comes_to_say("/de/search?q=Wohnung", "Hilfe bei der Wohnungssuche"));
  // Both keep these pages in memory before they change.
  EXPECT_EQ(second().get("/de/organisations").find("Verein Sonnenblume"), std::string::npos);
  EXPECT_EQ(second().get("/de/search?q=Quittenkompott").find("Quittenkompott kochen"), std::string::npos);
  EXPECT_EQ(first().get("/de/search?q=Drachenboot").find("Drachenboot fahren"), std::string::npos);

  auto outcome = first().import("organisations", organisation("N1", "Verein Sonnenblume"));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_TRUE(second().comes_to_say("/de/organisations", "Verein Sonnenblume"));
  outcome = first().import("offers", offer("N2", "Quittenkompott kochen", "N1"));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_TRUE(second().comes_to_say("/de/search?q=Quittenkompott", "Quittenkompott kochen"));
  outcome = second().import("offers", offer("N3", "Drachenboot fahren", "N1"));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_TRUE(first().comes_to_say("/de/search?q=Drachenboot", "Drachenboot fahren"));
  // A changed name goes where it is shown, too.
  outcome = second().import("organisations", organisation("N1", "Verein Ringelblume"));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_TRUE(first().comes_to_say("/de/search?q=Drachenboot", "Verein Ringelblume"));
  // Two in one folder would take the index and the control socket from each other.
  auto third = first().mila({"serve"});
  EXPECT_EQ(third.code, 1);
  EXPECT_NE(third.text.find("mila serve, process"), std::string::npos) << third.text;
  for (auto* server : {&first(), &second()}) {
    // The rounds of the start go on writing meanwhile.
    auto check = server->mila({"check"});
    for (int i = 0; i < 50 && check.text.find("in step") == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{200});
      check = server->mila({"check"});
    }
    EXPECT_NE(check.text.find("in step"), std::string::npos) << check.text;
    server->running().signal(SIGTERM);
    EXPECT_EQ(server->running().wait().code, 0) << server->output();
  }
}

TEST_F(TwoServers, OneIsKilledInTheMiddleOfAWriteAndTheOtherGoesOn) {
  auto total = [](Server& server) {
    std::string answer = server.get("/hsds/3.1/services?per_page=1");
    auto at = answer.find("\"total_items\":");
    return at == std::string::npos ? -1 : std::atoi(answer.c_str() + at + 14);
  };
  int before = total(second());
  EXPECT_GT(before, 300);
  std::thread writing([&] { first().mila({"demo", "--offers", "20000"}); });
  std::this_thread::sleep_for(300ms);
  first().kill();
  writing.join();
  auto outcome = second().import("organisations", organisation("N1", "Verein Sonnenblume"));
  EXPECT_EQ(outcome.code, 0) << "the dead one's write still stands in the way: " << outcome.text;
  outcome = second().import("offers", offer("N2", "Quittenkompott kochen", "N1"));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_TRUE(second().comes_to_say("/de/search?q=Quittenkompott", "Quittenkompott kochen"));
  outcome = second().mila({"check"});
  EXPECT_NE(outcome.text.find("in step"), std::string::npos) << outcome.text;
  int now = total(second());
  EXPECT_TRUE(now == before + 1 || now == before + 20001) << "half of a write: " << before << " → " << now;

  // The dead one comes back with the folder it left behind and catches up.
  first().start();
  ASSERT_GT(first().port(), 0) << first().output();
  EXPECT_TRUE(first().comes_to_say("/de/search?q=Quittenkompott", "Quittenkompott kochen"));
  EXPECT_EQ(total(first()), now);
}

TEST_F(TwoServers, AThirdWithAKeyOfItsOwnDoesNotStart) {
  Server third(url(), 'x');
  EXPECT_EQ(third.running().wait().code, 1);
  EXPECT_NE(third.output().find("is not the key file"), std::string::npos) << third.output();
}

TEST_F(TwoServers, RestoringLeavesNoTableOfANewerProgram) {
  ASSERT_EQ(first().mila({"backup", "copy"}).code, 0);
  auto database = db::open_postgres(url().substr(std::string("postgres:").size()));
  database->execute("create table of_tomorrow(id bigint primary key)");
  first().kill();
  second().kill();
  auto restored = first().mila({"restore", "copy"});
  EXPECT_EQ(restored.code, 0) << restored.text;
  EXPECT_NO_THROW(database->execute("create table of_tomorrow(id bigint primary key)"));
  // Nothing readable is left of what was written for it.
  for (auto const& entry : std::filesystem::recursive_directory_iterator(first().home()))
    EXPECT_NE(entry.path().filename().string().rfind("mila.sql", 0), 0u) << entry.path();
  first().start();
  EXPECT_TRUE(first().comes_to_say("/de/search?q=Wohnung", "Hilfe bei der Wohnungssuche"));
}

TEST_F(TwoServers, ARestartOfTheDatabaseIsSurvived) {
  EXPECT_TRUE(second().comes_to_say("/de/search?q=Wohnung", "Hilfe bei der Wohnungssuche"));
  cut_connections();
  auto outcome = first().import("organisations", organisation("N1", "Verein Sonnenblume"));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_TRUE(second().comes_to_say("/de/organisations", "Verein Sonnenblume"));
  outcome = first().import("offers", offer("N2", "Quittenkompott kochen", "N1"));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_TRUE(second().comes_to_say("/de/search?q=Quittenkompott", "Quittenkompott kochen"));
}

}  // namespace
}  // namespace mila::testing
