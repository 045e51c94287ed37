// Drawings that are kept, and those that could do something.
#include "platform/files/picture.h"

#include <gtest/gtest.h>

namespace mila::files {
namespace {

std::string svg(std::string const& inside, std::string const& attributes = "") {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
         "viewBox=\"0 0 10 10\"" + attributes + ">" + inside + "</svg>";
}

PictureProblem problem_of(std::string const& bytes) { return check_picture(bytes).problem; }

TEST(Picture, ADrawingOfADrawingProgramIsKeptWithoutItsNotes) {
  auto kept = check_picture(
      "<?xml version=\"1.0\"?><?xml-stylesheet href=\"x.css\"?>\n"
      "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
      "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<!-- made by hand -->\n" +
      svg("<metadata><x>y</x></metadata><style>.a{fill:url(#g)}</style>"
          "<linearGradient id=\"g\"><stop offset=\"0\" stop-color=\"#17594a\"/></linearGradient>"
          "<path class=\"a\" d=\"M0 0h9\" i:layer=\"1\"/><use xlink:href=\"#g\"/><title>Wappen ä</title>",
          " xmlns:i=\"http://www.inkscape.org/namespaces/inkscape\""));
  ASSERT_EQ(kept.problem, PictureProblem::None);
  EXPECT_EQ(kept.type, "image/svg+xml");
  for (auto const* there : {"<path class=\"a\" d=\"M0 0h9\"", "xlink:href=\"#g\"", "Wappen ä", "url(#g)"})
    EXPECT_NE(kept.bytes.find(there), std::string::npos) << there << " in " << kept.bytes;
  for (auto const* gone : {"metadata", "DOCTYPE", "stylesheet", "layer", "by hand"})
    EXPECT_EQ(kept.bytes.find(gone), std::string::npos) << gone;
  EXPECT_EQ(check_picture(kept.bytes).bytes, kept.bytes) << "clean stays as it is";
}

TEST(Picture, ADrawingThatIsAProgramIsRefused) {
  for (auto const* inside :
       {"<script>alert(1)</script>", "<g onclick=\"alert(1)\"/>", "<g ONLOAD=\"x\"/>",
        "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
        "<metadata><script>alert(1)</script></metadata>", "<a href=\"#x\"><path d=\"\"/></a>",
        "<set attributeName=\"href\" to=\"javascript:alert(1)\"/>",
        "<script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script>",
        "<g style=\"width:expression(alert(1))\"/>", "<g style=\"fill:\\75 rl(x)\"/>"})
    EXPECT_EQ(problem_of(svg(inside)), PictureProblem::Program) << inside;
  EXPECT_EQ(problem_of(svg("", " onload=\"alert(1)\"")), PictureProblem::Program);
  EXPECT_EQ(problem_of("<!DOCTYPE svg [<!ENTITY a \"b\">]>" + svg("<text>&a;</text>")),
            PictureProblem::Program);
}

TEST(Picture, ADrawingThatLoadsSomethingIsRefused) {
  for (auto const* inside :
       {"<image href=\"https://elsewhere.example/x.png\"/>", "<use xlink:href=\"other.svg#a\"/>",
        "<use href=\"javascript:alert(1)\"/>", "<image xlink:href=\"data:image/svg+xml;base64,PHN2Zz4=\"/>",
        "<style>@import 'x.css';</style>", "<style>@font-face{src:url(//x)}</style>",
        "<g fill=\"url(https://x)\"/>", "<g style=\"fill: url( 'x.svg#a' )\"/>"})
    EXPECT_EQ(problem_of(svg(inside)), PictureProblem::FromOutside) << inside;
  EXPECT_EQ(problem_of(svg("<image href=\"data:image/png;base64,iVBORw0=\"/>")), PictureProblem::None);
}

TEST(Picture, WhatIsNoPictureIsRefused) {
  EXPECT_EQ(problem_of(""), PictureProblem::NeitherSvgNorPng);
  EXPECT_EQ(problem_of("GIF89a"), PictureProblem::NeitherSvgNorPng);
  EXPECT_EQ(problem_of("<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>"), PictureProblem::Broken);
  EXPECT_EQ(problem_of("<?xml version=\"1.0\"?><html/>"), PictureProblem::Broken);
  EXPECT_EQ(problem_of("<svg><path/></svg>"), PictureProblem::Broken) << "without SVG's namespace";
}

std::string png(unsigned char width_high, unsigned char width_low) {
  std::string bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 18);
  bytes += static_cast<char>(width_high);
  bytes += static_cast<char>(width_low);
  bytes += std::string("\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xff\x61", 13);
  return bytes + std::string("\0\0\0\0IEND\xae\x42\x60\x82", 12);
}

TEST(Picture, APngIsKnownByItsBytes) {
  auto kept = check_picture(png(0, 16) );
  EXPECT_EQ(kept.problem, PictureProblem::Broken) << "no picture data at all is too short";
  std::string whole = png(0, 16);
  whole.insert(whole.size() - 12, std::string(20, 'x'));
  kept = check_picture(whole);
  EXPECT_EQ(kept.problem, PictureProblem::None);
  EXPECT_EQ(kept.type, "image/png");
  EXPECT_EQ(kept.bytes, whole);
  auto drawing = as_drawing(kept);
  EXPECT_NE(drawing.find("viewBox=\"0 0 16 16\""), std::string::npos) << drawing;
  EXPECT_EQ(check_picture(drawing).problem, PictureProblem::None);
  whole = png(0xff, 0xff);
  whole.insert(whole.size() - 12, std::string(20, 'x'));
  EXPECT_EQ(problem_of(whole), PictureProblem::TooLarge);
  EXPECT_EQ(problem_of(whole.substr(0, 60)), PictureProblem::Broken);
}

}  // namespace
}  // namespace mila::files
