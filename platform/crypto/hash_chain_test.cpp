// Whatever is done to a row of the log, the chain breaks there.
#include "platform/crypto/hash_chain.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>

namespace mila::crypto {
namespace {

using Fields = std::vector<std::optional<std::string>>;

Key test_key(std::uint64_t seed = 1) {
  return Keys::from_seed(seed).derive("test.audit");
}

std::string hash_of(std::string const& previous, Fields const& fields) {
  std::vector<ChainField> views(fields.begin(), fields.end());
  return chain_hash(test_key(), previous, views);
}

std::vector<ChainRow> log_of(std::vector<Fields> const& contents) {
  std::vector<ChainRow> rows;
  for (auto const& fields : contents)
    rows.push_back({fields, hash_of(rows.empty() ? "" : rows.back().hash, fields)});
  return rows;
}

ChainReport verify(std::vector<ChainRow> const& rows, std::string_view start = "",
                   std::uint64_t seed = 1) {
  std::size_t i = 0;
  return verify_chain(test_key(seed), start, [&]() -> std::optional<ChainRow> {
    if (i == rows.size()) return std::nullopt;
    return rows[i++];
  });
}

std::vector<ChainRow> numbered_log(int count) {
  std::vector<Fields> contents;
  for (int i = 0; i < count; ++i) contents.push_back({"show", "account", std::to_string(i)});
  return log_of(contents);
}

TEST(HashChainTest, hashes_as_blake2b_of_python_does) {
  // hashlib.blake2b(field(b"mila chain") + field(b"") + b"1" + field(b"show") + b"0" + b"1" +
  // field(b""), key=bytes(range(32)), digest_size=32) with field(b) = len(b).to_bytes(8, "little")
  // + b
  std::array<unsigned char, Key::kSize> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i);
  EXPECT_EQ(chain_hash(Key(bytes), "", {"show", std::nullopt, ""}),
            "kUeUJglELef4pW6SXUpdDYiTE2bYm9y7EbVQLWHS4Gg");
}

TEST(HashChainTest, different_rows_have_different_hashes) {
  bool fine = rc::check([] {
    auto letters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("01\0", 3)));
    auto list = rc::gen::container<std::vector<std::string>>(letters);
    auto a = *list, b = *list;
    Fields x(a.begin(), a.end()), y(b.begin(), b.end());
    RC_ASSERT((hash_of("p", x) == hash_of("p", y)) == (a == b));
    x.push_back(std::nullopt);
    y.push_back("");
    RC_ASSERT(hash_of("p", x) != hash_of("p", y));
    RC_ASSERT(hash_of("p", x) != hash_of("q", x));
  });
  EXPECT_TRUE(fine);
}

TEST(HashChainTest, an_untouched_log_is_whole) {
  bool fine = rc::check([](std::vector<std::vector<std::string>> const& texts) {
    std::vector<Fields> contents;
    for (auto const& row : texts) contents.emplace_back(row.begin(), row.end());
    auto rows = log_of(contents);
    auto report = verify(rows);
    RC_ASSERT(!report.broken);
    RC_ASSERT(report.rows == static_cast<std::int64_t>(rows.size()));
    RC_ASSERT(report.head == (rows.empty() ? "" : rows.back().hash));
  });
  EXPECT_TRUE(fine);
}

TEST(HashChainTest, says_the_first_row_that_was_touched) {
  int const count = 8;
  auto const rows = numbered_log(count);
  for (int i = 0; i < count; ++i) {
    auto at = static_cast<std::size_t>(i);
    auto changed = rows;
    changed[at].fields[1] = "other";
    EXPECT_EQ(verify(changed).broken, i);
    changed[at].hash = hash_of(i ? rows[at - 1].hash : "", changed[at].fields);
    EXPECT_EQ(verify(changed).broken,
              i + 1 < count ? std::optional<std::int64_t>(i + 1) : std::nullopt)
        << "a row mended with the key breaks at the next one";

    auto inserted = rows;
    inserted.insert(inserted.begin() + i, rows[(at + 3) % rows.size()]);
    EXPECT_EQ(verify(inserted).broken, i);

    auto removed = rows;
    removed.erase(removed.begin() + i);
    if (i + 1 < count) {
      EXPECT_EQ(verify(removed).broken, i);
      auto swapped = rows;
      std::swap(swapped[at], swapped[at + 1]);
      EXPECT_EQ(verify(swapped).broken, i);
    } else {
      EXPECT_NE(verify(removed).head, rows.back().hash) << "the head shows a row cut off";
    }
  }
}

TEST(HashChainTest, every_byte_of_a_row_counts) {
  auto const rows = log_of({{"show", std::nullopt, "Äpfel"}});
  for (std::size_t field : {0U, 2U})
    for (std::size_t i = 0; i < rows[0].fields[field]->size(); ++i) {
      auto changed = rows;
      changed[0].fields[field]->at(i) ^= 1;
      EXPECT_EQ(verify(changed).broken, 0) << field << " " << i;
    }
  for (std::size_t i = 0; i < rows[0].hash.size(); ++i) {
    auto changed = rows;
    changed[0].hash[i] ^= 1;
    EXPECT_EQ(verify(changed).broken, 0) << i;
  }
}

TEST(HashChainTest, goes_on_after_old_rows_were_deleted) {
  auto rows = numbered_log(6);
  std::string start = rows[2].hash;
  rows.erase(rows.begin(), rows.begin() + 3);
  EXPECT_EQ(verify(rows).broken, 0);
  auto report = verify(rows, start);
  EXPECT_EQ(report.broken, std::nullopt);
  EXPECT_EQ(report.rows, 3);
  EXPECT_EQ(verify({}, start).head, start);
}

TEST(HashChainTest, nobody_mends_it_without_the_key) {
  EXPECT_EQ(verify(numbered_log(3), "", 2).broken, 0);
}

}  // namespace
}  // namespace mila::crypto
