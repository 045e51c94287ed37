// What counts as the same name, and what makes two entries one.
#include <gtest/gtest.h>

#include "modules/network/duplicates.h"

namespace mila::network {
namespace {

TEST(Likeness, names_of_people_meet_across_order_titles_and_slips_but_not_across_families) {
  EXPECT_TRUE(similar_person_names("Dr. Klaus Brandt", "Brandt, Klaus"));
  EXPECT_TRUE(similar_person_names("K. Brandt", "Klaus Brandt"));
  EXPECT_TRUE(similar_person_names("Oksana Schewtschenko", "Oksana Schewtchenko"));
  EXPECT_TRUE(similar_person_names("Оксана Мельник", "Oksana Melʹnik")) << "one name in two scripts";
  EXPECT_FALSE(similar_person_names("Klaus Brandt", "Klara Brandt"));
  EXPECT_FALSE(similar_person_names("Klaus Brandt", "Klaus Berger"));
  EXPECT_FALSE(similar_person_names("K. B.", "Klaus Brandt"));
  EXPECT_FALSE(similar_person_names("Anna Berg", "Anna Maria Berg"));
}

OrganizationFact organization(std::string name, std::string town = "", std::string host = "", std::string mail = "") {
  OrganizationFact fact;
  fact.name = std::move(name);
  fact.town = std::move(town);
  fact.host = std::move(host);
  fact.mail = std::move(mail);
  return fact;
}

TEST(Likeness, organisations_need_name_and_something_else) {
  auto one = organization("Verein Mriya Auental e. V.", "Weidenrode", "mriya.example");
  EXPECT_FALSE(likeness(one, organization("Mriya Auental", "Weidenrode")).empty());
  EXPECT_FALSE(likeness(one, organization("Mriya Auental e.V.", "", "mriya.example")).empty());
  EXPECT_TRUE(likeness(one, organization("Mriya Auental", "Furthau")).empty()) << "a name alone is never enough";
  EXPECT_TRUE(likeness(one, organization("Verein Most", "Weidenrode", "mriya.example")).empty());
}

TEST(Likeness, offices_of_one_authority_are_several) {
  auto one = organization("Jugendamt Landkreis Auental", "Weidenrode", "landkreis.example");
  EXPECT_TRUE(likeness(one, organization("Sozialamt Landkreis Auental", "Weidenrode", "landkreis.example")).empty());
  EXPECT_TRUE(likeness(organization("Kirchengemeinde Hohenlind", "Hohenlind"), organization("Kirchengemeinde Rosenhagen", "Rosenhagen")).empty());
  EXPECT_TRUE(likeness(organization("Helferkreis Nord", "Furthau"), organization("Helferkreis Süd", "Furthau")).empty());
}

}  // namespace
}  // namespace mila::network
