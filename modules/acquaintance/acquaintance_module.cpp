// What this module tells the program about itself.
#include "modules/acquaintance/acquaintance.h"
#include "modules/acquaintance/demo.h"
#include "modules/acquaintance/introduction_store.h"
#include "modules/acquaintance/pages.h"
#include "modules/acquaintance/staff_kit.h"

namespace mila::acquaintances {
namespace {

using http::Method;

/// Long enough to know that two were asked within a year.
constexpr std::chrono::days kKept{730};

}  // namespace

Module const& module() {
  static Module const acquaintance = [] {
    Module m;
    m.name = "acquaintance";
    m.summary = "who meets whom in the network, and introducing two who should";
    // Who sees what concerns single people sees this: figures of small organisations come close to them.
    std::string const path = kPath, asked = "/{lang}/introductions/";
    m.routes = {{Method::Get, path, Permission::ReadPrivate, show_overview, path},
                {Method::Post, path + "/introductions", Permission::ReadPrivate, offer_now, path + "/introductions"},
                {Method::Get, asked + "{key}", Permission::Public, show_introduction, asked + "{introduction_key}"},
                {Method::Post, asked + "{key}", Permission::Public, answer_introduction, asked + "none"}};
    m.templates = templates();
    m.staff_menu = {{31, kTitle, kPath, "share", Permission::ReadPrivate}};
    m.personal_data = {{"introduction", "account id of who asked two organisations whether they want to be introduced",
                        "organisations of the network get to know each other, and nobody is asked too often",
                        "Art. 6 (1) e GDPR", "two years",
                        "daily clean-up; the account id means nothing once the account is erased"}};
    m.organization_columns = {{"introduction", "id", "first_id", true}, {"introduction", "id", "second_id", true}};
    m.expire = [](Context& context) {
      return context.county.database.write(
          [](db::Writer& writer) { return forget_introductions(writer, writer.now() - kKept); });
    };
    m.sample_keys = [](Context& context, db::Reader& reader) {
      std::map<std::string, std::string> keys;
      for (auto const& one : introductions_since(reader, context.now() - kOpen, 1))
        keys.emplace("introduction_key", asked_key(context, one, 0));
      return keys;
    };
    m.demo = load_demo;
    return m;
  }();
  return acquaintance;
}

}  // namespace mila::acquaintances
