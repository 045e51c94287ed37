// Pages of this module, and what they share.
#pragma once

#include <string>
#include <vector>

#include "modules/meetings/agenda.h"
#include "modules/meetings/letters.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::meetings {

using i18n::N_;

struct AgendaRowView {
  std::string number, title, presenter, at, minutes, note, href, act;
  bool is_part = false;
  std::vector<LinkView> papers;
  template <class V>
  void fields(V& v) {
    v("number", number)("title", title)("presenter", presenter)("at", at)("minutes", minutes)("note", note)(
        "href", href)("act", act)("is_part", is_part)("papers", papers);
  }
};

/// The page behind the link of an invitation.
struct AnswerView {
  std::string title, body, when, where, online, purpose, notice, ics_href;
  bool has_form = false, has_agenda = false;
  std::vector<AgendaRowView> agenda;
  RelatedView related;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("when", when)("where", where)("online", online)("purpose", purpose)(
        "related", related)("notice", notice)("ics_href", ics_href)(
        "has_form", has_form)("has_agenda", has_agenda)("agenda", agenda)("form", form);
  }
};

/// A button that changes something; it sends `name` = `value`.
struct ActView {
  std::string action, button;
  bool primary = false;
  std::string name = "act", value = "1";
  template <class V>
  void fields(V& v) {
    v("action", action)("button", button)("primary", primary)("name", name)("value", value);
  }
};

/// A file of an agenda item.
struct PaperLinkView {
  std::string href, name, removal;
  template <class V>
  void fields(V& v) { v("href", href)("name", name)("removal", removal); }
};

/// One item of an agenda, for who runs the meeting.
struct ItemView {
  std::string title, lead;
  bool has_acts = false, has_papers = false, can_upload = false, has_links = false;
  std::vector<ActView> acts;
  std::vector<LinkView> links;
  std::vector<PaperLinkView> papers;
  FormView form, upload;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("has_acts", has_acts)("acts", acts)("form", form)("has_links", has_links)(
        "links", links)("has_papers", has_papers)("papers", papers)("can_upload", can_upload)("upload", upload);
  }
};

/// One meeting for the network: before, during and after it.
struct MeetingView {
  std::string title, body, body_href, state, when, where, online, purpose, answer_until, edit_href, cancel_href,
      invite_href, ics_href, figures, cancel_reason, add_item_href, propose_href, unreached;
  bool may_run = false, cancelled = false, can_invite = false, can_remind = false, has_invitees = false,
       has_series = false, has_agenda = false, has_rare = false;
  std::vector<AgendaRowView> agenda;
  std::vector<LinkView> others;  ///< of the series
  TableView invitees;
  RelatedView acts, related;  ///< of the meeting: what is to be done now, and where else it leads
  RelatedView carried;        ///< what the body has open from earlier meetings
  ActView remind;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("body_href", body_href)("state", state)("when", when)("where", where)(
        "online", online)("purpose", purpose)("answer_until", answer_until)("edit_href", edit_href)(
        "cancel_href", cancel_href)("invite_href", invite_href)("ics_href", ics_href)("figures", figures)(
        "cancel_reason", cancel_reason)("add_item_href", add_item_href)("propose_href", propose_href)(
        "has_agenda", has_agenda)("agenda", agenda)("may_run", may_run)("cancelled", cancelled)(
        "can_invite", can_invite)("can_remind", can_remind)("has_invitees", has_invitees)(
        "has_series", has_series)("others", others)("invitees", invitees)("related", related)("carried", carried)(
        "remind", remind)("unreached", unreached)("acts", acts)("has_rare", has_rare);
  }
};

std::vector<TemplateUse> templates();

/// The agenda as the visitor may see it.
std::vector<AgendaRowView> agenda_rows(Visit& visit, db::Reader& reader, Meeting const& meeting);
http::Response decision_page(Visit& visit, Meeting const& meeting, AgendaItem const& item, Error const* error);

char const* kind_label(Kind kind);
char const* state_label(State state);
char const* answer_label(Answer answer);

// Without account, by the link of an invitation.
http::Response show_answer(Visit& visit);
http::Response give_answer(Visit& visit);
http::Response answer_calendar(Visit& visit);
http::Response answer_paper(Visit& visit);

// Workplace.
http::Response list_meetings_page(Visit& visit);
http::Response show_new_meeting(Visit& visit);
http::Response add_meeting(Visit& visit);
http::Response add_series(Visit& visit);
http::Response show_meeting(Visit& visit);
http::Response meeting_calendar(Visit& visit);
http::Response show_edit(Visit& visit);
http::Response save_edit(Visit& visit);
http::Response show_cancel(Visit& visit);
http::Response cancel_now(Visit& visit);
http::Response show_invite(Visit& visit);
http::Response invite_now(Visit& visit);
http::Response remind_now(Visit& visit);
http::Response show_new_item(Visit& visit);
http::Response add_item(Visit& visit);
http::Response show_item(Visit& visit);
http::Response save_item_form(Visit& visit);
http::Response place_item_now(Visit& visit);
http::Response remove_item_now(Visit& visit);
http::Response show_proposal(Visit& visit);
http::Response propose_now(Visit& visit);
http::Response show_decision(Visit& visit);
http::Response decide_now(Visit& visit);

}  // namespace mila::meetings
