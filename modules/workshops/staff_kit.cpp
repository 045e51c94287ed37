#include "modules/workshops/staff_kit.h"

#include <algorithm>

#include "platform/html/view.h"
#include "platform/i18n/format.h"

namespace mila::workshops {

std::string board_href(std::string_view meeting_id) { return std::string(kPath) + "/" + std::string(meeting_id); }

std::string result_href(Workshop const& workshop) {
  return board_href(workshop.meeting_id) + "/workshops/" + workshop.id + "/result";
}

std::optional<Board> own_board(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto meeting = meetings::find_meeting(reader, visit.request.parameter("id"));
  if (meeting && meetings::may_run(visit.context.actor, *meeting))
    return board_of(reader, visit.context, *meeting);
  instead = visit.site.error_page(visit, meeting ? 403 : 404);
  return std::nullopt;
}

Page workshop_frame(Visit& visit, Meeting const& meeting, std::string const& title) {
  Words words(visit);
  std::string all = words(N_("Workshops"));
  Page frame;
  frame.title = title.empty() ? all : title;
  frame.active_path = kMeetings;
  frame.crumbs = {{words(N_("Meetings")), kMeetings},
                  {meeting.title, std::string(kMeetings) + "/" + meeting.id},
                  {all, title.empty() ? "" : board_href(meeting.id)}};
  if (!title.empty()) frame.crumbs.push_back({title, ""});
  return frame;
}

std::string sent(Visit const& visit, std::string_view name) {
  auto form = visit.request.form();
  return form ? form->get(name) : "";
}

std::string why_text(Words const& words, Why why, bool mixed) {
  auto said = [&]() -> std::string {
    switch (why) {
      case Why::FirstWish: return words(N_("first wish"));
      case Why::SecondWish:
        return words(mixed ? N_("second wish") : N_("second wish: all seats of the first were taken"));
      case Why::ThirdWish:
        return words(mixed ? N_("third wish") : N_("third wish: all seats of the other two were taken"));
      case Why::NoWish: return words(N_("named no wish"));
      case Why::Full: return words(N_("all seats of the wishes were taken"));
      case Why::Fixed: return words(N_("placed by hand"));
      case Why::NoSeat: break;
    }
    return words(N_("no seat was left"));
  }();
  return mixed ? words(N_("{why}; changed places so that organisations mix"), {{"why", said}}) : said;
}

std::string time_text(Workshop const& one, std::string const& language) {
  return i18n::format_time_span(one.start, one.start + one.length, language);
}

Names names_of(db::Reader& reader, Context& context, Board const& board) {
  Names names;
  auto labels = meetings::labels_of(reader, context, board.coming);
  std::vector<std::pair<std::string, std::string>> keys;
  for (std::size_t i = 0; i < board.coming.size(); ++i) {
    std::string label = labels[i];
    if (!board.coming[i].deputy.empty()) label += " → " + board.coming[i].deputy;
    keys.emplace_back(i18n::sort_key(label, context.language), board.coming[i].id);
    names.labels[board.coming[i].id] = std::move(label);
  }
  std::sort(keys.begin(), keys.end());
  for (auto& [key, id] : keys) names.order.push_back(std::move(id));
  return names;
}

std::vector<TemplateUse> templates() {
  return {{"workshops/wishes.html", html::schema_of<WishesView>()},
          {"workshops/staff/board.html", html::schema_of<BoardView>()},
          {"workshops/staff/assignment.html", html::schema_of<AssignmentView>()},
          {"workshops/staff/workshop.html", html::schema_of<WorkshopFormView>()},
          {"workshops/staff/result.html", html::schema_of<ResultView>()},
          {"workshops/staff/lists.html", html::schema_of<ListsView>()}};
}

}  // namespace mila::workshops
