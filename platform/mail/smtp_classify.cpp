// From answers to causes (RFC 5321 §4.2, RFC 3463).
#include <curl/curl.h>

#include "platform/base/text.h"
#include "platform/mail/smtp.h"

namespace mila::mail {
namespace {

bool is_tls_failure(int code) {
  switch (code) {
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return true;
    default:
      return false;
  }
}

/// Nothing of this one mail was looked at yet, so the next would meet the same.
bool before_the_mail(std::string_view command) {
  return command != "MAIL" && command != "RCPT" && command != "DATA" && command != "TEXT";
}

/// Said of the mailbox itself (X.1.X), not of a policy or a full disk. Servers without extended
/// codes are believed.
bool says_unknown(int code, std::string_view answer) {
  if (code != 550 && code != 551 && code != 553) return false;
  auto extended = answer.size() > 4 ? answer.substr(4) : "";
  bool has_extended = extended.size() > 3 && extended.substr(0, 2) == "5." &&
                      extended.find('.', 2) != std::string_view::npos &&
                      extended.find('.', 2) < extended.find(' ');
  return !has_extended || extended.substr(0, 4) == "5.1.";
}

Cause cause_of_answer(SmtpEnd const& end, int code) {
  if (end.command == "MAIL") return code == 552 ? Cause::MessageRefused : Cause::SenderRefused;
  if (end.command == "RCPT") return Cause::RecipientRefused;
  if (end.command == "DATA" || end.command == "TEXT") return Cause::MessageRefused;
  if (end.command == "AUTH") return Cause::Auth;
  if (end.command == "STARTTLS") return Cause::Tls;
  return Cause::ConnectionRefused;  // "554 no service here", "421 too busy"
}

Cause cause_without_answer(SmtpEnd const& end) {
  if (end.curl == CURLE_COULDNT_RESOLVE_HOST) return Cause::HostNotFound;
  if (end.curl == CURLE_COULDNT_CONNECT) return Cause::ConnectionRefused;
  if (end.curl == CURLE_OPERATION_TIMEDOUT) return Cause::Timeout;
  return end.command.empty() && end.answer.empty() ? Cause::ConnectionRefused : Cause::Broken;
}

}  // namespace

Delivery classify(SmtpEnd const& end) {
  Delivery result;
  result.code = static_cast<int>(parse_integer(end.answer.substr(0, 3)).value_or(0));
  if (end.curl == CURLE_OK) return result;
  result.temporary = true;
  if (end.withdrawn) {
    result.cause = Cause::Withdrawn;
    result.temporary = false;
  } else if (end.stopped) {
    result.cause = Cause::Stopped;
  } else if (is_tls_failure(end.curl)) {
    result.cause = Cause::Tls;
    result.server_wide = true;
  } else if (end.curl == CURLE_LOGIN_DENIED) {
    result.cause = Cause::Auth;
    result.server_wide = true;
  } else if (result.code >= 400) {
    result.cause = cause_of_answer(end, result.code);
    bool ours = before_the_mail(end.command) || result.cause == Cause::SenderRefused;
    // Faults of the set-up are mended by a person and then hold for all mails: none is given up.
    result.server_wide = ours;
    result.temporary = ours || result.code < 500;
    result.unknown_recipient = result.cause == Cause::RecipientRefused && !result.temporary &&
                               says_unknown(result.code, end.answer);
  } else {
    result.cause = cause_without_answer(end);
    result.server_wide = before_the_mail(end.command);
  }
  return result;
}

}  // namespace mila::mail
