// A county in the middle of its week: something to release, to correct, to answer.
#include "modules/upkeep/demo.h"

#include "modules/offers/holidays.h"
#include "modules/offers/reports.h"
#include "modules/places/places.h"
#include "modules/upkeep/confirm.h"
#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/links.h"
#include "modules/upkeep/wish_store.h"
#include "modules/upkeep/working_days.h"
#include "platform/base/ids.h"

namespace mila::upkeep {
namespace {

using namespace std::chrono_literals;

std::string provider(char const* number) { return named_uuid("organization", std::string("demo:") + number); }
std::string offer(char const* number) { return named_uuid("service", std::string("demo:") + number); }
std::string draft_id(int number) { return named_uuid("upkeep_draft", "demo:" + std::to_string(number)); }
std::string asking_id(char const* number) { return named_uuid("upkeep_asking", std::string("demo:") + number); }
std::string wish_id() { return named_uuid("upkeep_stop_wish", "demo:1"); }

Draft new_draft(db::Writer& writer, int number, DraftState state, std::chrono::hours ago) {
  Draft draft;
  draft.id = draft_id(number);
  draft.state = state;
  draft.version = 1;
  draft.created_at = draft.changed_at = writer.now() - ago;
  if (state == DraftState::Submitted) draft.submitted_at = draft.changed_at;
  return draft;
}

void set_offer(db::Writer& writer, Context& context, Draft& draft, char const* organization,
               directory::Cells cells, directory::Cells place) {
  directory::Service fresh;
  fresh.id = draft.id;
  fresh.organization_id = draft.organization_id = provider(organization);
  auto gazetteer = places::gazetteer(context.county);
  auto made = directory::edit_offer(edit_context(context, *gazetteer, writer), fresh, {},
                                    {std::move(cells), {std::move(place)}});
  draft.set(made.service, made.locations);
}

void add_drafts(db::Writer& writer, Context& context) {
  auto calendar = offers::holidays(context.county);
  auto due = [&](int days) { return format_iso_date(working_days_after(today(context), days, *calendar)); };
  auto moving = new_draft(writer, 1, DraftState::Submitted, 48h);
  set_offer(writer, context, moving, "O007",
            {{"Angebot", "Umzugshilfe mit Anhänger"},
             {"Kurz gesagt", "Wir leihen Anhänger und Helfer für den Umzug."},
             {"Beschreibung", "Rufen Sie zwei Wochen vorher an. Zwei Helfer kommen mit."},
             {"Themen", "housing-search"}, {"Telefon", "069 90009-452"}, {"Sprachen", "de | uk"}},
            {{"Ort", "Weidenrode"}, {"Straße", "Rathausplatz 3"}, {"Zeiten", "Sa 9–13"}});
  moving.due_on = due(3);
  insert_draft(writer, moving);
  auto bicycles = new_draft(writer, 2, DraftState::Submitted, 24h * 10);
  bicycles.kind = directory::Kind::Organization;
  directory::Organization workshop;
  workshop.id = bicycles.id;
  workshop.name = "Fahrradwerkstatt am Bahnhof";
  workshop.description = "Wir reparieren zusammen. Wer kein Rad hat, findet hier eines.";
  bicycles.set(workshop);
  bicycles.due_on = format_iso_date(Date{std::chrono::sys_days(today(context)) - std::chrono::days{3}});
  insert_draft(writer, bicycles);
  auto cooking = new_draft(writer, 3, DraftState::Refused, 24h * 3);
  set_offer(writer, context, cooking, "O024", {{"Angebot", "Kochen und Reden"}, {"Kurz gesagt", "Kochen am Abend."}},
            {{"Ort", "Weidenrode"}, {"Zeiten", "Mi 18–20"}});
  cooking.decided_at = writer.now() - 24h;
  cooking.reason = "Bitte schreiben Sie dazu, wo genau gekocht wird und ob Kinder mitkommen können.";
  insert_draft(writer, cooking);
}

void add_askings(db::Writer& writer) {
  auto add = [&](char const* number, std::chrono::hours ago, std::optional<std::chrono::hours> reminded,
                 std::optional<std::chrono::hours> answered, bool ended) {
    Instant now = writer.now();
    Asking asking{asking_id(number), provider(number), "", now - ago, true, {}, {}, {}};
    if (reminded) asking.reminded_at = now - *reminded;
    if (answered) asking.answered_at = now - *answered;
    if (ended) asking.ended_at = now - 24h;
    insert_asking(writer, asking);
  };
  add("O007", 24h * 3, {}, {}, false);
  add("O023", 24h * 16, 24h * 2, {}, false);
  add("O026", 24h * 9, {}, 24h * 7, false);
  add("O052", 24h * 30, 24h * 16, {}, true);
}

void add_hints(db::Writer& writer, Context& context) {
  auto hint = [&](char const* language, char const* number, char const* text) {
    Context reader = context;
    reader.language = language;
    offers::add_report(writer, reader, offer(number), text);
  };
  hint("uk", "A001", "За цим номером ніхто не відповідає у вівторок.");
  hint("de", "A014", "Der Rundgang beginnt jetzt am Marktbrunnen, nicht mehr am Rathaus.");
}

}  // namespace

void load_demo(Context& context, std::string const&) {
  context.county.database.write([&](db::Writer& writer) {
    if (find_draft(writer, draft_id(1))) return;
    add_drafts(writer, context);
    add_askings(writer);
    add_hints(writer, context);
    auto gazetteer = places::gazetteer(context.county);
    auto village = places::find_place(*gazetteer, "Wendelsroda");
    insert_wish(writer, {wish_id(), offer("A134"), village.place ? village.place->id : "",
                         "Am Dorfplatz wohnen seit dem Sommer vier Familien. Montags wäre gut, auch einmal im Monat.",
                         "", writer.now() - 24h * 2, "open", "", "", {}});
    Date day = today(context);
    auto before = [&](int days) { return format_iso_date(Date{std::chrono::sys_days(day) - std::chrono::days{days}}); };
    insert_link_check(writer, {"https://www.kaltbrunn.example", "www.kaltbrunn.example", writer.now() + 24h * 7,
                               writer.now() - 24h, "http-404", 3, before(1), ""});
    insert_link_check(writer, {"https://www.landkreis-auental.example/wohnen", "www.landkreis-auental.example",
                               writer.now() + 24h * 7, writer.now() - 24h, "bad-certificate", 2, before(1), ""});
  });
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  auto asking = find_asking(reader, asking_id("O007"));
  return {{"confirmation", asking ? confirmation_token(context.county, *asking) : "none"}, {"wish", wish_id()}};
}

}  // namespace mila::upkeep
