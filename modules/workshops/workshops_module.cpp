// What this module tells the program about itself.
#include "modules/workshops/pages.h"
#include "modules/workshops/workshop_store.h"

namespace mila::workshops {
namespace {

using http::Method;

/// As long as the names of those invited.
constexpr std::chrono::days kKept{90};

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler, std::string sample) {
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const run = Permission::RunMeetings;
  std::string const answers = "/{lang}/meetings/answers/";
  route(Method::Get, answers + "{key}/workshops", Permission::Public, show_wishes, answers + "{workshop_answer}/workshops");
  route(Method::Post, answers + "{key}/workshops", Permission::Public, take_wishes, answers + "none/workshops");
  std::string const all = "/staff/workshops/", one = all + "{id}", some = all + "{workshop_meeting}", none = all + "none";
  route(Method::Get, one, run, show_board, some);
  route(Method::Post, one, run, add_workshop, none);
  route(Method::Get, one + "/new", run, show_new_workshop, some + "/new");
  route(Method::Get, one + "/closing", run, show_closing, some + "/closing");
  route(Method::Post, one + "/closing", run, set_closing, none + "/closing");
  route(Method::Get, one + "/lists", run, show_lists, some + "/lists");
  route(Method::Get, one + "/assignment", run, show_assignment, some + "/assignment");
  route(Method::Post, one + "/assignment", run, keep_assignment, none + "/assignment");
  route(Method::Post, one + "/announcement", run, announce_now, none + "/announcement");
  std::string const workshop = one + "/workshops/{workshop}", person = one + "/people/{invitee}";
  route(Method::Get, workshop, run, show_workshop, some + "/workshops/{workshop}");
  route(Method::Post, workshop, run, save_workshop_form, none + "/workshops/none");
  route(Method::Post, workshop + "/removal", run, remove_workshop_now, none + "/workshops/none/removal");
  route(Method::Get, workshop + "/result", Permission::ReadNetwork, show_result, some + "/workshops/{workshop}/result");
  route(Method::Post, workshop + "/result", Permission::ReadNetwork, save_result_form, none + "/workshops/none/result");
  route(Method::Get, person, run, show_person, some + "/people/{workshop_invitee}");
  route(Method::Post, person, run, place_person, none + "/people/none");
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  std::map<std::string, std::string> keys;
  for (auto const& meeting : meetings::list_meetings(reader, {.from = meetings::today_of(context), .limit = 100})) {
    auto workshops = workshops_of(reader, meeting.id);
    if (workshops.empty()) continue;
    keys = {{"workshop_meeting", meeting.id}, {"workshop", workshops.front().id}};
    for (auto const& invitee : meetings::invitees_of(reader, context, meeting.id)) {
      if (invitee.answer != meetings::Answer::Accepted) continue;
      keys.emplace("workshop_answer", meetings::answer_key(context, meeting, invitee));
      keys.emplace("workshop_invitee", invitee.id);
    }
    if (keys.size() == 4) break;
  }
  return keys;
}

std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id) {
  Disclosure wishes{context.text(N_("Wishes for workshops")), {}};
  for (auto const& one : wishes_of_person(reader, person_id)) wishes.entries.push_back({one.title, one.day});
  if (wishes.entries.empty()) return {};
  return {std::move(wishes)};
}

}  // namespace

Module const& module() {
  static Module const workshops = [] {
    Module m;
    m.name = "workshops";
    m.summary = "workshops of large meetings: guests rank wishes behind their link, seats are worked out and announced, what came out is written down";
    add_routes(m);
    m.templates = templates();
    m.personal_data = {
        {"workshop_wish", "which workshops somebody invited wants (id of the invitation)", "as many as possible get one of their wishes",
         "Art. 6 (1) e GDPR", "90 days after the meeting; then numbers per workshop", "daily clean-up; with the person"},
        {"workshop_seat", "in which workshop somebody sits and why (id of the invitation)", "rooms can be prepared, everybody knows where to go",
         "Art. 6 (1) e GDPR", "90 days after the meeting; then numbers per workshop", "daily clean-up; with the person"},
        {"workshop", "who leads it, as written (with an account its id); what came out of it, as written", "guests know whom they meet, whoever led it writes the result",
         "Art. 6 (1) e GDPR", "as long as the meeting", "by changing the workshop; names in texts with the person; the account id means nothing once the account is erased"}};
    m.expire = [](Context& context) {
      return context.county.database.write([&](db::Writer& writer) { return wipe_before(writer, writer.now() - kKept); });
    };
    m.erase_person = [](db::Writer& writer, Context&, std::string_view person_id) { forget_person(writer, person_id); };
    m.disclose_person = disclose;
    m.related = related;
    m.waiting = waiting;
    m.sample_keys = sample_keys;
    m.demo = load_demo;
    return m;
  }();
  return workshops;
}

}  // namespace mila::workshops
