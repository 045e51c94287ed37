// Passwords: which are refused, that hashes fit, and how many are worked on at once.
#include "platform/crypto/password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include "platform/base/text.h"
#include "platform/testing/database.h"
#include "platform/testing/engines.h"

namespace mila::crypto {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Optional;
using ::testing::StartsWith;
using Verdict = Passwords::Verdict;

PasswordRules const& rules() {
  static PasswordRules const rules(testing::source_folder() + "/data");
  return rules;
}

std::vector<std::string> const kOwn = {"beate.muster@verein.example", "Beate Öztürk-Li",
                                       "Migration im Landkreis"};

std::optional<std::string> problem(std::string_view password) {
  return rules().problem(password, kOwn);
}

std::string times(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST(PasswordRulesTest, counts_characters_not_bytes) {
  std::string const eleven = "xkcdüwvqzmö", twelve = eleven + "р";
  EXPECT_THAT(problem(eleven), Optional(HasSubstr("at least 12")));
  EXPECT_EQ(problem(twelve), std::nullopt);
  // An "ü" of two code points is one character of the composed form.
  EXPECT_THAT(problem("xkcdu\xCC\x88wvqzmo\xCC\x88"), Optional(HasSubstr("at least 12")));
  EXPECT_THAT(problem(times("🦔", 11)), Optional(HasSubstr("at least 12")));
  std::string longest = times("abcdefgü", 15) + "xywzpqrs";
  EXPECT_EQ(problem(longest), std::nullopt);
  EXPECT_THAT(problem(longest + "x"), Optional(HasSubstr("at most 128")));
}

TEST(PasswordRulesTest, allows_what_people_can_remember) {
  for (auto const* password :
       {"pinguin tasse wolke neun", "Vier Stühle, kein Tisch", "кошка луна чайник пять",
        "شاي قمر كرسي خمسة", "kT7#pQ2!vX9z", "mein hund frisst gern socken", "        x y z w"})
    EXPECT_EQ(problem(password), std::nullopt) << password;
}

TEST(PasswordRulesTest, refuses_what_everybody_tries_first) {
  for (auto const* password : {"Passwort1234",
                               "PASSWORT2026!",
                               "password123456",
                               "P@ssw0rd2026!!",
                               "Sommer2026!!",
                               "hallo1234567",
                               "!!Willkommen1!!",
                               "willkommen2026",
                               "ichliebedich",
                               "Landratsamt1!",
                               "Jobcenter2026",
                               "Integrationskurs",
                               "Schalke04!!!!",
                               "Fußballgott1",
                               "FUSSBALLGOTT1",
                               "iloveyouforever",
                               "correcthorsebatterystaple",
                               "istanbul34istanbul34",
                               "passwortpasswort",
                               "geheimgeheim",
                               "любовьмоя2020"})
    EXPECT_THAT(problem(password), Optional(HasSubstr("Many people"))) << password;
}

TEST(PasswordRulesTest, refuses_rows_and_repetitions) {
  for (auto const* password :
       {"123456789012", "098765432109", "06990009123456", "01.01.1985-31.12.1988", "abcdefghijkl",
        "lkjihgfedcba", "qwertzuiopüa", "qwertyuiop12", "1q2w3e4r5t6z", "йцукенгшщзхъ",
        "aaaaaaaaaaaa", "abababababab", "xyzxyzxyzxyz",
        "🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔🦔"})
    EXPECT_THAT(problem(password), Optional(HasSubstr("Many people"))) << password;
}

TEST(PasswordRulesTest, refuses_what_the_account_is_known_by) {
  for (auto const* password : {"wolke beate tasse", "xx-MUSTER-yy-88", "pinguin öztürk neun",
                               "PINGUIN ÖZTÜRK NEUN", "mila LANDKREIS 8472", "kaffee im verein 5"})
    EXPECT_THAT(problem(password), Optional(HasSubstr("leave your name"))) << password;
  EXPECT_EQ(problem("li im pinguin wolke"), std::nullopt) << "short words may occur anywhere";
  std::vector<std::string> const short_name = {"Li Wu"};
  EXPECT_THAT(rules().problem("pinguin liwu wolke", short_name), Optional(HasSubstr("leave")));
  EXPECT_EQ(rules().problem("wolke beate tasse", {}), std::nullopt);
}

TEST(PasswordRulesTest, refuses_broken_text) {
  EXPECT_THAT(problem("pinguin\xFFtasse wolke"), Optional(HasSubstr("cannot keep")));
  EXPECT_THAT(problem(std::string("pinguin\0tasse wolke", 19)), Optional(HasSubstr("cannot keep")));
}

TEST(PasswordRulesTest, every_line_of_the_list_is_refused_in_every_dress) {
  std::ifstream file(testing::source_folder() + "/data/common_passwords.txt");
  int lines = 0, long_ones = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    ++lines;
    long_ones += line.size() >= 8;
    EXPECT_EQ(trim(line), line);
    EXPECT_TRUE(is_clean_utf8(line)) << line;
    for (std::string const& password :
         {line + "1234567890", "!" + line + "!!!!!!!!!!!!", line + "2026!!!!!!!!"})
      EXPECT_TRUE(rules().problem(password, {})) << password;
  }
  EXPECT_GE(long_ones, 1000) << lines;
}

TEST(PasswordRulesTest, survives_anything) {
  bool fine = rc::check([](std::string const& text, std::vector<std::string> const& own) {
    auto first = rules().problem(text, own);
    RC_ASSERT(first == rules().problem(text, own));
    RC_ASSERT(text.size() >= PasswordRules::kShortest || first);
  });
  EXPECT_TRUE(fine);
}

TEST(PasswordRulesTest, wants_its_list) {
  testing::TempFolder folder;
  EXPECT_THROW(PasswordRules{folder.path()}, std::runtime_error);
  folder.write("common_passwords.txt", "# nothing\n");
  EXPECT_THROW(PasswordRules{folder.path()}, std::runtime_error);
}

TEST(PasswordsTest, tells_right_from_wrong) {
  Passwords passwords(PasswordCost::least());
  auto hash = passwords.hash("pinguin tasse wolke neun");
  ASSERT_TRUE(hash);
  EXPECT_THAT(*hash, StartsWith("$argon2id$v=19$m=8,t=1,p=1$"));
  EXPECT_EQ(hash->find("pinguin"), std::string::npos);
  EXPECT_EQ(passwords.verify(*hash, "pinguin tasse wolke neun"), Verdict::Right);
  for (std::string wrong :
       {"", "pinguin tasse wolke neu", "pinguin tasse wolke neun ", "Pinguin tasse wolke neun"})
    EXPECT_EQ(passwords.verify(*hash, wrong), Verdict::Wrong) << wrong;
  EXPECT_NE(*hash, *passwords.hash("pinguin tasse wolke neun")) << "every hash has its salt";
}

TEST(PasswordsTest, no_character_is_cut_off) {
  bool fine = rc::check([](std::string const& text) {
    Passwords passwords(PasswordCost::least());
    if (!is_clean_utf8(text)) return;
    std::string password = times("0123456789abcdef", 8) + "x" + text;
    auto hash = passwords.hash(password);
    RC_ASSERT(passwords.verify(*hash, password) == Verdict::Right);
    RC_ASSERT(passwords.verify(*hash, password + "x") == Verdict::Wrong);
  });
  EXPECT_TRUE(fine);
}

TEST(PasswordsTest, composed_and_decomposed_letters_are_the_same) {
  Passwords passwords(PasswordCost::least());
  auto hash = passwords.hash("grüne wolke, vier tassen");
  EXPECT_EQ(passwords.verify(*hash, "gru\xCC\x88ne wolke, vier tassen"), Verdict::Right);
}

TEST(PasswordsTest, the_program_takes_64_mib_and_three_passes) {
  Passwords passwords;
  auto hash = passwords.hash("pinguin tasse wolke neun");
  ASSERT_TRUE(hash);
  EXPECT_THAT(*hash, StartsWith("$argon2id$v=19$m=65536,t=3,p=1$"));
  EXPECT_EQ(hash->size(), 97U);
  EXPECT_EQ(passwords.verify(*hash, "pinguin tasse wolke neun"), Verdict::Right);
  EXPECT_FALSE(passwords.needs_rehash(*hash));
}

TEST(PasswordsTest, a_hash_of_another_cost_is_right_but_old) {
  Passwords cheap(PasswordCost::least()), dear({2, 16384});
  auto hash = cheap.hash("pinguin tasse wolke neun");
  EXPECT_EQ(dear.verify(*hash, "pinguin tasse wolke neun"), Verdict::Right);
  EXPECT_TRUE(dear.needs_rehash(*hash));
  EXPECT_FALSE(cheap.needs_rehash(*hash));
  EXPECT_TRUE(cheap.needs_rehash("nonsense"));
}

TEST(PasswordsTest, every_change_of_a_hash_makes_it_wrong) {
  Passwords passwords(PasswordCost::least());
  auto hash = *passwords.hash("pinguin tasse wolke neun");
  for (std::size_t i = hash.find("p=1$") + 4; i < hash.size(); ++i) {
    std::string changed = hash;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(passwords.verify(changed, "pinguin tasse wolke neun"), Verdict::Wrong) << i;
  }
  for (std::string broken : {std::string(), std::string("x"), std::string(500, 'x'), hash.substr(1),
                             std::string("\0", 1) + hash, std::string("$argon2id$")})
    EXPECT_EQ(passwords.verify(broken, "pinguin tasse wolke neun"), Verdict::Wrong) << broken;
}

TEST(PasswordsTest, unknown_accounts_take_a_slot_like_known_ones) {
  Passwords passwords(PasswordCost::least(), 0ms);
  EXPECT_EQ(passwords.verify_dummy("pinguin tasse wolke neun"), Verdict::Wrong);
  auto one = Passwords::slots().take(0ms), two = Passwords::slots().take(0ms);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(passwords.verify_dummy("pinguin tasse wolke neun"), Verdict::Busy);
  EXPECT_EQ(passwords.verify("no hash", "pinguin tasse wolke neun"), Verdict::Busy);
  auto hash = passwords.hash("pinguin tasse wolke neun");
  ASSERT_FALSE(hash);
  EXPECT_EQ(hash.error().code, ErrorCode::Unavailable);
  EXPECT_EQ(hash.error().message, Passwords::busy_message());
}

TEST(PasswordsTest, never_more_than_two_at_once_in_the_whole_process) {
  std::atomic<int> right = 0, busy = 0;
  std::string const hash = *Passwords().hash("pinguin tasse wolke neun");
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      Passwords passwords({}, 60s);  // one each, as counties have
      switch (passwords.verify(hash, "pinguin tasse wolke neun")) {
        case Verdict::Right:
          ++right;
          break;
        case Verdict::Busy:
          ++busy;
          break;
        case Verdict::Wrong:
          ADD_FAILURE();
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right + busy, 8);
  EXPECT_GE(right, 1);
  EXPECT_LE(Passwords::slots().most_in_use(), 2);
}

TEST(SlotsTest, gives_out_no_more_than_there_are) {
  Slots slots(2, 100);
  std::atomic<int> inside = 0, most = 0, done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j) {
        auto slot = slots.take(60s);
        if (!slot) continue;
        int now = ++inside;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::yield();
        --inside;
        ++done;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 16 * 50) << "whoever may wait gets a turn";
  EXPECT_LE(most, 2);
  EXPECT_LE(slots.most_in_use(), 2);
}

TEST(SlotsTest, is_busy_after_the_time_and_behind_a_queue) {
  Slots slots(1, 1);
  auto held = std::make_optional(slots.take(0ms));
  ASSERT_TRUE(*held);
  EXPECT_FALSE(slots.take(1ms));
  Slots nobody_waits(1, 0);
  auto only = nobody_waits.take(0ms);
  EXPECT_FALSE(nobody_waits.take(1h)) << "returns at once";
  held.reset();
  EXPECT_TRUE(slots.take(0ms)) << "a slot given back is free";
}

TEST(SlotsTest, a_waiting_caller_gets_the_slot_given_back) {
  Slots slots(1, 1);
  auto held = std::make_optional(slots.take(0ms));
  std::atomic<bool> got = false;
  std::thread waiting([&] { got = static_cast<bool>(slots.take(1h)); });
  held.reset();
  waiting.join();
  EXPECT_TRUE(got);
  EXPECT_EQ(slots.most_in_use(), 1);
}

}  // namespace
}  // namespace mila::crypto
