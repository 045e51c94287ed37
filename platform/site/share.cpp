// What lies in the program's share folder: assets, icons, templates.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/site/frame.h"
#include "platform/site/pages.h"
#include "platform/site/site.h"
#include "platform/site/staff_frame.h"

namespace mila {
namespace {

std::string read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

char const* type_of(std::string_view name) {
  auto ends = [&](std::string_view end) {
    return name.size() >= end.size() && name.substr(name.size() - end.size()) == end;
  };
  if (ends(".css")) return "text/css; charset=utf-8";
  if (ends(".js")) return "text/javascript; charset=utf-8";
  if (ends(".svg")) return "image/svg+xml";
  if (ends(".png")) return "image/png";
  if (ends(".woff2")) return "font/woff2";
  if (ends(".json")) return "application/json";
  return "application/octet-stream";
}

}  // namespace

/// A template in one language; under no name, the sources of all as they were at start.
struct Site::Parsed {
  std::vector<html::Part> parts;
  Sources sources;
};

http::Response Site::asset_file(http::Request const& request, std::string const& name) {
  bool get = request.method == http::Method::Get || request.method == http::Method::Head;
  bool safe = name.find("..") == std::string::npos && name[0] != '/';
  std::string path = config_.share + "/assets/" + name;
  if (!get || !safe || !std::filesystem::is_regular_file(path))
    return http::text("Not found\n", "text/plain; charset=utf-8", 404);
  auto response = http::text(read_file(path), type_of(name));
  // Built files carry a hash of their content in the name.
  response.header("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

std::string const& Site::icon(std::string const& name) const {
  static std::string const none;
  auto found = icons_.find(name);
  return found == icons_.end() ? none : found->second;
}

std::string Site::template_source(std::string const& name) const {
  std::string path = config_.share + "/templates/" + name;
  if (!std::filesystem::is_regular_file(path))
    throw html::TemplateError("no template " + name);
  return read_file(path);
}

std::string Site::partial_source(std::string const& name) const {
  std::string assets = config_.share + "/assets/";
  if (name.rfind("icon/", 0) == 0)
    return icon_markup(assets + "icons/" + name.substr(5) + ".svg", name.substr(5));
  if (name.rfind("image/", 0) == 0)
    return inline_image(read_file(assets + "images/" + name.substr(6) + ".svg"), name);
  return template_source(name + ".html");
}

std::shared_ptr<Site::Parsed const> Site::parsed(std::string const& name,
                                                 std::string const& language) {
  Sources sources;
  if (config_.reload) return parse(name, language, sources);
  std::string key = language + "/" + name;
  {
    std::shared_lock lock(templates_mutex_);
    if (auto found = templates_.find(key); found != templates_.end()) return found->second;
    if (auto found = templates_.find(""); found != templates_.end()) sources = found->second->sources;
  }
  auto fresh = parse(name, language, sources);
  std::unique_lock lock(templates_mutex_);
  return templates_.emplace(key, fresh).first->second;
}

std::shared_ptr<Site::Parsed const> Site::parse(std::string const& name,
                                                std::string const& language, Sources& sources) {
  auto source = [&](std::string const& wanted, auto read) {
    auto known = sources.find(wanted);
    if (known == sources.end()) known = sources.emplace(wanted, (this->*read)(wanted)).first;
    return known->second;
  };
  auto fresh = std::make_shared<Parsed>();
  fresh->parts = html::parse_template(
      name, source(name, &Site::template_source),
      [&](std::string const& partial) { return source(partial, &Site::partial_source); },
      [&](std::string const& text) { return catalogue_.translate(language, text); });
  return fresh;
}

std::string Site::render(std::string const& name, std::string const& language,
                         html::Node const& root) {
  std::string out;
  out.reserve(16 << 10);
  html::render_parts(parsed(name, language)->parts, root, out);
  return out;
}

// Every tree is looked at, none is kept: a county shows few of its pages in each of fourteen languages,
// and all of them together are larger than the search's words. What is kept are the sources, so that
// a page first shown after an upgrade on disk is still the one that was checked.
void Site::check_templates() {
  Sources sources;
  auto check = [&](std::string const& name, html::Schema const& schema) {
    // The workplace speaks German and English only.
    bool staff = name.find("/staff") != std::string::npos;
    for (auto const& language : i18n::all_languages())
      if (!staff || language.code == "de" || language.code == "en")
        html::check_template(name, parse(name, std::string(language.code), sources)->parts, schema);
  };
  check("site/frame.html", html::schema_of<FrameView>());
  check("site/staff_frame.html", html::schema_of<StaffFrameView>());
  check("site/error.html", html::schema_of<ErrorView>());
  for (auto const& use : page_templates()) check(use.name, use.schema);
  for (auto const& module : modules_)
    for (auto const& use : module.templates) check(use.name, use.schema);
  auto kept = std::make_shared<Parsed>();
  kept->sources = std::move(sources);
  std::unique_lock lock(templates_mutex_);
  templates_[""] = kept;
}

}  // namespace mila
