// Views of "Who is in charge?".
#pragma once

#include <string>
#include <vector>

#include "modules/offers/page_kit.h"

namespace mila::offers {

struct TopicOption {
  std::string value, label;
  bool selected = false;
  template <class V>
  void fields(V& v) { v("value", value)("label", label)("selected", selected); }
};

struct TopicOptions {
  std::string label;
  std::vector<TopicOption> options;
  template <class V>
  void fields(V& v) { v("label", label)("options", options); }
};

/// Functions of one area of life.
struct ChargeGroup {
  std::string id, title;
  std::vector<CallBox> functions;
  template <class V>
  void fields(V& v) { v("id", id)("title", title)("functions", functions); }
};

struct ResponsibleView {
  std::string action, place, unknown_place, heading, more_offers_href;
  std::vector<PlaceOption> place_options;
  std::vector<TopicOptions> topics;
  std::vector<Link> candidates, towns;
  std::vector<CallBox> functions;   ///< for one topic, best first
  std::vector<ChargeGroup> groups;  ///< without topic
  std::vector<OfferLine> offers;
  CallBox call;
  bool has_answer = false, has_candidates = false, has_functions = false, has_groups = false,
       has_offers = false, none = false;
  template <class V>
  void fields(V& v) {
    v("action", action)("place", place)("unknown_place", unknown_place)("heading", heading)(
        "more_offers_href", more_offers_href)("place_options", place_options)("topics", topics)(
        "candidates", candidates)("towns", towns)("functions", functions)("groups", groups)(
        "offers", offers)("call", call)("has_answer", has_answer)(
        "has_candidates", has_candidates)("has_functions", has_functions)(
        "has_groups", has_groups)("has_offers", has_offers)("none", none);
  }
};

}  // namespace mila::offers
