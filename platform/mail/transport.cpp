// Handing over, and what the outcome is called.
#include "platform/mail/transport.h"

#include "platform/base/check.h"
#include "platform/i18n/catalogue.h"
#include "platform/mail/address.h"
#include "platform/mail/smtp.h"

namespace mila::mail {

using i18n::N_;

Delivery send(Settings const& settings, std::string_view rfc822, Envelope const& envelope) {
  CHECK(valid_address(envelope.from) && valid_address(envelope.to));
  return settings.mode == Mode::Smtp ? send_by_smtp(settings, rfc822, envelope)
                                     : put_into_maildir(settings, rfc822, envelope);
}

std::string code_of(Cause cause) {
  switch (cause) {
    case Cause::None:
      return "";
    case Cause::HostNotFound:
      return "host-not-found";
    case Cause::ConnectionRefused:
      return "connection-refused";
    case Cause::Timeout:
      return "timeout";
    case Cause::Tls:
      return "tls";
    case Cause::Auth:
      return "auth";
    case Cause::SenderRefused:
      return "sender-refused";
    case Cause::RecipientRefused:
      return "recipient-refused";
    case Cause::MessageRefused:
      return "message-refused";
    case Cause::Broken:
      return "broken";
    case Cause::Disk:
      return "disk";
    case Cause::Withdrawn:
      return "withdrawn";
    case Cause::Unreadable:
      return "unreadable";
    case Cause::Stopped:
      return "stopped";
  }
  return "";
}

std::string text_of(Cause cause) {
  switch (cause) {
    case Cause::None:
      return N_("The mail was handed over.");
    case Cause::HostNotFound:
      return N_("There is no mail server of this name. Please check how it is spelled.");
    case Cause::ConnectionRefused:
      return N_(
          "The mail server does not take the connection. Please check the port, and whether a "
          "firewall is in between.");
    case Cause::Timeout:
      return N_(
          "The mail server does not answer. Please check name and port, and whether a firewall is "
          "in between.");
    case Cause::Tls:
      return N_(
          "No secure connection came about. Please check the kind of encryption and the server's "
          "certificate.");
    case Cause::Auth:
      return N_("The mail server does not accept user name and password. Please check both.");
    case Cause::SenderRefused:
      return N_(
          "The mail server does not accept this sender address. Please check whether it belongs to "
          "the account.");
    case Cause::RecipientRefused:
      return N_(
          "The mail server does not accept the recipient's address. Please check it, and whether "
          "the server sends for you at all.");
    case Cause::MessageRefused:
      return N_("The mail server refused the mail itself: it was too large, or taken for spam.");
    case Cause::Broken:
      return N_("The connection to the mail server broke off. Please try again.");
    case Cause::Disk:
      return N_("The mail could not be stored. Is the disk full?");
    case Cause::Withdrawn:
      return N_("The mail was withdrawn.");
    case Cause::Unreadable:
      return N_(
          "The mail cannot be read: the county's key file is not the one it was written with.");
    case Cause::Stopped:
      return N_("The program was just stopping. Please try again.");
  }
  return "";
}

}  // namespace mila::mail
