// The life of a request without sockets: county, route, language, headers, cache, errors.
#include "platform/site/site.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/site/compression.h"
#include "platform/site/frame.h"
#include "platform/testing/site.h"

namespace mila {
namespace {

using testing::TestSite;
using testing::TestSiteOptions;

constexpr char const* kTables = "create table note(id bigint primary key, body text not null)";

struct NoteView {
  std::string text;
  template <class V>
  void fields(V& v) {
    v("text", text);
  }
};

std::string first_note(Visit& visit) {
  return visit.context.county.database.read([](db::Reader& reader) {
    return reader.value<std::string>({"note.first", "select body from note order by id"})
        .value_or("none");
  });
}

/// Routes for each thing a site can do.
Module notes_module() {
  Module module;
  module.name = "notes";
  auto add = [&](http::Method method, char const* pattern, Handler handler) {
    module.routes.push_back({method, pattern, Permission::Public, std::move(handler), ""});
  };
  add(http::Method::Get, "/{lang}", [](Visit& visit) {
    NoteView view{visit.context.language};
    return visit.site.page(visit, "notes/page.html", view, {.title = "Start"});
  });
  add(http::Method::Get, "/{lang}/notes/{key}", [](Visit& visit) {
    NoteView view{visit.request.parameter("key") + " " + first_note(visit)};
    auto response = visit.site.page(visit, "notes/page.html", view, {.title = "Notiz"});
    response.fresh_until = visit.context.now() + std::chrono::minutes{10};
    return response;
  });
  add(http::Method::Post, "/{lang}/notes", [](Visit& visit) {
    auto form = visit.request.form();
    visit.context.county.database.write([&](db::Writer& writer) {
      writer.run({"note.insert", "insert into note(id, body) values($1, $2)"},
                 {1, form->get("body")});
      writer.changed("note", "1");
    });
    return http::see_other("/de/notes/1");
  });
  add(http::Method::Get, "/{lang}/broken", [](Visit&) -> http::Response {
    throw std::runtime_error("the disk is full");
  });
  add(http::Method::Get, "/{lang}/too-often", [](Visit& visit) {
    return visit.site.error_page(visit, Error{ErrorCode::TooMany, "", ""});
  });
  add(http::Method::Get, "/{lang}/long", [](Visit&) {
    return http::text(std::string(5000, 'x'), "text/plain; charset=utf-8");
  });
  return module;
}

TestSiteOptions options() {
  return {.modules = {notes_module()},
          .tables = {{"notes/1.sql", kTables}},
          .files = {{"templates/notes/page.html", "<h1>{{text}}</h1>\n"},
                    {"templates/site/frame.html",
                     "<!doctype html><html lang=\"{{language}}\" dir=\"{{dir}}\"><title>{{title}}"
                     "</title><body><p class=\"county\">{{county}}</p>{{#languages}}<a href=\""
                     "{{href}}\">{{name}}</a>{{/languages}}<main>{{{content}}}</main>"},
                    {"templates/site/error.html",
                     "<h1>{{title}}</h1><p>{{explanation}}</p><a href=\"{{home_href}}\">Start</a>"},
                    {"assets/mila.abc.css", "body{}"}}};
}

TEST(SiteTest, a_page_stands_in_its_frame_and_language) {
  TestSite site(options());
  auto page = site.get("/ar");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.document.title(), "Start");
  EXPECT_EQ(page.document.find("html").attribute("dir"), "rtl");
  EXPECT_EQ(page.document.find("h1").text(), "ar");
  EXPECT_EQ(page.header("Content-Language"), "ar");
  EXPECT_EQ(page.document.find("main").parent().tag(), "body");
}

TEST(SiteTest, a_page_first_shown_after_an_upgrade_on_disk_is_the_one_that_was_checked) {
  auto with = options();
  with.modules.front().templates = {{"notes/page.html", html::schema_of<NoteView>()}};
  TestSite site(with);
  site.site().check_templates();
  auto folder = std::filesystem::path(site.county().config().data_folder).parent_path();
  std::ofstream(folder / "share/templates/notes/page.html") << "<h1>{{unknown}}</h1>\n";
  EXPECT_EQ(site.get("/uk").document.find("h1").text(), "uk");
}

TEST(SiteTest, the_root_negotiates) {
  TestSite site(options());
  auto answer = site.get("/", {{"Accept-Language", "uk-UA,en;q=0.5"}});
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.location(), "/uk");
  EXPECT_EQ(answer.header("Vary"), "Accept-Language");
  EXPECT_EQ(answer.follow().document.find("h1").text(), "uk");
}

TEST(SiteTest, every_answer_carries_the_safety_headers) {
  TestSite site(options());
  for (auto const* path : {"/de", "/de/nothing", "/de/broken", "/assets/mila.abc.css", "/"}) {
    auto answer = site.get(path);
    EXPECT_NE(answer.header("Content-Security-Policy").find("default-src 'none'"),
              std::string::npos)
        << path;
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer") << path;
    EXPECT_FALSE(answer.has_header("Set-Cookie")) << path;
    EXPECT_FALSE(answer.has_header("Strict-Transport-Security")) << path;
  }
}

TEST(SiteTest, an_unknown_page_says_what_to_do_next) {
  TestSite site(options());
  auto page = site.get("/uk/nothing");
  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.document.find("html").attribute("lang"), "uk");
  EXPECT_EQ(page.document.find("main a").attribute("href"), "/uk");
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  EXPECT_EQ(site.get("/xx/nothing", {{"Accept-Language", "fr"}})
                .document.find("html")
                .attribute("lang"),
            "fr");
}

TEST(SiteTest, a_wrong_method_names_the_right_ones) {
  TestSite site(options());
  auto post = site.post("/de");
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(post.header("Allow"), "GET, HEAD");
  auto get = site.get("/de/notes");
  EXPECT_EQ(get.status, 405);
  EXPECT_EQ(get.header("Allow"), "POST");
}

TEST(SiteTest, a_slash_too_many_is_mended) {
  TestSite site(options());
  auto answer = site.get("/de/notes/a%20b/?q=x%26y");
  EXPECT_EQ(answer.status, 301);
  EXPECT_EQ(answer.location(), "/de/notes/a%20b?q=x%26y");
  EXPECT_EQ(site.get("/de/nothing/").status, 404);
  EXPECT_EQ(site.get("//example.org/").status, 404);
}

TEST(SiteTest, an_address_cannot_smuggle_headers) {
  TestSite site(options());
  auto answer = site.get("/de/notes/x%0d%0aSet-Cookie:%20a=b/");
  EXPECT_EQ(answer.location().find_first_of("\r\n"), std::string::npos);
  EXPECT_EQ(answer.status, 301);
}

TEST(SiteTest, head_is_get_without_a_body) {
  TestSite site(options());
  auto head = site.head("/de");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("ETag"), site.get("/de").header("ETag"));
  EXPECT_EQ(site.head("/de/notes").status, 405);
}

TEST(SiteTest, an_unchanged_page_is_not_sent_again) {
  TestSite site(options());
  for (auto const* path : {"/de", "/de/notes/1"}) {  // the second one comes from memory
    auto tag = site.get(path).header("ETag");
    ASSERT_FALSE(tag.empty());
    auto again = site.get(path, {{"If-None-Match", "\"other\", " + tag}});
    EXPECT_EQ(again.status, 304) << path;
    EXPECT_EQ(again.body, "") << path;
    EXPECT_EQ(again.header("ETag"), tag) << path;
    EXPECT_EQ(site.get(path, {{"If-None-Match", "\"other\""}}).status, 200) << path;
  }
}

TEST(SiteTest, long_texts_are_zipped_for_those_who_can_read_it) {
  TestSite site(options());
  auto zipped = site.get("/de/long", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
  EXPECT_EQ(zipped.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(zipped.body, std::string(5000, 'x'));  // unzipped by TestSite
  auto plain = site.get("/de/long", {{"Accept-Encoding", "gzip;q=0"}});
  EXPECT_FALSE(plain.has_header("Content-Encoding"));
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
}

TEST(SiteTest, an_unknown_host_is_nobodys) {
  TestSite site(options());
  auto answer = site.get("/de", {{"Host", "other.example"}});
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body.find("Auental"), std::string::npos);
  EXPECT_EQ(site.get("/de", {{"Host", "AUENTAL.example:8080"}}).status, 200);
}

TEST(SiteTest, two_counties_never_see_each_other) {
  auto two = options();
  two.more_hosts = {"other.example"};
  TestSite site(two);
  EXPECT_EQ(site.post("/de/notes", {{"body", "only here"}}).status, 303);
  auto here = site.get("/de/notes/1"), there = site.get("/de/notes/1", {{"Host", "other.example"}});
  EXPECT_EQ(here.document.find("h1").text(), "1 only here");
  EXPECT_EQ(there.document.find("h1").text(), "1 none");
  EXPECT_NE(here.document.find(".county").text(), there.document.find(".county").text());
  // The same from memory.
  EXPECT_EQ(site.get("/de/notes/1").document.find("h1").text(), "1 only here");
  EXPECT_EQ(site.get("/de/notes/1", {{"Host", "other.example"}}).document.find("h1").text(),
            "1 none");
}

TEST(SiteTest, a_host_belongs_to_one_county) {
  auto twice = options();
  twice.more_hosts = {"auental.example"};
  EXPECT_THROW(TestSite{twice}, std::runtime_error);
}

TEST(PageCacheTest, keeps_a_page_until_its_time_has_come) {
  TestSite site(options());
  EXPECT_FALSE(site.get("/de/notes/1").from_cache);
  EXPECT_TRUE(site.get("/de/notes/1").from_cache);
  EXPECT_FALSE(site.get("/uk/notes/1").from_cache);
  EXPECT_FALSE(site.get("/de/notes/1?x=1").from_cache);
  site.clock.advance(std::chrono::minutes{10});
  EXPECT_FALSE(site.get("/de/notes/1").from_cache);
}

TEST(PageCacheTest, forgets_when_the_data_change) {
  TestSite site(options());
  site.get("/de/notes/1");
  site.post("/de/notes", {{"body", "neu"}});
  auto page = site.get("/de/notes/1");
  EXPECT_FALSE(page.from_cache);
  EXPECT_EQ(page.document.find("h1").text(), "1 neu");
}

TEST(PageCacheTest, a_change_while_a_page_is_made_is_not_missed) {
  auto changing = options();
  // Reads, and only then somebody writes: what was read must not pass for the new state.
  changing.modules[0].routes.push_back(
      {http::Method::Get, "/{lang}/slow", Permission::Public,
       [](Visit& visit) {
         auto response = http::text(first_note(visit), "text/plain");
         response.fresh_until = visit.context.now() + std::chrono::hours{1};
         visit.context.county.database.write([](db::Writer& writer) {
           writer.run({"note.put", "insert into note(id, body) values(1, 'neu') on conflict(id) do "
                                   "nothing"});
           writer.changed("note", "1");
         });
         return response;
       },
       ""});
  TestSite site(changing);
  EXPECT_EQ(site.get("/de/slow").body, "none");
  EXPECT_EQ(site.get("/de/slow").body, "neu");
}

TEST(PageCacheTest, serves_zipped_and_plain) {
  TestSite site(options());
  auto first = site.get("/de/notes/" + std::string(900, 'k'));
  site.get(first.path, {{"Accept-Encoding", "gzip"}});
  auto zipped = site.get(first.path, {{"Accept-Encoding", "gzip"}}), plain = site.get(first.path);
  EXPECT_TRUE(zipped.from_cache && plain.from_cache);
  auto same = site.get(first.path, {{"Accept-Encoding", "gzip"}, {"If-None-Match", zipped.header("ETag")}});
  EXPECT_EQ(same.status, 304);
  EXPECT_FALSE(same.has_header("Content-Encoding"));
  EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
  EXPECT_FALSE(plain.has_header("Content-Encoding"));
  EXPECT_EQ(zipped.body, first.body);
  EXPECT_EQ(plain.body, first.body);
}

TEST(ErrorPageTest, a_failure_shows_no_inner_matters) {
  TestSite site(options());
  auto page = site.get("/de/broken");
  EXPECT_EQ(page.status, 500);
  EXPECT_EQ(page.body.find("disk"), std::string::npos);
  EXPECT_TRUE(page.document.find("main a"));
}

TEST(ErrorPageTest, a_conflict_is_409_and_writes_nothing) {
  TestSite site(options());
  site.post("/de/notes", {{"body", "eins"}});
  EXPECT_EQ(site.post("/de/notes", {{"body", "zwei"}}).status, 409);
  EXPECT_EQ(site.get("/de/notes/1").document.find("h1").text(), "1 eins");
}

TEST(ErrorPageTest, the_code_of_an_error_decides) {
  TestSite site(options());
  EXPECT_EQ(site.get("/de/too-often").status, 429);
}

TEST(ErrorPageTest, only_the_servers_own_refusals_can_be_asked_for) {
  TestSite site(options());
  EXPECT_EQ(site.get("/_refused/413").status, 413);
  for (auto const* path : {"/_refused/200", "/_refused/100", "/_refused/x", "/_refused/0413"})
    EXPECT_EQ(site.get(path).status, 404) << path;
}

TEST(AssetsTest, are_kept_for_a_year_and_nothing_else_is_read) {
  TestSite site(options());
  auto css = site.get("/assets/mila.abc.css");
  EXPECT_EQ(css.status, 200);
  EXPECT_EQ(css.header("Content-Type"), "text/css; charset=utf-8");
  EXPECT_NE(css.header("Cache-Control").find("immutable"), std::string::npos);
  for (auto const* path : {"/assets/../templates/notes/page.html", "/assets/%2e%2e/templates/x",
                           "/assets//etc/passwd", "/assets/none.css", "/assets/icons"})
    EXPECT_EQ(site.get(path).status, 404) << path;
  EXPECT_EQ(site.post("/assets/mila.abc.css").status, 404);
}

TEST(GzipTest, can_be_undone_up_to_a_bound) {
  std::string const text(100'000, 'a');
  EXPECT_EQ(gunzip(gzip(text, 5), 200'000), text);
  EXPECT_EQ(gunzip(gzip(text, 5), 1000), "");
  EXPECT_EQ(gunzip("no gzip", 1000), "");
  EXPECT_EQ(gunzip(gzip("", 5), 10), "");
}

TEST(AcceptsGzipTest, reads_the_header) {
  for (auto const* yes : {"gzip", "br, gzip", "gzip;q=0.5", "*", "deflate , gzip ; q=1"})
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  for (auto const* no : {"", "br", "gzip;q=0", "gzip; q=0", "xgzip", "gzip;q=0.0", "gzip;q=0.000"})
    EXPECT_FALSE(accepts_gzip(no)) << no;
}

TEST(TelHrefTest, makes_numbers_that_dial) {
  EXPECT_EQ(tel_href("069 90009-452"), "tel:+496990009452");
  EXPECT_EQ(tel_href("+49 (69) 90009-452"), "tel:+496990009452");
  EXPECT_EQ(tel_href("0049 69 90009452"), "tel:+496990009452");
  EXPECT_EQ(tel_href("069 90009-452 / -453"), "tel:+496990009452");
  EXPECT_EQ(tel_href("116117"), "tel:116117");
  EXPECT_EQ(tel_href("abc"), "");
}

}  // namespace
}  // namespace mila
