// Minutes put together, and as files for Word.
#include "modules/minutes/compile.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "modules/minutes/minutes_store.h"
#include "modules/minutes/rules.h"
#include "modules/minutes/staff_kit.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::minutes {

std::vector<CompiledGroup> compile(db::Reader& reader, Context const& context, std::vector<meetings::Meeting> const& meetings,
                                   std::vector<std::string> const& names, Grouping grouping) {
  std::vector<std::string> ids;
  std::set<std::string> runs;  // of these drafts, too
  for (auto const& meeting : meetings) {
    ids.push_back(meeting.id);
    if (meetings::may_run(context.actor, meeting)) runs.insert(meeting.id);
  }
  std::map<std::string, Minutes> known;
  auto own = written_by(reader, context.actor.account_id);
  for (auto& one : load_minutes_of(reader, ids)) {
    bool draft = one.state == State::Draft || one.state == State::Check;
    bool reads = (!draft && context.actor.may(Permission::ReadNetwork)) || runs.count(one.id) || std::find(own.begin(), own.end(), one.id) != own.end();
    if (reads) known.emplace(one.id, std::move(one));
  }
  std::map<std::string, std::vector<Part>> parts;
  for (auto& part : load_parts_of(reader, ids))
    if (!part.text.empty() && known.count(part.minutes_id)) parts[part.minutes_id].push_back(std::move(part));
  auto items = meetings::visibilities_of(reader, ids);
  for (auto& [id, of] : parts) {
    follow_agenda(of, known.at(id).state, items);
    std::erase_if(of, [](Part const& part) { return part.visibility == Visibility::Hidden; });  // what is taken along is passed on
  }
  std::erase_if(parts, [](auto const& entry) { return entry.second.empty(); });
  std::vector<CompiledGroup> groups;
  std::map<std::string, std::size_t> by_title;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    auto const& id = meetings[i].id;
    auto href = "/staff/minutes/" + id;
    if (grouping == Grouping::ByMeeting && parts.count(id)) groups.push_back({names[i], {}});
    if (!parts.count(id)) continue;
    for (auto const& part : parts[id]) {
      if (grouping == Grouping::ByMeeting) {
        groups.back().texts.push_back({part_heading(part), href, part.text});
        continue;
      }
      auto [at, fresh] = by_title.emplace(folded(part.title), groups.size());
      if (fresh) groups.push_back({part.title, {}});
      groups[at->second].texts.push_back({names[i], href, part.text});
    }
  }
  return groups;
}

DocxDocument document_of(std::string const& title, std::string const& lead, std::vector<CompiledGroup> const& groups) {
  DocxDocument document;
  document.title = title;
  document.add(DocxBlock::Kind::Title, title);
  if (!lead.empty()) document.add(DocxBlock::Kind::Small, lead);
  for (auto const& group : groups) {
    document.add(DocxBlock::Kind::Heading, group.heading);
    for (auto const& one : group.texts) {
      document.add(DocxBlock::Kind::Subheading, one.heading);
      document.add_markdown(one.text);
    }
  }
  return document;
}

namespace {

http::Response docx_response(DocxDocument const& document, std::string const& name) {
  auto response = http::text(write_docx(document), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  response.header("Content-Disposition", "attachment; filename=\"" + slugify(name) + ".docx\"");
  return response;
}

/// What is to be put together, as the address says: a round, or what a meeting belongs to.
struct Asked {
  std::string title;
  std::vector<meetings::Meeting> meetings;
  std::vector<std::string> names;
  Grouping grouping = Grouping::ByMeeting;
  bool rounds = false;
};

/// Places stand side by side without a ranking.
void sort_by_name(Asked& asked, std::string const& language) {
  std::vector<std::size_t> order(asked.names.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::string> keys;
  for (auto const& name : asked.names) keys.push_back(i18n::sort_key(name, language));
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
  Asked sorted = asked;
  for (std::size_t i = 0; i < order.size(); ++i) {
    sorted.meetings[i] = asked.meetings[order[i]];
    sorted.names[i] = asked.names[order[i]];
  }
  asked = std::move(sorted);
}

/// All of the body's that were held, for a meeting that is in no series.
meetings::MeetingQuery meetings_of_body(meetings::Meeting const& meeting, Date today) {
  meetings::MeetingQuery query;
  query.body_id = meeting.body_id;
  query.until = today;
  query.limit = 200;
  return query;
}

std::optional<Asked> asked_for(Visit& visit, db::Reader& reader) {
  std::string id = visit.request.parameter("id");
  auto meeting = meetings::find_meeting(reader, id);
  auto round = meeting ? meetings::round_of_meeting(reader, id) : id;
  Asked asked;
  if (!round.empty()) asked.meetings = meetings::round_of(reader, round);
  asked.rounds = !asked.meetings.empty();
  if (!meeting && !asked.rounds) return std::nullopt;
  asked.title = meeting ? meeting->title : asked.meetings.front().title;
  if (!asked.rounds && !meeting->series_id.empty()) asked.meetings = meetings::series_of(reader, meeting->series_id);
  else if (!asked.rounds) asked.meetings = meetings::list_meetings(reader, meetings_of_body(*meeting, meetings::today_of(visit.context)));
  auto by = visit.request.query.get("by");
  asked.grouping = by == "item" || (by.empty() && asked.rounds) ? Grouping::ByItem : Grouping::ByMeeting;
  auto gazetteer = places::gazetteer(visit.context.county);
  for (auto const& one : asked.meetings) {
    auto const* place = asked.rounds && !one.place_id.empty() ? gazetteer->find(one.place_id) : nullptr;
    asked.names.push_back(place ? gazetteer->label(*place)
                                : one.title + ", " + i18n::format_date(one.day, visit.context.language, i18n::DateStyle::Long));
  }
  if (asked.rounds) sort_by_name(asked, visit.context.language);
  return asked;
}

}  // namespace

http::Response show_compiled(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto asked = asked_for(visit, reader);
    if (!asked) return visit.site.error_page(visit, 404);
    Words words(visit);
    CompiledView view;
    view.title = words(N_("Minutes put together"));
    view.lead = asked->title;
    std::string here = visit.request.path, by = asked->grouping == Grouping::ByItem ? "item" : "meeting";
    view.docx_href = here + ".docx?by=" + by;
    bool by_item = asked->grouping == Grouping::ByItem;
    view.other_href = here + (by_item ? "?by=meeting" : "?by=item");
    view.other = words(by_item ? asked->rounds ? N_("By place") : N_("By date") : N_("By item of the agenda"));
    for (auto const& group : compile(reader, visit.context, asked->meetings, asked->names, asked->grouping)) {
      auto& one = view.groups.emplace_back();
      one.heading = group.heading;
      for (auto const& text : group.texts) one.texts.push_back({text.heading, text.href, html_of(text.text)});
    }
    view.has_groups = !view.groups.empty();
    return visit.site.page(visit, "minutes/staff/compiled.html", view, staff_frame(visit, view.title, kPath, kTitle));
  });
}

http::Response send_compiled(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto asked = asked_for(visit, reader);
    if (!asked) return visit.site.error_page(visit, 404);
    auto groups = compile(reader, visit.context, asked->meetings, asked->names, asked->grouping);
    return docx_response(document_of(asked->title, Words(visit)(N_("Minutes put together")), groups), asked->title);
  });
}

http::Response send_docx(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = opened_for(visit, reader, &Opened::reads, instead);
    if (!opened) return instead;
    auto const& minutes = opened->minutes;
    Words words(visit);
    DocxDocument document;
    document.title = minutes.title;
    document.add(DocxBlock::Kind::Title, minutes.title);
    std::string facts = i18n::format_date(minutes.day, words.language(), i18n::DateStyle::Long);
    if (!minutes.place.empty()) facts += ", " + minutes.place;
    document.add(DocxBlock::Kind::Text, facts);
    document.add(DocxBlock::Kind::Small, words(N_("Minutes of a meeting")) + " · " + words(state_label(minutes.state)));
    auto attending = attending_of(visit, reader, *opened);
    if (attending.people > 0) {
      document.add(DocxBlock::Kind::Heading, attending.text);
      for (auto const& line : attending.lines) document.add(DocxBlock::Kind::Bullet, line.label);
    }
    for (auto const& part : parts_of(reader, *opened)) {
      if (part.visibility == Visibility::Hidden) continue;  // a file is passed on
      document.add(DocxBlock::Kind::Heading, part_heading(part));
      document.add_markdown(part.text);
    }
    for (auto const& one : addenda_of(reader, minutes.id)) {
      document.add(DocxBlock::Kind::Heading, words(N_("Added later")) + ", " + long_day(visit.context, one.made_at));
      document.add(DocxBlock::Kind::Text, one.text);
    }
    if (!minutes.content_hash.empty()) document.add(DocxBlock::Kind::Small, words(N_("Checksum of the approved text (SHA-256):")) + " " + minutes.content_hash);
    return docx_response(document, minutes.title + " " + format_iso_date(minutes.day));
  });
}

}  // namespace mila::minutes
