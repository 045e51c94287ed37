// gzip by libdeflate, for whole bodies: half the time of zlib at the same size.
#include "platform/site/compression.h"

#include <libdeflate.h>

#include <memory>

#include "platform/base/check.h"
#include "platform/base/text.h"

namespace mila {

std::string gzip(std::string_view bytes, int level) {
  std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(level), libdeflate_free_compressor);
  CHECK(compressor != nullptr);
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(),
                                      out.size()));
  CHECK(!out.empty());
  return out;
}

std::string gunzip(std::string_view bytes, std::size_t max) {
  if (bytes.size() < 18) return {};  // header and trailer alone
  // The last four bytes say how long the text was; if they lie, it does not fit.
  std::size_t size = 0;
  for (std::size_t i = 1; i <= 4; ++i)
    size = size << 8 | static_cast<unsigned char>(bytes[bytes.size() - i]);
  if (size > max) return {};
  std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  CHECK(decompressor != nullptr);
  std::string out(size, '\0');
  auto result = libdeflate_gzip_decompress(decompressor.get(), bytes.data(), bytes.size(),
                                           out.data(), out.size(), nullptr);
  return result == LIBDEFLATE_SUCCESS ? out : std::string();
}

bool accepts_gzip(std::string_view accept_encoding) {
  for (auto range : split(accept_encoding, ',')) {
    auto parts = split(range, ';');
    auto coding = trim(parts[0]);
    if (coding != "gzip" && coding != "*") continue;
    auto weight = parts.size() < 2 ? std::string_view() : trim(parts[1]);
    return weight.rfind("q=", 0) != 0 || parse_decimal(weight.substr(2)).value_or(0) > 0;
  }
  return false;
}

}  // namespace mila
