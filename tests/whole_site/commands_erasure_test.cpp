// Who is erased is nowhere: the bytes of everything the program keeps are searched for the name.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
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

/// The traces in `bytes`, in small or capital letters, with what stands around each.
std::vector<std::string> traces_among(std::string const& bytes, std::string const& where) {
  std::vector<std::string> found;
  std::string lower = ascii_lower(bytes);
  for (auto const& trace : kTraces) {
    auto at = lower.find(ascii_lower(trace));
    if (at == std::string::npos) continue;
    std::string around = lower.substr(at < 60 ? 0 : at - 60, 140);
    std::replace_if(around.begin(), around.end(), [](unsigned char c) { return c < 0x20; }, '.');
    found.push_back(where + ": " + trace + " in " + around);
  }
  return found;
}

std::string read_file(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A mail in the folder of a county without a mail server stands for one that somebody has got.
bool is_mail_to_others(std::string const& path, std::string const& bytes) {
  if (path.find("mail/new/") == std::string::npos) return false;
  auto to = bytes.find("\nTo: ");
  if (to == std::string::npos) return false;  // removed while we looked
  std::string whom = ascii_lower(bytes.substr(to, bytes.find('\n', to + 1) - to));
  return whom.find(kWorkMail) == std::string::npos && whom.find(kPrivateMail) == std::string::npos;
}

/// "mail/new/0193…: Quärkenbusch" for each file below `folder` that holds a trace.
std::vector<std::string> traces_in(std::string const& folder) {
  std::vector<std::string> found;
  for (auto const& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::string path = fs::relative(entry.path(), folder).string(), bytes = read_file(entry.path());
    if (is_mail_to_others(path, bytes)) continue;
    auto here = traces_among(bytes, path);
    found.insert(found.end(), here.begin(), here.end());
  }
  return found;
}

/// Those in what pg_dump writes of the database: "table: …" for each row.
std::vector<std::string> traces_in_dump(std::string const& conninfo) {
  std::string text, table;
  std::unique_ptr<FILE, int (*)(FILE*)> dump(::popen(("pg_dump '" + conninfo + "'").c_str(), "r"), ::pclose);
  char buffer[65536];
  while (auto size = std::fread(buffer, 1, sizeof buffer, dump.get())) text.append(buffer, size);
  EXPECT_NE(text.find("PostgreSQL database dump complete"), std::string::npos) << "nothing was dumped";
  std::vector<std::string> found;
  for (auto line : split(text, '\n')) {
    if (line.starts_with("COPY ")) table = line.substr(5, line.find(' ', 5) - 5);
    auto here = traces_among(std::string(line), table);
    found.insert(found.end(), here.begin(), here.end());
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

/// The link in the newest mail to `address` of a county without a mail server.
std::string mailed_link(std::string const& data, std::string const& address, std::string const& to) {
  for (auto const& entry : fs::directory_iterator(data + "/mail/new")) {
    std::string text = replace_all(replace_all(read_file(entry.path()), "=\r\n", ""), "=\n", "");
    auto at = text.find(to);
    if (text.find(address) == std::string::npos || at == std::string::npos) continue;
    return text.substr(at, text.find_first_of(" \"<>\r\n?)", at) - at);
  }
  return "";
}

/// Waits for a mail: they are sent in the background.
std::string wait_for_link(std::string const& data, std::string const& address, std::string const& to) {
  for (int i = 0; i < 200; ++i) {
    if (fs::exists(data + "/mail/new"))
      if (auto link = mailed_link(data, address, to); !link.empty()) return link;
    std::this_thread::sleep_for(50ms);
  }
  return "";
}

/// What stays of a meeting for years, and a date for everybody.
void write_what_was_agreed(Browser& coordinator, std::string const& meeting) {
  auto saved = [&](Browser::Answer const& answer) { EXPECT_EQ(answer.status, 303) << answer.path << answer.document.text(); };
  std::string const name = kName, id = meeting.substr(meeting.rfind('/') + 1), of_it = "?meeting=" + id;
  auto fill = [&](std::string const& path, Browser::Fields const& fields) {
    auto page = coordinator.get(path);
    saved(coordinator.submit(page, page.document.find("main form.m-form").attribute("action"), fields));
  };
  fill("/staff/agreements/new" + of_it, {{"text", name + " wird verabschiedet."}, {"reason", "Sagt Frau Quärkenbusch."}, {"agreed_on", "2026-11-02"}});
  fill("/staff/tasks/new" + of_it, {{"what", "Blumen für " + name}});
  fill("/staff/events/new", {{"title", "Lesung mit " + name}, {"day", "2030-03-06"}, {"start", "18:00"}, {"end", "19:00"},
                             {"place", "bei Frau Quärkenbusch"}, {"about", name}});
  fill("/staff/minutes/" + id + "/writing", {{"text", name + " wurde verabschiedet."}, {"act", "save"}});
}

/// Others write about the person wherever one can write something: hints, the notice board, mails to many, offers
/// of help, lists, meetings. Returns the address of the meeting, where sealed names are read.
std::string write_about(Browser& coordinator, Browser& reader, std::string const& data) {
  auto saved = [&](Browser::Answer const& answer) { EXPECT_EQ(answer.status, 303) << answer.path << answer.document.text(); };
  std::string const name = kName;
  auto offer = reader.get(first_link(reader.get("/de/search?q=Wohnung"), "/de/offers/"));
  auto help = reader.get("/de/help");
  std::this_thread::sleep_for(4s);  // forms of the public pages take nobody for a person who is faster
  saved(reader.submit(offer, "/reports", {{"text", "Frau Quärkenbusch ist dort nicht mehr, sagt Quärkenbusch, Zwetlana."}}));
  saved(reader.submit(help, "/help", {{"what", "Deutsch üben"}, {"name", name}, {"mail", kPrivateMail}}));

  saved(coordinator.submit(coordinator.get("/staff/notices/new"), "/staff/notices",
                           {{"title", "Wer vertritt " + name + "?"}, {"body", "Bitte an QUARKENBUSCH@work.example schreiben. Frau QUÄRKENBUSCH ist krank."}}));
  auto receivers = coordinator.get("/staff/circulars/new");
  auto circular = coordinator.submit(receivers, "/staff/circulars", {{"everybody", "1"}});
  saved(circular);
  auto text = coordinator.submit(coordinator.get(circular.location), "/text",
                                 {{"subject", "Neu: " + name}, {"body", name + " kommt zu uns."}, {"language", "de"}});
  saved(text);
  saved(coordinator.submit(coordinator.get(text.location), "/sending"));
  auto list = coordinator.submit(coordinator.get("/staff/imports/new"), "/staff/imports",
                                 {{"kind", "contacts"}, {"text", "Name\tStelle\tTelefon\tE-Mail\n" + name + "\tIntegration\t069 90009-111\t" + kWorkMail + "\n"
                                                                 "Quärkenbusch\tWohngeld\t069 90009-112\tpost@x.example\n"}});
  saved(list);

  auto plan = coordinator.submit(coordinator.get("/staff/meetings/new"), "/staff/meetings",
                                 {{"title", "Abschied von " + name}, {"day", "2030-03-05"}, {"start", "10:00"}, {"end", "12:00"}});
  saved(plan);
  std::string meeting = path_of(plan.location);
  saved(coordinator.submit(coordinator.get(meeting + "/agenda/new"), "/agenda", {{"title", "Bericht"}, {"presenter", "Quärkenbusch"}, {"minutes", "5"}}));
  saved(coordinator.submit(coordinator.get(meeting + "/invitations"), "/invitations",
                           {{"seats", "1"}, {"guests", name + " <" + kPrivateMail + ">\nGabi Beispiel <gabi@gast.example>"}}));
  std::string link = wait_for_link(data, "gabi@gast.example", "/de/meetings/answers/");
  EXPECT_NE(link, "") << "no invitation arrived";
  saved(reader.submit(reader.get(link), link, {{"answer", "delegated"}, {"deputy", name}, {"note", "Frau Quärkenbusch kommt."}}));
  EXPECT_TRUE(contains(coordinator.get(meeting).body, "Frau Quärkenbusch kommt."));
  write_what_was_agreed(coordinator, meeting);
  return meeting;
}

/// What is left after a while in which it may go: nothing, when all is well.
std::vector<std::string> left_after_a_while(std::function<std::vector<std::string>()> const& traces) {
  std::vector<std::string> left;
  for (int i = 0; i < 300; ++i) {
    left = traces();
    if (left.empty()) break;
    std::this_thread::sleep_for(100ms);
  }
  return left;
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
  Browser reader(port);
  std::string meeting = write_about(coordinator, reader, home.data());
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
  auto left = left_after_a_while([&] { return traces_in(home.path()); });
  EXPECT_EQ(left, std::vector<std::string>{});
  EXPECT_EQ(coordinator.get(person).status, 404);
  for (auto const& page : {meeting, std::string("/staff/helpers"), std::string("/staff/hints"), std::string("/staff/notices"), std::string("/staff/circulars")})
    EXPECT_EQ(traces_among(coordinator.get(page).body, page), std::vector<std::string>{});
  // The search still finds what it should.
  EXPECT_TRUE(contains(coordinator.get("/de/search?q=Wohnungssuche").body, "Wohnungssuche"));
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait().code, 0);
  EXPECT_EQ(traces_in(home.path()), std::vector<std::string>{}) << "written when the server stopped";
  EXPECT_EQ(home.mila({"check"}).code, 0);
}

TEST(Erasure, WhoIsErasedIsInNoTableOfPostgresAnyMore) {
  if (!postgres_conninfo()) GTEST_SKIP() << "SKIPPED: PostgreSQL is not running for tests";
  DatabaseCopy database(Engine::Postgres, {});
  std::string const conninfo = database.url().substr(database.url().find(':') + 1);
  Household home(database.url());
  ASSERT_EQ(home.mila({"demo"}).code, 0);
  Running server(home.path(), {"serve"});
  int port = port_of(server);
  ASSERT_GT(port, 0) << server.output();
  Browser coordinator(port), reader(port);
  ASSERT_TRUE(coordinator.sign_in("koordination@demo.example"));
  std::string person = enter_everywhere(coordinator);
  write_about(coordinator, reader, home.data());
  ASSERT_FALSE(::testing::Test::HasFailure());
  std::string before = join(traces_in_dump(conninfo), "\n");
  for (auto const* table : {"public.report: ", "public.notice: ", "public.circular: ", "public.circular_delivery: ",
                            "public.list_import_row: ", "public.meeting: ", "public.agreement: ", "public.task: ", "public.event: ", "public.minutes_part: ", "public.minutes: ", "public.agenda_item: ", "public.person: ", "public.account: "})
    EXPECT_NE(before.find(table), std::string::npos) << "nothing about the person stands in " << table;

  ASSERT_EQ(coordinator.submit(coordinator.get(person + "/erasure"), "/erasure").status, 303);
  EXPECT_EQ(left_after_a_while([&] { return traces_in_dump(conninfo); }), std::vector<std::string>{});
  EXPECT_EQ(left_after_a_while([&] { return traces_in(home.path()); }), std::vector<std::string>{});
}

}  // namespace mila::testing
