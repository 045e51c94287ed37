// For machines: the county's colours and logo, robots.txt, sitemap.xml, the Atom feed of offers.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include "modules/offers/page_kit.h"
#include "modules/offers/pages.h"
#include "platform/base/text.h"
#include "platform/files/files.h"

namespace mila::offers {
namespace {

/// A sitemap may hold 50,000 addresses and 50 MB; with the alternates of 14 languages an address
/// takes about 2 KB.
constexpr std::int64_t kUrlsMax = 20000;
constexpr int kBatch = 200;
constexpr int kFeedMax = 50;

using directory::Kind;

std::string read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return file ? text.str() : "";
}

/// Escaped for XML; control characters, which XML 1.0 does not allow at all, are left out.
std::string xml(std::string_view text) {
  std::string clean;
  for (char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') clean += c;
  return html::escape(clean);
}

/// The mark with the county's colour instead of the page's style sheet.
std::string drawn_mark(Site const& site, std::string const& accent) {
  std::string svg = read_file(site.config().share + "/assets/images/mark.svg");
  svg = replace_all(std::move(svg), "class=\"m-mark__ground\"", "fill=\"" + accent + "\"");
  svg = replace_all(std::move(svg), "class=\"m-mark__lines\"",
                    "fill=\"none\" stroke=\"#fff\" stroke-width=\"2\" stroke-linecap=\"round\"");
  return replace_all(std::move(svg), " class=\"m-mark\"", " width=\"36\" height=\"40\"");
}

/// What a sitemap needs to know, without the request: it is written after the handler has returned.
struct SitemapWriter {
  County& county;
  std::string origin;  ///< "https://hilfe.example"

  /// One page in all languages, as one entry each.
  void add(std::string& out, std::string const& path, std::string const& modified) const {
    auto const& languages = county.config().languages;
    std::string alternates;
    for (auto const& language : languages)
      alternates += fmt::format("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                                language, address(language, path));
    // Only the start page chooses the language itself.
    std::string fallback = path.empty() ? xml(origin + "/") : address(languages.front(), path);
    alternates += fmt::format("<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\"/>",
                              fallback);
    for (auto const& language : languages)
      out += fmt::format("<url><loc>{}</loc>{}{}</url>\n", address(language, path),
                         modified.empty() ? "" : "<lastmod>" + modified + "</lastmod>", alternates);
  }

  std::string address(std::string const& language, std::string const& path) const {
    return xml(origin + "/" + language + path);
  }
};

std::string const kUrlsetBegin =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
    "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
std::string const kIndexBegin =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

/// Path below /{lang} of a record's page; "" when it has none.
std::string page_path(directory::Record const& record) {
  std::string name = record.json.value("name", "");
  std::string key = slugify(name) + "-" + short_id(record.id);
  bool organization = record.kind == Kind::Organization;
  std::string status = record.json.value(organization ? "x_status" : "status", "active");
  if (status == "defunct" || status == "inactive") return "";
  return (organization ? "/organisations/" : "/offers/") + key;
}

std::string day_of(Instant modified) { return format_rfc3339(modified).substr(0, 10); }

/// Pages that are no records: the fixed ones, those of other modules, one list per topic.
std::vector<std::string> fixed_paths(Visit& visit) {
  std::vector<std::string> paths{"",         "/topics",  "/responsible",  "/organisations",
                                 "/imprint", "/privacy", "/accessibility"};
  for (auto const& topic : taxonomy::taxonomy().topics())
    paths.push_back("/search?topic=" + topic.code);
  std::set<std::string> known(paths.begin(), paths.end());
  for (auto const& module : visit.site.modules()) {
    if (!module.sitemap) continue;
    for (auto& path : module.sitemap(visit.context))
      if (known.insert(path).second) paths.push_back(std::move(path));
  }
  return paths;
}

/// Streams `paths`, then the pages of `kinds`, from after `after` in the first, at most `limit`
/// records.
http::NextChunk page_stream(SitemapWriter writer, std::vector<std::string> paths,
                            std::vector<Kind> kinds, std::string after, std::int64_t limit) {
  struct Position {
    std::size_t path = 0, kind = 0;
    std::string after;
    std::int64_t left;
    bool ended = false;
  };
  auto position = std::make_shared<Position>(Position{0, 0, std::move(after), limit, false});
  return [writer, paths = std::move(paths), kinds = std::move(kinds),
          position](std::string& chunk) {
    if (position->ended) return false;
    chunk.clear();
    if (position->path < paths.size()) {
      writer.add(chunk, paths[position->path++], "");
      return true;
    }
    if (position->kind == kinds.size() || position->left <= 0) {
      chunk = "</urlset>\n";
      position->ended = true;
      return true;
    }
    int count = static_cast<int>(std::min<std::int64_t>(kBatch, position->left));
    auto records = writer.county.database.read([&](db::Reader& reader) {
      return directory::records_after(reader, kinds[position->kind], position->after, count);
    });
    for (auto const& record : records)
      if (auto path = page_path(record); !path.empty())
        writer.add(chunk, path, day_of(record.modified));
    position->left -= static_cast<std::int64_t>(records.size());
    if (!records.empty()) position->after = records.back().id;
    if (static_cast<int>(records.size()) < count) {
      ++position->kind;
      position->after.clear();
    }
    if (chunk.empty()) chunk = "\n";  // every piece has something to send
    return true;
  };
}

/// Streams the index: one file for the fixed pages, then one per `size` records of each kind.
http::NextChunk index_stream(SitemapWriter writer, int size) {
  struct Position {
    std::size_t kind = 0;
    std::string after;
    bool ended = false;
  };
  static constexpr Kind kKinds[] = {Kind::Organization, Kind::Service};
  auto position = std::make_shared<Position>();
  return [writer, size, position](std::string& chunk) {
    if (position->ended) return false;
    chunk.clear();
    if (position->kind == std::size(kKinds)) {
      chunk = "</sitemapindex>\n";
      position->ended = true;
      return true;
    }
    Kind kind = kKinds[position->kind];
    auto records = writer.county.database.read([&](db::Reader& reader) {
      return directory::records_after(reader, kind, position->after, size);
    });
    if (!records.empty()) {
      std::string address = fmt::format("{}/sitemap.xml?part={}&after={}", writer.origin,
                                        directory::name_of(kind), position->after);
      chunk = "<sitemap><loc>" + xml(address) + "</loc></sitemap>\n";
      position->after = records.back().id;
    }
    if (static_cast<int>(records.size()) < size) {
      ++position->kind;
      position->after.clear();
    }
    if (chunk.empty()) chunk = "\n";
    return true;
  };
}

/// The last change of each record, by id.
std::map<std::string, Instant> changes_of(db::Reader& reader, std::vector<std::string> const& ids) {
  std::map<std::string, Instant> changes;
  for (auto const& record : directory::find_records(reader, Kind::Service, ids))
    changes[record.id] = record.modified;
  return changes;
}

std::string atom_text(char const* element, ShownText const& text) {
  return fmt::format("<{0} type=\"text\"{1}>{2}</{0}>\n", element,
                     text.foreign ? " xml:lang=\"" + xml(text.language) + "\"" : "",
                     xml(text.text));
}

std::string atom_entry(Visit& visit, Offer const& offer, Instant changed) {
  std::string const& language = visit.context.language;
  ShownText summary = shown_text(offer.service, "x_summary", language);
  if (summary.text.empty()) summary = shown_text(offer.service, "description", language);
  std::string entry = "<entry>\n";
  entry += "<id>urn:uuid:" + xml(offer.service.id) + "</id>\n";
  entry += atom_text("title", shown_text(offer.service, "name", language));
  entry += "<updated>" + format_rfc3339(changed) + "</updated>\n";
  entry += fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                       xml(visit.site.absolute(visit, offer_href(offer.service, language))));
  if (offer.organization)
    entry += "<author><name>" + xml(offer.organization->name) + "</name></author>\n";
  for (auto const& code : directory::codes(offer.service.x_terms, "topic"))
    entry += fmt::format("<category term=\"{}\" label=\"{}\"/>\n", xml(code),
                         xml(taxonomy::taxonomy().label(code, language)));
  if (!summary.text.empty()) entry += atom_text("summary", summary);
  return entry + "</entry>\n";
}

/// A logo that was uploaded in the browser ("file:…") rather than named in mila.toml.
std::optional<http::Response> uploaded_logo(Visit& visit) {
  auto& county = visit.context.county;
  std::string const& logo = county.config().logo;
  if (!logo.starts_with("file:")) return std::nullopt;
  auto file = county.database.read(
      [&](db::Reader& reader) { return files::find(reader, std::string_view(logo).substr(5)); });
  if (!file) return std::nullopt;
  return files::respond(*file, files::read(county, *file));
}

}  // namespace

http::Response show_colours(Visit& visit) {
  auto const& county = visit.context.county.config();
  auto response = http::text(fmt::format(":root{{--mila-accent:{};--mila-accent-dark:{}}}\n",
                                         county.accent, county.accent_dark),
                             "text/css; charset=utf-8");
  response.header("Cache-Control", "public, max-age=3600");
  response.fresh_until = next_midnight(visit.context.county, visit.context.now());
  return response;
}

http::Response show_logo(Visit& visit) {
  auto const& county = visit.context.county.config();
  if (auto uploaded = uploaded_logo(visit)) {
    uploaded->fresh_until = next_midnight(visit.context.county, visit.context.now());
    return *uploaded;
  }
  std::string svg = county.logo.empty() ? "" : read_file(county.logo);
  if (svg.empty()) svg = drawn_mark(visit.site, county.accent);
  if (svg.empty()) return visit.site.error_page(visit, 404);
  auto response = http::text(std::move(svg), "image/svg+xml");
  response.header("Cache-Control", "public, max-age=3600");
  response.fresh_until = next_midnight(visit.context.county, visit.context.now());
  return response;
}

http::Response show_robots(Visit& visit) {
  // Every choice of a search is a link; robots that followed all of them would never end.
  auto response = http::text("User-agent: *\n"
                             "Disallow: /*/search?*&\n"
                             "Disallow: /*/search?*q=\n"
                             "Disallow: /*/map\n"
                             "\n"
                             "Sitemap: " + visit.site.absolute(visit, "/sitemap.xml") + "\n",
                             "text/plain; charset=utf-8");
  response.fresh_until = next_midnight(visit.context.county, visit.context.now());
  return response;
}

http::Response show_sitemap(Visit& visit) {
  auto& county = visit.context.county;
  SitemapWriter writer{county, visit.site.absolute(visit, "")};
  auto languages = static_cast<std::int64_t>(county.config().languages.size());
  int part_size = static_cast<int>(std::max<std::int64_t>(1, kUrlsMax / languages));
  auto response = http::text(kUrlsetBegin, "application/xml; charset=utf-8");
  std::string part = visit.request.query.get("part");
  if (part == "organization" || part == "service") {
    Kind kind = part == "service" ? Kind::Service : Kind::Organization;
    response.stream = page_stream(writer, {}, {kind}, visit.request.query.get("after"), part_size);
    return response;
  }
  if (!part.empty() && part != "pages") return visit.site.error_page(visit, 404);
  auto paths = fixed_paths(visit);
  auto records = county.database.read([](db::Reader& reader) {
    return directory::count_records(reader, Kind::Organization) +
           directory::count_records(reader, Kind::Service);
  });
  bool whole = part.empty() && records + static_cast<std::int64_t>(paths.size()) <= part_size;
  if (part.empty() && !whole) {
    std::string pages = xml(writer.origin + "/sitemap.xml?part=pages");
    response.body = kIndexBegin + "<sitemap><loc>" + pages + "</loc></sitemap>\n";
    response.stream = index_stream(writer, part_size);
    return response;
  }
  std::vector<Kind> kinds;
  if (whole) kinds = {Kind::Organization, Kind::Service};
  response.stream = page_stream(writer, std::move(paths), std::move(kinds), "", records);
  return response;
}

http::Response show_atom(Visit& visit) {
  auto& county = visit.context.county;
  Words words(visit.site, visit.context.language);
  auto gazetteer = places::gazetteer(county);
  std::vector<Offer> offers;
  std::map<std::string, Instant> changes;
  county.database.read([&](db::Reader& reader) {
    auto ids = directory::recently_changed(reader, kFeedMax);
    changes = changes_of(reader, ids);
    offers = load_offers(reader, county, *gazetteer, ids);
  });
  Instant updated{};  // of an empty feed: it has never been changed
  std::string entries;
  for (auto const& offer : offers) {
    Instant changed = changes[offer.service.id];
    updated = std::max(updated, changed);
    entries += atom_entry(visit, offer, changed);
  }
  std::string const& language = words.language();
  std::string body = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n"
      "<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n"
      "<author><name>{}</name></author>\n"
      "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n"
      "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
      language, named_uuid("offers.atom", county.config().id + "/" + language),
      xml(words("New and changed offers in {county}", {{"county", county.config().name}})),
      format_rfc3339(updated), xml(county.config().name),
      xml(visit.site.absolute(visit, "/" + language + "/offers.atom")),
      xml(visit.site.absolute(visit, "/" + language + "/search")));
  auto response = http::text(body + entries + "</feed>\n", "application/atom+xml; charset=utf-8");
  response.header("Content-Language", language);
  response.fresh_until = next_midnight(county, visit.context.now());
  return response;
}

}  // namespace mila::offers
