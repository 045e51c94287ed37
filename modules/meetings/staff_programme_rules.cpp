// Changing a programme, and sorting what the hall asks.
#include <algorithm>

#include "modules/meetings/programme_store.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::meetings {
namespace {

using i18n::N_;
using std::chrono::minutes;

constexpr int kDaysMost = 14, kEntriesMost = 200;

Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this meanwhile. Please look again."), ""}; }
Error no_meeting() { return {ErrorCode::NotFound, N_("This meeting is not there any more."), ""}; }

std::optional<Error> problem_of(ProgrammeEntry const& entry) {
  auto invalid = [](char const* field, char const* text) { return Error{ErrorCode::Invalid, text, field}; };
  if (trim(entry.title).empty()) return invalid("title", N_("Please say what happens then."));
  if (entry.day_number < 0 || entry.day_number >= kDaysMost) return invalid("day", N_("Please choose a day."));
  if (entry.start < minutes{0} || entry.start >= minutes{24 * 60}) return invalid("start", N_("Please write the time like 14:30."));
  if (entry.length < minutes{5} || entry.length > minutes{14 * 60})
    return invalid("end", N_("The end must be after the beginning, on the same day."));
  return std::nullopt;
}

/// Five letters and digits that are not mistaken for one another when read from a wall.
std::string fresh_code(db::Reader& reader, Random& random) {
  constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
  for (;;) {
    unsigned char bytes[5];
    random.fill(bytes, sizeof bytes);
    std::string code;
    for (unsigned char byte : bytes) code += kLetters[byte % kLetters.size()];
    if (!entry_of_code(reader, code)) return code;
  }
}

std::optional<Error> no_right(db::Reader& reader, Context const& context, std::string_view meeting_id) {
  auto meeting = find_meeting(reader, meeting_id);
  if (!meeting) return no_meeting();
  if (!may_run(context.actor, *meeting)) return forbidden();
  return std::nullopt;
}

}  // namespace

Result<std::string> save_entry(db::Writer& writer, Context& context, ProgrammeEntry entry) {
  entry.title = trim(entry.title);
  auto stored = entry.version == 0 ? std::nullopt : find_entry(writer, entry.id);
  if (entry.version != 0 && !stored) return no_meeting();
  if (stored) entry.meeting_id = stored->meeting_id;
  if (auto problem = no_right(writer, context, entry.meeting_id)) return *problem;
  if (auto problem = problem_of(entry)) return *problem;
  entry.code = !entry.takes_questions                ? ""
               : stored && !stored->code.empty() ? stored->code
                                                     : fresh_code(writer, context.random);
  if (stored) {
    if (!update_entry(writer, entry)) return conflict();
    return entry.id;
  }
  if (count_entries(writer, entry.meeting_id) >= kEntriesMost)
    return Error{ErrorCode::TooMany, N_("This programme is full."), ""};
  entry.id = uuid_v7(writer.now(), context.random);
  insert_entry(writer, entry);
  return entry.id;
}

Result<bool> remove_entry(db::Writer& writer, Context& context, std::string_view id, std::int64_t version) {
  auto stored = find_entry(writer, id);
  if (!stored) return true;  // the second of two clicks
  if (auto problem = no_right(writer, context, stored->meeting_id)) return *problem;
  if (stored->version != version) return conflict();
  delete_entry(writer, *stored);
  return true;
}

Result<bool> save_programme(db::Writer& writer, Context& context, std::string_view meeting_id, Programme const& programme) {
  if (auto problem = no_right(writer, context, meeting_id)) return *problem;
  auto const& known = partner_zones();
  for (auto const& zone : programme.zones)
    if (std::find(known.begin(), known.end(), zone) == known.end())
      return Error{ErrorCode::Invalid, N_("This time zone is not known."), "zones"};
  if (programme_settings(writer, meeting_id).version != programme.version) return conflict();
  CHECK(store_programme(writer, meeting_id, programme));
  return true;
}

Result<bool> sort_question(db::Writer& writer, Context& context, std::string_view question_id, QuestionAct act) {
  auto question = find_question(writer, question_id);
  auto entry = question ? find_entry(writer, question->entry_id) : std::nullopt;
  if (!entry) return Error{ErrorCode::NotFound, N_("This question is not there any more."), ""};
  if (auto problem = no_right(writer, context, entry->meeting_id)) return *problem;
  switch (act) {
    case QuestionAct::Up: {
      int first = 0;
      for (auto const& other : questions_of(writer, entry->id)) first = std::min(first, other.position);
      question->position = first - 1;
      break;
    }
    case QuestionAct::Ask: question->state = QuestionState::Asked; break;
    case QuestionAct::PutAside: question->state = QuestionState::Aside; break;
    case QuestionAct::Back: question->state = QuestionState::New; break;
  }
  update_question(writer, *question);
  return true;
}

}  // namespace mila::meetings
