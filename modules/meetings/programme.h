// The programme of a large meeting: several days, plenary, speakers, breaks, workshops, visits; and the
// questions of the hall to who speaks.
#pragma once

#include "modules/meetings/meetings.h"

namespace mila::meetings {

enum class EntryKind { Plenary, Speaker, Break, Workshops, Visit };
std::string_view name_of(EntryKind value);  ///< "plenary", "speaker", …
std::optional<EntryKind> entry_kind_named(std::string_view name);
std::vector<EntryKind> const& all_entry_kinds();

struct ProgrammeEntry {
  std::string id;
  std::int64_t version = 0;  ///< 0 = new
  std::string meeting_id;
  int day_number = 0;  ///< days after the meeting's day
  std::chrono::minutes start{}, length{60};
  EntryKind kind = EntryKind::Plenary;
  std::string title, who, place;  ///< place: a room, or the address of a visit
  bool takes_questions = false;
  std::string code;  ///< of the short address; "" when no questions are taken
};

/// Beside the entries.
struct Programme {
  std::int64_t version = 0;        ///< 0: not stored yet
  std::string languages;           ///< "Deutsch, Polnisch; es wird gedolmetscht"
  std::vector<std::string> zones;  ///< IANA names of other regions whose time is shown, too
  std::string next_meeting;        ///< where and when one meets again
};

/// By day and time.
std::vector<ProgrammeEntry> programme_of(db::Reader& reader, std::string_view meeting_id);
Programme programme_settings(db::Reader& reader, std::string_view meeting_id);
/// Zones a county may have partners in, the county's own among them.
std::vector<std::string> const& partner_zones();
/// "Vilnius" of "Europe/Vilnius".
std::string city_of(std::string_view zone);
/// Times elsewhere where they differ: "Vilnius 10:00, Kyjiw …"; "" when all are the county's.
std::string times_elsewhere(Context const& context, Meeting const& meeting, ProgrammeEntry const& entry,
                            std::vector<std::string> const& zones);

// Changing; all ask may_run(). Errors: Forbidden, NotFound, Invalid, Conflict.

Result<std::string> save_entry(db::Writer& writer, Context& context, ProgrammeEntry entry);
Result<bool> remove_entry(db::Writer& writer, Context& context, std::string_view id, std::int64_t version);
Result<bool> save_programme(db::Writer& writer, Context& context, std::string_view meeting_id,
                            Programme const& programme);

// Questions.

enum class QuestionState { New, Asked, Aside };
struct Question {
  std::string id, entry_id, text;
  int position = 0;
  QuestionState state = QuestionState::New;
  Instant asked_at;
};
/// New ones as the chair sorted them, then those asked, then those set aside.
std::vector<Question> questions_of(db::Reader& reader, std::string_view entry_id);
std::optional<ProgrammeEntry> entry_of_code(db::Reader& reader, std::string_view code);
/// Are questions to this entry taken now: from the day before until the end of its day.
bool takes_questions(Context const& context, Meeting const& meeting, ProgrammeEntry const& entry);
/// Errors: NotFound, Invalid (no text, over 500 characters, not the day), TooMany (30 in a minute, 300 in all).
Result<bool> ask(db::Writer& writer, Context& context, std::string_view code, std::string text);
enum class QuestionAct { Up, Ask, PutAside, Back };
std::optional<QuestionAct> question_act_named(std::string_view name);  ///< "up", "ask", "aside", "back"
/// Errors: Forbidden, NotFound.
Result<bool> sort_question(db::Writer& writer, Context& context, std::string_view question_id, QuestionAct act);
/// Returns how many went.
std::int64_t forget_questions(db::Writer& writer, Instant before);

}  // namespace mila::meetings
