// Meetings of the demo county: data/demo/meetings.csv, those invited, and their answers.
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "modules/meetings/agenda_store.h"
#include "modules/meetings/demo_guests.h"
#include "modules/meetings/meeting_store.h"
#include "modules/meetings/papers.h"
#include "modules/meetings/programme_demo.h"
#include "modules/meetings/round_demo.h"
#include "modules/meetings/staff_poll.h"
#include "modules/meetings/staff_today.h"
#include "modules/network/network.h"
#include "modules/offers/holidays.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::meetings {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

std::string place_named(County& county, std::string const& name) {
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.name == name && place.kind == places::Kind::Municipality) return place.id;
  return "";
}

/// Meetings are on working days.
Date working_day(County& county, Date day) {
  auto is_free = [&](sys_days one) {
    return std::chrono::weekday{one}.iso_encoding() > 5 || !offers::holidays(county)->name(Date{one}, "de").empty();
  };
  sys_days one = day;
  while (is_free(one)) one += days{1};
  return Date{one};
}

minutes clock_time(std::string const& text) {
  return minutes{parse_integer(text.substr(0, 2)).value_or(14) * 60 + parse_integer(text.substr(3)).value_or(0)};
}

/// Four of seven come, one sends somebody, one does not come, one has not answered.
Answer answer_no(std::size_t n) {
  constexpr Answer kAnswers[] = {Answer::Accepted, Answer::Accepted, Answer::None,    Answer::Accepted,
                                 Answer::Declined, Answer::Accepted, Answer::Delegated};
  return kAnswers[n % std::size(kAnswers)];
}

void add_invitees(db::Writer& writer, Context& context, Meeting const& meeting, std::string const& guest) {
  auto body = network::find_body(writer, context, meeting.body_id);
  if (!body) return;
  std::size_t n = 0;
  auto add = [&](Invitee invitee) {
    invitee.id = named_uuid("invitee", meeting.id + invitee.seat_id + invitee.mail);
    invitee.meeting_id = meeting.id;
    invitee.invited_at = writer.now() - days{14};
    invitee.invited_sequence = 0;
    if (!invitee.is_guest()) invitee.answer = answer_no(n++);
    if (invitee.answer != Answer::None) invitee.answered_at = writer.now() - days{7};
    if (invitee.answer == Answer::Delegated) invitee.deputy = "Frau Lehnhardt";
    if (meeting.state == State::Held && invitee.answer != Answer::None) {
      invitee.came_instead = invitee.answer == Answer::Delegated;
      invitee.attended = invitee.came_instead || invitee.answer == Answer::Accepted;
      invitee.attended_at = local_to_instant(meeting.day, meeting.start, context.county.config().zone);
    }
    insert_invitee(writer, context, invitee);
  };
  for (auto const& seat : body->seats)
    if (seat.holds_on(meeting.day))
      add(Invitee{.seat_id = seat.id, .organization_id = seat.organization_id, .person_id = seat.person_id});
  // "132": so many invented people, one in eleven of whom cannot come.
  if (auto many = parse_integer(guest)) {
    int at = 0;
    for (auto const& one : demo_guests(static_cast<int>(*many)))
      add({.name = one.name, .mail = one.mail, .language = one.language,
           .answer = ++at % 11 == 6 ? Answer::Declined : Answer::Accepted});
    return;
  }
  auto open = guest.find('<'), end = guest.find('>');
  if (open != std::string::npos && end != std::string::npos)
    add(Invitee{.name = std::string(trim(guest.substr(0, open))),
         .mail = guest.substr(open + 1, end - open - 1),
         .language = std::string(trim(guest.substr(end + 1)))});
}

void load_agendas(Context& context, std::string const& path) {
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error("agenda.csv: " + table.error().message);
  context.county.database.write([&](db::Writer& writer) {
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      auto cell = [&](char const* heading) -> std::string const& {
        return table->cell(row, table->column(heading));
      };
      auto id_of = [&](std::string const& number) {
        return named_uuid("agenda_item", "demo:" + cell("Treffen") + ":" + number);
      };
      AgendaItem item;
      item.id = id_of(cell("Nr"));
      if (find_item(writer, item.id)) continue;
      item.meeting_id = named_uuid("meeting", "demo:" + cell("Treffen"));
      if (!cell("Teil von").empty()) item.parent_id = id_of(cell("Teil von"));
      item.position = static_cast<int>(row);
      item.title = cell("Thema");
      item.presenter = cell("Wer");
      item.minutes = static_cast<int>(parse_integer(cell("Minuten")).value_or(0));
      item.visibility = visibility_named(cell("Wer sieht es")).value_or(Visibility::Internal);
      if (!cell("Vorschlag").empty()) item.state = ItemState::Proposed;
      insert_item(writer, item);
    }
  });
}

/// The first item of a public meeting that everybody sees has a paper.
void load_paper(Context& context, std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  auto stored = files::put(context.county, bytes);
  context.county.database.write([&](db::Writer& writer) {
    auto meeting = find_meeting(writer, named_uuid("meeting", "demo:M01"));
    if (!meeting) return;
    for (auto const& item : agenda_of(writer, *meeting, Audience::Member)) {
      (void)add_paper(writer, context, item.id, stored, "application/pdf", "Stand der Vereinbarungen.pdf");
      return;
    }
  });
}

}  // namespace

void load_demo(Context& context, std::string const& folder) {
  std::string path = folder + "/meetings.csv";
  if (!std::filesystem::exists(path)) return;
  auto table = data::read_csv_file(path);
  if (!table) throw std::runtime_error("meetings.csv: " + table.error().message);
  context.county.database.write([&](db::Writer& writer) {
    Date today = local_date(writer.now(), context.county.config().zone);
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      auto cell = [&](char const* heading) -> std::string const& {
        return table->cell(row, table->column(heading));
      };
      Meeting meeting;
      meeting.id = named_uuid("meeting", "demo:" + cell("Nr"));
      if (find_meeting(writer, meeting.id)) continue;
      auto after = parse_integer(cell("In Tagen")).value_or(0);
      meeting.body_id = named_uuid("body", "demo:" + cell("Gremium"));
      meeting.kind = kind_named(cell("Art")).value_or(Kind::RoundTable);
      meeting.title = cell("Name");
      meeting.day = working_day(context.county, Date{sys_days{today} + days{after}});
      meeting.start = clock_time(cell("Beginn"));
      meeting.length = minutes{parse_integer(cell("Minuten")).value_or(120)};
      meeting.place = cell("Haus");
      meeting.place_id = place_named(context.county, cell("Ort"));
      meeting.purpose = cell("Worum es geht");
      if (auto places = parse_integer(cell("Plätze"))) meeting.places_max = static_cast<int>(*places);
      meeting.is_public = cell("Öffentlich") == "ja";
      meeting.online_url = cell("Online");
      bool invited = cell("Eingeladen") == "ja";
      meeting.state = after < 0 ? State::Held : invited ? State::Invited : State::Planned;
      insert_meeting(writer, context, meeting);
      if (invited) add_invitees(writer, context, meeting, cell("Gäste"));
    }
  });
  if (std::filesystem::exists(folder + "/agenda.csv")) load_agendas(context, folder + "/agenda.csv");
  if (std::filesystem::exists(folder + "/paper.pdf")) load_paper(context, folder + "/paper.pdf");
  context.county.database.write([&](db::Writer& writer) { add_poll_demo(writer, context); });
  load_demo_rounds(context, folder);
  load_demo_programme(context, folder);
}

}  // namespace mila::meetings
