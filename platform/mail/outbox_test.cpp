// A mail from the write it follows from to the maildir, and everything that stops it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/jobs/runner.h"
#include "platform/mail/mail.h"
#include "platform/mail/test_support.h"
#include "platform/testing/county.h"
#include "platform/testing/faults.h"

namespace mila::mail {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class OutboxTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (!IsSkipped()) county_ = std::make_unique<testing::TestCounty>(GetParam());
  }
  testing::TestCounty& county() { return *county_; }
  db::Database& database() { return county_->database(); }
  template <typename Body>
  auto write(Body&& body) {
    Context context = county_->context();
    return database().write([&](db::Writer& writer) { return body(writer, context); });
  }
  template <typename Body>
  auto read(Body&& body) {
    Context context = county_->context();
    return database().read([&](db::Reader& reader) { return body(reader, context); });
  }

  static Message message(std::string address = "ali@auental.example") {
    return {.purpose = "invitation",
            .address = std::move(address),
            .recipient = RecipientRef{"account", "7"},
            .language = "uk",
            .subject = "Запрошення für Ali",
            .letter = {.blocks = {Paragraph{"Geheimes Wort"}}}};
  }
  Result<std::string> enqueue(Message const& message) {
    return write([&](db::Writer& writer, Context& context) {
      return mail::enqueue(writer, context, message);
    });
  }
  std::string queued(Message const& message) { return *enqueue(message); }

  /// Runs all that is due; mails land in the maildir unless settings say otherwise.
  void run(SettingsOf settings = maildir_settings) {
    jobs::Runner runner({&county_->county()}, job_kinds(std::move(settings)), county_->clock,
                        county_->random);
    while (runner.run_one(county_->county())) {
    }
  }
  std::vector<std::string> delivered() {
    std::vector<std::string> mails;
    fs::path folder = county_->data_folder() + "/mail/new";
    if (!fs::is_directory(folder)) return mails;
    for (auto const& entry : fs::directory_iterator(folder)) {
      std::stringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      mails.push_back(text.str());
    }
    return mails;
  }
  std::vector<Entry> in(State state) {
    return read(
        [&](db::Reader& reader, Context& context) { return mails_in(reader, context, state); });
  }

 private:
  std::unique_ptr<testing::TestCounty> county_;
};

TEST_P(OutboxTest, is_written_with_what_it_follows_from_or_not_at_all) {
  Message with_file = message();
  with_file.attachments = {{"Termin.ics", "text/calendar", "BEGIN:VCALENDAR"}};
  int statements = testing::for_every_failing_statement(database(), [&] {
    write([&](db::Writer& writer, Context& context) {
      writer.changed("account", "7");
      EXPECT_TRUE(mail::enqueue(writer, context, with_file));
    });
  });
  EXPECT_GE(statements, 6);
  EXPECT_EQ(in(State::Queued).size(), 1U);
}

TEST_P(OutboxTest, rests_sealed_and_leaves_as_written) {
  Message with_file = message();
  with_file.attachments = {{"Übersicht.txt", "text/plain", "Anlage im Klartext"}};
  queued(with_file);
  std::string dump = testing::dump_of(database());
  for (auto const* secret : {"ali@auental", "Geheimes", "Запрошення", "Klartext", "bersicht"})
    EXPECT_THAT(dump, Not(HasSubstr(secret)));
  run();
  ASSERT_EQ(delivered().size(), 1U);
  std::string mail = delivered()[0];
  EXPECT_THAT(mail, HasSubstr("To: ali@auental.example\r\n"));
  EXPECT_THAT(mail, HasSubstr("Geheimes Wort"));
  EXPECT_THAT(mail, HasSubstr("@auental.example>\r\n")) << "Message-ID with the county's host";
  EXPECT_THAT(mail, HasSubstr("Reply-To: hilfe@auental.example\r\n"));
  EXPECT_THAT(mail, HasSubstr("Content-Type: multipart/mixed"));
  auto sent = in(State::Sent);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].address, "ali@auental.example");
  EXPECT_EQ(sent[0].subject, "Запрошення für Ali");
  EXPECT_EQ(sent[0].attempts, 1);
  EXPECT_EQ(sent[0].ended_at, county().clock.now());
  EXPECT_THAT(mail, HasSubstr("<" + sent[0].message_id + ">"));
}

TEST_P(OutboxTest, waits_for_its_time) {
  Message later = message();
  later.send_at = county().clock.now() + 1h;
  queued(later);
  run();
  EXPECT_THAT(delivered(), IsEmpty());
  county().clock.advance(1h);
  run();
  EXPECT_EQ(delivered().size(), 1U);
}

TEST_P(OutboxTest, refuses_what_would_do_harm_and_says_why) {
  auto code_of = [&](Message const& wrong) {
    auto result = enqueue(wrong);
    EXPECT_FALSE(result);
    if (result) return ErrorCode::NotFound;
    EXPECT_FALSE(result.error().message.empty());
    EXPECT_THAT(result.error().detail, Not(HasSubstr("@")));
    return result.error().code;
  };
  for (auto change : std::vector<std::function<void(Message&)>>{
           [](auto& m) { m.address = "nobody"; },
           [](auto& m) { m.address = "a@b.example\r\nBcc: c@d.example"; },
           [](auto& m) { m.subject = "a\r\nBcc: c@d.example"; }, [](auto& m) { m.subject = ""; },
           [](auto& m) { m.reply_to = "x"; },
           [](auto& m) { m.unsubscribe_url = "http://a.example/"; },
           [](auto& m) { m.unsubscribe_url = "https://a.example/\r\nX: y"; },
           [](auto& m) {
             m.attachments = {{"a\nb", "text/plain", ""}};
           },
           [](auto& m) {
             m.letter.blocks = {Action{"x", "javascript:alert(1)"}};
           }}) {
    Message wrong = message();
    change(wrong);
    EXPECT_EQ(code_of(wrong), ErrorCode::Invalid);
  }
  Message large = message();
  large.letter.blocks = {Paragraph{std::string(kHtmlMax, 'x')}};
  EXPECT_EQ(code_of(large), ErrorCode::TooLarge);
  large = message();
  large.attachments = {{"a", "text/plain", std::string((5 << 20) + 1, 'x')}};
  EXPECT_EQ(code_of(large), ErrorCode::TooLarge);
  EXPECT_THAT(in(State::Queued), IsEmpty());
}

TEST_P(OutboxTest, withdrawn_by_person_address_or_one_by_one_never_leaves) {
  queued(message("a@auental.example"));
  Message other = message("B@auental.example");
  other.recipient = RecipientRef{"account", "8"};
  queued(other);
  other.recipient.reset();
  other.address = "c@auental.example";
  std::string third = queued(other);
  other.address = "d@auental.example";
  queued(other);
  write([&](db::Writer& writer, Context& context) {
    EXPECT_EQ(withdraw(writer, RecipientRef{"account", "7"}), 1);
    EXPECT_EQ(withdraw_address(writer, context, "b@AUENTAL.example"), 1);
    EXPECT_TRUE(withdraw_mail(writer, third));
    EXPECT_FALSE(withdraw_mail(writer, third));
  });
  run();
  ASSERT_EQ(delivered().size(), 1U);
  EXPECT_THAT(delivered()[0], HasSubstr("To: d@auental.example"));
  for (auto const& entry : in(State::Withdrawn)) {
    EXPECT_EQ(entry.address + entry.subject, "") << "nothing is kept of it";
    EXPECT_EQ(read([&](db::Reader& reader, Context& context) {
                return text_of(reader, context, entry.id);
              }),
              "");
  }
  EXPECT_EQ(in(State::Withdrawn).size(), 3U);
}

TEST_P(OutboxTest, withdrawn_while_the_server_waits_for_the_text) {
  queued(message());
  ScriptedServer smtp;
  smtp.on_verb([&](std::string const& verb) {
    if (verb == "DATA")
      write([&](db::Writer& writer, Context&) { withdraw(writer, RecipientRef{"account", "7"}); });
  });
  run([&](County& county) {
    auto settings = maildir_settings(county);
    settings.mode = Mode::Smtp;
    settings.host = "127.0.0.1";
    settings.port = smtp.port();
    settings.security = Security::None;
    return settings;
  });
  EXPECT_THAT(smtp.taken(), IsEmpty());
  EXPECT_EQ(in(State::Withdrawn).size(), 1U);
  EXPECT_THAT(read([](db::Reader& reader, Context&) { return jobs::parked(reader); }), IsEmpty());
}

TEST_P(OutboxTest, suppressed_addresses_get_nothing_queued_or_new) {
  queued(message("Ali@auental.example"));
  write([](db::Writer& writer, Context& context) {
    suppress(writer, context, "ali@auental.example", Suppression::Erased);
    suppress(writer, context, "ali@auental.example", Suppression::Bouncing);
    suppress(writer, context, "no address", Suppression::Revoked);
  });
  auto refused = enqueue(message("ALI@auental.example"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
  auto reason = [&] {
    return read([](db::Reader& reader, Context& context) {
      return suppression_of(reader, context, "ali@auental.example");
    });
  };
  EXPECT_EQ(reason(), Suppression::Erased) << "nothing takes that back but a person";
  EXPECT_THAT(testing::dump_of(database()), Not(HasSubstr("ali@auental")));
  run();
  EXPECT_THAT(delivered(), IsEmpty());
  write([](db::Writer& writer, Context& context) {
    EXPECT_TRUE(unsuppress(writer, context, "ali@auental.example"));
    EXPECT_FALSE(unsuppress(writer, context, "ali@auental.example"));
  });
  EXPECT_EQ(reason(), std::nullopt);
  EXPECT_TRUE(enqueue(message()));
}

TEST_P(OutboxTest, unknown_mailbox_is_parked_shown_and_never_written_to_again) {
  queued(message());
  std::string second = queued(message());
  ScriptedServer smtp(ScriptedServer::Answers{{"RCPT", "550 5.1.1 no such user"}});
  auto over_smtp = [&](County& county) {
    auto settings = maildir_settings(county);
    settings.mode = Mode::Smtp;
    settings.host = "127.0.0.1";
    settings.port = smtp.port();
    settings.security = Security::None;
    return settings;
  };
  run(over_smtp);
  auto parked = in(State::Parked);
  ASSERT_EQ(parked.size(), 1U);
  EXPECT_EQ(parked[0].code, "recipient-refused");
  EXPECT_EQ(parked[0].address, "ali@auental.example") << "so that somebody can mend it";
  EXPECT_EQ(in(State::Withdrawn).size(), 1U) << "the other one was not even tried";
  EXPECT_FALSE(enqueue(message()));
  smtp.answer("RCPT", "250 fine");
  write([&](db::Writer& writer, Context& context) {
    EXPECT_TRUE(unsuppress(writer, context, "ali@auental.example"));
    EXPECT_TRUE(resend(writer, context, parked[0].id));
    EXPECT_FALSE(resend(writer, context, parked[0].id));
    EXPECT_FALSE(resend(writer, context, second)) << "withdrawn stays withdrawn";
  });
  run(over_smtp);
  EXPECT_EQ(smtp.taken().size(), 1U);
  EXPECT_EQ(in(State::Sent).size(), 1U);
}

TEST_P(OutboxTest, server_that_is_away_holds_all_mails_and_gives_none_up) {
  for (int i = 0; i < 5; ++i) queued(message());
  int port = 0;
  { port = ScriptedServer().port(); }
  int asked = 0;
  auto nobody_there = [&](County& county) {
    ++asked;
    auto settings = maildir_settings(county);
    settings.mode = Mode::Smtp;
    settings.host = "127.0.0.1";
    settings.port = port;
    return settings;
  };
  run(nobody_there);
  EXPECT_EQ(asked, 1) << "one mail finds out for all";
  EXPECT_EQ(in(State::Queued).size(), 5U);
  county().clock.advance(2min);
  run();
  EXPECT_EQ(delivered().size(), 5U);
}

TEST_P(OutboxTest, content_goes_after_two_weeks_and_the_row_after_a_year) {
  Message with_file = message();
  with_file.attachments = {{"a.txt", "text/plain", "x"}};
  std::string id = queued(with_file);
  run();
  auto text = [&] {
    return read([&](db::Reader& reader, Context& context) { return text_of(reader, context, id); });
  };
  EXPECT_THAT(text(), HasSubstr("Geheimes Wort"));
  county().clock.advance(24h * kKeptDays - 1h);
  auto wipe_now = [&] {
    return write(
        [&](db::Writer& writer, Context&) { return wipe(writer, writer.now() - 24h * kKeptDays); });
  };
  EXPECT_EQ(wipe_now(), 0);
  county().clock.advance(2h);
  EXPECT_EQ(wipe_now(), 1);
  EXPECT_EQ(wipe_now(), 0);
  EXPECT_EQ(text(), "");
  auto sent = in(State::Sent);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].address + sent[0].subject, "");
  EXPECT_EQ(sent[0].purpose, "invitation");
  EXPECT_THAT(testing::dump_of(database()), Not(HasSubstr("outbox_attachment|")));
  county().clock.advance(24h * 366);
  wipe_now();
  EXPECT_THAT(in(State::Sent), IsEmpty());
}

TEST_P(OutboxTest, wiping_runs_by_itself_once_a_day) {
  queued(message());
  jobs::Runner runner({&county().county()}, job_kinds(), county().clock, county().random);
  runner.ensure_periodic(county().county());
  auto run_all = [&] {
    while (runner.run_one(county().county())) {
    }
  };
  run_all();
  ASSERT_EQ(in(State::Sent).size(), 1U);
  EXPECT_NE(in(State::Sent)[0].address, "");
  county().clock.advance(24h * (kKeptDays + 2));
  run_all();
  EXPECT_EQ(in(State::Sent)[0].address, "");
}

TEST_P(OutboxTest, forgetting_a_person_leaves_neither_content_nor_trace) {
  queued(message());
  run();
  queued(message());
  auto about = [&] {
    return read([](db::Reader& reader, Context& context) {
      return mails_to(reader, context, {"account", "7"});
    });
  };
  EXPECT_EQ(about().size(), 2U);
  write([](db::Writer& writer, Context&) { EXPECT_EQ(forget(writer, {"account", "7"}), 2); });
  EXPECT_THAT(about(), IsEmpty());
  for (auto state : {State::Sent, State::Withdrawn}) {
    ASSERT_EQ(in(state).size(), 1U);
    EXPECT_EQ(in(state)[0].address, "");
  }
  run();
  EXPECT_EQ(delivered().size(), 1U);
}

TEST_P(OutboxTest, an_erased_address_leaves_nothing_that_was_sent_there) {
  queued(message());
  run();
  ASSERT_NE(in(State::Sent).at(0).address, "");
  std::string address = in(State::Sent).at(0).address;
  write([&](db::Writer& writer, Context& context) { suppress(writer, context, address, Suppression::Revoked); });
  EXPECT_NE(in(State::Sent).at(0).address, "") << "whoever only left a list can be told what was sent";
  write([&](db::Writer& writer, Context& context) { suppress(writer, context, address, Suppression::Erased); });
  EXPECT_EQ(in(State::Sent).at(0).address, "");
}

TEST_P(OutboxTest, composes_the_same_bytes_each_time) {
  std::string id = queued(message());
  auto bytes = [&] {
    Context context = county().context("en");
    return compose(context, maildir_settings(county().county()), id);
  };
  auto first = bytes();
  ASSERT_TRUE(first);
  county().clock.advance(1h);
  EXPECT_EQ(bytes(), first);
  EXPECT_THAT(*first, HasSubstr("Content-Language: uk"));
  run();
  EXPECT_THAT(delivered(), ElementsAre(*first));
}

TEST_P(OutboxTest, test_mail_says_what_is_wrong) {
  Context context = county().context();
  auto settings = maildir_settings(county().county());
  EXPECT_TRUE(send_test(context, settings, "chef@auental.example", "Probe", "Es geht.").sent());
  EXPECT_EQ(delivered().size(), 1U);
  EXPECT_EQ(send_test(context, settings, "chef", "Probe", "Es geht.").cause,
            Cause::RecipientRefused);
  settings.from_address = "";
  EXPECT_EQ(send_test(context, settings, "chef@auental.example", "Probe", "x").cause,
            Cause::SenderRefused);
}

MILA_ON_EACH_ENGINE(OutboxTest);

}  // namespace
}  // namespace mila::mail
