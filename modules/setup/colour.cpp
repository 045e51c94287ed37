// Relative luminance and contrast as WCAG 2.2 defines them.
#include "modules/setup/colour.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "platform/base/text.h"

namespace mila::setup {
namespace {

using Rgb = std::array<double, 3>;  // 0 to 255

Rgb rgb_of(std::string_view colour) {
  Rgb rgb{};
  for (std::size_t i = 0; i < 3; ++i)
    rgb[i] = std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16);
  return rgb;
}

std::string hex_of(Rgb const& rgb) {
  auto whole = [&](std::size_t i) { return static_cast<int>(std::lround(std::clamp(rgb[i], 0.0, 255.0))); };
  return fmt::format("#{:02x}{:02x}{:02x}", whole(0), whole(1), whole(2));
}

double luminance(std::string_view colour) {
  constexpr std::array kWeights{0.2126, 0.7152, 0.0722};
  Rgb rgb = rgb_of(colour);
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    double part = rgb[i] / 255;
    sum += kWeights[i] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}

}  // namespace

std::optional<std::string> read_colour(std::string_view text) {
  std::string hex = ascii_lower(trim(text));
  if (hex.starts_with('#')) hex.erase(0, 1);
  if (hex.size() == 3) hex = {hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]};
  if (hex.size() != 6 || hex.find_first_not_of("0123456789abcdef") != std::string::npos)
    return std::nullopt;
  return "#" + hex;
}

double contrast(std::string_view colour, std::string_view paper) {
  double a = luminance(colour), b = luminance(paper);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::string readable_on(std::string_view colour, std::string_view paper) {
  double end = luminance(paper) > 0.5 ? 0 : 255;
  std::string best(colour);
  for (int step = 1; step <= 50 && contrast(best, paper) < kContrastNeeded; ++step) {
    Rgb rgb = rgb_of(colour);
    for (double& part : rgb) part += (end - part) * step / 50;
    best = hex_of(rgb);
  }
  return best;
}

}  // namespace mila::setup
