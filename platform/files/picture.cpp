// SVG by libxml2, without network, entities or document types of its own.
#include "platform/files/picture.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "platform/base/text.h"

namespace mila::files {
namespace {

constexpr std::string_view kSvg = "http://www.w3.org/2000/svg";
constexpr std::string_view kXlink = "http://www.w3.org/1999/xlink";
constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";
constexpr std::uint32_t kPixelsMax = 4000;

/// Elements that draw and nothing else (SVG 1.1).
constexpr std::array kKept{
    "svg",            "g",              "defs",        "symbol",      "use",
    "title",          "desc",           "path",        "rect",        "circle",
    "ellipse",        "line",           "polyline",    "polygon",     "text",
    "tspan",          "textPath",       "image",       "style",       "linearGradient",
    "radialGradient", "stop",           "clipPath",    "mask",        "pattern",
    "marker",         "filter",         "feBlend",     "feColorMatrix", "feComponentTransfer",
    "feComposite",    "feFlood",        "feFuncA",     "feFuncB",     "feFuncG",
    "feFuncR",        "feGaussianBlur", "feMerge",     "feMergeNode", "feMorphology",
    "feOffset"};
/// What makes a drawing a program.
constexpr std::array kRefused{"script", "foreignObject", "iframe",  "embed",    "object",
                              "audio",  "video",         "animate", "set",      "animateMotion",
                              "animateTransform", "handler", "listener", "a", "feImage"};

std::string_view text_of(xmlChar const* text) {
  return text ? std::string_view(reinterpret_cast<char const*>(text)) : std::string_view();
}

template <std::size_t N>
bool among(std::array<char const*, N> const& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](char const* known) { return name == known; });
}

std::string_view space_of(xmlNs const* space) { return space ? text_of(space->href) : ""; }

bool is_inner_picture(std::string_view href) {
  for (std::string_view kind : {"png", "jpeg", "gif", "webp"})
    if (href.starts_with("data:image/" + std::string(kind) + ";base64,")) return true;
  return false;
}

/// Styles may refer to what is in the drawing and to nothing else. Escapes could hide a word.
PictureProblem check_style(std::string_view style) {
  std::string css;
  for (char c : ascii_lower(style))
    if (!std::strchr(" \t\r\n\"'", c)) css += c;
  for (std::size_t at = 0; (at = css.find("url(", at)) != std::string::npos; at += 4)
    if (css.compare(at + 4, 1, "#") != 0) return PictureProblem::FromOutside;
  if (css.find("@import") != std::string::npos || css.find("image(") != std::string::npos ||
      css.find("image-set(") != std::string::npos)
    return PictureProblem::FromOutside;
  bool program = css.find('\\') != std::string::npos || css.find("/*") != std::string::npos ||
                 css.find("expression(") != std::string::npos ||
                 css.find("javascript:") != std::string::npos ||
                 css.find("binding") != std::string::npos;
  return program ? PictureProblem::Program : PictureProblem::None;
}

/// Removes attributes that are not SVG's own; says what is wrong with the others.
PictureProblem clean_attributes(xmlNode* element) {
  bool image = text_of(element->name) == "image";
  for (xmlAttr* attribute = element->properties; attribute;) {
    xmlAttr* current = std::exchange(attribute, attribute->next);
    std::string name(text_of(current->name));
    auto space = space_of(current->ns);
    if (ascii_lower(name).starts_with("on")) return PictureProblem::Program;
    if (!space.empty() && space != kSvg && space != kXlink && space != kXml) {
      xmlRemoveProp(current);
      continue;
    }
    std::unique_ptr<xmlChar, decltype(xmlFree)> value(
        xmlNodeListGetString(element->doc, current->children, 1), xmlFree);
    std::string text(trim(text_of(value.get())));
    if (name == "href") {
      bool inside = text.starts_with('#') || (image && is_inner_picture(text));
      if (!inside) return PictureProblem::FromOutside;
    } else if (name == "base" || space == kXml) {
      xmlRemoveProp(current);
    } else if (auto problem = check_style(text); problem != PictureProblem::None) {
      return problem;
    }
  }
  return PictureProblem::None;
}

PictureProblem clean_children(xmlNode* parent);

PictureProblem clean_element(xmlNode* element) {
  std::string_view name = text_of(element->name);
  if (among(kRefused, name)) return PictureProblem::Program;
  if (space_of(element->ns) != kSvg || !among(kKept, name)) {
    // A program hidden in something unknown would be dropped with it, but its owner should know.
    auto problem = clean_children(element);
    xmlUnlinkNode(element);
    xmlFreeNode(element);
    return problem == PictureProblem::Program ? problem : PictureProblem::None;
  }
  if (auto problem = clean_attributes(element); problem != PictureProblem::None) return problem;
  if (name == "style") {
    std::unique_ptr<xmlChar, decltype(xmlFree)> css(xmlNodeGetContent(element), xmlFree);
    if (auto problem = check_style(text_of(css.get())); problem != PictureProblem::None)
      return problem;
  }
  return clean_children(element);
}

PictureProblem clean_children(xmlNode* parent) {
  for (xmlNode* node = parent->children; node;) {
    xmlNode* current = std::exchange(node, node->next);
    switch (current->type) {
      case XML_ELEMENT_NODE:
        if (auto problem = clean_element(current); problem != PictureProblem::None) return problem;
        break;
      case XML_TEXT_NODE:
      case XML_CDATA_SECTION_NODE:
        break;
      case XML_ENTITY_REF_NODE:
        return PictureProblem::Program;
      default:
        xmlUnlinkNode(current);
        xmlFreeNode(current);
    }
  }
  return PictureProblem::None;
}

/// Only the root element is written: no document type, no instructions before it.
std::string written(xmlDoc* document, xmlNode* root) {
  xmlBuffer* buffer = xmlBufferCreate();
  xmlNodeDump(buffer, document, root, 0, 0);
  std::string text(text_of(xmlBufferContent(buffer)));
  xmlBufferFree(buffer);
  return text + "\n";
}

CheckedPicture check_svg(std::string_view bytes) {
  CheckedPicture picture;
  picture.type = "image/svg+xml";
  if (bytes.find("<!ENTITY") != std::string_view::npos) {
    picture.problem = PictureProblem::Program;
    return picture;
  }
  std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), "picture.svg", nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      &xmlFreeDoc);
  xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (!root || text_of(root->name) != "svg" || space_of(root->ns) != kSvg) {
    picture.problem = PictureProblem::Broken;
    return picture;
  }
  picture.problem = clean_element(root);
  if (picture.problem == PictureProblem::None) picture.bytes = written(document.get(), root);
  return picture;
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (char c : bytes.substr(0, 4)) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

/// PNG (RFC 2083): signature, IHDR with width and height first, IEND last.
CheckedPicture check_png(std::string_view bytes) {
  CheckedPicture picture;
  picture.type = "image/png";
  bool whole = bytes.size() > 45 && bytes.substr(12, 4) == "IHDR" &&
               bytes.substr(bytes.size() - 8, 4) == "IEND";
  if (!whole) {
    picture.problem = PictureProblem::Broken;
    return picture;
  }
  auto width = big_endian(bytes.substr(16)), height = big_endian(bytes.substr(20));
  if (width == 0 || height == 0) picture.problem = PictureProblem::Broken;
  else if (width > kPixelsMax || height > kPixelsMax) picture.problem = PictureProblem::TooLarge;
  else picture.bytes = bytes;
  return picture;
}

}  // namespace

std::string as_drawing(CheckedPicture const& picture) {
  if (picture.type != "image/png") return picture.bytes;
  std::string_view bytes = picture.bytes;
  auto size = [&](std::size_t at) { return std::to_string(big_endian(bytes.substr(at))); };
  std::string base64(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(base64.data(), base64.size(),
                    reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  base64.pop_back();  // the zero behind it
  return "<svg xmlns=\"" + std::string(kSvg) + "\" viewBox=\"0 0 " + size(16) + " " + size(20) +
         "\"><image width=\"100%\" height=\"100%\" href=\"data:image/png;base64," + base64 +
         "\"/></svg>\n";
}

CheckedPicture check_picture(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return check_png(bytes);
  if (bytes.substr(0, 4096).find("<svg") != std::string_view::npos ||
      trim(bytes.substr(0, 200)).starts_with("<?xml"))
    return check_svg(bytes);
  return {PictureProblem::NeitherSvgNorPng, "", ""};
}

}  // namespace mila::files
