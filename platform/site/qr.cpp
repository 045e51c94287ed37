// QR codes as SVG.
#include "platform/site/qr.h"

#include <fmt/format.h>

#include <qrcodegen/qrcodegen.hpp>

#include "platform/html/template.h"

namespace mila {

/// Modules of the QR code as one path: one unit each, with the quiet zone of four (ISO/IEC 18004).
html::Safe qr_svg(std::string const& text, std::string const& label) {
  auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
  std::string path;
  for (int y = 0; y < code.getSize(); ++y)
    for (int x = 0; x < code.getSize(); ++x) {
      int run = 0;
      while (x + run < code.getSize() && code.getModule(x + run, y)) ++run;
      if (!run) continue;
      path += fmt::format("M{} {}h{}v1h-{}z", x + 4, y + 4, run, run);
      x += run;
    }
  int size = code.getSize() + 8;
  return {fmt::format("<svg class=\"m-card__qr\" viewBox=\"0 0 {} {}\" role=\"img\" "
                      "aria-label=\"{}\"><path d=\"{}\"/></svg>",
                      size, size, html::escape(label), path)};
}

}  // namespace mila
