// Feeds arbitrary bytes to the reader of offer spreadsheets: it must not crash, every line of the
// report must name a row that exists, and a protected offer must hold no street and no coordinates.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "modules/directory/csv_offer_row.h"

namespace {

using namespace mila;

/// A county small enough to be hit by chance.
places::Gazetteer const& county() {
  static places::Gazetteer const gazetteer = [] {
    std::vector<places::Place> list(4);
    list[0] = {"a", "Landkreis Auental", "", places::Kind::County, "16099", {}, {}, {}, ""};
    list[1] = {"b",
               "Weidenrode",
               "a",
               places::Kind::Municipality,
               "16099001",
               {"98993"},
               places::Point{50.62, 10.85},
               24300,
               ""};
    list[2] = {"c",
               "Hohenlind",
               "a",
               places::Kind::Municipality,
               "16099004",
               {"98995"},
               places::Point{50.705, 10.77},
               6400,
               ""};
    list[3] = {
        "d", "Neudorf", "b", places::Kind::Part, "", {"98993"}, places::Point{50.596, 10.882},
        680, ""};
    return places::Gazetteer(list, {{"e", "Sozialraum Mitte", "Sozialraum", {"b"}}});
  }();
  return gazetteer;
}

void check_hidden(directory::OfferDraft const& draft) {
  if (!draft.service.x_protected) return;
  for (auto const& location : draft.locations) {
    bool coordinates = location.latitude || location.longitude || location.x_getting_there;
    bool street = false;
    for (auto const& address : location.addresses)
      street = street || !address.address_1.empty() || !address.postal_code.empty();
    if (coordinates || street || !location.x_protected) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto table = data::CsvReader::open({reinterpret_cast<char const*>(data), size}, 200);
  if (!table) return 0;
  static directory::Mapping const mapping;
  static directory::PlaceIndex const places(county());
  static taxonomy::Taxonomy const no_words;
  directory::ImportReport report;
  directory::Sheet sheet(directory::CsvKind::Offers, *table, mapping, report);
  directory::RowContext context{
      sheet,
      no_words,
      places,
      report,
      "csv:fuzz",
      "TH",
      std::chrono::year(2026) / 11 / 23,
      [](auto const&, auto const&, std::string const& text) { return text; },
      [](std::string const&) { return std::string(); }};
  directory::read_offers(context, [](directory::OfferDraft const& draft) {
    if (draft.service.name.empty() || draft.service.id.empty()) std::abort();
    if (draft.service.service_at_locations.size() != draft.locations.size()) std::abort();
    check_hidden(draft);
  });
  for (auto const& line : report.lines)
    if (line.row < 1 || line.message.empty()) std::abort();
  return 0;
}
