// The rows behind needs.
#pragma once

#include <map>

#include "modules/meetings/needs.h"

namespace mila::meetings {

std::vector<NeedKind> load_asked(db::Reader& reader, std::string_view meeting_id);
void store_asked(db::Writer& writer, std::string_view meeting_id, std::vector<NeedKind> const& kinds);

/// Where what an invitee wants remembered lies, "" when nobody could find it again.
std::string owner_of(County& county, Invitee const& invitee);
std::optional<Needs> load_needs(db::Reader& reader, Context& context, std::string_view invitee_id);
std::optional<Needs> load_remembered(db::Reader& reader, Context& context, std::string_view owner);
/// Of those who come or may come.
std::vector<Needs> load_needs_of(db::Reader& reader, Context& context, std::string_view meeting_id);
/// Empty ones are deleted.
void store_needs(db::Writer& writer, Context& context, Invitee const& invitee, Needs const& needs);
/// nullopt forgets.
void store_remembered(db::Writer& writer, Context& context, std::string_view owner,
                      std::optional<Needs> const& needs);

}  // namespace mila::meetings
