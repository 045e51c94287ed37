// Pages of this module, and what they share.
#pragma once

#include <string>
#include <vector>

#include "modules/minutes/minutes.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::minutes {

using i18n::N_;

/// A text to be put in at one click.
struct PhraseView {
  std::string value, text;
  template <class V>
  void fields(V& v) { v("value", value)("text", text); }
};

/// One part being written.
struct WritePartView {
  std::string id, heading, action, version, text, state, removal;
  bool hidden = false, is_public = false;
  std::vector<PhraseView> phrases;
  template <class V>
  void fields(V& v) {
    v("id", id)("heading", heading)("action", action)("version", version)("text", text)("state", state)(
        "removal", removal)("hidden", hidden)("is_public", is_public)("phrases", phrases);
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
  std::string title, lead, back_href, read_href, owner, present, attendance_href, writers_href;
  bool has_acts = false, has_present = false;
  std::vector<ActView> acts;
  std::vector<WritePartView> parts;
  std::vector<LineView> attendees;
  FormView more;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("back_href", back_href)("read_href", read_href)("owner", owner)(
        "present", present)("attendance_href", attendance_href)("writers_href", writers_href)("has_acts", has_acts)(
        "has_present", has_present)("acts", acts)("parts", parts)("attendees", attendees)("more", more);
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

/// The minutes as a whole, to be read and printed.
struct ReadView {
  std::string title, body, state, when, where, present, write_href, hash, file_href;
  bool has_acts = false, has_present = false, has_addenda = false, has_redactions = false, has_links = false;
  std::vector<ActView> acts;
  std::vector<LinkView> links;
  std::vector<ReadPartView> parts;
  std::vector<LineView> attendees, addenda, redactions;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("state", state)("when", when)("where", where)("present", present)(
        "write_href", write_href)("hash", hash)("file_href", file_href)("has_acts", has_acts)(
        "has_present", has_present)("has_addenda", has_addenda)("has_redactions", has_redactions)(
        "has_links", has_links)("acts", acts)("links", links)("parts", parts)("attendees", attendees)(
        "addenda", addenda)("redactions", redactions);
  }
};

std::vector<TemplateUse> templates();

// Writing.
http::Response show_writing(Visit& visit);
http::Response save_part_now(Visit& visit);
http::Response add_part_now(Visit& visit);
http::Response remove_part_now(Visit& visit);
http::Response show_writers(Visit& visit);
http::Response name_writer_now(Visit& visit);

// Reading.
http::Response show_register(Visit& visit);
http::Response show_minutes(Visit& visit);

std::vector<StaffMenuItem> staff_menu();
/// What the module has about a meeting.
std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id);

}  // namespace mila::minutes
