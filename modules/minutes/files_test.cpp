// Minutes as files: written for Word, read from before, put together.
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "modules/minutes/compile.h"
#include "modules/minutes/old_minutes.h"
#include "modules/minutes/test_support.h"

namespace mila::minutes {
namespace {

TEST(Docx, what_was_written_is_read_again) {
  DocxDocument document;
  document.title = "Protokoll & <mehr>";
  document.add(DocxBlock::Kind::Title, document.title);
  document.add_markdown("Das **Jobcenter** berichtet:\nzwei Zeilen.\n\n- eins\n- zwei\n  1. innen\n\n> Zitat\n\n[Seite](https://x.example) <script>böse</script>");
  auto bytes = write_docx(document);
  EXPECT_EQ(bytes, write_docx(document));
  EXPECT_EQ(text_of_docx(bytes).value_or(""),
            "Protokoll & <mehr>\nDas Jobcenter berichtet:\nzwei Zeilen.\neins\nzwei\ninnen\nZitat\nSeite (https://x.example) böse\n");
}

TEST(Docx, what_is_none_is_refused) {
  std::string good = write_docx({.title = "x"});
  for (auto const& bad : {std::string(), std::string("PK\x03\x04 nonsense"), good.substr(0, good.size() / 2), std::string(1000, '\0')})
    EXPECT_FALSE(text_of_docx(bad));
}

std::string pdf_of(std::vector<std::string> const& objects) {
  auto size = std::to_string(objects.size() + 1);
  std::string pdf = "%PDF-1.4\n", table = "xref\n0 " + size + "\n0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string at = std::to_string(pdf.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  auto start = std::to_string(pdf.size());
  return pdf + table + "trailer << /Size " + size + " /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

std::string stream_of(std::string const& entries, std::string const& text) {
  return "<< " + entries + " /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream";
}

std::string repeated(std::string const& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

/// `pages` times the same page, which holds `content`.
std::string pdf_with(std::string const& content, int pages = 1) {
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>",
                 "<< /Type /Pages /Kids [" + repeated("3 0 R ", pages) + "] /Count " + std::to_string(pages) + " >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
                 stream_of("", content), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"});
}

std::string small_pdf() { return pdf_with("BT /F1 12 Tf 72 700 Td (Kaution fuer Familien) Tj ET"); }

/// A drawing of twelve drawings of twelve drawings …: three kilobytes that say "ha" 62 thousand million times.
std::string laughing_pdf() {
  constexpr int kLevels = 10;
  std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                   "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
                                   stream_of("", "/X Do")};
  std::string form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /";
  for (int i = 0; i < kLevels; ++i)
    objects.push_back(stream_of(form + "XObject << /X " + std::to_string(6 + i) + " 0 R >> >>", repeated("/X Do ", 12)));
  objects.push_back(stream_of(form + "Font << /F1 " + std::to_string(6 + kLevels) + " 0 R >> >>", "BT /F1 12 Tf 72 700 Td (ha) Tj ET"));
  objects.push_back("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  return pdf_of(objects);
}

/// A document as Word packs it, whose text is `xml`.
std::string docx_of(std::string const& xml) {
  auto path = std::filesystem::temp_directory_path() / ("mila-docx-" + std::to_string(::getpid()));
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  zip_file_add(archive, "word/document.xml", zip_source_buffer(archive, xml.data(), xml.size(), 0), 0);
  zip_close(archive);
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  std::filesystem::remove(path);
  return bytes;
}

TEST(OldFiles, are_read_by_what_they_are) {
  auto read = read_old(small_pdf());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, "application/pdf");
  EXPECT_EQ(read->words, "Kaution fuer Familien\n\n");
  read = read_old(docx_of("<w:d xmlns:w='w'><w:p><w:t>Kaution</w:t></w:p></w:d>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->words, "Kaution\n");
}

TEST(OldFiles, that_are_broken_are_refused) {
  for (std::string const& bad : {std::string("%PDF-1.4 broken"), std::string("<html>"), std::string(), "%PDF-" + std::string(100'000, '\0')}) {
    auto read = read_old(bad);
    ASSERT_FALSE(read) << bad.substr(0, 20);
    EXPECT_EQ(read.error().code, ErrorCode::Invalid);
  }
}

TEST(OldFiles, made_to_keep_the_program_busy_do_not) {
  auto read = read_old(laughing_pdf(), {.cpu_seconds = 1});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::TooLarge);
  // More memory than there is for it: a reader that cannot even begin.
  EXPECT_FALSE(read_old(small_pdf(), {.memory_bytes = 8U << 20}));
  // A million pages, and brackets in brackets: whatever the reader makes of them, it ends.
  for (auto const& bytes : {pdf_with("BT /F1 12 Tf 72 700 Td (Kaution) Tj ET", 1'000'000), pdf_with(std::string(3'000'000, '['))})
    if (auto other = read_old(bytes)) { EXPECT_LE(other->words.size(), 500'000u); }
}

TEST(OldFiles, that_unpack_to_more_than_words_of_minutes_are_refused) {
  std::string open = "<w:d xmlns:w='w'><w:p><w:t>", close = "</w:t></w:p></w:d>";
  EXPECT_TRUE(read_old(docx_of(open + std::string(1'000'000, ' ') + close)));
  EXPECT_FALSE(read_old(docx_of(open + std::string(21U << 20, ' ') + close)));
  EXPECT_FALSE(read_old(docx_of("<!DOCTYPE d [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + open + "&b;" + close)));
  EXPECT_FALSE(read_old(docx_of(repeated("<w:p>", 100'000))));
}

class FilesTest : public MinutesTest {
 protected:
  testing::PageResult upload(SignedIn const& who, std::string const& bytes, std::string const& body_id) {
    std::string edge = "edge", form;
    for (auto const& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"csrf", who.csrf}, {"body", body_id}, {"title", "Erster Runder Tisch"}, {"day", "2019-05-06"}})
      form += "--" + edge + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    form += "--" + edge + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"alt.pdf\"\r\n\r\n" + bytes + "\r\n--" + edge + "--\r\n";
    auto headers = who.headers;
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=" + edge);
    return site().request(http::Method::Post, "/staff/minutes/new", form, headers);
  }
};

TEST_P(FilesTest, old_minutes_are_found_by_their_words_and_given_out) {
  EXPECT_EQ(office.get("/staff/minutes/new").status, 200);
  auto done = upload(office, small_pdf(), table);
  ASSERT_EQ(done.status, 303);
  auto found = office.get("/staff/minutes?q=kaution+familien&year=2019");
  EXPECT_NE(found.body.find("Erster Runder Tisch"), std::string::npos);
  EXPECT_NE(found.body.find("Kaution fuer Familien"), std::string::npos);
  std::string path = done.location().substr(0, done.location().find('?'));
  auto member = site().sign_in({{"leadership", ""}});
  EXPECT_EQ(member.get(path).status, 200);
  auto file = member.get(path + "/file");
  EXPECT_EQ(file.body, small_pdf());
  EXPECT_EQ(file.header("Content-Type"), "application/pdf");
  EXPECT_EQ(office.get(path + "/writing").status, 403);
  EXPECT_EQ(office.post(path + "/state", {{"to", "draft"}}).status, 409);
}

TEST_P(FilesTest, whose_file_has_to_wait_for_others_is_asked_to_try_again) {
  auto over = std::filesystem::temp_directory_path() / ("mila-over-" + std::to_string(::getpid()));
  std::vector<std::thread> others;
  for (int i = 0; i < 2; ++i)
    others.emplace_back([&over] {
      while (run_child({"sh", "-c", "until [ -e " + over.string() + " ]; do sleep 0.05; done"}, "").end == ChildResult::End::Busy) {}
    });
  for (int i = 0; i < 500 && run_child({"true"}, "").end != ChildResult::End::Busy; ++i)  // until both are at it
    std::this_thread::sleep_for(milliseconds{20});
  auto refused = upload(office, small_pdf(), table);
  std::ofstream(over) << "now";
  for (auto& one : others) one.join();
  std::filesystem::remove(over);
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("Datei von jemand anderem"), std::string::npos) << refused.body;
  EXPECT_EQ(upload(office, small_pdf(), table).status, 303);
}

TEST_P(FilesTest, what_is_no_file_of_words_or_of_another_body_is_refused) {
  EXPECT_EQ(upload(office, "GIF89a", table).status, 422);
  EXPECT_EQ(upload(office, "%PDF-1.4 broken", table).status, 422);
  EXPECT_EQ(upload(office, small_pdf(), other).status, 403);
  EXPECT_EQ(upload(site().sign_in({{"leadership", ""}}), small_pdf(), table).status, 403);
}

TEST_P(FilesTest, a_word_file_has_all_but_what_is_hidden) {
  write(office, 0, "Die **Vorsitzende** begrüßt.", 0);
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    auto item = *meetings::find_item(writer, items[1]);
    item.visibility = Visibility::Hidden;
    ASSERT_TRUE(meetings::save_item(writer, context, item));
  });
  write(office, 1, "geheim", 0);
  auto file = office.get(here + "/file.docx");
  EXPECT_EQ(file.status, 200);
  auto text = text_of_docx(file.body).value_or("");
  EXPECT_NE(text.find("Die Vorsitzende begrüßt."), std::string::npos);
  EXPECT_EQ(text.find("geheim"), std::string::npos);
}

TEST_P(FilesTest, a_series_is_put_together_by_meeting_and_by_item) {
  std::vector<std::string> ids;
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    meetings::Meeting first;
    first.body_id = table;
    first.title = "Reihe";
    first.day = local_date(site().clock.now(), "Europe/Berlin");
    first.start = hours{10};
    ids = meetings::save_series(writer, context, first, "", {first.day, Date{sys_days{first.day} + days{30}}}).value();
    for (auto const& one : ids)
      for (auto const* title : {"Wohnen", "Sprache"}) {
        meetings::AgendaItem item;
        item.meeting_id = one;
        item.title = one == ids[0] ? title : std::string(title) == "Wohnen" ? "WOHNEN" : "Arbeit";
        meetings::save_item(writer, context, item).value();
        for (auto part : parts_of(writer, *open_minutes(writer, context, one))) {
          if (part.version > 0) continue;
          part.text = "Text zu " + part.title;
          ASSERT_TRUE(save_part(writer, context, one, part));
        }
      }
  });
  auto context = as_operator();
  auto groups = [&](Grouping grouping, Context& by) {
    return site().database().read([&](db::Reader& reader) {
      return compile(reader, by, meetings::find_meetings(reader, ids), {"eins", "zwei"}, grouping);
    });
  };
  auto by_item = groups(Grouping::ByItem, context);
  ASSERT_EQ(by_item.size(), 3u);
  EXPECT_EQ(by_item[0].heading, "Wohnen");
  ASSERT_EQ(by_item[0].texts.size(), 2u);
  EXPECT_EQ(by_item[0].texts[1].heading, "zwei");
  EXPECT_EQ(groups(Grouping::ByMeeting, context).size(), 2u);
  // Drafts are for who writes.
  auto visitor = site().context("de", Actor::visitor());
  EXPECT_TRUE(groups(Grouping::ByItem, visitor).empty());
  auto page = office.get("/staff/minutes/" + ids[0] + "/compiled?by=item");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Text zu WOHNEN"), std::string::npos);
  auto text = text_of_docx(office.get("/staff/minutes/" + ids[0] + "/compiled.docx?by=item").body).value_or("");
  EXPECT_NE(text.find("Text zu Arbeit"), std::string::npos);
}

MILA_ON_EACH_ENGINE(FilesTest);

}  // namespace
}  // namespace mila::minutes
