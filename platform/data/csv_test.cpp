// Tables as offices really send them.
#include "platform/data/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace mila::data {
namespace {

using Cells = std::vector<std::string>;

Table read(std::string_view bytes) {
  auto table = parse_csv(bytes);
  EXPECT_TRUE(table) << (table ? "" : table.error().detail);
  return table ? *table : Table{};
}

TEST(CsvTest, reads_semicolons_commas_and_tabs) {
  for (auto const* text : {"name;ort\nA;B\n", "name,ort\nA,B\n", "name\tort\nA\tB\n"}) {
    auto table = read(text);
    EXPECT_EQ(table.header, (Cells{"name", "ort"})) << text;
    ASSERT_EQ(table.rows.size(), 1U) << text;
    EXPECT_EQ(table.rows[0], (Cells{"A", "B"})) << text;
  }
}

TEST(CsvTest, the_heading_decides_the_separator_outside_quotes) {
  auto table = read("\"a,b,c\";d\n1,5;2\n");
  EXPECT_EQ(table.header, (Cells{"a,b,c", "d"}));
  EXPECT_EQ(table.rows[0], (Cells{"1,5", "2"}));
}

TEST(CsvTest, drops_the_byte_order_mark) {
  EXPECT_EQ(read("\xEF\xBB\xBFname\nA\n").header, Cells{"name"});
}

TEST(CsvTest, decodes_windows_1252) {
  EXPECT_EQ(read("ort\nErlenbr\xFC"
                 "ck \x80\n")
                .rows[0],
            Cells{"Erlenbrück €"});
  EXPECT_EQ(read("ort\nErlenbrück\n").rows[0], Cells{"Erlenbrück"});
}

TEST(CsvTest, reads_quotes_with_everything_in_them) {
  auto table = read("a;b\n\"x;y\";\"sagt \"\"ja\"\"\nund mehr\"\n");
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0], (Cells{"x;y", "sagt \"ja\"\nund mehr"}));
}

TEST(CsvTest, counts_rows_with_blank_ones_between) {
  for (auto const* text : {"a;b\r\n\r\n1;2\r\n;\r\n3;4\r\n", "a;b\n\n1;2\n;\n3;4"}) {
    auto table = read(text);
    EXPECT_EQ(table.rows, (std::vector<Cells>{{"1", "2"}, {"3", "4"}})) << text;
    EXPECT_EQ(table.lines, (std::vector<int>{3, 5})) << text;
  }
}

TEST(CsvTest, blank_lines_before_the_heading_do_not_matter) {
  auto table = read("\n\na;b\n1;2\n");
  EXPECT_EQ(table.header, (Cells{"a", "b"}));
  EXPECT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.lines, std::vector<int>{4});
}

TEST(CsvTest, short_rows_are_filled_and_empty_ends_cut) {
  auto table = read("a;b;c\n1\n1;2;3;;\n");
  EXPECT_EQ(table.rows[0], (Cells{"1", "", ""}));
  EXPECT_EQ(table.rows[1], (Cells{"1", "2", "3"}));
}

TEST(CsvTest, names_the_line_of_a_row_that_is_too_long) {
  auto table = parse_csv("a;b\n1;2\n1;2;3\n");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code, ErrorCode::Invalid);
  EXPECT_EQ(table.error().detail, "line 3");
}

TEST(CsvTest, refuses_what_is_no_table) {
  EXPECT_EQ(parse_csv("").error().code, ErrorCode::Invalid);
  EXPECT_EQ(parse_csv("\n\n").error().code, ErrorCode::Invalid);
  EXPECT_EQ(parse_csv(std::string_view("P\0K", 3)).error().detail, "NUL in CSV");
  EXPECT_EQ(read_csv_file("/nowhere/at/all.csv").error().code, ErrorCode::NotFound);
}

TEST(CsvTest, stops_at_too_many_rows) {
  EXPECT_TRUE(parse_csv("a\n1\n2\n", 2));
  auto table = parse_csv("a\n1\n2\n3\n", 2);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code, ErrorCode::TooLarge);
}

TEST(CsvReaderTest, gives_the_rows_one_after_the_other) {
  // More than is handed to libcsv at once, so that rows and letters stand across the cuts.
  std::string text = "a;b\n\n";
  for (int i = 0; i < 5'000; ++i) text += "zwölf " + std::to_string(i) + ";\"x\ny\"\n";
  auto reader = CsvReader::open(text);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->header(), (Cells{"a", "b"}));
  EXPECT_EQ(reader->rows(), 5'000U);
  int count = 0;
  for (; reader->next(); ++count) {
    ASSERT_EQ(reader->cells(), (Cells{"zwölf " + std::to_string(count), "x\ny"}));
    ASSERT_EQ(reader->line(), count + 3);
  }
  EXPECT_EQ(count, 5'000);
  EXPECT_FALSE(reader->next());
}

TEST(CsvReaderTest, reads_what_parse_csv_reads) {
  bool fine = rc::check([] {
    auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab;,\"\n\r\t\xFC")));
    auto table = parse_csv(text);
    auto reader = CsvReader::open(text);
    RC_ASSERT(table.has_value() == reader.has_value());
    if (!table) {
      RC_ASSERT(table.error().message == reader.error().message);
      return;
    }
    RC_ASSERT(reader->header() == table->header);
    RC_ASSERT(reader->rows() == table->rows.size());
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      RC_ASSERT(reader->next());
      RC_ASSERT(reader->cells() == table->rows[row]);
      RC_ASSERT(reader->line() == table->lines[row]);
    }
    RC_ASSERT(!reader->next());
  });
  EXPECT_TRUE(fine);
}

TEST(CsvReaderTest, finds_what_is_wrong_when_it_is_opened) {
  EXPECT_EQ(CsvReader::open("a;b\n1;2\n1;2;3\n").error().detail, "line 3");
  EXPECT_EQ(CsvReader::open("a\n1\n2\n3\n", 2).error().code, ErrorCode::TooLarge);
  EXPECT_EQ(CsvReader::open("\n").error().code, ErrorCode::Invalid);
  EXPECT_EQ(CsvReader::open_file("/nowhere/at/all.csv").error().code, ErrorCode::NotFound);
}

TEST(CsvTest, finds_columns_in_any_case) {
  auto table = read("Name;ORT\nA;B\n");
  EXPECT_EQ(table.column("name"), 0);
  EXPECT_EQ(table.column("Ort"), 1);
  EXPECT_EQ(table.column("plz"), -1);
  EXPECT_EQ(table.cell(0, 1), "B");
  EXPECT_EQ(table.cell(0, -1), "");
}

TEST(CsvLineTest, quotes_where_needed) {
  EXPECT_EQ(csv_line({"a", "b;c", "d\"e", "f\ng", ""}), "a;\"b;c\";\"d\"\"e\";\"f\ng\";\r\n");
}

TEST(CsvLineTest, no_cell_is_run_as_a_formula) {
  EXPECT_EQ(csv_line({"=1+1"}), "'=1+1\r\n");
  EXPECT_EQ(csv_line({"@SUM(A1)", "-cmd|x", "+cmd", "\tx"}), "'@SUM(A1);'-cmd|x;'+cmd;'\tx\r\n");
  EXPECT_EQ(csv_line({"+49 69 90009-100", "a=b"}), "+49 69 90009-100;a=b\r\n");
}

TEST(CsvLineTest, what_is_written_is_read_again) {
  bool fine = rc::check([] {
    auto cell = rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab1;\",\n. ")));
    auto cells = *rc::gen::container<Cells>(3, cell);
    // Cells are trimmed when read, and a row of blanks is no row.
    for (auto& text : cells) text = "x" + text + "y";
    auto table = parse_csv("a;b;c\r\n" + csv_line(cells));
    RC_ASSERT(table.has_value());
    RC_ASSERT(table->rows.size() == 1U);
    RC_ASSERT(table->rows[0] == cells);
  });
  EXPECT_TRUE(fine);
}

TEST(CsvTest, whatever_comes_is_a_table_or_an_error) {
  bool fine = rc::check([] {
    auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a;,\"\n\r\t\xFC")));
    auto table = parse_csv(text);
    if (!table) return;
    RC_ASSERT(table->rows.size() == table->lines.size());
    for (auto const& row : table->rows) RC_ASSERT(row.size() == table->header.size());
  });
  EXPECT_TRUE(fine);
}

}  // namespace
}  // namespace mila::data
