// The rows behind files.h; only this folder includes it.
#pragma once

#include "platform/files/files.h"

namespace mila::files {

void insert_file(db::Writer& writer, File const& file);
/// Those of `hashes` that some file refers to.
std::vector<std::string> used_hashes(db::Reader& reader, std::vector<std::string> const& hashes);

}  // namespace mila::files
