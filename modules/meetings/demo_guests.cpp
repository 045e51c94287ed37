#include "modules/meetings/demo_guests.h"

#include <array>

#include "platform/base/text.h"

namespace mila::meetings {

std::vector<Guest> demo_guests(int count) {
  // 13 and 17 have no common factor: 221 different names.
  constexpr std::array<char const*, 13> kFirst{"Amira", "Bodo",  "Cansu", "Dariusz", "Elif",   "Ferdinand", "Gintarė",
                                               "Heike", "Ilyas", "Jolanta", "Kerem",  "Ludmila", "Mattis"};
  constexpr std::array<char const*, 17> kLast{"Ahrendsen", "Bielak",  "Cetinkaya", "Dornseif",  "Eberwein",   "Fadel",
                                              "Grabowska", "Hollweg", "Ismailov",  "Jankauskas", "Kupferberg", "Lindqvist",
                                              "Morosan",   "Nasseri", "Ochsenfurt", "Petrenko",  "Quandtner"};
  constexpr std::array<char const*, 11> kHouses{"sozialwerk", "jobcenter", "landratsamt", "kita-weidenrode", "volkshochschule", "helferkreis",
                                                "sportverein", "kirchenkreis", "beratungsstelle", "wohnbau", "migrantenbund"};
  std::vector<Guest> guests;
  for (int n = 0; n < count; ++n) {
    Guest guest;
    std::string first = kFirst[n % kFirst.size()], last = kLast[n % kLast.size()];
    guest.name = first + " " + last;
    guest.mail = slugify(first) + "." + slugify(last) + "@" + kHouses[n % kHouses.size()] + ".example";
    guest.language = n % 12 == 7 ? "en" : n % 12 == 3 ? "uk" : "de";
    guests.push_back(std::move(guest));
  }
  return guests;
}

}  // namespace mila::meetings
