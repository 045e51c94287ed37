// Tokens: random ones, their hashes, signed ones.
#include "platform/crypto/token.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "platform/base/check.h"
#include "platform/crypto/encoding.h"
#include "platform/testing/database.h"

namespace mila::crypto {
namespace {

using namespace std::chrono_literals;

Instant const kNow = testing::default_now();

Key key_of(std::uint64_t seed) {
  return Keys::from_seed(seed).derive("test.links");
}

Key counting_key() {
  std::array<unsigned char, Key::kSize> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i);
  return Key(bytes);
}

bool url_safe(std::string const& text) {
  return text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
         std::string::npos;
}

TEST(TokenTest, random_ones_are_long_and_different) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(make_token(random));
  EXPECT_EQ(seen.size(), 1000U);
  for (auto const& token : seen) EXPECT_TRUE(token.size() == 32 && url_safe(token)) << token;
}

TEST(TokenTest, hashes_as_blake2b_of_python_does) {
  // hashlib.blake2b(b"token", key=bytes(range(32)), digest_size=32)
  EXPECT_EQ(token_hash(counting_key(), "token"), "VGkueb0mcsvof-05JGX9RSNo0nvgq2PyiYtX9nWCwqE");
  EXPECT_NE(token_hash(key_of(1), "token"), token_hash(key_of(2), "token"));
}

TEST(SignedTokenTest, signs_as_hmac_of_python_does) {
  // hmac.new(bytes(range(32)), field(b"invitation") + field(b"1795424400000") + field(b"anna"),
  // hashlib.sha512).digest()[:32] with field(b) = len(b).to_bytes(8, "little") + b
  EXPECT_EQ(sign(counting_key(), "invitation", "anna", from_millis(1795424400000)),
            "YW5uYQ.1795424400000.IoYm69zMeK6hOrXJ0AvAhQ5VbEkUJ50unXTX4AdBYhg");
}

TEST(SignedTokenTest, says_its_payload_until_it_expires) {
  bool fine = rc::check([] {
    auto size = *rc::gen::inRange<std::size_t>(0, kSignedPayloadMax + 1);
    auto payload = *rc::gen::container<std::string>(size, rc::gen::arbitrary<char>());
    Key key = key_of(1);
    std::string token = sign(key, "invitation", payload, kNow);
    RC_ASSERT(token.size() <= 200);
    RC_ASSERT(url_safe(token));
    RC_ASSERT(verify(key, "invitation", token, kNow - 1ms) == payload);
    RC_ASSERT(!verify(key, "invitation", token, kNow));
    RC_ASSERT(!verify(key, "invitatio", token, kNow - 1ms));
    RC_ASSERT(!verify(key_of(2), "invitation", token, kNow - 1ms));
  });
  EXPECT_TRUE(fine);
}

TEST(SignedTokenTest, stays_within_200_characters_as_long_as_time_is_kept) {
  std::string longest(kSignedPayloadMax, 'x');
  EXPECT_LE(sign(key_of(1), "p", longest, from_millis(253'402'300'799'999)).size(), 200U);
  EXPECT_THROW(sign(key_of(1), "p", longest + "x", kNow), BugError);
}

TEST(SignedTokenTest, a_change_of_any_character_is_seen) {
  Key key = key_of(1);
  std::string const token = sign(key, "invitation", "anna", kNow);
  ASSERT_TRUE(verify(key, "invitation", token, kNow - 1ms));
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (char c : {'A', 'B', 'z', '0', '9', '-', '_', '.', '=', '\0'}) {
      std::string changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_EQ(verify(key, "invitation", changed, kNow - 1ms), std::nullopt) << changed;
    }
    EXPECT_EQ(verify(key, "invitation", token.substr(0, i), kNow - 1ms), std::nullopt);
    EXPECT_EQ(verify(key, "invitation", token.substr(0, i) + '0' + token.substr(i), kNow - 1ms),
              std::nullopt);
  }
}

TEST(SignedTokenTest, survives_anything_as_token) {
  bool fine = rc::check(
      [](std::string const& text) { RC_ASSERT(!verify(key_of(1), "invitation", text, kNow)); });
  EXPECT_TRUE(fine);
  for (std::string text : {"", ".", "..", "...", "..0.", "YQ.99999999999999999999.YQ", "YQ.-1.YQ"})
    EXPECT_EQ(verify(key_of(1), "invitation", text, kNow), std::nullopt) << text;
}

TEST(EncodingTest, base64url_goes_both_ways_and_has_one_form) {
  bool fine = rc::check([](std::string const& bytes) {
    auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("AQgw_-=. ")));
    RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
    if (auto read = from_base64url(text)) RC_ASSERT(to_base64url(*read) == text);
  });
  EXPECT_TRUE(fine);
  for (auto const* text : {"A", "AB", "AA=", "AA==", "A A", "AA\n", "+/+/"})
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
}

}  // namespace
}  // namespace mila::crypto
