// A written spreadsheet is taken apart again: a ZIP of XML.
#include "platform/data/xlsx.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <map>

namespace mila::data {
namespace {

template <typename T>
T number_at(std::string const& bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

/// Names and unpacked contents, read along the central directory (APPNOTE.TXT 4.3.12).
std::map<std::string, std::string> unzip(std::string const& bytes) {
  std::map<std::string, std::string> files;
  for (auto at = bytes.find("PK\1\2"); at != std::string::npos; at = bytes.find("PK\1\2", at + 4)) {
    auto packed = number_at<std::uint32_t>(bytes, at + 20), size = number_at<std::uint32_t>(bytes, at + 24);
    std::string name = bytes.substr(at + 46, number_at<std::uint16_t>(bytes, at + 28));
    auto local = number_at<std::uint32_t>(bytes, at + 42);
    auto begin = local + 30 + number_at<std::uint16_t>(bytes, local + 26) + number_at<std::uint16_t>(bytes, local + 28);
    std::string text(size, '\0');
    z_stream stream{};
    inflateInit2(&stream, -MAX_WBITS);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + begin));
    stream.avail_in = packed;
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = size;
    inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    files[name] = text;
  }
  return files;
}

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Xlsx, holds_text_numbers_and_days_under_a_heading_with_filters) {
  XlsxSheet sheet{"Kontakte", {"Name", "Plätze", "Anteil", "Bis"},
                  {{std::string("Müller & Söhne"), std::int64_t{12}, 0.5, Date{std::chrono::year{2026} / 11 / 23}},
                   {std::string(), std::int64_t{-3}, 1.25, Date{std::chrono::year{2027} / 1 / 1}}}};
  auto bytes = to_xlsx({sheet});
  ASSERT_TRUE(bytes);
  auto files = unzip(*bytes);
  auto const& page = files["xl/worksheets/sheet1.xml"];
  EXPECT_TRUE(has(files["xl/sharedStrings.xml"], "Müller &amp; Söhne"));
  EXPECT_TRUE(has(page, "<v>12</v>"));
  EXPECT_TRUE(has(page, "<v>0.5</v>"));
  EXPECT_TRUE(has(page, "<v>46349</v>")) << "a day is a number with a format, so that it sorts";
  EXPECT_TRUE(has(page, "<autoFilter ref=\"A1:D3\"/>"));
  EXPECT_TRUE(has(page, "ySplit=\"1\""));
  EXPECT_TRUE(has(files["xl/workbook.xml"], "name=\"Kontakte\""));
}

TEST(Xlsx, nothing_becomes_a_formula) {
  XlsxSheet sheet{"x", {"a", "b", "c"}, {}};
  sheet.rows.push_back({std::string("=HYPERLINK(\"http://evil\")"), std::string("+49 69 90009-1"), std::string("@SUM(A1)")});
  auto files = unzip(*to_xlsx({sheet}));
  EXPECT_FALSE(has(files["xl/worksheets/sheet1.xml"], "<f>"));
  EXPECT_TRUE(has(files["xl/sharedStrings.xml"], "'=HYPERLINK")) << files["xl/sharedStrings.xml"];
  EXPECT_TRUE(has(files["xl/sharedStrings.xml"], "'@SUM"));
  EXPECT_TRUE(has(files["xl/sharedStrings.xml"], ">+49 69 90009-1<")) << "a number to dial stays one";
}

TEST(Xlsx, names_of_tabs_are_cleaned) {
  auto files = unzip(*to_xlsx({{"A/B: ganz lang, viel länger als Excel erlaubt", {"x"}, {}}}));
  EXPECT_TRUE(has(files["xl/workbook.xml"], "name=\"AB ganz lang, viel länger als "));
}

}  // namespace
}  // namespace mila::data
