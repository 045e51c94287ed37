// What this module tells the program about itself.
#include "modules/agreements/agreements.h"
#include "modules/agreements/task_rules.h"

namespace mila::agreements {
namespace {

/// Names on tasks, counted from their end.
constexpr std::chrono::days kNamesKept{90};

std::int64_t expire(Context& context) {
  return context.county.database.write(
      [&](db::Writer& writer) { return forget_names(writer, writer.now() - kNamesKept); });
}

jobs::JobKind daily_round() {
  return {.name = "agreements.daily",
          .handler = [](Context& context, jobs::Job const&) {
            run_daily_round(context);
            return jobs::Outcome::done();
          },
          .every = std::chrono::hours{24}};
}

}  // namespace

Module const& module() {
  static Module const agreements = [] {
    Module m;
    m.name = "agreements";
    m.summary = "what bodies agreed on and who does what until when; proposals to the county's council";
    m.personal_data = {
        {"task", "who has a task (id of a person or account)", "what was agreed on is done", "Art. 6 (1) e GDPR",
         "90 days after the task ended; its organisation and the task stay", "daily clean-up; a person's name goes with the person"},
        {"agreement_event", "account id of who changed what; words why somebody cannot do a task: sealed",
         "it can be said what became of an agreement", "Art. 6 (1) e GDPR", "words of tasks 90 days after they ended; ids as long as the agreement",
         "with the person; the account id means nothing once the account is erased"},
        {"agreement", "account id of who wrote it down", "questions reach whoever wrote it down", "Art. 6 (1) e GDPR",
         "as long as the agreement", "the account id means nothing once the account is erased"}};
    m.expire = expire;
    m.jobs = {daily_round()};
    m.erase_person = forget_person;
    return m;
  }();
  return agreements;
}

}  // namespace mila::agreements
