// Minutes from before: files, found by their words.
#pragma once

#include "modules/minutes/minutes.h"
#include "platform/files/files.h"

namespace mila::minutes {

/// What a file is by its content, and its words; nullopt for what is neither PDF nor DOCX, or broken. Of a
/// PDF at most 500 pages are read, by poppler; one without text (a scan) has no words.
struct ReadFile {
  std::string type, words;
};
std::optional<ReadFile> read_old(std::string_view bytes);

/// `stored` was put() before the transaction. Errors: Forbidden, Invalid (no title, a day to come).
Result<std::string> file_old(db::Writer& writer, Context& context, Minutes minutes, ReadFile const& file,
                             files::Stored const& stored, std::string const& name);

}  // namespace mila::minutes
