// Search words and public functions follow the people.
#include "modules/network/keep_step.h"

#include <algorithm>
#include <set>

#include "modules/directory/directory.h"
#include "modules/network/people_store.h"

namespace mila::network {
namespace {

using directory::Kind;

Date today_of(Context& context) {
  return local_date(context.now(), context.county.config().zone);
}

/// The position that counts for a function: one that holds today, else the last one there was.
struct Holder {
  Position position;
  Person person;
  bool shown = false;  ///< holds it today and may be shown to everybody
};

std::optional<Holder> holder_of(db::Reader& reader, Context& context, std::string_view function_id) {
  Date today = today_of(context);
  std::optional<Holder> best;
  auto rank = [&](Holder const& holder) {
    return std::pair(holder.shown ? 2 : holder.position.holds_on(today) ? 1 : 0,
                     holder.position.from);
  };
  for (auto const& person :
       load_people(reader, context.county, people_of_function(reader, function_id)))
    for (auto const& position : person.positions) {
      if (position.function_id != function_id || position.from > today) continue;
      Holder holder{position, person, false};
      holder.shown = position.holds_on(today) && person.kind != PersonClass::Volunteer &&
                     fields_for(Level::Everybody, person).has(Field::Name);
      if (!best || rank(holder) > rank(*best)) best = std::move(holder);
    }
  return best;
}

/// The central number and mail that stand in.
std::pair<std::string, std::string> central_contact(db::Reader& reader, Context& context,
                                                    std::string const& organization_id) {
  auto const& config = context.county.config();
  std::string phone, mail;
  for (auto const& organization : directory::find_organizations(reader, {organization_id})) {
    if (!organization.phones.empty()) phone = organization.phones.front().number;
    mail = organization.email.value_or("");
  }
  return {phone.empty() ? config.office_phone : phone, mail.empty() ? config.office_mail : mail};
}

void set_contact(directory::Function& function, std::string const& phone, std::string const& mail) {
  if (!phone.empty()) {
    if (function.phones.empty())
      function.phones.push_back({named_uuid("phone", function.id), phone, {}, {}, {}});
    function.phones.resize(1);
    function.phones.front().number = phone;
  }
  if (!mail.empty()) function.email = mail;
}

}  // namespace

void publish_function(db::Writer& writer, Context& context, std::string_view function_id) {
  auto records = directory::find_records(writer, Kind::Function, {std::string(function_id)});
  if (records.empty()) return;
  auto holder = holder_of(writer, context, function_id);
  if (!holder) return;
  std::vector<std::string> problems;
  auto function = data::from_json<directory::Function>(records.front().json, problems);
  directory::Function before = function;
  function.name = holder->shown ? directory::Text(holder->person.name) : std::nullopt;
  if (holder->position.own_line) {
    auto [phone, mail] = central_contact(writer, context, function.organization_id);
    if (holder->shown && !holder->person.work_phone.empty()) phone = holder->person.work_phone;
    if (holder->shown && !holder->person.work_mail.empty()) mail = holder->person.work_mail;
    set_contact(function, phone, mail);
  }
  auto record = directory::to_record(function);
  if (record.json == directory::to_record(before).json) return;
  // What other publishers' records hold beyond our members stays.
  for (auto const& [key, value] : records.front().json.items())
    if (!directory::to_record(before).json.contains(key)) record.json[key] = value;
  // A consequence of what was allowed, not an edit of the directory.
  auto saved = directory::save(writer, Actor::operator_(), record);
  CHECK(saved);
}

void keep_step(db::Writer& writer, Context& context, std::string_view person_id) {
  auto person = load_person(writer, context.county, person_id);
  if (!person) return;
  replace_words(writer, context.county, *person, today_of(context));
  std::set<std::string> functions;
  for (auto const& position : person->positions)
    if (!position.function_id.empty()) functions.insert(position.function_id);
  for (auto const& id : functions) publish_function(writer, context, id);
  writer.changed("person", person_id);
}

}  // namespace mila::network
