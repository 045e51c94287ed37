// gzip by zlib.
#include "platform/site/compression.h"

#include <zlib.h>

#include "platform/base/check.h"
#include "platform/base/text.h"

namespace mila {

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  int ready = deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  CHECK(ready == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  int done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  CHECK(done == Z_STREAM_END);
  return out;
}

std::string gunzip(std::string_view bytes, std::size_t max) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return {};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  char buffer[16384];
  int code = Z_OK;
  while (code == Z_OK && out.size() <= max) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof buffer;
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer, sizeof buffer - stream.avail_out);
  }
  inflateEnd(&stream);
  return code == Z_STREAM_END && out.size() <= max ? out : std::string();
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
