// Feeds arbitrary bytes to the reader of forms with files. The first line is what stands behind
// "multipart/form-data; ", the rest is the body.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "platform/base/text.h"
#include "platform/http/multipart.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const input{reinterpret_cast<char const*>(data), size};
  auto const line = input.find('\n');
  std::string const type = "multipart/form-data; " + std::string(input.substr(0, line));
  std::string_view const body = line == input.npos ? std::string_view() : input.substr(line + 1);
  auto const form = mila::http::parse_multipart(type, body);
  if (!form) return 0;
  for (auto const& [name, value] : form->fields.items())
    require(mila::is_clean_utf8(name) && mila::is_clean_utf8(value));
  for (auto const& file : form->files) {
    require(mila::is_clean_utf8(file.file_name) && mila::is_clean_utf8(file.type));
    require(file.file_name.find('/') == std::string::npos);
    bool const inside = file.bytes.data() >= body.data() &&
                        file.bytes.data() + file.bytes.size() <= body.data() + body.size();
    require(inside);
  }
  return 0;
}
