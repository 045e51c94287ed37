// Feeds arbitrary bytes to the reader of foreign HSDS: it must not crash, and what it takes without
// an error must be records with ids, which our own scanner can walk through and complete.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "modules/hsds/json_text.h"
#include "modules/hsds/schema.h"
#include "modules/hsds/sources.h"
#include "modules/hsds/taking_apart.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/ids.h"

namespace {

void check_taken(mila::hsds::TakingApart const& taking) {
  for (auto const& [kind, records] : taking.records())
    for (auto const& [id, taken] : records) {
      if (!mila::is_uuid(id)) std::abort();
      if (taken.json.contains("organization") || taken.json.contains("locations")) std::abort();
      if (kind == "function" || taking.has_errors()) continue;
      auto text = taken.json.dump();
      std::string completed;
      mila::hsds::append_complete(completed, mila::hsds::entity(kind), text, id, 0);
      if (!mila::data::Json::accept(completed)) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static bool const words = [] {
    auto tree = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
    mila::taxonomy::load_taxonomy((tree / "data").string());
    return true;
  }();
  (void)words;
  std::string_view const text{reinterpret_cast<char const*>(data), size};
  std::string message;
  if (auto json = mila::hsds::parse_foreign(text, message)) {
    mila::hsds::TakingApart taking;
    taking.add(std::move(*json), "");
    check_taken(taking);
  } else if (message.empty()) {
    std::abort();
  }
  // The same bytes as tables: the part before the first NUL names the table.
  auto end = text.find('\0');
  if (end != std::string_view::npos && end < 40) {
    mila::hsds::TakingApart taking;
    mila::hsds::take_tables({{std::string(text.substr(0, end)), std::string(text.substr(end + 1))},
                             {"organizations.csv", "id,name,description\n"
                              "0b6f9d52-1c7e-4b1a-8f0e-555555555501,A,B\n"}},
                            taking);
    check_taken(taking);
  }
  return 0;
}
