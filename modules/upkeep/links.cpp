// Who is asked when, and what follows from the answer.
#include "modules/upkeep/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "modules/upkeep/entries.h"
#include "platform/base/text.h"

namespace mila::upkeep {

using namespace std::chrono_literals;

namespace {

constexpr auto kSoundAgain = 24h * 30, kBrokenAgain = 24h, kTaskAgain = 24h * 7;

std::set<std::string> wanted_links(Overview const& all) {
  std::set<std::string> urls;
  for (auto const& row : all.offers)
    if (row.is_public()) urls.insert(row.links.begin(), row.links.end());
  for (auto const& [id, organization] : all.organizations)
    if (organization.website.rfind("http", 0) == 0) urls.insert(organization.website);
  return urls;
}

}  // namespace

std::string link_check_agent(County& county) {
  std::string name = slugify(county.config().name), address;
  for (char c : public_address(county.config()))
    if (c > ' ' && c < 127) address += c;
  return fmt::format("MiLa-link-check ({}; +{})", name, address);
}

void follow_links(Context& context) {
  auto& database = context.county.database;
  std::set<std::string> wanted;
  std::vector<LinkCheck> known;
  database.read([&](db::Reader& reader) {
    wanted = wanted_links(*overview_once(context.county, reader));
    known = all_link_checks(reader);
  });
  std::vector<std::string> left;
  for (auto const& check : known)
    if (wanted.erase(check.url) == 0) left.push_back(check.url);
  if (wanted.empty() && left.empty()) return;
  database.write([&](db::Writer& writer) {
    for (auto const& url : left) delete_link_check(writer, url);
    for (auto const& url : wanted)
      insert_link_check(writer, {url, web_host(url), writer.now(), {}, "", 0, "", ""});
  });
}

LinkCheck after_probe(LinkCheck check, Probe const& probe, Instant now, Date day, bool line_works) {
  check.checked_at = now;
  check.code = probe.code;
  if (probe.kind == Probe::Kind::Works) {
    check.failures = 0;
    check.failed_on.clear();
    check.due_at = now + kSoundAgain;
    return check;
  }
  std::string today = format_iso_date(day);
  bool counts = probe.kind == Probe::Kind::Broken || line_works;
  if (counts && check.failed_on != today) {
    ++check.failures;
    check.failed_on = today;
  }
  check.due_at = now + (check.failures >= kBrokenDays ? kTaskAgain : kBrokenAgain);
  return check;
}

int run_link_round(Context& context, ProbeOptions options) {
  auto& database = context.county.database;
  if (options.user_agent.empty()) options.user_agent = link_check_agent(context.county);
  Instant now = context.now();
  std::vector<LinkCheck> chosen;
  bool line_works = false;
  database.read([&](db::Reader& reader) {
    auto hosts = hosts_checked_since(reader, now - 1h);
    line_works = any_link_worked_since(reader, now - 48h);
    for (auto& check : due_link_checks(reader, now, 200)) {
      if (chosen.size() == kLinksARound) break;
      if (std::find(hosts.begin(), hosts.end(), check.host) != hosts.end()) continue;
      hosts.push_back(check.host);
      chosen.push_back(std::move(check));
    }
  });
  for (auto const& check : chosen) {
    auto result = probe(check.url, options);
    line_works = line_works || result.code == "ok";
    database.write([&](db::Writer& writer) {
      // A person may have said something about it meanwhile.
      auto current = find_link_check(writer, check.url);
      if (!current) return;
      update_link_check(writer, after_probe(*current, result, now, today(context), line_works));
      if (result.code != check.code) writer.changed("upkeep_link_check", "*");
    });
  }
  return static_cast<int>(chosen.size());
}

std::vector<BrokenLink> broken_links_of(Context const& context, db::Reader& reader, Overview const& all) {
  std::map<std::string, BrokenLink> by_url;
  for (auto& check : broken_links(reader, kBrokenDays, format_iso_date(today(context))))
    by_url[check.url].check = std::move(check);
  if (by_url.empty()) return {};
  for (auto const& row : all.offers) {
    if (!row.is_public() || !may_edit(context.actor, row.organization_id)) continue;
    for (auto const& url : row.links)
      if (auto found = by_url.find(url); found != by_url.end()) found->second.offers.push_back(&row);
  }
  for (auto const& [id, organization] : all.organizations)
    if (auto found = by_url.find(organization.website); found != by_url.end() && may_edit(context.actor, id))
      found->second.organizations.push_back(&organization);
  std::vector<BrokenLink> own;
  for (auto& [url, link] : by_url)
    if (!link.offers.empty() || !link.organizations.empty()) own.push_back(std::move(link));
  return own;
}

}  // namespace mila::upkeep
