// The commands of the program: exit codes, all or nothing, beside a running server, after a crash.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/whole_site/commands.h"

namespace mila::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool contains(std::string const& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string get(int port, std::string const& path, std::string const& more = "") {
  return raw_request(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                               more + "\r\n");
}

/// A CSV of organisations; one may lack its name, which is a mistake.
std::string organisations(int count, int wrong = -1) {
  std::string csv = "Nr;Name;Sektor;PLZ;Ort;Telefon\n";
  for (int i = 0; i < count; ++i)
    csv += "N" + std::to_string(i) + ";" + (i == wrong ? "" : "Verein " + std::to_string(i)) +
           ";association;98993;Weidenrode;069 90009-321\n";
  return csv;
}

TEST(Commands, HelpSaysWhatThereIsAndWrongUseIsCodeTwo) {
  Household home;
  auto help = home.mila({"--help"});
  EXPECT_EQ(help.code, 0);
  for (auto const* command : {"serve", "migrate", "import", "export", "backup", "restore", "demo", "check", "describe"}) {
    EXPECT_TRUE(contains(help.text, command)) << command;
    EXPECT_EQ(home.mila({command, "--help"}).code, 0) << command;
  }
  EXPECT_EQ(home.mila({}).code, 2);
  EXPECT_EQ(home.mila({"nonsense"}).code, 2);
  EXPECT_EQ(home.mila({"import", "xml", "file"}).code, 2);
  EXPECT_EQ(home.mila({"import", "csv"}).code, 2);
  EXPECT_EQ(home.mila({"-c", "missing.toml", "check"}).code, 2);
  EXPECT_EQ(home.mila({"describe", "secrets"}).code, 2);
  EXPECT_TRUE(contains(home.mila({"describe", "modules"}).text, "| `offers` |"));
  home.folder().write("wrong.toml", "[counties.a]\nhosts=[\"*\"]\nname=\"A\"\ncolour=\"red\"\n");
  auto wrong = home.mila({"-c", "wrong.toml", "check"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_TRUE(contains(wrong.text, "colour")) << wrong.text;
}

TEST(Commands, UnknownCountiesAreRefused) {
  Household home;
  ASSERT_EQ(home.mila({"migrate"}).code, 0);
  for (auto const* command : {"migrate", "demo", "check"}) {
    auto outcome = home.mila({"--county", "nowhere", command});
    EXPECT_NE(outcome.code, 0) << command;
    EXPECT_TRUE(contains(outcome.text, "auental")) << command << ": " << outcome.text;
  }
  EXPECT_EQ(home.rows("service"), 0);
  EXPECT_NE(home.mila({"--county", "nowhere", "backup", "copy"}).code, 0);
  EXPECT_FALSE(fs::exists(home.path() + "/copy/backup.json"));
}

TEST(Commands, MigrateTwiceChangesNothing) {
  Household home;
  auto first = home.mila({"migrate"});
  EXPECT_EQ(first.code, 0);
  auto second = home.mila({"migrate"});
  EXPECT_EQ(second.code, 0);
  EXPECT_TRUE(contains(second.text, "up to date")) << second.text;
}

TEST(Commands, DemoExportImportRoundTrip) {
  Household home;
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  long services = home.rows("service");
  EXPECT_GT(services, 300);
  EXPECT_EQ(home.mila({"demo"}).code, 0);
  EXPECT_EQ(home.rows("service"), services) << "a second demo adds nothing";
  EXPECT_EQ(home.mila({"export", "csv", "-o", "offers.csv"}).code, 0);
  std::string csv = read_file(home.path() + "/offers.csv");
  EXPECT_TRUE(contains(csv, "Hilfe bei der Wohnungssuche"));
  EXPECT_EQ(home.mila({"export", "hsds", "-o", "offers.ndjson"}).code, 0);
  EXPECT_TRUE(contains(read_file(home.path() + "/offers.ndjson"), "Hilfe bei der Wohnungssuche"));
  for (auto const* what : {"reports", "searches"}) EXPECT_EQ(home.mila({"export", what}).code, 0);
  auto unknown = home.mila({"export", "secrets"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_TRUE(contains(unknown.text, "reports"));
  EXPECT_NE(home.mila({"export", "csv", "-o", "no/such/folder/x.csv"}).code, 0);
  auto check = home.mila({"check"});
  EXPECT_EQ(check.code, 0);
  EXPECT_TRUE(contains(check.text, "in step")) << check.text;
}

TEST(Commands, ImportIsAllOrNothing) {
  Household home;
  ASSERT_EQ(home.mila({"migrate"}).code, 0);
  home.folder().write("good.csv", organisations(20));
  home.folder().write("bad.csv", organisations(20, 7));
  auto dry = home.mila({"import", "csv", "good.csv", "--kind", "organisations", "--dry-run"});
  EXPECT_EQ(dry.code, 0) << dry.text;
  EXPECT_EQ(home.rows("organization"), 0);
  auto bad = home.mila({"import", "csv", "bad.csv", "--kind", "organisations"});
  EXPECT_EQ(bad.code, 2) << bad.text;
  EXPECT_TRUE(contains(bad.text, "row 9")) << bad.text;
  EXPECT_EQ(home.rows("organization"), 0);
  auto good = home.mila({"import", "csv", "good.csv", "--kind", "organisations"});
  EXPECT_EQ(good.code, 0) << good.text;
  EXPECT_EQ(home.rows("organization"), 20);
  auto again = home.mila({"import", "csv", "good.csv", "--kind", "organisations"});
  EXPECT_TRUE(contains(again.text, "20 unchanged")) << again.text;
  EXPECT_EQ(home.mila({"import", "csv", "missing.csv"}).code, 2);
  EXPECT_EQ(home.mila({"import", "csv", "good.csv", "--kind", "tables"}).code, 2);
  EXPECT_EQ(home.mila({"import", "hsds", "good.csv"}).code, 2);
  EXPECT_EQ(home.rows("organization"), 20);
}

TEST(Commands, WorkIsHandedToARunningServer) {
  Household home;
  Running server(home.path(), {"serve"});
  int port = port_of(server);
  ASSERT_GT(port, 0) << server.output();
  home.folder().write("good.csv", organisations(300));
  auto import = home.mila({"import", "csv", "good.csv", "--kind", "organisations"});
  EXPECT_EQ(import.code, 0) << import.text;
  EXPECT_TRUE(contains(import.text, "300 new")) << import.text;
  EXPECT_TRUE(contains(import.text, "300 of 300")) << "no progress: " << import.text;
  EXPECT_TRUE(contains(get(port, "/de/organisations"), "Verein 299"));
  auto bad = home.mila({"import", "csv", "missing.csv"});
  EXPECT_EQ(bad.code, 2) << bad.text;
  // What cannot be handed over is refused, with who is in the way.
  auto migrate = home.mila({"migrate"});
  EXPECT_EQ(migrate.code, 1);
  EXPECT_TRUE(contains(migrate.text, "mila serve")) << migrate.text;
  Running second(home.path(), {"serve"});
  EXPECT_EQ(second.wait().code, 1);
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait().code, 0);
  EXPECT_FALSE(fs::exists(home.data() + "/control"));
}

TEST(Commands, BackupWhileServingAndRestore) {
  Household home;
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  long services = home.rows("service");
  Running server(home.path(), {"serve"});
  ASSERT_GT(port_of(server), 0) << server.output();
  auto backup = home.mila({"backup", "copy"});
  EXPECT_EQ(backup.code, 0) << backup.text;
  EXPECT_EQ(home.mila({"backup", "copy"}).code, 2) << "never over another backup";
  EXPECT_NE(home.mila({"restore", "copy"}).code, 0) << "not beside a running server";
  home.folder().write("good.csv", organisations(5));
  EXPECT_EQ(home.mila({"import", "csv", "good.csv", "--kind", "organisations"}).code, 0);
  long organizations = home.rows("organization");
  server.signal(SIGINT);
  EXPECT_EQ(server.wait().code, 0);

  auto restore = home.mila({"restore", "copy"});
  EXPECT_EQ(restore.code, 0) << restore.text;
  EXPECT_EQ(home.rows("service"), services);
  EXPECT_EQ(home.rows("organization"), organizations - 5);
  EXPECT_EQ(home.mila({"check"}).code, 0);

  std::fstream file(home.path() + "/copy/mila.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(5000);
  char byte = static_cast<char>(file.get());
  file.seekp(5000);
  file.put(static_cast<char>(byte ^ 1));
  file.close();
  auto damaged = home.mila({"restore", "copy"});
  EXPECT_EQ(damaged.code, 2);
  EXPECT_TRUE(contains(damaged.text, "damaged")) << damaged.text;
  EXPECT_EQ(home.rows("service"), services);
  fs::remove(home.path() + "/copy/backup.json");
  EXPECT_EQ(home.mila({"restore", "copy"}).code, 2);
  EXPECT_EQ(home.mila({"restore", "nowhere"}).code, 2);
}

/// Killed at any moment, a writing command leaves all or nothing, and the next one works.
TEST(Commands, AKilledCommandLeavesAllOrNothing) {
  for (auto delay : {30ms, 120ms, 300ms, 600ms}) {
    Household home;
    ASSERT_EQ(home.mila({"demo"}).code, 0);
    long before = home.rows("service");
    {
      Running demo(home.path(), {"demo", "--offers", "20000"});
      std::this_thread::sleep_for(delay);
      demo.signal(SIGKILL);
      demo.wait();
    }
    long after = home.rows("service");
    EXPECT_TRUE(after == before || after == before + 20000) << after << " after " << delay.count() << " ms";
    home.folder().write("good.csv", organisations(3000));
    long organizations = home.rows("organization");
    {
      Running import(home.path(), {"import", "csv", "good.csv", "--kind", "organisations"});
      std::this_thread::sleep_for(delay);
      import.signal(SIGKILL);
      import.wait();
    }
    long now = home.rows("organization");
    EXPECT_TRUE(now == organizations || now == organizations + 3000) << now;
    auto again = home.mila({"import", "csv", "good.csv", "--kind", "organisations"});
    EXPECT_EQ(again.code, 0) << again.text;
    EXPECT_EQ(home.rows("organization"), organizations + 3000);
  }
}

TEST(Commands, AKilledServerStartsAgain) {
  Household home;
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  {
    Running server(home.path(), {"serve"});
    ASSERT_GT(port_of(server), 0);
    server.signal(SIGKILL);
    EXPECT_EQ(server.wait().code, 128 + SIGKILL);
  }
  EXPECT_EQ(home.mila({"migrate"}).code, 0) << "a left control socket or lock is no obstacle";
  Running server(home.path(), {"serve"});
  int port = port_of(server);
  ASSERT_GT(port, 0) << server.output();
  EXPECT_TRUE(contains(get(port, "/de/search?q=Wohnung"), "Hilfe bei der Wohnungssuche"));
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait().code, 0);
}

/// What is refused before any page is asked; the socket stays orderly.
TEST(Commands, TheServerRefusesWhatIsNoRequest) {
  Household home;
  Running server(home.path(), {"serve"});
  int port = port_of(server);
  ASSERT_GT(port, 0) << server.output();
  for (std::string path : {"/de/search?q=%00", "/de/%00", "/de/search?q=%ff", "/%c0%ae%c0%ae/",
                           "/de/search?q=%zz", "/de/%", "/de/search?place=%ed%a0%80"})
    EXPECT_TRUE(contains(get(port, path).substr(0, 15), " 400 ")) << path << get(port, path).substr(0, 60);
  EXPECT_TRUE(contains(get(port, "/de/search?q=" + std::string(10000, 'x')).substr(0, 15), " 414 "));
  EXPECT_TRUE(contains(get(port, "/de", "X-Long: " + std::string(20000, 'x') + "\r\n").substr(0, 15), " 431 "));
  EXPECT_TRUE(contains(get(port, "/../../etc/passwd"), "HTTP/1.1 4"));
  EXPECT_FALSE(contains(get(port, "/assets/..%2f..%2fdata/taxonomy.csv"), "housing"));
  for (std::string junk : {"\x16\x03\x01\x02\x01", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                           "POST /de HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                           "GET /de HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"}) {
    std::string answer = raw_request(port, junk);
    EXPECT_TRUE(answer.empty() || contains(answer.substr(0, 12), " 4")) << junk << answer.substr(0, 60);
  }
  EXPECT_TRUE(contains(get(port, "/de"), "HTTP/1.1 200"));
}

}  // namespace
}  // namespace mila::testing
