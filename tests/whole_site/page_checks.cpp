// Checks on one page.
#include "tests/whole_site/page_checks.h"

#include <set>

#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::testing {
namespace {

void check_headings(Document const& document, std::vector<std::string>& problems) {
  auto headings = document.all("h1, h2, h3, h4, h5, h6");
  int level = 0, first_level = 0;
  for (auto const& heading : headings) {
    int now = heading.tag()[1] - '0';
    first_level += now == 1 ? 1 : 0;
    if (heading.text().empty()) problems.push_back("an empty <" + heading.tag() + ">");
    if (now > level + 1)
      problems.push_back("after h" + std::to_string(level) + " comes <" + heading.tag() + "> " +
                         heading.text());
    level = now;
  }
  if (first_level != 1) problems.push_back(std::to_string(first_level) + " elements <h1>");
}

void check_ids(Document const& document, std::vector<std::string>& problems) {
  std::set<std::string> ids;
  for (auto const& element : document.all("[id]"))
    if (!ids.insert(element.attribute("id")).second)
      problems.push_back("twice the id " + element.attribute("id"));
  for (auto const* name : {"aria-labelledby", "aria-describedby", "for", "list", "aria-controls"})
    for (auto const& element : document.all("[" + std::string(name) + "]")) {
      std::string named = element.attribute(name);
      for (auto id : split(named, ' '))
        if (!ids.count(std::string(id)))
          problems.push_back(std::string(name) + " names no element: " + std::string(id));
    }
  for (auto const& link : document.all("a[href]")) {
    std::string href = link.attribute("href");
    if (href.size() > 1 && href[0] == '#' && !ids.count(href.substr(1)))
      problems.push_back("link to nowhere: " + href);
  }
}

bool is_labelled(Document const& document, Element const& control) {
  if (!control.attribute("aria-label").empty() || control.has("aria-labelledby")) return true;
  std::string id = control.attribute("id");
  for (auto const& label : document.all("label"))
    if (!id.empty() && label.attribute("for") == id && !label.text().empty()) return true;
  for (auto above = control.parent(); above; above = above.parent())
    if (above.tag() == "label") return !above.label_text().empty();
  return false;
}

void check_names(Document const& document, std::vector<std::string>& problems) {
  for (auto const& control : document.all("input, textarea, select")) {
    std::string type = control.attribute("type");
    if (type == "hidden" || type == "submit") continue;
    if (!is_labelled(document, control))
      problems.push_back("no label: " + control.tag() + " " + control.attribute("name"));
  }
  for (auto const& control : document.all("a[href], button, summary"))
    if (control.text().empty() && control.attribute("aria-label").empty())
      problems.push_back("no name: " + control.tag() + " " + control.attribute("href"));
  for (auto const& image : document.all("img"))
    if (!image.has("alt")) problems.push_back("no alt: " + image.attribute("src"));
}

void check_inline(Document const& document, std::vector<std::string>& problems) {
  if (!document.all("[style], style").empty()) problems.push_back("inline style");
  for (auto const& script : document.all("script")) {
    std::string type = script.attribute("type");
    if (!script.has("src") && type != "application/json" && type != "application/ld+json")
      problems.push_back("inline script");
  }
  for (auto const* name : {"onclick", "onload", "onerror", "onsubmit", "onchange", "onfocus"})
    if (!document.all("[" + std::string(name) + "]").empty())
      problems.push_back(std::string("attribute ") + name);
  for (auto const& link : document.all("a[href], form[action]")) {
    std::string target = ascii_lower(link.attribute("href") + link.attribute("action"));
    if (trim(target).rfind("javascript:", 0) == 0) problems.push_back("script in " + target);
  }
  for (auto const* source : {"script[src]", "img[src]", "link[rel=stylesheet]"})
    for (auto const& element : document.all(source)) {
      std::string address = element.attribute("src") + element.attribute("href");
      if (address.empty() || address[0] != '/' || address.rfind("//", 0) == 0)
        problems.push_back("loaded from elsewhere: " + address);
    }
}

}  // namespace

std::vector<std::string> problems_of(PageResult const& page, std::string const& language) {
  std::vector<std::string> problems;
  auto const& document = page.document;
  check_headings(document, problems);
  check_ids(document, problems);
  check_names(document, problems);
  check_inline(document, problems);
  auto html = document.find("html");
  auto const* known = i18n::find_language(language);
  if (html.attribute("lang") != known->code)
    problems.push_back("lang is " + html.attribute("lang"));
  if (html.attribute("dir") != (known->right_to_left ? "rtl" : "ltr"))
    problems.push_back("dir is " + html.attribute("dir"));
  if (document.title().empty()) problems.push_back("no title");
  if (document.all("main").size() != 1) problems.push_back("not one <main>");
  for (auto const* left : {"[[", "{{"})
    if (page.body.find(left) != std::string::npos)
      problems.push_back(std::string("left over from a template: ") + left);
  // {name} that nobody filled; text of the page only, JSON has braces of its own.
  std::string text = document.text();
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    auto close = text.find('}', open);
    if (close != std::string::npos && close - open < 20)
      problems.push_back("not filled in: " + text.substr(open, close - open + 1));
  }
  return problems;
}

std::vector<std::string> header_problems(PageResult const& page) {
  std::vector<std::string> problems;
  auto expect = [&](char const* name, std::string const& part) {
    if (page.header(name).find(part) == std::string::npos)
      problems.push_back(std::string(name) + ": " + page.header(name));
  };
  expect("Content-Security-Policy", "default-src 'none'");
  expect("Content-Security-Policy", "frame-ancestors 'none'");
  expect("X-Content-Type-Options", "nosniff");
  // The workplace's own forms say where they come from.
  bool workplace = page.path.rfind("/staff", 0) == 0 && page.header("Referrer-Policy") == "same-origin";
  if (!workplace) expect("Referrer-Policy", "no-referrer");
  expect("Permissions-Policy", "camera=()");
  expect("Cross-Origin-Opener-Policy", "same-origin");
  if (page.header("Content-Security-Policy").find("unsafe") != std::string::npos)
    problems.push_back("the policy allows unsafe things");
  if (page.has_header("Set-Cookie")) problems.push_back("sets a cookie");
  if (!page.has_header("Cache-Control")) problems.push_back("no Cache-Control");
  for (auto const& [name, value] : page.headers)
    if ((name + value).find_first_of("\r\n") != std::string::npos)
      problems.push_back("line break in " + name);
  return problems;
}

std::string lines(std::vector<std::string> const& problems) {
  std::string text;
  for (auto const& problem : problems) text += "  " + problem + "\n";
  return text;
}

}  // namespace mila::testing
