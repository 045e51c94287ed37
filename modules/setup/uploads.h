// The one file of a form, as it came.
#pragma once

#include <string>

#include "platform/site/module.h"

namespace mila::setup {

struct UploadedFile {
  std::string bytes, name;
  char const* problem = nullptr;  ///< msgid
};

/// The file of that field; empty when none was chosen. Spreadsheet files are a problem here: a script
/// reads them in the browser, and without scripts people save them as CSV.
UploadedFile read_upload(Visit& visit, std::string_view field);

}  // namespace mila::setup
