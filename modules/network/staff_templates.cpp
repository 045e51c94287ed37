// The templates of the workplace's pages and the views they show.
#include "modules/network/staff_bodies_view.h"
#include "modules/network/staff_overview_view.h"
#include "modules/network/staff_pages.h"
#include "modules/network/staff_people.h"
#include "modules/network/staff_person_view.h"

namespace mila::network {

std::vector<TemplateUse> staff_templates() {
  using html::schema_of;
  return {{"network/staff/people.html", schema_of<PeopleView>()},
          {"network/staff/print.html", schema_of<PeopleView>()},
          {"network/staff/person.html", schema_of<PersonView>()},
          {"network/staff/disclosure.html", schema_of<DisclosurePageView>()},
          {"network/staff/erasure.html", schema_of<ErasureView>()},
          {"network/staff/successor.html", schema_of<SuccessorView>()},
          {"network/staff/area.html", schema_of<AreaView>()},
          {"network/staff/duplicates.html", schema_of<DuplicatesView>()},
          {"network/staff/body.html", schema_of<BodyView>()},
          {"network/staff/form_page.html", schema_of<FormPageView>()},
          {"network/staff/list_page.html", schema_of<ListPageView>()}};
}

}  // namespace mila::network
