// SQL of rounds: one agenda held in many places.
#include "modules/meetings/meetings.h"

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kParts{"meeting_round_part.of", "select meeting_id from meeting_round_part where round_id = $1"};
constexpr Sql kRoundOf{"meeting_round_part.round", "select round_id from meeting_round_part where meeting_id = $1"};

}  // namespace

std::vector<Meeting> round_of(db::Reader& reader, std::string_view round_id) {
  return find_meetings(reader, reader.column<std::string>(kParts, {round_id}));
}

std::string round_of_meeting(db::Reader& reader, std::string_view meeting_id) {
  return reader.value<std::string>(kRoundOf, {meeting_id}).value_or("");
}

}  // namespace mila::meetings
