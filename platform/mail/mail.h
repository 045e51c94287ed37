// Mail that follows a write: a row in the outbox, written in the same transaction, sent by a job.
// Nobody's mail is lost and nobody revoked or erased gets one: it is looked at again when the mail
// server already waits for the text.
//
//   county.database.write([&](db::Writer& writer) {
//     save(writer, invitation);
//     auto queued = mail::enqueue(writer, context, {.purpose = "invitation", .address = address,
//                                                   .language = "uk", .subject = subject, .letter =
//                                                   letter});
//   });
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "platform/county/county.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/letter.h"
#include "platform/mail/transport.h"

namespace mila::mail {

/// A file that goes with the mail: at most 5 MB together.
struct Attachment {
  std::string name;  ///< "Termin.ics", any script
  std::string type;  ///< "text/calendar; method=REQUEST; charset=utf-8"
  std::string content;
};

/// Whom a mail is about in the words of the module that sends it, so that it is found when that
/// person leaves or asks what is held: ("account", id).
struct RecipientRef {
  std::string kind, id;
};

struct Message {
  std::string purpose;  ///< fixed word for lists and figures: "invitation", "newsletter"
  std::string address;  ///< one address, no name
  std::optional<RecipientRef> recipient = {};
  std::string language = "de";  ///< of the letter; its direction follows from it
  std::string subject;          ///< translated; may be any text on one line
  Letter letter;
  std::string reply_to = {};  ///< address; "" for the county's own
  /// https address that ends this kind of mail by a POST without signing in (RFC 8058).
  std::string unsubscribe_url = {};
  /// Written by the program, so nobody's absence note answers it (RFC 3834).
  bool automatic = true;
  bool bulk = false;    ///< one text to many: Precedence: bulk, goes after all other mail
  bool urgent = false;  ///< somebody is waiting for it at the screen
  std::vector<Attachment> attachments = {};
  std::optional<Instant> send_at = {};  ///< not before
};

/// Writes the mail and its job; returns its id. Errors: Invalid (no address, a line break in what
/// becomes a header, an unsubscribe_url that is not https), TooLarge (HTML over 102 kB, attachments
/// over 5 MB), Forbidden (the address is suppressed; nothing is written).
Result<std::string> enqueue(db::Writer& writer, Context& context, Message const& message);

/// Nothing that still waits goes out any more; address, text and attachments are wiped. Returns how
/// many mails were stopped. Whoever shall not get any later mail either: suppress().
std::int64_t withdraw(db::Writer& writer, RecipientRef const& recipient);
std::int64_t withdraw_address(db::Writer& writer, Context& context, std::string_view address);
/// The one mail, for example an invitation that was taken back. False when it is not waiting.
bool withdraw_mail(db::Writer& writer, std::string const& id);
/// Erasure: withdraws, and also wipes what was sent and removes the reference. Returns how many
/// mails were about that person.
std::int64_t forget(db::Writer& writer, RecipientRef const& recipient);

/// Why an address gets nothing ever.
enum class Suppression { Bouncing, Revoked, Erased, Complaint };

/// Keeps a keyed hash of the address and withdraws what waits; Erased also wipes what was sent there, whoever it was
/// about. A later reason replaces the first unless that was Erased. Nothing happens to what is no address.
void suppress(db::Writer& writer, Context& context, std::string_view address, Suppression reason);
/// For an address that works again; false when it was not suppressed.
bool unsuppress(db::Writer& writer, Context& context, std::string_view address);
std::optional<Suppression> suppression_of(db::Reader& reader, Context& context,
                                          std::string_view address);

enum class State { Queued, Sent, Parked, Withdrawn };

/// A mail as lists show it; address and subject are "" after they were wiped.
struct Entry {
  std::string id, message_id, purpose, address, subject, language;
  State state = State::Queued;
  std::string code;  ///< why the last attempt failed: a code_of(Cause)
  int attempts = 0;
  Instant created_at;
  std::optional<Instant> ended_at;  ///< sent, parked or withdrawn
};

/// Newest first.
std::vector<Entry> mails_to(db::Reader& reader, Context& context, RecipientRef const& recipient,
                            int limit = 100);
std::vector<Entry> mails_in(db::Reader& reader, Context& context, State state, int limit = 100);
/// These mails, in no order; unknown ones and those whose row is gone are left out.
std::vector<Entry> find_mails(db::Reader& reader, Context& context,
                              std::vector<std::string> const& ids);
/// The letter as plain text, for disclosure to the person it went to; "" when wiped or unknown.
std::string text_of(db::Reader& reader, Context& context, std::string const& id);
/// A parked mail is tried again at once. False when it is not parked.
bool resend(db::Writer& writer, Context& context, std::string const& id);

/// Wipes address, subject, text and attachments of mails sent before `before` and of those parked
/// 30 days longer (they count as withdrawn then); a year later the row goes. Returns how many were
/// wiped.
std::int64_t wipe(db::Writer& writer, Instant before);
/// Days the content of a sent mail is kept: long enough to answer "I never got it".
constexpr int kKeptDays = 14;

/// Removes mails from the county's maildir whose content the outbox no longer keeps.
void tidy_maildir(Context& context);

/// Where a county's settings come from; called for each mail, outside any transaction.
using SettingsOf = std::function<Settings(County&)>;

/// Settings as long as nobody has set up a server: the maildir in the county's data folder.
Settings maildir_settings(County& county);

/// "mail.send", and "mail.wipe" once a day. The retry pauses of "mail.send" reach over three days.
std::vector<jobs::JobKind> job_kinds(SettingsOf settings = maildir_settings);

/// The mail of an outbox row as it goes over the wire: the same bytes each time. nullopt when it is
/// unknown, withdrawn or wiped.
std::optional<std::string> compose(Context& context, Settings const& settings,
                                   std::string const& id);

/// Sends a short test mail with `settings` now, for the setup page; nothing is stored. `subject`
/// and `text` translated into context.language.
Delivery send_test(Context& context, Settings const& settings, std::string_view to,
                   std::string const& subject, std::string const& text);

}  // namespace mila::mail
