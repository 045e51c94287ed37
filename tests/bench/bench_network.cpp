// Fills a county with people, bodies and seats, for measuring the workplace.
//
//   bench_network CONFIG PEOPLE     beside the organisations there are; the same data each time
#include <cstdio>
#include <cstdlib>
#include <random>

#include "app/config.h"
#include "app/runtime.h"
#include "modules/directory/directory.h"
#include "modules/meetings/meetings.h"
#include "modules/network/keep_step.h"
#include "modules/network/people_store.h"
#include "modules/places/places.h"

namespace mila::bench {
namespace {

constexpr char const* kFirst[] = {"Anna", "Mehmet", "Olena", "Ruth", "Farid", "Jana", "Tilo", "Layla", "Erik", "Katja",
                                  "Amir", "Birte", "Iryna", "Jonas", "Swantje", "Pavlo", "Nadine", "Yusuf", "Gesa", "Darius"};
constexpr char const* kLast[] = {"Ohlendorf", "Yildizhan", "Hrytsenko", "Quastenberg", "Rahimzad", "Sommerfeld", "Ansbacher",
                                 "Nasserin", "Santner", "Wehnert", "Moradian", "Lehnhardt", "Boikova", "Diallone", "Ehrlinger",
                                 "Melnykov", "Brandnert", "Krollmann", "Sieversen", "Kowalczykow"};
constexpr char const* kTitles[] = {"Migrationsberatung", "Sprachkurse", "Ehrenamt", "Wohnen", "Schulsozialarbeit",
                                   "Gesundheit", "Jugendarbeit", "Geschäftsführung"};
constexpr char const* kTopics[] = {"housing", "german", "school", "health", "work-training", "residence", "family", "advice"};

class Maker {
 public:
  Maker(Context& context, db::Writer& writer) : context_(context), writer_(writer) {
    organizations_ = directory::all_organization_ids(writer);
    for (auto const& place : places::gazetteer(context.county)->places())
      if (place.kind == places::Kind::Municipality) places_.push_back(place.id);
    today_ = local_date(context.now(), context.county.config().zone);
  }

  std::string person(int index) {
    network::Person person;
    person.id = named_uuid("person", "bench:" + std::to_string(index));
    person.kind = index % 4 == 0   ? network::PersonClass::Official
                  : index % 4 == 3 ? network::PersonClass::Volunteer
                                   : network::PersonClass::Partner;
    person.name = std::string(pick(kFirst)) + " " + pick(kLast) + (index % 7 == 0 ? "-" + std::string(pick(kLast)) : "");
    person.organization_id = organizations_[number(organizations_.size())];
    person.languages = {"de", index % 3 == 0 ? "ar" : "uk"};
    if (person.kind != network::PersonClass::Volunteer) {
      person.work_mail = "p" + std::to_string(index) + "@stelle.example";
      person.work_phone = "069 90009-" + std::to_string(100 + index % 900);
    }
    person.shown_to = network::ShownTo::Members;
    person.relay_key = "bench" + std::to_string(index);
    person.confirmed_at = context_.now();
    person.expires_on = Date{std::chrono::sys_days{today_} + std::chrono::days{30 + index % 330}};
    person.created_at = person.modified = context_.now();
    network::insert_person(writer_, context_, person);
    network::upsert_position(writer_, {.id = named_uuid("position", "bench:" + std::to_string(index)),
                                       .person_id = person.id,
                                       .title = pick(kTitles),
                                       .topics = {pick(kTopics)},
                                       .places = {places_[number(places_.size())]},
                                       .from = today_});
    network::keep_step(writer_, context_, person.id);
    return person.id;
  }

  /// A body of thirty seats, and its meetings of a year.
  void body(int index, std::vector<std::string> const& people) {
    network::Body body;
    body.name = "Runder Tisch " + std::to_string(index);
    body.place_id = places_[number(places_.size())];
    body.is_public = true;
    body.from = today_;
    std::string id = network::save_body(writer_, context_, body).value();
    for (int seat = 0; seat < 30; ++seat) {
      std::int64_t version = network::find_body(writer_, context_, id)->version;
      (void)network::save_seat(writer_, context_,
                               {.body_id = id,
                                .organization_id = organizations_[number(organizations_.size())],
                                .person_id = people[number(people.size())],
                                .from = today_},
                               version);
    }
    for (int month = 0; month < 12; ++month) {
      meetings::Meeting meeting;
      meeting.body_id = id;
      meeting.title = body.name + ", Treffen " + std::to_string(month + 1);
      meeting.day = Date{std::chrono::sys_days{today_} + std::chrono::days{10 + 30 * month}};
      meeting.start = std::chrono::hours{14};
      meeting.place = "Rathaus";
      meeting.is_public = true;
      (void)meetings::save_meeting(writer_, context_, meeting);
    }
  }

 private:
  std::size_t number(std::size_t below) { return random_() % below; }
  template <std::size_t n>
  char const* pick(char const* const (&of)[n]) { return of[number(n)]; }

  Context& context_;
  db::Writer& writer_;
  std::minstd_rand random_{7};
  std::vector<std::string> organizations_, places_;
  Date today_{};
};

int run(std::string const& config_file, int people) {
  auto config = read_config(config_file, find_share(""));
  if (!config) throw std::runtime_error(config.error().detail);
  Runtime runtime(*config);
  County& county = runtime.county("");
  Context context = runtime.site().context(county, Actor::operator_());
  county.database.write([&](db::Writer& writer) {
    Maker maker(context, writer);
    std::vector<std::string> ids;
    for (int i = 0; i < people; ++i) ids.push_back(maker.person(i));
    for (int i = 0; i < people / 200; ++i) maker.body(i, ids);
  });
  return 0;
}

}  // namespace
}  // namespace mila::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_network CONFIG PEOPLE\n");
    return 2;
  }
  try {
    return mila::bench::run(argv[1], std::atoi(argv[2]));
  } catch (std::exception const& error) {
    std::fprintf(stderr, "bench_network: %s\n", error.what());
    return 1;
  }
}
