// The key file: made once, whole, for its owner only; keys by purpose.
#include "platform/crypto/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <type_traits>

#include "platform/base/check.h"
#include "platform/crypto/encoding.h"
#include "platform/testing/database.h"

namespace mila::crypto {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::TempFolder;

static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
static_assert(!std::is_copy_constructible_v<Keys>);
template <typename T>
concept Printable = requires(std::ostream& out, T const& value) {
  out << value;
};
static_assert(!Printable<Key> && !Printable<Keys>);

std::string text_of(Key const& key) {
  return to_base64url({reinterpret_cast<char const*>(key.data()), Key::kSize});
}

Key counting_key() {
  std::array<unsigned char, Key::kSize> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i);
  return Key(bytes);
}

std::string message_of(std::string const& folder) {
  SystemRandom random;
  try {
    Keys keys(folder, random);
  } catch (std::runtime_error const& error) {
    return error.what();
  }
  return "";
}

TEST(KeysTest, makes_the_file_once_for_its_owner_only) {
  TempFolder folder;
  SystemRandom random;
  std::string first = text_of(Keys(folder.path(), random).derive("x"));
  struct stat info {};
  ASSERT_EQ(::stat((folder.path() + "/secret.key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0400U);
  EXPECT_EQ(info.st_size, 32);
  EXPECT_EQ(text_of(Keys(folder.path(), random).derive("x")), first);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "temporary files left";
}

TEST(KeysTest, all_who_start_at_once_get_the_same_key) {
  TempFolder folder;
  std::vector<std::string> seen(8);
  std::vector<std::thread> threads;
  for (auto& text : seen)
    threads.emplace_back([&] {
      SystemRandom random;
      text = Keys(folder.path(), random).fingerprint();
    });
  for (auto& thread : threads) thread.join();
  for (auto const& text : seen) EXPECT_EQ(text, seen[0]);
}

TEST(KeysTest, refuses_a_file_others_may_use) {
  TempFolder folder;
  SystemRandom random;
  Keys keys(folder.path(), random);
  for (mode_t mode : {0440U, 0404U, 0420U, 0402U, 0644U}) {
    ::chmod((folder.path() + "/secret.key").c_str(), mode);
    EXPECT_THAT(message_of(folder.path()), HasSubstr("secret.key: others than the owner"));
  }
  ::chmod((folder.path() + "/secret.key").c_str(), 0600);
  EXPECT_EQ(message_of(folder.path()), "");
}

TEST(KeysTest, refuses_a_wrong_size_and_never_replaces_the_file) {
  for (std::size_t size : {0U, 1U, 31U, 33U, 65U, 320U}) {
    TempFolder folder;
    std::string path = folder.write("secret.key", std::string(size, 'k'));
    ::chmod(path.c_str(), 0400);
    EXPECT_THAT(message_of(folder.path()), HasSubstr("has " + std::to_string(size) + " bytes"));
    EXPECT_EQ(fs::file_size(path), size);
  }
}

TEST(KeysTest, refuses_what_is_no_plain_file) {
  TempFolder folder, elsewhere;
  SystemRandom random;
  Keys keys(elsewhere.path(), random);
  fs::create_symlink(elsewhere.path() + "/secret.key", folder.path() + "/secret.key");
  EXPECT_THAT(message_of(folder.path()), HasSubstr("secret.key: the key file cannot be opened"));
  fs::remove(folder.path() + "/secret.key");
  fs::create_directory(folder.path() + "/secret.key");
  EXPECT_THAT(message_of(folder.path()), HasSubstr("no plain file"));
  EXPECT_THAT(message_of(folder.path() + "/missing"), HasSubstr("cannot be made"));
}

TEST(KeysTest, derives_as_blake2b_of_python_does) {
  // hashlib.blake2b(field(b"mila key") + field(b"accounts.totp"), key=bytes(range(32)),
  // digest_size=32) with field(b) = len(b).to_bytes(8, "little") + b
  TempFolder folder;
  auto master = counting_key();
  std::string path =
      folder.write("secret.key", {reinterpret_cast<char const*>(master.data()), Key::kSize});
  ::chmod(path.c_str(), 0400);
  SystemRandom random;
  EXPECT_EQ(text_of(Keys(folder.path(), random).derive("accounts.totp")),
            "4BppOUoUhv9UAssRZ9HPThJMPwO5DWCGig-IUsllRM0");
}

TEST(KeysTest, every_purpose_and_seed_has_its_own_key) {
  bool fine = rc::check([](std::string const& a, std::string const& b, std::uint64_t seed) {
    Keys keys = Keys::from_seed(seed);
    RC_ASSERT((text_of(keys.derive(a)) == text_of(keys.derive(b))) == (a == b));
    RC_ASSERT(text_of(Keys::from_seed(seed).derive(a)) == text_of(keys.derive(a)));
    RC_ASSERT(text_of(Keys::from_seed(seed + 1).derive(a)) != text_of(keys.derive(a)));
  });
  EXPECT_TRUE(fine);
}

TEST(KeysTest, a_moved_key_is_wiped) {
  Key key = counting_key();
  Key other = std::move(key);
  EXPECT_EQ(text_of(key), text_of(Key(std::array<unsigned char, Key::kSize>{})));
  EXPECT_EQ(text_of(other), text_of(counting_key()));
  key = std::move(other);
  EXPECT_EQ(text_of(other), text_of(Key(std::array<unsigned char, Key::kSize>{})));
}

TEST(KeysTest, a_destroyed_key_is_wiped) {
  alignas(Key) unsigned char place[sizeof(Key)];
  auto* key = new (place) Key(counting_key());
  unsigned char const volatile* bytes = key->data();
  ASSERT_EQ(bytes[31], 31);
  key->~Key();
  for (std::size_t i = 0; i < Key::kSize; ++i) EXPECT_EQ(bytes[i], 0);
}

TEST(KeysTest, adds_generations_and_keeps_the_old_keys) {
  TempFolder folder;
  SystemRandom random;
  Keys before(folder.path(), random);
  Keys::add_generation(folder.path(), random);
  Keys after(folder.path(), random);
  EXPECT_EQ(after.generation(), 2);
  EXPECT_EQ(after.derive("x").generation(), 2);
  EXPECT_EQ(text_of(after.derive("x", 1)), text_of(before.derive("x")));
  EXPECT_NE(text_of(after.derive("x")), text_of(before.derive("x")));
  EXPECT_EQ(after.fingerprint(), before.fingerprint());
  EXPECT_EQ(after.fingerprint().size(), 22U);
  EXPECT_THROW(after.derive("x", 3), BugError);
  EXPECT_THROW(after.derive("x", 0), BugError);
  for (int i = 3; i <= 9; ++i) Keys::add_generation(folder.path(), random);
  EXPECT_THROW(Keys::add_generation(folder.path(), random), std::runtime_error);
  EXPECT_EQ(Keys(folder.path(), random).generation(), 9);
  TempFolder empty;
  EXPECT_THROW(Keys::add_generation(empty.path(), random), std::runtime_error);
}

}  // namespace
}  // namespace mila::crypto
