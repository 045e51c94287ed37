// The rows behind programmes.
#pragma once

#include "modules/meetings/programme.h"

namespace mila::meetings {

std::optional<ProgrammeEntry> find_entry(db::Reader& reader, std::string_view id);
int count_entries(db::Reader& reader, std::string_view meeting_id);
void insert_entry(db::Writer& writer, ProgrammeEntry const& entry);
/// False when it is not the stored version.
bool update_entry(db::Writer& writer, ProgrammeEntry const& entry);
/// With its questions.
void delete_entry(db::Writer& writer, ProgrammeEntry const& entry);
/// Inserts (version 0) or replaces; false when it is not the stored version.
bool store_programme(db::Writer& writer, std::string_view meeting_id, Programme const& programme);

std::optional<Question> find_question(db::Reader& reader, std::string_view id);
void insert_question(db::Writer& writer, Question const& question);
void update_question(db::Writer& writer, Question const& question);

}  // namespace mila::meetings
