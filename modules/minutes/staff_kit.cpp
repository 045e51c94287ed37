#include "modules/minutes/staff_kit.h"

#include "modules/meetings/attendance.h"
#include "platform/base/text.h"
#include "platform/html/view.h"
#include "platform/i18n/format.h"
#include "platform/mail/markdown.h"

namespace mila::minutes {

std::string heading_of(Opened const& opened, std::string const& language) {
  return opened.minutes.title + ", " + i18n::format_date(opened.minutes.day, language, i18n::DateStyle::Long);
}

std::string clock_of(Context const& context, Instant at) {
  return i18n::format_time(local_minutes(at, context.county.config().zone));
}

std::optional<Opened> opened_for(Visit& visit, db::Reader& reader, bool Opened::*may, http::Response& instead) {
  auto opened = open_minutes(reader, visit.context, visit.request.parameter("id"));
  if (opened && (*opened).*may) return opened;
  instead = visit.site.error_page(visit, opened ? 403 : 404);
  return std::nullopt;
}

Page minutes_frame(Visit& visit, Opened const& opened, std::string title) {
  auto frame = staff_frame(visit, std::move(title), kPath, kTitle);
  frame.crumbs.insert(frame.crumbs.end() - 1, {opened.minutes.title, href_of(opened.minutes.id)});
  return frame;
}

std::string name_of_body(Visit& visit, db::Reader& reader, std::string const& id) {
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto const& named : scope.names(visit.context, reader, {id})) return named.name;
  return "";
}

std::vector<std::pair<std::string, std::string>> all_bodies(Visit& visit, db::Reader& reader) {
  std::vector<std::pair<std::string, std::string>> bodies;
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto const& named : scope.find(visit.context, reader, "", 1000)) bodies.emplace_back(named.id, named.name);
  return bodies;
}

char const* state_label(State state) {
  switch (state) {
    case State::Draft: return N_("Draft: being written");
    case State::Check: return N_("Written, being checked");
    case State::Circulated: return N_("Sent round, not approved yet");
    case State::Approved: return N_("Approved");
    case State::Filed: break;
  }
  return N_("From before");
}

Attending attending_of(Visit& visit, db::Reader& reader, Opened const& opened) {
  Attending attending;
  auto const& minutes = opened.minutes;
  Words words(visit);
  if (minutes.state == State::Circulated || minutes.state == State::Approved) {
    attending.people = minutes.present_count;
    for (auto const& label : minutes.present) attending.lines.push_back({label, ""});
  } else if (opened.meeting && opened.runs) {
    for (auto const& one : meetings::attendance_of(reader, visit.context, opened.meeting->id)) {
      if (one.present != true) continue;
      ++attending.people;
      if (!one.label.empty() || !one.name.empty())
        attending.lines.push_back({one.label.empty() ? words(N_("without an organisation")) : one.label, one.name});
    }
  }
  attending.text = words.count("{n} person was there", "{n} people were there", attending.people,
                               {{"n", std::to_string(attending.people)}});
  return attending;
}

std::string part_heading(Part const& part) {
  return part.number.empty() ? part.title : part.number + " " + part.title;
}

html::Safe html_of(std::string const& markdown) {
  // Below the heading of a part.
  std::string html = mail::markdown_to_html(markdown);
  for (int level = 5; level >= 2; --level)
    for (std::string mark : {"<h", "</h"})
      html = replace_all(html, mark + std::to_string(level), mark + std::to_string(level + 1));
  return {html};
}

std::vector<TemplateUse> templates() {
  return {{"minutes/staff/write.html", html::schema_of<WriteView>()},
          {"minutes/staff/read.html", html::schema_of<ReadView>()},
          {"minutes/staff/check.html", html::schema_of<CheckView>()},
          {"minutes/staff/compiled.html", html::schema_of<CompiledView>()},
          {"minutes/open.html", html::schema_of<OpenView>()},
          {"minutes/staff/clash.html", html::schema_of<ClashPageView>()}};
}

}  // namespace mila::minutes
