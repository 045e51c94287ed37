// Whom one text to many may go to.
#include "modules/network/mailing.h"

#include <algorithm>
#include <limits>

#include "modules/network/people_store.h"
#include "modules/taxonomy/taxonomy.h"

namespace mila::network {
namespace {

/// "" when the person may not be written to by a mailing.
std::string mailing_address(Person const& person) {
  if (person.state == PersonState::Left || person.objected_at) return "";
  if (person.kind != PersonClass::Volunteer) return person.work_mail;
  if (!person.agreed(ConsentItem::MailToMembers)) return "";
  return person.work_mail.empty() ? person.private_mail : person.work_mail;
}

void add_once(std::vector<std::string>& values, std::string const& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

}  // namespace

std::vector<Addressee> addressees(db::Reader& reader, Context& context) {
  PeopleQuery query;
  query.level = Level::Editors;
  query.limit = std::numeric_limits<int>::max();
  Date today = local_date(context.now(), context.county.config().zone);
  std::vector<Addressee> found;
  for (auto const& person : load_people(reader, context.county, find_ids(reader, query))) {
    std::string address = mailing_address(person);
    if (address.empty()) continue;
    Addressee& one = found.emplace_back();
    bool named = fields_for(Level::Members, person).has(Field::Name);
    one.target = {person.id, std::move(address), person.letter_language, named ? person.name : ""};
    one.organization_id = person.organization_id;
    one.account_id = person.account_id;
    for (auto const& position : positions_on(person, today)) {
      for (auto const& topic : position.topics)
        for (auto const* above : taxonomy::taxonomy().line(topic)) add_once(one.topics, above->code);
      for (auto const& place : position.places) add_once(one.places, place);
    }
  }
  return found;
}

}  // namespace mila::network
