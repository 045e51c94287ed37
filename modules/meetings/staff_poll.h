// Looking for a date: asking, the table of answers, picking one.
#pragma once

#include "modules/meetings/pages.h"
#include "modules/meetings/poll.h"

namespace mila::meetings {

/// One date of a poll with what people said.
struct PollDateView {
  std::string text, figures, note;
  bool best = false, can_pick = false;
  ActView pick;
  template <class V>
  void fields(V& v) {
    v("text", text)("figures", figures)("note", note)("best", best)("can_pick", can_pick)("pick", pick);
  }
};

struct StaffPollView {
  std::string title, body, body_href, state, until, where, purpose, meeting_href, figures;
  bool can_remind = false, can_drop = false;
  std::vector<PollDateView> dates;
  TableView answers;
  ActView remind, drop;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("body_href", body_href)("state", state)("until", until)("where", where)(
        "purpose", purpose)("meeting_href", meeting_href)("figures", figures)("can_remind", can_remind)(
        "can_drop", can_drop)("dates", dates)("answers", answers)("remind", remind)("drop", drop);
  }
};

void add_poll_routes(Module& module);
std::vector<TemplateUse> poll_templates();
/// Values for the samples of the routes.
void add_poll_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys);
/// Polls whose last day is over or where all have answered: a date can be picked.
std::vector<WaitingItem> polls_waiting(Context& context, db::Reader& reader);
/// Guests of the poll a meeting came from, one a line, for the form to invite with.
std::string guests_of_poll(db::Reader& reader, Context& context, std::string_view meeting_id);
void add_poll_demo(db::Writer& writer, Context& context);

}  // namespace mila::meetings
