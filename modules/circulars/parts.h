// What the descriptor of this module is put together from.
#pragma once

#include "platform/site/module.h"

namespace mila::circulars {

/// What waits: one's own drafts. What is new: notices of the last two weeks.
std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);
std::vector<NewsItem> news(Context& context, db::Reader& reader);
std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id);
void erase(db::Writer& writer, Context& context, std::string_view person_id);
std::int64_t expire(Context& context);
void load_demo(Context& context, std::string const& folder);
std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader);

}  // namespace mila::circulars
