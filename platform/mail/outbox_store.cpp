// The outbox in the database.
#include "platform/mail/outbox_store.h"

#include <array>
#include <utility>

namespace mila::mail {
namespace {

constexpr std::array<std::pair<State, std::string_view>, 4> kStates{
    {{State::Queued, "queued"},
     {State::Sent, "sent"},
     {State::Parked, "parked"},
     {State::Withdrawn, "withdrawn"}}};
constexpr std::array<std::pair<Suppression, std::string_view>, 4> kReasons{
    {{Suppression::Bouncing, "bouncing"},
     {Suppression::Revoked, "revoked"},
     {Suppression::Erased, "erased"},
     {Suppression::Complaint, "complaint"}}};

template <typename Names, typename Value>
std::string_view word_of(Names const& names, Value value) {
  for (auto const& [known, word] : names)
    if (known == value) return word;
  return "";
}

template <typename Value, std::size_t N>
Value value_of(std::array<std::pair<Value, std::string_view>, N> const& names,
               std::string_view word) {
  for (auto const& [value, known] : names)
    if (known == word) return value;
  throw db::DbError("outbox: unknown word");
}

constexpr db::Sql kInsert{
    "outbox.insert",
    "insert into outbox(id, message_id, purpose, recipient_kind, recipient_id, address_hash, "
    "language, address, subject, body, headers, state, code, attempts, created_at) "
    "values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued', '', 0, $12)"};
constexpr db::Sql kInsertAttachment{
    "outbox.insert_attachment",
    "insert into outbox_attachment(mail_id, position, name, type, content) "
    "values($1, $2, $3, $4, $5)"};
constexpr db::Sql kFind{"outbox.find",
                        "select id, message_id, purpose, address_hash, language, address, subject, "
                        "body, headers, state, "
                        "code, attempts, created_at, ended_at from outbox where id = $1"};
constexpr db::Sql kOfRecipient{
    "outbox.of_recipient",
    "select id, message_id, purpose, address_hash, language, address, subject, body, headers, "
    "state, "
    "code, attempts, created_at, ended_at from outbox where recipient_kind = $1 and "
    "recipient_id = $2 order by id desc limit $3"};
constexpr db::Sql kInState{
    "outbox.in_state",
    "select id, message_id, purpose, address_hash, language, address, subject, body, headers, "
    "state, "
    "code, attempts, created_at, ended_at from outbox where state = $1 order by id desc limit $2"};
constexpr std::string_view kWithIds =
    "select id, message_id, purpose, address_hash, language, address, subject, body, headers, "
    "state, "
    "code, attempts, created_at, ended_at from outbox where id in ";
constexpr db::Sql kAttachments{
    "outbox.attachments",
    "select position, name, type, content from outbox_attachment where mail_id = $1 "
    "order by position"};
constexpr db::Sql kWaitingForRecipient{
    "outbox.waiting_recipient",
    "select id from outbox where recipient_kind = $1 and recipient_id = $2 and "
    "state in ('queued', 'parked')"};
constexpr db::Sql kWaitingForAddress{
    "outbox.waiting_address",
    "select id from outbox where address_hash = $1 and state in ('queued', 'parked')"};
constexpr db::Sql kParkedBefore{"outbox.parked_before",
                                "select id from outbox where state = 'parked' and ended_at < $1"};
constexpr db::Sql kSent{"outbox.sent",
                        "update outbox set state = 'sent', code = '', attempts = $2, ended_at = $3 "
                        "where id = $1 and state in ('queued', 'parked')"};
constexpr db::Sql kFailed{"outbox.failed",
                          "update outbox set state = $2, code = $3, attempts = $4, ended_at = $5 "
                          "where id = $1 and state in ('queued', 'parked')"};
constexpr db::Sql kWithdraw{
    "outbox.withdraw",
    "update outbox set state = 'withdrawn', ended_at = $2, address = '', address_hash = '', "
    "subject = '', body = '', headers = '' where id = $1 and state in ('queued', 'parked')"};
constexpr db::Sql kQueue{
    "outbox.queue",
    "update outbox set state = 'queued', ended_at = null where id = $1 and state = 'parked'"};
constexpr db::Sql kDropAttachments{"outbox.drop_attachments",
                                   "delete from outbox_attachment where mail_id = $1"};
constexpr db::Sql kDropAttachmentsBefore{
    "outbox.drop_attachments_before",
    "delete from outbox_attachment where mail_id in (select id from outbox where state = 'sent' "
    "and ended_at < $1)"};
constexpr db::Sql kWipe{
    "outbox.wipe",
    "update outbox set address = '', address_hash = '', subject = '', body = '', headers = '' "
    "where state = 'sent' and ended_at < $1 and body <> ''"};
constexpr db::Sql kDelete{
    "outbox.delete", "delete from outbox where state in ('sent', 'withdrawn') and ended_at < $1"};
constexpr db::Sql kDropAttachmentsOf{
    "outbox.drop_attachments_of",
    "delete from outbox_attachment where mail_id in (select id from outbox where "
    "recipient_kind = $1 and recipient_id = $2)"};
constexpr db::Sql kWipeRecipient{
    "outbox.wipe_recipient",
    "update outbox set address = '', address_hash = '', subject = '', body = '', headers = '', "
    "recipient_kind = null, recipient_id = null where recipient_kind = $1 and recipient_id = $2"};
constexpr db::Sql kDropAttachmentsTo{
    "outbox.drop_attachments_to",
    "delete from outbox_attachment where mail_id in (select id from outbox where address_hash = $1)"};
constexpr db::Sql kWipeAddress{
    "outbox.wipe_address",
    "update outbox set address = '', address_hash = '', subject = '', body = '', headers = '', "
    "recipient_kind = null, recipient_id = null where address_hash = $1"};
/// Erased stays: nothing may bring such an address back.
constexpr db::Sql kSuppress{
    "suppressed.insert",
    "insert into suppressed(address_hash, reason, since) values($1, $2, $3) "
    "on conflict (address_hash) do update set reason = case when suppressed.reason = 'erased' "
    "then suppressed.reason else excluded.reason end"};
constexpr db::Sql kUnsuppress{"suppressed.delete",
                              "delete from suppressed where address_hash = $1"};
constexpr db::Sql kSuppressed{"suppressed.find",
                              "select reason from suppressed where address_hash = $1"};

StoredMail mail_from(db::Row const& row) {
  StoredMail mail;
  std::string state;
  row.read(mail.id, mail.message_id, mail.purpose, mail.address_hash, mail.language, mail.address,
           mail.subject, mail.body, mail.headers, state, mail.code, mail.attempts, mail.created_at,
           mail.ended_at);
  mail.state = value_of(kStates, state);
  return mail;
}

}  // namespace

void insert_mail(db::Writer& writer, NewMail const& mail) {
  std::optional<std::string> kind, recipient;
  if (mail.recipient) {
    kind = mail.recipient->kind;
    recipient = mail.recipient->id;
  }
  writer.run(kInsert, {mail.id, mail.message_id, mail.purpose, kind, recipient, mail.address_hash,
                       mail.language, mail.address.text(), mail.subject.text(), mail.body.text(),
                       mail.headers.text(), writer.now()});
}

void insert_attachment(db::Writer& writer, std::string const& mail_id, std::int64_t position,
                       crypto::Sealed const& name, std::string const& type,
                       crypto::Sealed const& content) {
  writer.run(kInsertAttachment, {mail_id, position, name.text(), type, content.text()});
}

std::optional<StoredMail> find_mail(db::Reader& reader, std::string const& id) {
  std::optional<StoredMail> mail;
  reader.one(kFind, {id}, [&](db::Row const& row) { mail = mail_from(row); });
  return mail;
}

std::vector<StoredMail> mails_of(db::Reader& reader, RecipientRef const& recipient, int limit) {
  std::vector<StoredMail> mails;
  reader.each(kOfRecipient, {recipient.kind, recipient.id, limit},
              [&](db::Row const& row) { mails.push_back(mail_from(row)); });
  return mails;
}

std::vector<StoredMail> mails_of(db::Reader& reader, State state, int limit) {
  std::vector<StoredMail> mails;
  reader.each(kInState, {word_of(kStates, state), limit},
              [&](db::Row const& row) { mails.push_back(mail_from(row)); });
  return mails;
}

std::vector<StoredMail> mails_with(db::Reader& reader, std::vector<std::string> const& ids) {
  std::vector<StoredMail> mails;
  reader.each_in("outbox.with", kWithIds, ids, "",
                 [&](db::Row const& row) { mails.push_back(mail_from(row)); });
  return mails;
}

std::vector<StoredAttachment> attachments_of(db::Reader& reader, std::string const& mail_id) {
  std::vector<StoredAttachment> attachments;
  reader.each(kAttachments, {mail_id}, [&](db::Row const& row) {
    auto& one = attachments.emplace_back();
    row.read(one.position, one.name, one.type, one.content);
  });
  return attachments;
}

std::vector<std::string> waiting_for(db::Reader& reader, RecipientRef const& recipient) {
  return reader.column<std::string>(kWaitingForRecipient, {recipient.kind, recipient.id});
}

std::vector<std::string> waiting_for(db::Reader& reader, std::string_view address_hash) {
  return reader.column<std::string>(kWaitingForAddress, {address_hash});
}

std::vector<std::string> parked_before(db::Reader& reader, Instant before) {
  return reader.column<std::string>(kParkedBefore, {before});
}

bool mark_sent(db::Writer& writer, std::string const& id, int attempts) {
  return writer.run(kSent, {id, attempts, writer.now()}) > 0;
}

bool mark_failed(db::Writer& writer, std::string const& id, State state, int attempts,
                 std::string_view code) {
  std::optional<Instant> ended_at;
  if (state == State::Parked) ended_at = writer.now();
  return writer.run(kFailed, {id, word_of(kStates, state), code, attempts, ended_at}) > 0;
}

bool mark_withdrawn(db::Writer& writer, std::string const& id) {
  if (writer.run(kWithdraw, {id, writer.now()}) == 0) return false;
  writer.run(kDropAttachments, {id});
  return true;
}

bool mark_queued(db::Writer& writer, std::string const& id) {
  return writer.run(kQueue, {id}) > 0;
}

std::int64_t wipe_sent_before(db::Writer& writer, Instant before) {
  writer.run(kDropAttachmentsBefore, {before});
  return writer.run(kWipe, {before});
}

void delete_ended_before(db::Writer& writer, Instant before) {
  writer.run(kDelete, {before});
}

std::set<std::string> with_content(db::Reader& reader, std::vector<std::string> const& ids) {
  std::set<std::string> kept;
  reader.each_in("outbox.with_content", "select id from outbox where body <> '' and id in ", ids, "",
                 [&](db::Row const& row) { kept.emplace(row.text(0)); });
  return kept;
}

std::int64_t wipe_recipient(db::Writer& writer, RecipientRef const& recipient) {
  writer.run(kDropAttachmentsOf, {recipient.kind, recipient.id});
  return writer.run(kWipeRecipient, {recipient.kind, recipient.id});
}

void wipe_address(db::Writer& writer, std::string_view address_hash) {
  writer.run(kDropAttachmentsTo, {address_hash});
  writer.run(kWipeAddress, {address_hash});
}

void insert_suppressed(db::Writer& writer, std::string_view address_hash, Suppression reason) {
  writer.run(kSuppress, {address_hash, word_of(kReasons, reason), writer.now()});
}

bool delete_suppressed(db::Writer& writer, std::string_view address_hash) {
  return writer.run(kUnsuppress, {address_hash}) > 0;
}

std::optional<Suppression> find_suppressed(db::Reader& reader, std::string_view address_hash) {
  auto word = reader.value<std::string>(kSuppressed, {address_hash});
  if (!word) return std::nullopt;
  return value_of(kReasons, *word);
}

}  // namespace mila::mail
