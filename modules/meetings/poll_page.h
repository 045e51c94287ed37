// The page behind the link of a poll.
#pragma once

#include "modules/meetings/pages.h"
#include "modules/meetings/poll.h"

namespace mila::meetings {

struct PollView {
  std::string title, body, where, until, purpose, notice;
  bool has_form = false;
  FormView form;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("where", where)("until", until)("purpose", purpose)("notice", notice)(
        "has_form", has_form)("form", form);
  }
};

http::Response show_poll_page(Visit& visit);
http::Response answer_poll_now(Visit& visit);

/// The time of one date as people read it: "Donnerstag, 3. Dezember 2026 · 14:00–16:00".
std::string date_text(Poll const& poll, PollDate const& date, std::string_view language);

}  // namespace mila::meetings
