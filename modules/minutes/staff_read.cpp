// The minutes as a whole: to be read and printed, with what may be done next.
#include <algorithm>
#include <map>

#include "modules/minutes/life.h"
#include "modules/minutes/staff_kit.h"
#include "platform/auth/accounts.h"
#include "platform/i18n/format.h"

namespace mila::minutes {
namespace {

std::vector<ReadPartView> read_parts(Words const& words, Opened const& opened, std::vector<Part> const& parts) {
  std::vector<ReadPartView> views;
  for (auto const& part : parts) {
    ReadPartView view;
    view.id = part.id;
    view.heading = part_heading(part);
    view.text = html_of(part.text);
    view.empty = part.text.empty();
    if (part.visibility == Visibility::Hidden) view.note = words(N_("only for who writes"));
    if (part.visibility == Visibility::Public) view.note = words(N_("for everybody"));
    if (opened.runs && opened.minutes.state == State::Approved)
      view.black_href = href_of(part.minutes_id) + "/parts/" + part.id + "/blackening";
    views.push_back(std::move(view));
  }
  return views;
}

char const* state_label(ObjectionState state) {
  switch (state) {
    case ObjectionState::Open: return N_("not answered yet");
    case ObjectionState::Accepted: return N_("taken over");
    case ObjectionState::Declined: break;
  }
  return N_("not taken over");
}

/// What came after approval, and who did it.
void show_later(Visit& visit, db::Reader& reader, Opened const& opened, std::vector<Part> const& parts, ReadView& view) {
  if (opened.minutes.state != State::Approved) return;
  auto [addenda, redactions] = later_of(reader, opened.minutes.id);
  if (addenda.empty() && redactions.empty()) return;
  std::vector<std::string> ids;
  for (auto const& one : addenda) ids.push_back(one.made_by);
  for (auto const& one : redactions) ids.push_back(one.made_by);
  Words words(visit);
  std::map<std::string, std::string> names, headings;
  for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
  for (auto const& part : parts) headings[part.id] = part_heading(part);
  headings[opened.minutes.id] = opened.minutes.title;
  for (auto const& one : addenda) headings[one.id] = words(N_("Added later"));
  auto said = [&](Instant at, std::string const& who) {
    return moment(visit.context, at) + (names[who].empty() ? "" : ", " + names[who]);
  };
  for (auto const& one : addenda)
    view.addenda.push_back({said(one.made_at, one.made_by), one.text, one.content_hash,
                            opened.runs ? href_of(opened.minutes.id) + "/addenda/" + one.id + "/blackening" : ""});
  for (auto const& one : redactions) {
    if (headings[one.part_id].empty()) continue;  // of a part the reader does not know of
    view.redactions.push_back({said(one.made_at, one.made_by), headings[one.part_id] + ": " + why_text(words, one.ground, one.reason)});
  }
  view.has_addenda = !addenda.empty();
  view.has_redactions = !view.redactions.empty();
}

/// For who runs the body: objections and the next step.
void show_steps(Visit& visit, db::Reader& reader, Opened const& opened, ReadView& view) {
  if (!opened.runs) return;
  Words words(visit);
  auto const& minutes = opened.minutes;
  std::string here = href_of(minutes.id), state = here + "/state";
  std::vector<Objection> objections;
  if (minutes.circulated_at) objections = objections_of(reader, visit.context, minutes.id);
  bool open = false;
  for (auto const& one : objections) {
    if (one.text.empty()) continue;  // forgotten
    open |= one.state == ObjectionState::Open;
    view.objections.push_back({one.text, one.name, words(state_label(one.state)), one.answer,
                               minutes.state == State::Circulated ? here + "/objections/" + one.id : ""});
  }
  view.has_objections = !view.objections.empty();
  if (minutes.state == State::Check) view.links.push_back({here + "/check", words(N_("Check the minutes"))});
  if (minutes.state == State::Circulated && !open && !may_object(visit.context, minutes))
    view.acts.push_back({state, words(N_("Approve: from now on nothing changes")), "to", "approved", true});
  if (minutes.state != State::Approved) return;
  view.links.push_back({here + "/addenda/new", words(N_("Add something"))});
  if (!minutes.released_at) view.acts.push_back({state, words(N_("Show the public parts to everybody")), "to", "public", false});
  else view.acts.push_back({state, words(N_("Do not show them to everybody any more")), "to", "internal", false});
}

}  // namespace

http::Response show_minutes(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = opened_for(visit, reader, &Opened::reads, instead);
    if (!opened) return instead;
    auto const& minutes = opened->minutes;
    Words words(visit);
    ReadView view;
    view.title = minutes.title;
    bool draft = minutes.state == State::Draft || minutes.state == State::Check;
    if (!draft) view.body = name_of_body(visit, reader, minutes.body_id);
    view.state = words(state_label(minutes.state));
    view.when = i18n::format_date(minutes.day, words.language(), i18n::DateStyle::Long);
    view.where = minutes.place;
    view.hash = minutes.content_hash;
    if (minutes.state == State::Circulated && minutes.objections_until)
      view.until = i18n::format_date(*minutes.objections_until, words.language(), i18n::DateStyle::Long);
    if (opened->writes) view.write_href = href_of(minutes.id) + "/writing";
    if (!minutes.file_id.empty()) {
      view.file_href = href_of(minutes.id) + "/file";
      if (opened->runs) view.links.push_back({href_of(minutes.id) + "/removal", words(N_("Take it out again"))});
    } else view.links.push_back({href_of(minutes.id) + "/file.docx", words(N_("As a Word file"))});
    if (opened->meeting) view.links.push_back({href_of(minutes.id) + "/compiled", words(N_("With other meetings"))});
    auto parts = parts_of(reader, *opened);
    view.parts = read_parts(words, *opened, parts);
    auto attending = attending_of(visit, reader, *opened);
    view.has_present = attending.people > 0;
    view.present = attending.text;
    view.attendees = std::move(attending.lines);
    if (opened->meeting) view.links.push_back({"/staff/meetings/" + opened->meeting->id, words(N_("To the meeting"))});
    show_later(visit, reader, *opened, parts, view);
    show_steps(visit, reader, *opened, view);
    if (minutes.released_at) view.links.push_back({"/" + words.language() + "/minutes/" + minutes.id, words(N_("As everybody reads them"))});
    view.has_links = !view.links.empty();
    view.has_acts = !view.acts.empty();
    return visit.site.page(visit, "minutes/staff/read.html", view, staff_frame(visit, view.title, kPath, kTitle));
  });
}

}  // namespace mila::minutes
