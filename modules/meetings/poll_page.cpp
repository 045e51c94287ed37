// When does it suit you? No account, no script, nothing changes by opening it.
#include "modules/meetings/poll_page.h"

#include "modules/meetings/poll_letters.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::meetings {
namespace {

struct Asked {
  Poll poll;
  Voter voter;
  Sender sender;
  std::optional<Meeting> meeting;  ///< once the date is fixed
};

std::optional<Asked> asked_of(Visit& visit, db::Reader& reader) {
  auto id = read_poll_key(visit.context, visit.request.parameter("key"));
  std::string poll_id;
  auto voter = id ? find_voter(reader, visit.context, *id, poll_id) : std::nullopt;
  auto poll = voter ? find_poll(reader, poll_id) : std::nullopt;
  if (!poll) return std::nullopt;
  auto sender = sender_of(reader, visit.context, *poll);
  auto meeting = poll->meeting_id.empty() ? std::nullopt : find_meeting(reader, poll->meeting_id);
  return Asked{std::move(*poll), std::move(*voter), std::move(sender), std::move(meeting)};
}

std::string notice_of(Visit const& visit, Asked const& asked) {
  Words words(visit);
  if (asked.meeting && asked.meeting->state == State::Cancelled) return words(N_("This meeting does not take place."));
  if (asked.meeting)
    return words(N_("The date is fixed: {when}"), {{"when", time_text(*asked.meeting, words.language())}});
  if (!takes_answers(visit.context, asked.poll)) return words(N_("Answers are not taken any more."));
  if (!asked.voter.answered_at) return "";
  return visit.request.query.get("done") == "1" ? words(N_("Thank you for your answer. You can change it until the last day."))
                                                : words(N_("You have answered. You can change it until the last day."));
}

void date_fields(Visit& visit, Form& form, Asked const& asked) {
  Words words(visit);
  std::vector<Choice> const choices{{std::string(name_of(Suits::Yes)), words(N_("Yes"))},
                                    {std::string(name_of(Suits::IfNeedBe)), words(N_("If need be"))},
                                    {std::string(name_of(Suits::No)), words(N_("No"))}};
  for (auto const& date : asked.poll.dates) {
    auto& field = form.radios("date_" + date.id, date_text(asked.poll, date, words.language()), choices).required();
    if (auto vote = asked.voter.votes.find(date.id); vote != asked.voter.votes.end())
      field.value(std::string(name_of(vote->second)));
  }
  form.submit(N_("Send answer"));
}

http::Response page_of(Visit& visit, PollView& view, int status) {
  return personal_page(visit, "meetings/poll.html", view, view.title, status);
}

http::Response shown(Visit& visit, Asked const& asked, Form const& form, int status) {
  PollView view;
  auto const& language = visit.context.language;
  view.title = asked.poll.title;
  view.body = asked.sender.body;
  view.where = asked.poll.place;
  view.until = i18n::format_date(asked.poll.closes_on, language, i18n::DateStyle::Long);
  view.purpose = asked.poll.purpose;
  view.notice = notice_of(visit, asked);
  view.has_form = takes_answers(visit.context, asked.poll);
  if (view.has_form) view.form = form.view();
  return page_of(visit, view, status);
}

}  // namespace

std::string date_text(Poll const& poll, PollDate const& date, std::string_view language) {
  Meeting at;
  at.day = date.day;
  at.start = date.start;
  at.length = poll.length;
  return time_text(at, language);
}

http::Response show_poll_page(Visit& visit) {
  auto asked = visit.context.county.database.read([&](db::Reader& reader) { return asked_of(visit, reader); });
  if (!asked) return lost_link_page(visit);
  Form form(visit, visit.request.path);
  date_fields(visit, form, *asked);
  return shown(visit, *asked, form, 200);
}

http::Response answer_poll_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto asked = asked_of(visit, writer);
    if (!asked) return lost_link_page(visit);
    Form form(visit, visit.request.path);
    date_fields(visit, form, *asked);
    if (!form.read()) return shown(visit, *asked, form, 422);
    std::map<std::string, Suits> votes;
    for (auto const& date : asked->poll.dates)
      if (auto suits = suits_named(form["date_" + date.id])) votes[date.id] = *suits;
    auto done = answer_poll(writer, visit.context, asked->voter.who.id, votes);
    if (done) return http::see_other(visit.request.path + "?done=1");
    form.error(done.error());
    return shown(visit, *asked, form, 422);
  });
}

}  // namespace mila::meetings
