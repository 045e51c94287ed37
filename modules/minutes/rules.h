// What the rules of minutes share.
#pragma once

#include <map>

#include "modules/minutes/life.h"

namespace mila::minutes {

Error gone();
Error not_now();
/// The stored minutes, for who runs the body (or, with `writers_too`, writes); else why not.
Result<Opened> run_by(db::Writer& writer, Context const& context, std::string_view id, bool writers_too = false);
/// What is wrong with a reason: it stays for years, and `wanted` must not live on in it. `detail` is "words".
std::optional<Error> problem_of(Why const& why, std::string const& wanted);
/// Who reads the parts now. While a draft is written an item of the agenda says so; what was written on an item that
/// has gone is for who writes until they say otherwise. Later a part is never read by more people than its item.
void follow_agenda(std::vector<Part>& parts, State state, std::map<std::string, Visibility> const& items);
/// Stored parts of minutes that went round, with who reads them now. Two statements.
std::vector<Part> parts_now(db::Reader& reader, Minutes const& minutes);
/// Searching finds what members may read now.
void renew_plain(db::Writer& writer, Minutes minutes);
/// What members may find by searching.
std::string plain_of(std::vector<Part> const& parts, std::vector<Addendum> const& addenda = {});
/// Names of those who are on the attendance list, whoever asks.
std::vector<std::string> names_known(db::Reader& reader, Context const& context, Opened const& opened);

}  // namespace mila::minutes
