// People and organisations for the tests of this module.
#pragma once

#include <string>

#include "modules/directory/directory.h"
#include "modules/network/network.h"

namespace mila::network {

/// Writes an organisation with a central number; returns its id.
inline std::string add_organization(db::Database& database, std::string const& name,
                                    std::string const& phone = "069 90009-100",
                                    std::string const& mail = "info@haus.example") {
  directory::Organization organization;
  organization.id = named_uuid("organization", name);
  organization.name = name;
  if (!phone.empty()) organization.phones.push_back({named_uuid("phone", name), phone, {}, {}, {}});
  if (!mail.empty()) organization.email = mail;
  database.write([&](db::Writer& writer) {
    return directory::save(writer, Actor::operator_(), directory::to_record(organization)).value();
  });
  return organization.id;
}

/// Writes a function of the directory; returns its id.
inline std::string add_function(db::Database& database, std::string const& organization_id,
                                std::string const& title, std::string const& phone) {
  directory::Function function;
  function.id = named_uuid("function", title);
  function.organization_id = organization_id;
  function.title = title;
  if (!phone.empty()) function.phones.push_back({named_uuid("phone", title), phone, {}, {}, {}});
  database.write([&](db::Writer& writer) {
    return directory::save(writer, Actor::operator_(), directory::to_record(function)).value();
  });
  return function.id;
}

inline directory::Function function_of(db::Database& database, std::string const& id) {
  return database.read([&](db::Reader& reader) {
    for (auto& function : directory::all_functions(reader))
      if (function.id == id) return function;
    throw std::runtime_error("no function " + id);
  });
}

/// Writes a person as the operator; returns the id. Private contact in `person` is written, too.
inline std::string add_person(db::Database& database, Context context, Person person) {
  context.actor = Actor::operator_();
  return database.write(
      [&](db::Writer& writer) { return save_person(writer, context, person).value(); });
}

inline Person stored(db::Database& database, Context context, std::string const& id) {
  context.actor = Actor::operator_();
  return database.read([&](db::Reader& reader) -> Person {
    auto found = find_person(reader, context, id);
    if (!found) throw std::runtime_error("no person " + id);
    return *found;
  });
}

inline Person named(PersonClass kind, std::string name, std::string organization_id = "") {
  Person person;
  person.kind = kind;
  person.name = std::move(name);
  person.organization_id = std::move(organization_id);
  return person;
}

}  // namespace mila::network
