// Feeds arbitrary bytes to the reader of opening hours: it must not crash, must point inside the
// text, and what it understood must survive being written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engines/hours/hours.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text{reinterpret_cast<char const*>(data), size};
  auto const first = mila::hours::parse_hours_text(text);
  for (auto const& issue : first.issues) {
    if (issue.length == 0 || issue.offset + issue.length > size) std::abort();
  }
  auto const written = mila::hours::format_hours_text(first.rules);
  // A short text may grow beyond the reader's limit when each rule is written out.
  if (written.size() > 2000) return 0;
  auto const second = mila::hours::parse_hours_text(written);
  if (second.rules != first.rules || !second.issues.empty()) std::abort();
  return 0;
}
