#include "modules/meetings/staff_kit.h"

#include "platform/base/text.h"
#include "platform/html/view.h"
#include "platform/mail/address.h"
#include "platform/site/site.h"

namespace mila::meetings {

std::vector<std::pair<std::string, std::string>> all_bodies(Visit& visit, db::Reader& reader) {
  std::vector<std::pair<std::string, std::string>> bodies;
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto const& named : scope.find(visit.context, reader, "", 1000))
          bodies.emplace_back(named.id, named.name);
  return bodies;
}

std::string name_of_body(Visit& visit, db::Reader& reader, std::string const& id) {
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto const& named : scope.names(visit.context, reader, {id})) return named.name;
  return "";
}

std::vector<std::pair<std::string, std::string>> own_bodies(Visit& visit, db::Reader& reader) {
  auto bodies = all_bodies(visit, reader);
  std::erase_if(bodies, [&](auto const& body) { return !may_run(visit.context.actor, body.first); });
  return bodies;
}

Date today_of(Context const& context) {
  return local_date(context.now(), context.county.config().zone);
}

bool runs_a_body(Actor const& actor) {
  auto ids = actor.scope_ids(Permission::RunMeetings, Scope::Body);
  return !ids || !ids->empty();
}

std::optional<std::chrono::minutes> time_in(std::string text) {
  text = trim(replace_all(replace_all(text, "Uhr", ""), ".", ":"));
  auto colon = text.find(':');
  auto hours = parse_integer(text.substr(0, colon));
  auto rest = colon == std::string::npos ? std::optional<std::int64_t>(0)
                                         : parse_integer(text.substr(colon + 1));
  if (!hours || !rest || *hours < 0 || *hours > 23 || *rest < 0 || *rest > 59) return std::nullopt;
  return std::chrono::minutes{*hours * 60 + *rest};
}

std::optional<Date> date_in(std::string const& text) {
  auto date = parse_iso_date(text);
  return date ? date : parse_german_date(text);
}

std::vector<Guest> guests_in(std::string const& text, std::string const& language, std::string& wrong) {
  std::vector<Guest> guests;
  for (auto line : split_list(replace_all(replace_all(text, "\r", ""), ";", "\n"), '\n')) {
    line = trim(line);
    if (line.empty()) continue;
    Guest guest;
    guest.language = language;
    auto open = line.find('<'), end = line.rfind('>');
    if (open != std::string::npos && end != std::string::npos && end > open) {
      guest.name = trim(line.substr(0, open));
      guest.mail = trim(line.substr(open + 1, end - open - 1));
    } else {
      auto blank = line.find_last_of(" \t,");
      guest.mail = blank == std::string::npos ? line : line.substr(blank + 1);
      if (blank != std::string::npos) guest.name = trim(line.substr(0, blank));
    }
    while (!guest.name.empty() && (guest.name.back() == ',' || guest.name.back() == '"')) guest.name.pop_back();
    if (!guest.name.empty() && guest.name.front() == '"') guest.name.erase(0, 1);
    if (mail::valid_address(guest.mail)) guests.push_back(std::move(guest));
    else if (wrong.empty()) wrong = line;
  }
  return guests;
}

char const* kind_label(Kind kind) {
  switch (kind) {
    case Kind::RoundTable: return N_("Round table");
    case Kind::Conference: return N_("Conference");
    case Kind::Partner: return N_("Meeting with a partner region");
    case Kind::Training: return N_("Training");
    case Kind::MeetUp: return N_("Meet-up");
    case Kind::Review: break;
  }
  return N_("Review: what happened, what changes");
}

char const* state_label(State state) {
  switch (state) {
    case State::Planned: return N_("planned, nobody invited yet");
    case State::Invited: return N_("invited");
    case State::Held: return N_("held");
    case State::Cancelled: break;
  }
  return N_("cancelled");
}

char const* answer_label(Answer answer) {
  switch (answer) {
    case Answer::None: return N_("no answer yet");
    case Answer::Accepted: return N_("comes");
    case Answer::Tentative: return N_("maybe");
    case Answer::Declined: return N_("does not come");
    case Answer::Delegated: return N_("sends somebody");
    case Answer::Waiting: break;
  }
  return N_("on the waiting list");
}

std::vector<TemplateUse> templates() {
  return {{"meetings/answer.html", html::schema_of<AnswerView>()},
          {"meetings/staff/meeting.html", html::schema_of<MeetingView>()},
          {"meetings/staff/item.html", html::schema_of<ItemView>()}};
}

}  // namespace mila::meetings
