// A mail as it goes over the wire (RFC 5322, MIME), written by GMime.
#pragma once

#include <string>
#include <vector>

#include "platform/base/time.h"
#include "platform/mail/mail.h"

namespace mila::mail {

/// Everything of a mail. No member that becomes a header may hold a line break (CHECKed).
struct MimeParts {
  std::string message_id;  ///< without angle brackets; boundaries follow from it
  Instant date;
  std::string from_address, from_name, to;
  std::string reply_to, unsubscribe_url;  ///< "" for none
  std::string subject, language;
  bool automatic = true, bulk = false;
  std::string text, html;
  std::vector<Attachment> attachments;
};

/// Lines ended by CRLF, none longer than 998 bytes, ASCII only; the same bytes for the same parts.
std::string to_mime(MimeParts const& parts);

/// Whether `text` can stand in a header: clean UTF-8, no control characters.
bool fits_header(std::string_view text);

}  // namespace mila::mail
