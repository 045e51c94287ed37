// The life of a request: county, route, language, handler, headers.
#include "platform/site/site.h"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include <filesystem>

#include "platform/base/text.h"
#include "platform/county/settings.h"
#include "platform/site/compression.h"
#include "platform/site/frame.h"
#include "platform/site/page_cache.h"
#include "platform/site/pages.h"
#include "platform/site/staff_frame.h"

namespace mila {
namespace {

/// Everything from 'self'; nothing inline, nothing from elsewhere.
std::string content_security_policy(CountyConfig const* county) {
  std::string images = "img-src 'self'";
  if (county && !county->basemap_url.empty()) {
    auto end = county->basemap_url.find('/', county->basemap_url.find("//") + 2);
    images += " " + replace_all(county->basemap_url.substr(0, end), "{s}", "*");
  }
  return "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src "
         "'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
         "'none'; " +
         images;
}

/// The path as it stands in an address; what was decoded may hold line breaks.
std::string encode_path(std::string_view path) {
  std::string encoded;
  for (auto segment : split(path.substr(1), '/')) encoded += "/" + percent_encode(segment);
  return encoded;
}

std::string hash_of(std::string_view text) {
  unsigned char hash[12];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<unsigned char const*>(text.data()),
                     text.size(), nullptr, 0);
  std::string hex;
  for (unsigned char byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

bool compressible(std::string_view type) {
  return type.rfind("text/", 0) == 0 || type.find("json") != std::string_view::npos ||
         type.find("xml") != std::string_view::npos;
}

}  // namespace

Site::Site(SiteConfig config, std::vector<Module> modules, std::vector<CountyConfig> counties,
           Clock const& clock, Random& random)
    : config_(std::move(config)),
      modules_(std::move(modules)),
      clock_(clock),
      random_(random),
      catalogue_(config_.share + "/locale"),
      cache_(std::make_unique<PageCache>(config_.cache_bytes)) {
  for (auto const& module : modules_)
    for (auto const& route : module.routes) {
      router_.add(route.pattern);
      routes_.push_back(&route);
    }
  for (auto& county : counties) {
    for (auto const& language : county.languages)
      if (!i18n::find_language(language))
        throw std::runtime_error("county " + county.id + ": unknown language " + language);
    counties_.push_back(std::make_unique<County>(std::move(county), clock_));
    counties_.back()->texts = &catalogue_;
    for (auto const& host : counties_.back()->config().hosts)
      if (!hosts_.emplace(host, counties_.back().get()).second)
        throw std::runtime_error("host " + host + " belongs to two counties");
  }
  assets_ = read_manifest(config_.share + "/assets/manifest.json");
  roles_ = auth::Roles::load(config_.share + "/data/roles.csv");
  if (std::filesystem::is_directory(config_.share + "/assets/icons"))
    for (auto const& file : std::filesystem::directory_iterator(config_.share + "/assets/icons"))
      if (file.path().extension() == ".svg")
        icons_[file.path().stem().string()] = icon_markup(file.path().string(), file.path().stem().string());
  if (config_.build.empty()) config_.build = hash_of(asset("mila.css") + asset("mila.js"));
}

Site::~Site() = default;

County* Site::county_of(std::string const& host) {
  auto found = hosts_.find(host);
  if (found == hosts_.end()) found = hosts_.find("*");
  return found == hosts_.end() ? nullptr : found->second;
}

std::string Site::asset(std::string const& name) const {
  auto found = assets_.find(name);
  return "/assets/" + (found == assets_.end() ? name : found->second);
}

std::string Site::absolute(Visit const& visit, std::string const& path) const {
  auto const& county = visit.context.county.config();
  if (!county.public_url.empty()) return county.public_url + path;
  return (visit.request.secure ? "https://" : "http://") + visit.request.header("host") + path;
}

http::Response Site::answer(http::Request const& request) {
  County* county = county_of(request.host());
  if (!county)
    return finish(request, nullptr,
                  http::text("No county answers here. Please check the address.\n",
                             "text/plain; charset=utf-8", 404));
  if (request.path.rfind("/assets/", 0) == 0 && request.path.size() > 8)
    return finish(request, county, asset_file(request, request.path.substr(8)));
  Context context = this->context(*county, Actor::visitor(),
                                  std::string(i18n::negotiate(request.header("accept-language"),
                                                              county->config().languages)));
  Visit visit{request, context, *this};
  http::Response response;
  // Taken before the page reads: data that change meanwhile must not pass for the page's own.
  std::int64_t edition = county->edition();
  try {
    follow_settings(*county);
  } catch (std::exception const& error) {
    spdlog::error("settings: {}", error.what());  // the last known ones go on
  }
  try {
    response = route(visit);
    if (keep(request, *county, edition, response)) return response;
  } catch (db::ConflictError const& error) {
    spdlog::warn("conflict: {}", error.what());
    response = error_page(visit, 409);
  } catch (std::exception const& error) {
    std::string first = request.path.substr(0, request.path.find('/', 4));
    std::replace_if(first.begin(), first.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    spdlog::error("{} {}: {}", first,
                  static_cast<int>(request.method), error.what());
    response = error_page(visit, 500);
  }
  return finish(request, county, std::move(response));
}

http::Response Site::route(Visit& visit) {
  auto const& request = visit.request;
  auto const& languages = visit.context.county.config().languages;
  for (int refused : {413, 414, 431})  // by the server, see server.cpp
    if (request.path == "/_refused/" + std::to_string(refused)) return error_page(visit, refused);
  if (request.path == "/") {
    auto response = http::moved("/" + visit.context.language, 302);
    response.header("Vary", "Accept-Language");
    return response;
  }
  auto first = request.path.substr(1, request.path.find('/', 1) - 1);
  if (std::find(languages.begin(), languages.end(), first) != languages.end())
    visit.context.language = first;
  std::string allowed;
  for (auto& match : router_.match(request.path, languages)) {
    Route const& route = *routes_[match.index];
    bool head = request.method == http::Method::Head && route.method == http::Method::Get;
    if (head || request.method == route.method) {
      http::Request with_parameters = request;
      with_parameters.parameters = std::move(match.parameters);
      if (with_parameters.parameters.count("lang"))
        visit.context.language = with_parameters.parameters["lang"];
      Visit inner{with_parameters, visit.context, *this};
      return run(inner, route);
    }
    allowed += allowed.empty() ? "" : ", ";
    allowed += route.method == http::Method::Post ? "POST" : "GET, HEAD";
  }
  if (!allowed.empty()) {
    auto response = error_page(visit, 405);
    response.header("Allow", allowed);
    return response;
  }
  // "/de/offers/" means "/de/offers".
  if (request.path.size() > 1 && request.path.back() == '/' && request.method == http::Method::Get) {
    std::string path = request.path;
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    if (path.find("//") == std::string::npos && !router_.match(path, languages).empty())
      return http::moved(encode_path(path) + request.query.to_query(), 301);
  }
  return error_page(visit, 404);
}

http::Response Site::run(Visit& visit, Route const& route) {
  bool open = route.permission == Permission::Public && !is_workplace_path(visit.request.path);
  if (!open) return run_guarded(visit, route);
  for (auto const& module : modules_)
    if (module.before_public)
      if (auto instead = module.before_public(visit)) return std::move(*instead);
  return route.handler(visit);
}

http::Response Site::framed(Visit& visit, std::string content, Page frame, int status) {
  if (is_workplace_path(visit.request.path)) {
    StaffFrameView view = make_staff_frame(visit, std::move(content), std::move(frame));
    html::Node root = html::Node::from(view);
    return http::html(render("site/staff_frame.html", view.language, root), status);
  }
  FrameView view = make_frame(visit, std::move(content), std::move(frame), status);
  html::Node root = html::Node::from(view);
  http::Response response =
      http::html(render("site/frame.html", visit.context.language, root), status);
  auto const* language = i18n::find_language(visit.context.language);
  response.header("Content-Language", std::string(language->code));
  return response;
}

http::Response Site::error_page(Visit& visit, int status) {
  ErrorView view = make_error(visit, status, "");
  return page(visit, "site/error.html", view, error_frame(view), status);
}

http::Response Site::error_page(Visit& visit, Error const& error) {
  int status = status_of(error);
  ErrorView view = make_error(visit, status, error.message);
  return page(visit, "site/error.html", view, error_frame(view), status);
}

http::Response Site::finish(http::Request const& request, County const* county,
                            http::Response response) {
  bool get = request.method == http::Method::Get || request.method == http::Method::Head;
  auto has = [&](std::string_view name) {
    for (auto const& header : response.headers)
      if (header.first == name) return true;
    return false;
  };
  if (!response.stream && get && response.status == 200 && !has("ETag")) {
    std::string tag = "\"" + hash_of(response.body).substr(0, 20) + "\"";
    response.header("ETag", tag);
    if (request.header("if-none-match").find(tag) != std::string::npos) {
      response.status = 304;
      response.body.clear();
    }
  }
  if (!has("Cache-Control"))
    response.header("Cache-Control", get && response.status < 400 ? "no-cache" : "no-store");
  if (!response.stream && response.body.size() > 600 && compressible(response.content_type)) {
    if (!has("Vary")) response.header("Vary", "Accept-Encoding");
    if (!has("Content-Encoding") && accepts_gzip(request.header("accept-encoding"))) {
      // What is kept is worth the work; what is made for one reader should leave quickly.
      response.body = gzip(response.body, response.fresh_until ? 6 : 2);
      response.header("Content-Encoding", "gzip");
    }
  }
  for (auto& [name, value] : security_headers(request, content_security_policy(county ? &county->config() : nullptr)))
    if (!has(name)) response.header(name, value);
  return response;
}

std::vector<std::pair<std::string, std::string>> security_headers(http::Request const& request,
                                                                  std::string const& policy) {
  std::vector<std::pair<std::string, std::string>> headers{
      {"Content-Security-Policy", policy},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy",
       "camera=(), geolocation=(self), microphone=(), payment=(), interest-cohort=()"}};
  if (request.secure)
    headers.emplace_back("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return headers;
}

}  // namespace mila
