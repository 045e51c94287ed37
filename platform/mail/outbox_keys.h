// What seals the outbox, and what stands for an address in it.
#pragma once

#include <string>
#include <string_view>

#include "platform/crypto/sealed.h"
#include "platform/crypto/token.h"
#include "platform/mail/outbox_store.h"

namespace mila::mail {

class OutboxKeys {
 public:
  explicit OutboxKeys(County& county)
      // The list of suppressed addresses has to outlive a change of keys: always the first one.
      : sealer_(county.keys(), "mail.outbox"), hash_key_(county.keys().derive("mail.address", 1)) {}

  /// `address` is normalised.
  std::string hash(std::string_view address) const {
    return crypto::token_hash(hash_key_, address);
  }
  crypto::Sealed seal(std::string_view column, std::string_view id, std::string_view plain,
                      Random& random) const {
    return sealer_.seal({"outbox", column, id}, plain, random);
  }
  /// nullopt for what was wiped, changed, or sealed with keys that are gone.
  std::optional<std::string> open(std::string_view column, std::string_view id,
                                  std::string_view sealed) const {
    return sealer_.open({"outbox", column, id}, sealed);
  }

 private:
  crypto::Sealer sealer_;
  crypto::Key hash_key_;
};

/// Row of an attachment's sealed columns.
inline std::string attachment_row(std::string const& mail_id, std::int64_t position) {
  return mail_id + "/" + std::to_string(position);
}

/// The part of a row that becomes headers.
struct StoredHeaders {
  std::string reply_to, unsubscribe_url;
  bool automatic = true, bulk = false;
};
std::string to_json(StoredHeaders const& headers);
StoredHeaders headers_from_json(std::string const& json);

/// What stands around a letter of this county.
Frame frame_of(CountyConfig const& config, std::string language, std::string subject);
/// Where its mails come from, for Message-IDs: "hilfe.auental.example".
std::string host_of(CountyConfig const& config);

/// The job of a mail.
std::string job_key(std::string const& mail_id);

}  // namespace mila::mail
