// Minutes from before: files, found by their words.
#pragma once

#include "modules/minutes/minutes.h"
#include "platform/base/child.h"
#include "platform/files/files.h"

namespace mila::minutes {

/// What a file is by its content, and its words. Of a PDF at most 500 pages are read, by pdftotext in a process of its
/// own with limits; one without text (a scan) has no words. Errors: Invalid (neither PDF nor DOCX, or broken), TooLarge
/// (more work than a file of minutes makes), Unavailable (others' files are being read, or pdftotext is not installed).
struct ReadFile {
  std::string type, words;
};
Result<ReadFile> read_old(std::string_view bytes, ChildLimits limits = {});

/// `stored` was put() before the transaction. Errors: Forbidden, Invalid (no title, a day to come).
Result<std::string> file_old(db::Writer& writer, Context& context, Minutes minutes, ReadFile const& file,
                             files::Stored const& stored, std::string const& name);

}  // namespace mila::minutes
