// The first hour of a county: from a program that knows nothing to a first public offer, in the
// browser. Settings, places, logo and legal texts; taking over lists; inviting people; taking
// everything along.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "platform/auth/roles.h"
#include "platform/mail/mail.h"
#include "platform/site/module.h"

namespace mila::setup {

/// How long a setup link is good.
constexpr std::chrono::hours kLinkLasts{24};

/// Whether setup links still open anything: until the first person who may manage the county has
/// come in.
bool is_open(db::Reader& reader, auth::Roles const& roles);

/// A new link, as a path ("/staff/setup/…"). Whoever has it sets the county up; earlier ones stay
/// good. Forbidden when setup is over: then accounts are given by those who have one.
Result<std::string> make_setup_link(Site const& site, Context& context);

/// Whether nobody has begun: no name, nobody invited. Then the server says the link when it starts.
bool is_fresh(Site const& site, County& county);

/// How the county sends mail: what was set in the browser, else the maildir. For mail::job_kinds().
mail::Settings mail_settings(County& county);

Module const& module();

}  // namespace mila::setup
