// Who was at a training gets a certificate behind their link; a review begins with its questions.
#include "modules/meetings/certificate.h"

#include "modules/meetings/attendance.h"
#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

class CertificateTest : public MeetingsTest {
 protected:
  std::string plan_kind(std::string const& kind) {
    return planned_id(office.get("/staff/meetings/new").form("form.m-form").set("title", "Fortbildung " + kind).set("day", format_iso_date(in(20))).set("kind", kind).submit().follow());
  }
};

TEST_P(CertificateTest, only_who_was_there_has_one_under_the_right_name) {
  for (std::string kind : {"training", "round-table"}) {
    auto id = plan_kind(kind);
    auto guests = kind + "1 Olena Hrytsenko <o" + kind + "@gast.example>\n" + kind + "2 Bodo Eberwein <b" + kind + "@gast.example>";
    office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").set("guests", guests).submit();
    auto there = answer_path("o" + kind + "@gast.example"), away = answer_path("b" + kind + "@gast.example");
    EXPECT_EQ(site().get(there + "/certificate").status, 404);  // not held yet
    site().clock.advance(hours{24 * 20});
    auto context = as_operator();
    for (auto const& one : invitees(id))
      if (one.mail.starts_with("o"))
        site().database().write([&](db::Writer& writer) { ASSERT_TRUE(mark_attendance(writer, context, id, one.id, {.present = true, .at = writer.now()})); });
    auto page = site().get(there + "/certificate");
    if (kind == "training") {
      ASSERT_EQ(page.status, 200);
      EXPECT_NE(page.text().find("Olena Hrytsenko"), std::string::npos);
      EXPECT_EQ(page.text().find("Eberwein"), std::string::npos);
      EXPECT_NE(site().get(there).body.find(there + "/certificate"), std::string::npos);
    } else {
      EXPECT_EQ(page.status, 404);
    }
    EXPECT_EQ(site().get(away + "/certificate").status, 404);
    site().clock.advance(-hours{24 * 20});
  }
}

TEST_P(CertificateTest, a_review_begins_with_its_questions_and_others_do_not) {
  auto count = [&](std::string const& id, Audience audience) {
    return site().database().read([&](db::Reader& reader) { return agenda_of(reader, *find_meeting(reader, id), audience).size(); });
  };
  auto review = plan_kind("review");
  EXPECT_EQ(count(review, Audience::Runs), 4u);
  EXPECT_EQ(count(review, Audience::Member), 3u);
  EXPECT_EQ(count(plan_kind("training"), Audience::Runs), 0u);
}

MILA_ON_EACH_ENGINE(CertificateTest);

}  // namespace
}  // namespace mila::meetings
