// HTTP for the feed: public, without keys, readable from any page (CORS), errors as JSON.
#include "modules/hsds/api.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "modules/hsds/hsds.h"
#include "modules/hsds/hsds_json.h"
#include "modules/hsds/hsds_store.h"
#include "modules/hsds/json_text.h"
#include "modules/hsds/lists.h"
#include "modules/hsds/terms.h"
#include "openapi_json.inc"
#include "platform/base/ids.h"
#include "platform/base/text.h"
#include "platform/site/site.h"
#include "profile_json.inc"

namespace mila::hsds {
namespace {

using http::Method;
using http::Response;

constexpr char const* kBase = "/hsds/3.1";

Response json(std::string body, int status = 200) {
  return http::text(std::move(body), "application/json", status);
}

Response error(int status, std::string_view code, std::string_view message,
               std::string_view parameter = "") {
  std::string body;
  ObjectText object(body);
  ObjectText inner(object.begin("error"));
  inner.text("code", code);
  inner.text("message", message);
  if (!parameter.empty()) inner.text("parameter", parameter);
  inner.end();
  object.end();
  return json(std::move(body), status);
}

Response not_found() {
  return error(404, "not_found", "There is nothing with this address or id.");
}

/// Every answer may be read by scripts of any origin, errors too.
Handler open_to_all(Handler handler) {
  return [handler = std::move(handler)](Visit& visit) {
    Response response;
    try {
      response = handler(visit);
    } catch (std::exception const& failure) {
      spdlog::error("hsds: {}", failure.what());
      response = error(500, "internal", "Something went wrong on the server.");
    }
    response.header("Access-Control-Allow-Origin", "*");
    response.header("Access-Control-Expose-Headers", "ETag");
    response.header("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
  };
}

/// Parameters of the address and, for POST, of a form or a JSON object in the body.
std::optional<http::Fields> parameters(http::Request const& request) {
  if (request.method != Method::Post || request.body.empty()) return request.query;
  http::Fields fields = request.query;
  if (auto form = request.form()) {
    for (auto const& [name, value] : form->items()) fields.add(name, value);
    return fields;
  }
  if (request.header("content-type").rfind("application/json", 0) != 0) return std::nullopt;
  auto body = data::Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  for (auto const& [name, value] : body.items()) {
    if (value.is_null()) continue;
    if (value.is_structured()) return std::nullopt;
    fields.add(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return fields;
}

std::string page_json(Query const& query, std::int64_t total, std::int64_t size,
                      std::string const& contents) {
  std::int64_t pages = (total + query.size() - 1) / query.size();
  return fmt::format(
      R"({{"total_items":{},"total_pages":{},"page_number":{},"size":{},"first_page":{},)"
      R"("last_page":{},"empty":{},"contents":[{}]}})",
      total, pages, query.page, size, query.page == 1, query.page >= pages, size == 0, contents);
}

Response ndjson(http::NextChunk next) {
  Response response;
  response.content_type = "application/x-ndjson";
  response.stream = std::move(next);
  return response;
}

Response stream(Context& context, ListKind kind, Query const& query) {
  auto listing = std::make_shared<Listing>(context, kind, query);
  return ndjson([listing, next = listing->all()](std::string& chunk) {
    auto items = next();
    if (items.empty()) return false;
    try {
      listing->county().database.read([&](db::Reader& reader) {
        listing->render(reader, items, [&](std::string_view item) {
          chunk += item;
          chunk += '\n';
        });
        return 0;
      });
    } catch (std::exception const& failure) {
      spdlog::error("hsds stream: {}", failure.what());
      throw;
    }
    return true;
  });
}

/// Reads the query or gives the answer that says what is wrong with it.
std::optional<Response> bad_query(Visit& visit, Query& query) {
  auto fields = parameters(visit.request);
  if (!fields)
    return error(400, "bad_body", "The body must be a form or a JSON object with plain values.");
  if (auto bad = read_query(*fields, query))
    return error(400, "bad_parameter", bad->parameter + ": " + bad->message, bad->parameter);
  return std::nullopt;
}

Handler list(ListKind kind) {
  return [kind](Visit& visit) {
    Query query;
    if (auto bad = bad_query(visit, query)) return *bad;
    if (query.ndjson) return stream(visit.context, kind, query);
    Listing listing(visit.context, kind, query);
    return visit.context.county.database.read([&](db::Reader& reader) {
      auto page = listing.page(reader);
      std::string contents;
      std::int64_t size = 0;
      listing.render(reader, page.items, [&](std::string_view item) {
        if (size++) contents += ',';
        contents += item;
      });
      return json(page_json(query, page.total, size, contents));
    });
  };
}

Response one(Visit& visit, ListKind kind, Query const& query, std::vector<Item> const& items) {
  Listing listing(visit.context, kind, query);
  std::string body;
  visit.context.county.database.read([&](db::Reader& reader) {
    listing.render(reader, items, [&](std::string_view item) { body = item; });
    return 0;
  });
  return body.empty() ? not_found() : json(std::move(body));
}

Response one_record(Visit& visit, ListKind kind) {
  Query query;
  if (auto bad = bad_query(visit, query)) return *bad;
  query.full = true;
  query.minimal = false;
  auto id = ascii_lower(visit.request.parameter("id"));
  if (kind != ListKind::AtLocations) return one(visit, kind, query, {{id}});
  auto item = find_at_location(visit.context.county, id);
  return item ? one(visit, kind, query, {*item}) : not_found();
}

/// A taxonomy or term, ours or imported.
struct Word {
  std::string id, taxonomy_id, parent_id, text, json;
};

std::vector<Word> words(Visit& visit, bool taxonomies) {
  std::vector<Word> all;
  if (taxonomies) {
    for (auto const& taxonomy : terms().taxonomies())
      all.push_back({taxonomy.id, "", "", taxonomy.name, taxonomy.json});
  } else {
    for (auto const& term : terms().terms())
      all.push_back({term.id, term.taxonomy_id, term.parent_id, term.text, term.json});
  }
  auto imported = visit.context.county.database.read([&](db::Reader& reader) {
    return stored_words(reader, taxonomies ? "taxonomy" : "taxonomy_term");
  });
  for (auto& stored : imported) {
    Word word{std::move(stored.id), "", "", "", std::move(stored.json)};
    Members members(word.json);
    word.taxonomy_id = members.text("taxonomy_id");
    if (word.taxonomy_id.empty() && members.has("taxonomy_detail"))
      word.taxonomy_id = Members(members.raw("taxonomy_detail")).text("id");
    word.parent_id = members.text("parent_id");
    word.text =
        members.text("name") + " " + members.text("code") + " " + members.text("description");
    all.push_back(std::move(word));
  }
  return all;
}

Handler word_list(bool taxonomies) {
  return [taxonomies](Visit& visit) {
    Query query;
    if (auto bad = bad_query(visit, query)) return *bad;
    auto wanted = ascii_lower(query.search);
    std::vector<Word> found;
    for (auto& word : words(visit, taxonomies)) {
      if (!wanted.empty() && ascii_lower(word.text).find(wanted) == std::string::npos) continue;
      if (!query.taxonomy_id.empty() &&
          (taxonomies ? word.id : word.taxonomy_id) != query.taxonomy_id)
        continue;
      if (query.top_only && !word.parent_id.empty()) continue;
      if (!query.parent_id.empty() && word.parent_id != query.parent_id) continue;
      found.push_back(std::move(word));
    }
    auto total = static_cast<std::int64_t>(found.size());
    auto from = query.ndjson ? 0 : std::min((query.page - 1) * query.size(), total);
    auto to = query.ndjson ? total : std::min(from + query.size(), total);
    std::string contents;
    for (auto i = from; i < to; ++i) {
      if (i > from && !query.ndjson) contents += ',';
      contents += found[static_cast<std::size_t>(i)].json;
      if (query.ndjson) contents += '\n';
    }
    if (query.ndjson) return http::text(std::move(contents), "application/x-ndjson");
    return json(page_json(query, total, to - from, contents));
  };
}

Handler one_word(bool taxonomies) {
  return [taxonomies](Visit& visit) {
    auto id = ascii_lower(visit.request.parameter("id"));
    for (auto& word : words(visit, taxonomies))
      if (word.id == id) return json(std::move(word.json));
    return not_found();
  };
}

Response about(Visit& visit) {
  auto const& config = visit.context.county.config();
  std::string body;
  ObjectText object(body);
  object.text("version", "3.1");
  object.text("profile", visit.site.absolute(visit, std::string(kBase) + "/profile"));
  object.text("openapi_url", visit.site.absolute(visit, std::string(kBase) + "/openapi.json"));
  object.text("description", config.brand + ": " + config.name);
  ObjectText publisher(object.begin("publisher"));
  publisher.text("name", config.office_name.empty() ? config.name : config.office_name);
  if (!config.office_mail.empty()) publisher.text("email", config.office_mail);
  publisher.text("website", visit.site.absolute(visit, "/"));
  publisher.end();
  object.end();
  return json(std::move(body));
}

Response preflight(Visit&) {
  Response response;
  response.status = 204;
  response.header("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS");
  response.header("Access-Control-Allow-Headers", "Content-Type, If-None-Match");
  response.header("Access-Control-Max-Age", "86400");
  return response;
}

/// What no other route takes: addresses that do not exist, methods that are not offered.
Response leftover(Visit& visit) {
  auto path = visit.request.path.substr(std::string_view(kBase).size());
  if (visit.request.method == Method::Get || visit.request.method == Method::Head) {
    if (path.size() < 2 || path.back() != '/') return not_found();
    return http::moved(
        kBase + path.substr(0, path.find_last_not_of('/') + 1) + visit.request.query.to_query(),
        301);
  }
  auto response = error(405, "method_not_allowed", "Ask with GET; lists also take POST.");
  response.header("Allow", "GET, HEAD, OPTIONS");
  return response;
}

}  // namespace

std::vector<Route> api_routes() {
  std::string base = kBase;
  std::vector<Route> routes;
  auto add = [&](Method method, std::string const& path, Handler handler,
                 std::string const& sample) {
    routes.push_back(
        {method, base + path, Permission::Public, open_to_all(std::move(handler)), base + sample});
  };
  auto add_list = [&](std::string const& path, Handler const& handler, Handler const& item,
                      std::string const& sample) {
    add(Method::Get, path, handler, path);
    add(Method::Post, path, handler, path);
    add(Method::Get, path + "/{id}", item, sample);
  };
  // The samples stand in the demo county's feed of a neighbour; words have ids made from names.
  auto term = "/taxonomy_terms/" + named_uuid("topic", "first-steps");
  auto taxonomy = "/taxonomies/" + named_uuid("taxonomy", "mila-topics");
  add(Method::Get, "", about, "");
  add(Method::Get, "/", about, "/");
  add_list(
      "/services", list(ListKind::Services),
      [](Visit& visit) { return one_record(visit, ListKind::Services); },
      "/services/" + std::string(kSampleService));
  add_list(
      "/organizations", list(ListKind::Organizations),
      [](Visit& visit) { return one_record(visit, ListKind::Organizations); },
      "/organizations/" + std::string(kSampleOrganization));
  add_list(
      "/service_at_locations", list(ListKind::AtLocations),
      [](Visit& visit) { return one_record(visit, ListKind::AtLocations); },
      "/service_at_locations/" + std::string(kSampleAtLocation));
  add_list("/taxonomies", word_list(true), one_word(true), taxonomy);
  add_list("/taxonomy_terms", word_list(false), one_word(false), term);
  add(
      Method::Get, "/openapi.json", [](Visit&) { return json(kOpenApi); }, "/openapi.json");
  add(
      Method::Get, "/profile", [](Visit&) { return json(kProfile); }, "/profile");
  add(Method::Get, "/{rest...}", leftover, "/services");
  // Of several patterns the most specific one decides, so each needs its answers to other methods.
  auto with_get = routes;
  for (auto const& route : with_get) {
    if (route.method != Method::Get) continue;
    auto also = [&](Method method, Handler handler) {
      routes.push_back({method, route.pattern, Permission::Public, open_to_all(std::move(handler)),
                        route.sample});
    };
    bool takes_post = std::any_of(with_get.begin(), with_get.end(), [&](Route const& other) {
      return other.method == Method::Post && other.pattern == route.pattern;
    });
    also(Method::Options, preflight);
    also(Method::Other, leftover);
    if (!takes_post) also(Method::Post, leftover);
  }
  return routes;
}

}  // namespace mila::hsds
