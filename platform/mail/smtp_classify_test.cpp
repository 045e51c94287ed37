// From what a server answers to what becomes of the mail.
#include <curl/curl.h>
#include <gtest/gtest.h>

#include <set>

#include "platform/mail/smtp.h"

namespace mila::mail {
namespace {

Delivery after(int curl, std::string command, std::string answer) {
  return classify({.curl = curl, .command = std::move(command), .answer = std::move(answer)});
}

TEST(ClassifyTest, recipient_refused_for_ever_or_for_now) {
  auto unknown = after(CURLE_SEND_ERROR, "RCPT", "550 5.1.1 no such user");
  EXPECT_EQ(unknown.cause, Cause::RecipientRefused);
  EXPECT_EQ(unknown.code, 550);
  EXPECT_FALSE(unknown.temporary);
  EXPECT_FALSE(unknown.server_wide);
  EXPECT_TRUE(unknown.unknown_recipient);
  auto greylisted = after(CURLE_SEND_ERROR, "RCPT", "451 4.7.1 come back later");
  EXPECT_EQ(greylisted.cause, Cause::RecipientRefused);
  EXPECT_TRUE(greylisted.temporary);
  EXPECT_FALSE(greylisted.unknown_recipient);
  EXPECT_FALSE(greylisted.server_wide) << "the next recipient may be taken";
}

TEST(ClassifyTest, only_a_mailbox_that_does_not_exist_is_never_written_to_again) {
  for (auto const* answer :
       {"550 no such user", "550 5.1.1 unknown", "553 5.1.3 bad name", "551 moved"})
    EXPECT_TRUE(after(CURLE_SEND_ERROR, "RCPT", answer).unknown_recipient) << answer;
  for (auto const* answer : {"550 5.7.1 policy", "552 5.2.2 mailbox full", "554 5.7.1 relay denied",
                             "550 5.2.1 disabled", "450 4.1.1 perhaps"})
    EXPECT_FALSE(after(CURLE_SEND_ERROR, "RCPT", answer).unknown_recipient) << answer;
  EXPECT_FALSE(after(CURLE_WEIRD_SERVER_REPLY, "TEXT", "550 5.1.1 late").unknown_recipient);
}

TEST(ClassifyTest, what_is_wrong_with_the_set_up_gives_no_mail_up) {
  struct Case {
    int curl;
    char const *command, *answer;
    Cause cause;
  };
  for (Case const& one :
       {Case{CURLE_COULDNT_RESOLVE_HOST, "", "", Cause::HostNotFound},
        {CURLE_COULDNT_CONNECT, "", "", Cause::ConnectionRefused},
        {CURLE_OPERATION_TIMEDOUT, "", "", Cause::Timeout},
        {CURLE_USE_SSL_FAILED, "EHLO", "250 HELP", Cause::Tls},
        {CURLE_PEER_FAILED_VERIFICATION, "STARTTLS", "220 go", Cause::Tls},
        {CURLE_LOGIN_DENIED, "AUTH", "535 5.7.8 no", Cause::Auth},
        {CURLE_SEND_ERROR, "MAIL", "550 5.7.1 not yours", Cause::SenderRefused},
        {CURLE_SEND_ERROR, "MAIL", "530 5.7.0 sign in first", Cause::SenderRefused},
        {CURLE_WEIRD_SERVER_REPLY, "", "554 no service", Cause::ConnectionRefused},
        {CURLE_RECV_ERROR, "EHLO", "220 hi", Cause::Broken}}) {
    auto result = after(one.curl, one.command, one.answer);
    EXPECT_EQ(result.cause, one.cause) << one.command << one.answer;
    EXPECT_TRUE(result.temporary && result.server_wide) << one.command << one.answer;
  }
}

TEST(ClassifyTest, faults_of_one_mail) {
  auto spam = after(CURLE_WEIRD_SERVER_REPLY, "TEXT", "554 5.7.1 spam");
  EXPECT_EQ(spam.cause, Cause::MessageRefused);
  EXPECT_FALSE(spam.temporary);
  auto large = after(CURLE_SEND_ERROR, "MAIL", "552 5.3.4 too large");
  EXPECT_EQ(large.cause, Cause::MessageRefused);
  EXPECT_FALSE(large.temporary || large.server_wide);
  auto busy = after(CURLE_WEIRD_SERVER_REPLY, "TEXT", "451 4.3.0 try later");
  EXPECT_TRUE(busy.temporary);
  EXPECT_FALSE(busy.server_wide);
  auto died = after(CURLE_RECV_ERROR, "TEXT", "");
  EXPECT_EQ(died.cause, Cause::Broken);
  EXPECT_TRUE(died.temporary);
  EXPECT_FALSE(died.server_wide) << "it may be this mail the server dies of";
}

TEST(ClassifyTest, giving_up_ourselves_and_success) {
  EXPECT_TRUE(after(CURLE_OK, "TEXT", "250 2.0.0 taken").sent());
  auto withdrawn = classify(
      {.curl = CURLE_ABORTED_BY_CALLBACK, .command = "DATA", .answer = "354", .withdrawn = true});
  EXPECT_EQ(withdrawn.cause, Cause::Withdrawn);
  EXPECT_FALSE(withdrawn.temporary);
  auto stopped = classify({.curl = CURLE_ABORTED_BY_CALLBACK, .command = "EHLO", .stopped = true});
  EXPECT_EQ(stopped.cause, Cause::Stopped);
  EXPECT_TRUE(stopped.temporary);
  EXPECT_FALSE(stopped.server_wide);
}

TEST(ClassifyTest, every_cause_has_a_word_and_a_sentence_of_its_own) {
  std::set<std::string> words, sentences;
  for (int i = 0; i <= static_cast<int>(Cause::Stopped); ++i) {
    words.insert(code_of(static_cast<Cause>(i)));
    sentences.insert(text_of(static_cast<Cause>(i)));
    EXPECT_FALSE(text_of(static_cast<Cause>(i)).empty()) << i;
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(Cause::Stopped) + 1);
  EXPECT_EQ(sentences.size(), words.size());
}

}  // namespace
}  // namespace mila::mail
