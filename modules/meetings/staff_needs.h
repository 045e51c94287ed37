// What a meeting asks people for, and how much of it is needed.
#pragma once

#include "modules/meetings/needs.h"
#include "modules/meetings/pages.h"

namespace mila::meetings {

/// A folded list of what is asked for, in the form a meeting is planned with.
void asked_fields(Visit& visit, Form& form, std::vector<NeedKind> const& asked);
std::vector<NeedKind> read_asked(Form const& form);
/// From a hidden field in between two pages: "food,childcare".
std::string asked_text(std::vector<NeedKind> const& asked);
std::vector<NeedKind> asked_in(std::string const& text);

void add_needs_routes(Module& module);
/// On the page of a meeting: what is needed, in numbers.
std::vector<Related> needs_related(Context& context, db::Reader& reader, Meeting const& meeting);

}  // namespace mila::meetings
