// A deleted row is not gone: its bytes stay in freed pages, in the write-ahead log, in blocks of the
// search index, and what was mailed lies in the mail folder as long as there is no mail server.
#include "app/erasure_module.h"

#include "app/erased_words_store.h"
#include "modules/meetings/invitations.h"
#include "modules/minutes/life.h"
#include "modules/network/network.h"
#include "modules/offers/offer_search.h"
#include "modules/offers/search_misses.h"
#include "platform/auth/accounts.h"
#include "platform/mail/mail.h"

namespace mila {
namespace {

/// Bears repetition: each step leaves less or the same.
jobs::Outcome purge(Context& context, jobs::Job const&) {
  mail::tidy_maildir(context);
  offers::offer_search(context.county)->purge();
  return context.county.database.purge() ? jobs::Outcome::done() : jobs::Outcome::retry("in-use");
}

}  // namespace

Module erasure_module() {
  Module module;
  module.name = "erasure";
  module.summary = "takes what erased people left behind out of others' texts, database file, log, index and mail folder";
  module.jobs = {{.name = auth::kPurgeJob, .handler = purge, .max_attempts = 30, .every = std::chrono::hours(24),
                  .lease = std::chrono::minutes(30)}};
  module.erase_person = [](db::Writer& writer, Context& context, std::string_view id) {
    Context all = context;
    all.actor = Actor::operator_();
    if (auto person = network::find_person(writer, all, id)) {
      offers::forget_searches_for(writer, context.county, person->name);
      auto traces = network::traces_of(writer, context, id);
      auto words = erased_words(traces.name, traces.mails, shared_with_others(writer, traces.name, id));
      forget_words(writer, words);
      meetings::forget_in_answers(writer, all, traces.mails, [&](std::string const& text) {
        return without_words(without_words(text, words.anywhere, "…"), words.in_names, "…");
      });
      minutes::forget_in_minutes(writer, context, [&](std::string const& text) { return without_words(text, words.anywhere, "█████"); });
    }
    auth::purge_soon(writer, context);
  };
  return module;
}

}  // namespace mila
