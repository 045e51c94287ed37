// Mails about tasks, and the links in them.
#pragma once

#include "modules/agreements/agreements.h"

namespace mila::agreements {

enum class Occasion {
  Asked,  ///< a volunteer: will you take it on?
  Given,
  Reminder
};

/// One mail for each task whose holder has an address. Returns the ids of those tasks.
std::vector<std::string> send_letters(db::Writer& writer, Context& context, std::vector<Task> const& tasks);
/// The one reminder before a task is due; the same return.
std::vector<std::string> send_reminders(db::Writer& writer, Context& context, std::vector<Task> const& tasks);
/// To who runs the body, else the county's office: these tasks of it are overdue. False without any
/// address.
bool send_overdue(db::Writer& writer, Context& context, std::string const& body_id, std::vector<Task> const& tasks);

/// Whether there is a mail address of who has it.
bool has_address(db::Reader& reader, Context& context, Task const& task);

/// What stands in the address of the page behind a mail's link: names the task and who has it. Works
/// until 180 days after the task is due, or was given when it has no such day.
std::string task_key(Context& context, Task const& task);
/// The task, as long as it was not given to somebody else meanwhile.
std::optional<Task> task_of_key(db::Reader& reader, Context& context, std::string_view key);

}  // namespace mila::agreements
