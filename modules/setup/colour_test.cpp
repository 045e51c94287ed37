// Contrast as WCAG 2.2 counts it.
#include "modules/setup/colour.h"

#include <gtest/gtest.h>

namespace mila::setup {
namespace {

TEST(Colour, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(read_colour("#17594A"), "#17594a");
  EXPECT_EQ(read_colour(" 17594a "), "#17594a");
  EXPECT_EQ(read_colour("#fc0"), "#ffcc00");
  for (auto const* text : {"", "#12345", "green", "#gggggg", "rgb(1,2,3)"})
    EXPECT_FALSE(read_colour(text)) << text;
}

TEST(Colour, ContrastIsThatOfWcag) {
  EXPECT_NEAR(contrast("#000000", "#ffffff"), 21, 0.001);
  EXPECT_NEAR(contrast("#ffffff", "#ffffff"), 1, 0.001);
  EXPECT_NEAR(contrast("#777777", "#ffffff"), 4.478, 0.001) << "the well-known grey that just fails";
  EXPECT_NEAR(contrast("#767676", "#ffffff"), 4.542, 0.001);
}

TEST(Colour, WhatCannotBeReadIsMadeDarkerOrLighter) {
  EXPECT_EQ(readable_on("#17594a", kLightPaper), "#17594a");
  for (auto const* colour : {"#ffcc00", "#93d3bf", "#ffffff", "#00ff00"}) {
    auto better = readable_on(colour, kLightPaper);
    EXPECT_GE(contrast(better, kLightPaper), kContrastNeeded) << better;
  }
  for (auto const* colour : {"#17594a", "#000000", "#0000ff"}) {
    auto better = readable_on(colour, kDarkPaper);
    EXPECT_GE(contrast(better, kDarkPaper), kContrastNeeded) << better;
  }
}

}  // namespace
}  // namespace mila::setup
