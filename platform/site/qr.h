// QR codes as SVG, for addresses and authenticator apps.
#pragma once

#include <string>

#include "platform/html/view.h"

namespace mila {

/// The code with medium error correction; `label` is what a screen reader says.
html::Safe qr_svg(std::string const& text, std::string const& label);

}  // namespace mila
