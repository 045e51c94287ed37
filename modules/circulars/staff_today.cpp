// What this module has for the start page, and what it holds about a person.
#include "modules/circulars/notices.h"
#include "modules/circulars/parts.h"
#include "modules/circulars/sending.h"
#include "modules/network/network.h"
#include "platform/files/files.h"
#include "platform/i18n/format.h"

namespace mila::circulars {
namespace {

using i18n::N_;

/// The account of a person; "" when there is none.
std::string account_of(Context& context, db::Reader& reader, std::string_view person_id) {
  auto person = network::find_person(reader, context, person_id);
  return person ? person->account_id : "";
}

std::string day(Context const& context, Instant at) {
  return i18n::format_date(local_date(at, context.county.config().zone), context.language, i18n::DateStyle::Long);
}

}  // namespace

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.signed_in() || !context.actor.may(Permission::WriteCirculars)) return items;
  for (auto const& one : circulars_by(reader, context.actor.account_id, 10, 0)) {
    if (one.state != State::Draft) break;
    std::string title = one.subject.empty() ? context.text(N_("without subject")) : one.subject;
    items.push_back({context.text(N_("A draft to many")), title, "/staff/circulars/" + one.id + "/preview",
                     context.text(N_("Go on writing")), std::nullopt, false});
  }
  return items;
}

std::vector<NewsItem> news(Context& context, db::Reader& reader) {
  std::vector<NewsItem> items;
  if (!context.actor.may(Permission::ReadNetwork)) return items;
  Date today = local_date(context.now(), context.county.config().zone);
  for (auto const& notice : notices_on(reader, today, 10)) {
    if (notice.created_at < context.now() - std::chrono::weeks{2}) break;
    items.push_back({notice.title, context.text(N_("Notice board")), "/staff/notices#n-" + notice.id, notice.created_at});
  }
  return items;
}

std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id) {
  Disclosure mails{context.text(N_("Mails to many")), {}}, board{context.text(N_("Notice board")), {}};
  for (auto const& one : deliveries_of(reader, {"person", std::string(person_id)}))
    mails.entries.push_back({day(context, one.sent_at) + ": " + one.subject, one.reason});
  auto account = account_of(context, reader, person_id);
  if (!account.empty()) {
    for (auto const& one : deliveries_of(reader, {"account", account}))
      mails.entries.push_back({day(context, one.sent_at) + ": " + one.subject, one.reason});
    for (auto const& one : circulars_by(reader, account, 1000, 0))
      mails.entries.push_back({context.text(N_("Written by you")), one.subject});
    for (auto const& one : notices_on(reader, Date{}, 1000))
      if (one.created_by == account) board.entries.push_back({one.title, one.body});
    if (is_notice_reader(reader, account))
      board.entries.push_back({context.text(N_("New notices by mail")), context.text(N_("yes"))});
  }
  std::vector<Disclosure> all;
  for (auto* one : {&mails, &board})
    if (!one->entries.empty()) all.push_back(std::move(*one));
  return all;
}

void erase(db::Writer& writer, Context& context, std::string_view person_id) {
  auto account = account_of(context, writer, person_id);
  std::vector<mail::RecipientRef> refs{{"person", std::string(person_id)}};
  if (!account.empty()) refs.push_back({"account", account});
  for (auto const& ref : refs) {
    for (auto const& one : deliveries_of(writer, ref))
      if (!one.mail_id.empty()) mail::withdraw_mail(writer, one.mail_id);
    delete_deliveries_of(writer, ref);
  }
  if (account.empty()) return;
  for (auto const& one : circulars_by(writer, account, 1000, 0))
    if (one.state == State::Draft) files::remove_all_of(writer, {"circular", one.id});
  forget_author(writer, account);
  delete_notices_by(writer, account);
  delete_notice_reader(writer, account);
}

std::int64_t expire(Context& context) {
  return context.county.database.write([&](db::Writer& writer) {
    std::int64_t count = expire_notices(writer, local_date(context.now(), context.county.config().zone));
    Instant now = writer.now();
    count += expire_deliveries(writer, now - std::chrono::days(kDeliveriesKeptDays));
    for (auto const& id : expired_circulars(writer, now - std::chrono::days(kCircularsKeptDays))) {
      files::remove_all_of(writer, {"circular", id});
      delete_circular(writer, id);
      ++count;
    }
    return count;
  });
}

}  // namespace mila::circulars
