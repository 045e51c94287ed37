// Six positions in the month by seven weekdays.
#include "modules/offers/weekday_of_month.h"

#include "modules/offers/words.h"

namespace mila::offers {
namespace {

constexpr char const* kPhrases[6][7] = {
    {N_("first Monday of the month"), N_("first Tuesday of the month"),
     N_("first Wednesday of the month"), N_("first Thursday of the month"),
     N_("first Friday of the month"), N_("first Saturday of the month"),
     N_("first Sunday of the month")},
    {N_("second Monday of the month"), N_("second Tuesday of the month"),
     N_("second Wednesday of the month"), N_("second Thursday of the month"),
     N_("second Friday of the month"), N_("second Saturday of the month"),
     N_("second Sunday of the month")},
    {N_("third Monday of the month"), N_("third Tuesday of the month"),
     N_("third Wednesday of the month"), N_("third Thursday of the month"),
     N_("third Friday of the month"), N_("third Saturday of the month"),
     N_("third Sunday of the month")},
    {N_("fourth Monday of the month"), N_("fourth Tuesday of the month"),
     N_("fourth Wednesday of the month"), N_("fourth Thursday of the month"),
     N_("fourth Friday of the month"), N_("fourth Saturday of the month"),
     N_("fourth Sunday of the month")},
    {N_("fifth Monday of the month"), N_("fifth Tuesday of the month"),
     N_("fifth Wednesday of the month"), N_("fifth Thursday of the month"),
     N_("fifth Friday of the month"), N_("fifth Saturday of the month"),
     N_("fifth Sunday of the month")},
    {N_("last Monday of the month"), N_("last Tuesday of the month"),
     N_("last Wednesday of the month"), N_("last Thursday of the month"),
     N_("last Friday of the month"), N_("last Saturday of the month"),
     N_("last Sunday of the month")}};

}  // namespace

char const* weekday_of_month(int nth, std::chrono::weekday day) {
  bool known = day.ok() && (nth == -1 || (nth >= 1 && nth <= 5));
  return known ? kPhrases[nth < 0 ? 5 : nth - 1][day.iso_encoding() - 1] : nullptr;
}

}  // namespace mila::offers
