// Reading facts out of stored JSON and keeping them in step with the change feed.
#include "modules/hsds/facts.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "modules/hsds/hsds_json.h"
#include "modules/hsds/hsds_store.h"
#include "modules/hsds/json_text.h"
#include "modules/hsds/terms.h"
#include "platform/base/text.h"

namespace mila::hsds {
namespace {

void add_area(std::vector<AreaFacts>& areas, std::string_view raw) {
  Members area(raw);
  AreaFacts facts{area.text("x_place_id"), area.text("x_area_id"), ""};
  if (facts.place_id.empty() && facts.area_id.empty())
    facts.text = area.text("name") + " " + area.text("description") + " " + area.text("extent");
  areas.push_back(std::move(facts));
}

std::vector<Slot> slots_of(std::string_view schedules) {
  std::vector<Slot> slots;
  for (auto raw : items_of(schedules)) {
    Members schedule(raw);
    Slot slot;
    slot.days = day_bits(schedule.text("byday"));
    if (auto start = parse_iso_date(schedule.text("dtstart")); !slot.days && start) {
      auto weekday = std::chrono::weekday(std::chrono::sys_days(*start)).iso_encoding();
      slot.days = static_cast<std::uint8_t>(1U << (weekday - 1));
    }
    if (!slot.days) continue;
    slot.opens = minutes_of(schedule.text("opens_at")).value_or(0);
    slot.closes = minutes_of(schedule.text("closes_at")).value_or(24 * 60);
    slots.push_back(slot);
  }
  return slots;
}

std::vector<Interned> languages_of(std::string_view languages) {
  std::vector<Interned> codes;
  for (auto raw : items_of(languages))
    if (auto code = Members(raw).text("code"); !code.empty())
      codes.push_back(intern(ascii_lower(code)));
  return codes;
}

void add_term(std::string const& key, std::vector<Interned>& terms_found,
              std::vector<Interned>* taxonomies) {
  auto const* term = terms().by_key(key);
  if (!term) return;
  terms_found.push_back(intern(term->id));
  if (taxonomies) taxonomies->push_back(intern(term->taxonomy_id));
}

void add_attributes(std::string_view attributes, ServiceFacts& facts) {
  for (auto raw : items_of(attributes)) {
    Members attribute(raw);
    auto id = attribute.text("taxonomy_term_id");
    if (attribute.has("taxonomy_term")) {
      Members term(attribute.raw("taxonomy_term"));
      if (id.empty()) id = term.text("id");
      auto taxonomy = term.text("taxonomy_id");
      if (taxonomy.empty() && term.has("taxonomy_detail"))
        taxonomy = Members(term.raw("taxonomy_detail")).text("id");
      if (!taxonomy.empty()) facts.taxonomies.push_back(intern(taxonomy));
    }
    if (!id.empty()) facts.terms.push_back(intern(id));
  }
}

std::shared_ptr<ServiceFacts const> service_facts(RecordView const& record) {
  auto facts = std::make_shared<ServiceFacts>();
  facts->id = record.id;
  facts->sort_key = record.sort_key;
  facts->modified = record.modified;
  Members members(record.json);
  facts->name = ascii_lower(members.text("name"));
  if (auto id = members.text("organization_id"); !id.empty()) facts->organization = intern(id);
  facts->hidden = members.is_true("x_protected");
  facts->minimum_age = members.number("minimum_age");
  facts->maximum_age = members.number("maximum_age");
  facts->languages = languages_of(members.raw("languages"));
  facts->slots = slots_of(members.raw("schedules"));
  for (auto raw : items_of(members.raw("service_areas"))) add_area(facts->areas, raw);
  for (auto raw : items_of(members.raw("x_terms")))
    add_term(text_of(raw), facts->terms, &facts->taxonomies);
  for (auto [list, kind] :
       {std::pair{"cost_options", "cost:"}, {"required_documents", "document:"}})
    for (auto raw : items_of(members.raw(list)))
      if (auto code = Members(raw).text("x_code"); !code.empty())
        add_term(kind + code, facts->terms, &facts->taxonomies);
  add_attributes(members.raw("attributes"), *facts);
  for (auto raw : items_of(members.raw("service_at_locations"))) {
    Members stored(raw);
    AtLocationFacts at;
    at.position = facts->at_locations.size();
    at.id = at_location_id(raw, facts->id, at.position);
    at.location_id = stored.text("location_id");
    for (auto area : items_of(stored.raw("service_areas"))) add_area(at.areas, area);
    at.slots = slots_of(stored.raw("schedules"));
    facts->at_locations.push_back(std::move(at));
  }
  return facts;
}

std::shared_ptr<LocationFacts const> location_facts(RecordView const& record) {
  auto facts = std::make_shared<LocationFacts>();
  facts->id = record.id;
  facts->modified = record.modified;
  Members members(record.json);
  facts->organization_id = members.text("organization_id");
  facts->hidden = members.is_true("x_protected");
  auto latitude = members.number("latitude"), longitude = members.number("longitude");
  if (latitude && longitude) facts->point = places::Point{*latitude, *longitude};
  for (auto raw : items_of(members.raw("addresses")))
    if (auto postcode = Members(raw).text("postal_code"); !postcode.empty())
      facts->postcodes.push_back(postcode);
  facts->languages = languages_of(members.raw("languages"));
  facts->slots = slots_of(members.raw("schedules"));
  for (auto raw : items_of(members.raw("accessibility")))
    if (auto code = Members(raw).text("x_code"); !code.empty())
      add_term("accessibility:" + code, facts->terms, nullptr);
  return facts;
}

void read_all(db::Reader& reader, Facts& facts) {
  facts.services.clear();
  facts.locations.clear();
  each_service(reader, [&](RecordView const& record) {
    facts.services[std::string(record.id)] = service_facts(record);
  });
  each_location(reader, [&](RecordView const& record) {
    facts.locations[std::string(record.id)] = location_facts(record);
  });
}

void read_some(db::Reader& reader, Facts& facts, std::vector<std::string> const& services,
               std::vector<std::string> const& locations) {
  for (auto const& id : services) facts.services.erase(id);
  for (auto const& id : locations) facts.locations.erase(id);
  each_service(reader, services, [&](RecordView const& record) {
    facts.services[std::string(record.id)] = service_facts(record);
  });
  each_location(reader, locations, [&](RecordView const& record) {
    facts.locations[std::string(record.id)] = location_facts(record);
  });
}

void arrange(Facts& facts) {
  facts.order.clear();
  facts.at_locations.clear();
  facts.locations_of.clear();
  facts.order.reserve(facts.services.size());
  for (auto const& [id, service] : facts.services) {
    facts.order.push_back(service.get());
    for (auto const& at : service->at_locations) facts.at_locations[at.id] = service.get();
  }
  std::sort(facts.order.begin(), facts.order.end(), [](auto const* a, auto const* b) {
    return std::tie(a->sort_key, a->id) < std::tie(b->sort_key, b->id);
  });
  for (auto const& [id, location] : facts.locations)
    if (!location->organization_id.empty())
      facts.locations_of[location->organization_id].push_back(id);
  for (auto& [id, list] : facts.locations_of) std::sort(list.begin(), list.end());
}

struct Holder {
  std::mutex mutex;
  std::int64_t version = -1;
  std::shared_ptr<Facts const> facts;
};

std::shared_ptr<Facts const> refreshed(db::Reader& reader,
                                       std::shared_ptr<Facts const> const& old) {
  constexpr int kMaxChanges = 5000;
  auto fresh = old ? std::make_shared<Facts>(*old) : std::make_shared<Facts>();
  auto last = db::last_change(reader);
  if (old && old->seq == last) return old;
  std::vector<std::string> services, locations;
  bool everything = !old;
  if (old) {
    auto changes = db::changes_after(reader, old->seq, kMaxChanges);
    everything = static_cast<int>(changes.size()) >= kMaxChanges;
    for (auto const& change : changes) {
      if (change.kind == "service") {
        services.push_back(change.id);
      } else if (change.kind == "location") {
        locations.push_back(change.id);
      } else {
        continue;
      }
      everything = everything || change.id == "*";
    }
  }
  if (everything) {
    read_all(reader, *fresh);
  } else {
    read_some(reader, *fresh, services, locations);
  }
  fresh->seq = last;
  arrange(*fresh);
  return fresh;
}

}  // namespace

Interned intern(std::string_view text) {
  static std::mutex mutex;
  static std::unordered_set<std::string> pool;
  std::lock_guard lock(mutex);
  return &*pool.emplace(text).first;
}

std::shared_ptr<Facts const> facts(County& county) {
  auto holder = county.part<Holder>([] { return new Holder; });
  auto version = county.database.version();
  std::lock_guard lock(holder->mutex);
  if (holder->facts && holder->version == version) return holder->facts;
  holder->facts =
      county.database.read([&](db::Reader& reader) { return refreshed(reader, holder->facts); });
  holder->version = version;
  return holder->facts;
}

std::uint8_t day_bits(std::string_view byday) {
  static constexpr std::string_view kDays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  std::uint8_t bits = 0;
  for (auto part : split(byday, ',')) {
    part = trim(part);
    if (part.size() < 2) continue;
    for (int day = 0; day < 7; ++day)
      if (part.substr(part.size() - 2) == kDays[day]) bits |= static_cast<std::uint8_t>(1U << day);
  }
  return bits;
}

std::optional<int> minutes_of(std::string_view time) {
  auto digit = [&](std::size_t at) {
    return at < time.size() && time[at] >= '0' && time[at] <= '9';
  };
  std::size_t hours_end = 0;
  while (hours_end < 2 && digit(hours_end)) ++hours_end;
  std::size_t minutes_at = hours_end;
  if (hours_end == 0) return std::nullopt;
  if (minutes_at < time.size() && time[minutes_at] == ':') ++minutes_at;
  if (!digit(minutes_at) || !digit(minutes_at + 1)) return std::nullopt;
  auto hours = parse_integer(time.substr(0, hours_end)),
       minutes = parse_integer(time.substr(minutes_at, 2));
  if (!hours || !minutes || *hours > 24 || *minutes > 59) return std::nullopt;
  return static_cast<int>(*hours * 60 + *minutes);
}

}  // namespace mila::hsds
