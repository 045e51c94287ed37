// Who leaves loses access at once, and whoever marks them learns what is left to do.
#include <gtest/gtest.h>

#include "modules/network/keep_step.h"
#include "modules/network/test_support.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/end_access.h"
#include "platform/auth/sessions.h"
#include "platform/testing/site.h"

namespace mila::network {
namespace {

using namespace std::chrono;

class LeavingTest : public testing::EngineTest {
 protected:
  LeavingTest()
      : site({.modules = {places::module(), taxonomy::module(), directory::module(), module()},
              .engine = GetParam()}) {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    house = add_organization(site.database(), "Haus Ankunft");
    Person person = named(PersonClass::Partner, "Mina Farid", house);
    person.work_mail = "farid@haus.example";
    id = add_person(site.database(), as_operator(), person);
    today = local_date(site.clock.now(), "Europe/Berlin");
  }
  Context as_operator() { return site.context("de", Actor::operator_()); }
  template <typename Act>
  auto write(Act act) {
    auto context = as_operator();
    return site.database().write([&](db::Writer& writer) { return act(writer, context); });
  }
  void link(std::string const& account) {
    write([&](db::Writer& w, Context& c) { link_account(w, c, id, account).value(); });
  }
  Date day(int from_today) { return sys_days(today) + days{from_today}; }
  auth::Account account(std::string const& account_id) {
    return site.database().read([&](db::Reader& r) { return *auth::find_account(r, account_id); });
  }
  testing::TestSite site;
  std::string house, id;
  Date today{};
};

TEST_P(LeavingTest, who_has_left_is_signed_out_and_has_no_rights_and_no_links) {
  auto who = site.sign_in({{"adviser", house}});
  link(who.account_id);
  EXPECT_EQ(who.get("/staff/network").status, 200);
  std::string token;
  write([&](db::Writer& w, Context& c) {
    token = auth::make_link(w, c, "sign-in", who.account_id, minutes{30});
    mark_left(w, c, id, day(-1)).value();
  });
  EXPECT_EQ(who.get("/staff/network").status, 303) << "to the sign-in page";
  EXPECT_EQ(account(who.account_id).state, auth::AccountState::Disabled);
  site.database().read([&](db::Reader& reader) {
    EXPECT_FALSE(auth::find_link(reader, site.county(), token));
    for (auto const& grant : auth::grants_of(reader, who.account_id))
      EXPECT_FALSE(grant.holds_at(site.clock.now() + seconds{1}));
  });
}

TEST_P(LeavingTest, the_last_day_ends_at_midnight_sharp) {
  auto who = site.sign_in({{"adviser", house}});
  link(who.account_id);
  write([&](db::Writer& w, Context& c) { mark_left(w, c, id, today).value(); });
  EXPECT_EQ(who.get("/staff/network").status, 200) << "they still work today";
  std::int64_t due = 0;
  site.database().read([&](db::Reader& reader) {
    reader.each({"test.due", "select run_at from job where kind = 'network.leaving'"}, {},
                [&](db::Row const& row) { row.read(due); });
  });
  auto midnight = local_to_instant(day(1), {}, "Europe/Berlin");
  EXPECT_EQ(due, midnight.time_since_epoch().count());
  site.clock.set(midnight);
  auto context = as_operator();
  for (auto const& job : module().jobs)
    if (job.name == kLeavingJob) job.handler(context, {});
  EXPECT_EQ(account(who.account_id).state, auth::AccountState::Disabled);
}

TEST_P(LeavingTest, access_can_end_before_the_last_day) {
  auto who = site.sign_in({{"adviser", house}}), coordinator = site.sign_in({{"coordinator", ""}});
  link(who.account_id);
  auto form = coordinator.get("/staff/network/people/" + id + "/leaving");
  EXPECT_TRUE(form.document.find("input[name=at_once]"));
  std::string last = format_iso_date(day(20));
  EXPECT_EQ(coordinator.post("/staff/network/people/" + id + "/leaving", {{"last_day", last}, {"at_once", "1"}}).status, 303);
  EXPECT_EQ(who.get("/staff/network").status, 303);
}

TEST_P(LeavingTest, the_last_account_manager_does_not_lock_the_county_out) {
  auto coordinator = site.sign_in({{"coordinator", ""}});
  link(coordinator.account_id);
  auto left = [&] { return coordinator.post("/staff/network/people/" + id + "/leaving", {{"last_day", format_iso_date(day(-1))}}).status; };
  EXPECT_EQ(left(), 409);
  EXPECT_EQ(account(coordinator.account_id).state, auth::AccountState::Active);
  site.sign_in({{"coordinator", ""}});
  EXPECT_EQ(left(), 303);
  EXPECT_EQ(account(coordinator.account_id).state, auth::AccountState::Disabled);
}

TEST_P(LeavingTest, without_a_tied_account_the_page_says_so_and_leads_to_it) {
  auto coordinator = site.sign_in({{"coordinator", ""}});
  site.database().write([&](db::Writer& w) { auth::rename_account(w, coordinator.account_id, "Co", "en"); });
  auto other = write([&](db::Writer& w, Context& c) {
    return auth::create_account(w, c, site.site().roles(), "farid@haus.example", "Mina Farid", "de", {}).value();
  });
  std::string const person = "/staff/network/people/" + id;
  for (auto const& path : {person + "/leaving", person}) {
    auto page = coordinator.get(path);
    EXPECT_NE(page.text().find("No account is tied to this entry"), std::string::npos) << path;
    EXPECT_TRUE(page.document.find("a[href=\"/staff/accounts/" + other + "\"]")) << path;
    auto left = coordinator.post(person + "/leaving", {{"last_day", format_iso_date(day(-1))}});
    EXPECT_EQ(left.status, 303);
  }
  auto editor = site.sign_in({{"organisation-editor", house}});
  site.database().write([&](db::Writer& w) { auth::rename_account(w, editor.account_id, "Ed", "en"); });
  auto page = editor.get(person);
  EXPECT_NE(page.text().find("please tell whoever manages accounts"), std::string::npos);
  EXPECT_FALSE(page.document.find("a[href=\"/staff/accounts/" + other + "\"]"));
}

TEST_P(LeavingTest, an_account_tied_to_somebody_who_has_left_is_closed) {
  auto who = site.sign_in({{"adviser", house}});
  write([&](db::Writer& w, Context& c) { mark_left(w, c, id, day(-1)).value(); });
  link(who.account_id);
  EXPECT_EQ(account(who.account_id).state, auth::AccountState::Disabled);
}

MILA_ON_EACH_ENGINE(LeavingTest);

}  // namespace
}  // namespace mila::network
