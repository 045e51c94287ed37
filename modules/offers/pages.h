// The public pages, one function per route.
#pragma once

#include "platform/site/site.h"

namespace mila::offers {

http::Response show_home(Visit& visit);
http::Response list_results(Visit& visit);
http::Response show_map(Visit& visit);
http::Response show_offer(Visit& visit);
http::Response show_card(Visit& visit);
http::Response show_vcard(Visit& visit);
http::Response show_calendar(Visit& visit);
http::Response send_report(Visit& visit);
http::Response show_organization(Visit& visit);
http::Response list_organizations(Visit& visit);
http::Response show_responsible(Visit& visit);
http::Response list_topics(Visit& visit);
http::Response show_imprint(Visit& visit);
http::Response show_privacy(Visit& visit);
http::Response show_accessibility(Visit& visit);
http::Response send_barrier(Visit& visit);
http::Response show_colours(Visit& visit);
http::Response show_outlines(Visit& visit);
http::Response show_logo(Visit& visit);
http::Response show_sitemap(Visit& visit);
http::Response show_robots(Visit& visit);
http::Response show_atom(Visit& visit);


}  // namespace mila::offers
