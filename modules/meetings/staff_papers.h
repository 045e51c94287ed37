// Papers on the pages of the workplace.
#pragma once

#include "modules/meetings/pages.h"
#include "modules/meetings/papers.h"

namespace mila::meetings {

/// The papers of an item and the form to add one, on its page.
void show_papers(Visit& visit, db::Reader& reader, AgendaItem const& item, ItemView& view);
/// Links to the papers of an item below `base`, the address of the meeting or of the answer page.
std::vector<LinkView> paper_links(std::map<std::string, std::vector<files::File>> const& papers,
                                  AgendaItem const& item, std::string const& base);
/// On the public page of a meeting.
std::vector<Related> public_papers(Context& context, db::Reader& reader, std::string_view meeting_id);
void add_paper_routes(Module& module);
/// Values for the samples of the routes.
void add_paper_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys);

}  // namespace mila::meetings
