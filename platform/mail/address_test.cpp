// Which addresses are taken, and which are the same.
#include "platform/mail/address.h"

#include <gtest/gtest.h>

#include <string>

namespace mila::mail {
namespace {

TEST(AddressTest, takes_one_plain_address) {
  for (auto const* address : {"ali@auental.example", "a.b+c_d-e@mail.landkreis-auental.example",
                              "A@B.example", "o'neill@auental.example", "x@müller.example",
                              "x@пример.испытание", "x@مثال.إختبار", "x@xn--mller-kva.example"})
    EXPECT_TRUE(valid_address(address)) << address;
}

TEST(AddressTest, refuses_everything_else) {
  for (std::string const& address :
       std::initializer_list<std::string>{"",
                                          "@",
                                          "a@",
                                          "@b.example",
                                          "a@b",
                                          "a b@c.example",
                                          "a@b .example",
                                          "a@b.example ",
                                          "Ali <a@b.example>",
                                          "a@b.example, c@d.example",
                                          "a@b.example;c@d.example",
                                          "a..b@c.example",
                                          ".a@b.example",
                                          "a.@b.example",
                                          "\"a b\"@c.example",
                                          "a(c)@b.example",
                                          "ä@b.example",
                                          "a@[192.0.2.1]",
                                          "a@192.0.2.1",
                                          "a@-b.example",
                                          "a@b_c.example",
                                          "a@b..example",
                                          "a@.example",
                                          "a@b.example.",
                                          "a@b@c.example",
                                          "a@b.example\r\nBcc: c@d.example",
                                          "a@b.example\n",
                                          std::string("a@b.exa\0mple", 12),
                                          "a@b\xff.example",
                                          std::string(65, 'a') + "@b.example",
                                          "a@" + std::string(64, 'b') + ".example",
                                          "a@" + std::string(250, 'b') + ".example"})
    EXPECT_FALSE(valid_address(address)) << address;
}

TEST(AddressTest, two_spellings_are_one_mailbox) {
  EXPECT_EQ(normalised_address(" Ali.B@MÜLLER.Example "), "ali.b@xn--mller-kva.example");
  EXPECT_EQ(normalised_address("ali.b@xn--mller-kva.example"), "ali.b@xn--mller-kva.example");
  EXPECT_EQ(normalised_address("x@straße.example"), "x@xn--strae-oqa.example");
  EXPECT_EQ(normalised_address("nobody"), std::nullopt);
}

TEST(AddressTest, goes_over_the_wire_as_written_but_for_the_domain) {
  EXPECT_EQ(wire_address("Ali.B@Müller.example"), "Ali.B@xn--mller-kva.example");
}

}  // namespace
}  // namespace mila::mail
