// Who reads what of minutes, also when the agenda says something else later; on both engines.
#include "modules/minutes/compile.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/test_support.h"

namespace mila::minutes {
namespace {

class RightsTest : public LifeTest {
 protected:
  void set_visibility(std::string const& item_id, Visibility value) {
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      auto item = *meetings::find_item(writer, item_id);
      item.visibility = value;
      ASSERT_TRUE(meetings::save_item(writer, context, item));
    });
  }
  /// All that is put together of the meeting, as this actor gets it.
  std::string compiled(Actor actor) {
    auto context = site().context("de", std::move(actor));
    return site().database().read([&](db::Reader& reader) {
      std::string text;
      for (auto const& group : compile(reader, context, meetings::find_meetings(reader, {id}), {"eins"}, Grouping::ByMeeting))
        for (auto const& one : group.texts) text += one.heading + ": " + one.text + "\n";
      return text;
    });
  }
  bool says(std::string const& text, std::string const& what) { return text.find(what) != std::string::npos; }
};

TEST_P(RightsTest, what_is_taken_along_of_a_draft_follows_the_agenda) {
  write(office, 0, "Offenes.", 0);
  write(office, 1, "Vertrauliches.", 0);
  EXPECT_TRUE(says(compiled(Actor::operator_()), "Vertrauliches"));
  set_visibility(items[1], Visibility::Hidden);
  EXPECT_TRUE(says(compiled(Actor::operator_()), "Offenes"));
  EXPECT_FALSE(says(compiled(Actor::operator_()), "Vertrauliches"));
  EXPECT_EQ(compiled(Actor::visitor()), "");
  // A part of what is hidden is hidden.
  set_visibility(items[1], Visibility::Internal);
  set_visibility(items[0], Visibility::Hidden);
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    auto item = *meetings::find_item(writer, items[1]);
    item.parent_id = items[0];
    ASSERT_TRUE(meetings::save_item(writer, context, item));
  });
  EXPECT_EQ(compiled(Actor::operator_()), "");
  EXPECT_EQ(text_of_docx(office.get(here + "/file.docx").body).value_or("").find("Vertrauliches"), std::string::npos);
}

TEST_P(RightsTest, an_item_hidden_later_is_hidden_in_what_went_round) {
  write(office, 0, "Offenes.", 0);
  write(office, 1, "Vertrauliches.", 0);
  to("check");
  EXPECT_EQ(circulate().status, 303);
  auto member = site().sign_in({{"leadership", ""}});
  auto reading = reading_path("o@gast.example");
  auto shown = [&] {
    std::string all = member.get(here).body + member.get("/staff/minutes?q=vertrauliches").document.find("main").text() + site().get(reading).body +
                      member.get(here + "/compiled").body + text_of_docx(member.get(here + "/file.docx").body).value_or("") +
                      text_of_docx(member.get(here + "/compiled.docx").body).value_or("");
    return says(all, "Vertrauliches.") || says(member.get("/staff/minutes?q=vertrauliches").body, "Drittes Quartal");
  };
  EXPECT_TRUE(shown());
  set_visibility(items[1], Visibility::Hidden);
  EXPECT_FALSE(shown());
  EXPECT_TRUE(says(member.get("/staff/minutes?q=offenes").body, "Drittes Quartal"));
  EXPECT_TRUE(says(office.get(here).body, "Vertrauliches."));
  // Made wider again, it is read by those who read it before, and by no more.
  set_visibility(items[1], Visibility::Public);
  EXPECT_TRUE(shown());
  EXPECT_EQ(parts()[1].visibility, Visibility::Internal);
}

TEST_P(RightsTest, the_public_loses_what_is_internal_now) {
  set_visibility(items[0], Visibility::Public);
  set_visibility(items[1], Visibility::Public);
  write(office, 1, "Nicht mehr für alle.", 0);
  make_approved();
  EXPECT_EQ(to("public").status, 303);
  EXPECT_TRUE(says(site().get("/de/minutes/" + id).body, "Nicht mehr für alle."));
  auto hash = stored().content_hash;
  set_visibility(items[1], Visibility::Internal);
  EXPECT_FALSE(says(site().get("/en/minutes/" + id).body, "Nicht mehr für alle."));
  EXPECT_TRUE(says(site().get("/en/minutes/" + id).body, "Begrüßt."));
  EXPECT_EQ(stored().content_hash, hash);
  set_visibility(items[0], Visibility::Internal);
  EXPECT_EQ(site().get("/fr/minutes/" + id).status, 404);
}

TEST_P(RightsTest, what_was_written_on_an_item_that_has_gone_is_for_who_writes_until_they_say_otherwise) {
  write(office, 1, "Vertrauliches.", 0);
  set_visibility(items[1], Visibility::Hidden);
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    ASSERT_TRUE(meetings::remove_item(writer, context, items[1], meetings::find_item(writer, items[1])->version));
  });
  EXPECT_EQ(parts().at(1).visibility, Visibility::Hidden);
  EXPECT_FALSE(says(compiled(Actor::operator_()), "Vertrauliches"));
  // Saving the text alone does not open it; choosing who reads it does.
  EXPECT_EQ(write(office, 1, "Vertrauliches, noch.").status, 303);
  EXPECT_EQ(parts().at(1).visibility, Visibility::Hidden);
  EXPECT_TRUE(says(office.get(here + "/writing").body, "name=\"visibility\""));
  EXPECT_EQ(office.post(action(1), {{"text", "Für Mitglieder."}, {"version", std::to_string(parts()[1].version)}, {"act", "save"}, {"visibility", "internal"}}).status, 303);
  EXPECT_TRUE(says(compiled(Actor::operator_()), "Für Mitglieder."));
  // An item of the agenda is what the agenda says.
  EXPECT_EQ(office.post(action(0), {{"text", "Guten Tag."}, {"version", "0"}, {"act", "save"}, {"visibility", "public"}}).status, 303);
  EXPECT_EQ(parts()[0].visibility, Visibility::Internal);
}

TEST_P(RightsTest, a_part_that_cannot_be_kept_begins_no_minutes) {
  // The id is one of other minutes.
  std::string taken = "018f0000-0000-7000-8000-00000000000a", second;
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    auto meeting = *meetings::find_meeting(writer, id);
    meeting.id.clear();
    meeting.version = 0;
    meeting.state = meetings::State::Planned;
    second = meetings::save_meeting(writer, context, meeting).value();
  });
  EXPECT_EQ(office.post("/staff/minutes/" + second + "/parts", {{"id", taken}, {"title", "Erstes"}, {"visibility", "internal"}}).status, 303);
  office.post(here + "/parts", {{"id", taken}, {"title", "Zweites"}, {"visibility", "internal"}});
  auto there = [&] { return site().database().read([&](db::Reader& reader) { return load_minutes(reader, id).has_value(); }); };
  EXPECT_FALSE(there());
  EXPECT_EQ(office.post(here + "/writers", {{"mail", "who@auental.example"}, {"writes", "0"}}).status, 422);
  auto member = site().sign_in({{"leadership", ""}});
  auto mail = site().database().read([&](db::Reader& reader) { return auth::find_account(reader, member.account_id)->mail; });
  EXPECT_EQ(office.post(here + "/writers", {{"mail", mail}, {"writes", "0"}}).status, 303);
  EXPECT_FALSE(there());
}

TEST_P(RightsTest, lists_show_drafts_to_who_writes_them_and_nothing_without_the_right_to_read) {
  write(office, 0, "Entwurf.", 0);
  auto list = [&](Actor const& actor) {
    auto context = site().context("de", actor);
    return site().database().read([&](db::Reader& reader) {
      return std::pair{list_minutes(reader, context, {}).size(), static_cast<std::size_t>(count_minutes(reader, context, {}))};
    });
  };
  EXPECT_EQ(list(Actor::operator_()), std::pair(std::size_t{1}, std::size_t{1}));
  EXPECT_EQ(list(Actor::visitor()), std::pair(std::size_t{0}, std::size_t{0}));
  to("check");
  EXPECT_EQ(circulate().status, 303);
  EXPECT_EQ(list(Actor::visitor()), std::pair(std::size_t{0}, std::size_t{0}));
  EXPECT_EQ(compiled(Actor::visitor()), "");
}

MILA_ON_EACH_ENGINE(RightsTest);

}  // namespace
}  // namespace mila::minutes
