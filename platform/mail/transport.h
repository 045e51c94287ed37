// Handing one finished mail to an SMTP server (libcurl) or into a maildir, and saying in which way
// that failed.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace mila::mail {

enum class Mode { Maildir, Smtp };
enum class Security {
  None,      ///< plain, for a server on the same machine
  Starttls,  ///< required: without it nothing is sent
  Tls,       ///< from the first byte (port 465)
};

struct Settings {
  Mode mode = Mode::Maildir;
  std::string folder = {};  ///< maildir; made when missing
  std::string host = {};
  int port = 587;
  Security security = Security::Starttls;
  std::string user = {}, password = {};  ///< no sign-in when user is ""
  std::string from_address = {}, from_name = {};
  std::string reply_to = {};
  std::chrono::seconds timeout{30};  ///< for connecting and for each standstill
  std::string ca_file = {};          ///< further authority to trust, for a server inside the office
};

struct Envelope {
  std::string from, to;
  std::string file_name = {};  ///< in a maildir; the same name replaces the same mail
  /// Asked when the server waits for the text; false gives the mail up without a trace there.
  std::function<bool()> still_wanted = nullptr;
  std::stop_token stop = {};  ///< gives up as long as no text was sent
};

/// In which step it failed; decides what people are told and whether trying again makes sense.
enum class Cause {
  None,
  HostNotFound,
  ConnectionRefused,  ///< or no route, or reset before a greeting
  Timeout,
  Tls,  ///< no STARTTLS offered, certificate not trusted, handshake failed
  Auth,
  SenderRefused,
  RecipientRefused,
  MessageRefused,  ///< after the text: too large, taken for spam
  Broken,          ///< the connection ended in between
  Disk,            ///< the maildir cannot be written
  Withdrawn,       ///< still_wanted said no
  Unreadable,      ///< the outbox row cannot be opened: the keys are gone
  Stopped,
};

struct Delivery {
  Cause cause = Cause::None;
  int code = 0;            ///< the server's last answer: 250, 550; 0 without one
  bool temporary = false;  ///< worth trying again
  /// The server as a whole does not work, so the next mail would fail, too.
  bool server_wide = false;
  /// The mailbox does not exist: never write there again.
  bool unknown_recipient = false;
  bool sent() const { return cause == Cause::None; }
};

/// Hands `rfc822` (lines ended by CRLF) over. Never throws for what the other side does. Keeps the
/// connection for the next mail of this thread.
Delivery send(Settings const& settings, std::string_view rfc822, Envelope const& envelope);

/// Fixed word for lists: "host-not-found"; "" for None.
std::string code_of(Cause cause);
/// msgid of a sentence for the person at the setup page: what is wrong and what to look at.
std::string text_of(Cause cause);

}  // namespace mila::mail
