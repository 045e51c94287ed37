// What the pages of tasks ask for beyond agreements.h.
#pragma once

#include "modules/agreements/task_store.h"

namespace mila::agreements {

/// The account, its person, and the organisations it may act for: whose tasks are "mine".
TaskQuery::Whose mine(db::Reader& reader, Context const& context);
/// Organisations the actor has a right for by itself; the county's people have none.
std::vector<std::string> own_organizations(Actor const& actor);

/// Whether there is such a meeting of the body; none ("") is right, too.
bool is_meeting_of(db::Reader& reader, std::string_view body_id, std::string_view meeting_id);

/// Whether the holder was asked and has not answered.
bool is_asked(Task const& task);

/// Its account, the account of its person, or one of its organisation.
bool is_holder(db::Reader& reader, Context const& context, Task const& task);
/// Stores the state with a word why. Asks nobody.
void set_state(db::Writer& writer, Context& context, Task task, TaskState state, std::string_view note);

/// What the holder says by the link of a mail, who saw `version`. The same again is no change. Errors:
/// Invalid (it has ended), Conflict (changed or given to somebody else meanwhile).
Result<bool> answer_task(db::Writer& writer, Context& context, Task const& task, TaskState state, std::string note,
                         std::int64_t version);

/// Names go from tasks that ended before; returns how many.
std::int64_t forget_names(db::Writer& writer, Instant ended_before);
/// Their tasks are nobody's any more, open ones wait for somebody else.
void forget_person(db::Writer& writer, Context& context, std::string_view person_id);

/// Reminds holders and tells who runs a body what is overdue; again on the same day it does nothing.
void run_daily_round(Context& context);

}  // namespace mila::agreements
