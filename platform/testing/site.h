// The whole program without sockets: requests go through Site as the server sends them, answers
// come back as pages that can be asked, filled and clicked like a person would.
//
//   TestSite site({.modules = {offers::module()}});
//   auto page = site.get("/de/search?q=deutsch");
//   EXPECT_EQ(page.document.find("h1").text(), "Hilfe finden");
//   auto sent = page.form("#feedback").fill("Ihre Frage", "Wann ist offen?").submit();
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/site/site.h"
#include "platform/testing/county.h"
#include "platform/testing/document.h"

namespace mila::testing {

class TestSite;
class Form;
using Headers = std::vector<std::pair<std::string, std::string>>;

/// Where `href` on the page `from` leads, as a path on this site.
std::string resolve_href(std::string href, std::string const& from);

/// The answer to one request.
struct PageResult {
  int status = 0;
  Headers headers;
  std::string body;       ///< as sent, but unzipped
  Document document;      ///< of an HTML body, else empty
  std::string path;       ///< of the request, with query
  bool from_cache = false;

  /// First header of that name (any case), "" when missing.
  std::string header(std::string_view name) const;
  bool has_header(std::string_view name) const;
  std::string location() const { return header("Location"); }
  std::string text() const { return document.text(); }

  /// The form `selector` finds; throws std::runtime_error when there is none.
  Form form(std::string_view selector = "main form, form") const;
  /// The first link with that text; throws when there is none.
  Element link(std::string_view text) const;
  /// Follows the link with that text.
  PageResult click(std::string_view text) const;
  /// Goes where a redirect points to, once.
  PageResult follow() const;

  TestSite* site = nullptr;
  Headers sent_headers;
};

/// A form being filled, by the labels people read.
class Form {
 public:
  Form(PageResult const& page, Element form);

  /// Text fields and areas. Throws std::runtime_error when no such label exists, and so do all below.
  Form& fill(std::string_view label, std::string_view value);
  /// Ticks a check box or radio button.
  Form& choose(std::string_view label);
  Form& untick(std::string_view label);
  /// Chooses in a <select> by the text of the option.
  Form& select(std::string_view label, std::string_view option);
  /// Sets a field by its name: for what people do not see (traps for robots, tokens).
  Form& set(std::string const& name, std::string_view value);
  /// What stands in a labelled field now.
  std::string value(std::string_view label) const;
  /// Sends with the first button, or the one with that text.
  PageResult submit(std::string_view button = "");
  Element element() const { return form_; }

 private:
  struct Control {
    Element element;
    std::string name, value;
    bool sent;  // ticked, or a field that is always sent
  };
  Control& control(std::string_view label);
  Control const& control(std::string_view label) const;

  TestSite* site_;
  std::string path_;
  Headers headers_;
  Document page_;
  Element form_;
  std::vector<Control> controls_;
};

struct TestSiteOptions {
  std::vector<Module> modules = {};
  Engine engine = Engine::Sqlite;
  /// Further folders of modules/ whose tables are needed; those of `modules` come after them.
  std::vector<std::string> migrations = {};
  /// Further tables for this test alone.
  std::vector<db::Migration> tables = {};
  Instant now = default_now();
  /// Files beside or over the tree's own: {"templates/x/page.html", "…"}, {"assets/manifest.json", …}.
  std::vector<std::pair<std::string, std::string>> files = {};
  /// Changes the county before it opens.
  std::function<void(CountyConfig&)> adjust = nullptr;
  /// Host names of further counties beside auental.example, each with a database of its own.
  std::vector<std::string> more_hosts = {};
  bool reload = false;
};

/// Somebody who is signed in: requests carry the cookie, posts the form token.
struct SignedIn {
  TestSite* site = nullptr;
  Headers headers;
  std::string account_id, csrf;
  PageResult get(std::string const& path) const;
  PageResult post(std::string const& path,
                  std::vector<std::pair<std::string, std::string>> fields = {}) const;
};

class TestSite {
 public:
  explicit TestSite(TestSiteOptions options = {});
  ~TestSite();

  PageResult get(std::string const& path, Headers headers = {});
  PageResult head(std::string const& path, Headers headers = {});
  PageResult post(std::string const& path,
                  std::vector<std::pair<std::string, std::string>> const& fields = {},
                  Headers headers = {});
  /// Any request; asks the page cache first, as the server does. The host is auental.example unless
  /// `headers` name another.
  PageResult request(http::Method method, std::string const& target, std::string body,
                     Headers headers);

  /// Opens an account with these rights and signs it in. `strong`: with its second factor.
  SignedIn sign_in(std::vector<auth::GrantRequest> const& grants, bool strong = true,
                   std::size_t county = 0);
  /// The same for an account that exists.
  SignedIn sign_in_as(std::string const& account_id, bool strong = true, std::size_t county = 0);

  FixedClock clock;
  SeededRandom random{1};

 private:
  int accounts_made_ = 0;
  TempFolder folder_;
  std::vector<std::unique_ptr<DatabaseCopy>> databases_;
  std::unique_ptr<Site> site_;

 public:
  Site& site() { return *site_; }
  /// The first county, auental.example, and the others in the order of `more_hosts`.
  County& county(std::size_t index = 0) { return *site_->counties()[index]; }
  db::Database& database(std::size_t index = 0) { return county(index).database; }
  Context context(std::string language = "de", Actor actor = Actor::visitor());
};

}  // namespace mila::testing
