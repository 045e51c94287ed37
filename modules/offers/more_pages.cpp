// The list of templates beside those of an offer.
#include "modules/offers/more_pages.h"

#include "modules/offers/legal_view.h"
#include "modules/offers/organization_view.h"
#include "modules/offers/responsible_view.h"
#include "modules/offers/topics_view.h"

namespace mila::offers {

std::vector<TemplateUse> more_templates() {
  return {{"offers/organization.html", html::schema_of<OrganizationView>()},
          {"offers/organizations.html", html::schema_of<OrganizationsView>()},
          {"offers/responsible.html", html::schema_of<ResponsibleView>()},
          {"offers/topics.html", html::schema_of<TopicsView>()},
          {"offers/legal.html", html::schema_of<LegalView>()},
          {"offers/accessibility.html", html::schema_of<AccessibilityView>()}};
}

}  // namespace mila::offers
