// What the program says about its outbox.
#include "app/mail_module.h"

#include "modules/setup/setup.h"
#include "platform/mail/mail.h"

namespace mila {

Module mail_module() {
  Module module;
  module.name = "mail";
  module.summary = "sends letters; nothing to addresses that were withdrawn";
  module.jobs = mail::job_kinds(setup::mail_settings);
  module.personal_data = {
      {"outbox, outbox_attachment", "address, subject, text and files of mails, sealed",
       "people get the mails they asked for, and it can be said what was sent", "Art. 6 (1) e GDPR",
       "14 days after sending; purpose and time without content a year longer",
       "withdrawn and wiped by whom it was sent to"},
      {"suppressed", "keyed hash of addresses that get no mail; no address",
       "nothing goes to whoever left, was erased or does not exist", "Art. 6 (1) c GDPR",
       "until a person takes it back", "is what remains of an erasure"}};
  module.organization_columns = {{"outbox", "id", "recipient_id", false, "recipient_kind = 'organization'"}};
  module.person_columns = {{"outbox", "id", "recipient_id", false, "recipient_kind = 'person'"}};
  return module;
}

}  // namespace mila
