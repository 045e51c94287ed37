// What the program is told about rounds.
#include "modules/meetings/staff_rounds.h"

namespace mila::meetings {

void add_round_routes(Module& m) {
  using http::Method;
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler, std::string sample) {
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const read = Permission::ReadNetwork, run = Permission::RunMeetings;
  std::string const all = "/staff/rounds", one = all + "/{id}", some = all + "/{round}", none = all + "/none";
  route(Method::Get, all, read, list_rounds_page, all);
  route(Method::Post, all, run, add_round, all);
  route(Method::Get, all + "/new", run, show_new_round, all + "/new");
  route(Method::Get, one, read, show_round, some);
  route(Method::Get, one + "/edit", run, show_round_edit, some + "/edit");
  route(Method::Post, one + "/edit", run, save_round_edit, none + "/edit");
  route(Method::Get, one + "/results", read, show_round_results, some + "/results");
  route(Method::Get, one + "/results/files/{format}", read, send_round_results, some + "/results/files/csv");
  std::string const place = "/places/{place}", somewhere = "/places/{round_place}", nowhere = "/places/none";
  route(Method::Get, one + place + "/date", run, show_round_date, some + somewhere + "/date");
  route(Method::Post, one + place + "/date", run, set_round_date_now, none + nowhere + "/date");
  route(Method::Get, one + place + "/results", run, show_place_results, some + somewhere + "/results");
  route(Method::Post, one + place + "/results", run, save_place_results, none + nowhere + "/results");
  for (auto& one_template : round_templates()) m.templates.push_back(std::move(one_template));
  m.personal_data.push_back({"meeting_round", "account id of who set the round up", "answers reach whoever set it up", "Art. 6 (1) e GDPR",
                             "as long as the round", "the account id means nothing once the account is erased"});
  m.personal_data.push_back({"meeting_round_result", "free text on what came out in a place; no private people", "places learn from each other",
                             "Art. 6 (1) e GDPR", "as long as the round", "by changing the text"});
}

void add_round_keys(db::Reader& reader, std::map<std::string, std::string>& keys) {
  for (auto const& round : list_rounds(reader)) {
    if (round.place_ids.empty()) continue;
    keys.emplace("round", round.id);
    keys.emplace("round_place", round.place_ids.front());
    return;
  }
}

}  // namespace mila::meetings
