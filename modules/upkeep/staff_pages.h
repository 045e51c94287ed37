// The pages of this module in the workplace, one function per route, and their views.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/upkeep/closure_list.h"
#include "modules/upkeep/hiding_store.h"
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
  std::vector<std::string> hidings;
  FormView filter;
  std::vector<ChangeView> changes;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("problem", problem)("next_href", next_href)(
        "earlier_href", earlier_href)("has_filter", has_filter)("has_changes", has_changes)(
        "has_pages", has_pages)("hidings", hidings)("filter", filter)("changes", changes);
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
  std::vector<std::string> hidings;
  std::vector<HoursView> hours;
  std::vector<ConflictView> conflicts;
  std::vector<LinkView> links;
  std::vector<ActFormView> acts;
  std::vector<FoldedFormView> refusals;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("organization", organization)("note", note)(
        "acts_title", acts_title)("state", state)("reason", reason)(
        "has_conflicts", has_conflicts)("has_hours", has_hours)("has_acts", has_acts)("form", form)(
        "hidings", hidings)("hours", hours)("conflicts", conflicts)("links", links)("acts", acts)("refusals", refusals);
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
  std::vector<LinkView> languages;
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

// Are the offers still right?
http::Response list_confirmations(Visit& visit);
http::Response ask_providers(Visit& visit);
http::Response save_confirmation_settings(Visit& visit);
http::Response show_own_confirmation(Visit& visit);
http::Response answer_own_confirmation(Visit& visit);
std::vector<WaitingItem> waiting_confirmations(Context& context, db::Reader& reader, Overview const& all);

struct FigureView {
  std::string number, text;
  template <class V>
  void fields(V& v) { v("number", number)("text", text); }
};

struct ConfirmationsView {
  std::string title, lead;
  bool has_settings = false, open = false, has_rows = false;
  std::vector<FigureView> figures;
  FormView settings;
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("has_settings", has_settings)("open", open)("has_rows", has_rows)(
        "figures", figures)("settings", settings)("table", table);
  }
};

// Links that do not work
http::Response list_links(Visit& visit);
http::Response answer_link(Visit& visit);
std::vector<WaitingItem> waiting_links(Context& context, db::Reader& reader, Overview const& all);

struct LinkRowView {
  std::string number, url, problem, checked;
  std::vector<LinkView> entries;
  template <class V>
  void fields(V& v) {
    v("number", number)("url", url)("problem", problem)("checked", checked)("entries", entries);
  }
};

struct LinksView {
  std::string title;
  bool has_links = false;
  std::vector<LinkRowView> links;
  template <class V>
  void fields(V& v) { v("title", title)("has_links", has_links)("links", links); }
};

// Tours, and wishes for a stop
http::Response list_tours(Visit& visit);
http::Response show_tour(Visit& visit);
http::Response ask_for_stop(Visit& visit);
http::Response show_wish(Visit& visit);
http::Response answer_wish_page(Visit& visit);
std::vector<WaitingItem> waiting_wishes(Context& context, db::Reader& reader, Overview const& all);
std::vector<NewsItem> wish_news(Context& context, db::Reader& reader);

struct TourView {
  std::string name, organization, href, wish_href, places;
  template <class V>
  void fields(V& v) {
    v("name", name)("organization", organization)("href", href)("wish_href", wish_href)("places", places);
  }
};

struct ToursView {
  std::string title, lead;
  bool has_tours = false, has_wishes = false;
  std::vector<TourView> tours;
  TableView table;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("has_tours", has_tours)("has_wishes", has_wishes)("tours", tours)("table", table);
  }
};

struct WishView {
  std::string title, tour, href, note, made, from, mail, state, answer;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("tour", tour)("href", href)("note", note)("made", made)("from", from)("mail", mail)(
        "state", state)("answer", answer)("form", form);
  }
};

// Hiding an entry of others
http::Response hide_offer(Visit& visit);
http::Response show_offer_again(Visit& visit);
Form hiding_form(Visit& visit, Entry const& entry);
/// When it was hidden and why, for the entry's page and its history.
std::vector<std::string> hiding_lines(Words const& words, Context const& context,
                                      std::vector<Hiding> const& hidings);
/// The entry's page with the form for hiding as it was sent.
http::Response hiding_page(Visit& visit, db::Reader& reader, Entry const& entry, Form const& sent, int status);
std::vector<NewsItem> hiding_news(Context& context, db::Reader& reader);

// The start page
std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);
std::vector<NewsItem> news(Context& context, db::Reader& reader);

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
