#include "modules/minutes/docx.h"

#include <cmark-gfm.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
#include <zip.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace mila::minutes {
namespace {

constexpr std::string_view kWord = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr zip_uint64_t kUnpackedMost = 20U << 20;

constexpr std::string_view kTypes =
    R"(<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>)";
constexpr std::string_view kRelations =
    R"(<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>)";
constexpr std::string_view kDocumentRelations =
    R"(<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>)";

struct Style {
  char const *id, *name, *half_points;
  bool bold;
  char const *before, *after;  ///< twentieths of a point
};
constexpr std::array kStyles{Style{"Title", "Title", "36", true, "0", "120"},
                             Style{"Heading1", "heading 1", "28", true, "320", "80"},
                             Style{"Heading2", "heading 2", "24", true, "200", "60"},
                             Style{"ListParagraph", "List Paragraph", "22", false, "0", "60"},
                             Style{"Quote", "Quote", "22", false, "60", "60"},
                             Style{"Small", "Small", "18", false, "60", "60"}};

/// An XML text being written; names are those of the standard.
class Xml {
 public:
  Xml() : buffer_(xmlBufferCreate(), &xmlBufferFree), writer_(xmlNewTextWriterMemory(buffer_.get(), 0), &xmlFreeTextWriter) {
    if (!buffer_ || !writer_) throw std::runtime_error("docx: no memory");
    xmlTextWriterStartDocument(writer_.get(), "1.0", "UTF-8", nullptr);
  }
  Xml& open(char const* name) { xmlTextWriterStartElement(writer_.get(), of(name)); return *this; }
  Xml& attribute(char const* name, std::string const& value) {
    xmlTextWriterWriteAttribute(writer_.get(), of(name), of(value.c_str()));
    return *this;
  }
  Xml& close() { xmlTextWriterEndElement(writer_.get()); return *this; }
  Xml& text(std::string const& text) { xmlTextWriterWriteString(writer_.get(), of(text.c_str())); return *this; }
  /// <name w:val="value"/>
  Xml& value(char const* name, std::string const& value) { return open(name).attribute("w:val", value).close(); }
  std::string finish() {
    xmlTextWriterEndDocument(writer_.get());
    writer_.reset();
    return reinterpret_cast<char const*>(xmlBufferContent(buffer_.get()));
  }

 private:
  static xmlChar const* of(char const* text) { return reinterpret_cast<xmlChar const*>(text); }
  std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer_;
  std::unique_ptr<xmlTextWriter, decltype(&xmlFreeTextWriter)> writer_;
};

/// XML 1.0 knows no other control characters.
std::string clean(std::string const& text) {
  std::string result;
  for (char byte : text)
    if (static_cast<unsigned char>(byte) >= 0x20 || byte == '\t' || byte == '\n') result += byte;
  return result;
}

std::string styles(std::string const& language) {
  Xml xml;
  xml.open("w:styles").attribute("xmlns:w", std::string(kWord));
  xml.open("w:docDefaults").open("w:rPrDefault").open("w:rPr");
  xml.open("w:rFonts").attribute("w:ascii", "Calibri").attribute("w:hAnsi", "Calibri").attribute("w:cs", "Calibri").close();
  xml.value("w:sz", "22").value("w:lang", language);
  xml.close().close().open("w:pPrDefault").open("w:pPr").open("w:spacing").attribute("w:after", "120").close().close().close().close();
  xml.open("w:style").attribute("w:type", "paragraph").attribute("w:default", "1").attribute("w:styleId", "Normal").value("w:name", "Normal").close();
  for (auto const& style : kStyles) {
    xml.open("w:style").attribute("w:type", "paragraph").attribute("w:styleId", style.id);
    xml.value("w:name", style.name).value("w:basedOn", "Normal").open("w:pPr");
    if (style.bold) xml.open("w:keepNext").close();
    xml.open("w:spacing").attribute("w:before", style.before).attribute("w:after", style.after).close();
    if (std::string_view(style.id) == "Quote") xml.open("w:ind").attribute("w:left", "567").close();
    if (std::string_view(style.id) == "Heading1") xml.value("w:outlineLvl", "0");
    if (std::string_view(style.id) == "Heading2") xml.value("w:outlineLvl", "1");
    xml.close().open("w:rPr");
    if (style.bold) xml.open("w:b").close();
    xml.value("w:sz", style.half_points).close().close();
  }
  return xml.close().finish();
}

/// Abstract list 0 has bullets, 1 has numbers; each numbered list is one of its own, so that it begins at 1.
std::string numbering(int lists) {
  Xml xml;
  xml.open("w:numbering").attribute("xmlns:w", std::string(kWord));
  for (int kind = 0; kind < 2; ++kind) {
    xml.open("w:abstractNum").attribute("w:abstractNumId", std::to_string(kind)).value("w:multiLevelType", "hybridMultilevel");
    for (int level = 0; level < 3; ++level) {
      xml.open("w:lvl").attribute("w:ilvl", std::to_string(level)).value("w:start", "1");
      xml.value("w:numFmt", kind == 0 ? "bullet" : "decimal");
      xml.value("w:lvlText", kind == 0 ? "•" : "%" + std::to_string(level + 1) + ".").value("w:lvlJc", "left");
      xml.open("w:pPr").open("w:ind").attribute("w:left", std::to_string(567 * (level + 1))).attribute("w:hanging", "283").close().close();
      xml.close();
    }
    xml.close();
  }
  xml.open("w:num").attribute("w:numId", "1").value("w:abstractNumId", "0").close();
  for (int list = 1; list <= lists; ++list) {
    xml.open("w:num").attribute("w:numId", std::to_string(list + 1)).value("w:abstractNumId", "1");
    xml.open("w:lvlOverride").attribute("w:ilvl", "0").value("w:startOverride", "1").close().close();
  }
  return xml.close().finish();
}

char const* style_of(DocxBlock::Kind kind) {
  switch (kind) {
    case DocxBlock::Kind::Title: return "Title";
    case DocxBlock::Kind::Heading: return "Heading1";
    case DocxBlock::Kind::Subheading: return "Heading2";
    case DocxBlock::Kind::Bullet:
    case DocxBlock::Kind::Number: return "ListParagraph";
    case DocxBlock::Kind::Quote: return "Quote";
    case DocxBlock::Kind::Small: return "Small";
    case DocxBlock::Kind::Text: break;
  }
  return nullptr;
}

void write_run(Xml& xml, DocxRun const& run) {
  std::string text = clean(run.text);
  for (std::size_t from = 0; from <= text.size();) {
    auto end = std::min(text.find('\n', from), text.size());
    xml.open("w:r");
    if (run.bold || run.italic) {
      xml.open("w:rPr");
      if (run.bold) xml.open("w:b").close();
      if (run.italic) xml.open("w:i").close();
      xml.close();
    }
    if (from > 0) xml.open("w:br").close();
    xml.open("w:t").attribute("xml:space", "preserve").text(text.substr(from, end - from)).close().close();
    from = end + 1;
  }
}

std::string body(DocxDocument const& document) {
  Xml xml;
  xml.open("w:document").attribute("xmlns:w", std::string(kWord)).open("w:body");
  for (auto const& block : document.blocks) {
    xml.open("w:p");
    if (auto const* style = style_of(block.kind)) {
      xml.open("w:pPr").value("w:pStyle", style);
      if (block.kind == DocxBlock::Kind::Bullet || block.kind == DocxBlock::Kind::Number) {
        int list = block.kind == DocxBlock::Kind::Bullet ? 1 : block.list + 1;
        xml.open("w:numPr").value("w:ilvl", std::to_string(std::min(block.level, 2))).value("w:numId", std::to_string(list)).close();
      }
      xml.close();
    }
    for (auto const& run : block.runs) write_run(xml, run);
    xml.close();
  }
  // A4 with margins of 2.5 cm, in twentieths of a point.
  xml.open("w:sectPr").open("w:pgSz").attribute("w:w", "11906").attribute("w:h", "16838").close();
  xml.open("w:pgMar").attribute("w:top", "1417").attribute("w:right", "1417").attribute("w:bottom", "1417").attribute("w:left", "1417")
      .attribute("w:header", "708").attribute("w:footer", "708").attribute("w:gutter", "0").close().close();
  return xml.close().close().finish();
}

std::string properties(DocxDocument const& document) {
  Xml xml;
  xml.open("cp:coreProperties").attribute("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
      .attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
  xml.open("dc:title").text(clean(document.title)).close().open("dc:language").text(document.language).close();
  return xml.close().finish();
}

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

/// Runs of inline nodes below `node`.
void add_runs(cmark_node* node, DocxRun style, std::vector<DocxRun>& runs) {
  for (auto* child = cmark_node_first_child(node); child; child = cmark_node_next(child)) {
    auto type = cmark_node_get_type(child);
    DocxRun run = style;
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
      char const* text = cmark_node_get_literal(child);
      run.text = text ? text : "";
      runs.push_back(std::move(run));
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
      run.text = "\n";
      runs.push_back(std::move(run));
    } else if (type != CMARK_NODE_HTML_INLINE && type != CMARK_NODE_IMAGE) {
      run.bold |= type == CMARK_NODE_STRONG;
      run.italic |= type == CMARK_NODE_EMPH;
      add_runs(child, run, runs);
      if (type != CMARK_NODE_LINK) continue;
      run.text = std::string(" (") + cmark_node_get_url(child) + ")";
      runs.push_back(std::move(run));
    }
  }
}

struct Place {
  DocxBlock::Kind kind = DocxBlock::Kind::Text;
  int level = -1, list = 0;
};

void add_blocks(cmark_node* node, Place place, DocxDocument& document) {
  for (auto* child = cmark_node_first_child(node); child; child = cmark_node_next(child)) {
    auto type = cmark_node_get_type(child);
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
      DocxBlock block{place.kind, {}, std::max(place.level, 0), place.list};
      if (type == CMARK_NODE_HEADING) block.kind = DocxBlock::Kind::Subheading;
      add_runs(child, {}, block.runs);
      document.blocks.push_back(std::move(block));
    } else if (type == CMARK_NODE_CODE_BLOCK) {
      document.add(DocxBlock::Kind::Quote, cmark_node_get_literal(child));
    } else if (type == CMARK_NODE_LIST) {
      Place inner = place;
      ++inner.level;
      bool ordered = cmark_node_get_list_type(child) == CMARK_ORDERED_LIST;
      inner.kind = ordered ? DocxBlock::Kind::Number : DocxBlock::Kind::Bullet;
      if (ordered) inner.list = ++document.lists;
      add_blocks(child, inner, document);
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
      add_blocks(child, {DocxBlock::Kind::Quote, place.level, place.list}, document);
    } else if (type == CMARK_NODE_ITEM) {
      add_blocks(child, place, document);
    }
  }
}

/// One entry of an archive; nullopt when it is missing, broken or too long.
std::optional<std::string> entry_of(std::string_view bytes, char const* name) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (!source) return std::nullopt;
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, &error), &zip_discard);
  if (!archive) {
    zip_source_free(source);
    return std::nullopt;
  }
  zip_stat_t about;
  if (zip_stat(archive.get(), name, 0, &about) != 0 || about.size > kUnpackedMost) return std::nullopt;
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen(archive.get(), name, 0), &zip_fclose);
  if (!file) return std::nullopt;
  std::string content(about.size, '\0');
  auto got = zip_fread(file.get(), content.data(), content.size());
  if (got < 0 || static_cast<zip_uint64_t>(got) != about.size) return std::nullopt;
  return content;
}

}  // namespace

void DocxDocument::add_markdown(std::string const& markdown) {
  std::unique_ptr<cmark_node, decltype(&cmark_node_free)> tree(
      cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_VALIDATE_UTF8), &cmark_node_free);
  if (!tree) throw std::runtime_error("docx: no memory");
  add_blocks(tree.get(), {}, *this);
}

std::string write_docx(DocxDocument const& document) {
  std::array<std::pair<char const*, std::string>, 7> parts{{{"[Content_Types].xml", std::string(kTypes)},
                                                            {"_rels/.rels", std::string(kRelations)},
                                                            {"word/document.xml", body(document)},
                                                            {"word/_rels/document.xml.rels", std::string(kDocumentRelations)},
                                                            {"word/styles.xml", styles(document.language)},
                                                            {"word/numbering.xml", numbering(document.lists)},
                                                            {"docProps/core.xml", properties(document)}}};
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (!target) throw std::runtime_error("docx: no memory");
  std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(target, &zip_source_free);
  zip_source_keep(target);
  Archive archive(zip_open_from_source(target, ZIP_TRUNCATE, &error), &zip_discard);
  if (!archive) throw std::runtime_error("docx: no archive");
  for (auto const& [name, text] : parts) {
    zip_source_t* source = zip_source_buffer(archive.get(), text.data(), text.size(), 0);
    auto index = source ? zip_file_add(archive.get(), name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) throw std::runtime_error("docx: no archive");
    // Midnight of 1 January 1980, the first moment a zip knows.
    zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), 0, 33, 0);
  }
  if (zip_close(archive.get()) != 0) throw std::runtime_error("docx: not written");
  (void)archive.release();
  zip_stat_t about;
  if (zip_source_stat(target, &about) != 0 || zip_source_open(target) != 0) throw std::runtime_error("docx: not read");
  std::string bytes(about.size, '\0');
  auto got = zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  if (got < 0 || static_cast<zip_uint64_t>(got) != about.size) throw std::runtime_error("docx: not read");
  return bytes;
}

std::optional<std::string> text_of_docx(std::string_view bytes) {
  auto xml = entry_of(bytes, "word/document.xml");
  if (!xml) return std::nullopt;
  // No entities, nothing from outside.
  std::unique_ptr<xmlTextReader, decltype(&xmlFreeTextReader)> reader(
      xmlReaderForMemory(xml->data(), static_cast<int>(xml->size()), "document.xml", nullptr,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT),
      &xmlFreeTextReader);
  if (!reader) return std::nullopt;
  std::string text;
  bool in_text = false;
  int more;
  while ((more = xmlTextReaderRead(reader.get())) == 1) {
    auto type = xmlTextReaderNodeType(reader.get());
    auto const* local = reinterpret_cast<char const*>(xmlTextReaderConstLocalName(reader.get()));
    std::string_view name = local ? local : "";
    if (type == XML_READER_TYPE_DOCUMENT_TYPE) return std::nullopt;
    if (type == XML_READER_TYPE_ELEMENT) {
      in_text = name == "t" && !xmlTextReaderIsEmptyElement(reader.get());
      if (name == "br" || name == "cr") text += '\n';
      if (name == "tab") text += '\t';
    } else if (type == XML_READER_TYPE_END_ELEMENT) {
      in_text = false;
      if (name == "p") text += '\n';
    } else if (in_text && (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE)) {
      auto const* value = reinterpret_cast<char const*>(xmlTextReaderConstValue(reader.get()));
      if (value) text += value;
    }
  }
  if (more != 0) return std::nullopt;
  return text;
}

}  // namespace mila::minutes
