// Passwords: what is refused when one is chosen (PasswordRules), and how they are kept and compared
// (Argon2id, Passwords).
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "platform/base/result.h"
#include "platform/crypto/slots.h"

namespace mila::crypto {

/// 12 to 128 characters (Unicode code points after NFC), no rules of composition, none that
/// everybody tries first (ASVS 5.0 §6.2). Safe from all threads.
class PasswordRules {
 public:
  static constexpr std::size_t kShortest = 12, kLongest = 128;

  /// Reads `<data_folder>/common_passwords.txt`, one a line, '#' starts a remark. Throws
  /// std::runtime_error when it cannot. `data_folder` is the program's, not the county's.
  explicit PasswordRules(std::string const& data_folder);

  /// The message id of what is wrong, for FormErrors; nullopt when the password may be used.
  /// `own_words` are what the account is known by: mail address, name, the county's brand. The
  /// password may hold none of them, nor a word of four or more letters out of them.
  std::optional<std::string> problem(std::string_view password,
                                     std::span<std::string const> own_words) const;

 private:
  bool is_common(std::string const& folded) const;
  std::unordered_set<std::string> common_;  ///< case-folded
};

/// Work for one hash. The default is what the program uses (t=3, m=64 MiB); tests take least().
struct PasswordCost {
  unsigned long long passes = 3;
  std::size_t memory_bytes = std::size_t{64} << 20;
  static PasswordCost least() { return {1, 8192}; }
};

/// Makes and compares password hashes. The whole process, all counties together, works on at most
/// two at once; a caller waits at most `patience` for its turn, and not at all behind a long queue.
/// Safe from all threads.
class Passwords {
 public:
  enum class Verdict { Right, Wrong, Busy };

  explicit Passwords(PasswordCost cost = {},
                     std::chrono::milliseconds patience = std::chrono::seconds(3));

  /// "$argon2id$v=19$m=65536,t=3,p=1$…" (97 characters) of the NFC form, with its own salt.
  /// Error Unavailable with a message for people when all slots stay taken.
  Result<std::string> hash(std::string_view password) const;
  /// Wrong for a `stored` that is no hash. Takes the same work then.
  Verdict verify(std::string_view stored, std::string_view password) const;
  /// For an account that does not exist: the same work as verify(), then Wrong (or Busy).
  Verdict verify_dummy(std::string_view password) const;
  /// Made with another cost than today's: hash anew after the next right password.
  bool needs_rehash(std::string_view stored) const;

  /// The slots all instances share, for figures and tests.
  static Slots& slots();
  /// What to tell a person after Busy; message id.
  static char const* busy_message();

 private:
  PasswordCost cost_;
  std::chrono::milliseconds patience_;
  std::string dummy_;  ///< looks like a hash made today; no password fits
};

}  // namespace mila::crypto
