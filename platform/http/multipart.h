// Forms with files: multipart/form-data (RFC 7578).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.h"

namespace mila::http {

/// A file as it was sent. What its sender says of it (name, type) is a claim.
struct Upload {
  std::string field;      ///< name of the form's field
  std::string file_name;  ///< last part of the path the browser named; clean UTF-8, may be ""
  std::string type;       ///< "image/png", in lower case; "" when not said
  std::string_view bytes; ///< points into the body it was read from
};

struct Multipart {
  Fields fields;
  std::vector<Upload> files;
};

/// Reads a body whose Content-Type is `content_type`. A file field without a file (browsers send an
/// empty part then) is left out. nullopt for another type, for what is no such form, more than 200
/// parts, and for text with NUL or invalid UTF-8.
std::optional<Multipart> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace mila::http
