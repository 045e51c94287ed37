// Pages about rounds.
#pragma once

#include <map>

#include "modules/meetings/pages.h"
#include "modules/meetings/round.h"

namespace mila::meetings {

/// A round: where it is held, and how far each place is.
struct RoundView {
  std::string title, body, body_href, purpose, figures, results_href, edit_href;
  std::vector<std::string> items;
  TableView places;
  RelatedView related;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("body_href", body_href)("purpose", purpose)("figures", figures)(
        "results_href", results_href)("edit_href", edit_href)("items", items)("places", places)("related", related);
  }
};

/// What came out of the topics, a line for each place; a table holds as many topics as fit beside each other.
struct RoundResultsView {
  struct Part {
    std::string heading;  ///< "" when there is one table only
    TableView table;
    template <class V>
    void fields(V& v) { v("heading", heading)("table", table); }
  };
  std::string title, lead, back_href, back, csv_href, xlsx_href;
  std::vector<Part> parts;
  template <class V>
  void fields(V& v) {
    v("title", title)("lead", lead)("back_href", back_href)("back", back)("csv_href", csv_href)("xlsx_href", xlsx_href)(
        "parts", parts);
  }
};

std::vector<TemplateUse> round_templates();

http::Response list_rounds_page(Visit& visit);
/// "Plan a meeting" for a municipality: the rounds in which it sets its date.
http::Response plan_for_a_place(Visit& visit);
http::Response show_new_round(Visit& visit);
http::Response add_round(Visit& visit);
http::Response show_round(Visit& visit);
http::Response show_round_edit(Visit& visit);
http::Response save_round_edit(Visit& visit);
http::Response show_round_results(Visit& visit);
http::Response send_round_results(Visit& visit);
http::Response show_round_date(Visit& visit);
http::Response set_round_date_now(Visit& visit);
http::Response show_place_results(Visit& visit);
http::Response save_place_results(Visit& visit);

/// Into the descriptor; sample keys "round" and "round_place".
void add_round_routes(Module& m);
void add_round_keys(db::Reader& reader, std::map<std::string, std::string>& keys);

/// "Part of the round …" on a meeting's page.
std::optional<Related> round_related(Context& context, db::Reader& reader, Meeting const& meeting);

}  // namespace mila::meetings
