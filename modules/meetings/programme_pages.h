// Pages of a programme and of the hall's questions.
#pragma once

#include <map>

#include "modules/meetings/pages.h"
#include "modules/meetings/programme.h"

namespace mila::meetings {

struct ProgrammeLineView {
  std::string time, elsewhere, title, who, place, ask_href, href, questions, questions_href;
  template <class V>
  void fields(V& v) {
    v("time", time)("elsewhere", elsewhere)("title", title)("who", who)("place", place)("ask_href", ask_href)(
        "href", href)("questions", questions)("questions_href", questions_href);
  }
};

struct ProgrammeDayView {
  std::string day;
  std::vector<ProgrammeLineView> lines;
  template <class V>
  void fields(V& v) { v("day", day)("lines", lines); }
};

/// For guests and, with links to change it, for who runs the meeting.
struct ProgrammeView {
  std::string title, meeting, languages, next_meeting, back_href, add_href, settings_href;
  bool has_days = false;
  std::vector<ProgrammeDayView> days;
  template <class V>
  void fields(V& v) {
    v("title", title)("meeting", meeting)("languages", languages)("next_meeting", next_meeting)("back_href", back_href)(
        "add_href", add_href)("settings_href", settings_href)("has_days", has_days)("days", days);
  }
};

/// The short address of the hall.
struct AskView {
  std::string title, who, notice;
  bool has_form = false;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("who", who)("notice", notice)("has_form", has_form)("form", form);
  }
};

struct QuestionView {
  std::string id, text, state;
  bool is_new = false;
  template <class V>
  void fields(V& v) { v("id", id)("text", text)("state", state)("is_new", is_new); }
};

/// For the chair.
struct QuestionsView {
  std::string title, lead, address, action, reload_href;
  html::Safe qr;
  bool has_questions = false;
  std::vector<QuestionView> questions;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("address", address)("action", action)("reload_href", reload_href)("qr", qr)(
        "has_questions", has_questions)("questions", questions);
  }
};

/// Days with their lines; `questions_path` "" leaves the hall's address out.
std::vector<ProgrammeDayView> programme_days(Context const& context, Meeting const& meeting,
                                             std::vector<ProgrammeEntry> const& entries, Programme const& settings);

void add_programme_routes(Module& m);
void add_programme_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys);
/// On the pages of a meeting and of an invitation.
std::vector<Related> programme_related(Context& context, db::Reader& reader, Meeting const& meeting);
std::vector<Related> programme_for_invitee(Context& context, db::Reader& reader, std::string_view invitee_id);

http::Response show_programme(Visit& visit);
http::Response show_ask(Visit& visit);
http::Response ask_now(Visit& visit);

http::Response show_own_programme(Visit& visit);
http::Response show_new_entry(Visit& visit);
http::Response add_entry(Visit& visit);
http::Response show_entry(Visit& visit);
http::Response save_entry_form(Visit& visit);
http::Response remove_entry_now(Visit& visit);
http::Response show_programme_settings(Visit& visit);
http::Response save_programme_settings(Visit& visit);
http::Response show_questions(Visit& visit);
http::Response sort_question_now(Visit& visit);
http::Response show_meet_up(Visit& visit);
http::Response plan_meet_up(Visit& visit);

}  // namespace mila::meetings
