// A letter: what it says, once; rendered by one renderer to plain text and to HTML. Texts arrive
// translated. HTML is complete, has language and direction, loads nothing from anywhere.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace mila::mail {

struct Paragraph {
  std::string text;
};
struct Heading {
  std::string text;
};
struct List {
  std::vector<std::string> items;
  bool numbered = false;
};
/// What the reader is asked to do: a button in HTML, "label: url" in text.
struct Action {
  std::string label, url;
};
/// Words of somebody else.
struct Quote {
  std::string text;
};
/// Text written by a user; raw HTML, images and dangerous addresses in it are dropped.
struct Markdown {
  std::string text;
};
/// Beside the point: validity of a link, legal notes.
struct Small {
  std::string text;
};

using Block = std::variant<Paragraph, Heading, List, Action, Quote, Markdown, Small>;

struct Letter {
  std::vector<Block> blocks;
  /// Why the reader gets this, in a sentence for the footer; the county's name stands there anyway.
  std::string reason = {};
  /// How to get no more of it: a page that asks, not one that acts (scanners open links).
  Action leave = {};
};

/// What stands around it.
struct Frame {
  std::string language = "de";  ///< "ar" is written right to left
  std::string subject;
  std::string sender;              ///< "Landkreis Auental"
  std::string contact = {};        ///< one line: address or phone of the office
  std::string accent = "#17594a";  ///< behind the white words of a button
};

/// False when an Action leads anywhere but to http, https, mailto or tel.
bool has_clean_links(Letter const& letter);

/// Lines of at most 72 characters where words allow, ended by \n.
std::string render_text(Letter const& letter, Frame const& frame);
std::string render_html(Letter const& letter, Frame const& frame);

/// Gmail cuts a mail after this many bytes of HTML.
constexpr std::size_t kHtmlMax = 102'000;

/// A letter as kept in the outbox.
std::string to_json(Letter const& letter);
/// Throws std::runtime_error for what to_json() did not write.
Letter letter_from_json(std::string const& json);

}  // namespace mila::mail
