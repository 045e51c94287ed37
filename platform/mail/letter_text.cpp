// A letter as plain text.
#include <fmt/format.h>

#include "platform/base/text.h"
#include "platform/mail/letter.h"
#include "platform/mail/markdown.h"

namespace mila::mail {
namespace {

constexpr std::size_t kWidth = 72;

/// Code points: near enough to columns in the scripts we write.
std::size_t length_of(std::string_view text) {
  std::size_t length = 0;
  for (unsigned char c : text) length += (c & 0xC0) != 0x80;
  return length;
}

/// Breaks between words; `first` begins the first line, `rest` the others. Line breaks stay.
std::string wrap(std::string_view text, std::string_view first, std::string_view rest) {
  std::string out;
  std::string line(first);
  auto end_line = [&] {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out += line + "\n";
    line = rest;
  };
  for (auto paragraph : split(text, '\n')) {
    bool begun = false;
    for (auto word : split(paragraph, ' ')) {
      word = trim(word);
      if (word.empty()) continue;
      if (begun && length_of(line) + 1 + length_of(word) > kWidth) {
        end_line();
        begun = false;
      }
      if (begun) line += " ";
      line += word;
      begun = true;
    }
    end_line();
  }
  return out;
}

struct TextBlock {
  std::string operator()(Paragraph const& block) const { return wrap(block.text, "", ""); }
  std::string operator()(Heading const& block) const { return wrap(block.text, "", ""); }
  std::string operator()(Small const& block) const { return wrap(block.text, "", ""); }
  std::string operator()(Quote const& block) const { return wrap(block.text, "> ", "> "); }
  std::string operator()(Markdown const& block) const { return markdown_to_text(block.text); }
  std::string operator()(Action const& block) const {
    return wrap(block.label + ": " + block.url, "", "");
  }
  std::string operator()(List const& block) const {
    std::string text;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      std::string mark = block.numbered ? fmt::format("{}. ", i + 1) : "- ";
      text += wrap(block.items[i], mark, std::string(mark.size(), ' '));
    }
    return text;
  }
};

}  // namespace

std::string render_text(Letter const& letter, Frame const& frame) {
  std::string text;
  for (auto const& block : letter.blocks) {
    text += std::visit(TextBlock{}, block);
    text += "\n";
  }
  text += "-- \n";  // from here on mail programs take it for the signature (RFC 3676 §4.3)
  text += frame.sender + "\n";
  if (!frame.contact.empty()) text += wrap(frame.contact, "", "");
  if (!letter.reason.empty()) text += "\n" + wrap(letter.reason, "", "");
  if (!letter.leave.url.empty()) text += TextBlock{}(letter.leave);
  return text;
}

}  // namespace mila::mail
