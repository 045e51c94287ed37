// What the workplace's pages of this module share.
#include "modules/circulars/pages.h"

namespace mila::circulars {

std::vector<TemplateUse> templates() {
  return {{"circulars/staff/preview.html", html::schema_of<PreviewView>()},
          {"circulars/staff/circular.html", html::schema_of<CircularView>()},
          {"circulars/staff/notices.html", html::schema_of<NoticesView>()},
          {"circulars/leave.html", html::schema_of<LeaveView>()}};
}

}  // namespace mila::circulars
