// What this module tells the program about itself.
#include "modules/circulars/circulars.h"
#include "modules/circulars/notices.h"
#include "modules/circulars/pages.h"
#include "modules/circulars/parts.h"
#include "modules/circulars/sending.h"
#include "modules/circulars/staff_menu.h"

namespace mila::circulars {
namespace {

using http::Method;

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                   std::string sample = "") {
    if (sample.empty()) sample = pattern;
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const write = Permission::WriteCirculars;
  std::string const all = "/staff/circulars", one = all + "/{id}", draft = all + "/{circular_draft}";
  route(Method::Get, all, write, list_circulars);
  route(Method::Post, all, write, add_circular);
  route(Method::Get, all + "/new", write, show_new_circular);
  route(Method::Get, all + "/groups", write, list_groups);
  route(Method::Get, all + "/groups/{id}", write, show_group, all + "/groups/{circular_group}");
  route(Method::Post, all + "/groups/{id}", write, remove_group, all + "/groups/none");
  route(Method::Get, one, write, show_circular, all + "/{circular_sent}");
  route(Method::Get, one + "/receivers", write, show_receivers, draft + "/receivers");
  route(Method::Post, one + "/receivers", write, save_receivers, draft + "/receivers");
  route(Method::Get, one + "/text", write, show_text, draft + "/text");
  route(Method::Post, one + "/text", write, save_text, draft + "/text");
  route(Method::Get, one + "/preview", write, show_preview, draft + "/preview");
  route(Method::Post, one + "/sending", write, send_now, draft + "/sending");
  route(Method::Post, one + "/removal", write, remove_draft, all + "/none/removal");
  std::string const board = "/staff/notices";
  route(Method::Get, board, Permission::ReadNetwork, list_notices);
  route(Method::Get, board + "/new", Permission::PostNotices, show_new_notice);
  route(Method::Post, board, Permission::PostNotices, add_notice);
  route(Method::Post, board + "/digest", Permission::ReadNetwork, change_digest);
  route(Method::Post, board + "/{id}/removal", Permission::PostNotices, remove_notice, board + "/none/removal");
  std::string const leave = "/{lang}/circulars/leave/";
  route(Method::Get, leave + "{key}", Permission::Public, show_leave, leave + "{circular_leave}");
  route(Method::Post, leave + "{key}", Permission::Public, leave_now, leave + "none");
}

void add_personal_data(Module& m) {
  m.personal_data = {
      {"circular, circular_group", "text of mails to many, who wrote them, what receivers have in common",
       "members of the network learn what concerns them", "Art. 6 (1) e GDPR",
       "two years; drafts, too", "the author's name goes with the account, drafts are deleted"},
      {"circular_delivery", "address (sealed), name, why they got a mail",
       "the sender sees what arrived; leaving works at once", "Art. 6 (1) e GDPR", "90 days",
       "with the person or account"},
      {"circular_leave", "keyed hash of an address, no address", "nobody gets what they left",
       "Art. 6 (1) c GDPR", "until they come back", "is what remains"},
      {"notice, notice_reader", "notices with their author; who gets them by mail",
       "members of the network find each other's offers and questions", "Art. 6 (1) e GDPR",
       "until the last day of the notice, eight weeks at most", "with the account"}};
}

}  // namespace

Module const& module() {
  static Module const circulars = [] {
    Module m;
    m.name = "circulars";
    m.summary = "short mails to groups of the network, each seen by its reader alone; the notice board";
    add_routes(m);
    add_personal_data(m);
    m.templates = templates();
    m.jobs = job_kinds();
    m.jobs.push_back(digest_job());
    m.waiting = waiting;
    m.news = news;
    RecordColumn const delivery{"circular_delivery", "circular_id || '/' || position", "ref_id"};
    m.organization_columns = m.person_columns = {delivery};
    m.organization_columns[0].only = "ref_kind = 'organization'";
    m.person_columns[0].only = "ref_kind = 'person'";
    m.disclose_person = disclose;
    m.erase_person = erase;
    m.expire = expire;
    m.demo = load_demo;
    m.sample_keys = sample_keys;
    m.staff_menu = staff_menu();
    m.quick_acts = quick_acts();
    return m;
  }();
  return circulars;
}

}  // namespace mila::circulars
