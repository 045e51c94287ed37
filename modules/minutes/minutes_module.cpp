// What this module tells the program about itself.
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/pages.h"

namespace mila::minutes {
namespace {

using http::Method;

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Handler handler, std::string sample) {
    m.routes.push_back({method, std::move(pattern), Permission::ReadNetwork, std::move(handler), std::move(sample)});
  };
  std::string const all = "/staff/minutes", one = all + "/{id}", some = all + "/{meeting}", none = all + "/none";
  route(Method::Get, all, show_register, all);
  route(Method::Get, one, show_minutes, some);
  route(Method::Get, one + "/writing", show_writing, some + "/writing");
  route(Method::Post, one + "/parts", add_part_now, none + "/parts");
  route(Method::Post, one + "/parts/{part}", save_part_now, none + "/parts/none");
  route(Method::Post, one + "/parts/{part}/removal", remove_part_now, none + "/parts/none/removal");
  route(Method::Get, one + "/writers", show_writers, some + "/writers");
  route(Method::Post, one + "/writers", name_writer_now, none + "/writers");
}

}  // namespace

Module const& module() {
  static Module const minutes = [] {
    Module m;
    m.name = "minutes";
    m.summary = "minutes: written in the meeting, checked, sent round, approved and frozen";
    add_routes(m);
    m.templates = templates();
    m.related = related;
    m.staff_menu = staff_menu();
    m.personal_data = {
        {"minutes", "account ids of who began and approved them; what was said, functions instead of names", "it is known what was talked about and agreed on",
         "Art. 6 (1) e GDPR", "as long as the body's files", "names in a text are blacked out on request; account ids mean nothing once the account is erased"},
        {"minutes_part", "account id of who wrote last; what was said", "as minutes", "Art. 6 (1) e GDPR", "as minutes", "as minutes"},
        {"minutes_writer", "account ids of who writes", "who may write is known", "Art. 6 (1) e GDPR", "as minutes", "the account id means nothing once the account is erased"},
        {"minutes_addendum", "account id of who added it", "approved minutes are corrected in the open", "Art. 6 (1) e GDPR", "as minutes", "as minutes"},
        {"minutes_redaction", "account id of who blacked a passage out, and why; not the passage", "that a frozen text was changed can be accounted for",
         "Art. 5 (2), 17 GDPR", "as minutes", "the account id means nothing once the account is erased"},
        {"minutes_objection", "name and words of who sees something otherwise, sealed", "minutes say what was said", "Art. 6 (1) e GDPR",
         "90 days after approval; that there was one stays", "daily clean-up; with the person"}};
    return m;
  }();
  return minutes;
}

}  // namespace mila::minutes
