// Pages of this module.
#pragma once

#include <string>
#include <vector>

#include "modules/agreements/agreements.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::agreements {

using i18n::N_;

/// The page behind the link of a mail about a task.
struct TaskAnswerView {
  std::string title, what, body, due, agreement, notice, action, yes, yes_state, version;
  bool has_form = false;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("what", what)("body", body)("due", due)("agreement", agreement)("notice", notice)(
        "action", action)("yes", yes)("yes_state", yes_state)(
        "version", version)("has_form", has_form)("form", form);
  }
};

/// A button that changes something; it sends `name` = `value` and the version that was seen.
struct ActView {
  std::string action, button, name, value, version;
  bool primary = false;
  template <class V>
  void fields(V& v) { v("action", action)("button", button)("name", name)("value", value)("version", version)("primary", primary); }
};

struct FactView {
  std::string label, value, href;
  template <class V>
  void fields(V& v) { v("label", label)("value", value)("href", href); }
};

struct EntryView {
  std::string href, text, detail;
  template <class V>
  void fields(V& v) { v("href", href)("text", text)("detail", detail); }
};

/// A heading with links below it.
struct PartView {
  std::string id, heading, empty, add_href, add;
  bool has_entries = false;
  std::vector<EntryView> entries;
  template <class V>
  void fields(V& v) {
    v("id", id)("heading", heading)("empty", empty)("add_href", add_href)("add", add)("has_entries", has_entries)(
        "entries", entries);
  }
};

struct HistoryView {
  std::string when, act, note, who;
  template <class V>
  void fields(V& v) { v("when", when)("act", act)("note", note)("who", who); }
};

/// One agreement, task or proposal: what it is, what can be done, what belongs to it, what happened.
struct RecordView {
  std::string title, state, badge, text, notice;
  bool has_acts = false, has_form = false;
  std::vector<ActView> acts;
  std::vector<LinkView> ways;
  FormView form;
  std::vector<FactView> facts;
  std::vector<PartView> parts;
  RelatedView related;
  std::vector<HistoryView> history;
  template <class V>
  void fields(V& v) {
    v("title", title)("state", state)("badge", badge)("text", text)("notice", notice)("has_acts", has_acts)("has_form", has_form)(
        "acts", acts)("ways", ways)("form", form)("facts", facts)("parts", parts)("related", related)("history", history);
  }
};

std::vector<TemplateUse> templates();

// Without account, by the link of a mail.
http::Response show_task_answer(Visit& visit);
http::Response give_task_answer(Visit& visit);

// Workplace.
http::Response list_agreements_page(Visit& visit);
http::Response send_agreements_file(Visit& visit);
http::Response show_agreement(Visit& visit);
/// By POST, too: with words another page has for it, which do not belong into an address. Stores nothing.
http::Response show_new_agreement(Visit& visit);
http::Response add_agreement(Visit& visit);
http::Response show_agreement_edit(Visit& visit);
http::Response save_agreement_edit(Visit& visit);
http::Response show_agreement_end(Visit& visit);
http::Response end_agreement_now(Visit& visit);
http::Response show_mark(Visit& visit);
http::Response save_mark(Visit& visit);
http::Response list_tasks_page(Visit& visit);
http::Response send_tasks_file(Visit& visit);
http::Response show_task(Visit& visit);
/// By POST as above.
http::Response show_new_task(Visit& visit);
http::Response add_task(Visit& visit);
http::Response show_task_edit(Visit& visit);
http::Response save_task_edit(Visit& visit);
http::Response change_task_now(Visit& visit);
http::Response list_proposals_page(Visit& visit);
http::Response show_proposal(Visit& visit);
http::Response show_new_proposal(Visit& visit);
http::Response add_proposal(Visit& visit);
http::Response show_proposal_edit(Visit& visit);
http::Response save_proposal_edit(Visit& visit);
http::Response show_step(Visit& visit);
http::Response make_step_now(Visit& visit);

}  // namespace mila::agreements
