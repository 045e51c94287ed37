// Keeps the index in step with the database: reads the change feed, makes documents anew, and
// swaps the facts in memory.
#include <algorithm>
#include <cstdio>

#include "modules/offers/offer_search_county.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

using directory::Kind;
using directory::Service;

constexpr int kChangesAtOnce = 1000, kServicesAtOnce = 500;
constexpr std::size_t kBatch = 2500;       // documents per commit: bounds memory
constexpr std::size_t kRatherAll = 20000;  // more than this: go through all in order

std::shared_ptr<PlaceNames const> place_names(County& county) {
  return std::make_shared<PlaceNames const>(places::gazetteer(county));
}

}  // namespace

CountySearch::CountySearch(County& county)
    : county_(county),
      index_(county.config().data_folder + "/search", SearchWords::fingerprint()) {
  load();
}

CountySearch::~CountySearch() {
  {
    std::lock_guard lock(follow_mutex_);
    stopping_ = true;
  }
  follow_wakes_.notify_all();
  if (follower_.joinable()) follower_.join();
}

std::shared_ptr<SearchState const> CountySearch::state() const {
  std::lock_guard lock(state_mutex_);
  return state_;
}

void CountySearch::load() {
  auto hours = std::make_shared<HoursBook>();
  std::shared_ptr<FacetTable> facets;
  index_.read([&](Xapian::Database& database) {
    facets = std::make_shared<FacetTable>(hours);
    auto const slot = search::Index::kValueSlot;
    for (auto it = database.valuestream_begin(slot); it != database.valuestream_end(slot); ++it)
      facets->put(it.get_docid(), OfferFacts::from_bytes(*it));
  });
  publish(facets, parse_integer(index_.metadata("seq")).value_or(0));
}

void CountySearch::publish(std::shared_ptr<FacetTable const> facets, std::int64_t seen) {
  auto before = state();
  auto next = std::make_shared<SearchState>();
  next->facets = std::move(facets);
  next->seen = seen;
  bool same_places = before && &before->places->gazetteer() == places::gazetteer(county_).get();
  next->places = same_places ? before->places : place_names(county_);

  next->reach = reach_of(*next->facets, next->places->gazetteer());

  std::vector<std::pair<std::string, double>> words;
  std::uint64_t fingerprint = same_places ? 1 : 2 + static_cast<std::uint64_t>(seen);
  index_.read([&](Xapian::Database& database) {
    words.clear();
    for (auto it = database.allterms_begin(kWordPrefix); it != database.allterms_end(kWordPrefix);
         ++it) {
      words.emplace_back((*it).substr(sizeof kWordPrefix - 1), it.get_termfreq());
      for (char c : words.back().first)
        fingerprint = (fingerprint ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
  });
  next->vocabulary = fingerprint;
  if (same_places && before->vocabulary == fingerprint) {
    next->spelling = before->spelling;
  } else {
    auto spelling = std::make_shared<language::SpellIndex>();
    for (auto const& [word, weight] : words) spelling->add(word, 1 + weight);
    for (auto const& word : next->places->words()) spelling->add(word, 5);
    spelling->freeze();
    next->spelling = std::move(spelling);
  }
  {
    std::lock_guard lock(state_mutex_);
    state_ = std::move(next);
  }
  county_.renewed();  // pages made from the state before are not kept any longer
}

void CountySearch::write(DocumentMaker& maker, std::vector<Service> const& services,
                         std::vector<std::string> drop, std::optional<std::int64_t> seen) {
  search::Batch batch;
  batch.drop = std::move(drop);
  if (!services.empty())
    batch.put =
        county_.database.read([&](db::Reader& reader) { return maker.make(reader, services); });
  for (auto const& service : services)
    if (service.status != "active") batch.drop.push_back(service.id);
  if (seen) batch.metadata["seq"] = std::to_string(*seen);
  auto applied = index_.apply(batch);
  auto facets = std::make_shared<FacetTable>(*state()->facets);
  for (auto document : applied.dropped) facets->drop(document);
  for (std::size_t i = 0; i < applied.put.size(); ++i)
    facets->put(applied.put[i], maker.facts()[i]);
  publish(std::move(facets), seen.value_or(state()->seen));
}

void CountySearch::index_all(std::int64_t seen) {
  auto gazetteer = places::gazetteer(county_);
  DocumentMaker maker(SearchWords::instance(), *gazetteer, county_.config().zone);
  std::unordered_set<std::string> met;
  std::vector<Service> services;
  std::vector<std::string> problems;
  for (std::string after;;) {
    auto records = county_.database.read([&](db::Reader& reader) {
      return directory::records_after(reader, Kind::Service, after, kServicesAtOnce);
    });
    for (auto const& record : records) {
      met.insert(record.id);
      services.push_back(data::from_json<Service>(record.json, problems));
    }
    problems.clear();
    bool last = records.empty();
    if (!last) after = records.back().id;
    if (services.size() < kBatch && !last) continue;
    if (!services.empty()) write(maker, services, {}, std::nullopt);
    services.clear();
    if (last) break;
  }
  std::vector<std::string> gone;
  auto now = state();
  for (std::uint32_t document = 1; document < now->facets->end(); ++document)
    if (auto const* row = now->facets->row(document); row && !met.contains(std::string(row->id())))
      gone.emplace_back(row->id());
  write(maker, {}, std::move(gone), seen);
}

void CountySearch::index_some(std::vector<std::string> const& ids, std::int64_t seen) {
  auto gazetteer = places::gazetteer(county_);
  DocumentMaker maker(SearchWords::instance(), *gazetteer, county_.config().zone);
  for (std::size_t begin = 0; begin == 0 || begin < ids.size(); begin += kBatch) {
    std::size_t end = std::min(ids.size(), begin + kBatch);
    std::vector<std::string> some(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                  ids.begin() + static_cast<std::ptrdiff_t>(end));
    auto services = county_.database.read(
        [&](db::Reader& reader) { return directory::find_services(reader, some); });
    std::vector<std::string> gone;
    for (auto const& id : some)
      if (std::none_of(services.begin(), services.end(),
                       [&](auto const& service) { return service.id == id; }))
        gone.push_back(id);
    std::optional<std::int64_t> up_to;
    if (end == ids.size()) up_to = seen;
    write(maker, services, std::move(gone), up_to);
  }
}

std::vector<std::string> CountySearch::services_with(std::string const& term) {
  auto facets = state()->facets;
  return index_.read([&](Xapian::Database& database) {
    std::vector<std::string> ids;
    for (auto it = database.postlist_begin(term); it != database.postlist_end(term); ++it)
      if (auto const* row = facets->row(*it)) ids.emplace_back(row->id());
    return ids;
  });
}

bool CountySearch::update() {
  auto seen = parse_integer(index_.metadata("seq"));
  if (!seen) {
    index_all(county_.database.read([](db::Reader& reader) { return db::last_change(reader); }));
    return true;
  }
  auto changes = county_.database.read(
      [&](db::Reader& reader) { return db::changes_after(reader, *seen, kChangesAtOnce); });
  if (changes.empty()) return false;
  std::unordered_set<std::string> ids;
  bool all = false;
  for (auto const& change : changes) {
    auto add = [&](std::vector<std::string> const& more) { ids.insert(more.begin(), more.end()); };
    bool place = change.kind == "place" || change.kind == "area";
    bool many = change.id == "*" && (change.kind == "service" || change.kind == "organization" ||
                                     change.kind == "location");
    all = all || place || many;
    if (all) break;
    if (change.kind == "service") ids.insert(change.id);
    if (change.kind == "organization") add(services_with(kOfOrganisation + change.id));
    if (change.kind == "location") add(services_with(kAtLocation + change.id));
  }
  if (all || ids.size() > kRatherAll)
    index_all(county_.database.read([](db::Reader& reader) { return db::last_change(reader); }));
  else
    index_some({ids.begin(), ids.end()}, changes.back().seq);
  return true;
}

void CountySearch::catch_up() {
  std::lock_guard lock(update_mutex_);
  try {
    while (update()) {
    }
  } catch (Xapian::DatabaseLockError const&) {
    // Another process keeps the index; this one only has to look at it again.
    index_.refresh();
    load();
  }
}

void CountySearch::purge() {
  catch_up();
  std::lock_guard lock(update_mutex_);
  try {
    index_.compact();
  } catch (Xapian::DatabaseLockError const&) {
  }
}

void CountySearch::run_follower() {
  std::unique_lock lock(follow_mutex_);
  while (!stopping_) {
    follow_wakes_.wait(lock, [&] { return follow_wanted_ || stopping_; });
    if (stopping_) return;
    follow_wanted_ = false;
    lock.unlock();
    try {
      catch_up();
    } catch (std::exception const& error) {
      // The next change tries again; searches go on with what is there.
      std::fprintf(stderr, "search of %s: %s\n", county_.config().id.c_str(), error.what());
    }
    lock.lock();
  }
}

void CountySearch::follow() {
  {
    std::lock_guard lock(follow_mutex_);
    follow_wanted_ = true;
    if (follower_.joinable()) return;
    follower_ = std::thread([this] { run_follower(); });
  }
  follow_wakes_.notify_all();
  county_.database.on_change([this] {
    {
      std::lock_guard lock(follow_mutex_);
      follow_wanted_ = true;
    }
    follow_wakes_.notify_all();
  });
}

std::jthread prepare_search() {
  return std::jthread([] {
    try {
      SearchWords::instance();
    } catch (std::exception const&) {
      // The first search tries again and says what is wrong.
    }
  });
}

std::shared_ptr<OfferSearch> offer_search(County& county) {
  return county.part<CountySearch>([&] { return new CountySearch(county); });
}

void follow(County& county) {
  county.part<CountySearch>([&] { return new CountySearch(county); })->follow();
}

}  // namespace mila::offers
