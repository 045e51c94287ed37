// Comparing with what is stored, and writing what differs.
#include "modules/directory/csv_plan.h"

#include <algorithm>

#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

/// So many records are kept before they are written.
constexpr std::size_t kPiece = 2'500;
/// From this number of new records in a piece on, new ones are written in bulk with one entry in the
/// change feed.
constexpr std::size_t kBulkFrom = 2'000;

/// Equal whatever the order of members.
bool same(data::Json const& a, data::Json const& b) {
  return nlohmann::json(a) == nlohmann::json(b);
}

bool looks_like_number(std::string const& text) {
  return text.size() <= 12 && text.find(' ') == std::string::npos &&
         text.find_first_of("0123456789") != std::string::npos;
}

}  // namespace

std::optional<Record> Plan::stored(Kind kind, std::string const& id) {
  auto found = find_records(reader_, kind, {id});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::unordered_map<std::string, Record> Plan::stored(Kind kind,
                                                     std::vector<std::string> const& ids) {
  std::unordered_map<std::string, Record> records;
  for (auto& record : find_records(reader_, kind, ids)) {
    std::string id = record.id;
    records.emplace(std::move(id), std::move(record));
  }
  return records;
}

Outcome Plan::put(Kind kind, std::string const& id, data::Json json,
                  std::optional<Record> const& before, std::set<std::string> const& known) {
  Change change;
  change.record.kind = kind;
  change.record.id = id;
  if (before) {
    for (auto const& [name, value] : before->json.items())
      if (!known.contains(name)) json[name] = value;
    if (same(json, before->json)) return Outcome::Unchanged;
    change.version = before->version;
  } else if (options_.drafts && kind != Kind::Location) {
    auto& status = json[kind == Kind::Service ? "status" : "x_status"];
    if (status.is_null() || status == "active") status = "inactive";
  }
  change.record.json = std::move(json);
  changes_.push_back(std::move(change));
  return before ? Outcome::Updated : Outcome::Created;
}

void Plan::write_piece() {
  if (changes_.size() >= kPiece) write();
}

void Plan::write() {
  // With errors all will be rolled back: then the rows that are left are only checked.
  if (writer_ && report_.errors() == 0) {
    for (auto const& place : places_) places::save(*writer_, actor_, place);
    for (auto const& area : areas_) places::save(*writer_, actor_, area);
    write_records(*writer_);
  }
  changes_.clear();
  places_.clear();
  areas_.clear();
}

void Plan::write_records(db::Writer& writer) {
  auto fresh = std::count_if(changes_.begin(), changes_.end(),
                             [](Change const& change) { return change.version == 0; });
  in_bulk_ = in_bulk_ || static_cast<std::size_t>(fresh) >= kBulkFrom;
  std::vector<Record> bulk;
  // Organisations before what refers to them.
  for (Kind kind : {Kind::Organization, Kind::Location, Kind::Service, Kind::Function}) {
    for (auto& change : changes_) {
      if (change.record.kind != kind) continue;
      if (in_bulk_ && change.version == 0) {
        bulk.push_back(std::move(change.record));
        continue;
      }
      auto saved = save(writer, actor_, change.record, change.version);
      if (!saved) throw db::ConflictError("import", "version");
      if (options_.written) options_.written(writer, change.record, *saved);
    }
    if (!bulk.empty()) insert_all(writer, actor_, bulk);
    if (options_.written)
      for (auto const& record : bulk) options_.written(writer, record, 1);
    bulk.clear();
  }
}

Service read_service(Record const& record) {
  std::vector<std::string> problems;
  return data::from_json<Service>(record.json, problems);
}

std::string known_service(ImportRun const& run, std::string const& number) {
  return find_by_external_id(run.plan.reader(), Kind::Service, run.source, number).value_or("");
}

Organisations::Organisations(Plan& plan, std::string source)
    : plan_(plan), source_(std::move(source)) {
  std::string after;
  constexpr int kPage = 500;
  for (;;) {
    auto page = records_after(plan.reader(), Kind::Organization, after, kPage);
    for (auto const& record : page) {
      std::vector<std::string> problems;
      auto organization = data::from_json<Organization>(record.json, problems);
      by_name_.emplace(slugify(organization.name), record.id);
      if (organization.x_source == source_ && organization.x_external_id)
        by_number_.emplace(*organization.x_external_id, record.id);
    }
    if (page.size() < kPage) break;
    after = page.back().id;
  }
}

std::string Organisations::find(std::string const& text) const {
  if (auto found = by_number_.find(text); found != by_number_.end()) return found->second;
  auto found = by_name_.find(slugify(text));
  return found == by_name_.end() ? "" : found->second;
}

std::string Organisations::find_or_create(RowNotes const& notes, std::string const& field,
                                          std::string const& text) {
  std::string id = find(text);
  if (!id.empty()) return id;
  if (looks_like_number(text)) {
    notes.fail(field, "There is no organisation with this number. Import the organisations first.",
               text);
    return "";
  }
  Organization organization;
  organization.name = truncate_utf8(text, 300);
  organization.id = named_uuid("organization", source_ + ":~" + slugify(text));
  organization.x_source = source_;
  plan_.put(Kind::Organization, organization);
  by_name_.emplace(slugify(text), organization.id);
  notes.warn(field, "This organisation is new. It was made with its name only.", text);
  return organization.id;
}

}  // namespace mila::directory
