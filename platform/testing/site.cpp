// Putting a site together from the source tree, and the requests.
#include "platform/testing/site.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/site/compression.h"

namespace mila::testing {
namespace {

namespace fs = std::filesystem;

/// Links every file below `from` into `to`, so that files of a test can stand in their place.
void link_files(fs::path const& from, fs::path const& to) {
  if (!fs::is_directory(from)) return;
  auto const links_too = fs::directory_options::follow_directory_symlink;
  for (auto const& entry : fs::recursive_directory_iterator(from, links_too)) {
    if (!entry.is_regular_file()) continue;
    // Not fs::relative: that follows links, and leads out of `to`.
    fs::path target = to / entry.path().lexically_relative(from);
    fs::create_directories(target.parent_path());
    fs::remove(target);
    fs::create_symlink(fs::absolute(entry.path()), target);
  }
}

/// The folder `share` as it is installed, from the source tree and what the build made of it.
void make_share(TempFolder const& folder, TestSiteOptions const& options) {
  fs::path share = folder.path() + "/share", source = source_folder();
  fs::create_directories(share / "templates");
  fs::create_directories(share / "locale");
  link_files(fs::path(build_folder()) / "share/mila", share);
  link_files(source / "assets/icons", share / "assets/icons");
  link_files(source / "assets/images", share / "assets/images");
  link_files(source / "platform/site/templates", share / "templates/site");
  if (fs::is_directory(source / "modules"))
    for (auto const& module : fs::directory_iterator(source / "modules"))
      link_files(module.path() / "templates", share / "templates" / module.path().filename());
  for (auto const& [name, text] : options.files) {
    fs::remove(share / name);
    folder.write("share/" + name, text);
  }
}

std::string encoded(http::Fields const& fields) {
  std::string query = fields.to_query();
  return query.empty() ? query : query.substr(1);
}

http::Request make_request(http::Method method, std::string const& target, std::string body,
                           Headers const& headers) {
  http::Request request;
  request.method = method;
  request.target = target;
  auto question = target.find('?');
  auto path = percent_decode(target.substr(0, question), false);
  auto query =
      http::parse_fields(question == std::string::npos ? "" : target.substr(question + 1));
  if (!path || !query) throw std::runtime_error("a request the server refuses: " + target);
  request.path = std::move(*path);
  request.query = std::move(*query);
  request.remote_address = "192.0.2.7";
  request.headers["host"] = "auental.example";
  request.body = std::move(body);
  for (auto const& [name, value] : headers) request.headers[ascii_lower(name)] = value;
  return request;
}

}  // namespace

std::string resolve_href(std::string href, std::string const& from) {
  href = href.substr(0, href.find('#'));
  auto scheme = href.find("://");
  if (scheme != std::string::npos) {
    auto path = href.find('/', scheme + 3);
    return path == std::string::npos ? "/" : href.substr(path);
  }
  if (href.empty()) return from;
  std::string path = from.substr(0, from.find('?'));
  if (href[0] == '?') return path + href;
  if (href[0] == '/') return href;
  return path.substr(0, path.rfind('/') + 1) + href;
}

std::string PageResult::header(std::string_view name) const {
  for (auto const& [key, value] : headers)
    if (ascii_lower(key) == ascii_lower(name)) return value;
  return "";
}

bool PageResult::has_header(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(), [&](auto const& header) {
    return ascii_lower(header.first) == ascii_lower(name);
  });
}

Form PageResult::form(std::string_view selector) const {
  auto found = document.find(selector);
  found.tag();  // throws with the selector when there is none
  return Form(*this, found);
}

Element PageResult::link(std::string_view text) const {
  auto found = document.with_text("a[href]", text);
  found.tag();
  return found;
}

PageResult PageResult::click(std::string_view text) const {
  return site->get(resolve_href(link(text).attribute("href"), path), sent_headers);
}

PageResult PageResult::follow() const {
  if (location().empty()) throw std::runtime_error(path + " leads nowhere");
  return site->get(resolve_href(location(), path), sent_headers);
}

TestSite::TestSite(TestSiteOptions options) : clock(options.now) {
  make_share(folder_, options);
  std::vector<std::string> names = options.migrations;
  for (auto const& module : options.modules) names.push_back(module.name);
  auto migrations = migrations_of(names);
  migrations.insert(migrations.end(), options.tables.begin(), options.tables.end());
  std::vector<CountyConfig> counties;
  for (std::size_t i = 0; i <= options.more_hosts.size(); ++i) {
    databases_.push_back(std::make_unique<DatabaseCopy>(options.engine, migrations));
    std::string data = folder_.path() + "/data" + std::to_string(i);
    fs::create_directories(data);
    auto config = demo_config(databases_.back()->url(), data);
    if (i > 0) {
      config.id = "county" + std::to_string(i);
      config.name = "Landkreis " + std::to_string(i);
      config.hosts = {options.more_hosts[i - 1]};
    }
    if (options.adjust) options.adjust(config);
    counties.push_back(std::move(config));
  }
  SiteConfig config;
  config.share = folder_.path() + "/share";
  config.reload = options.reload;
  config.build = "test";
  site_ = std::make_unique<Site>(std::move(config), std::move(options.modules),
                                 std::move(counties), clock, random);
  for (auto const& county : site_->counties()) county->database.poll_version();
}

TestSite::~TestSite() = default;

PageResult TestSite::get(std::string const& path, Headers headers) {
  return request(http::Method::Get, path, "", std::move(headers));
}

PageResult TestSite::head(std::string const& path, Headers headers) {
  return request(http::Method::Head, path, "", std::move(headers));
}

PageResult TestSite::post(std::string const& path,
                          std::vector<std::pair<std::string, std::string>> const& fields,
                          Headers headers) {
  http::Fields all;
  for (auto const& [name, value] : fields) all.add(name, value);
  headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return request(http::Method::Post, path, encoded(all), std::move(headers));
}

PageResult TestSite::request(http::Method method, std::string const& target, std::string body,
                             Headers headers) {
  auto request = make_request(method, target, std::move(body), headers);
  PageResult result;
  result.site = this;
  result.path = target;
  std::erase_if(headers, [](auto const& header) { return header.first == "Content-Type"; });
  result.sent_headers = std::move(headers);
  bool reads = method == http::Method::Get || method == http::Method::Head;
  if (auto cached = reads ? site_->cached(request) : nullptr) {
    result.status = cached->status;
    result.headers = cached->headers;
    result.body = cached->body;
    result.from_cache = true;
  } else {
    auto response = site_->answer(request);
    result.status = response.status;
    result.headers = std::move(response.headers);
    result.headers.emplace_back("Content-Type", response.content_type);
    result.body = std::move(response.body);
    for (bool more = static_cast<bool>(response.stream); more;) {
      std::string chunk;
      more = response.stream(chunk);
      result.body += chunk;
    }
  }
  if (result.header("Content-Encoding") == "gzip") result.body = gunzip(result.body, 64U << 20);
  if (method == http::Method::Head) result.body.clear();
  if (result.header("Content-Type").rfind("text/html", 0) == 0)
    result.document = Document(result.body);
  return result;
}

SignedIn TestSite::sign_in(std::vector<auth::GrantRequest> const& grants, bool strong,
                           std::size_t index) {
  auto& county = this->county(index);
  std::string mail = "person" + std::to_string(++accounts_made_) + "@auental.example";
  auto context = site_->context(county, Actor::operator_());
  auto id = county.database.write([&](db::Writer& writer) {
    return auth::create_account(writer, context, site_->roles(), mail,
                                "Person " + std::to_string(accounts_made_), "de", grants);
  });
  if (!id) throw std::runtime_error("no account: " + id.error().message);
  return sign_in_as(*id, strong, index);
}

SignedIn TestSite::sign_in_as(std::string const& account_id, bool strong, std::size_t index) {
  auto& county = this->county(index);
  auto context = site_->context(county, Actor::operator_());
  http::Request request = make_request(http::Method::Get, "/staff", "", {});
  std::string token = county.database.write([&](db::Writer& writer) {
    return auth::open_session(writer, context, account_id, strong, request);
  });
  SignedIn who;
  who.site = this;
  who.account_id = account_id;
  who.headers = {{"Cookie", "mila=" + token}};
  if (index > 0) who.headers.emplace_back("Host", county.config().hosts.front());
  request.headers["cookie"] = "mila=" + token;
  who.csrf = auth::identify(county, site_->roles(), request, clock.now()).actor.csrf;
  return who;
}

PageResult SignedIn::get(std::string const& path) const { return site->get(path, headers); }

PageResult SignedIn::post(std::string const& path,
                          std::vector<std::pair<std::string, std::string>> fields) const {
  fields.emplace_back("csrf", csrf);
  return site->post(path, fields, headers);
}

Context TestSite::context(std::string language, Actor actor) {
  return site_->context(county(), actor, std::move(language));
}

}  // namespace mila::testing
