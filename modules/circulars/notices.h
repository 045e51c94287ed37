// The notice board: short notices that come down by themselves.
#pragma once

#include <string>
#include <vector>

#include "platform/jobs/jobs.h"
#include "platform/site/module.h"

namespace mila::circulars {

constexpr int kLongestWeeks = 8;

struct Notice {
  std::string id, title, body;  ///< body: Markdown
  Date until{};                 ///< last day on the board
  std::string created_by;       ///< account, "" when it was erased
  Instant created_at;
};

/// On the board on `day`, the newest first.
std::vector<Notice> notices_on(db::Reader& reader, Date day, int limit = 200);
std::vector<Notice> notices_since(db::Reader& reader, Date day, Instant since);
std::optional<Notice> find_notice(db::Reader& reader, std::string_view id);
void insert_notice(db::Writer& writer, Notice const& notice);
void delete_notice(db::Writer& writer, std::string_view id);
void delete_notices_by(db::Writer& writer, std::string_view account_id);
/// Those whose last day lies before; returns how many.
std::int64_t expire_notices(db::Writer& writer, Date before);

/// Who gets new notices by mail once a day, and since when they know them all.
struct NoticeReader {
  std::string account_id;
  Instant since;
};
std::vector<NoticeReader> notice_readers(db::Reader& reader);
bool is_notice_reader(db::Reader& reader, std::string_view account_id);
void set_notice_reader(db::Writer& writer, std::string_view account_id, Instant since);
void delete_notice_reader(db::Writer& writer, std::string_view account_id);

/// May put it down: the author, and whoever looks after the board of the county.
bool may_remove(Actor const& actor, Notice const& notice);
/// "circulars.digest", once a day.
jobs::JobKind digest_job();

}  // namespace mila::circulars
