// The pages of this module in the workplace, one function per route, and their views.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/upkeep/closure_list.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_differences.h"
#include "modules/upkeep/staff_hours.h"
#include "modules/upkeep/staff_kit.h"

namespace mila::upkeep {

// Offers
http::Response list_offers(Visit& visit);
http::Response show_offer(Visit& visit);
http::Response save_offer(Visit& visit);

// What changed, and what was before
http::Response list_changes(Visit& visit);
http::Response undo(Visit& visit);
http::Response show_versions(Visit& visit);
http::Response restore(Visit& visit);
/// 409 with all changes of a record, when an undo would take back somebody else's change.
http::Response show_conflict(Visit& visit, directory::Kind kind, std::string const& id);

struct ChangeView {
  std::string number, name, href, who, when, by, action, button, now, back;
  bool is_new = false;
  std::vector<DifferenceView> differences;
  template <class V>
  void fields(V& v) {
    v("number", number)("name", name)("href", href)("who", who)("when", when)("by", by)(
        "action", action)("button", button)("now", now)("back", back)("is_new", is_new)(
        "differences", differences);
  }
};

struct ChangesPageView {
  std::string title, lead, problem, next_href, earlier_href;
  bool has_filter = false, has_changes = false, has_pages = false;
  FormView filter;
  std::vector<ChangeView> changes;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("problem", problem)("next_href", next_href)(
        "earlier_href", earlier_href)("has_filter", has_filter)("has_changes", has_changes)(
        "has_pages", has_pages)("filter", filter)("changes", changes);
  }
};

/// A field two people have changed: what the visitor typed and what stands there now.
struct ConflictView {
  std::string label, typed, now;
  template <class V>
  void fields(V& v) { v("label", label)("typed", typed)("now", now); }
};

/// A button that does something at once.
struct ActFormView {
  std::string action, button, version;
  bool primary = false;
  template <class V>
  void fields(V& v) { v("action", action)("button", button)("version", version)("primary", primary); }
};

/// A folded form beside the page.
struct FoldedFormView {
  std::string legend;
  bool open = false;
  FormView form;
  template <class V>
  void fields(V& v) { v("legend", legend)("open", open)("form", form); }
};

/// An entry with its form, and what else can be done with it.
struct OfferPageView {
  std::string title, lead, organization, note, acts_title, state, reason;
  bool has_conflicts = false, has_hours = false, has_acts = false;
  FormView form;
  std::vector<HoursView> hours;
  std::vector<ConflictView> conflicts;
  std::vector<ActView> links;
  std::vector<ActFormView> acts;
  std::vector<FoldedFormView> refusals;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("organization", organization)("note", note)(
        "acts_title", acts_title)("state", state)("reason", reason)(
        "has_conflicts", has_conflicts)("has_hours", has_hours)("has_acts", has_acts)("form", form)(
        "hours", hours)("conflicts", conflicts)("links", links)("acts", acts)("refusals", refusals);
  }
};

/// Fields in which what was typed differs from what stands there now.
std::vector<ConflictView> conflicts_of(Words const& words, directory::OfferCells const& typed,
                                       directory::OfferCells const& now);

// New entries
http::Response list_drafts_page(Visit& visit);
http::Response show_new(Visit& visit);
http::Response begin(Visit& visit);
http::Response show_draft(Visit& visit);
http::Response save_draft_page(Visit& visit);
http::Response submit(Visit& visit);
http::Response release(Visit& visit);
http::Response refuse(Visit& visit);
http::Response drop(Visit& visit);

// Organisations
http::Response list_providers(Visit& visit);
http::Response show_provider(Visit& visit);
http::Response save_provider(Visit& visit);

// Closed today
http::Response show_staff_closures(Visit& visit);
http::Response save_staff_closure(Visit& visit);
http::Response make_today_link(Visit& visit);
http::Response end_today_link_page(Visit& visit);

struct TodayLinkView {
  std::string href, name, detail, end_action;
  template <class V>
  void fields(V& v) { v("href", href)("name", name)("detail", detail)("end_action", end_action); }
};

struct StaffClosuresView {
  std::string title;
  bool has_filter = false, has_offers = false, has_links = false, open = false;
  FormView filter, form;
  std::vector<ClosureOfferView> offers;
  std::vector<TodayLinkView> links;
  template <class V>
  void fields(V& v) {
    v("title", title)("has_filter", has_filter)("has_offers", has_offers)("has_links", has_links)(
        "open", open)("filter", filter)("form", form)("offers", offers)("links", links);
  }
};

// Hints
http::Response list_hints(Visit& visit);
http::Response show_hint(Visit& visit);
http::Response take_hint(Visit& visit);
http::Response end_hint(Visit& visit);
std::vector<WaitingItem> waiting_hints(Context& context, db::Reader& reader, Overview const& all);

struct HintView {
  std::string title, text, language, dir, received, state, note, was, edit_href, public_href, take_action;
  bool can_finish = false;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("text", text)("language", language)("dir", dir)("received", received)(
        "state", state)("note", note)("was", was)("edit_href", edit_href)(
        "public_href", public_href)("take_action", take_action)("can_finish", can_finish)("form", form);
  }
};

// Other languages
http::Response list_languages(Visit& visit);
http::Response list_texts(Visit& visit);
http::Response show_texts(Visit& visit);
http::Response save_texts_page(Visit& visit);
http::Response show_sheet(Visit& visit);
http::Response download_sheet(Visit& visit);
http::Response upload_sheet(Visit& visit);

/// An original and the field for its translation.
struct TextRowView {
  std::string label, original, original_language, original_dir, state;
  FieldView field;
  bool has_hints = false;
  std::vector<std::string> hints;
  template <class V>
  void fields(V& v) {
    v("label", label)("original", original)("original_language", original_language)(
        "original_dir", original_dir)("state", state)("field", field)("has_hints", has_hints)("hints", hints);
  }
};

struct TextPageView {
  std::string title, language_name, action, version, back_href, general_error;
  bool has_conflicts = false;
  std::vector<ActView> languages;
  std::vector<ConflictView> conflicts;
  std::vector<TextRowView> rows;
  template <class V>
  void fields(V& v) {
    v("title", title)("language_name", language_name)("action", action)("version", version)(
        "back_href", back_href)("general_error", general_error)("has_conflicts", has_conflicts)(
        "languages", languages)("conflicts", conflicts)("rows", rows);
  }
};

struct SheetView {
  std::string title, open_href, all_href, result;
  bool has_problems = false;
  std::vector<std::string> problems;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("open_href", open_href)("all_href", all_href)("result", result)(
        "has_problems", has_problems)("problems", problems)("form", form);
  }
};

std::vector<StaffMenuItem> staff_menu();
std::vector<StaffMenuItem> quick_acts();
/// Templates of these pages with their views.
std::vector<TemplateUse> staff_templates();

/// The offer an address of the workplace names, if the actor may do this with it; else the answer to
/// give. Foreign and missing ones are the same: 404.
struct FoundEntry {
  std::optional<Entry> entry;
  int status = 404;
};
FoundEntry entry_of(Visit& visit, db::Reader& reader, Permission permission);

}  // namespace mila::upkeep
