// The pages of the first hour. Each step is one page that stands twice: behind a setup link, in
// order, and in the workplace under /staff/settings.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/site/form.h"
#include "platform/site/pages.h"
#include "platform/site/site.h"
#include "platform/site/table.h"

namespace mila::setup {

/// Where a step stands.
struct Stage {
  std::string base;    ///< "/staff/setup/…" or "/staff/settings"
  bool first = false;  ///< behind a setup link
  std::string path(std::string const& step) const { return base + "/" + step; }
};

using Step = http::Response (*)(Visit&, Stage const&);
/// The step behind a setup link; a link that is used up gets a page that says so.
Handler behind_link(Step step);
/// The step in the workplace.
Handler in_workplace(Step step);

http::Response show_overview(Visit& visit, Stage const& stage);
http::Response show_county(Visit& visit, Stage const& stage);
http::Response save_county(Visit& visit, Stage const& stage);
http::Response show_places(Visit& visit, Stage const& stage);
http::Response save_places(Visit& visit, Stage const& stage);
http::Response show_look(Visit& visit, Stage const& stage);
http::Response save_look(Visit& visit, Stage const& stage);
http::Response show_legal(Visit& visit, Stage const& stage);
http::Response save_legal(Visit& visit, Stage const& stage);
http::Response show_mail(Visit& visit, Stage const& stage);
http::Response save_mail(Visit& visit, Stage const& stage);
http::Response show_people(Visit& visit, Stage const& stage);
http::Response save_people(Visit& visit, Stage const& stage);
/// The first coordinator goes on to her own account at once, without waiting for a mail.
http::Response come_in(Visit& visit, Stage const& stage);

/// Instead of a page of the public as long as a county is being set up (Module::before_public).
std::optional<http::Response> answer_instead(Visit& visit);

/// After a step was saved: the next one, or the same again in the workplace.
http::Response go_on(Visit& visit, Stage const& stage, std::string const& step);

struct StepLink {
  std::string text, href, state;
  bool done = false, current = false;
  template <class V>
  void fields(V& v) {
    v("text", text)("href", href)("state", state)("done", done)("current", current);
  }
};

/// What every step has: where one is, and the way on without it.
struct StepHead {
  std::string title, lead, progress, notice, skip_href, overview_href;
  std::vector<StepLink> steps;
  bool first = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("progress", progress)("notice", notice)("skip_href", skip_href)(
        "overview_href", overview_href)("steps", steps)("first", first);
  }
};

StepHead step_head(Visit& visit, Stage const& stage, std::string const& step, char const* lead);
Page step_frame(Visit& visit, Stage const& stage, StepHead const& head);

struct ClosedView {
  std::string title, text, emergency;
  template <class V>
  void fields(V& v) { v("title", title)("text", text)("emergency", emergency); }
};

struct MessageView {
  std::string title, text, href, button;
  template <class V>
  void fields(V& v) { v("title", title)("text", text)("href", href)("button", button); }
};

struct OverviewView {
  StepHead head;
  std::string next_href, next_text;
  bool ready = false;
  template <class V>
  void fields(V& v) {
    v("head", head)("next_href", next_href)("next_text", next_text)("ready", ready);
  }
};

struct FormStepView {
  StepHead head;
  FormView form;
  template <class V>
  void fields(V& v) { v("head", head)("form", form); }
};

struct PlacesView {
  StepHead head;
  FormView form;
  TableView table;
  std::vector<std::string> notes;
  std::string summary;
  bool has_table = false, preview = false, has_notes = false;
  template <class V>
  void fields(V& v) {
    v("head", head)("form", form)("table", table)("notes", notes)("summary", summary)(
        "has_table", has_table)("preview", preview)("has_notes", has_notes);
  }
};

struct LookView {
  StepHead head;
  FormView form;
  bool has_logo = false;
  std::string logo_href;
  template <class V>
  void fields(V& v) {
    v("head", head)("form", form)("has_logo", has_logo)("logo_href", logo_href);
  }
};

struct LegalView {
  StepHead head;
  FormView form;
  html::Safe imprint, privacy;
  template <class V>
  void fields(V& v) { v("head", head)("form", form)("imprint", imprint)("privacy", privacy); }
};

struct InvitedView {
  std::string name, mail, state;
  template <class V>
  void fields(V& v) { v("name", name)("mail", mail)("state", state); }
};

struct PeopleView {
  StepHead head;
  FormView form;
  std::vector<InvitedView> invited;
  std::string entry_action, entry_text;
  bool has_invited = false;
  template <class V>
  void fields(V& v) {
    v("head", head)("form", form)("invited", invited)("entry_action", entry_action)(
        "entry_text", entry_text)("has_invited", has_invited);
  }
};

}  // namespace mila::setup
