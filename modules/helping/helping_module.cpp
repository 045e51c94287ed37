// What this module tells the program about itself.
#include "modules/helping/helping.h"

#include "modules/helping/demo.h"
#include "modules/helping/pages.h"
#include "modules/helping/staff_today.h"

namespace mila::helping {
namespace {

using http::Method;

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                   std::string sample = "") {
    if (sample.empty()) sample = pattern;
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const open = Permission::Public, reply = Permission::AnswerHelpers;
  std::string const help = "/{lang}/help", answers = help + "/answers/", mine = help + "/mine/";
  route(Method::Get, help, open, show_help);
  route(Method::Post, help, open, offer_help);
  route(Method::Get, answers + "{key}", open, show_answer, answers + "{helper_answer}");
  route(Method::Post, answers + "{key}", open, answer_now, answers + "none");
  route(Method::Get, mine + "{key}", open, show_own, mine + "{helper_own}");
  route(Method::Post, mine + "{key}", open, remove_own, mine + "none");
  std::string const all = "/staff/helpers", wanted = all + "/wanted";
  route(Method::Get, all, reply, list_all);
  route(Method::Get, wanted, reply, list_wanted);
  route(Method::Post, wanted, reply, add_wanted);
  route(Method::Get, wanted + "/new", reply, show_new_wanted);
  route(Method::Get, wanted + "/{id}", reply, show_wanted, wanted + "/{wanted}");
  route(Method::Post, wanted + "/{id}", reply, save_wanted, wanted + "/none");
  route(Method::Get, all + "/{id}", reply, show_helper, all + "/{helper}");
  route(Method::Post, all + "/{id}", reply, answer_helper, all + "/{helper}");
  route(Method::Post, all + "/{id}/removal", reply, remove_helper, all + "/none/removal");
}

std::int64_t expire(Context& context) {
  return context.county.database.write([&](db::Writer& writer) {
    std::int64_t count = expire_wanted(writer, local_date(context.now(), context.county.config().zone));
    for (auto const& id : helpers_before(writer, writer.now() - kKept)) {
      remove(writer, id);
      ++count;
    }
    return count;
  });
}

}  // namespace

Module const& module() {
  static Module const helping = [] {
    Module m;
    m.name = "helping";
    m.summary = "people offer help on a public page, the circle of helpers of their place answers";
    add_routes(m);
    m.menu = {{50, N_("I want to help"), "/help"}};
    m.templates = templates();
    m.personal_data = {
        {"helper", "what somebody offers, where, when, languages, name, mail or phone, the answer: all sealed but the place",
         "people who want to help are answered by the volunteers of their place", "consent, Art. 6 (1) a GDPR",
         "six months", "at once by the link in the confirmation, by who answers, with the person who has the same address, or after six months"}};
    m.sitemap = [](Context&) { return std::vector<std::string>{"/help"}; };
    m.erase_person = [](db::Writer& writer, Context& context, std::string_view) { remove_erased(writer, context); };
    m.expire = expire;
    m.demo = load_demo;
    m.sample_keys = sample_keys;
    m.waiting = waiting;
    m.staff_menu = staff_menu();
    m.quick_acts = quick_acts();
    return m;
  }();
  return helping;
}

}  // namespace mila::helping
