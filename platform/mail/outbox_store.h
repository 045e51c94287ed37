// All SQL on outbox, outbox_attachment and suppressed. What is sealed goes in and out sealed.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/crypto/sealed.h"
#include "platform/mail/mail.h"

namespace mila::mail {

/// A row as it is written.
struct NewMail {
  std::string id, message_id, purpose, address_hash, language;
  std::optional<RecipientRef> recipient;
  crypto::Sealed address, subject, body, headers;
};

/// A row as it is read: sealed texts, "" when wiped.
struct StoredMail {
  std::string id, message_id, purpose, address_hash, language;
  std::string address, subject, body, headers;
  State state = State::Queued;
  std::string code;
  int attempts = 0;
  Instant created_at;
  std::optional<Instant> ended_at;
  /// It may still be sent.
  bool waits() const { return (state == State::Queued || state == State::Parked) && !body.empty(); }
};

struct StoredAttachment {
  std::int64_t position = 0;
  std::string name, type, content;
};

void insert_mail(db::Writer& writer, NewMail const& mail);
void insert_attachment(db::Writer& writer, std::string const& mail_id, std::int64_t position,
                       crypto::Sealed const& name, std::string const& type,
                       crypto::Sealed const& content);
std::optional<StoredMail> find_mail(db::Reader& reader, std::string const& id);
std::vector<StoredMail> mails_of(db::Reader& reader, RecipientRef const& recipient, int limit);
std::vector<StoredMail> mails_of(db::Reader& reader, State state, int limit);
std::vector<StoredMail> mails_with(db::Reader& reader, std::vector<std::string> const& ids);
std::vector<StoredAttachment> attachments_of(db::Reader& reader, std::string const& mail_id);

/// Ids of mails that may still be sent.
std::vector<std::string> waiting_for(db::Reader& reader, RecipientRef const& recipient);
std::vector<std::string> waiting_for(db::Reader& reader, std::string_view address_hash);
std::vector<std::string> parked_before(db::Reader& reader, Instant before);

// The ends of a mail that may still be sent; others stay as they are, false then.
bool mark_sent(db::Writer& writer, std::string const& id, int attempts);
bool mark_failed(db::Writer& writer, std::string const& id, State state, int attempts,
                 std::string_view code);
bool mark_withdrawn(db::Writer& writer, std::string const& id);

/// Parked becomes queued; false when it is not parked.
bool mark_queued(db::Writer& writer, std::string const& id);
/// Takes the content of what was sent before; returns of how many.
std::int64_t wipe_sent_before(db::Writer& writer, Instant before);
void delete_ended_before(db::Writer& writer, Instant before);
/// Those of `ids` whose content is still kept.
std::set<std::string> with_content(db::Reader& reader, std::vector<std::string> const& ids);
/// Wipes all rows of the recipient and removes the reference; returns how many there were.
std::int64_t wipe_recipient(db::Writer& writer, RecipientRef const& recipient);
/// What was sent to an address, whoever it was about.
void wipe_address(db::Writer& writer, std::string_view address_hash);

void insert_suppressed(db::Writer& writer, std::string_view address_hash, Suppression reason);
bool delete_suppressed(db::Writer& writer, std::string_view address_hash);
std::optional<Suppression> find_suppressed(db::Reader& reader, std::string_view address_hash);

}  // namespace mila::mail
