// Files on disk and their rows, on both databases.
#include "platform/files/files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/testing/county.h"
#include "platform/testing/faults.h"

namespace mila::files {
namespace {

namespace fs = std::filesystem;

class Files : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (!IsSkipped()) county = std::make_unique<testing::TestCounty>(GetParam());
  }
  std::string keep(std::string_view bytes, NewFile file = {.type = "image/png", .owner = {"thing", "1"}}) {
    auto stored = put(county->county(), bytes);
    auto context = county->context();
    return county->database().write(
        [&](db::Writer& writer) { return add(writer, context, stored, file); });
  }
  std::optional<File> found(std::string const& id) {
    return county->database().read([&](db::Reader& reader) { return find(reader, id); });
  }
  void remove_row(std::string const& id) {
    county->database().write([&](db::Writer& writer) { EXPECT_TRUE(remove(writer, id)); });
  }
  std::vector<fs::path> on_disk() {
    std::vector<fs::path> all;
    for (auto const& entry : fs::recursive_directory_iterator(county->data_folder() + "/files"))
      if (entry.is_regular_file()) all.push_back(entry.path());
    return all;
  }
  void make_old() {
    for (auto const& path : on_disk())
      fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(25));
  }
  std::int64_t collected() {
    auto context = county->context();
    return collect(context);
  }

  std::unique_ptr<testing::TestCounty> county;
};
MILA_ON_EACH_ENGINE(Files);

TEST_P(Files, ComeBackAsTheyWere) {
  std::string bytes("a\0b\r\n\xff", 6);
  auto id = keep(bytes, {.type = "text/plain", .name = "Liste.txt", .owner = {"import", "7"},
                         .permission = Permission::ImportLists});
  auto file = found(id);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->type, "text/plain");
  EXPECT_EQ(file->name, "Liste.txt");
  EXPECT_EQ(file->size, 6);
  EXPECT_EQ(file->owner.kind, "import");
  EXPECT_EQ(file->permission, Permission::ImportLists);
  EXPECT_EQ(read(county->county(), *file), bytes);
  EXPECT_FALSE(found("nothing"));
}

TEST_P(Files, TheSameBytesLieOnce) {
  auto first = keep("same"), second = keep("same", {.type = "image/png", .owner = {"thing", "2"}});
  EXPECT_NE(first, second);
  EXPECT_EQ(on_disk().size(), 1u);
  auto of_one = county->database().read([](db::Reader& reader) { return files_of(reader, {"thing", "1"}); });
  ASSERT_EQ(of_one.size(), 1u);
  EXPECT_EQ(of_one[0].id, first);
}

TEST_P(Files, WhatNobodyHasGoesAfterADay) {
  auto kept = keep("kept"), shared = keep("shared"), also = keep("shared");
  put(county->county(), "never added");
  remove_row(shared);
  EXPECT_EQ(collected(), 0) << "young ones may still be added";
  make_old();
  put(county->county(), "kept");  // young again
  EXPECT_EQ(collected(), 1);
  EXPECT_EQ(on_disk().size(), 2u);
  EXPECT_EQ(read(county->county(), *found(kept)), "kept");
  EXPECT_EQ(read(county->county(), *found(also)), "shared");
  remove_row(also);
  make_old();
  EXPECT_EQ(collected(), 1);
}

TEST_P(Files, DamageIsNotHandedOut) {
  auto file = found(keep("whole"));
  std::ofstream(on_disk().at(0)) << "other";
  EXPECT_THROW(read(county->county(), *file), std::runtime_error);
  fs::remove(on_disk().at(0));
  EXPECT_THROW(read(county->county(), *file), std::runtime_error);
}

TEST_P(Files, ARolledBackRowLeavesOnlyBytesToBeCollected) {
  auto context = county->context();
  auto stored = put(county->county(), "bytes");
  testing::for_every_failing_statement(county->database(), [&] {
    county->database().write([&](db::Writer& writer) {
      add(writer, context, stored, {.type = "image/png", .owner = {"thing", "1"}});
    });
  });
  EXPECT_EQ(on_disk().size(), 1u);
}

TEST(FileAnswer, DrawingsAreShownAndCanDoNothingOthersAreSaved) {
  File file{.type = "image/svg+xml", .name = "Wappen ä.svg", .permission = Permission::Public};
  auto header = [](http::Response const& response, std::string_view name) {
    for (auto const& [key, value] : response.headers)
      if (key == name) return value;
    return std::string();
  };
  auto shown = respond(file, "<svg/>");
  EXPECT_EQ(header(shown, "Content-Disposition"), "inline; filename*=UTF-8''Wappen%20%C3%A4.svg");
  EXPECT_NE(header(shown, "Content-Security-Policy").find("sandbox"), std::string::npos);
  EXPECT_NE(header(shown, "Cache-Control").find("public"), std::string::npos);
  file.type = "text/html";
  file.permission = Permission::SignedIn;
  auto saved = respond(file, "<b>");
  EXPECT_EQ(header(saved, "Content-Disposition").rfind("attachment", 0), 0u);
  EXPECT_EQ(header(saved, "Cache-Control"), "no-store");
}

}  // namespace
}  // namespace mila::files
