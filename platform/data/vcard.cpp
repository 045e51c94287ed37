// Escaping and folding of RFC 6350 §3.2 and §3.4 (the same in RFC 2426).
#include "platform/data/vcard.h"

#include "platform/base/text.h"

namespace mila::data {
namespace {

constexpr std::size_t kLineMax = 75;

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\' || c == ',' || c == ';') out += '\\';
    if (c == '\n') out += "\\n";
    else if (c != '\r') out += c;
  }
  return out;
}

/// Cuts a line where a character begins; a fold's blank counts for the next line.
void append_folded(std::string& out, std::string_view line) {
  std::size_t room = kLineMax;
  while (line.size() > room) {
    std::string_view piece = truncate_utf8(line, room);
    out += piece;
    out += "\r\n ";
    line.remove_prefix(piece.size());
    room = kLineMax - 1;
  }
  out += line;
  out += "\r\n";
}

class Lines {
 public:
  void add(std::string_view name, std::string const& value) {
    if (!value.empty()) append_folded(text_, std::string(name) + ":" + value);
  }
  void text(std::string_view name, std::string_view value) { add(name, escaped(value)); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// "Berg;Anna Maria;;;" of a person, the whole name as family name otherwise.
std::string structured_name(VCard const& card) {
  auto blank = card.is_person ? card.name.rfind(' ') : std::string::npos;
  if (blank == std::string::npos) return escaped(card.name) + ";;;;";
  return escaped(card.name.substr(blank + 1)) + ";" + escaped(card.name.substr(0, blank)) + ";;;";
}

std::string structured_address(VCard::Address const& address) {
  return ";;" + escaped(address.street) + ";" + escaped(address.town) + ";;" +
         escaped(address.postal_code) + ";" + escaped(address.country);
}

/// "20261123T080509Z".
std::string stamp(Instant at) {
  std::string text = format_rfc3339(at);
  std::string digits;
  for (char c : text.substr(0, 19))
    if (c != '-' && c != ':') digits += c;
  return digits + "Z";
}

}  // namespace

std::string to_vcard(VCard const& card, VCardVersion version) {
  bool v4 = version == VCardVersion::V4;
  Lines lines;
  lines.add("BEGIN", "VCARD");
  lines.add("VERSION", v4 ? "4.0" : "3.0");
  if (v4) lines.add("KIND", card.is_person ? "individual" : "org");
  if (!card.uid.empty()) lines.add("UID", "urn:uuid:" + card.uid);
  lines.text("FN", card.name);
  lines.add("N", structured_name(card));
  lines.text("ORG", card.organization);
  lines.text("TITLE", card.title);
  if (!card.phone.empty()) {
    if (v4) lines.add("TEL;VALUE=uri;TYPE=\"work,voice\"", "tel:" + card.phone);
    else lines.add("TEL;TYPE=WORK,VOICE", card.phone);
  }
  lines.text(v4 ? "EMAIL;TYPE=work" : "EMAIL;TYPE=INTERNET,WORK", card.mail);
  if (card.address)
    lines.add(v4 ? "ADR;TYPE=work" : "ADR;TYPE=WORK", structured_address(*card.address));
  if (v4)
    for (auto const& language : card.languages) lines.add("LANG", language);
  lines.add("URL", card.url);
  lines.text("NOTE", card.note);
  if (card.revised) lines.add("REV", stamp(*card.revised));
  lines.add("END", "VCARD");
  return lines.take();
}

}  // namespace mila::data
