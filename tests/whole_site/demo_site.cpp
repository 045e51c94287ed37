// Loading the demo county into a TestSite.
#include "tests/whole_site/demo_site.h"

#include <algorithm>
#include <regex>
#include <stdexcept>

#include "app/modules.h"
#include "app/runtime.h"
#include "app/work.h"
#include "modules/directory/directory.h"
#include "modules/offers/offer.h"
#include "modules/offers/offer_search.h"
#include "platform/base/text.h"

namespace mila::testing {
namespace {

TestSiteOptions with_all_modules(TestSiteOptions options) {
  options.modules = all_modules();
  return options;
}

/// Last segment of a record's address.
std::string key_of(std::string const& href) { return href.substr(href.rfind('/') + 1); }

}  // namespace

DemoSite::DemoSite(TestSiteOptions options) : TestSite(with_all_modules(std::move(options))) {
  read_data(site().config().share);
  Work work{"demo", {{"offers", ""}, {"seed", ""}}};
  int code = do_work(
      site(), county(), work, [](std::string const&) {}, [](std::string const&, int, int) {});
  if (code != 0) throw std::runtime_error("the demo county does not load");
  for (auto const& each : site().counties()) offers::offer_search(*each)->catch_up();
  offer_ = offer_key("A001");
  organisation_ = database().read([&](db::Reader& reader) {
    auto id = directory::find_by_external_id(reader, directory::Kind::Organization, "demo", "O007");
    return key_of(offers::organization_href(directory::find_organizations(reader, {*id}).at(0), "de"));
  });
  auto context = this->context("de", Actor::operator_());
  database().read([&](db::Reader& reader) {
    for (auto const& module : site().modules())
      if (module.sample_keys) keys_.merge(module.sample_keys(context, reader));
  });
}

std::string DemoSite::offer_key(std::string const& external_id) {
  return database().read([&](db::Reader& reader) {
    auto id = directory::find_by_external_id(reader, directory::Kind::Service, "demo", external_id);
    if (!id) throw std::runtime_error("the demo county has no offer " + external_id);
    return key_of(offers::offer_href(directory::find_services(reader, {*id}).at(0), "de"));
  });
}

std::vector<Route const*> DemoSite::routes() {
  std::vector<Route const*> routes;
  for (auto const& module : site().modules())
    for (auto const& route : module.routes) routes.push_back(&route);
  return routes;
}

std::string DemoSite::sample(Route const& route, std::string const& language) const {
  std::string path = replace_all(route.sample, "{lang}", language);
  path = replace_all(path, "{offer}", offer_);
  path = replace_all(path, "{organisation}", organisation_);
  for (auto const& [name, value] : keys_) path = replace_all(path, "{" + name + "}", value);
  return path;
}

std::vector<std::string> DemoSite::samples(std::vector<std::string> const& languages) {
  std::set<std::string> paths;
  for (auto const* route : routes())
    if (route->method == http::Method::Get && !is_workplace_path(route->pattern))
      for (auto const& language : languages) paths.insert(sample(*route, language));
  return {paths.begin(), paths.end()};
}

std::vector<std::string> const& DemoSite::languages() { return county().config().languages; }

std::int64_t DemoSite::last_change(std::size_t index) {
  return database(index).read([](db::Reader& reader) { return db::last_change(reader); });
}

std::string without_tokens(std::string html) {
  static std::regex const token(R"re((name="token" value=")[^"]*)re");
  static std::regex const asset(R"re((/assets/[a-z]+)\.[0-9a-f]{6,}\.)re");
  return std::regex_replace(std::regex_replace(html, token, "$1"), asset, "$1.");
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool fine_status(PageResult const& page) {
  return page.status == 200 || (page.status == 410 && contains(page.path, "/none"));
}

}  // namespace mila::testing
