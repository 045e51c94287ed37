// What a body agreed on, and who does what until when. A round table has no power to decide: it agrees
// (Vereinbarung); only Kreisausschuss and Kreistag decide (Beschluss), and what goes to them is in
// proposals.h. What was agreed comes back by itself until it is done, and is found years later.
//
// Both are of a meeting of their body, or of none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/county/county.h"
#include "platform/site/module.h"

namespace mila::agreements {

/// Superseded: a later agreement took its place. Dropped: given up, with a reason.
enum class AgreementState { Holds, Superseded, Fulfilled, Dropped };
std::string_view name_of(AgreementState value);  ///< "holds", "superseded", "fulfilled", "dropped"
std::optional<AgreementState> agreement_state_named(std::string_view name);

struct Agreement {
  std::string id;
  std::int64_t version = 0;  ///< grows with each change; 0 = new
  std::string body_id;
  std::string meeting_id;  ///< "" when it was agreed on outside a meeting
  Date agreed_on{};        ///< day of the meeting
  /// "RT-2026-03/4": mark of the body, year, number of the meeting day in that year (in the order in
  /// which something was first written for a day), number in the meeting. Given once, never reused.
  std::string number;
  std::string text, reason;      ///< plain text
  std::optional<Date> review_on; ///< when it is looked at again
  std::string supersedes_id;     ///< the older agreement this one takes the place of, "" if none
  std::string superseded_by_id;  ///< worked out, "" if none
  AgreementState state = AgreementState::Holds;
  std::string end_reason;        ///< why it was dropped, or how it was fulfilled
  std::optional<Date> ended_on;
  std::string topic;     ///< code of the taxonomy, "" if none
  std::string place_id;  ///< place or area it is about, "" for the whole county
  std::string created_by;  ///< account
  Instant created_at, modified;
};

/// Open: nobody has it yet, or a volunteer was asked and has not answered. Accepted: it is somebody's.
/// Cannot: given back; whoever runs the body gives it to somebody else. Dropped: not needed any more.
enum class TaskState { Open, Accepted, Done, Cannot, Dropped };
std::string_view name_of(TaskState value);  ///< "open", "accepted", "done", "cannot", "dropped"
std::optional<TaskState> task_state_named(std::string_view name);
/// Done and Dropped: nothing waits any more.
bool has_ended(TaskState state);

/// A task is somebody's: a person of the network (their organisation is noted beside), an organisation,
/// or an account; or nobody's yet.
struct Task {
  std::string id;
  std::int64_t version = 0;  ///< grows with each change; 0 = new
  std::string body_id;
  std::string meeting_id, agreement_id;  ///< where it came from, each may be ""
  std::string what;                      ///< plain text, one line
  std::string organization_id, person_id, account_id;
  std::optional<Date> due;
  TaskState state = TaskState::Open;
  int given = 0;  ///< how often it was given to somebody: links in older mails do not work any more
  std::optional<Instant> told_at, reminded_at, overdue_told_at, ended_at;
  std::string created_by;  ///< account
  Instant created_at, modified;
  bool has_holder() const { return !organization_id.empty() || !person_id.empty() || !account_id.empty(); }
};

/// May the actor write agreements and tasks of this body: Permission::RunMeetings on it.
bool may_write(Actor const& actor, std::string_view body_id);

// Agreements. All members of the network read them (Permission::ReadNetwork; routes ask for it).

/// In the order of their numbers. Two statements.
std::vector<Agreement> find_agreements(db::Reader& reader, std::vector<std::string> const& ids);
std::optional<Agreement> find_agreement(db::Reader& reader, std::string_view id);
std::vector<Agreement> agreements_of_meeting(db::Reader& reader, std::string_view meeting_id);

struct AgreementQuery {
  std::string search;               ///< words, each must occur in number, text or reason
  std::string body_id, topic, place_id;  ///< "" for all
  std::optional<AgreementState> state;
  std::optional<int> year;          ///< of the meeting
  std::optional<Date> review_until; ///< to be looked at until this day, and not ended
  int limit = 50, offset = 0;
};
/// Newest first.
std::vector<Agreement> list_agreements(db::Reader& reader, AgreementQuery const& query);
std::int64_t count_agreements(db::Reader& reader, AgreementQuery const& query);

/// Inserts (version 0: gives the number; `id` may be set, so that a form sent twice makes one) or
/// replaces text, reason, review date, topic and place. With `supersedes_id` the older one says so from
/// now on. Returns the id. Errors: Forbidden, Invalid (no text; a day that is missing; an older one
/// that is of a body the actor does not run, or was superseded already), NotFound (also when the meeting
/// is not one of the body), Conflict when `version` is not the stored one; `detail` is the member's name.
Result<std::string> save_agreement(db::Writer& writer, Context& context, Agreement agreement);
/// To Fulfilled or Dropped (needs a reason), or back to Holds. Errors: Forbidden, NotFound, Conflict,
/// Invalid (no reason; superseded).
Result<bool> end_agreement(db::Writer& writer, Context& context, std::string_view id,
                           AgreementState state, std::string reason, std::int64_t version);

/// The short mark in the numbers of a body: RT, KS, AG-W. What it would be when it was not used yet.
std::string mark_of(db::Reader& reader, Context& context, std::string_view body_id);
/// From the next agreement on; numbers that were given stay. Errors: Forbidden, Invalid (not 1 to 8 of
/// A to Z, 0 to 9 and "-"), Conflict (another body has or had it).
Result<bool> set_mark(db::Writer& writer, Context& context, std::string_view body_id, std::string mark);

// Tasks.

std::vector<Task> find_tasks(db::Reader& reader, std::vector<std::string> const& ids);
std::optional<Task> find_task(db::Reader& reader, std::string_view id);
/// What a body carries over from meeting to meeting: all that has not ended, the earliest due first.
std::vector<Task> open_tasks_of(db::Reader& reader, std::string_view body_id);
std::vector<Task> tasks_of_meeting(db::Reader& reader, std::string_view meeting_id);
std::vector<Task> tasks_of_agreement(db::Reader& reader, std::string_view agreement_id);

/// Past its day and not ended.
bool is_overdue(Task const& task, Date today);

/// Whether somebody is told of a task at once or when the minutes are done (announce_tasks).
enum class Tell { Now, Later };

/// Inserts (version 0; `id` may be set) or replaces what it is, holder and due date. A volunteer is asked
/// by mail and has to accept; everybody else gets it as given and may give it back. Another holder starts
/// anew. Returns the id. Errors: Forbidden, Invalid (no text, a person or organisation there is none of, an
/// agreement of another body), NotFound (also when the meeting is not one of the body), Conflict.
Result<std::string> save_task(db::Writer& writer, Context& context, Task task, Tell tell = Tell::Now);
/// Mails to whom tasks of this meeting were given and who were not told yet. Returns how many.
int announce_tasks(db::Writer& writer, Context& context, std::string_view meeting_id);

/// May the actor say what became of a task: its holder (the account, the person's account, an account
/// of the organisation) and who runs the body.
bool may_change(db::Reader& reader, Context const& context, Task const& task);
/// Accepted, Done, Cannot (with an optional word why), Dropped (who runs the body only) or back to Open.
/// `version` is what the actor saw; the same again is no change. Errors: Forbidden, NotFound, Invalid (it
/// has ended), Conflict (changed meanwhile).
Result<bool> change_task(db::Writer& writer, Context& context, std::string_view id, TaskState state,
                         std::string note, std::int64_t version);

/// Who has each task, as the actor may see it: "Jobcenter Auental, Frau Ohm", "a volunteer" when the
/// name is not theirs to see, "" for nobody. In the order of `tasks`; at most four statements.
std::vector<std::string> holder_labels(db::Reader& reader, Context& context,
                                       std::vector<Task> const& tasks);
/// Who may be chosen for a task of this body: the actor themselves, organisations and people of its seats
/// and its office, and `extra` who has it now; value and label. Values are read by set_holder().
std::vector<std::pair<std::string, std::string>> holder_choices(db::Reader& reader, Context& context,
                                                                std::string_view body_id,
                                                                Task const* extra = nullptr);
/// Takes "organization:ID", "person:ID", "account:ID" or "" over into the task; false for others.
bool set_holder(Task& task, std::string_view choice);

Module const& module();

}  // namespace mila::agreements
