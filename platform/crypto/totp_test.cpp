// Codes of authenticator apps and recovery codes, judged by RFC 6238 and by oathtool.
#include "platform/crypto/totp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdio>
#include <memory>
#include <set>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/testing/database.h"

namespace mila::crypto {
namespace {

using namespace std::chrono_literals;

/// "12345678901234567890", the key of RFC 6238 appendix B.
constexpr auto kRfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
Instant const kNow = testing::default_now();
std::int64_t const kStep = to_millis(kNow) / 30000;

Instant at_second(std::int64_t second) {
  return from_millis(second * 1000);
}

std::string oathtool(std::string const& secret, Instant at) {
  std::string command = "oathtool --totp=sha1 --base32 --now='" +
                        replace_all(format_rfc3339(at).substr(0, 19), "T", " ") + " UTC' " + secret;
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  char line[32] = {};
  if (!pipe || !std::fgets(line, sizeof line, pipe.get())) return "";
  return std::string(trim(line));
}

Key test_key(std::uint64_t seed = 1) {
  return Keys::from_seed(seed).derive("test.recovery");
}

TEST(TotpTest, gives_the_codes_of_rfc_6238) {
  // Appendix B, the last six of its eight digits.
  EXPECT_EQ(totp_code(kRfcSecret, at_second(59)), "287082");
  EXPECT_EQ(totp_code(kRfcSecret, at_second(1111111109)), "081804");
  EXPECT_EQ(totp_code(kRfcSecret, at_second(1111111111)), "050471");
  EXPECT_EQ(totp_code(kRfcSecret, at_second(1234567890)), "005924");
  EXPECT_EQ(totp_code(kRfcSecret, at_second(2000000000)), "279037");
  EXPECT_EQ(totp_code(kRfcSecret, at_second(20000000000)), "353130");
}

TEST(TotpTest, agrees_with_oathtool) {
  SeededRandom random(1);
  for (int i = 0; i < 20; ++i) {
    std::string secret = new_totp_secret(random);
    Instant at = at_second(static_cast<std::int64_t>(random.next() % 4'000'000'000));
    EXPECT_EQ(totp_code(secret, at), oathtool(secret, at)) << secret << " " << format_rfc3339(at);
  }
}

TEST(TotpTest, secrets_are_160_bits_of_base32) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    std::string secret = new_totp_secret(random);
    EXPECT_EQ(secret.size(), 32U);
    EXPECT_EQ(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), std::string::npos);
    seen.insert(secret);
  }
  EXPECT_EQ(seen.size(), 100U);
}

TEST(TotpTest, accepts_the_step_before_and_after_and_no_other) {
  for (int offset = -5; offset <= 5; ++offset) {
    auto step = check_totp(kRfcSecret, totp_code(kRfcSecret, kNow + offset * 30s), kNow, 0);
    bool near = offset >= -1 && offset <= 1;
    EXPECT_EQ(step, near ? std::optional(kStep + offset) : std::nullopt) << offset;
  }
}

TEST(TotpTest, a_code_works_once_and_then_no_older_one) {
  std::string before = totp_code(kRfcSecret, kNow - 30s), now = totp_code(kRfcSecret, kNow),
              after = totp_code(kRfcSecret, kNow + 30s);
  auto used = check_totp(kRfcSecret, now, kNow, 0);
  ASSERT_EQ(used, kStep);
  EXPECT_EQ(check_totp(kRfcSecret, now, kNow, *used), std::nullopt);
  EXPECT_EQ(check_totp(kRfcSecret, now, kNow + 30s, *used), std::nullopt);
  EXPECT_EQ(check_totp(kRfcSecret, before, kNow, *used), std::nullopt);
  EXPECT_EQ(check_totp(kRfcSecret, after, kNow, *used), kStep + 1);
}

TEST(TotpTest, takes_codes_as_apps_show_them_and_nothing_else) {
  std::string code = totp_code(kRfcSecret, kNow);
  EXPECT_EQ(check_totp(kRfcSecret, code.substr(0, 3) + " " + code.substr(3), kNow, 0), kStep);
  EXPECT_EQ(check_totp(kRfcSecret, " " + code + " ", kNow, 0), kStep);
  for (std::string wrong : {std::string(), code.substr(1), code + "0", std::string("abcdef"),
                            std::string(6, '\0'), "-" + code.substr(1)})
    EXPECT_EQ(check_totp(kRfcSecret, wrong, kNow, 0), std::nullopt) << wrong;
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::string wrong = code;
    wrong[i] = wrong[i] == '9' ? '0' : static_cast<char>(wrong[i] + 1);
    EXPECT_EQ(check_totp(kRfcSecret, wrong, kNow, 0), std::nullopt) << wrong;
  }
  for (auto const* broken : {"", "=", "1", "!!!!"})
    EXPECT_EQ(check_totp(broken, code, kNow, 0), std::nullopt) << broken;
  EXPECT_THROW(totp_code("!!!!", kNow), BugError);
}

TEST(TotpTest, the_address_is_percent_encoded) {
  EXPECT_EQ(
      totp_uri(kRfcSecret, "anna@verein.example", "Landkreis Auental: Hilfe & mehr"),
      "otpauth://totp/Landkreis%20Auental%3A%20Hilfe%20%26%20mehr:anna%40verein.example"
      "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
      "&issuer=Landkreis%20Auental%3A%20Hilfe%20%26%20mehr&algorithm=SHA1&digits=6&period=30");
}

TEST(RecoveryCodesTest, are_ten_different_ones_of_50_bits) {
  SystemRandom random;
  std::set<std::string> seen;
  std::set<char> letters;
  for (int i = 0; i < 100; ++i) {
    auto codes = new_recovery_codes(random);
    EXPECT_EQ(codes.size(), 10U);
    for (auto const& code : codes) {
      EXPECT_THAT(code, ::testing::MatchesRegex(
                            "[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{2}"));
      letters.insert(code.begin(), code.end());
      seen.insert(code);
    }
  }
  EXPECT_EQ(seen.size(), 1000U);
  EXPECT_EQ(letters.size(), 33U) << "32 letters and the hyphen";
}

TEST(RecoveryCodesTest, are_found_however_they_are_typed_and_once_each) {
  SeededRandom random(1);
  Key key = test_key();
  auto codes = new_recovery_codes(random);
  std::vector<std::string> hashes;
  for (auto const& code : codes) hashes.push_back(recovery_hash(key, "anna", code));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    EXPECT_EQ(find_recovery_code(key, "anna", codes[i], hashes), i);
    EXPECT_EQ(find_recovery_code(key, "anna", " " + replace_all(codes[i], "-", "") + " ", hashes),
              i);
    std::string typed = replace_all(replace_all(codes[i], "0", "O"), "1", "l");
    for (char& c : typed) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(find_recovery_code(key, "anna", typed, hashes), i);
  }
  hashes.erase(hashes.begin() + 3);
  EXPECT_EQ(find_recovery_code(key, "anna", codes[3], hashes), std::nullopt);
  EXPECT_EQ(find_recovery_code(key, "anna", codes[4], hashes), 3U);
}

TEST(RecoveryCodesTest, are_those_of_one_account_and_key) {
  SeededRandom random(1);
  auto codes = new_recovery_codes(random);
  std::vector<std::string> hashes = {recovery_hash(test_key(), "anna", codes[0])};
  EXPECT_EQ(hashes[0].size(), 43U);
  EXPECT_EQ(hashes[0].find(codes[0]), std::string::npos);
  EXPECT_TRUE(find_recovery_code(test_key(), "anna", codes[0], hashes));
  EXPECT_FALSE(find_recovery_code(test_key(), "berta", codes[0], hashes));
  EXPECT_FALSE(find_recovery_code(test_key(2), "anna", codes[0], hashes));
  EXPECT_FALSE(find_recovery_code(test_key(), "anna", codes[1], hashes));
  EXPECT_FALSE(find_recovery_code(test_key(), "anna", "", hashes));
  EXPECT_FALSE(find_recovery_code(test_key(), "anna", codes[0], {}));
}

}  // namespace
}  // namespace mila::crypto
