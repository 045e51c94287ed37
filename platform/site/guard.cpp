// The workplace's door: who is it, may they, did the form come from our own page.
#include <fmt/format.h>

#include "platform/auth/sessions.h"
#include "platform/base/text.h"
#include "platform/site/site.h"

namespace mila {
namespace {

/// The language of the workplace for somebody who has not signed in.
std::string workplace_language(http::Request const& request) {
  static std::vector<std::string> const languages{"de", "en"};
  return std::string(i18n::negotiate(request.header("accept-language"), languages));
}

/// Whether a browser says that this request comes from a page of ours. Fetch Metadata where it is
/// sent, else Origin; a request with neither comes from no browser of today and needs the token.
bool from_our_page(http::Request const& request) {
  std::string site = request.header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin" || site == "none";
  std::string origin = request.header("origin");
  if (origin.empty()) return true;
  return origin == (request.secure ? "https://" : "http://") + request.header("host");
}

/// Where to come back to after signing in; only addresses of the workplace itself.
std::string here(http::Request const& request) {
  std::string encoded;
  for (auto segment : split(std::string_view(request.path).substr(1), '/')) encoded += "/" + percent_encode(segment);
  return encoded + request.query.to_query();
}

/// What is worth keeping of a form that came too late: its texts. Files are chosen again, and
/// passwords are not kept anywhere.
std::string texts_of(http::Request const& request) {
  auto form = request.form();
  http::Fields kept;
  if (form)
    for (auto const& [name, value] : form->items())
      if (name != "csrf" && name.find("password") == std::string::npos) kept.add(name, value);
  std::string query = kept.to_query();
  return query.empty() ? "" : query.substr(1);
}

}  // namespace

bool is_workplace_path(std::string_view path) {
  return path == "/staff" || (path.rfind("/staff/", 0) == 0 && path.find("//") == std::string_view::npos &&
                              path.find('\\') == std::string_view::npos);
}

http::Response Site::ask_to_sign_in(Visit& visit, auth::Identified const& who) {
  auto& context = visit.context;
  bool post = visit.request.method == http::Method::Post;
  if (post && who.expired)
    context.county.database.write([&](db::Writer& writer) {
      auth::keep_form(writer, context, *who.expired, visit.request.path,
                      texts_of(visit.request));
    });
  std::string query = post ? "?kept=1" : "?next=" + percent_encode(here(visit.request));
  return http::see_other("/staff/sign-in" + query);
}

http::Response Site::run_guarded(Visit& visit, Route const& route) {
  auto& context = visit.context;
  auto const& request = visit.request;
  bool post = request.method == http::Method::Post;
  auto who = auth::identify(context.county, roles_, request, context.now());
  context.actor = who.actor;
  if (request.parameters.count("lang") == 0)
    context.language = who.actor.signed_in() ? who.actor.language : workplace_language(request);
  if (post && !from_our_page(request)) return error_page(visit, 403);
  if (!context.actor.may(route.permission)) {
    if (!context.actor.signed_in()) return ask_to_sign_in(visit, who);
    if (who.second_factor_missing) return http::see_other("/staff/second-factor");
    return error_page(visit, 403);
  }
  // Signing in and links are open to all: they act for nobody's session.
  if (post && context.actor.signed_in() && route.permission != Permission::Public) {
    auto form = request.form();
    if (!form || form->get("csrf") != context.actor.csrf) return error_page(visit, 403);
    if (auto kept = form->get("kept_form"); !kept.empty())
      context.county.database.write([&](db::Writer& writer) {
        auth::drop_kept_form(writer, context.actor.account_id, kept);
      });
  }
  if (route.delicate && context.now() - context.actor.confirmed_at > auth::kConfirmedFor) {
    if (post)
      context.county.database.write([&](db::Writer& writer) {
        auth::keep_form(writer, context, context.actor.account_id, request.path, texts_of(request));
      });
    std::string query = post ? "?kept=1" : "?next=" + percent_encode(here(request));
    return http::see_other("/staff/confirmation" + query);
  }
  auto response = route.handler(visit);
  bool said = false;
  for (auto const& header : response.headers) said |= header.first == "Cache-Control";
  if (!said) response.header("Cache-Control", "no-store");
  // Our own forms say where they come from; nobody else learns it.
  response.header("Referrer-Policy", "same-origin");
  response.fresh_until.reset();
  return response;
}

}  // namespace mila
