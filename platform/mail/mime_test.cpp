// The mail as bytes. Whether other programs read it as it was meant is asked in tests/peers.
#include "platform/mail/mime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/text.h"
#include "platform/testing/database.h"

namespace mila::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

MimeParts parts() {
  return {
      .message_id = "01a207a2-3280-7a91-a7ec-8e65a18debbe@hilfe.auental.example",
      .date = testing::default_now(),
      .from_address = "mila@auental.example",
      .from_name = "Landkreis Auental – Büro für Migration, Teilhabe und Zusammenhalt (Ämterhaus)",
      .to = "ali@auental.example",
      .subject = "Übergänge – دعوة إلى اجتماع – приглашение на встречу",
      .language = "ar",
      .text = "Grüße\n.allein am Anfang\nFrom mir\n",
      .html = "<p>Grüße</p>\n"};
}

std::string head_of(std::string const& mail) {
  return mail.substr(0, mail.find("\r\n\r\n"));
}

TEST(MimeTest, same_bytes_each_time_in_lines_every_server_takes) {
  auto with_file = parts();
  with_file.attachments = {{"Übersicht.bin", "application/octet-stream", std::string(5000, '\0')}};
  std::string mail = to_mime(with_file);
  EXPECT_EQ(mail, to_mime(with_file));
  EXPECT_EQ(mail.substr(mail.size() - 2), "\r\n");
  for (auto line : split(std::string_view(mail).substr(0, mail.size() - 1), '\n')) {
    EXPECT_LE(line.size(), 79U) << line;
    EXPECT_EQ(line.back(), '\r') << line;
  }
  for (char c : mail) ASSERT_TRUE(static_cast<unsigned char>(c) < 128 && c != 0);
}

TEST(MimeTest, headers_of_a_letter_by_the_program) {
  std::string head = head_of(to_mime(parts()));
  EXPECT_THAT(head, HasSubstr("Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"));
  EXPECT_THAT(
      head,
      HasSubstr("Message-Id: <01a207a2-3280-7a91-a7ec-8e65a18debbe@hilfe.auental.example>\r\n"));
  EXPECT_THAT(head, HasSubstr("To: ali@auental.example\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nFrom: Landkreis Auental =?"));
  EXPECT_THAT(head, HasSubstr("<mila@auental.example>\r\n"));
  EXPECT_THAT(head, HasSubstr("Auto-Submitted: auto-generated"));
  EXPECT_THAT(head, HasSubstr("Content-Language: ar"));
  EXPECT_THAT(head, HasSubstr("MIME-Version: 1.0"));
  EXPECT_THAT(head, Not(HasSubstr("List-Unsubscribe")));
  EXPECT_THAT(head, Not(HasSubstr("Precedence")));
  EXPECT_THAT(head, Not(HasSubstr("Reply-To")));
}

TEST(MimeTest, one_click_leaving_as_rfc_8058_has_it) {
  auto newsletter = parts();
  newsletter.bulk = true;
  newsletter.automatic = false;
  newsletter.reply_to = "buero@auental.example";
  newsletter.unsubscribe_url =
      "https://hilfe.auental.example/de/leave/" + std::string(150, 'x') + "?a=b";
  std::string head = head_of(to_mime(newsletter)) + "\r\n";
  EXPECT_THAT(head, HasSubstr("\r\nList-Unsubscribe: <" + newsletter.unsubscribe_url + ">\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nPrecedence: bulk\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nReply-To: buero@auental.example\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Auto-Submitted")));
}

TEST(MimeTest, nothing_gets_a_line_of_its_own_into_the_head) {
  std::string evil = "x\r\nBcc: mallory@evil.example";
  for (auto change : std::vector<std::function<void(MimeParts&)>>{
           [&](auto& p) { p.subject = evil; }, [&](auto& p) { p.from_name = evil; },
           [&](auto& p) { p.to = "ali@auental.example\r\nBcc: mallory@evil.example"; },
           [&](auto& p) { p.reply_to = "a@b.example\nBcc: mallory@evil.example"; },
           [&](auto& p) { p.unsubscribe_url = "https://a.example/\r\nBcc: mallory@evil.example"; },
           [&](auto& p) { p.language = evil; }, [&](auto& p) { p.message_id = evil; },
           [&](auto& p) { p.from_address = "a@b.example\rBcc: mallory@evil.example"; },
           [&](auto& p) {
             p.attachments = {{evil, "text/plain", "x"}};
           },
           [&](auto& p) {
             p.attachments = {{"x.txt", "text/plain; " + evil, "x"}};
           }}) {
    auto attacked = parts();
    change(attacked);
    EXPECT_THROW(to_mime(attacked), BugError);
  }
  for (auto const* text : {"a\nb", "a\rb", "a\tb", "a\x7f", "a\xff"})
    EXPECT_FALSE(fits_header(text));
  EXPECT_TRUE(fits_header("Grüße, دعوة"));
}

}  // namespace
}  // namespace mila::mail
