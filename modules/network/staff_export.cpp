// Contacts as files: cards for address books, tables for offices. What leaves the program is what any
// member of the network may see, whoever takes it along.
#include <fmt/format.h>

#include "modules/network/staff_pages.h"
#include "modules/network/staff_people.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"
#include "platform/data/vcard.h"
#include "platform/data/xlsx.h"

namespace mila::network {
namespace {

constexpr int kExportMax = 50'000;

/// Blanks what editors see beyond other members.
void narrow_to_members(SeenPerson& person) {
  Fields fields = fields_for(Level::Members, person);
  auto blank = [&](Field field, std::string& text) {
    if (!fields.has(field)) text.clear();
  };
  blank(Field::Name, person.name);
  blank(Field::WorkMail, person.work_mail);
  blank(Field::WorkPhone, person.work_phone);
  blank(Field::PrivateMail, person.private_mail);
  blank(Field::PrivatePhone, person.private_phone);
}

/// find_people() takes consents from those who may not change the person; the rule needs them.
std::vector<SeenPerson> people_for_members(db::Reader& reader, Context& context,
                                           std::vector<std::string> const& ids) {
  std::vector<SeenPerson> people;
  for (auto& person : load_people(reader, context.county, ids)) {
    SeenPerson& seen = people.emplace_back();
    static_cast<Person&>(seen) = std::move(person);
    narrow_to_members(seen);
    if (seen.name.empty()) people.pop_back();
  }
  return people;
}

data::VCard card_of(Visit const& visit, SeenPerson const& person, DirectoryFacts const& facts) {
  data::VCard card;
  card.uid = person.id;
  card.name = person.name;
  card.is_person = true;
  card.organization = facts.name_of(person.organization_id);
  auto positions = positions_on(person, today_of(visit.context));
  if (!positions.empty()) card.title = positions.front().title;
  Reach reach = reach_of(person);
  card.phone = phone_key(reach.phone).empty() ? reach.phone : phone_key(reach.phone);
  card.mail = reach.mail;
  card.languages = person.languages;
  card.revised = person.modified;
  return card;
}

data::VCardVersion version_asked(Visit const& visit) {
  return visit.request.query.get("version") == "3" ? data::VCardVersion::V3 : data::VCardVersion::V4;
}

http::Response as_file(std::string bytes, std::string type, std::string const& name) {
  auto response = http::text(std::move(bytes), std::move(type));
  response.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

/// All that the list shows, for a file; the export is audited in the same transaction.
template <typename Each>
std::size_t export_contacts(Visit& visit, char const* what, Each each) {
  auto& context = visit.context;
  auto list = ListQuery::read(visit, {"name", "expires"});
  auto gazetteer = places::gazetteer(context.county);
  return context.county.database.write([&](db::Writer& writer) {
    auto facts = directory_facts(context.county, writer);
    auto asked = people_asked(visit, list, *gazetteer, *facts);
    asked.query.level = Level::Members;
    asked.query.state.reset();
    asked.query.limit = kExportMax;
    asked.query.offset = 0;
    auto people = people_for_members(writer, context, find_ids(writer, asked.query));
    for (auto const& person : people) each(person, *gazetteer, *facts);
    auth::audit(writer, context, "network.exported", "list", "contacts", fmt::format("{} {}", what, people.size()));
    return people.size();
  });
}

std::vector<std::string> headings(Visit const& visit) {
  std::vector<std::string> texts;
  for (auto const* text : {N_("Name"), N_("Organisation"), N_("Does"), N_("Phone"), N_("Mail"),
                           N_("Languages"), N_("Confirmed on")})
    texts.push_back(tr(visit, text));
  return texts;
}

std::string file_name(Visit const& visit, char const* ending) {
  return slugify(tr(visit, N_("Contacts"))) + "-" + format_iso_date(today_of(visit.context)) + ending;
}

}  // namespace

http::Response send_person_card(Visit& visit) {
  std::optional<std::string> card;
  std::string name;
  visit.context.county.database.read([&](db::Reader& reader) {
    auto facts = directory_facts(visit.context.county, reader);
    for (auto const& person : people_for_members(reader, visit.context, {visit.request.parameter("id")})) {
      name = person.name;
      card = data::to_vcard(card_of(visit, person, *facts), version_asked(visit));
    }
  });
  if (!card) return missing(visit);
  return as_file(std::move(*card), "text/vcard; charset=utf-8", slugify(name) + ".vcf");
}

http::Response export_cards(Visit& visit) {
  std::string cards;
  export_contacts(visit, "vcf", [&](SeenPerson const& person, auto const&, auto const& facts) {
    cards += data::to_vcard(card_of(visit, person, facts), version_asked(visit));
  });
  return as_file(std::move(cards), "text/vcard; charset=utf-8", file_name(visit, ".vcf"));
}

http::Response export_csv(Visit& visit) {
  std::string text = "\xEF\xBB\xBF" + data::csv_line(headings(visit));
  export_contacts(visit, "csv", [&](SeenPerson const& person, auto const& gazetteer, auto const& facts) {
    auto line = contact_line(visit, person, gazetteer, facts);
    text += data::csv_line({line.name, line.organization, line.does, line.phone, line.mail, line.languages,
                            format_iso_date(local_date(person.confirmed_at, visit.context.county.config().zone))});
  });
  return as_file(std::move(text), "text/csv; charset=utf-8", file_name(visit, ".csv"));
}

http::Response export_xlsx(Visit& visit) {
  data::XlsxSheet sheet{tr(visit, N_("Contacts")), headings(visit), {}};
  export_contacts(visit, "xlsx", [&](SeenPerson const& person, auto const& gazetteer, auto const& facts) {
    auto line = contact_line(visit, person, gazetteer, facts);
    sheet.rows.push_back({line.name, line.organization, line.does, line.phone, line.mail, line.languages,
                          local_date(person.confirmed_at, visit.context.county.config().zone)});
  });
  auto bytes = data::to_xlsx({sheet});
  if (!bytes) return refused(visit, bytes.error());
  return as_file(std::move(*bytes), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                 file_name(visit, ".xlsx"));
}

}  // namespace mila::network
