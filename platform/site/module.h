// What a module tells the program about itself: plain data, listed once in app/modules.cpp.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/html/template.h"
#include "platform/http/message.h"
#include "platform/jobs/jobs.h"
#include "platform/county/county.h"

namespace mila {

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
  /// Asks again who it is when that was proved more than ten minutes ago: export, rights, erasure.
  bool delicate = false;
};

struct MenuItem {
  int order;
  std::string text;  ///< msgid
  std::string path;  ///< below /{lang}
};

/// An entry of the workplace's menu, shown to whoever holds the permission anywhere.
struct StaffMenuItem {
  int order;
  std::string text;  ///< msgid
  std::string path;  ///< "/staff/offers"
  std::string icon;  ///< of assets/icons, without .svg
  Permission permission;
};

/// Something that waits for a person, on their start page: each has its button.
struct WaitingItem {
  std::string title, detail;  ///< in the person's language
  std::string href, button;   ///< where it is done, and what the button says
  std::optional<Instant> due;
  bool overdue = false;
};

/// Something that will happen or is new, on the start page.
struct NewsItem {
  std::string title, detail, href;
  Instant at;  ///< beginning, or when it became known
};

/// What a module has to show or to do about another module's record, on that record's page.
struct Related {
  std::string text, detail, href;  ///< in the reader's language
  bool act = false;                ///< something to be done now: a button
  std::string group;               ///< heading it stands under, in the reader's language; "" for none
};

/// A column that names an organisation of the directory or a person of the network. It follows when two
/// entries are made one, and goes back when that is undone. The words are the module's, never input.
struct RecordColumn {
  std::string table, key, column;  ///< `key` is SQL that names one row by an unsealed text
  bool versioned = false;          ///< the table has `version`: forms that are open somewhere are outdated
  std::string only = "";           ///< SQL for the rows meant, where the column names other things, too
  std::string once_per = "";       ///< a column within which it is unique: where both are, the row stays
};

/// Things a right can hold for, so that accounts can be given rights on them: organisations, bodies,
/// places, each from the module that owns them.
struct ScopeNames {
  struct Named {
    std::string id, name;
  };
  Scope scope;
  /// Those whose name holds `search` ("" for all), by name, at most `limit`.
  std::function<std::vector<Named>(Context&, db::Reader&, std::string_view search, int limit)> find;
  /// Names of these ids; unknown ones are left out.
  std::function<std::vector<Named>(Context&, db::Reader&, std::vector<std::string> const& ids)> names;
};

/// Data about persons a module holds; README's table is generated from it.
struct PersonalData {
  std::string table, what, purpose, legal_basis, retention, erasure;
};

/// What a module holds about a person of the network, in the reader's words.
struct Disclosure {
  struct Entry {
    std::string what, value;
  };
  std::string heading;
  std::vector<Entry> entries;
};

/// A template and the view it shows, for the checker.
struct TemplateUse {
  std::string name;  ///< "offers/offer.html"
  html::Schema schema;
};

struct Module {
  std::string name;
  std::string summary;  ///< one sentence on what it does; README's table is generated from it
  std::vector<Route> routes;
  /// Values for {placeholders} in this module's samples, from the demo county: {"account", "0193…"}.
  std::function<std::map<std::string, std::string>(Context&, db::Reader&)> sample_keys;
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

  std::vector<ScopeNames> scopes;
  /// Every column of the module's tables that names one of these; tests/whole_site insists.
  std::vector<RecordColumn> organization_columns, person_columns;

  /// What is held about a person of the network (modules/network), for that person.
  std::function<std::vector<Disclosure>(Context&, db::Reader&, std::string_view person_id)>
      disclose_person;
  /// Removes a person's name and data wherever the module keeps them, older versions included.
  /// Called in one transaction for all modules, from the last to the first.
  std::function<void(db::Writer&, Context&, std::string_view person_id)> erase_person;

  /// About another module's record, for whoever reads its page: {"meeting", id} in the workplace,
  /// {"invitee", id} for the invited person behind their link.
  std::function<std::vector<Related>(Context&, db::Reader&, std::string_view kind, std::string_view id)>
      related;

  /// Asked before every page of the public: an answer to give instead, or none.
  std::function<std::optional<http::Response>(Visit&)> before_public;

  // The workplace.
  std::vector<StaffMenuItem> staff_menu;
  /// Things to be done at once from the start page.
  std::vector<StaffMenuItem> quick_acts;
  /// What waits for the actor of the context, at most twenty.
  std::function<std::vector<WaitingItem>(Context&, db::Reader&)> waiting;
  /// Next dates and what is new for the actor, at most ten each.
  std::function<std::vector<NewsItem>(Context&, db::Reader&)> dates, news;
};

}  // namespace mila
