// SQL of meetings that came out of others.
#include "modules/meetings/origin_store.h"

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kFind{"meeting_origin.find",
                    "select o.meeting_id, o.from_meeting_id, o.item_id, i.title from meeting_origin o left join "
                    "agenda_item i on i.id = o.item_id where o.meeting_id = $1"};
constexpr Sql kOffspring{"meeting_origin.offspring", "select meeting_id from meeting_origin where from_meeting_id = $1"};
constexpr Sql kInsert{"meeting_origin.insert",
                      "insert into meeting_origin(meeting_id, from_meeting_id, item_id) values($1, $2, $3)"};

}  // namespace

std::optional<Origin> origin_of(db::Reader& reader, std::string_view meeting_id) {
  std::optional<Origin> origin;
  reader.one(kFind, {meeting_id}, [&](Row const& row) {
    origin.emplace();
    std::optional<std::string> title;
    row.read(origin->meeting_id, origin->from_meeting_id, origin->item_id, title);
    origin->item_title = title.value_or("");
  });
  return origin;
}

std::vector<Meeting> offspring_of(db::Reader& reader, std::string_view meeting_id) {
  return find_meetings(reader, reader.column<std::string>(kOffspring, {meeting_id}));
}

void insert_origin(db::Writer& writer, Origin const& origin) {
  writer.run(kInsert, {origin.meeting_id, origin.from_meeting_id, origin.item_id});
  writer.changed("meeting", origin.from_meeting_id);
}

}  // namespace mila::meetings
