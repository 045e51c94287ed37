// Offers of help and what circles of helpers look for: the records and what may be done with them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "modules/network/network.h"
#include "platform/base/result.h"
#include "platform/site/site.h"

namespace mila::helping {

/// Closed: nothing came of it, or no longer wanted.
enum class State { Open, Answered, Matched, Closed };
std::string_view name_of(State state);  ///< "open", "answered", "matched", "closed"
std::optional<State> state_named(std::string_view name);

struct Helper {
  std::string id;
  std::int64_t version = 1;
  State state = State::Open;
  std::string body_id;   ///< circle that answers, "" for the county
  std::string place_id;  ///< "" anywhere
  std::string language = "de";  ///< of the page they wrote on, and of mails to them
  // Sealed:
  std::string what, when, languages, name, mail, phone, answer;
  std::string answered_by;  ///< account, "office" for a reply by the county's mail box
  std::optional<Instant> answered_at;
  Instant created_at;
};

struct Wanted {
  std::string id;
  std::int64_t version = 1;
  std::string body_id, title, body, place_id;
  std::string languages;  ///< as people say them
  Date until{};
};

constexpr std::chrono::days kKept{182};     ///< offers of help are deleted then
constexpr std::chrono::days kAnswerIn{7};   ///< an offer is overdue then

// Rows (helper_store.cpp).
std::optional<Helper> find_helper(db::Reader& reader, County& county, std::string_view id);
/// The newest first; of these bodies, nullopt for all.
std::vector<Helper> list_helpers(db::Reader& reader, County& county,
                                 std::optional<std::vector<std::string>> const& body_ids);
struct OpenHelper {
  std::string id, body_id, place_id;
  Instant created_at;
};
std::vector<OpenHelper> open_helpers(db::Reader& reader, std::optional<std::vector<std::string>> const& body_ids);
/// False when the same was written within the last hour.
bool insert_helper(db::Writer& writer, Context& context, Helper const& helper);
/// State, answer, who and when. False when the version is another.
bool update_helper(db::Writer& writer, Context& context, Helper const& helper);
void delete_helper(db::Writer& writer, std::string_view id);
std::vector<std::string> helpers_before(db::Reader& reader, Instant before);

std::vector<Wanted> wanted_on(db::Reader& reader, Date day);
std::optional<Wanted> find_wanted(db::Reader& reader, std::string_view id);
void insert_wanted(db::Writer& writer, Wanted const& wanted);
bool update_wanted(db::Writer& writer, Wanted const& wanted);
void delete_wanted(db::Writer& writer, std::string_view id);
std::int64_t expire_wanted(db::Writer& writer, Date before);

// Rules (helpers.cpp).
/// Circles of helpers of now.
std::vector<network::Body> circles(Site const& site, Context& context, db::Reader& reader);
/// Who answers for a place: the circle of the place, of what it lies in, of its area, of the whole
/// county; "" when there is none.
std::string circle_for(County& county, std::vector<network::Body> const& circles, std::string_view place_id);

bool may_answer(Actor const& actor, std::string_view body_id);
/// Bodies whose offers the actor answers; nullopt for all.
std::optional<std::vector<std::string>> answered_bodies(Actor const& actor);

/// Writes an offer of help, a mail to who answers and one to the helper. Returns false when the same
/// was there already: a second click.
bool add_helper(db::Writer& writer, Context& context, Site const& site, Helper helper);
/// Takes over state and answer from `version` on, and writes to the helper if they left an address.
/// Errors: NotFound, Conflict.
Result<bool> answer(db::Writer& writer, Context& context, std::string_view id, std::int64_t version, State state,
                    std::string const& text, std::string const& by);
/// The offer, and all mails about it.
void remove(db::Writer& writer, std::string_view id);
/// Those from an address whose person was erased.
void remove_erased(db::Writer& writer, Context& context);

/// Links in mails, for those without a session. They may be used again until the offer is deleted.
std::string answer_key(Context& context, std::string_view helper_id, std::string_view account_id);
std::string own_key(Context& context, std::string_view helper_id);
struct AnswerLink {
  std::string helper_id, account_id;  ///< account "" for the county's mail box
};
std::optional<AnswerLink> read_answer_key(Context& context, std::string_view key);
std::optional<std::string> read_own_key(Context& context, std::string_view key);
/// The account of the link may still answer for this body.
bool holds(Site const& site, Context& context, db::Reader& reader, AnswerLink const& link,
           std::string_view body_id);

}  // namespace mila::helping
