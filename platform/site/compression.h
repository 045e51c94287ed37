// gzip for answers.
#pragma once

#include <string>
#include <string_view>

namespace mila {

/// RFC 1952; `level` 1 (fast) to 12 (small).
std::string gzip(std::string_view bytes, int level);
/// nullopt-free: "" when the input is no gzip or grows beyond `max` bytes.
std::string gunzip(std::string_view bytes, std::size_t max);
/// Whether Accept-Encoding allows gzip (not with q=0).
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace mila
