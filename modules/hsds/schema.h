// The entities of HSDS 3.1 with their members: what is checked on the way in, completed on the way
// out and typed when it comes as tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/data/json.h"

namespace mila::hsds {

enum class MemberType { Text, Number, Id, Url, Email, DateTime, Choice, One, Many };

struct Entity;

struct Member {
  std::string name;
  MemberType type = MemberType::Text;
  bool required = false;
  Entity const* entity = nullptr;    ///< of One and Many
  std::vector<std::string> choices;  ///< of Choice
};

struct Entity {
  std::string name;
  std::vector<Member> members;
  Member const* find(std::string_view member) const;
};

/// Entity by name ("service"). CHECKs that it exists.
Entity const& entity(std::string_view name);
std::vector<Entity> const& all_entities();

/// One thing the report says about a record.
struct Line {
  std::string record;  ///< "service 9c1e0a52-…", or where it stood when it has no id
  std::string field;   ///< JSON path inside the document: "contents/3/phones/0/number"
  std::string message;
  bool error = true;  ///< otherwise a note: the record is taken
};

/// Checks an object and all that is nested in it: types, required members, controlled values.
/// Members that are null or addresses a browser must not follow are removed (the latter with a
/// note). Unknown members stay as they are.
void check_entity(Entity const& entity, data::Json& object, std::string const& path,
                  std::string const& record, std::vector<Line>& lines);

/// Copies an object as JSON text and adds what the schema requires and a record of ours may lack:
/// ids made from `parent_id` and position, empty texts.
void append_complete(std::string& out, Entity const& entity, std::string_view object,
                     std::string const& parent_id, std::size_t position);

/// Members a record keeps for this county's own bookkeeping; never published.
bool is_internal(std::string_view member);

}  // namespace mila::hsds
