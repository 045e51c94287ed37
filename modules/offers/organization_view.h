// Views of one organisation and of the list of all.
#pragma once

#include <string>
#include <vector>

#include "modules/offers/page_kit.h"

namespace mila::offers {

struct OrganizationView {
  ShownText title, description;
  std::string sector, street, town, phone, tel, mail, website, website_label;
  std::vector<Link> topics;
  std::vector<CallBox> functions;
  std::vector<OfferLine> offers;
  Link parent;
  bool has_description = false, is_protected = false, has_address = false, has_topics = false,
       has_functions = false, has_offers = false, has_parent = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("description", description)("sector", sector)("street", street)("town", town)(
        "phone", phone)("tel", tel)("mail", mail)("website", website)(
        "website_label", website_label)("topics", topics)("functions", functions)("offers", offers)(
        "parent", parent)("has_description", has_description)("is_protected", is_protected)(
        "has_address", has_address)("has_topics", has_topics)("has_functions", has_functions)(
        "has_offers", has_offers)("has_parent", has_parent);
  }
};

struct OrganizationRow {
  ShownText name;
  std::string href, town;
  template <class V>
  void fields(V& v) { v("name", name)("href", href)("town", town); }
};

struct SectorGroup {
  std::string id, title, count;
  std::vector<OrganizationRow> rows;
  template <class V>
  void fields(V& v) { v("id", id)("title", title)("count", count)("rows", rows); }
};

struct OrganizationsView {
  std::vector<SectorGroup> sectors;
  bool none = false;
  template <class V>
  void fields(V& v) { v("sectors", sectors)("none", none); }
};

}  // namespace mila::offers
