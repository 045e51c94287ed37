// What the pages of this module share: words, dates, frames.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "modules/upkeep/entries.h"
#include "platform/html/view.h"
#include "platform/i18n/format.h"
#include "platform/site/pages.h"

namespace mila::upkeep {

using i18n::N_;

/// "12. November 2026"; "" for no date.
std::string long_date(std::string_view iso, std::string_view language);
std::string long_date(Date date, std::string_view language);

/// Frame with "Offers" before the page itself.
Page offers_frame(Visit& visit, std::string title, std::vector<Page::Crumb> between = {});
http::Response list_page(Visit& visit, ListPageView& view, std::string const& active);
http::Response form_page(Visit& visit, FormPageView& view, int status, std::string const& active,
                         std::vector<Page::Crumb> between = {});

/// The public page of an offer.
std::string public_href(directory::Service const& service, std::string_view language);
/// Organisations an actor may do something for, by name, as choices.
std::vector<Choice> organization_choices(Context const& context, db::Reader& reader,
                                         Permission permission);

}  // namespace mila::upkeep
