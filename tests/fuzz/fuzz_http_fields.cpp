// Feeds arbitrary bytes to everything that reads a request's small parts: query and form fields,
// escapes, times, dates, the list of languages. None may crash, and what was read must survive being
// written and read again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/text.h"
#include "platform/base/time.h"
#include "platform/http/message.h"
#include "platform/i18n/languages.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void fields(std::string_view text) {
  auto const first = mila::http::parse_fields(text);
  if (!first) return;
  for (auto const& [name, value] : first->items())
    require(mila::is_clean_utf8(name) && mila::is_clean_utf8(value));
  std::string const query = first->to_query();
  auto const second = mila::http::parse_fields(query.empty() ? query : query.substr(1));
  require(second && second->items() == first->items());
}

void escapes(std::string_view text) {
  require(mila::percent_decode(mila::percent_encode(text), true) == text);
  mila::percent_decode(text, true);
  mila::percent_decode(text, false);
}

void times(std::string_view text) {
  if (auto const instant = mila::parse_rfc3339(text)) {
    // An offset may lead out of the years the form can write.
    auto const written = mila::format_rfc3339(*instant);
    auto const again = mila::parse_rfc3339(written);
    bool const writable = written.size() == 24 && written.compare(0, 4, "0000") != 0;
    require(!writable || again == instant);
  }
  if (auto const date = mila::parse_german_date(text))
    require(date->ok() && mila::parse_iso_date(mila::format_iso_date(*date)) == date);
}

void languages(std::string_view text) {
  static std::vector<std::string> const offered{"de", "de-simple", "uk", "ar"};
  auto const chosen = mila::i18n::negotiate(text, offered);
  bool known = false;
  for (auto const& language : offered) known = known || language == chosen;
  require(known);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text{reinterpret_cast<char const*>(data), size};
  fields(text);
  escapes(text);
  times(text);
  languages(text);
  return 0;
}
