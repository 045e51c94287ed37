// A meeting of its own out of an agenda item, and the running order of a meeting to print.
#pragma once

#include "modules/meetings/agenda.h"
#include "modules/meetings/pages.h"

namespace mila::meetings {

/// The item named by ?from= or the form's field "from", when the actor runs its meeting.
std::optional<AgendaItem> item_it_comes_from(Visit& visit, db::Reader& reader);
/// Fills a fresh meeting from the item.
void fill_from(Visit& visit, db::Reader& reader, AgendaItem const& item, Meeting& meeting);
/// Links a meeting just planned with the item's.
void link_origin(db::Writer& writer, std::string_view meeting_id, AgendaItem const& item);
/// Both ways: what it came out of, and what came out of it.
std::vector<Related> origin_related(Context& context, db::Reader& reader, Meeting const& meeting);

/// One line of the running order.
struct OrderRowView {
  std::string number, title, presenter, at, minutes, seen;
  bool is_part = false, hidden = false;
  std::vector<LinkView> papers;
  template <class V>
  void fields(V& v) {
    v("number", number)("title", title)("presenter", presenter)("at", at)("minutes", minutes)("seen", seen)(
        "is_part", is_part)("hidden", hidden)("papers", papers);
  }
};

struct OrderView {
  std::string title, body, when, where, online, end, back;
  bool has_rows = false;
  std::vector<OrderRowView> rows;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("when", when)("where", where)("online", online)("end", end)("back", back)(
        "has_rows", has_rows)("rows", rows);
  }
};

void add_origin_routes(Module& module);
std::vector<TemplateUse> origin_templates();

}  // namespace mila::meetings
