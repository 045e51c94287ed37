// Times of a programme, and the questions of the hall.
#include "modules/meetings/programme.h"

#include <algorithm>
#include <array>

#include "modules/meetings/programme_store.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::array<std::pair<EntryKind, std::string_view>, 5> kKinds{{{EntryKind::Plenary, "plenary"},
                                                                        {EntryKind::Speaker, "speaker"},
                                                                        {EntryKind::Break, "break"},
                                                                        {EntryKind::Workshops, "workshops"},
                                                                        {EntryKind::Visit, "visit"}}};
constexpr int kInMinuteMost = 30;
constexpr std::size_t kQuestionsMost = 300, kLongest = 500;

Date day_of(Meeting const& meeting, ProgrammeEntry const& entry) {
  return Date{sys_days{meeting.day} + days{entry.day_number}};
}

}  // namespace

std::string_view name_of(EntryKind value) {
  for (auto const& [kind, name] : kKinds)
    if (kind == value) return name;
  return "";
}

std::optional<EntryKind> entry_kind_named(std::string_view name) {
  for (auto const& [kind, known] : kKinds)
    if (known == name) return kind;
  return std::nullopt;
}

std::vector<EntryKind> const& all_entry_kinds() {
  static std::vector<EntryKind> const kinds = [] {
    std::vector<EntryKind> all;
    for (auto const& [kind, name] : kKinds) all.push_back(kind);
    return all;
  }();
  return kinds;
}

std::optional<QuestionAct> question_act_named(std::string_view name) {
  if (name == "up") return QuestionAct::Up;
  if (name == "ask") return QuestionAct::Ask;
  if (name == "aside") return QuestionAct::PutAside;
  if (name == "back") return QuestionAct::Back;
  return std::nullopt;
}

std::vector<std::string> const& partner_zones() {
  static std::vector<std::string> const zones{"Europe/Berlin", "Europe/Bucharest", "Europe/Istanbul", "Europe/Kyiv",
                                              "Europe/Lisbon", "Europe/London",    "Europe/Paris",    "Europe/Sofia",
                                              "Europe/Stockholm", "Europe/Vilnius", "Europe/Warsaw"};
  return zones;
}

std::string city_of(std::string_view zone) {
  auto slash = zone.rfind('/');
  return std::string(slash == std::string_view::npos ? zone : zone.substr(slash + 1));
}

std::string times_elsewhere(Context const& context, Meeting const& meeting, ProgrammeEntry const& entry,
                            std::vector<std::string> const& zones) {
  Instant begin = local_to_instant(day_of(meeting, entry), entry.start, context.county.config().zone);
  std::string text;
  for (auto const& zone : zones) {
    auto there = local_minutes(begin, zone);
    if (there == entry.start) continue;
    text += (text.empty() ? "" : ", ") + city_of(zone) + " " + i18n::format_time(there);
  }
  return text;
}

bool takes_questions(Context const& context, Meeting const& meeting, ProgrammeEntry const& entry) {
  Date today = today_of(context), day = day_of(meeting, entry);
  return entry.takes_questions && meeting.state != State::Cancelled && today <= day && sys_days{today} >= sys_days{day} - days{1};
}

Result<bool> ask(db::Writer& writer, Context& context, std::string_view code, std::string text) {
  auto entry = entry_of_code(writer, code);
  auto meeting = entry ? find_meeting(writer, entry->meeting_id) : std::nullopt;
  if (!meeting) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!takes_questions(context, *meeting, *entry))
    return Error{ErrorCode::Invalid, N_("Questions are taken on the day of the meeting."), ""};
  text = trim(text);
  if (text.empty() || text.size() > 4 * kLongest) return Error{ErrorCode::Invalid, N_("Please write a question, short enough to be read out."), "text"};
  auto questions = questions_of(writer, entry->id);
  int lately = 0, last = 0;
  for (auto const& one : questions) {
    if (one.text == text) return true;  // the second of two clicks
    lately += one.asked_at > writer.now() - minutes{1} ? 1 : 0;
    last = std::max(last, one.position);
  }
  if (lately >= kInMinuteMost || questions.size() >= kQuestionsMost)
    return Error{ErrorCode::TooMany, N_("There are very many questions just now. Please try again in a minute."), ""};
  insert_question(writer, {uuid_v7(writer.now(), context.random), entry->id, text, last + 1, QuestionState::New, writer.now()});
  return true;
}

}  // namespace mila::meetings
