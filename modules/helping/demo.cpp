// Offers of help of the demo county. No circle is named here: they go to the county.
#include "modules/helping/demo.h"

#include "modules/places/places.h"

namespace mila::helping {
namespace {

std::string helper_id() { return named_uuid("helper", "demo:1"); }
std::string wanted_id() { return named_uuid("helper_wanted", "demo:1"); }

std::string place_named(County& county, std::string_view name) {
  auto found = places::find_place(*places::gazetteer(county), name);
  return found.place ? found.place->id : "";
}

}  // namespace

void load_demo(Context& context, std::string const&) {
  std::string erlenbrueck = place_named(context.county, "Erlenbrück"), furthau = place_named(context.county, "Furthau");
  context.county.database.write([&](db::Writer& writer) {
    if (find_helper(writer, context.county, helper_id())) return;
    Helper driver;
    driver.id = helper_id();
    driver.place_id = erlenbrueck;
    driver.what = "Ich bin Rentner, habe ein Auto und Zeit. Ich fahre gern jemanden zum Arzt oder aufs Amt.";
    driver.when = "montags und mittwochs";
    driver.languages = "Deutsch, etwas Russisch";
    driver.name = "Werner Köhler";
    driver.phone = "069 90009-871";
    insert_helper(writer, context, driver);
    Helper student = driver;
    student.id = named_uuid("helper", "demo:2");
    student.place_id = furthau;
    student.what = "I would like to practise German with women, perhaps with coffee.";
    student.when = "evenings";
    student.languages = "German, English, Romanian";
    student.name = "Ioana Marin";
    student.mail = "i.marin@post.example";
    student.phone = "";
    student.language = "en";
    student.state = State::Matched;
    student.answer = "Schön! Unser Sprachcafé trifft sich donnerstags um 18 Uhr.";
    student.answered_by = "office";
    student.answered_at = writer.now();
    insert_helper(writer, context, student);
    auto today = std::chrono::sys_days{local_date(writer.now(), context.county.config().zone)};
    insert_wanted(writer, {wanted_id(), 1, "", "Jemand, der freitags zum Schwimmen fährt",
                           "Fünf Kinder, ein Kleinbus ist da. Führerschein genügt.", erlenbrueck, "Deutsch",
                           Date{today + std::chrono::days{40}}});
  });
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader&) {
  return {{"helper", helper_id()},
          {"wanted", wanted_id()},
          {"helper_answer", answer_key(context, helper_id(), "")},
          {"helper_own", own_key(context, helper_id())}};
}

}  // namespace mila::helping
