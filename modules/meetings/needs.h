// What people need to take part: an interpreter, somebody to mind the children, no steps, a hearing loop,
// food they may eat. Who organises learns how much of what, never who.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "modules/meetings/invitations.h"
#include "platform/site/form.h"

namespace mila::meetings {

enum class NeedKind { Interpreter, Childcare, StepFree, HearingLoop, Food };
std::string_view name_of(NeedKind value);  ///< "interpreter", …
std::optional<NeedKind> need_kind_named(std::string_view name);
std::vector<NeedKind> const& all_need_kinds();
char const* need_label(NeedKind value);  ///< msgid

struct Needs {
  std::string interpreter;  ///< ISO 639, "" for none
  int children = 0;
  std::vector<int> ages;    ///< years
  bool step_free = false, hearing_loop = false;
  std::vector<std::string> food;  ///< codes, see food_label()
  bool empty() const { return interpreter.empty() && children == 0 && !step_free && !hearing_loop && food.empty(); }
  bool operator==(Needs const&) const = default;
};

std::vector<std::string> const& all_foods();    ///< "vegetarian", "halal", …
char const* food_label(std::string_view code);  ///< msgid

/// What the meeting asks for; none for most.
std::vector<NeedKind> asked_needs(db::Reader& reader, std::string_view meeting_id);
/// Replaces what it asks for. Errors: Forbidden, NotFound.
Result<bool> ask_needs(db::Writer& writer, Context& context, std::string_view meeting_id,
                       std::vector<NeedKind> const& kinds);

struct KeptNeeds {
  Needs needs;
  bool remembered = false;  ///< for next time, because the person wanted that
  bool can_be_remembered = false;  ///< not where the invitation went to an organisation's mailbox
};
/// What the invitee said, else what they wanted remembered.
KeptNeeds needs_of(db::Reader& reader, Context& context, Invitee const& invitee);
/// What they say now of what the meeting asks for, and whether it shall be remembered; not remembering
/// deletes what was. Who does not come needs nothing.
void save_needs(db::Writer& writer, Context& context, Invitee const& invitee, Answer answer,
                Needs const& needs, bool remember);

/// How much is needed, in the order of the kinds, then by number. Of those who come or may come.
struct NeedCount {
  NeedKind kind = NeedKind::Interpreter;
  std::string value;      ///< language or food, else ""
  int count = 0;          ///< people; children for childcare
  std::vector<int> ages;  ///< of the children, sorted
};
std::vector<NeedCount> count_needs(db::Reader& reader, Context& context, std::string_view meeting_id);
std::vector<NeedCount> sum_needs(std::vector<Needs> const& all);

/// Of meetings that began before `before`; and what was remembered but not used for two years.
std::int64_t forget_needs(db::Writer& writer, Instant before);
/// All that is kept of a person, who were these invitees.
void erase_needs(db::Writer& writer, std::string_view person_id, std::vector<std::string> const& invitee_ids);
/// The same of a guest, whose address finds what is remembered.
void erase_guest_needs(db::Writer& writer, Context& context, Invitee const& invitee);
/// Whether something is remembered for a person.
bool remembers_needs(db::Reader& reader, std::string_view person_id);

// On the page behind the link of an invitation.

/// Fields for what the meeting asks, filled; none when it asks nothing and nothing is remembered.
void needs_fields(Visit& visit, Form& form, std::vector<NeedKind> const& asked, KeptNeeds const& kept);
/// What was entered, once the form is read; errors stand in the form.
Needs read_needs(Form& form, std::vector<NeedKind> const& asked);

}  // namespace mila::meetings
