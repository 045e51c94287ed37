// What a module tells the program about itself: plain data, listed once in app/modules.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/html/template.h"
#include "platform/http/message.h"
#include "platform/jobs/jobs.h"
#include "platform/site/county.h"

namespace mila {

enum class Permission { Public };

class Site;

/// What a handler works with: the context, and the site to render pages with.
struct Visit {
  http::Request const& request;
  Context& context;
  Site& site;
};

using Handler = std::function<http::Response(Visit&)>;

struct Route {
  http::Method method;
  std::string pattern;
  Permission permission;
  Handler handler;
  /// An address of this route that answers 200 (GET) in the demo county; {lang} stays. Every route
  /// needs one: the matrices of tests/whole_site walk them.
  std::string sample;
};

struct MenuItem {
  int order;
  std::string text;  ///< msgid
  std::string path;  ///< below /{lang}
};

/// Data about persons a module holds; README's table is generated from it.
struct PersonalData {
  std::string table, what, purpose, legal_basis, retention, erasure;
};

/// A template and the view it shows, for the checker.
struct TemplateUse {
  std::string name;  ///< "offers/offer.html"
  html::Schema schema;
};

struct Module {
  std::string name;
  std::vector<Route> routes;
  std::vector<MenuItem> menu;
  std::vector<TemplateUse> templates;
  std::vector<PersonalData> personal_data;
  /// Addresses for sitemap.xml, below /{lang}.
  std::function<std::vector<std::string>(Context&)> sitemap;
  /// Fills the module's part of the demo county from `folder`, in the order of the modules.
  std::function<void(Context&, std::string const& folder)> demo;
  /// Daily clean-up; returns how many rows went.
  std::function<std::int64_t(Context&)> expire;
  /// Work done after a commit or at times.
  std::vector<jobs::JobKind> jobs;
  /// Lines for `mila export NAME`.
  struct Export {
    std::string name, help;
    std::function<std::string(Context&)> write;
  };
  std::vector<Export> exports;
};

}  // namespace mila
