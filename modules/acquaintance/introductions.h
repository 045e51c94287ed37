// Introducing two organisations: both are asked, and only when both say yes each gets the other's
// official contact. Nobody learns of the other's no.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "modules/acquaintance/overview.h"
#include "modules/directory/directory.h"
#include "platform/base/result.h"

namespace mila::acquaintances {

enum class Reply { None, Yes, No };
std::string_view name_of(Reply reply);  ///< "none", "yes", "no"
std::optional<Reply> reply_named(std::string_view name);

struct Introduction {
  std::string id;
  std::int64_t version = 0;
  std::array<std::string, 2> organizations;  ///< sorted
  std::array<Reply, 2> replies{};
  std::string place;         ///< both are there, "" when in different ones
  bool other_field = false;  ///< of different kinds
  int common = 0;            ///< how many know both
  std::string created_by;    ///< account
  Instant created_at, ends_at;
  std::optional<Instant> introduced_at;
};

/// What who coordinates sees of it: never who said no.
enum class Progress { Asked, Introduced, NotWanted, Ended };
Progress progress_of(Introduction const& introduction, Instant now);

/// The same two are not asked again within a year.
inline constexpr std::chrono::days kNotAgain{365};
/// So long an answer is taken.
inline constexpr std::chrono::days kOpen{60};

/// Asks both by a mail in German with a link. Errors: Forbidden (only who may read private data),
/// NotFound, Invalid (protected, or no address that takes mail), Conflict (asked within a year).
Result<std::string> offer(db::Writer& writer, Context& context, Suggestion const& suggestion);

/// Why these two, to both of them.
std::string reason_text(Context const& context, Introduction const& introduction, std::string_view language);
/// Official mail, numbers, website.
std::vector<std::string> contact_lines(directory::Organization const& organization);

/// Which of the two somebody is.
struct Asked {
  std::string introduction_id;
  int side = 0;  ///< index into organizations
};
std::string asked_key(Context& context, Introduction const& introduction, int side);
std::optional<Asked> read_asked_key(Context& context, std::string_view key);

/// Yes or no, changeable until both said yes; then each gets the other's contact. Errors: NotFound,
/// Invalid (neither yes nor no), Conflict (answered elsewhere meanwhile: try again).
Result<Introduction> reply(db::Writer& writer, Context& context, Asked const& asked, Reply reply);

}  // namespace mila::acquaintances
