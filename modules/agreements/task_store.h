// The rows behind tasks.
#pragma once

#include "modules/agreements/agreements.h"

namespace mila::agreements {

struct TaskQuery {
  std::string search, body_id;
  std::optional<TaskState> state;
  bool open_only = false;     ///< has not ended
  bool overdue_only = false;  ///< and its day is over; needs `today`
  Date today{};
  /// Of these holders or bodies; nullopt: whoever's.
  struct Whose {
    std::string account_id, person_id;  ///< "" for none
    std::vector<std::string> organization_ids;
    std::vector<std::string> body_ids;
    bool none() const { return account_id.empty() && person_id.empty() && organization_ids.empty() && body_ids.empty(); }
  };
  std::optional<Whose> whose;
  int limit = 50, offset = 0;
};
/// What has not ended first, the earliest due first; ended ones the newest first.
std::vector<Task> list_tasks(db::Reader& reader, TaskQuery const& query);
std::int64_t count_tasks(db::Reader& reader, TaskQuery const& query);

void insert_task(db::Writer& writer, Task const& task);
/// All that may change. False when `task.version` is not the stored one; it grows by one.
bool update_task(db::Writer& writer, Task const& task);

/// Who was told when; it is no change anybody has to know of, so the version stays.
void mark_told(db::Writer& writer, Task const& task);

std::vector<Task> untold_tasks_of_meeting(db::Reader& reader, std::string_view meeting_id);
/// Due between both days, somebody's, not reminded of yet.
std::vector<Task> tasks_to_remind_of(db::Reader& reader, Date from, Date until, int limit);
/// Not ended, due until then, nobody was told yet.
std::vector<Task> tasks_to_tell_of(db::Reader& reader, Date until, int limit);
std::vector<Task> tasks_of_person(db::Reader& reader, std::string_view person_id);
/// Ended before, and still with the name of somebody.
std::vector<Task> named_tasks_ended_before(db::Reader& reader, Instant before, int limit);

}  // namespace mila::agreements
