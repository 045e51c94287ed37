// What was given up is seen, tried again or dropped by whoever runs the program.
#include <gtest/gtest.h>

#include "modules/today/staff_running.h"
#include "modules/directory/directory.h"
#include "modules/places/places.h"
#include "modules/today/today.h"
#include "platform/mail/mail.h"
#include "platform/testing/site.h"

namespace mila::today {
namespace {

using testing::TestSite;

class Running : public testing::EngineTest {
 protected:
  Running() : site({.modules = {places::module(), directory::module(), module(), jobs_module()}, .engine = GetParam()}) {}

  /// A module with a job that comes back.
  static Module jobs_module() {
    Module m;
    m.name = "probe";
    m.jobs = {{.name = "probe.tidy", .handler = [](Context&, jobs::Job const&) { return jobs::Outcome::done(); },
               .every = std::chrono::hours(24)}};
    return m;
  }
  void write(char const* sql) {
    site.database().write([&](db::Writer& writer) { writer.run({"test", sql}); });
  }
  std::int64_t count(char const* sql) {
    return site.database().read([&](db::Reader& r) { return r.value<std::int64_t>({"test", sql}).value_or(0); });
  }
  /// A mail that was refused for good.
  std::string parked_mail() {
    auto context = site.context("de", Actor::operator_());
    auto id = site.database().write([&](db::Writer& writer) {
      return mail::enqueue(writer, context, {.purpose = "invitation", .address = "wer@auental.example", .subject = "Geheimer Betreff",
                                             .letter = {.blocks = {mail::Paragraph{"Text"}}, .reason = "Grund"}}).value();
    });
    write("update outbox set state = 'parked', code = 'auth', ended_at = created_at");
    write("update job set parked_at = run_at, run_at = 253402300799999, code = 'auth' where kind = 'mail.send'");
    return id;
  }

  TestSite site;
};

TEST_P(Running, AParkedMailIsTriedAgain) {
  auto boss = site.sign_in({{"administrator", ""}});
  EXPECT_EQ(boss.get("/staff").text().find("/staff/running"), std::string::npos);
  parked_mail();
  EXPECT_TRUE(boss.get("/staff").document.find("main a[href='/staff/running']")) << "it waits on the start page";
  auto page = boss.get("/staff/running");
  EXPECT_NE(page.text().find("invitation"), std::string::npos);
  for (auto const* secret : {"wer@auental.example", "Geheimer Betreff"})
    EXPECT_EQ(page.body.find(secret), std::string::npos) << secret;

  auto action = page.document.find("main form").attribute("action");
  EXPECT_EQ(boss.post(action).status, 303);
  EXPECT_EQ(count("select count(*) from outbox where state = 'queued'"), 1);
  EXPECT_EQ(count("select count(*) from job where parked_at is not null"), 0);
  EXPECT_EQ(boss.post(action).status, 404) << "it is not parked any more";
}

TEST_P(Running, AParkedMailIsDropped) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto id = parked_mail();
  EXPECT_EQ(boss.post("/staff/running/mails/" + id + "/drop").status, 303);
  EXPECT_EQ(count("select count(*) from outbox where state = 'withdrawn'"), 1);
  EXPECT_EQ(count("select count(*) from job where kind = 'mail.send'"), 0);
  EXPECT_EQ(count("select count(*) from audit_entry where action = 'mail.dropped'"), 1);
}

TEST_P(Running, JobsAreSeenTriedAgainAndRunNow) {
  auto boss = site.sign_in({{"administrator", ""}});
  site.database().write([&](db::Writer& writer) {
    jobs::enqueue(writer, site.random, {.kind = "probe.tidy", .run_at = site.clock.now() + std::chrono::hours(9), .key = "probe.tidy"});
    jobs::enqueue(writer, site.random, {.kind = "probe.once"});
  });
  write("update job set parked_at = run_at, run_at = 253402300799999, code = 'poison' where kind = 'probe.once'");
  auto page = boss.get("/staff/running");
  EXPECT_NE(page.text().find("probe.once"), std::string::npos);
  EXPECT_NE(page.text().find("probe.tidy"), std::string::npos);
  EXPECT_EQ(boss.post("/staff/running/periodic/probe.tidy/run").status, 303);
  EXPECT_EQ(count("select count(*) from job where kind = 'probe.tidy' and run_at < 200000000000000"), 1);
  EXPECT_EQ(site.database().read([&](db::Reader& r) { return jobs::backlog(r, site.clock.now()).due; }), 1);
  EXPECT_EQ(boss.post("/staff/running/periodic/probe.once/run").status, 404) << "not one that comes back";
  EXPECT_EQ(boss.post(page.document.find("main form").attribute("action")).status, 303);
  EXPECT_EQ(count("select count(*) from job where parked_at is not null"), 0);
}

TEST_P(Running, IsForWhoeverRunsTheProgramOnly) {
  EXPECT_EQ(site.sign_in({{"leadership", ""}}).get("/staff/running").status, 403);
}

MILA_ON_EACH_ENGINE(Running);

}  // namespace
}  // namespace mila::today
