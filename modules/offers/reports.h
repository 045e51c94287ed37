// Hints "something is wrong here", from readers, without any trace of who sent them. Each is a task
// until it is done; nobody can be answered, because no address is asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/site/module.h"

namespace mila::offers {

struct Report {
  std::string id, service_id, text, language;
  Instant created_at;
  std::string state = "open";  ///< "open", "taken", "done"
  std::string account_id;      ///< who takes care of it
  std::string note;            ///< what was done
  std::optional<Instant> changed_at;
};

/// `service_id` is "" for barriers of the website itself.
void add_report(db::Writer& writer, Context& context, std::string_view service_id,
                std::string_view text);
/// Oldest first.
std::vector<Report> all_reports(db::Reader& reader);
std::optional<Report> find_report(db::Reader& reader, std::string_view id);
/// Writes state, account and note over the state `before`; false when it is another one by now.
bool update_report(db::Writer& writer, Report const& report, std::string_view before);
/// Deletes what is older than 90 days, whatever its state; returns how many.
std::int64_t expire_reports(db::Writer& writer);

}  // namespace mila::offers
