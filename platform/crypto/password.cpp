// Judging, hashing and comparing passwords.
#include "platform/crypto/password.h"

#include <fmt/format.h>
#include <sodium.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <stdexcept>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/crypto/encoding.h"
#include "platform/i18n/catalogue.h"

namespace mila::crypto {
namespace {

using i18n::N_;

constexpr int kAtOnce = 2;  // times 64 MiB
/// With two at work and one waiting, one of the server's four workers stays free for readers.
constexpr int kWaitingMax = 1;
constexpr std::size_t kOwnWordMin = 4;  // code points

icu::UnicodeString nfc(icu::UnicodeString const& text) {
  UErrorCode status = U_ZERO_ERROR;
  auto const* normalizer = icu::Normalizer2::getNFCInstance(status);
  CHECK(U_SUCCESS(status));
  auto composed = normalizer->normalize(text, status);
  CHECK(U_SUCCESS(status));
  return composed;
}

std::string utf8(icu::UnicodeString const& text) {
  std::string bytes;
  return text.toUTF8String(bytes);
}

/// What is hashed: the same password typed on a Mac (decomposed) and elsewhere is the same.
std::string composed(std::string_view password) {
  return utf8(nfc(icu::UnicodeString::fromUTF8(password)));
}

icu::UnicodeString folded(std::string_view text) {
  auto unicode = nfc(icu::UnicodeString::fromUTF8(text));
  return nfc(unicode.foldCase());
}

/// Without the digits and signs people put around a word.
icu::UnicodeString stem_of(icu::UnicodeString const& text) {
  static icu::UnicodeString const decoration(u"0123456789!?.,;:*#$%&+-_/=@()<>\"' ");
  std::int32_t begin = 0, end = text.length();
  while (end > begin && decoration.indexOf(text[end - 1]) >= 0) --end;
  while (begin < end && decoration.indexOf(text[begin]) >= 0) ++begin;
  return {text, begin, end - begin};
}

/// Along the keyboard, the alphabet or the digits, in either direction.
bool is_run(icu::UnicodeString const& text) {
  static icu::UnicodeString const kRows[] = {
      u"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
      u"12345678901234567890123456789012345678901234567890",
      u"01234567890123456789012345678901234567890123456789",
      u"qwertzuiopüasdfghjklöäyxcvbnm",
      u"qwertyuiopasdfghjklzxcvbnm",
      u"azertyuiopqsdfghjklmwxcvbn",
      u"йцукенгшщзхъфывапролджэячсмитьбю",
      u"1qaz2wsx3edc4rfv5tgb6zhn7ujm",
      u"1q2w3e4r5t6z7u8i9o0p",
      u"1q2w3e4r5t6y7u8i9o0p"};
  icu::UnicodeString backwards(text);
  backwards.reverse();
  for (auto const& row : kRows)
    if (row.indexOf(text) >= 0 || row.indexOf(backwards) >= 0) return true;
  return false;
}

/// The shortest text that, written again and again, gives `text`.
icu::UnicodeString unit_of(icu::UnicodeString const& text) {
  for (std::int32_t size = 1; size <= text.length() / 2; ++size)
    if (text.length() % size == 0 &&
        text.tempSubString(size) == text.tempSubString(0, text.length() - size))
      return {text, 0, size};
  return text;
}

/// Words of letters and digits, and all of them written as one.
std::vector<icu::UnicodeString> own_parts(std::string_view own_word) {
  std::vector<icu::UnicodeString> parts(1);
  icu::UnicodeString whole, text = folded(own_word);
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UChar32 c = text.char32At(i);
    if (u_isalnum(c)) {
      parts.back() += c;
      whole += c;
    } else {
      parts.emplace_back();
    }
  }
  parts.push_back(whole);
  return parts;
}

bool holds_own_word(icu::UnicodeString const& password, std::span<std::string const> own_words) {
  for (std::string const& word : own_words)
    for (icu::UnicodeString const& part : own_parts(word))
      if (static_cast<std::size_t>(part.countChar32()) >= kOwnWordMin &&
          password.indexOf(part) >= 0)
        return true;
  return false;
}

}  // namespace

PasswordRules::PasswordRules(std::string const& data_folder) {
  std::string path = data_folder + "/common_passwords.txt";
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    auto text = folded(trim(line));
    common_.insert(utf8(text));
    common_.insert(utf8(stem_of(text)));
  }
  if (common_.empty()) throw std::runtime_error(path + " holds no passwords");
}

bool PasswordRules::is_common(std::string const& folded_text) const {
  auto text = icu::UnicodeString::fromUTF8(folded_text);
  for (auto const& candidate : {text, stem_of(text)}) {
    // Digits with at most two letters: dates, telephone numbers.
    if (candidate.length() < 3) return true;
    auto unit = unit_of(candidate);
    bool repeated = unit.length() < candidate.length();
    if (repeated && unit.length() < 8) return true;
    if (candidate.length() >= 8 && is_run(candidate)) return true;
    if (common_.contains(utf8(candidate)) || common_.contains(utf8(unit)) ||
        common_.contains(utf8(stem_of(unit))))
      return true;
  }
  return false;
}

std::optional<std::string> PasswordRules::problem(std::string_view password,
                                                  std::span<std::string const> own_words) const {
  if (!is_clean_utf8(password))
    return N_("This password holds a character we cannot keep. Please take another.");
  auto length = static_cast<std::size_t>(nfc(icu::UnicodeString::fromUTF8(password)).countChar32());
  if (length < kShortest)
    return N_(
        "Please take at least 12 characters, for example four words that have nothing to do "
        "with each other.");
  if (length > kLongest) return N_("Please take at most 128 characters.");
  auto text = folded(password);
  if (is_common(utf8(text)))
    return N_(
        "Many people use this password, so it is tried first. Please take another, for example "
        "four words that have nothing to do with each other.");
  if (holds_own_word(text, own_words))
    return N_(
        "Please leave your name, your mail address and the name of this site out of the "
        "password.");
  return std::nullopt;
}

Passwords::Passwords(PasswordCost cost, std::chrono::milliseconds patience)
    : cost_(cost), patience_(patience) {
  need_sodium();
  std::array<char, 16> salt;
  std::array<char, 32> hash;
  randombytes_buf(salt.data(), salt.size());
  randombytes_buf(hash.data(), hash.size());
  auto base64 = [](auto const& bytes) {
    std::string text(64, '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of({bytes.data(), bytes.size()}),
                      bytes.size(), sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    return std::string(text.c_str());
  };
  dummy_ = fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_bytes / 1024, cost.passes,
                       base64(salt), base64(hash));
}

Result<std::string> Passwords::hash(std::string_view password) const {
  auto slot = slots().take(patience_);
  std::string text = composed(password);
  char hash[crypto_pwhash_STRBYTES];
  if (!slot || crypto_pwhash_str_alg(hash, text.data(), text.size(), cost_.passes,
                                     cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{ErrorCode::Unavailable, busy_message(),
                 slot ? "no memory for a password hash" : "all password slots are taken"};
  return std::string(hash);
}

Passwords::Verdict Passwords::verify(std::string_view stored, std::string_view password) const {
  auto slot = slots().take(patience_);
  if (!slot) return Verdict::Busy;
  std::string text = composed(password);
  // libsodium reads a whole buffer, so a NUL must follow; a text it cannot read costs nothing
  // there.
  std::string hash(stored);
  bool readable = hash.size() < crypto_pwhash_STRBYTES && hash.find('\0') == std::string::npos;
  hash.resize(crypto_pwhash_STRBYTES, '\0');
  if (!readable ||
      crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) < 0) {
    hash = dummy_;
    readable = false;
  }
  errno = 0;
  bool right = crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
  if (!right && errno == ENOMEM) return Verdict::Busy;
  return right && readable ? Verdict::Right : Verdict::Wrong;
}

Passwords::Verdict Passwords::verify_dummy(std::string_view password) const {
  return verify(dummy_, password);
}

bool Passwords::needs_rehash(std::string_view stored) const {
  return crypto_pwhash_str_needs_rehash(std::string(stored).c_str(), cost_.passes,
                                        cost_.memory_bytes) != 0;
}

Slots& Passwords::slots() {
  static Slots slots(kAtOnce, kWaitingMax);
  return slots;
}

char const* Passwords::busy_message() {
  return N_("Many people are signing in at the moment. Please try again in half a minute.");
}

}  // namespace mila::crypto
