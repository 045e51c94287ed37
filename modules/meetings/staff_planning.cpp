// Planning, changing and cancelling.
#include <algorithm>
#include <array>

#include "modules/meetings/meeting_store.h"
#include "modules/meetings/programme_review.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::meetings {
namespace {

using i18n::N_;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::array<std::pair<Kind, std::string_view>, 6> kKinds{{{Kind::RoundTable, "round-table"},
                                                                   {Kind::Conference, "conference"},
                                                                   {Kind::Partner, "partner"},
                                                                   {Kind::Training, "training"},
                                                                   {Kind::MeetUp, "meet-up"},
                                                                   {Kind::Review, "review"}}};
constexpr std::array<std::pair<State, std::string_view>, 4> kStates{{{State::Planned, "planned"},
                                                                     {State::Invited, "invited"},
                                                                     {State::Held, "held"},
                                                                     {State::Cancelled, "cancelled"}}};
constexpr std::array<std::pair<Answer, std::string_view>, 6> kAnswers{
    {{Answer::None, "none"},
     {Answer::Accepted, "accepted"},
     {Answer::Tentative, "tentative"},
     {Answer::Declined, "declined"},
     {Answer::Delegated, "delegated"},
     {Answer::Waiting, "waiting"}}};

template <typename Names, typename Value>
std::string_view name_in(Names const& names, Value value) {
  for (auto const& [known, name] : names)
    if (known == value) return name;
  return "";
}

template <typename Value, std::size_t n>
std::optional<Value> value_in(std::array<std::pair<Value, std::string_view>, n> const& names,
                              std::string_view name) {
  for (auto const& [value, known] : names)
    if (known == name) return value;
  return std::nullopt;
}

constexpr minutes kShortest{5}, kLongest{12 * 60};
constexpr std::size_t kSeriesMost = 53;  ///< a year of weeks

std::optional<Error> problem_of(Meeting const& meeting) {
  auto invalid = [](char const* field, char const* text) {
    return Error{ErrorCode::Invalid, text, field};
  };
  if (trim(meeting.title).empty()) return invalid("title", N_("Please give the meeting a name."));
  if (!meeting.day.ok()) return invalid("day", N_("Please choose a day."));
  if (meeting.start < minutes{0} || meeting.start >= minutes{24 * 60})
    return invalid("start", N_("Please write the time like 14:30."));
  if (meeting.length < kShortest || meeting.length > kLongest)
    return invalid("end", N_("The end must be after the beginning, on the same day."));
  if (!meeting.online_url.empty() && !meeting.online_url.starts_with("https://"))
    return invalid("online", N_("Please copy the whole link; it begins with https://."));
  if (meeting.places_max && (*meeting.places_max < 1 || *meeting.places_max > 10'000))
    return invalid("places", N_("Please write how many people there is room for."));
  if (meeting.answer_until && *meeting.answer_until > meeting.day)
    return invalid("answer_until", N_("Answers are due before the meeting."));
  return std::nullopt;
}

/// What people who were invited must learn of; then their answer may not hold any more (RFC 5546 §2.1.4).
bool moved(Meeting const& from, Meeting const& to) {
  return from.day != to.day || from.start != to.start || from.length != to.length ||
         from.place != to.place || from.online_url != to.online_url;
}

Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }

std::string add(db::Writer& writer, Context& context, Meeting meeting) {
  if (meeting.id.empty()) meeting.id = uuid_v7(writer.now(), context.random);
  meeting.state = State::Planned;
  meeting.sequence = 0;
  meeting.created_by = context.actor.account_id;
  insert_meeting(writer, context, meeting);
  if (meeting.kind == Kind::Review) add_review_agenda(writer, context, meeting);
  return meeting.id;
}

}  // namespace

std::string_view name_of(Kind value) { return name_in(kKinds, value); }
std::optional<Kind> kind_named(std::string_view name) { return value_in(kKinds, name); }
std::vector<Kind> const& all_kinds() {
  static std::vector<Kind> const kinds = [] {
    std::vector<Kind> all;
    for (auto const& [kind, name] : kKinds) all.push_back(kind);
    return all;
  }();
  return kinds;
}
std::string_view name_of(State value) { return name_in(kStates, value); }
std::optional<State> state_named(std::string_view name) { return value_in(kStates, name); }
std::string_view name_of(Answer value) { return name_in(kAnswers, value); }
std::optional<Answer> answer_named(std::string_view name) { return value_in(kAnswers, name); }

bool may_run(Actor const& actor, std::string_view body_id) {
  return actor.may(Permission::RunMeetings, Target{.body_id = std::string(body_id)});
}

bool may_run(Actor const& actor, Meeting const& meeting) {
  return may_run(actor, meeting.body_id) ||
         (!meeting.run_by_place.empty() &&
          actor.may(Permission::RunMeetings, Target{.place_id = meeting.run_by_place}));
}

Result<std::string> save_meeting(db::Writer& writer, Context& context, Meeting meeting) {
  meeting.title = trim(meeting.title);
  if (meeting.version == 0) {
    if (!may_run(context.actor, meeting.body_id)) return forbidden();
    if (auto problem = problem_of(meeting)) return *problem;
    if (meeting.day < today_of(context))
      return Error{ErrorCode::Invalid, N_("This day is over. Please choose a coming one."), "day"};
    return add(writer, context, std::move(meeting));
  }
  auto stored = find_meeting(writer, meeting.id);
  if (!stored) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!may_run(context.actor, *stored)) return forbidden();
  if (stored->state == State::Cancelled)
    return Error{ErrorCode::Invalid, N_("This meeting is cancelled. Please plan a new one."), ""};
  if (auto problem = problem_of(meeting)) return *problem;
  bool other_places = meeting.places_max != stored->places_max;
  if (other_places && meeting.places_max && *meeting.places_max < places_taken(writer, meeting.id))
    return Error{ErrorCode::Invalid, N_("More people have a place already. Please speak with some of them first."), "places"};
  bool tell = stored->state == State::Invited && moved(*stored, meeting) && meeting.day >= today_of(context);
  meeting.body_id = stored->body_id;
  meeting.state = stored->state;
  meeting.cancel_reason = "";
  meeting.sequence = stored->sequence + (tell ? 1 : 0);
  if (!update_meeting(writer, context, meeting))
    return Error{ErrorCode::Conflict, N_("Somebody changed this meeting meanwhile."), ""};
  if (tell) tell_changed(writer, context, meeting);
  if (other_places && meeting.day >= today_of(context)) fill_places(writer, context, *find_meeting(writer, meeting.id));
  return meeting.id;
}

Result<std::vector<std::string>> save_series(db::Writer& writer, Context& context, Meeting const& first,
                                             std::string const& rule, std::vector<Date> const& days) {
  if (!may_run(context.actor, first.body_id)) return forbidden();
  if (days.empty() || days.size() > kSeriesMost)
    return Error{ErrorCode::Invalid, N_("Please choose between one and 53 dates."), "count"};
  std::string series = uuid_v7(writer.now(), context.random);
  std::vector<Meeting> meetings;
  for (Date day : days) {
    Meeting one = first;
    one.id.clear();
    one.version = 0;
    one.series_id = series;
    one.day = day;
    // As many days before each meeting as before the first.
    if (first.answer_until)
      one.answer_until = Date{sys_days{day} - (sys_days{first.day} - sys_days{*first.answer_until})};
    if (auto problem = problem_of(one)) return *problem;
    if (day < today_of(context))
      return Error{ErrorCode::Invalid, N_("This day is over. Please choose a coming one."), "day"};
    meetings.push_back(std::move(one));
  }
  insert_series(writer, series, first.body_id, rule);
  std::vector<std::string> ids;
  for (auto& one : meetings) ids.push_back(add(writer, context, std::move(one)));
  return ids;
}

Result<bool> cancel_meeting(db::Writer& writer, Context& context, std::string_view id,
                            std::string reason, std::int64_t version) {
  auto meeting = find_meeting(writer, id);
  if (!meeting) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!may_run(context.actor, *meeting)) return forbidden();
  if (meeting->state == State::Cancelled) return true;  // the second of two clicks
  bool tell = meeting->state == State::Invited && meeting->day >= today_of(context);
  meeting->version = version;
  meeting->state = State::Cancelled;
  meeting->cancel_reason = trim(reason);
  if (tell) ++meeting->sequence;
  if (!update_meeting(writer, context, *meeting))
    return Error{ErrorCode::Conflict, N_("Somebody changed this meeting meanwhile."), ""};
  if (tell) tell_cancelled(writer, context, *meeting);
  return true;
}

}  // namespace mila::meetings
