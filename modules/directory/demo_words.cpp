// The pool of words: plain, friendly and true of many offers.
#include "modules/directory/demo_words.h"

namespace mila::directory {
namespace {

using std::string_view;

constexpr OrganizationKind kKinds[] = {{"Nachbarschaftsverein", "association"},
                                       {"Sozialwerk", "welfare"},
                                       {"Kirchengemeinde", "church"},
                                       {"Helferkreis", "volunteers"},
                                       {"Kulturverein", "association"},
                                       {"Beratungsstelle", "welfare"},
                                       {"Familienzentrum", "welfare"},
                                       {"Frauentreff", "association"},
                                       {"Jugendwerk", "welfare"},
                                       {"Sprachwerkstatt", "education"},
                                       {"Bildungswerk", "education"},
                                       {"Stadtteilbüro", "municipality"},
                                       {"Begegnungsverein", "migrant-organisation"},
                                       {"Sportgemeinschaft", "association"},
                                       {"Freundeskreis", "volunteers"},
                                       {"Lernhaus", "education"},
                                       {"Gesundheitstreff", "health"},
                                       {"Wohnhilfe", "welfare"},
                                       {"Arbeitshilfe", "welfare"},
                                       {"Eltern-Kind-Haus", "day-care"}};

constexpr string_view kNames[] = {
    "Horizont",   "Lindenhof",  "Brücke",     "Kompass",      "Miteinander",
    "Sonnenhof",  "Regenbogen", "Offene Tür", "Wegweiser",    "Ankerplatz",
    "Morgenrot",  "Kastanie",   "Mosaik",     "Rückenwind",   "Neue Wege",
    "Zuflucht",   "Zusammen",   "Marktplatz", "Am Mühlbach",  "Kornblume",
    "Leuchtturm", "Baumhaus",   "Vielfalt",   "Heimathafen",  "Schritt für Schritt",
    "Im Tal",     "Birkenweg",  "Alte Post",  "Storchennest", "Weitblick"};

constexpr string_view kForms[] = {
    "offene Sprechstunde", "Beratung",   "Gruppe am Nachmittag",  "Einzelgespräch",
    "Hilfe ohne Termin",   "Treff",      "erste Fragen",          "Kurs für den Anfang",
    "Begleitung",          "Info-Abend", "Sprechstunde am Abend", "Beratung am Telefon",
    "für Familien",        "für Frauen", "für junge Leute",       "in einfachem Deutsch"};

constexpr string_view kStreets[] = {
    "Lange Straße", "Marktstraße",  "Bahnhofstraße", "Schulstraße", "Gartenweg",  "Kirchgasse",
    "Lindenring",   "Mühlgasse",    "Am Anger",      "Bergstraße",  "Wiesenweg",  "Dorfstraße",
    "Hauptstraße",  "Poststraße",   "Schmiedegasse", "Ringstraße",  "Feldweg",    "Brunnengasse",
    "Amselweg",     "Am Stadtwald", "Gerbergasse",   "Turmstraße",  "Weststraße", "Parkweg"};

constexpr string_view kOpening[] = {"Wir hören zu und suchen mit Ihnen den nächsten Schritt.",
                                    "Bringen Sie Ihre Fragen mit, wir nehmen uns Zeit.",
                                    "Hier bekommen Sie Hilfe bei Briefen und Anträgen.",
                                    "Wir erklären, welches Amt für Sie da ist.",
                                    "Sie können allein kommen oder mit der Familie.",
                                    "Wir rechnen mit Ihnen aus, was Ihnen zusteht.",
                                    "Bei uns lernen Sie andere Menschen aus dem Ort kennen.",
                                    "Wir üben zusammen, langsam und mit Geduld.",
                                    "Wir schauen gemeinsam in Ihre Unterlagen.",
                                    "Wir rufen mit Ihnen bei der richtigen Stelle an.",
                                    "Hier können Sie in Ruhe reden.",
                                    "Wir helfen beim Ausfüllen von Formularen.",
                                    "Wir zeigen, was Sie selbst am Computer machen können.",
                                    "Wir vermitteln Sie weiter, wenn andere besser helfen können.",
                                    "Unsere Gruppe ist klein und freut sich auf Sie.",
                                    "Wir beantworten Fragen zu Schule, Arbeit und Wohnung.",
                                    "Wir begleiten Sie zu wichtigen Terminen.",
                                    "Wer neu im Ort ist, findet hier erste Antworten.",
                                    "Wir sprechen über Ihre Rechte und Pflichten.",
                                    "Wir helfen, wenn es schnell gehen muss.",
                                    "Hier gibt es Rat aus eigener Erfahrung.",
                                    "Wir planen mit Ihnen, wie es weitergeht.",
                                    "Fragen Sie auch dann, wenn Ihnen die Frage klein vorkommt.",
                                    "Wir prüfen Schreiben, die Sie nicht verstehen.",
                                    "Ehrenamtliche aus dem Ort unterstützen Sie.",
                                    "Wir zeigen Ihnen Angebote in Ihrer Nähe.",
                                    "Sie sagen, wobei Sie Hilfe brauchen.",
                                    "Wir lernen zusammen und lachen auch viel.",
                                    "Wir suchen mit Ihnen nach einem freien Platz.",
                                    "Wir erklären alles so oft, wie Sie möchten."};

constexpr string_view kFurther[] = {"Das Gespräch kostet nichts.",
                                    "Kinder können mitkommen und spielen.",
                                    "Sie brauchen keinen Termin.",
                                    "Bitte rufen Sie vorher kurz an.",
                                    "Manchmal müssen Sie etwas warten.",
                                    "Eine Garantie können wir nicht geben.",
                                    "Wenn Sie nicht kommen können, sagen Sie bitte Bescheid.",
                                    "Wir sind keine Behörde.",
                                    "Was Sie erzählen, bleibt bei uns.",
                                    "In den Ferien haben wir oft geschlossen.",
                                    "Mit Dolmetscherin dauert es etwas länger, das ist in Ordnung.",
                                    "Der Eingang ist auf der Hofseite.",
                                    "Bitte bringen Sie alle Papiere mit, die Sie zum Thema haben.",
                                    "Sie können auch eine Freundin oder einen Freund mitbringen.",
                                    "Tee und Wasser stehen bereit.",
                                    "Es gibt eine Warteliste.",
                                    "Wir antworten auch auf Nachrichten.",
                                    "Am Monatsende ist viel los.",
                                    "Sie müssen nicht gut Deutsch sprechen.",
                                    "Bei schönem Wetter sind wir draußen.",
                                    "Neue sind jederzeit willkommen.",
                                    "Die Gruppe hat höchstens zwölf Plätze.",
                                    "Wir kommen auf Wunsch auch zu Ihnen nach Hause.",
                                    "Fragen zum Aufenthalt geben wir an Fachleute weiter.",
                                    "Auch Menschen ohne Papiere dürfen kommen.",
                                    "Eine Spende ist möglich, aber nicht nötig.",
                                    "Der Raum ist mit dem Kinderwagen gut zu erreichen.",
                                    "Samstags ist es am ruhigsten.",
                                    "Wir arbeiten mit den Ämtern im Landkreis zusammen.",
                                    "Sie können wiederkommen, so oft es nötig ist."};

}  // namespace

std::span<OrganizationKind const> organization_kinds() {
  return kKinds;
}
std::span<string_view const> organization_names() {
  return kNames;
}
std::span<string_view const> offer_forms() {
  return kForms;
}
std::span<string_view const> street_names() {
  return kStreets;
}
std::span<string_view const> opening_sentences() {
  return kOpening;
}
std::span<string_view const> further_sentences() {
  return kFurther;
}

}  // namespace mila::directory
