// Giving the seats: looked at before it is kept, changed by hand, announced.
#include <algorithm>

#include "modules/workshops/staff_kit.h"
#include "platform/base/text.h"

namespace mila::workshops {
namespace {

using std::chrono::minutes;

std::vector<LineView> figures_of(Words const& words, Proposal const& proposal) {
  std::vector<LineView> lines;
  auto add = [&](char const* label, auto&& which) {
    auto n = std::count_if(proposal.places.begin(), proposal.places.end(), which);
    if (n > 0) lines.push_back({words(label), std::to_string(n)});
  };
  for (auto [why, label] : {std::pair{Why::FirstWish, N_("First wish")}, {Why::SecondWish, N_("Second wish")},
                            {Why::ThirdWish, N_("Third wish")}, {Why::NoWish, N_("Named no wish")},
                            {Why::Full, N_("All their wishes are full")}, {Why::Fixed, N_("Placed by hand")},
                            {Why::NoSeat, N_("No seat left")}})
    add(label, [why = why](Proposal::Place const& place) { return place.why == why; });
  return lines;
}

/// What would be different from now; at first everything.
TableView changes_table(Visit& visit, db::Reader& reader, Board const& board, Proposal const& proposal) {
  Words words(visit);
  Table table(visit, ListQuery::read(visit, {"name"}), N_("What changes"));
  table.columns({{"", N_("Who")}, {"", N_("Until now")}, {"", N_("Then")}, {"", N_("Why")}});
  table.empty(N_("Nothing changes: everybody keeps their seat."));
  auto names = names_of(reader, visit.context, board);
  std::map<std::string_view, std::vector<Proposal::Place const*>> places;
  int n = 0;
  for (auto const& place : proposal.places)
    if (place.changes() || place.now.empty()) places[place.invitee_id].push_back(&place);
  auto title = [&](std::string const& id) {
    auto const* workshop = board.find(id);
    return workshop ? workshop->title : "";
  };
  for (auto const& id : names.order)
    for (auto const* place : places[id]) {
      Cell then(place->now.empty() ? words(N_("no seat")) : title(place->now));
      if (place->now.empty()) then.badge("warning");
      table.row({Cell(names.labels[id]), Cell(title(place->before)), std::move(then),
                 Cell(why_text(words, place->why, place->mixed))});
      ++n;
    }
  table.total(n);
  return table.view();
}

http::Response assignment_page(Visit& visit, db::Reader& reader, Board const& board, Error const* error) {
  Words words(visit);
  auto proposal = propose(board);
  AssignmentView view;
  view.title = words(board.plan.assigned_at ? N_("Give the seats anew") : N_("Give the seats"));
  view.lead = words(N_("Nothing is kept yet and nobody gets a mail. Who was placed by hand or knows their seat stays there."));
  view.figures = figures_of(words, proposal);
  if (proposal.freed > 0) view.figures.push_back({words(N_("Free again")), std::to_string(proposal.freed)});
  view.has_changes = proposal.freed > 0 || std::any_of(proposal.places.begin(), proposal.places.end(),
                                                       [](auto const& place) { return place.changes(); });
  Form form(visit, visit.request.path);
  form.hidden("fingerprint", proposal.fingerprint);
  form.submit(N_("Keep these seats"));
  form.cancel(board_href(board.meeting.id));
  if (error) form.error(*error);
  view.form = form.view();
  view.changes = changes_table(visit, reader, board, proposal);
  return visit.site.page(visit, "workshops/staff/assignment.html", view, workshop_frame(visit, board.meeting, view.title),
                         error ? status_of(*error) : 200);
}

/// "band_540".
std::string field_name(minutes band) { return "band_" + std::to_string(band.count()); }

void person_fields(Visit& visit, Form& form, Board const& board, std::string const& invitee_id) {
  Words words(visit);
  auto bands = board.bands();
  for (minutes band : bands) {
    auto const* seat = board.seat_of(invitee_id, band);
    std::vector<Choice> choices{{"", words(N_("where the program finds a seat"))}};
    std::string time;
    for (auto const& one : board.workshops) {
      if (one.start != band) continue;
      int left = one.seats - board.seated(one.id);
      choices.push_back({one.id, words(N_("{title} ({n} free)"), {{"title", one.title}, {"n", std::to_string(std::max(left, 0))}})});
      time = time_text(one, words.language());
    }
    if (bands.size() > 1) form.section(time);
    form.select(field_name(band), N_("Workshop"), std::move(choices)).value(seat && seat->pinned ? seat->workshop_id : "");
  }
  form.submit(N_("Save"));
  form.cancel(board_href(board.meeting.id));
}

http::Response person_page(Visit& visit, db::Reader& reader, Board const& board, std::string const& invitee_id, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = names_of(reader, visit.context, board).labels[invitee_id];
  for (minutes band : board.bands())
    if (auto const* seat = board.seat_of(invitee_id, band)) {
      if (!view.lead.empty()) view.lead += " · ";
      view.lead += words(N_("Sits in “{title}”: {why}."), {{"title", board.find(seat->workshop_id)->title},
                                                            {"why", why_text(words, seat->why, seat->mixed)}});
    }
  if (view.lead.empty()) view.lead = words(N_("Has no seat yet."));
  return form_page(visit, view, form, workshop_frame(visit, board.meeting, view.title), status);
}

bool comes(Board const& board, std::string const& invitee_id) {
  return std::any_of(board.coming.begin(), board.coming.end(), [&](Invitee const& one) { return one.id == invitee_id; });
}

}  // namespace

http::Response show_assignment(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto board = own_board(visit, reader, instead);
    return board ? assignment_page(visit, reader, *board, nullptr) : instead;
  });
}

http::Response keep_assignment(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto board = own_board(visit, writer, instead);
    if (!board) return instead;
    auto kept = save_assignment(writer, visit.context, board->meeting.id, sent(visit, "fingerprint"));
    if (kept) return http::see_other(board_href(board->meeting.id) + "?done=saved");
    return assignment_page(visit, writer, *board, &kept.error());
  });
}

http::Response show_person(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto board = own_board(visit, reader, instead);
    if (!board) return instead;
    std::string id = visit.request.parameter("invitee");
    if (!comes(*board, id)) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    person_fields(visit, form, *board, id);
    return person_page(visit, reader, *board, id, form);
  });
}

http::Response place_person(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto board = own_board(visit, writer, instead);
    if (!board) return instead;
    std::string id = visit.request.parameter("invitee");
    if (!comes(*board, id)) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    person_fields(visit, form, *board, id);
    if (!form.read()) return person_page(visit, writer, *board, id, form);
    // Asked first, so that nothing is written when one of several does not work.
    for (minutes band : board->bands()) {
      auto const* workshop = board->find(form[field_name(band)]);
      auto const* seat = board->seat_of(id, band);
      if (workshop && !(seat && seat->workshop_id == workshop->id) && board->seated(workshop->id) >= workshop->seats)
        form.error(field_name(band), N_("All seats of this workshop are taken. Please raise their number or move somebody else first."));
    }
    if (form.has_errors()) return person_page(visit, writer, *board, id, form);
    for (minutes band : board->bands()) {
      auto placed = place_by_hand(writer, visit.context, board->meeting.id, id, band, form[field_name(band)]);
      if (placed) continue;
      form.error(placed.error());
      return person_page(visit, writer, *board, id, form, status_of(placed.error()));
    }
    return http::see_other(board_href(board->meeting.id) + "?done=saved");
  });
}

http::Response announce_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string id = visit.request.parameter("id");
    auto told = announce(writer, visit.context, id);
    if (!told) return visit.site.error_page(visit, told.error());
    return http::see_other(board_href(id) + "?done=saved");
  });
}

}  // namespace mila::workshops
