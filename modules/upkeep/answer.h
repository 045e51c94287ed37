// Answers to "are these still right?". No SQL, no HTTP.
#pragma once

#include <string>
#include <vector>

#include "modules/upkeep/entries.h"

namespace mila::upkeep {

struct Answer {
  enum class Kind { Right, Correct, Gone };
  Entry entry;
  Kind kind = Kind::Right;
  std::string text;  ///< what is wrong, in the provider's words
};

/// Confirms as of today what is right. What is not stays as it is: whoever came by a link leaves a
/// hint for the county, an editor (`signed_in`) ends what is gone and corrects the rest in its form.
/// Errors: Forbidden.
Result<bool> take_answers(db::Writer& writer, Context& context, std::vector<Answer> const& answers,
                          bool signed_in);

}  // namespace mila::upkeep
