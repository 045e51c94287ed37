// The page where an invited person ranks workshops: no account, no script, nothing changes by opening it.
#include <algorithm>

#include "modules/workshops/pages.h"
#include "modules/workshops/workshop_store.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::workshops {
namespace {

using std::chrono::minutes;

struct Asked {
  Invitee invitee;
  Meeting meeting;
  Plan plan;
  std::vector<Workshop> workshops;
  std::vector<Wish> wishes;
  std::vector<Seat> places;  ///< those the person knows of
};

std::optional<Asked> asked_of(Visit& visit, db::Reader& reader) {
  auto id = meetings::read_answer_key(visit.context, visit.request.parameter("key"));
  auto invitee = id ? meetings::find_invitee(reader, visit.context, *id) : std::nullopt;
  auto meeting = invitee ? meetings::find_meeting(reader, invitee->meeting_id) : std::nullopt;
  if (!meeting) return std::nullopt;
  Asked asked{*invitee, *meeting, load_plan(reader, meeting->id).value_or(Plan{}),
              workshops_of(reader, meeting->id), wishes_of(reader, invitee->id), {}};
  for (auto& seat : seats_of(reader, invitee->id))
    if (seat.told) asked.places.push_back(std::move(seat));
  if (asked.workshops.empty()) return std::nullopt;
  return asked;
}

bool comes(Invitee const& invitee) {
  return invitee.answer == meetings::Answer::Accepted || invitee.answer == meetings::Answer::Delegated;
}

/// "w540_1": the dearest wish among the workshops at 9:00.
std::string field_name(minutes band, int rank) {
  return "w" + std::to_string(band.count()) + "_" + std::to_string(rank);
}

std::vector<minutes> bands_of(std::vector<Workshop> const& workshops) {
  std::vector<minutes> starts;
  for (auto const& one : workshops)
    if (starts.empty() || starts.back() != one.start) starts.push_back(one.start);
  return starts;
}

/// How many wishes there are to name in a band.
int ranks_of(std::vector<Workshop> const& workshops, minutes band) {
  auto n = std::count_if(workshops.begin(), workshops.end(), [&](Workshop const& one) { return one.start == band; });
  return static_cast<int>(std::min<std::ptrdiff_t>(n, 3));
}

std::string time_of(Workshop const& one, std::string const& language) {
  return i18n::format_time_span(one.start, one.start + one.length, language);
}

void wish_fields(Visit& visit, Form& form, Asked const& asked) {
  Words words(visit);
  static char const* const kRanks[] = {N_("What would you like most?"), N_("And if that is full?"),
                                       N_("And if that is full, too?")};
  auto bands = bands_of(asked.workshops);
  for (minutes band : bands) {
    std::vector<Choice> choices{{"", words(N_("no wish"))}};
    std::string time;
    for (auto const& one : asked.workshops) {
      if (one.start != band) continue;
      choices.push_back({one.id, one.title});
      time = time_of(one, words.language());
    }
    if (bands.size() > 1) form.section(time);
    for (int rank = 1; rank <= ranks_of(asked.workshops, band); ++rank) {
      std::string wished;
      for (auto const& wish : asked.wishes)
        for (auto const& one : asked.workshops)
          if (one.id == wish.workshop_id && one.start == band && wish.rank == rank) wished = one.id;
      form.select(field_name(band, rank), kRanks[rank - 1], choices).value(wished);
    }
  }
  form.submit(N_("Send wishes"));
}

std::string notice_of(Visit const& visit, Asked const& asked, bool open) {
  Words words(visit);
  if (asked.meeting.state == meetings::State::Cancelled) return words(N_("This meeting does not take place."));
  if (asked.meeting.day < meetings::today_of(visit.context)) return words(N_("This meeting is over."));
  if (!asked.places.empty()) return "";
  if (asked.invitee.answer == meetings::Answer::Declined)
    return words(N_("You said: I cannot come."));
  if (!open) return words(N_("Wishes cannot be sent any more."));
  if (visit.request.query.get("done") == "1" && comes(asked.invitee))
    return words(N_("Thank you. You get a mail when the seats are given."));
  if (!comes(asked.invitee)) return words(N_("Please also answer that you are coming: only who comes gets a seat."));
  if (!asked.wishes.empty()) return words(N_("Your wishes are here. You can change them."));
  return "";
}

http::Response page_of(Visit& visit, Asked const& asked, Form const& form, int status) {
  Words words(visit);
  WishesView view;
  view.title = words(asked.places.empty() ? N_("Choose a workshop") : N_("Your workshop"));
  view.meeting = asked.meeting.title;
  auto row = [&](Workshop const& one) {
    return WorkshopView{time_of(one, words.language()), one.title, one.description, one.lead, one.room};
  };
  for (auto const& one : asked.workshops) {
    view.workshops.push_back(row(one));
    for (auto const& seat : asked.places)
      if (seat.workshop_id == one.id && comes(asked.invitee)) view.places.push_back(row(one));
  }
  view.has_places = !view.places.empty();
  bool open = takes_wishes(visit.context, asked.meeting, asked.plan);
  view.notice = notice_of(visit, asked, open);
  view.has_form = open && asked.places.empty() && asked.invitee.answer != meetings::Answer::Declined;
  if (view.has_form) {
    view.form = form.view();
    view.closes = words(N_("You have until {day}. It does not matter who is first: as many people as possible get one of their wishes."),
                        {{"day", i18n::format_date(asked.plan.closes_on, words.language(), i18n::DateStyle::WeekdayLong)}});
  }
  view.back_href = "/" + words.language() + "/meetings/answers/" + visit.request.parameter("key");
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "workshops/wishes.html", view, frame, status);
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace

http::Response show_wishes(Visit& visit) {
  auto asked = visit.context.county.database.read([&](db::Reader& reader) { return asked_of(visit, reader); });
  if (!asked) return visit.site.error_page(visit, 404);
  Form form(visit, visit.request.path);
  wish_fields(visit, form, *asked);
  return page_of(visit, *asked, form, 200);
}

http::Response take_wishes(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto asked = asked_of(visit, writer);
    if (!asked) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    wish_fields(visit, form, *asked);
    if (!form.read()) return page_of(visit, *asked, form, 422);
    // "No wish" is sent, too; without it something got lost on the way, and wishes stay.
    auto sent = visit.request.form();
    auto bands = bands_of(asked->workshops);
    if (!sent || std::none_of(bands.begin(), bands.end(), [&](minutes band) { return sent->has(field_name(band, 1)); })) {
      form.error("", N_("Please send it once more."));
      return page_of(visit, *asked, form, 422);
    }
    std::vector<std::string> wished;
    for (minutes band : bands)
      for (int rank = 1; rank <= ranks_of(asked->workshops, band); ++rank) {
        std::string id = form[field_name(band, rank)];
        if (!id.empty()) wished.push_back(std::move(id));
      }
    auto done = send_wishes(writer, visit.context, asked->invitee.id, wished);
    if (done) return http::see_other(visit.request.path + "?done=1");
    form.error(done.error());
    return page_of(visit, *asked, form, 422);
  });
}

}  // namespace mila::workshops
