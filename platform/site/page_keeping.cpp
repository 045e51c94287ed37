// Keeping pages that are the same for everybody until they are not true any more.
#include <fmt/format.h>

#include "platform/site/compression.h"
#include "platform/site/page_cache.h"
#include "platform/site/site.h"

namespace mila {
namespace {

/// The kept form of a page that this request gets.
std::shared_ptr<http::Handlers::Cached const> variant_for(http::Request const& request,
                                                          PageCache::Entry const& entry) {
  auto tags = request.header("if-none-match");
  if (!tags.empty() && tags.find(entry.etag) != std::string::npos) return entry.unmodified;
  return entry.page;
}

}  // namespace

std::string Site::cache_key(http::Request const& request, County const& county) const {
  // Zipped and plain are kept apart: nearly everybody takes one of them, so the other is not made.
  return fmt::format("{}\n{}\n{}{}\n{}", county.config().id, request.header("host"),
                     request.secure ? 1 : 0, accepts_gzip(request.header("accept-encoding")) ? 1 : 0,
                     request.target);
}

bool Site::keep(http::Request const& request, County& county, std::int64_t edition,
                http::Response& response) {
  if (!response.fresh_until || response.status != 200 || config_.reload ||
      request.method != http::Method::Get || response.stream)
    return false;
  auto entry = std::make_shared<PageCache::Entry>();
  entry->edition = edition;
  entry->made_at = clock_.now();
  entry->fresh_until = *response.fresh_until;
  http::Request whole = request;
  whole.headers.erase("if-none-match");
  auto finished = finish(whole, &county, std::move(response));
  auto page = std::make_shared<http::Handlers::Cached>();
  auto unmodified = std::make_shared<http::Handlers::Cached>();
  unmodified->status = 304;
  for (auto const& [name, value] : finished.headers) {
    if (name == "ETag") entry->etag = value;
    if (name != "Content-Encoding") unmodified->headers.emplace_back(name, value);
  }
  page->headers = std::move(finished.headers);
  page->headers.emplace_back("Content-Type", finished.content_type);
  page->body = std::move(finished.body);
  page->body.shrink_to_fit();  // room for what did not compress would be kept, and not be counted
  entry->page = page;
  entry->unmodified = unmodified;
  cache_->put(cache_key(request, county), entry);
  auto const& mine = variant_for(request, *entry);
  response.status = mine->status;
  response.content_type = finished.content_type;
  response.body = mine->body;
  response.headers.clear();
  for (auto const& [name, value] : mine->headers)
    if (name != "Content-Type") response.header(name, value);
  return true;
}

std::shared_ptr<http::Handlers::Cached const> Site::cached(http::Request const& request) {
  County* county = county_of(request.host());
  if (!county) return nullptr;
  auto entry = cache_->get(cache_key(request, *county));
  Instant now = clock_.now();
  bool fresh = entry && entry->edition == county->edition() && entry->made_at <= now &&
               now < entry->fresh_until;
  if (!fresh) return nullptr;
  return variant_for(request, *entry);
}

}  // namespace mila
