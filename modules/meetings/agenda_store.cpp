// SQL of agendas.
#include "modules/meetings/agenda_store.h"

#include <algorithm>

namespace mila::meetings {
namespace {

using db::Row;
using db::Sql;

#define ITEM                                                                                   \
  "select id, version, meeting_id, parent_id, position, title, presenter, minutes, visibility, " \
  "state, proposed_by, answer from agenda_item "

constexpr Sql kOfMeeting{"agenda_item.of_meeting", ITEM "where meeting_id = $1 order by position, id"};
constexpr Sql kFind{"agenda_item.find", ITEM "where id = $1"};
constexpr Sql kProposed{
    "agenda_item.proposed",
    "select i.id, i.meeting_id, i.title, m.body_id from agenda_item i join meeting m on m.id = "
    "i.meeting_id where i.state = 'proposed' and m.day >= $1 and m.state <> 'cancelled' order by "
    "m.starts_at, i.position, i.id limit 200"};
constexpr Sql kInsert{
    "agenda_item.insert",
    "insert into agenda_item(id, version, meeting_id, parent_id, position, title, presenter, minutes, "
    "visibility, state, proposed_by, answer, created_at) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11, $12)"};
constexpr Sql kUpdate{
    "agenda_item.update",
    "update agenda_item set version = version + 1, parent_id = $3, position = $4, title = $5, presenter = "
    "$6, minutes = $7, visibility = $8, state = $9, answer = $10 where id = $1 and version = $2"};
constexpr Sql kPlace{"agenda_item.place", "update agenda_item set position = $2 where id = $1"};
constexpr Sql kDelete{"agenda_item.delete", "delete from agenda_item where id = $1"};

std::optional<std::string> some(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

AgendaItem item_from(Row const& row) {
  AgendaItem item;
  std::optional<std::string> parent;
  std::string visibility, state;
  row.read(item.id, item.version, item.meeting_id, parent, item.position, item.title, item.presenter,
           item.minutes, visibility, state, item.proposed_by, item.answer);
  item.parent_id = parent.value_or("");
  item.visibility = visibility_named(visibility).value_or(Visibility::Hidden);
  item.state = state == "proposed" ? ItemState::Proposed
               : state == "declined" ? ItemState::Declined
                                     : ItemState::OnAgenda;
  return item;
}

}  // namespace

std::vector<AgendaItem> load_items(db::Reader& reader, std::string_view meeting_id) {
  std::vector<AgendaItem> items;
  reader.each(kOfMeeting, {meeting_id}, [&](Row const& row) { items.push_back(item_from(row)); });
  return items;
}

std::optional<AgendaItem> find_item(db::Reader& reader, std::string_view id) {
  std::optional<AgendaItem> item;
  reader.one(kFind, {id}, [&](Row const& row) { item = item_from(row); });
  return item;
}

std::map<std::string, Visibility> visibilities_of(db::Reader& reader, std::vector<std::string> const& meeting_ids) {
  std::map<std::string, Visibility> found;
  if (meeting_ids.empty()) return found;
  std::map<std::string, std::string> parents;
  reader.each_in("agenda_item.visibilities", "select id, parent_id, visibility from agenda_item where meeting_id in ", meeting_ids, "",
                 [&](Row const& row) {
                   std::string id, visibility;
                   std::optional<std::string> parent;
                   row.read(id, parent, visibility);
                   found[id] = visibility_named(visibility).value_or(Visibility::Hidden);
                   if (parent) parents[id] = *parent;
                 });
  for (auto const& [id, parent] : parents)
    if (auto above = found.find(parent); above != found.end()) found[id] = std::max(found[id], above->second);
  return found;
}

std::vector<Proposal> load_proposed(db::Reader& reader, Date from) {
  std::vector<Proposal> proposals;
  reader.each(kProposed, {format_iso_date(from)}, [&](Row const& row) {
    auto& one = proposals.emplace_back();
    row.read(one.item_id, one.meeting_id, one.title, one.body_id);
  });
  return proposals;
}

void insert_item(db::Writer& writer, AgendaItem const& item) {
  writer.run(kInsert, {item.id, item.meeting_id, some(item.parent_id), item.position, item.title,
                       item.presenter, item.minutes, name_of(item.visibility), name_of(item.state),
                       item.proposed_by, item.answer, writer.now()});
  writer.changed("meeting", item.meeting_id);
}

bool update_item(db::Writer& writer, AgendaItem const& item) {
  bool done = writer.run(kUpdate, {item.id, item.version, some(item.parent_id), item.position, item.title,
                                   item.presenter, item.minutes, name_of(item.visibility),
                                   name_of(item.state), item.answer}) > 0;
  if (done) writer.changed("meeting", item.meeting_id);
  return done;
}

void place_item(db::Writer& writer, AgendaItem const& item) {
  writer.run(kPlace, {item.id, item.position});
  writer.changed("meeting", item.meeting_id);
}

void delete_item(db::Writer& writer, AgendaItem const& item) {
  writer.run(kDelete, {item.id});
  writer.changed("meeting", item.meeting_id);
}

}  // namespace mila::meetings
