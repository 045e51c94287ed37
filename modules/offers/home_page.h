// Views of the start page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/offers/page_kit.h"

namespace mila::offers {

/// A life situation. Templates cannot choose a partial by value, so each icon has its flag.
struct TileView {
  std::string href, title, more;
  bool signpost = false, letter = false, home = false, speech = false, health = false,
       child = false, briefcase = false, id_card = false;
  void set_icon(std::string_view name) {
    signpost = name == "signpost";
    letter = name == "letter";
    home = name == "home";
    speech = name == "speech";
    health = name == "health";
    child = name == "child";
    briefcase = name == "briefcase";
    id_card = name == "id-card";
  }
  template <class V>
  void fields(V& v) {
    v("href", href)("title", title)("more", more)("signpost", signpost)("letter", letter)(
        "house", home)("speech", speech)("health", health)("child", child)("briefcase", briefcase)(
        "id_card", id_card);
  }
};

struct StopView {
  ShownText tour;
  std::string href, when, where, distance;
  template <class V>
  void fields(V& v) {
    v("tour", tour)("href", href)("when", when)("where", where)("distance", distance);
  }
};

struct HomeView {
  SearchForm form;
  std::vector<TileView> tiles;
  CallBox call;
  std::vector<OfferLine> open;
  std::string all_open_href, all_open, help_href;
  bool none_open = false;
  std::optional<StopView> stop;
  template <class V>
  void fields(V& v) {
    v("form", form)("tiles", tiles)("call", call)("open", open)("all_open_href", all_open_href)(
        "all_open", all_open)("help_href", help_href)("none_open", none_open)("stop", stop);
  }
};

/// Title of a life situation ("housing" → "Housing"), "" when there is none.
std::string situation_title(Words const& words, std::string_view code);

/// "Today", "Tomorrow", "Monday, 7 December".
std::string day_name(Words const& words, Date day, Date today);

}  // namespace mila::offers
