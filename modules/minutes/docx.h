// Office Open XML text documents (ECMA-376), as far as minutes need them: headings, paragraphs, lists,
// bold and italic. Debian has no C++ library that writes them, LibreOffice would be 400 MB for one file;
// a document is a zip (libzip) of a little XML (libxml2). What Word makes of it is judged in tests/peers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mila::minutes {

struct DocxRun {
  std::string text;
  bool bold = false, italic = false;
};

struct DocxBlock {
  enum class Kind { Title, Heading, Subheading, Text, Bullet, Number, Quote, Small };
  Kind kind = Kind::Text;
  std::vector<DocxRun> runs;
  int level = 0;  ///< of lists: 0 is the outer one
  int list = 0;   ///< of numbers: which list, each begins at 1
};

struct DocxDocument {
  std::string title, language = "de-DE";
  std::vector<DocxBlock> blocks;
  void add(DocxBlock::Kind kind, std::string text) { blocks.push_back({kind, {{std::move(text)}}}); }
  /// Text in Markdown; raw HTML and pictures in it are left out, a link is followed by its address.
  void add_markdown(std::string const& markdown);
  int lists = 0;
};

/// The file, the same bytes for the same document. Throws std::runtime_error without memory.
std::string write_docx(DocxDocument const& document);

/// The words of a document, a paragraph a line; nullopt when it is none, is broken or unpacks to more than
/// 20 MB.
std::optional<std::string> text_of_docx(std::string_view bytes);

}  // namespace mila::minutes
