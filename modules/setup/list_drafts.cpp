// What a list became: published or dropped, one by one or all at once, or taken back whole.
#include <algorithm>
#include <set>

#include "modules/directory/history.h"
#include "modules/setup/list_parts.h"
#include "platform/auth/audit.h"

namespace mila::setup {
namespace {

using directory::Kind;

void make_public(directory::Record& record) {
  if (record.kind == Kind::Service) record.json["status"] = "active";
  else record.json.erase("x_status");
}

std::vector<directory::Record> stored(db::Reader& reader, std::vector<ListRecord> const& records, Kind kind) {
  std::vector<std::string> ids;
  for (auto const& record : records)
    if (record.kind == kind) ids.push_back(record.id);
  return directory::find_records(reader, kind, ids);
}

/// Only those with these ids; all when none are named.
std::vector<ListRecord> chosen_of(std::vector<ListRecord> records, std::vector<std::string> const& ids) {
  if (!ids.empty())
    std::erase_if(records, [&](ListRecord const& record) { return std::find(ids.begin(), ids.end(), record.id) == ids.end(); });
  return records;
}

std::size_t count_drafts(db::Reader& reader, std::vector<ListRecord> const& records) {
  std::size_t count = 0;
  for (Kind kind : {Kind::Organization, Kind::Function, Kind::Service})
    for (auto const& record : stored(reader, records, kind)) count += is_draft(record);
  return count;
}

/// Removes what the import made and restores what it changed, unless somebody has changed it since or
/// something else uses it; says whether it is undone.
bool undo(db::Writer& writer, Context& context, ListRecord const& record, directory::Record const* now) {
  if (!now) return true;
  if (now->version != record.version) return false;
  if (record.before == 0)
    return directory::remove(writer, context.actor, record.kind, record.id, record.version).has_value();
  auto before = directory::record_at(writer, record.kind, record.id, record.before);
  return before && directory::save(writer, context.actor, *before, record.version).has_value();
}

/// In the order in which they may go: what refers before what is referred to. Returns how many stay.
std::size_t undo_all(db::Writer& writer, Context& context, std::string_view id, std::vector<ListRecord> const& records) {
  std::size_t stay = 0;
  for (Kind kind : {Kind::Service, Kind::Function, Kind::Location, Kind::Organization}) {
    auto now = stored(writer, records, kind);
    for (auto const& record : records) {
      if (record.kind != kind) continue;
      auto current = std::find_if(now.begin(), now.end(), [&](auto const& each) { return each.id == record.id; });
      if (undo(writer, context, record, current == now.end() ? nullptr : &*current)) forget_record(writer, id, record);
      else ++stay;
    }
  }
  return stay;
}

}  // namespace

bool is_draft(directory::Record const& record) {
  return record.json.value(record.kind == Kind::Service ? "status" : "x_status", "") == "inactive";
}

Result<std::size_t> publish_list(Context& context, std::string_view id, std::int64_t version,
                                 std::vector<std::string> const& chosen) {
  std::size_t count = 0;
  auto done = change(context, id, version, [&](db::Writer& writer, ListImport& list) {
    auto all = records_of(writer, id);
    auto records = chosen_of(all, chosen);
    std::set<std::string> owners;
    auto publish = [&](directory::Record record) {
      if (!is_draft(record)) return;
      make_public(record);
      auto saved = directory::save(writer, context.actor, record, record.version);
      CHECK(saved);
      // A draft somebody has worked on stays theirs: it is not taken back with the list.
      auto ours = std::find_if(all.begin(), all.end(), [&](ListRecord const& known) {
        return known.kind == record.kind && known.id == record.id;
      });
      if (ours == all.end()) return;
      ++count;
      if (ours->version == record.version) note_record(writer, id, {record.kind, record.id, *saved, ours->before});
    };
    for (Kind kind : {Kind::Organization, Kind::Function, Kind::Service})
      for (auto& record : stored(writer, records, kind)) {
        if (auto owner = record.json.value("organization_id", ""); !owner.empty()) owners.insert(owner);
        publish(std::move(record));
      }
    for (auto& record : directory::find_records(writer, Kind::Organization, {owners.begin(), owners.end()}))
      publish(std::move(record));
    list.state = count_drafts(writer, all) == 0 ? ListImport::State::Public : ListImport::State::Draft;
    auth::audit(writer, context, "list.published", "list", id);
  });
  if (!done) return done.error();
  return count;
}

Result<std::size_t> drop_drafts(Context& context, std::string_view id, std::int64_t version,
                                std::vector<std::string> const& chosen) {
  std::size_t stay = 0;
  auto done = change(context, id, version, [&](db::Writer& writer, ListImport& list) {
    auto all = records_of(writer, id);
    std::vector<ListRecord> drafts, places;
    for (Kind kind : {Kind::Organization, Kind::Function, Kind::Service})
      for (auto const& record : stored(writer, chosen_of(all, chosen), kind))
        if (is_draft(record))
          for (auto const& known : all)
            if (known.kind == kind && known.id == record.id) drafts.push_back(known);
    for (auto const& known : all)
      if (known.kind == Kind::Location) places.push_back(known);
    stay = undo_all(writer, context, id, drafts);
    // Places came with the offers; those nothing refers to any more go with them.
    (void)undo_all(writer, context, id, places);
    auto left = records_of(writer, id);
    if (left.empty()) list.state = ListImport::State::Open;
    else if (count_drafts(writer, left) == 0) list.state = ListImport::State::Public;
    auth::audit(writer, context, "list.drafts_dropped", "list", id);
  });
  if (!done) return done.error();
  return stay;
}

Result<std::size_t> take_back(Context& context, std::string_view id, std::int64_t version) {
  std::size_t stay = 0;
  auto done = change(context, id, version, [&](db::Writer& writer, ListImport& list) {
    stay = undo_all(writer, context, id, records_of(writer, id));
    if (stay == 0) list.state = ListImport::State::Open;
    for (auto row : rows_of(writer, id)) {
      if (row.state != ListRow::State::Taken) continue;
      row.state = ListRow::State::Open;
      update_row(writer, id, row);
    }
    auth::audit(writer, context, "list.taken_back", "list", id);
  });
  if (!done) return done.error();
  return stay;
}

}  // namespace mila::setup
