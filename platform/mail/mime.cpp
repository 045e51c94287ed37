// multipart/alternative of text and HTML, inside multipart/mixed when files go along.
#include "platform/mail/mime.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/mail/address.h"
#include "platform/mail/gmime.h"
#include "platform/mail/markdown.h"

namespace mila::mail {
namespace {

void set_header(GMimeMessage* message, char const* name, std::string const& value) {
  CHECK(fits_header(value));
  g_mime_object_set_header(GMIME_OBJECT(message), name, value.c_str(), "utf-8");
}

/// `raw` as it stands, neither encoded nor folded by GMime: " value".
void set_raw_header(GMimeMessage* message, char const* name, std::string const& raw) {
  auto* object = GMIME_OBJECT(message);
  g_mime_object_set_header(object, name, "x", nullptr);
  auto* list = g_mime_object_get_header_list(object);
  g_mime_header_set_raw_value(g_mime_header_list_get_header(list, name), (raw + "\n").c_str());
}

/// Content with CRLF line ends, encoded: quoted-printable where most of it is ASCII and stays
/// readable, else base64, which is half as long.
void set_content(GMimePart* part, std::string const& content, bool is_text) {
  auto foreign = std::count_if(content.begin(), content.end(),
                               [](char c) { return static_cast<unsigned char>(c) >= 128; });
  bool readable = is_text && foreign * 5 < static_cast<std::ptrdiff_t>(content.size());
  Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(content.data(), content.size()));
  Ref<GMimeDataWrapper> wrapper(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part, wrapper.get());
  g_mime_part_set_content_encoding(
      part, readable ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE : GMIME_CONTENT_ENCODING_BASE64);
}

Ref<GMimePart> text_part(char const* subtype, std::string const& text) {
  Ref<GMimePart> part(g_mime_part_new_with_type("text", subtype));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  set_content(part.get(), replace_all(replace_all(text, "\r\n", "\n"), "\n", "\r\n"), true);
  return part;
}

/// An invitation (RFC 6047): "text/calendar; method=REQUEST; …".
bool is_invitation(Attachment const& attachment) {
  return attachment.type.starts_with("text/calendar;") &&
         attachment.type.find("method=") != std::string::npos;
}

std::string const kIcsFile = "application/ics";

Ref<GMimePart> file_part(Attachment const& attachment) {
  CHECK(fits_header(attachment.name) && fits_header(attachment.type));
  Ref<GMimePart> part(g_mime_part_new());
  // As a file it is one to save; the buttons belong to the other form.
  std::string const& named = is_invitation(attachment) ? kIcsFile : attachment.type;
  Ref<GMimeContentType> type(g_mime_content_type_parse(nullptr, named.c_str()));
  if (type) g_mime_object_set_content_type(GMIME_OBJECT(part.get()), type.get());
  g_mime_part_set_filename(part.get(), attachment.name.c_str());
  set_content(part.get(), attachment.content, false);
  return part;
}

Ref<GMimePart> calendar_part(Attachment const& attachment) {
  Ref<GMimePart> part(g_mime_part_new());
  Ref<GMimeContentType> type(g_mime_content_type_parse(nullptr, attachment.type.c_str()));
  g_mime_object_set_content_type(GMIME_OBJECT(part.get()), type.get());
  set_content(part.get(), attachment.content, true);
  return part;
}

/// Boundaries are the same each time and cannot stand in an encoded part ("=_" is no
/// quoted-printable, "_" no base64).
Ref<GMimeMultipart> multipart(char const* subtype, std::string const& message_id) {
  Ref<GMimeMultipart> part(g_mime_multipart_new_with_subtype(subtype));
  std::string boundary =
      "=_" + std::string(subtype).substr(0, 3) + "_" + message_id.substr(0, message_id.find('@'));
  g_mime_multipart_set_boundary(part.get(), boundary.c_str());
  return part;
}

/// Clients show the buttons of an invitation when it is one more form of the text, and offer to save
/// it when it is a file as well: it goes along as both.
Ref<GMimeMultipart> body_of(MimeParts const& parts) {
  auto both = multipart("alternative", parts.message_id);
  g_mime_multipart_add(both.get(), GMIME_OBJECT(text_part("plain", parts.text).get()));
  g_mime_multipart_add(both.get(), GMIME_OBJECT(text_part("html", parts.html).get()));
  for (auto const& attachment : parts.attachments)
    if (is_invitation(attachment))
      g_mime_multipart_add(both.get(), GMIME_OBJECT(calendar_part(attachment).get()));
  if (parts.attachments.empty()) return both;
  auto mixed = multipart("mixed", parts.message_id);
  g_mime_multipart_add(mixed.get(), GMIME_OBJECT(both.get()));
  for (auto const& attachment : parts.attachments)
    g_mime_multipart_add(mixed.get(), GMIME_OBJECT(file_part(attachment).get()));
  return mixed;
}

/// Breaks at blanks outside quotes, so that lines stay below 78 characters where words allow.
std::string fold(std::string const& text) {
  std::string out, word;
  std::size_t column = 0;
  bool quoted = false;
  auto add_word = [&] {
    if (column > 0 && column + 1 + word.size() > 76) {
      out += "\n";
      column = 0;
    }
    out += " " + word;
    column += 1 + word.size();
    word.clear();
  };
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == ' ' && !quoted)
      add_word();
    else
      word += c;
  }
  add_word();
  return out;
}

/// GMime would break the line right after "From:" for a long name, which some servers misread.
std::string from_header(MimeParts const& parts) {
  Ref<InternetAddress> from(internet_address_mailbox_new(
      parts.from_name.empty() ? nullptr : parts.from_name.c_str(), parts.from_address.c_str()));
  internet_address_set_charset(from.get(), "utf-8");
  return fold(take(internet_address_to_string(from.get(), nullptr, TRUE)));
}

void set_headers(GMimeMessage* message, MimeParts const& parts) {
  CHECK(fits_header(parts.from_name) && valid_address(parts.from_address) &&
        valid_address(parts.to));
  std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date(
      g_date_time_new_from_unix_utc(to_millis(parts.date) / 1000), &g_date_time_unref);
  g_mime_message_set_date(message, date.get());
  set_raw_header(message, "From", from_header(parts));
  g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, nullptr, parts.to.c_str());
  CHECK(fits_header(parts.subject));
  g_mime_message_set_subject(message, parts.subject.c_str(), "utf-8");
  g_mime_message_set_message_id(message, parts.message_id.c_str());
  if (!parts.reply_to.empty()) {
    CHECK(valid_address(parts.reply_to));
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, nullptr,
                               parts.reply_to.c_str());
  }
  set_header(message, "Content-Language", parts.language);
  if (parts.automatic) {
    set_header(message, "Auto-Submitted", "auto-generated");            // RFC 3834
    set_header(message, "X-Auto-Response-Suppress", "OOF, AutoReply");  // the same for Exchange
  }
  if (parts.bulk) set_header(message, "Precedence", "bulk");
  if (parts.unsubscribe_url.empty()) return;
  CHECK(is_link(parts.unsubscribe_url));
  set_raw_header(message, "List-Unsubscribe", " <" + parts.unsubscribe_url + ">");
  set_header(message, "List-Unsubscribe-Post",
             "List-Unsubscribe=One-Click");  // RFC 8058, literally
}

}  // namespace

bool fits_header(std::string_view text) {
  return is_clean_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < ' ' || c == 127;
         });
}

std::string to_mime(MimeParts const& parts) {
  init_gmime();
  CHECK(fits_header(parts.message_id));
  Ref<GMimeMessage> message(g_mime_message_new(TRUE));
  set_headers(message.get(), parts);
  auto body = body_of(parts);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));
  std::unique_ptr<GMimeFormatOptions, decltype(&g_mime_format_options_free)> options(
      g_mime_format_options_new(), &g_mime_format_options_free);
  g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
  return take(g_mime_object_to_string(GMIME_OBJECT(message.get()), options.get()));
}

}  // namespace mila::mail
