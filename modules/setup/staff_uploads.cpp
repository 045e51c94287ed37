// Telling spreadsheets from text.
#include "modules/setup/uploads.h"
#include "platform/http/multipart.h"
#include "platform/i18n/catalogue.h"

namespace mila::setup {

using i18n::N_;

UploadedFile read_upload(Visit& visit, std::string_view field) {
  UploadedFile file;
  for (auto const& upload : visit.request.files()) {
    if (upload.field != field) continue;
    file.bytes = upload.bytes;
    file.name = upload.file_name;
  }
  bool zip = file.bytes.starts_with("PK\x03\x04"), old = file.bytes.starts_with("\xD0\xCF\x11\xE0");
  if (zip || old)
    file.problem = N_("This is an Excel file, and your browser could not open it for us. Please copy the cells and paste them below, or save the file as CSV.");
  else if (file.bytes.starts_with("%PDF"))
    file.problem = N_("This is a PDF. We need a spreadsheet: XLSX or CSV.");
  return file;
}

}  // namespace mila::setup
