// New notices by mail, once a day, to whoever wants them.
#include "modules/circulars/notices.h"
#include "platform/auth/accounts.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"
#include "platform/site/site.h"

namespace mila::circulars {
namespace {

using i18n::N_;

mail::Message message_of(Context& context, auth::Account const& account, std::vector<Notice> const& notices) {
  auto say = [&](char const* text) { return context.text(text, account.language); };
  mail::Message message;
  message.purpose = "notices";
  message.address = account.mail;
  message.recipient = mail::RecipientRef{"account", account.id};
  message.language = account.language;
  message.subject = say(N_("New on the notice board"));
  message.bulk = true;
  auto& blocks = message.letter.blocks;
  for (auto const& notice : notices) {
    blocks.push_back(mail::Heading{notice.title});
    blocks.push_back(mail::Markdown{notice.body});
    blocks.push_back(mail::Small{i18n::fill(say(N_("Until {day}")), "day",
                                            i18n::format_date(notice.until, account.language, i18n::DateStyle::Long))});
  }
  std::string board = public_address(context.county.config()) + "/staff/notices";
  blocks.push_back(mail::Action{say(N_("To the notice board")), board});
  message.letter.reason = say(N_("You get this mail because you chose to have new notices sent to you."));
  message.letter.leave = {say(N_("Change that")), board};
  return message;
}

jobs::Outcome send_digests(Context& context, jobs::Job const&) {
  context.county.database.write([&](db::Writer& writer) {
    auto const today = local_date(context.now(), context.county.config().zone);
    auto readers = notice_readers(writer);
    Instant oldest = writer.now();
    std::vector<std::string> ids;
    for (auto const& one : readers) {
      oldest = std::min(oldest, one.since);
      ids.push_back(one.account_id);
    }
    auto all = notices_since(writer, today, oldest);
    if (all.empty()) return;
    for (auto const& account : auth::find_accounts(writer, ids)) {
      if (account.state != auth::AccountState::Active) continue;
      std::vector<Notice> unseen;
      for (auto const& one : readers)
        if (one.account_id == account.id)
          for (auto const& notice : all)
            if (notice.created_at > one.since && notice.created_by != account.id) unseen.push_back(notice);
      // Whoever's address is refused gets nothing, and is not tried again for these.
      if (!unseen.empty()) (void)mail::enqueue(writer, context, message_of(context, account, unseen));
      set_notice_reader(writer, account.id, all.back().created_at);
    }
  });
  return jobs::Outcome::done();
}

}  // namespace

jobs::JobKind digest_job() {
  return {.name = "circulars.digest", .handler = send_digests, .every = std::chrono::hours(24)};
}

}  // namespace mila::circulars
