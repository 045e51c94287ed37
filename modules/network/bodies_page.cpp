// Who works together in the county: the bodies that are public, for everybody.
#include <algorithm>

#include "modules/directory/directory.h"
#include "modules/network/body_store.h"
#include "modules/network/public_pages.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/site/frame.h"
#include "platform/site/pages.h"

namespace mila::network {
namespace {

using i18n::N_;

/// More than a county has.
constexpr int kMost = 200;

std::string place_of(places::Gazetteer const& gazetteer, std::string const& id) {
  if (auto const* place = gazetteer.find(id)) return gazetteer.label(*place);
  auto const* area = gazetteer.find_area(id);
  return area ? area->name : "";
}

PublicBodyView view_of(Words const& words, places::Gazetteer const& gazetteer, Body const& body,
                       directory::Organization const* office) {
  PublicBodyView view;
  view.id = "body-" + short_id(body.id);
  view.name = body.name;
  std::vector<std::string> former;
  for (auto const& name : body.names)
    if (name.name != body.name) former.push_back(name.name);
  view.former = join(former, ", ");
  view.purpose = body.purpose;
  view.looking_for = body.looking_for;
  view.place = place_of(gazetteer, body.place_id);
  view.dates_href = "/" + words.language() + "/calendar?body=" + body.id;
  if (!office) return view;
  view.office = office->name;
  view.mail = office->email.value_or("");
  if (!office->phones.empty()) {
    view.phone = office->phones.front().number;
    view.tel = tel_href(view.phone);
  }
  return view;
}

}  // namespace

http::Response show_public_bodies(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  PublicBodiesView view;
  auto gazetteer = places::gazetteer(context.county);
  context.county.database.read([&](db::Reader& reader) {
    Date const today = local_date(context.now(), context.county.config().zone);
    auto bodies = load_bodies(reader, find_body_ids(reader, {.public_only = true, .today = today, .limit = kMost}));
    std::vector<std::string> ids;
    for (auto const& body : bodies) ids.push_back(body.office_organization_id);
    auto offices = directory::find_organizations(reader, ids);
    for (auto const& body : bodies) {
      auto office = std::find_if(offices.begin(), offices.end(),
                                 [&](auto const& one) { return one.id == body.office_organization_id; });
      view.bodies.push_back(view_of(words, *gazetteer, body, office == offices.end() ? nullptr : &*office));
    }
  });
  view.has_bodies = !view.bodies.empty();
  Page frame;
  frame.title = words(N_("Who works together"));
  frame.description = words(N_("Round tables, working groups and councils for people who are new in the county."));
  frame.same_page = "/bodies";
  auto response = visit.site.page(visit, "network/bodies.html", view, frame);
  response.fresh_until = context.now() + std::chrono::hours{1};
  return response;
}

}  // namespace mila::network
