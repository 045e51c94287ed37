// What the public pages share: the reader's place, the person to call, the search form.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modules/offers/offer.h"
#include "modules/offers/offer_search.h"
#include "modules/places/places.h"
#include "platform/county/days.h"
#include "platform/site/frame.h"

namespace mila::offers {

/// "My place" as the address carries it (?place=…), read against the gazetteer.
struct MyPlace {
  std::shared_ptr<places::Gazetteer const> gazetteer;
  places::Place const* place = nullptr;
  std::vector<places::Place const*> candidates;  ///< when it may be several
  std::string typed;                             ///< what was typed
  std::string label;                             ///< "98993 Weidenrode" or what was typed
  std::optional<places::Point> point() const {
    return place ? place->centre : std::nullopt;
  }
};
MyPlace my_place(County& county, http::Fields const& query);
/// What a link has to carry so that the place is kept: "?place=weidenrode" or "".
std::string place_query(MyPlace const& mine);

struct PlaceOption {
  std::string value, label;
  template <class V>
  void fields(V& v) { v("value", value)("label", label); }
};

/// The one search box with "my place".
struct SearchForm {
  std::string action, text, place, unknown_place;
  std::vector<PlaceOption> options, candidates;
  std::vector<PlaceOption> kept;  ///< choices that stay when searching again, as hidden fields
  template <class V>
  void fields(V& v) {
    v("action", action)("text", text)("place", place)("unknown_place", unknown_place)(
        "options", options)("candidates", candidates)("kept", kept);
  }
};
SearchForm search_form(Visit const& visit, MyPlace const& mine, std::string const& text);

/// A function and how to reach it now.
struct CallBox {
  std::string title, department, phone, tel, mail, languages_label, areas, href, name;
  std::vector<ShownText> languages;
  OpenState state;
  bool has_state = false, has_languages = false;
  template <class V>
  void fields(V& v) {
    v("has_languages", has_languages)("title", title)("department", department)("phone", phone)("tel", tel)("mail", mail)(
        "languages_label", languages_label)("areas", areas)("href", href)("name", name)(
        "languages", languages)("state", state)("has_state", has_state);
  }
};

/// Functions in charge, best first: of the place before of its areas before of the whole county,
/// of the topic before of the one above it. Without topic: all of the place.
std::vector<directory::Function> in_charge(std::vector<directory::Function> const& functions,
                                           places::Gazetteer const& gazetteer,
                                           places::Place const* place,
                                           std::string_view topic);
/// The number to call: of the place, else the county's office.
CallBox number_to_call(Words const& words, County& county, db::Reader& reader,
                       MyPlace const& mine, Instant now, Instant& fresh_until);
CallBox call_box(Words const& words, County& county, directory::Function const& function,
                 std::string const& organization, places::Gazetteer const& gazetteer, Instant now,
                 Instant& fresh_until);

/// Names of the places and areas an offer or function is in charge of.
std::vector<std::string> area_names(std::vector<directory::ServiceArea> const& areas,
                                    places::Gazetteer const& gazetteer);

Date today(County const& county, Instant now);

/// A text for a link or button with its address.
struct Link {
  std::string href, text;
  template <class V>
  void fields(V& v) { v("href", href)("text", text); }
};

}  // namespace mila::offers
