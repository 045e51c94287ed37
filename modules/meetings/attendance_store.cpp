// SQL of who was there.
#include "modules/meetings/attendance_store.h"

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kAttended{
    "attendance.between",
    "select i.meeting_id, m.day, m.kind, m.body_id, i.organization_id, case when i.came_instead = 1 then null "
    "else i.person_id end from invitee i join meeting m on m.id = i.meeting_id where i.attended = 1 and "
    "m.state = 'held' and m.day >= $1 and m.day <= $2 order by m.starts_at, m.id, i.id"};
constexpr Sql kHeld{"attendance.held",
                    "update meeting set version = version + 1, state = 'held', modified = $2 where id = $1 "
                    "and state in ('planned', 'invited')"};
constexpr Sql kDelete{"attendance.delete", "delete from invitee where id = $1"};

}  // namespace

std::vector<Attended> load_attended(db::Reader& reader, Date from, Date until) {
  std::vector<Attended> all;
  reader.each(kAttended, {format_iso_date(from), format_iso_date(until)}, [&](Row const& row) {
    auto& one = all.emplace_back();
    std::string day, kind;
    std::optional<std::string> organization, person;
    row.read(one.meeting_id, day, kind, one.body_id, organization, person);
    one.day = parse_iso_date(day).value_or(Date{});
    one.kind = kind_named(kind).value_or(Kind::RoundTable);
    one.organization_id = organization.value_or("");
    one.person_id = person.value_or("");
  });
  return all;
}

void set_held(db::Writer& writer, std::string_view meeting_id) {
  if (writer.run(kHeld, {meeting_id, writer.now()}) > 0) writer.changed("meeting", std::string(meeting_id));
}

void delete_invitee(db::Writer& writer, std::string_view id) {
  writer.run(kDelete, {id});
  writer.changed("invitee", std::string(id));
}

}  // namespace mila::meetings
