// Any number of believable offers for measurements and load tests.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "modules/directory/csv_cells.h"
#include "modules/directory/demo.h"
#include "modules/directory/demo_words.h"
#include "modules/directory/directory.h"
#include "modules/directory/timetable.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"

namespace mila::directory {
namespace {

using hours::Minutes;

constexpr std::size_t kBatch = 5'000;

class Generator {
 public:
  Generator(Context& context, places::Gazetteer const& gazetteer, std::uint64_t seed)
      : context_(context),
        gazetteer_(gazetteer),
        words_(taxonomy::taxonomy()),
        random_(seed),
        source_(fmt::format("generated:{}", seed)),
        today_(local_date(context.now(), context.county.config().zone)) {
    std::int64_t residents = 0;
    for (auto const& place : gazetteer.places()) {
      if (place.kind == places::Kind::County || !place.centre) continue;
      // Parts count in their town as well; small villages still get an offer now and then.
      residents += place.residents.value_or(200) + 100;
      weights_.emplace_back(residents, &place);
    }
    if (weights_.empty()) throw std::runtime_error("generate_offers: the county has no places");
    if (words_.topics().empty()) throw std::runtime_error("generate_offers: no topics are loaded");
  }

  Organization organization(int index) {
    auto kinds = organization_kinds();
    auto const& kind = kinds[below(kinds.size())];
    places::Place const& home = place();
    Organization organization;
    organization.id = id_of("organization", index);
    organization.name = fmt::format("{} {} {}", kind.name, pick(organization_names()), home.name);
    organization.x_sector = std::string(kind.sector);
    organization.description = pick(opening_sentences());
    organization.phones.push_back(phone(organization.id));
    organization.x_external_id = fmt::format("T{:06}", index);
    organization.x_source = source_;
    return organization;
  }

  Location location(int index) {
    places::Place const& at = place();
    auto const* town = gazetteer_.municipality_of(at.id);
    Location location;
    location.id = id_of("location", index);
    location.x_place_id = at.id;
    // Within about one kilometre of the centre, fewer the further out.
    double angle = 2 * M_PI * unit(), metres = 1000 * unit() * unit();
    double north = metres * std::sin(angle) / 111'320, east = metres * std::cos(angle) / 70'600;
    location.latitude = std::round((at.centre->latitude + north) * 1e5) / 1e5;
    location.longitude = std::round((at.centre->longitude + east) * 1e5) / 1e5;
    Address address;
    address.id = part_id("address", location.id, "0");
    address.address_1 = fmt::format("{} {}", pick(street_names()), 1 + below(98));
    address.city = town ? town->name : at.name;
    if (!at.postcodes.empty()) address.postal_code = at.postcodes[below(at.postcodes.size())];
    address.state_province = context_.county.config().land;
    address.country = "DE";
    address.address_type = "physical";
    location.addresses.push_back(std::move(address));
    if (auto code = value("accessibility"); !code.empty()) {
      Accessibility item;
      item.id = part_id("accessibility", location.id, code);
      item.description = words_.value_label("accessibility", code, "de");
      item.x_code = code;
      location.accessibility.push_back(std::move(item));
    }
    return location;
  }

  Service service(int index, Organization const& provider, Location const& location) {
    auto const& topics = words_.topics();
    auto const& topic = topics[below(topics.size())];
    Service service;
    service.id = id_of("service", index);
    service.organization_id = provider.id;
    service.name = fmt::format("{}: {} in {}", words_.label(topic.code, "de"), pick(offer_forms()),
                               location.addresses.front().city);
    service.x_summary = pick(opening_sentences());
    service.description = fmt::format("{} {} {}", pick(opening_sentences()),
                                      pick(further_sentences()), pick(further_sentences()));
    service.x_terms.push_back("topic:" + topic.code);
    if (!topic.parent.empty() && chance(30)) service.x_terms.push_back("topic:" + topic.parent);
    for (auto const* kind : {"audience", "access", "assurance", "support", "status", "format"})
      if (chance(55))
        if (auto code = value(kind); !code.empty())
          service.x_terms.push_back(std::string(kind) + ":" + code);
    if (auto code = value("cost"); !code.empty()) {
      CostOption cost;
      cost.id = part_id("cost_option", service.id, code);
      cost.option = words_.value_label("cost", code, "de");
      cost.x_code = code;
      service.cost_options.push_back(std::move(cost));
    }
    add_languages(service);
    service.phones.push_back(phone(service.id));
    ServiceAtLocation at;
    at.id = part_id("service_at_location", service.id, location.id);
    at.location_id = location.id;
    at.schedules = schedules(at.id);
    service.service_at_locations.push_back(std::move(at));
    if (chance(90)) {
      auto days = std::chrono::days(3 + below(397));
      service.assured_date = format_iso_date(std::chrono::sys_days(today_) - days);
    }
    service.x_external_id = fmt::format("G{:06}", index);
    service.x_source = source_;
    return service;
  }

  std::size_t below(std::size_t limit) { return random_.next() % limit; }

 private:
  double unit() { return static_cast<double>(random_.next() >> 11) * 0x1p-53; }
  bool chance(std::size_t percent) { return below(100) < percent; }
  std::string pick(std::span<std::string_view const> list) {
    return std::string(list[below(list.size())]);
  }
  std::string id_of(char const* kind, int index) const {
    return named_uuid(kind, fmt::format("{}:{}", source_, index));
  }
  places::Place const& place() {
    auto draw = static_cast<std::int64_t>(below(static_cast<std::size_t>(weights_.back().first)));
    auto found = std::upper_bound(
        weights_.begin(), weights_.end(), draw,
        [](std::int64_t value, auto const& weight) { return value < weight.first; });
    return *found->second;
  }
  /// A random code of a kind, "" when the kind has none.
  std::string value(std::string const& kind) {
    auto& list = codes_[kind];
    if (list.empty())
      for (auto const& value : words_.values())
        if (value.kind == kind) list.push_back(value.code);
    return list.empty() ? "" : list[below(list.size())];
  }
  Phone phone(std::string const& owner) {
    Phone phone;
    phone.id = part_id("phone", owner, "0");
    phone.number = fmt::format("069 90009-{:03}", below(1000));
    phone.type = "voice";
    return phone;
  }
  void add_languages(Service& service) {
    static constexpr char const* kCodes[] = {"uk", "ar", "en", "ru", "fa", "tr", "fr",
                                             "pl", "ro", "bg", "ti", "ku", "vi", "so"};
    auto add = [&](std::string const& code, bool on_request) {
      for (auto const& known : service.languages)
        if (known.code == code) return;
      Language language;
      language.id = part_id("language", service.id, code);
      language.code = code;
      language.x_on_request = on_request;
      service.languages.push_back(std::move(language));
    };
    add("de", false);
    for (std::size_t i = below(4); i > 0; --i) add(kCodes[below(std::size(kCodes))], chance(40));
  }
  std::vector<Schedule> schedules(std::string const& owner) {
    if (chance(6)) return {};
    std::vector<hours::Rule> rules;
    for (std::size_t i = 1 + below(2); i > 0; --i) {
      hours::Rule rule;
      unsigned first = static_cast<unsigned>(1 + below(5));
      rule.by_day.push_back({0, std::chrono::weekday(first)});
      if (chance(50) && first < 5) rule.by_day.push_back({0, std::chrono::weekday(first + 1)});
      if (chance(10)) {
        rule.frequency = hours::Frequency::Monthly;
        rule.by_day.resize(1);
        rule.by_day.front().nth = chance(25) ? -1 : static_cast<int>(1 + below(4));
      }
      auto opens = Minutes(60 * (8 + static_cast<int>(below(9))));
      rule.opens = opens;
      rule.closes = opens + Minutes(60 + 30 * static_cast<int>(below(7)));
      rule.access = static_cast<hours::Access>(chance(60) ? 0 : below(4));
      rules.push_back(std::move(rule));
    }
    return to_schedules(rules, owner);
  }

  Context& context_;
  places::Gazetteer const& gazetteer_;
  taxonomy::Taxonomy const& words_;
  SeededRandom random_;
  std::string source_;
  Date today_;
  /// Sum of weights up to and with the place.
  std::vector<std::pair<std::int64_t, places::Place const*>> weights_;
  std::map<std::string, std::vector<std::string>> codes_;
};

/// Collects records and inserts them in batches.
class Batches {
 public:
  Batches(db::Writer& writer, Actor const& actor) : writer_(writer), actor_(actor) {}
  void add(Record record) {
    records_.push_back(std::move(record));
    if (records_.size() == kBatch) flush();
  }
  void flush() {
    if (!records_.empty()) insert_all(writer_, actor_, records_);
    records_.clear();
  }

 private:
  db::Writer& writer_;
  Actor const& actor_;
  std::vector<Record> records_;
};

}  // namespace

void generate_offers(Context& context, int count, std::uint64_t seed) {
  auto gazetteer = places::gazetteer(context.county);
  Generator generator(context, *gazetteer, seed);
  int organizations = std::max(1, count / 4), locations = std::max(1, count / 3);
  context.county.database.write([&](db::Writer& writer) {
    Batches batches(writer, context.actor);
    std::vector<Organization> providers;
    std::vector<Location> sites;
    for (int i = 0; i < organizations; ++i) {
      providers.push_back(generator.organization(i));
      batches.add(to_record(providers.back()));
    }
    batches.flush();
    for (int i = 0; i < locations; ++i) {
      sites.push_back(generator.location(i));
      batches.add(to_record(sites.back()));
    }
    batches.flush();
    for (int i = 0; i < count; ++i) {
      auto const& provider = providers[generator.below(providers.size())];
      auto const& site = sites[generator.below(sites.size())];
      batches.add(to_record(generator.service(i, provider, site)));
    }
    batches.flush();
  });
}

}  // namespace mila::directory
