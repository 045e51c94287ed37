// Pages of this module.
#pragma once

#include "modules/workshops/letters.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::workshops {

using i18n::N_;

/// A workshop as guests read it. Its words are the county's own.
struct WorkshopView {
  std::string time, title, description, lead, room;
  template <class V>
  void fields(V& v) {
    v("time", time)("title", title)("description", description)("lead", lead)("room", room);
  }
};

/// The page behind the link of an invitation.
struct WishesView {
  std::string title, meeting, notice, closes, back_href;
  bool has_places = false, has_form = false;
  std::vector<WorkshopView> places;  ///< where the reader sits
  std::vector<WorkshopView> workshops;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("meeting", meeting)("notice", notice)("closes", closes)("back_href", back_href)(
        "has_places", has_places)("has_form", has_form)("places", places)("workshops", workshops)("form", form);
  }
};

/// Workshops of a meeting, wishes and seats, for who runs it.
struct BoardView {
  std::string title, meeting, meeting_href, closes, closes_href, figures, missing, freed, add_href, assign_href, lists_href,
      announce_action, announce_button, assign_text;
  bool has_workshops = false, has_people = false, can_assign = false, can_announce = false;
  TableView workshops, people;
  template <class V>
  void fields(V& v) {
    v("title", title)("meeting", meeting)("meeting_href", meeting_href)("closes", closes)("closes_href", closes_href)(
        "figures", figures)("missing", missing)("freed", freed)("add_href", add_href)("assign_href", assign_href)(
        "lists_href", lists_href)("announce_action", announce_action)("announce_button", announce_button)(
        "assign_text", assign_text)("has_workshops", has_workshops)("has_people", has_people)(
        "can_assign", can_assign)("can_announce", can_announce)("workshops", workshops)("people", people);
  }
};

/// What working out the seats gives, before it is kept.
struct AssignmentView {
  std::string title, lead;
  bool has_changes = false;
  std::vector<LineView> figures;
  TableView changes;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("has_changes", has_changes)("figures", figures)("changes", changes)("form", form);
  }
};

/// One workshop and a form to change it.
struct WorkshopFormView {
  std::string title, lead, removal_action, version, result_href;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("removal_action", removal_action)("version", version)("result_href", result_href)(
        "form", form);
  }
};

/// A button that leads to a filled form of another module; it sends `name` = `text`.
struct FillView {
  std::string action, button, name, text;
  template <class V>
  void fields(V& v) { v("action", action)("button", button)("name", name)("text", text); }
};

/// What came out of a workshop, for members, and a form for who may write it.
struct ResultView {
  std::string title, meeting, meeting_href, lead, result, next_step, follow_up, follow_up_href, empty;
  bool has_fills = false, has_form = false;
  std::vector<FillView> fills;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("meeting", meeting)("meeting_href", meeting_href)("lead", lead)("result", result)(
        "next_step", next_step)("follow_up", follow_up)("follow_up_href", follow_up_href)("empty", empty)(
        "has_fills", has_fills)("has_form", has_form)("fills", fills)("form", form);
  }
};

struct ListView {
  std::string title, facts;
  bool has_people = false;
  std::vector<LineView> people;
  template <class V>
  void fields(V& v) { v("title", title)("facts", facts)("has_people", has_people)("people", people); }
};

/// One list per workshop, to print.
struct ListsView {
  std::string title;
  std::vector<ListView> lists;
  template <class V>
  void fields(V& v) { v("title", title)("lists", lists); }
};

std::vector<TemplateUse> templates();

// Behind the link of an invitation.
http::Response show_wishes(Visit& visit);
http::Response take_wishes(Visit& visit);

// Workplace.
http::Response show_board(Visit& visit);
http::Response show_closing(Visit& visit);
http::Response set_closing(Visit& visit);
http::Response show_new_workshop(Visit& visit);
http::Response add_workshop(Visit& visit);
http::Response show_workshop(Visit& visit);
http::Response save_workshop_form(Visit& visit);
http::Response remove_workshop_now(Visit& visit);
http::Response show_result(Visit& visit);
http::Response save_result_form(Visit& visit);
http::Response show_assignment(Visit& visit);
http::Response keep_assignment(Visit& visit);
http::Response show_person(Visit& visit);
http::Response place_person(Visit& visit);
http::Response announce_now(Visit& visit);
http::Response show_lists(Visit& visit);

/// What stands on the pages of a meeting and of an invitation.
std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id);
std::vector<Related> related_to_meeting(Context& context, db::Reader& reader, std::string_view id);
std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);

void load_demo(Context& context, std::string const& folder);

}  // namespace mila::workshops
