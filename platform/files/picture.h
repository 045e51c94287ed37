// Checking pictures people upload before anybody sees them.
#pragma once

#include <string>
#include <string_view>

namespace mila::files {

enum class PictureProblem {
  None,
  NeitherSvgNorPng,
  Broken,      ///< no well-formed drawing, no whole picture
  Program,     ///< a script, an event, foreign content
  FromOutside, ///< loads something from another address
  TooLarge,    ///< more than 4000 pixels in a direction
};

struct CheckedPicture {
  PictureProblem problem = PictureProblem::None;
  std::string type;   ///< "image/svg+xml" or "image/png"
  std::string bytes;  ///< what may be kept: a drawing is written anew from what was understood
};

/// Looks at the bytes, not at what the browser says they are. Of a drawing (SVG) only elements that
/// draw are kept; remarks and data of drawing programs go. One that could do or load anything is
/// refused as a whole, so that nobody wonders why it looks different.
CheckedPicture check_picture(std::string_view bytes);

/// A checked picture as a drawing: a PNG is put into an SVG of its size, so that one address can give
/// out either.
std::string as_drawing(CheckedPicture const& picture);

}  // namespace mila::files
