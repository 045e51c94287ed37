// The rows behind minutes.
#pragma once

#include "modules/minutes/removal.h"

namespace mila::minutes {

std::optional<Minutes> load_minutes(db::Reader& reader, std::string_view id);
std::vector<Minutes> load_minutes_of(db::Reader& reader, std::vector<std::string> const& ids);
/// What list_minutes() finds, by what was searchable when it was written.
std::vector<Minutes> find_minutes(db::Reader& reader, Context const& context, MinutesQuery const& query);
/// Of all minutes there are.
std::vector<std::string> all_minutes_ids(db::Reader& reader);
/// False when there are minutes of that id already.
bool insert_minutes(db::Writer& writer, Minutes const& minutes);
/// False when `minutes.version` is not the stored one; it grows by one.
bool update_minutes(db::Writer& writer, Minutes const& minutes);
/// What is found by searching, whatever the version.
void update_plain(db::Writer& writer, Minutes const& minutes);
/// Lower case, without accents: what is searched in and for.
std::string folded(std::string_view text);

/// Minutes that go round, with the number of objections without an answer; at most 100, the oldest first.
struct WithOpen {
  Minutes minutes;
  std::int64_t open = 0;
};
std::vector<WithOpen> circulated_with_open(db::Reader& reader);

std::vector<Part> load_parts(db::Reader& reader, std::string_view minutes_id);
/// Of many minutes, by position.
std::vector<Part> load_parts_of(db::Reader& reader, std::vector<std::string> const& minutes_ids);
bool has_part(db::Reader& reader, std::string_view part_id);
bool insert_part(db::Writer& writer, Part const& part);
bool update_part(db::Writer& writer, Part const& part);
bool delete_part(db::Writer& writer, Part const& part);

/// The row of filed minutes with what hangs on it.
void delete_minutes(db::Writer& writer, Minutes const& minutes);
void insert_removal(db::Writer& writer, Removal const& removal);

void insert_writer(db::Writer& writer, std::string_view minutes_id, std::string_view account_id);
void delete_writer(db::Writer& writer, std::string_view minutes_id, std::string_view account_id);
/// Minutes the account was named for.
std::vector<std::string> written_by(db::Reader& reader, std::string_view account_id);

void insert_addendum(db::Writer& writer, Addendum const& addendum);
/// Text and checksum.
void update_addendum(db::Writer& writer, Addendum const& addendum);
void insert_redaction(db::Writer& writer, Redaction const& redaction);

std::optional<Objection> load_objection(db::Reader& reader, Context& context, std::string_view id);
std::vector<Objection> load_objections_of_person(db::Reader& reader, Context& context, std::string_view person_id);
bool insert_objection(db::Writer& writer, Context& context, Objection const& objection);
bool update_objection(db::Writer& writer, Context& context, Objection const& objection);
/// Name, words and answer go; that there was one stays.
std::int64_t wipe_objections_of_person(db::Writer& writer, std::string_view person_id);
/// Of those whose invitation lost its name, as after an erasure or ninety days. Returns how many.
std::int64_t wipe_objections_without_name(db::Writer& writer);
/// Of minutes approved before. Returns how many.
std::int64_t wipe_objections_before(db::Writer& writer, Instant before);

}  // namespace mila::minutes
