// Handing over to a server that behaves in every wrong way, and into a maildir.
#include "platform/mail/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/mail/test_support.h"
#include "platform/testing/database.h"

namespace mila::mail {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char const* kText = "Subject: x\r\n\r\n.dot\r\nend\r\n";

Settings server(int port) {
  return {.mode = Mode::Smtp,
          .host = "127.0.0.1",
          .port = port,
          .security = Security::None,
          .from_address = "mila@auental.example",
          .timeout = std::chrono::seconds(10)};
}
Envelope envelope() {
  return {.from = "mila@auental.example", .to = "ali@auental.example", .file_name = "one"};
}

TEST(TransportTest, mails_go_over_one_connection_whole) {
  ScriptedServer smtp;
  for (int i = 0; i < 3; ++i) {
    auto result = send(server(smtp.port()), kText, envelope());
    EXPECT_TRUE(result.sent()) << code_of(result.cause);
    EXPECT_EQ(result.code, 250);
  }
  EXPECT_EQ(smtp.connections(), 1);
  ASSERT_EQ(smtp.taken().size(), 3U);
  EXPECT_EQ(smtp.taken()[2], "Subject: x\n\n..dot\nend\n") << "RFC 5321 §4.5.2";
}

TEST(TransportTest, each_step_that_fails_has_its_cause) {
  struct Case {
    std::string verb, answer;
    Cause cause;
    bool temporary;
  };
  for (Case const& one : {Case{"GREETING", "554 no service", Cause::ConnectionRefused, true},
                          {"GREETING", "", Cause::ConnectionRefused, true},
                          {"MAIL", "550 5.7.1 not yours", Cause::SenderRefused, true},
                          {"RCPT", "550 5.1.1 unknown", Cause::RecipientRefused, false},
                          {"RCPT", "451 later", Cause::RecipientRefused, true},
                          {"RCPT", "", Cause::Broken, true},
                          {"DATA", "554 no", Cause::MessageRefused, false},
                          {"TEXT", "554 spam", Cause::MessageRefused, false},
                          {"TEXT", "452 full", Cause::MessageRefused, true},
                          {"TEXT", "", Cause::Broken, true}}) {
    ScriptedServer smtp(ScriptedServer::Answers{{one.verb, one.answer}});
    auto result = send(server(smtp.port()), kText, envelope());
    EXPECT_EQ(code_of(result.cause), code_of(one.cause)) << one.verb << " " << one.answer;
    EXPECT_EQ(result.temporary, one.temporary) << one.verb << " " << one.answer;
    EXPECT_EQ(result.unknown_recipient, one.answer == "550 5.1.1 unknown");
  }
}

TEST(TransportTest, nobody_there) {
  int port = 0;
  { port = ScriptedServer().port(); }
  EXPECT_EQ(code_of(send(server(port), kText, envelope()).cause), "connection-refused");
  auto settings = server(port);
  settings.host = "mail.invalid";
  EXPECT_EQ(code_of(send(settings, kText, envelope()).cause), "host-not-found");
}

TEST(TransportTest, without_the_encryption_asked_for_nothing_is_said) {
  ScriptedServer smtp;
  auto settings = server(smtp.port());
  settings.security = Security::Starttls;
  std::vector<std::string> verbs;
  smtp.on_verb([&](std::string const& verb) { verbs.push_back(verb); });
  auto result = send(settings, kText, envelope());
  EXPECT_EQ(code_of(result.cause), "tls");
  EXPECT_TRUE(result.server_wide);
  EXPECT_THAT(verbs, Not(::testing::Contains("MAIL")));
}

TEST(TransportTest, wrong_password_is_said_so) {
  ScriptedServer smtp(ScriptedServer::Answers{{"EHLO", "250-test\r\n250 AUTH PLAIN LOGIN"},
                                              {"AUTH", "535 5.7.8 no"}});
  auto settings = server(smtp.port());
  settings.user = "mila";
  settings.password = "wrong";
  auto result = send(settings, kText, envelope());
  EXPECT_EQ(code_of(result.cause), "auth");
  EXPECT_TRUE(result.server_wide && result.temporary);
}

TEST(TransportTest, asked_at_the_last_moment_and_leaves_nothing_behind) {
  ScriptedServer smtp;
  std::vector<std::string> verbs;
  smtp.on_verb([&](std::string const& verb) { verbs.push_back(verb); });
  auto unwanted = envelope();
  std::size_t verbs_when_asked = 0;
  unwanted.still_wanted = [&] {
    verbs_when_asked = verbs.size();
    return false;
  };
  auto result = send(server(smtp.port()), kText, unwanted);
  EXPECT_EQ(code_of(result.cause), "withdrawn");
  EXPECT_FALSE(result.temporary);
  EXPECT_EQ(verbs_when_asked, 5U) << "greeting, EHLO, MAIL, RCPT, DATA";
  unwanted.still_wanted = []() -> bool { throw std::runtime_error("database away"); };
  result = send(server(smtp.port()), kText, unwanted);
  EXPECT_EQ(code_of(result.cause), "stopped");
  EXPECT_TRUE(result.temporary);
  EXPECT_TRUE(send(server(smtp.port()), kText, envelope()).sent());
  EXPECT_EQ(smtp.taken().size(), 1U);
}

TEST(TransportTest, stops_while_waiting_but_not_inside_the_text) {
  std::stop_source stop;
  auto stopped = envelope();
  stopped.stop = stop.get_token();
  {
    ScriptedServer smtp;
    smtp.on_verb([&](std::string const& verb) {
      if (verb == "TEXT") stop.request_stop();
    });
    EXPECT_TRUE(send(server(smtp.port()), kText, stopped).sent()) << "it would be sent twice";
  }
  ScriptedServer smtp;
  EXPECT_EQ(code_of(send(server(smtp.port()), kText, stopped).cause), "stopped");
  EXPECT_TRUE(smtp.taken().empty());
}

TEST(TransportTest, kept_connection_that_was_closed_is_replaced) {
  ScriptedServer smtp;
  EXPECT_TRUE(send(server(smtp.port()), kText, envelope()).sent());
  bool once = false;
  smtp.on_verb([&](std::string const& verb) {
    smtp.answer("MAIL", verb == "MAIL" && !once ? "421 idle too long" : "250 fine");
    once = once || verb == "MAIL";
  });
  EXPECT_TRUE(send(server(smtp.port()), kText, envelope()).sent());
  EXPECT_EQ(smtp.connections(), 2);
}

TEST(TransportTest, maildir_holds_whole_mails_only) {
  testing::TempFolder folder;
  Settings settings{.mode = Mode::Maildir, .folder = folder.path() + "/mail"};
  auto count = [&](char const* name) {
    fs::path path = settings.folder + "/" + name;
    return std::distance(fs::directory_iterator(path), fs::directory_iterator());
  };
  EXPECT_TRUE(send(settings, "one", envelope()).sent());
  EXPECT_TRUE(send(settings, kText, envelope()).sent()) << "a repeat replaces";
  EXPECT_EQ(count("new"), 1);
  std::stringstream text;
  text << std::ifstream(settings.folder + "/new/one", std::ios::binary).rdbuf();
  EXPECT_EQ(text.str(), kText);
  auto unwanted = envelope();
  unwanted.file_name = "two";
  unwanted.still_wanted = [] { return false; };
  EXPECT_EQ(send(settings, kText, unwanted).cause, Cause::Withdrawn);
  EXPECT_EQ(count("new"), 1);
  EXPECT_EQ(count("tmp"), 0);
  settings.folder = folder.write("file", "no folder") + "/mail";
  auto result = send(settings, kText, envelope());
  EXPECT_EQ(result.cause, Cause::Disk);
  EXPECT_TRUE(result.temporary);
}

}  // namespace
}  // namespace mila::mail
