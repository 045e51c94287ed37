// Light stemmers for languages without a usable Snowball stemmer; used by stems.cpp alone.
#pragma once

#include <string>
#include <string_view>

namespace mila::language {

/// Each takes a normalised word and gives its stem: only endings of case, number, gender and
/// article go, and always at least three letters stay.
std::string light_stem_uk(std::string_view word);
std::string light_stem_bg(std::string_view word);
std::string light_stem_pl(std::string_view word);
std::string light_stem_fa(std::string_view word);
std::string light_stem_tr(std::string_view word);
std::string light_stem_ar(std::string_view word);

}  // namespace mila::language
