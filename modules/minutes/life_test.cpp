// From the draft to what nobody changes any more, on both engines.
#include <rapidcheck.h>

#include "modules/minutes/docx.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/test_support.h"
#include "platform/base/text.h"

namespace mila::minutes {
namespace {

TEST(Check, finds_people_and_leaves_dates_and_offices_alone) {
  auto kinds = [](std::string const& text, std::vector<std::string> const& names = {}) {
    std::string found;
    for (auto const& one : findings_in("p", text, names)) found += (found.empty() ? "" : "|") + one.text;
    return found;
  };
  EXPECT_EQ(kinds("Frau Dr. von der Heide-Krüger berichtet."), "Frau Dr. von der Heide-Krüger");
  EXPECT_EQ(kinds("Familie Haddad zieht um, Fam. O. auch."), "Familie Haddad|Fam. O.");
  EXPECT_EQ(kinds("Bitte unter 069 90009-440 oder +49 69 90009441 melden"), "069 90009-440|+49 69 90009441");
  EXPECT_EQ(kinds("an w.maier@amt.example schicken"), "w.maier@amt.example");
  EXPECT_EQ(kinds("Az. 33-123/24 liegt vor, Aktenzeichen: 5 K 12/26"), "Az. 33-123/24|Aktenzeichen: 5 K 12/26");
  EXPECT_EQ(kinds("Nadine Ohlendorf sagt, Nadine Ohlendorfer nicht", {"Nadine Ohlendorf"}), "Nadine Ohlendorf");
  for (auto const* plain : {"Am 12.11.2026 um 14:00 Uhr in Raum 112", "23 Veranstaltungen in elf Gemeinden, rund 1.400 Gäste",
                            "Das Jobcenter, Team Integration, berichtet.", "§ 24 AufenthG, 2.000 Euro, 01.01.-31.12.2026"})
    EXPECT_EQ(kinds(plain), "") << plain;
}

TEST_P(LifeTest, names_are_pointed_out_and_may_be_left) {
  write(office, 0, "Frau Kern berichtet, Familie Haddad zieht um. Olena Hrytsenko dankt.", 0);
  EXPECT_EQ(to("check").status, 303);
  EXPECT_EQ(circulate().status, 422);
  EXPECT_EQ(stored().state, State::Check);
  auto page = office.get(here + "/check");
  EXPECT_EQ(page.status, 200);
  for (auto const* text : {"Frau Kern", "Familie Haddad"}) EXPECT_NE(page.body.find(text), std::string::npos) << text;
  for (int n = 0; n < 4; ++n) {
    auto findings = office.get(here + "/check");
    if (findings.body.find("name=\"leave\" value=\"1\"") == std::string::npos) break;
    findings.form("ul.m-tasks form").submit();
  }
  EXPECT_EQ(circulate().status, 303);
  EXPECT_EQ(stored().state, State::Circulated);
}

TEST_P(LifeTest, who_was_invited_reads_and_objects_without_an_account) {
  make_circulated();
  EXPECT_EQ(mails().size(), invitations_ + 2);
  EXPECT_EQ(circulate().status, 303);  // the second of two clicks sends nothing
  EXPECT_EQ(mails().size(), invitations_ + 2);
  auto path = reading_path("o@gast.example");
  EXPECT_EQ(path.rfind("/uk/", 0), 0u);
  auto page = site().get(path);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Begrüßt."), std::string::npos);
  auto form = page.form("form.m-form").set("text", "So war das nicht.");
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(site().get(path).form("form.m-form").set("text", "").submit().status, 422);
  auto context = as_operator();
  auto objections = site().database().read([&](db::Reader& reader) { return objections_of(reader, context, id); });
  ASSERT_EQ(objections.size(), 1u);
  EXPECT_EQ(objections[0].name, "Olena Hrytsenko");
  // Others do not read it.
  EXPECT_EQ(site().get(reading_path("g@gast.example")).body.find("So war das nicht"), std::string::npos);
  EXPECT_EQ(site().sign_in({{"leadership", ""}}).get(here).body.find("So war das nicht"), std::string::npos);
  EXPECT_EQ(site().get(path + "x").status, 404);
  // Not before the day is over, nor before it was answered.
  EXPECT_EQ(to("approved").status, 409);
  site().clock.advance(hours{24 * 15});
  office = site().sign_in({{"body-office", table}});
  EXPECT_EQ(to("approved").status, 409);
  EXPECT_EQ(site().post(path, {{"text", "zu spät"}}).status, 409);
  auto answer = office.get(here + "/objections/" + objections[0].id).form("form.m-form");
  EXPECT_EQ(answer.submit().status, 422);
  EXPECT_EQ(answer.set("state", "declined").set("answer", "Es bleibt dabei.").submit().status, 303);
  EXPECT_NE(site().get(path).body.find("Es bleibt dabei."), std::string::npos);
  EXPECT_EQ(to("approved").status, 303);
  EXPECT_EQ(stored().state, State::Approved);
  EXPECT_EQ(stored().content_hash.size(), 64u);
  EXPECT_EQ(stored().content_hash, sha256(canonical(stored(), parts())));
}

TEST_P(LifeTest, approved_minutes_are_added_to_and_blacked_out_but_never_changed) {
  make_approved();
  auto before = stored().content_hash;
  EXPECT_EQ(write(office, 0, "anders").status, 403);
  EXPECT_EQ(office.post(here + "/parts", {{"title", "Neu"}}).status, 403);
  EXPECT_EQ(office.get(here + "/addenda/new").form("form.m-form").set("text", "Nachtrag: 12 statt 11.").submit().status, 303);
  EXPECT_EQ(stored().content_hash, before);
  EXPECT_NE(office.get(here).body.find("12 statt 11"), std::string::npos);
  auto black = [&](std::string const& passage, std::string const& ground, std::string const& words = "") {
    return office.post(action(0) + "/blackening", {{"passage", passage}, {"ground", ground}, {"words", words}}).status;
  };
  EXPECT_EQ(black("Begrüßt", ""), 422);
  EXPECT_EQ(black("Begrüßt", "other"), 422);
  EXPECT_EQ(black("Begrüßt", "other", "weil BEGRÜSST da steht"), 422);
  EXPECT_EQ(black("steht nicht da", "request"), 422);
  EXPECT_EQ(black("Begrüßt", "other", "Beschluss des Gremiums"), 303);
  EXPECT_EQ(parts()[0].text.find("Begrüßt"), std::string::npos);
  EXPECT_NE(stored().content_hash, before);
  EXPECT_EQ(stored().content_hash, sha256(canonical(stored(), parts())));
  EXPECT_EQ(stored().plain.find("Begrüßt."), std::string::npos);
  auto redactions = site().database().read([&](db::Reader& reader) { return later_of(reader, id).redactions; });
  ASSERT_EQ(redactions.size(), 1u);
  EXPECT_EQ(redactions[0].hash_before, before);
  EXPECT_EQ(redactions[0].made_by, office.account_id);
  EXPECT_EQ(redactions[0].ground, Ground::Other);
  EXPECT_EQ(redactions[0].reason, "Beschluss des Gremiums");
  EXPECT_EQ(testing::dump_of(site().database()).find("Begrüßt."), std::string::npos);
  // A heading may hold a name as well.
  std::string title = parts()[0].title;
  EXPECT_EQ(black(title, "request"), 303);
  EXPECT_EQ(parts()[0].title.find(title), std::string::npos);
  EXPECT_EQ(stored().content_hash, sha256(canonical(stored(), parts())));
}

TEST_P(LifeTest, an_addendum_sent_twice_stands_there_once) {
  make_approved();
  auto addenda = [&] { return site().database().read([&](db::Reader& reader) { return addenda_of(reader, id); }); };
  auto form = office.get(here + "/addenda/new").form("form.m-form").set("text", "Nachtrag: 12 statt 11.");
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(addenda().size(), 1u);
  // The same words from a page opened anew are meant.
  EXPECT_EQ(office.get(here + "/addenda/new").form("form.m-form").set("text", "Nachtrag: 12 statt 11.").submit().status, 303);
  EXPECT_EQ(addenda().size(), 2u);
}

TEST_P(LifeTest, addenda_are_checked_and_blacked_out_like_the_text) {
  make_approved();
  auto addenda = [&] { return site().database().read([&](db::Reader& reader) { return addenda_of(reader, id); }); };
  auto add = [&](std::vector<std::pair<std::string, std::string>> fields) { return office.post(here + "/addenda/new", std::move(fields)); };
  std::string text = "Familie Haddad, Az. 33-123/24, Tel. 069 90009-440:\nOlena Hrytsenko sah es anders.";
  auto asked = add({{"text", text}});
  EXPECT_EQ(asked.status, 422);
  for (auto const* found : {"Familie Haddad", "Az. 33-123/24", "069 90009-440", "Olena Hrytsenko"})
    EXPECT_EQ(asked.document.find("fieldset#f-left").text().find(found) == std::string::npos, false) << found;
  auto form = asked.form("form.m-form").choose("Familie Haddad");
  EXPECT_EQ(form.submit().status, 422);  // the others were not decided on
  EXPECT_TRUE(addenda().empty());
  for (auto const* found : {"Az. 33-123/24", "069 90009-440", "Olena Hrytsenko"}) form.choose(found);
  EXPECT_EQ(form.submit().status, 303);
  ASSERT_EQ(addenda().size(), 1u);
  auto before = addenda()[0];
  auto hash = stored().content_hash;
  EXPECT_EQ(before.content_hash, sha256(canonical(before)));
  EXPECT_NE(office.get("/staff/minutes?q=haddad").body.find("Drittes Quartal"), std::string::npos);

  auto path = here + "/addenda/" + before.id + "/blackening";
  EXPECT_NE(office.get(path).body.find("Familie Haddad"), std::string::npos);
  EXPECT_EQ(site().sign_in({{"leadership", ""}}).get(path).status, 403);
  EXPECT_EQ(office.get(here + "/addenda/none/blackening").status, 404);
  EXPECT_EQ(office.post(path, {{"passage", "Haddad"}, {"ground", "name"}, {"words", "Haddad wollte es"}}).status, 422);
  EXPECT_EQ(office.post(path, {{"passage", "Haddad"}, {"ground", "name"}}).status, 303);
  auto after = addenda()[0];
  EXPECT_EQ(after.content_hash, sha256(canonical(after)));
  EXPECT_EQ(stored().content_hash, hash);
  auto redactions = site().database().read([&](db::Reader& reader) { return later_of(reader, id).redactions; });
  ASSERT_EQ(redactions.size(), 1u);
  EXPECT_EQ(redactions[0].hash_before, before.content_hash);
  EXPECT_EQ(redactions[0].hash_after, after.content_hash);
  // It is gone wherever it stood.
  for (auto const& gone : {testing::dump_of(site().database()), office.get(here).body, office.get("/staff/minutes?q=haddad").document.find("main").text(),
                           text_of_docx(office.get(here + "/file.docx").body).value_or("")})
    EXPECT_EQ(gone.find("addad"), std::string::npos);
  EXPECT_NE(office.get(here).body.find(after.content_hash), std::string::npos);
}

TEST_P(LifeTest, the_public_sees_public_parts_only_once_released) {
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    auto item = *meetings::find_item(writer, items[0]);
    item.visibility = Visibility::Public;
    ASSERT_TRUE(meetings::save_item(writer, context, item));
  });
  write(office, 1, "Nur für Mitglieder.", 0);
  make_approved();
  EXPECT_EQ(site().get("/de/minutes/" + id).status, 404);
  EXPECT_EQ(to("public").status, 303);
  auto page = site().get("/ar/minutes/" + id);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Begrüßt."), std::string::npos);
  EXPECT_EQ(page.body.find("Nur für Mitglieder"), std::string::npos);
  EXPECT_EQ(to("internal").status, 303);
  EXPECT_EQ(site().get("/ar/minutes/" + id).status, 404);
}

TEST_P(LifeTest, a_name_left_for_members_does_not_go_public) {
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    auto item = *meetings::find_item(writer, items[1]);
    item.visibility = Visibility::Public;
    ASSERT_TRUE(meetings::save_item(writer, context, item));
  });
  write(office, 1, "Frau Kern berichtet.", 0);
  to("check");
  office.get(here + "/check").form("ul.m-tasks form").submit();
  EXPECT_EQ(circulate().status, 303);
  site().clock.advance(hours{24 * 15});
  office = site().sign_in({{"body-office", table}});
  to("approved");
  EXPECT_EQ(to("public").status, 422);
  EXPECT_EQ(office.post(action(1) + "/blackening", {{"passage", "Frau Kern"}, {"ground", "name"}}).status, 303);
  EXPECT_EQ(to("public").status, 303);
}

TEST_P(LifeTest, objections_lose_name_and_words_after_ninety_days) {
  make_circulated();
  site().get(reading_path("o@gast.example")).form("form.m-form").set("text", "Anders.").submit();
  auto context = as_operator();
  auto objections = [&] { return site().database().read([&](db::Reader& reader) { return objections_of(reader, context, id); }); };
  office.post(here + "/objections/" + objections()[0].id, {{"state", "accepted"}, {"answer", "ja"}, {"version", "1"}});
  site().clock.advance(hours{24 * 15});
  office = site().sign_in({{"body-office", table}});
  EXPECT_EQ(to("approved").status, 303);
  site().clock.advance(hours{24 * 80});
  EXPECT_EQ(module().expire(context), 0);
  site().clock.advance(hours{24 * 11});
  EXPECT_EQ(module().expire(context), 1);
  ASSERT_EQ(objections().size(), 1u);
  EXPECT_EQ(objections()[0].name + objections()[0].text, "");
  EXPECT_EQ(objections()[0].state, ObjectionState::Accepted);
}

TEST_P(LifeTest, a_guest_without_a_name_objected_without_a_name) {
  make_circulated();
  for (auto const* mail : {"o@gast.example", "g@gast.example"})
    EXPECT_EQ(site().get(reading_path(mail)).form("form.m-form").set("text", "Anders, sagt " + std::string(mail)).submit().status, 303);
  auto context = as_operator();
  auto texts = [&] {
    std::string all;
    for (auto const& one : site().database().read([&](db::Reader& reader) { return objections_of(reader, context, id); })) all += one.name + one.text + one.invitee_id;
    return all;
  };
  // Who is erased takes the guest of the same address along (the module of erasure comes before this one).
  site().database().write([&](db::Writer& writer) {
    meetings::forget_in_answers(writer, context, {"O@gast.example"}, [](std::string const& text) { return text; });
    module().erase_person(writer, context, "somebody");
  });
  EXPECT_EQ(texts().find("Olena"), std::string::npos);
  EXPECT_EQ(texts().find("o@gast"), std::string::npos);
  EXPECT_NE(texts().find("g@gast"), std::string::npos);
  // What nobody knows any more need not be answered.
  EXPECT_EQ(office.get(here).document.find("main").text().find("Olena"), std::string::npos);
  // The invitation loses its name, and so does the objection.
  site().database().write([&](db::Writer& writer) { meetings::forget_guests(writer, writer.now() + days{1}); });
  EXPECT_EQ(module().expire(context), 1);
  EXPECT_EQ(texts(), "");
  site().clock.advance(hours{24 * 15});
  office = site().sign_in({{"body-office", table}});
  EXPECT_EQ(to("approved").status, 303);
}

TEST_P(LifeTest, who_is_erased_stands_in_no_objection_and_may_ask_for_theirs) {
  auto context = as_operator();
  std::string person, invitee;
  site().database().write([&](db::Writer& writer) {
    network::Person value;
    value.name = "Nadine Ohlendorf";
    value.work_mail = "n@verein.example";
    person = network::save_person(writer, context, value).value();
    network::Seat seat{.body_id = table, .person_id = person, .from = 2020y / January / 1};
    ASSERT_TRUE(network::save_seat(writer, context, seat, network::find_body(writer, context, table)->version));
    ASSERT_TRUE(meetings::invite(writer, context, id, {}, true));
  });
  make_circulated();
  EXPECT_EQ(site().get(reading_path("n@verein.example")).form("form.m-form").set("text", "Anders gesagt.").submit().status, 303);
  auto objections = [&] { return site().database().read([&](db::Reader& reader) { return objections_of(reader, context, id); }); };
  ASSERT_EQ(objections().size(), 1u);
  EXPECT_EQ(objections()[0].person_id, person);
  auto told = site().database().read([&](db::Reader& reader) { return module().disclose_person(context, reader, person); });
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].entries.at(0).value, "Anders gesagt.");
  site().database().write([&](db::Writer& writer) { module().erase_person(writer, context, person); });
  ASSERT_EQ(objections().size(), 1u);
  EXPECT_EQ(objections()[0].name + objections()[0].text + objections()[0].person_id + objections()[0].invitee_id, "");
}

TEST_P(LifeTest, names_go_from_minutes_nobody_approved_too) {
  auto context = as_operator();
  site().database().write([&](db::Writer& writer) {
    network::Person value;
    value.name = "Nadine Ohlendorf";
    value.work_mail = "n@verein.example";
    auto person = network::save_person(writer, context, value).value();
    network::Seat seat{.body_id = table, .person_id = person, .from = 2020y / January / 1};
    ASSERT_TRUE(network::save_seat(writer, context, seat, network::find_body(writer, context, table)->version));
    ASSERT_TRUE(meetings::invite(writer, context, id, {}, true));
  });
  make_circulated();
  EXPECT_EQ(site().get(reading_path("n@verein.example")).form("form.m-form").set("text", "Anders gesagt.").submit().status, 303);
  site().clock.advance(hours{24 * 60});
  EXPECT_EQ(module().expire(context), 0);
  site().clock.advance(hours{24 * 90});
  EXPECT_EQ(module().expire(context), 1);
}

TEST_P(LifeTest, an_objection_taken_over_changes_the_text_before_approval) {
  make_circulated();
  auto member = site().sign_in({{"leadership", ""}});
  EXPECT_EQ(member.get(here).status, 200);
  EXPECT_EQ(write(member, 0, "meins").status, 403);
  EXPECT_EQ(write(office, 0, "Begrüßt und vorgestellt.").status, 303);
  EXPECT_EQ(parts()[0].text, "Begrüßt und vorgestellt.");
  EXPECT_EQ(to("draft").status, 409);
}

TEST_P(LifeTest, circulating_and_blacking_out_are_all_or_nothing) {
  auto context = as_operator();
  write(office, 0, "Begrüßt.", 0);
  to("check");
  auto until = Date{sys_days{local_date(site().clock.now(), "Europe/Berlin")} + days{3}};
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { ASSERT_TRUE(minutes::circulate(writer, context, id, until)); });
  }), 8);
  EXPECT_EQ(mails().size(), invitations_ + 2);
  site().clock.advance(hours{24 * 4});
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { ASSERT_TRUE(approve(writer, context, id)); });
  }), 3);
  auto part = parts()[0].id;
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { ASSERT_TRUE(black_out(writer, context, id, part, "Begrüßt", {Ground::Request})); });
  }), 5);
}

TEST_P(LifeTest, who_is_erased_goes_from_drafts_at_once_and_from_approved_minutes_as_an_act_on_record) {
  auto context = as_operator();
  auto without = [](std::string const& text) { return replace_all(text, "Quitta Ohle", "█████"); };
  auto forget = [&] { site().database().write([&](db::Writer& writer) { forget_in_minutes(writer, context, without); }); };
  write(office, 0, "Begrüßt von Quitta Ohle.", 0);
  forget();
  EXPECT_EQ(parts()[0].text, "Begrüßt von █████.");
  write(office, 0, "Begrüßt.");
  make_approved();
  auto hash = stored().content_hash;
  site().database().write([&](db::Writer& writer) {
    auto part = load_parts(writer, id)[0];
    part.text = "Dank an Quitta Ohle.";
    ASSERT_TRUE(update_part(writer, part));
    auto added = add_addendum(writer, context, id, "Quitta Ohle fehlte.", {});
    if (added) return;
    ADD_FAILURE() << added.error().message;
  });
  forget();
  EXPECT_EQ(parts()[0].text, "Dank an █████.");
  EXPECT_EQ(stored().content_hash, sha256(canonical(stored(), parts())));
  EXPECT_NE(stored().content_hash, hash);
  auto later = site().database().read([&](db::Reader& reader) { return later_of(reader, id); });
  EXPECT_EQ(later.addenda[0].text, "█████ fehlte.");
  ASSERT_EQ(later.redactions.size(), 2u);
  EXPECT_EQ(later.redactions[0].ground, Ground::Request);
  EXPECT_EQ(stored().plain.find("Ohle"), std::string::npos);
  forget();
  EXPECT_EQ(site().database().read([&](db::Reader& reader) { return later_of(reader, id); }).redactions.size(), 2u);
}

/// Whatever people do in whatever order: an approved text changes by blacking out alone.
TEST_P(LifeTest, nothing_changes_an_approved_text_but_blacking_out) {
  make_approved();
  auto context = site().context("de", Actor::operator_());
  auto content = [&] { return canonical(stored(), parts()); };
  EXPECT_TRUE(rc::check("approved minutes stay", [&] {
    auto before = content();
    auto hash = stored().content_hash;
    int act = *rc::gen::inRange(0, 9);
    auto n = static_cast<std::size_t>(*rc::gen::inRange(0, 2));
    auto text = *rc::gen::element<std::string>("neu", "", "Begrüßt.", "█");
    bool blacked = site().database().write([&](db::Writer& writer) {
      auto all = parts_of(writer, *open_minutes(writer, context, id));
      Part part = all.at(n);
      part.text = text;
      auto day = Date{sys_days{meetings::today_of(context)} + days{5}};
      switch (act) {
        case 0: (void)save_part(writer, context, id, part); break;
        case 1: (void)save_part(writer, context, id, {.title = text, .text = text}); break;
        case 2: (void)remove_part(writer, context, id, part.id, part.version); break;
        case 3: (void)finish_writing(writer, context, id); break;
        case 4: (void)write_on(writer, context, id); break;
        case 5: (void)minutes::circulate(writer, context, id, day); break;
        case 6: (void)approve(writer, context, id); break;
        case 7: (void)add_addendum(writer, context, id, text); break;
        default: return black_out(writer, context, id, part.id, text, {Ground::Other, "Grund"}).has_value();
      }
      return false;
    });
    if (!blacked) {
      RC_ASSERT(content() == before);
      RC_ASSERT(stored().content_hash == hash);
    }
    RC_ASSERT(stored().state == State::Approved);
    RC_ASSERT(stored().content_hash == sha256(content()));
  }));
}

MILA_ON_EACH_ENGINE(LifeTest);

}  // namespace
}  // namespace mila::minutes
