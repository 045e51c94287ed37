// Getting no more of these mails: a page that asks, and the one-click way of mail programs (RFC 8058).
#include <algorithm>

#include "modules/circulars/pages.h"
#include "modules/circulars/sending.h"

namespace mila::circulars {
namespace {

http::Response leave_page(Visit& visit, LeaveLink const& link, std::string error) {
  Words words(visit);
  auto left = visit.context.county.database.read([&](db::Reader& reader) {
    return leaves_of(reader, link.address_hash);
  });
  auto has = [&](std::string const& group) { return std::find(left.begin(), left.end(), group) != left.end(); };
  LeaveView view;
  view.out = has("") || (!link.group_id.empty() && has(link.group_id));
  view.in = !has("");
  view.has_group = !link.group_id.empty() && !view.out;
  view.title = view.out ? words(N_("You get no more of these mails")) : words(N_("No more of these mails?"));
  view.lead = words(N_("{county} writes to people and organisations that work with immigrants. You can leave "
                       "and come back at any time. Nothing else changes for you."),
                    {{"county", visit.context.county.config().name}});
  view.action = visit.request.path;
  view.error = std::move(error);
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  int status = view.error.empty() ? 200 : 422;
  auto response = visit.site.page(visit, "circulars/leave.html", view, frame, status);
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace

http::Response show_leave(Visit& visit) {
  auto link = read_leave_key(visit.context, visit.request.parameter("key"));
  return link ? leave_page(visit, *link, "") : visit.site.error_page(visit, 404);
}

http::Response leave_now(Visit& visit) {
  auto link = read_leave_key(visit.context, visit.request.parameter("key"));
  if (!link) return visit.site.error_page(visit, 404);
  auto& database = visit.context.county.database;
  // Mail programs send neither cookies nor always a content type; the signed address is enough.
  auto form = visit.request.form();
  if (!form || form->items().empty() || form->has("List-Unsubscribe")) {
    database.write([&](db::Writer& writer) { leave(writer, *link, link->group_id.empty()); });
    http::Response done;
    done.content_type = "text/plain; charset=utf-8";
    done.body = "OK\n";
    done.header("Cache-Control", "no-store");
    return done;
  }
  std::string what = form->get("what");
  if (what != "group" && what != "all" && what != "back")
    return leave_page(visit, *link, Words(visit)(N_("Please choose.")));
  database.write([&](db::Writer& writer) {
    if (what == "back") come_back(writer, *link);
    else leave(writer, *link, what == "all" || link->group_id.empty());
  });
  return http::see_other(visit.request.path);
}

}  // namespace mila::circulars
