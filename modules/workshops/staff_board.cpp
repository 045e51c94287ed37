// Workshops of a meeting, wishes and seats at a glance; the lists to print; what other pages show of it.
#include <set>

#include "modules/workshops/staff_kit.h"
#include "modules/workshops/workshop_store.h"
#include "platform/i18n/format.h"

namespace mila::workshops {
namespace {

using std::chrono::minutes;

/// After that nobody remembers.
constexpr std::chrono::days kResultAsked{60};

bool is_large(meetings::Kind kind) {
  return kind == meetings::Kind::Conference || kind == meetings::Kind::Partner || kind == meetings::Kind::Training;
}

TableView workshops_table(Visit& visit, Board const& board) {
  Words words(visit);
  Table table(visit, ListQuery::read(visit, {"title"}), N_("Workshops"));
  table.columns({{"", N_("Workshop")}, {"", N_("When")}, {"", N_("Room")}, {"", N_("First wishes"), true},
                 {"", N_("All wishes"), true}, {"", N_("Seats taken"), true}, {"", N_("What came out of it")}});
  table.empty(N_("No workshop is planned yet."), board_href(board.meeting.id) + "/new", N_("Add a workshop"));
  for (auto const& one : board.workshops) {
    int seated = one.seated.value_or(board.seated(one.id));
    Cell seats(words(N_("{n} of {all}"), {{"n", std::to_string(seated)}, {"all", std::to_string(one.seats)}}));
    if (seated > one.seats) seats.badge("danger");
    else if (seated == one.seats) seats.badge("warning");
    table.row({Cell(one.title).link(board_href(board.meeting.id) + "/workshops/" + one.id).note(one.lead),
               Cell(time_text(one, words.language())), Cell(one.room),
               Cell(std::to_string(one.wished.value_or(board.wished(one.id, 1)))),
               Cell(std::to_string(board.wished(one.id, 0))), std::move(seats),
               Cell(words(one.result.empty() ? N_("write it down") : N_("read it"))).link(result_href(one))});
  }
  table.total(static_cast<std::int64_t>(board.workshops.size()));
  return table.view();
}

TableView people_table(Visit& visit, db::Reader& reader, Board const& board) {
  Words words(visit);
  Table table(visit, ListQuery::read(visit, {"name"}), N_("Who comes"));
  table.columns({{"", N_("Who")}, {"", N_("Wishes")}, {"", N_("Workshop")}, {"", N_("Why")}});
  auto names = names_of(reader, visit.context, board);
  std::map<std::string_view, std::string> wishes;
  for (auto const& wish : board.wishes)
    if (auto const* workshop = board.find(wish.workshop_id)) {
      auto& text = wishes[wish.invitee_id];
      text += (text.empty() ? "" : " · ") + std::to_string(wish.rank) + ". " + workshop->title;
    }
  auto bands = board.bands();
  for (auto const& id : names.order) {
    std::string sits, why;
    bool told = true, everywhere = true;
    for (minutes band : bands) {
      auto const* seat = board.seat_of(id, band);
      if (!seat) {
        everywhere = false;
        continue;
      }
      told = told && seat->told;
      sits += (sits.empty() ? "" : " · ") + board.find(seat->workshop_id)->title;
      why += (why.empty() ? "" : " · ") + why_text(words, seat->why, seat->mixed);
    }
    Cell seat(sits.empty() ? words(N_("no seat yet")) : sits);
    if (!everywhere) seat.badge("warning");
    else if (!told && board.plan.announced_at) seat.note(words(N_("does not know yet")));
    table.row({Cell(names.labels[id]).link(board_href(board.meeting.id) + "/people/" + id), Cell(wishes[id]),
               std::move(seat), Cell(why)});
  }
  table.total(static_cast<std::int64_t>(board.coming.size()));
  return table.view();
}

std::string wishing_text(Words const& words, Board const& board) {
  std::set<std::string_view> wishing;
  for (auto const& wish : board.wishes) wishing.insert(wish.invitee_id);
  int n = 0;
  for (auto const& one : board.coming) n += wishing.count(one.id) > 0 ? 1 : 0;
  return words(N_("{n} of {all} who come named wishes"),
               {{"n", std::to_string(n)}, {"all", std::to_string(board.coming.size())}});
}

BoardView board_view(Visit& visit, db::Reader& reader, Board const& board) {
  Words words(visit);
  BoardView view;
  std::string here = board_href(board.meeting.id);
  view.title = words(N_("Workshops"));
  view.meeting = board.meeting.title;
  view.meeting_href = std::string(kMeetings) + "/" + board.meeting.id;
  view.closes = i18n::format_date(board.plan.closes_on, words.language(), i18n::DateStyle::WeekdayLong);
  view.closes_href = here + "/closing";
  view.figures = wishing_text(words, board);
  view.add_href = here + "/new";
  view.assign_href = here + "/assignment";
  view.lists_href = here + "/lists";
  view.has_workshops = !board.workshops.empty();
  view.has_people = view.has_workshops && !board.coming.empty();
  bool ahead = board.meeting.day >= meetings::today_of(visit.context) &&
               board.meeting.state != meetings::State::Cancelled;
  view.can_assign = view.has_people && ahead;
  view.assign_text = words(board.plan.assigned_at ? N_("Give the seats anew") : N_("Give the seats"));
  int untold = board.untold(), missing = board.without_seat(), freed = static_cast<int>(board.freed.size());
  view.can_announce = ahead && untold > 0;
  view.announce_action = here + "/announcement";
  view.announce_button = words.count("Tell {n} person their seat", "Tell {n} people their seat", untold,
                                     {{"n", std::to_string(untold)}});
  if (board.plan.assigned_at && missing > 0 && ahead)
    view.missing = words.count("{n} person who comes has no seat. Give the seats anew, or place them by hand.",
                               "{n} people who come have no seat. Give the seats anew, or place them by hand.", missing,
                               {{"n", std::to_string(missing)}});
  if (freed > 0 && ahead)
    view.freed = words.count("{n} seat is free again: who sat there does not come any more.",
                             "{n} seats are free again: who sat there does not come any more.", freed,
                             {{"n", std::to_string(freed)}});
  view.workshops = workshops_table(visit, board);
  if (view.has_people) view.people = people_table(visit, reader, board);
  return view;
}

}  // namespace

http::Response show_board(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto board = own_board(visit, reader, instead);
    if (!board) return instead;
    auto view = board_view(visit, reader, *board);
    return visit.site.page(visit, "workshops/staff/board.html", view, workshop_frame(visit, board->meeting, ""));
  });
}

http::Response show_lists(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto board = own_board(visit, reader, instead);
    if (!board) return instead;
    Words words(visit);
    ListsView view;
    view.title = words(N_("Lists to print"));
    auto names = names_of(reader, visit.context, *board);
    for (auto const& one : board->workshops) {
      auto& list = view.lists.emplace_back();
      list.title = one.title;
      list.facts = time_text(one, words.language());
      for (auto const* more : {&one.room, &one.lead})
        if (!more->empty()) list.facts += " · " + *more;
      for (auto const& id : names.order) {
        auto const* seat = board->seat_of(id, one.start);
        if (seat && seat->workshop_id == one.id)
          list.people.push_back({std::to_string(list.people.size() + 1), names.labels[id]});
      }
      list.has_people = !list.people.empty();
    }
    return visit.site.page(visit, "workshops/staff/lists.html", view, workshop_frame(visit, board->meeting, view.title));
  });
}

std::vector<Related> related_to_meeting(Context& context, db::Reader& reader, std::string_view id) {
  if (!context.actor.may(Permission::ReadNetwork)) return {};
  auto outline = outline_of(reader, id);
  if (!outline) return {};
  meetings::Meeting meeting;
  meeting.body_id = outline->body_id;
  meeting.run_by_place = outline->run_by_place;
  std::vector<Related> found;
  std::string group = context.text(N_("Workshops"));
  auto kind = meetings::kind_named(outline->kind);
  if (meetings::may_run(context.actor, meeting) && (outline->workshops > 0 || (kind && is_large(*kind)))) {
    std::string count = outline->workshops > 0 ? " (" + std::to_string(outline->workshops) + ")" : "";
    found.push_back({context.text(N_("Workshops")) + count, "", board_href(id), false, group});
  }
  if (outline->workshops > 0)
    for (auto const& one : workshops_of(reader, id))
      if (!one.result.empty()) found.push_back({one.title, context.text(N_("What came out of it")), result_href(one), false, group});
  return found;
}

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.signed_in() || !context.actor.may(Permission::ReadNetwork)) return items;
  Date today = meetings::today_of(context), since{std::chrono::sys_days{today} - kResultAsked};
  for (auto const& one : led_without_result(reader, context.actor.account_id, since, today))
    items.push_back({context.text(N_("What came out of your workshop?")), one.title, result_href(one), context.text(N_("Write it down")), std::nullopt, false});
  if (!context.actor.may(Permission::RunMeetings)) return items;
  for (auto const& meeting : meetings::find_meetings(reader, meetings_to_assign(reader, meetings::today_of(context))))
    if (meetings::may_run(context.actor, meeting))
      items.push_back({context.text(N_("Wishes for workshops are in")), meeting.title, board_href(meeting.id),
                       context.text(N_("Give the seats")), std::nullopt, false});
  return items;
}

}  // namespace mila::workshops
