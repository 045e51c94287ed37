// Pages of this module, and what they share.
#pragma once

#include <string>
#include <vector>

#include "modules/minutes/minutes.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::minutes {

using i18n::N_;

/// Of the link on pages everybody reads.
inline constexpr char const* kPublicTitle = N_("Minutes of the meeting");

/// A text to be put in at one click.
struct PhraseView {
  std::string value, text;
  template <class V>
  void fields(V& v) { v("value", value)("text", text); }
};

/// One part being written.
struct WritePartView {
  std::string id, heading, action, version, text, state, removal;
  bool hidden = false, is_public = false, is_beyond = false;
  std::vector<PhraseView> phrases;
  std::vector<ChoiceView> readers;  ///< of parts beyond the agenda, which have no item that says it
  template <class V>
  void fields(V& v) {
    v("id", id)("heading", heading)("action", action)("version", version)("text", text)("state", state)(
        "removal", removal)("hidden", hidden)("is_public", is_public)("is_beyond", is_beyond)("phrases", phrases)(
        "readers", readers);
  }
};

/// A button that changes something; it sends `name` = `value`.
struct ActView {
  std::string action, button, name = "act", value = "1";
  bool primary = false;
  template <class V>
  void fields(V& v) { v("action", action)("button", button)("name", name)("value", value)("primary", primary); }
};

/// Everything that is written for one meeting.
struct WriteView {
  std::string title, lead, back_href, read_href, owner, attendance_href, writers_href, check_href;
  bool has_acts = false, has_noted = false, may_note = false;
  std::vector<ActView> acts;
  std::vector<WritePartView> parts;
  std::vector<RelatedView::Entry> noted;
  FormView more, agreement, task;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("back_href", back_href)("read_href", read_href)("owner", owner)(
        "attendance_href", attendance_href)("writers_href", writers_href)("check_href", check_href)("has_acts", has_acts)("has_noted", has_noted)(
        "may_note", may_note)("acts", acts)("parts", parts)("noted", noted)("more", more)("agreement", agreement)(
        "task", task);
  }
};

/// Two people wrote the same part: both texts.
struct ClashPageView {
  std::string title, now, by;
  FormView form;
  template <class V>
  void fields(V& v) { v("title", title)("now", now)("by", by)("form", form); }
};

/// A part as it is read.
struct ReadPartView {
  std::string id, heading, note, black_href;
  html::Safe text;
  bool empty = false;
  template <class V>
  void fields(V& v) { v("id", id)("heading", heading)("note", note)("black_href", black_href)("text", text)("empty", empty); }
};

/// Something added below approved minutes.
struct AddendumView {
  std::string label, text, hash, black_href;
  template <class V>
  void fields(V& v) { v("label", label)("text", text)("hash", hash)("black_href", black_href); }
};

/// What somebody said about the minutes, for the list below them.
struct ObjectionView {
  std::string text, who, state, answer, href;
  template <class V>
  void fields(V& v) { v("text", text)("who", who)("state", state)("answer", answer)("href", href); }
};

/// The minutes as a whole, to be read and printed.
struct ReadView {
  std::string title, body, state, when, where, present, write_href, hash, file_href;
  bool has_acts = false, has_present = false, has_addenda = false, has_redactions = false, has_links = false;
  std::vector<ActView> acts;
  std::vector<LinkView> links;
  std::vector<ReadPartView> parts;
  std::vector<LineView> attendees, redactions;
  std::vector<AddendumView> addenda;
  std::vector<ObjectionView> objections;
  bool has_objections = false;
  std::string until;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("state", state)("when", when)("where", where)("present", present)(
        "write_href", write_href)("hash", hash)("file_href", file_href)("has_acts", has_acts)(
        "has_present", has_present)("has_addenda", has_addenda)("has_redactions", has_redactions)(
        "has_links", has_links)("acts", acts)("links", links)("parts", parts)("attendees", attendees)(
        "addenda", addenda)("redactions", redactions)("objections", objections)("has_objections", has_objections)(
        "until", until);
  }
};

/// Something found that should not stand there, with its two buttons.
struct FindingView {
  std::string key, text, why, part, href, action, leave_value, leave_label;
  template <class V>
  void fields(V& v) {
    v("key", key)("text", text)("why", why)("part", part)("href", href)("action", action)("leave_value", leave_value)(
        "leave_label", leave_label);
  }
};

/// Between writing and sending round.
struct CheckView {
  std::string title, lead, action, write_href, read_href;
  bool clean = false, can_circulate = false;
  std::vector<FindingView> findings, left;
  bool has_left = false;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("action", action)("write_href", write_href)("read_href", read_href)("clean", clean)(
        "can_circulate", can_circulate)("findings", findings)("left", left)("has_left", has_left)("form", form);
  }
};

/// The minutes for whoever was there, by the link in a mail; also the public part. Texts are German.
struct OpenView {
  std::string title, body, when, notice, lead, date_href;
  bool has_parts = false, has_form = false, has_own = false, has_addenda = false;
  std::vector<ReadPartView> parts;
  std::vector<ObjectionView> own;
  std::vector<LineView> addenda;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("when", when)("notice", notice)("lead", lead)("date_href", date_href)(
        "has_parts", has_parts)("has_form", has_form)("has_own", has_own)("has_addenda", has_addenda)("parts", parts)(
        "own", own)("addenda", addenda)("form", form);
  }
};

/// Minutes of several meetings in one.
struct CompiledTextView {
  std::string heading, href;
  html::Safe text;
  template <class V>
  void fields(V& v) { v("heading", heading)("href", href)("text", text); }
};
struct CompiledGroupView {
  std::string heading;
  std::vector<CompiledTextView> texts;
  template <class V>
  void fields(V& v) { v("heading", heading)("texts", texts); }
};
struct CompiledView {
  std::string title, lead, docx_href, other_href, other;
  bool has_groups = false;
  std::vector<CompiledGroupView> groups;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("docx_href", docx_href)("other_href", other_href)("other", other)(
        "has_groups", has_groups)("groups", groups);
  }
};

std::vector<TemplateUse> templates();

// Writing.
http::Response show_writing(Visit& visit);
http::Response save_part_now(Visit& visit);
http::Response add_part_now(Visit& visit);
http::Response remove_part_now(Visit& visit);
http::Response note_agreement_now(Visit& visit);
http::Response note_task_now(Visit& visit);
http::Response show_writers(Visit& visit);
http::Response name_writer_now(Visit& visit);

// Between writing and approval, and after it.
http::Response show_check(Visit& visit);
http::Response decide_now(Visit& visit);
http::Response change_state_now(Visit& visit);
http::Response circulate_now(Visit& visit);
http::Response show_objection(Visit& visit);
http::Response answer_objection_now(Visit& visit);
http::Response show_addendum(Visit& visit);
http::Response add_addendum_now(Visit& visit);
http::Response show_blackening(Visit& visit);
http::Response black_out_now(Visit& visit);

// Without an account.
http::Response show_open(Visit& visit);
http::Response object_now(Visit& visit);
http::Response show_public(Visit& visit);

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);
std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id);
void load_demo(Context& context, std::string const& folder);

// Reading, and taking along.
http::Response send_docx(Visit& visit);
http::Response show_compiled(Visit& visit);
http::Response send_compiled(Visit& visit);
// Minutes from before.
http::Response show_new_old(Visit& visit);
http::Response add_old(Visit& visit);
http::Response give_file(Visit& visit);
http::Response show_removal(Visit& visit);
http::Response take_out_now(Visit& visit);
http::Response show_removals(Visit& visit);
http::Response show_register(Visit& visit);
http::Response show_minutes(Visit& visit);

std::vector<StaffMenuItem> staff_menu();
/// What the module has about a meeting.
std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id);

}  // namespace mila::minutes
