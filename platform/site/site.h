// The whole program but the socket: finds the county by host, the route by path, the language,
// runs the handler, turns every outcome into an answer with the right headers. Tests use it directly.
#pragma once

#include <atomic>
#include <memory>
#include <algorithm>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "platform/auth/roles.h"
#include "platform/auth/sessions.h"
#include "platform/base/result.h"
#include "platform/html/template.h"
#include "platform/http/message.h"
#include "platform/http/router.h"
#include "platform/http/server.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"
#include "platform/site/module.h"

namespace mila {

/// Frame around a page's content.
struct Page {
  std::string title;               ///< translated
  std::string description;         ///< for search engines and shared links
  std::string active_path;         ///< menu entry to mark: "/search"
  bool home = false;               ///< language row instead of language menu
  bool indexed = true;             ///< false: robots are asked to stay away
  bool leave_quickly = false;      ///< "Leave this page quickly" for violence topics
  bool emergency_strip = false;
  html::Safe head;                 ///< further elements for <head>
  /// Path and query of this page below /{lang}, for the language menu; "" takes the request's.
  std::string same_page;
  std::string notice;              ///< of the workplace: what has just been done
  struct Crumb {
    std::string text, href;        ///< the last one has no href
    template <class V> void fields(V& v) { v("text", text)("href", href); }
  };
  std::vector<Crumb> crumbs;
};

struct SiteConfig {
  std::string share;       ///< folder with assets, templates, locale, data
  bool reload = false;     ///< reread templates on each use (development)
  std::size_t cache_bytes = 32U << 20;
  std::string build;       ///< changes with each build, part of ETags
};

class PageCache;

class Site {
 public:
  Site(SiteConfig config, std::vector<Module> modules, std::vector<CountyConfig> counties,
       Clock const& clock, Random& random);
  ~Site();

  http::Response answer(http::Request const& request);
  /// A page kept in memory that is still true, or nullptr. Never blocks.
  std::shared_ptr<http::Handlers::Cached const> cached(http::Request const& request);

  /// Renders `name` with `view` and puts the page frame around it.
  template <typename View>
  http::Response page(Visit& visit, std::string const& name, View& view, Page frame,
                      int status = 200) {
    html::Node root = html::Node::from(view);
    return framed(visit, render(name, visit.context.language, root), std::move(frame), status);
  }
  /// A template without the frame.
  template <typename View>
  std::string fragment(std::string const& language, std::string const& name, View& view) {
    html::Node root = html::Node::from(view);
    return render(name, language, root);
  }
  http::Response error_page(Visit& visit, int status);
  /// The answer for an Error: its code decides the status, its message is shown.
  http::Response error_page(Visit& visit, Error const& error);

  std::string translate(std::string const& language, std::string const& text) const {
    return catalogue_.translate(language, text);
  }
  i18n::Catalogue const& catalogue() const { return catalogue_; }
  std::vector<Module> const& modules() const { return modules_; }
  std::vector<std::unique_ptr<County>> const& counties() const { return counties_; }
  County* county_of(std::string const& host);
  SiteConfig const& config() const { return config_; }
  auth::Roles const& roles() const { return roles_; }
  /// Address of a built asset: "mila.css" → "/assets/mila.3f9a.css".
  std::string asset(std::string const& name) const;
  /// Markup of an icon for views that choose it at run time; templates use {{>icon/name}}.
  std::string const& icon(std::string const& name) const;
  /// Absolute address of a path, from the county's public_url or the request's host.
  std::string absolute(Visit const& visit, std::string const& path) const;
  /// Parses every template in every language and checks it against its view. Throws TemplateError.
  void check_templates();
  Context context(County& county, Actor actor, std::string language = "de") {
    return {county, actor, std::move(language), clock_, random_};
  }
  Clock const& clock() const { return clock_; }

 private:
  struct Key;
  struct Parsed;
  http::Response route(Visit& visit);
  http::Response run(Visit& visit, Route const& route);
  http::Response run_guarded(Visit& visit, Route const& route);
  http::Response ask_to_sign_in(Visit& visit, auth::Identified const& who);
  http::Response framed(Visit& visit, std::string content, Page frame, int status);
  std::string render(std::string const& name, std::string const& language, html::Node const& root);
  std::shared_ptr<Parsed const> parsed(std::string const& name, std::string const& language);
  /// Texts of templates and partials by name: all languages are made of the same.
  using Sources = std::unordered_map<std::string, std::string>;
  std::shared_ptr<Parsed const> parse(std::string const& name, std::string const& language,
                                      Sources& sources);
  std::string template_source(std::string const& name) const;
  std::string partial_source(std::string const& name) const;
  http::Response finish(http::Request const& request, County const* county, http::Response response);
  http::Response asset_file(http::Request const& request, std::string const& name);
  /// Keeps the answer for others and turns it into what this request gets; false when it is not one
  /// to be kept.
  bool keep(http::Request const& request, County& county, std::int64_t edition,
            http::Response& response);
  std::string cache_key(http::Request const& request, County const& county) const;

  SiteConfig config_;
  std::vector<Module> modules_;
  std::vector<Route const*> routes_;
  http::Router router_;
  std::vector<std::unique_ptr<County>> counties_;
  std::unordered_map<std::string, County*> hosts_;
  Clock const& clock_;
  Random& random_;
  i18n::Catalogue catalogue_;
  std::unordered_map<std::string, std::string> assets_, icons_;
  auth::Roles roles_;
  mutable std::shared_mutex templates_mutex_;
  std::unordered_map<std::string, std::shared_ptr<Parsed const>> templates_;
  std::unique_ptr<PageCache> cache_;
};

/// A path of the workplace, safe to be redirected to.
bool is_workplace_path(std::string_view path);

}  // namespace mila
