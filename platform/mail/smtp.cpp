// SMTP by libcurl: one handle per thread and server, so that many mails share a connection.
#include "platform/mail/smtp.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "platform/base/text.h"

namespace mila::mail {
namespace {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using StringList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

/// Longer than a server of a mail provider keeps an idle connection, reuse would only fail.
constexpr long kConnectionAgeMaxSeconds = 20;
/// The answer to a text may take long: scanners look at it. Giving up early sends it twice.
constexpr long kAnswerSecondsMin = 60;

/// One conversation while it runs.
struct Conversation {
  std::string_view text;
  Envelope const& envelope;
  std::size_t sent = 0;
  bool over = false;    ///< libcurl says goodbye
  bool reused = false;  ///< on a connection that was open already
  SmtpEnd end = {};

  bool begun() const { return end.command == "TEXT"; }
};

/// libcurl asks for the text only after the server said it waits for it ("354").
std::size_t give_text(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& talk = *static_cast<Conversation*>(user);
  if (!talk.begun()) {
    bool wanted = false;
    try {  // no exception may pass through a C library
      wanted = !talk.envelope.still_wanted || talk.envelope.still_wanted();
      talk.end.withdrawn = !wanted;
    } catch (std::exception const&) {
      talk.end.stopped = true;  // not known whether it is wanted: later
    }
    if (!wanted) return CURL_READFUNC_ABORT;
    talk.end.command = "TEXT";
    talk.end.answer.clear();
  }
  std::size_t n = std::min(size * count, talk.text.size() - talk.sent);
  std::memcpy(buffer, talk.text.data() + talk.sent, n);
  talk.sent += n;
  return n;
}

/// Remembers the last command and answer. Never logs: there are passwords among them.
int listen(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
  auto& talk = *static_cast<Conversation*>(user);
  std::string_view line(data, size);
  if (type == CURLINFO_HEADER_OUT && !talk.begun()) {
    auto verb = line.substr(0, line.find_first_of(" \r\n"));
    talk.over = verb == "QUIT";
    if (talk.over) return 0;
    bool known = false;
    for (auto const* one : {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"})
      known = known || verb == one;
    talk.end.command = known ? verb : "AUTH";  // what is no command is an answer in a sign-in
    talk.end.answer.clear();
  } else if (type == CURLINFO_HEADER_IN && size >= 4 && !talk.over) {
    talk.end.answer = trim(line.substr(0, 200));
  }
  return 0;
}

/// While no text was sent, giving up leaves nothing behind on the other side.
int look_up(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& talk = *static_cast<Conversation*>(user);
  if (talk.begun() || !talk.envelope.stop.stop_requested()) return 0;
  talk.end.stopped = true;
  return 1;
}

void set_server(CURL* curl, Settings const& settings) {
  auto at = settings.from_address.rfind('@');
  // What follows the host is the name we say EHLO with.
  std::string url = fmt::format(
      "{}://{}:{}/{}", settings.security == Security::Tls ? "smtps" : "smtp", settings.host,
      settings.port, at == std::string::npos ? "localhost" : settings.from_address.substr(at + 1));
  long seconds = std::max<long>(1, settings.timeout.count());
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, seconds);
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 4 * std::max(seconds, kAnswerSecondsMin));
  curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, kConnectionAgeMaxSeconds);
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   settings.security == Security::Starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
  if (settings.user.empty()) return;
  curl_easy_setopt(curl, CURLOPT_USERNAME, settings.user.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, settings.password.c_str());
}

bool same_server(Settings const& a, Settings const& b) {
  return a.host == b.host && a.port == b.port && a.security == b.security && a.user == b.user &&
         a.password == b.password && a.ca_file == b.ca_file && a.from_address == b.from_address;
}

/// The thread's handle for this server; its open connection goes with it when the server changes.
CURL* handle_for(Settings const& settings, bool fresh) {
  static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == 0;
  static thread_local Handle handle(nullptr, &curl_easy_cleanup);
  static thread_local Settings last;
  if (!ready) throw std::runtime_error("libcurl cannot start");
  if (!handle || fresh || !same_server(settings, last)) handle.reset(curl_easy_init());
  if (!handle) throw std::runtime_error("libcurl cannot start");
  last = settings;
  curl_easy_reset(handle.get());  // keeps connections
  return handle.get();
}

Conversation converse(Settings const& settings, std::string_view rfc822, Envelope const& envelope,
                      bool fresh) {
  CURL* curl = handle_for(settings, fresh);
  Conversation talk{rfc822, envelope};
  set_server(curl, settings);
  StringList to(curl_slist_append(nullptr, ("<" + envelope.to + ">").c_str()),
                &curl_slist_free_all);
  std::string from = "<" + envelope.from + ">";
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(rfc822.size()));
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_text);
  curl_easy_setopt(curl, CURLOPT_READDATA, &talk);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &talk);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &talk);
  talk.end.curl = curl_easy_perform(curl);
  long connections = 0;
  curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connections);
  talk.reused = connections == 0;
  // The connection outlives this conversation and must not tell it anything any more.
  curl_easy_reset(curl);
  return talk;
}

}  // namespace

Delivery send_by_smtp(Settings const& settings, std::string_view rfc822, Envelope const& envelope) {
  auto talk = converse(settings, rfc822, envelope, false);
  auto result = classify(talk.end);
  // A kept connection may have been closed meanwhile ("421 idle too long"): that is nobody's fault.
  bool closed = result.cause == Cause::Broken || (!result.sent() && result.code == 421);
  if (!talk.reused || talk.begun() || !closed) return result;
  return classify(converse(settings, rfc822, envelope, true).end);
}

}  // namespace mila::mail
