// The runner's statements; everybody else uses jobs.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/jobs/jobs.h"

namespace mila::jobs {

/// A job somebody holds. `number` counts the claims of this job: only the holder of the last one
/// may record an outcome.
struct Claimed {
  Job job;
  std::int64_t number = 0;
};

struct Due {
  std::string id, kind;
};

/// The due job that goes first among `kinds`, by rank, then by time.
class DueQuery {
 public:
  explicit DueQuery(std::vector<std::string> kinds);
  std::optional<Due> first(db::Reader& reader, Instant now) const;

 private:
  std::vector<std::string> kinds_;
  std::string text_;
};

/// Keeps the job from others until `lease_until` and counts an attempt; nullopt when it is not due
/// any more, because somebody else was faster.
std::optional<Claimed> claim(db::Writer& writer, std::string const& id, Instant lease_until);
/// Writes it unless one of its key is there; false then.
bool add_missing(db::Writer& writer, Random& random, Job const& job);

// What becomes of a claimed job. All return false, and change nothing, when the lease was lost: it
// ran out and somebody else claimed the job.

/// Done: the job goes, or runs once more at once when it was enqueued again meanwhile.
bool finish(db::Writer& writer, Claimed const& claimed);
/// Done, or given up for this period: waits for `run_at` with attempts counted anew. `code` is ""
/// or says why it stands in the list of parked jobs.
bool finish_period(db::Writer& writer, Claimed const& claimed, Instant run_at,
                   std::string_view code);
bool postpone(db::Writer& writer, Claimed const& claimed, Instant run_at, std::string_view code);
/// At once and without counting the attempt: the program stops.
bool give_back(db::Writer& writer, Claimed const& claimed);
bool park(db::Writer& writer, Claimed const& claimed, std::string_view code);

/// All jobs of the kind nobody works on wait at least until `until`.
void hold_kind(db::Writer& writer, std::string_view kind, Instant until);

}  // namespace mila::jobs
