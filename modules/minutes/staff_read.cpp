// The minutes as a whole: to be read and printed.
#include "modules/minutes/staff_kit.h"
#include "platform/i18n/format.h"

namespace mila::minutes {
namespace {

std::vector<ReadPartView> read_parts(Words const& words, std::vector<Part> const& parts) {
  std::vector<ReadPartView> views;
  for (auto const& part : parts) {
    ReadPartView view;
    view.id = part.id;
    view.heading = part_heading(part);
    view.text = html_of(part.text);
    view.empty = part.text.empty();
    if (part.visibility == Visibility::Hidden) view.note = words(N_("only for who writes"));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

http::Response show_minutes(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = opened_for(visit, reader, &Opened::reads, instead);
    if (!opened) return instead;
    if (opened->minutes.version == 0 && !opened->writes) return visit.site.error_page(visit, 404);
    Words words(visit);
    ReadView view;
    view.title = opened->minutes.title;
    view.body = name_of_body(visit, reader, opened->minutes.body_id);
    view.state = words(state_label(opened->minutes.state));
    view.when = i18n::format_date(opened->minutes.day, words.language(), i18n::DateStyle::Long);
    view.where = opened->minutes.place;
    if (opened->writes) view.write_href = href_of(opened->minutes.id) + "/writing";
    view.parts = read_parts(words, parts_of(reader, *opened));
    auto attending = attending_of(visit, reader, *opened);
    view.has_present = attending.people > 0;
    view.present = attending.text;
    view.attendees = std::move(attending.lines);
    if (opened->meeting) view.links.push_back({"/staff/meetings/" + opened->meeting->id, words(N_("To the meeting"))});
    view.has_links = !view.links.empty();
    return visit.site.page(visit, "minutes/staff/read.html", view, staff_frame(visit, view.title, kPath, kTitle));
  });
}

}  // namespace mila::minutes
