// How a county sends mail, kept among its settings; the password sealed.
#pragma once

#include <string>

#include "platform/county/settings.h"
#include "platform/mail/transport.h"

namespace mila::setup {

/// What the form knows of it. `password` is never read back into a form.
struct MailChoice {
  bool smtp = false;
  std::string host, port = "587", security = "starttls", user, password, from, from_name, reply_to;
};

/// As it was saved; the sender is the office's address and the county's name until others are set.
MailChoice mail_choice(County& county, Settings const& settings);
/// The settings to be saved. An empty password keeps the one there is.
Settings to_settings(Context& context, MailChoice const& choice);
/// What platform/mail sends with.
mail::Settings transport_of(County& county, MailChoice const& choice);

}  // namespace mila::setup
