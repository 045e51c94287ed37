// What this module does by itself at certain times.
#pragma once

#include <vector>

#include "platform/jobs/jobs.h"

namespace mila::upkeep {

/// Mails those who release about new entries that are due by tomorrow; each entry once.
void remind_of_drafts(Context& context);

/// What nobody has answered after five working days goes each working day to those who release, and to
/// those who run the program.
void escalate_late_drafts(Context& context);

std::vector<jobs::JobKind> job_kinds();

}  // namespace mila::upkeep
