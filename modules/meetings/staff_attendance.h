// The list on which people are ticked off, and what is printed for a meeting in a hall.
#pragma once

#include "modules/meetings/attendance.h"
#include "modules/meetings/pages.h"

namespace mila::meetings {

struct AttendeeView {
  std::string id, label, name, note, action, removal, instead;
  bool present = false, absent = false, walk_in = false;
  template <class V>
  void fields(V& v) {
    v("id", id)("label", label)("name", name)("note", note)("action", action)("removal", removal)(
        "instead", instead)("present", present)("absent", absent)("walk_in", walk_in);
  }
};

struct AttendanceView {
  std::string title, href, when, figures, sheet_href, badges_href, signs_href, saved, waiting, unsent, again, refused;
  bool has_people = false;
  std::vector<AttendeeView> people;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("href", href)("when", when)("figures", figures)("sheet_href", sheet_href)(
        "badges_href", badges_href)("signs_href", signs_href)("saved", saved)("waiting", waiting)("unsent", unsent)(
        "again", again)("refused", refused)("has_people", has_people)("people", people)("form", form);
  }
};

/// Somebody on paper.
struct PaperPersonView {
  std::string label, name;
  template <class V>
  void fields(V& v) { v("label", label)("name", name); }
};

/// Sign-in sheet, badges or table signs.
struct PaperView {
  std::string title, body, when, where, back;
  std::vector<PaperPersonView> people;
  std::vector<PaperPersonView> empty;  ///< lines to be filled in by hand
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("when", when)("where", where)("back", back)("people", people)("empty", empty);
  }
};

void add_attendance_routes(Module& module);
std::vector<TemplateUse> attendance_templates();
/// On the page of a meeting: "Who is here?" from its day on, and what is to be printed before.
std::vector<Related> attendance_related(Context& context, db::Reader& reader, Meeting const& meeting);

}  // namespace mila::meetings
