// What the workplace's pages of this module share.
#include "modules/circulars/pages.h"

namespace mila::circulars {

Page staff_page(Visit& visit, std::string title, std::string const& path, char const* above) {
  Page frame;
  frame.title = std::move(title);
  frame.active_path = path;
  if (above) frame.crumbs = {{Words(visit)(above), path}, {frame.title, ""}};
  return frame;
}

std::vector<TemplateUse> templates() {
  return {{"circulars/staff/form.html", html::schema_of<FormPageView>()},
          {"circulars/staff/list.html", html::schema_of<ListPageView>()},
          {"circulars/staff/preview.html", html::schema_of<PreviewView>()},
          {"circulars/staff/circular.html", html::schema_of<CircularView>()},
          {"circulars/staff/notices.html", html::schema_of<NoticesView>()},
          {"circulars/leave.html", html::schema_of<LeaveView>()}};
}

}  // namespace mila::circulars
