// What libcurl and the server said, and what that means.
#pragma once

#include <string>
#include <string_view>

#include "platform/mail/transport.h"

namespace mila::mail {

/// The last steps of a conversation that ended.
struct SmtpEnd {
  int curl = 0;            ///< CURLcode
  std::string command;     ///< last one sent: "RCPT"; "" before any; "TEXT" once the text began
  std::string answer;      ///< last answer: "550 5.1.1 no such user"; "" when it came to none
  bool stopped = false;    ///< we gave up, asked to stop
  bool withdrawn = false;  ///< we gave up, the mail is not wanted any more
};

/// Sent, to be tried again or given up, and why (RFC 5321 §4.2: 4yz passes, 5yz stays; extended codes of
/// RFC 3463 tell the address from the mail).
Delivery classify(SmtpEnd const& end);

/// One conversation.
Delivery send_by_smtp(Settings const& settings, std::string_view rfc822, Envelope const& envelope);
Delivery put_into_maildir(Settings const& settings, std::string_view rfc822,
                          Envelope const& envelope);

}  // namespace mila::mail
