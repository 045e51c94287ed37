// Views of the result pages.
#pragma once

#include <string>
#include <vector>

#include "modules/offers/page_kit.h"
#include "platform/site/pages.h"

namespace mila::offers {

struct FacetView {
  ShownText text;
  std::string count, href;
  bool selected = false;
  template <class V>
  void fields(V& v) { v("label", text)("count", count)("href", href)("selected", selected); }
};

struct FacetGroup {
  std::string title, id;
  std::vector<FacetView> rows;
  template <class V>
  void fields(V& v) { v("title", title)("id", id)("rows", rows); }
};

struct PageLink {
  std::string href, text, label;
  bool current = false;
  template <class V>
  void fields(V& v) { v("href", href)("text", text)("label", label)("current", current); }
};

struct ResultView {
  SearchForm form;
  std::string heading, typed, read_as, exact_href, map_href, next_href;
  std::vector<Link> did_you_mean, chips, near_topics;
  std::vector<FacetGroup> facets;
  std::vector<OfferLine> hits;
  std::vector<PageLink> pages;
  CallBox call;
  RelatedView beside;  ///< what other modules have that fits
  bool has_hits = false, has_pages = false, has_near_topics = false;
  template <class V>
  void fields(V& v) {
    v("form", form)("heading", heading)("typed", typed)("read_as", read_as)(
        "exact_href", exact_href)("map_href", map_href)("next_href", next_href)(
        "did_you_mean", did_you_mean)("chips", chips)("near_topics", near_topics)(
        "facets", facets)("hits", hits)("pages", pages)("call", call)("beside", beside)("has_hits", has_hits)(
        "has_pages", has_pages)("has_near_topics", has_near_topics);
  }
};

struct MapView {
  html::Safe points;
  std::string list_href, heading, basemap;
  std::vector<OfferLine> on_map, elsewhere;
  bool has_elsewhere = false;
  template <class V>
  void fields(V& v) {
    v("points", points)("list_href", list_href)("heading", heading)("basemap", basemap)(
        "on_map", on_map)("elsewhere", elsewhere)("has_elsewhere", has_elsewhere);
  }
};

}  // namespace mila::offers
