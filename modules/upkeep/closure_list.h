// The list of offers with a button for each of their next days, on phones and in the workplace.
#pragma once

#include <string>
#include <vector>

#include "modules/upkeep/entries.h"
#include "platform/site/site.h"

namespace mila::upkeep {

struct ClosureDayView {
  std::string day, times, date, act, button, closed_text, action, offer, at;
  bool closed = false;
  template <class V>
  void fields(V& v) {
    v("day", day)("times", times)("date", date)("act", act)("button", button)(
        "closed_text", closed_text)("action", action)("offer", offer)("at", at)("closed", closed);
  }
};

struct ClosureOfferView {
  std::string number, name, place;
  std::vector<ClosureDayView> days;
  template <class V>
  void fields(V& v) { v("number", number)("name", name)("place", place)("days", days); }
};

/// Forms go to `action`. Offers without a day in the next two weeks are left out.
std::vector<ClosureOfferView> closure_list(Visit& visit, std::vector<Entry> const& entries,
                                           std::string const& action);
/// What one of these forms asks for. Errors of close_day and open_day; Invalid for anything else.
/// `service_id` "" allows every offer the actor may edit.
Result<bool> change_closure(db::Writer& writer, Context& context, http::Fields const& form,
                            std::string_view service_id);

// The page behind a personal link.
http::Response show_closures(Visit& visit);
http::Response save_closure(Visit& visit);
std::vector<TemplateUse> public_templates();

}  // namespace mila::upkeep
