// The page behind the link of an invitation: no account, no script, nothing changes by opening it.
#include "modules/meetings/needs.h"
#include "modules/meetings/pages.h"
#include "modules/meetings/staff_papers.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::meetings {
namespace {

struct Asked {
  Meeting meeting;
  Invitee invitee;
  Sender sender;
  std::vector<AgendaItem> agenda;
  std::map<std::string, std::vector<files::File>> papers;
  RelatedView related;
  std::vector<NeedKind> asked_needs;
  KeptNeeds needs;
};

std::optional<Asked> asked_of(Visit& visit, db::Reader& reader) {
  auto id = read_answer_key(visit.context, visit.request.parameter("key"));
  auto invitee = id ? find_invitee(reader, visit.context, *id) : std::nullopt;
  auto meeting = invitee ? find_meeting(reader, invitee->meeting_id) : std::nullopt;
  if (!meeting) return std::nullopt;
  auto sender = sender_of(reader, visit.context, *meeting);
  auto agenda = agenda_of(reader, *meeting, Audience::Member);
  auto related = related_view(visit, reader, "invitee", invitee->id);
  auto papers = papers_of(reader, agenda);
  auto asked = asked_needs(reader, meeting->id);
  auto needs = needs_of(reader, visit.context, *invitee);
  return Asked{std::move(*meeting), std::move(*invitee), std::move(sender), std::move(agenda), std::move(papers), std::move(related), std::move(asked), std::move(needs)};
}

bool is_over(Context const& context, Meeting const& meeting) {
  return meeting.day < today_of(context);
}

char const* notice_of(Visit const& visit, Asked const& asked) {
  if (asked.meeting.state == State::Cancelled) return N_("This meeting does not take place.");
  if (is_over(visit.context, asked.meeting)) return N_("This meeting is over.");
  bool done = visit.request.query.get("done") == "1";
  switch (asked.invitee.answer) {
    case Answer::None: return nullptr;
    case Answer::Accepted: return done ? N_("Thank you. We look forward to seeing you.") : N_("You said: I am coming.");
    case Answer::Tentative: return done ? N_("Thank you. Please tell us when you know.") : N_("You said: maybe.");
    case Answer::Declined: return done ? N_("Thank you for telling us.") : N_("You said: I cannot come.");
    case Answer::Delegated: return done ? N_("Thank you. We look forward to seeing whoever comes for you.")
                                        : N_("You said: somebody else comes for me.");
    case Answer::Waiting: break;
  }
  return N_("All places are taken. You are on the waiting list; if a place becomes free it is yours and you get a mail.");
}

void answer_fields(Visit& visit, Form& form, Asked const& asked) {
  Words words(visit);
  auto const& invitee = asked.invitee;
  std::string given(invitee.answer == Answer::None      ? ""
                    : invitee.answer == Answer::Waiting ? name_of(Answer::Accepted)
                                                        : name_of(invitee.answer));
  form.radios("answer", N_("Your answer"),
              {{std::string(name_of(Answer::Accepted)), words(N_("I am coming"))},
               {std::string(name_of(Answer::Tentative)), words(N_("Maybe"))},
               {std::string(name_of(Answer::Declined)), words(N_("I cannot come"))},
               {std::string(name_of(Answer::Delegated)), words(N_("Somebody else comes for me"))}})
      .required()
      .value(given);
  form.text("deputy", N_("Who comes for you?")).longest(120).value(invitee.deputy)
      .hint(N_("Only if somebody else comes for you."));
  form.long_text("note", N_("A note to those who invite")).longest(500).rows(3).value(invitee.note)
      .hint(N_("Please write nothing about other people."));
  needs_fields(visit, form, asked.asked_needs, asked.needs);
  form.submit(N_("Send answer"));
}

http::Response page_of(Visit& visit, Asked const& asked, Form const& form, int status) {
  auto const& meeting = asked.meeting;
  AnswerView view;
  view.title = meeting.title;
  view.body = asked.sender.body;
  view.when = time_text(meeting, visit.context.language);
  view.where = place_text(visit.context, meeting, visit.context.language);
  view.purpose = meeting.purpose;
  if (auto const* text = notice_of(visit, asked)) view.notice = Words(visit)(text);
  for (auto const& item : asked.agenda) {
    auto& row = view.agenda.emplace_back();
    row.number = item.number;
    row.title = item.title;
    row.presenter = item.presenter;
    row.papers = paper_links(asked.papers, item, visit.request.path);
    if (item.at) row.at = i18n::format_time(*item.at);
  }
  view.has_agenda = !view.agenda.empty();
  view.related = asked.related;
  view.has_form = meeting.state != State::Cancelled && !is_over(visit.context, meeting);
  if (view.has_form) {
    view.online = meeting.online_url;
    view.ics_href = visit.request.path + "/calendar.ics";
    view.form = form.view();
  }
  return personal_page(visit, "meetings/answer.html", view, meeting.title, status);
}

}  // namespace

http::Response show_answer(Visit& visit) {
  auto asked = visit.context.county.database.read([&](db::Reader& reader) { return asked_of(visit, reader); });
  if (!asked) return lost_link_page(visit);
  Form form(visit, visit.request.path);
  answer_fields(visit, form, *asked);
  return page_of(visit, *asked, form, 200);
}

http::Response give_answer(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto asked = asked_of(visit, writer);
    if (!asked) return lost_link_page(visit);
    Form form(visit, visit.request.path);
    answer_fields(visit, form, *asked);
    bool good = form.read();
    auto needs = read_needs(form, asked->asked_needs);
    if (!good || form.has_errors()) return page_of(visit, *asked, form, 422);
    auto done = answer(writer, visit.context, asked->invitee.id,
                       {answer_named(form["answer"]).value_or(Answer::None), form["deputy"], form["note"]});
    if (done) {
      if (!asked->asked_needs.empty() || asked->needs.remembered)
        save_needs(writer, visit.context, asked->invitee, *done, needs, form.is_checked("remember"));
      return http::see_other(visit.request.path + "?done=1");
    }
    form.error(done.error().detail, done.error().message);
    return page_of(visit, *asked, form, done.error().code == ErrorCode::Conflict ? 409 : 422);
  });
}

http::Response answer_calendar(Visit& visit) {
  auto asked = visit.context.county.database.read([&](db::Reader& reader) { return asked_of(visit, reader); });
  if (!asked) return visit.site.error_page(visit, 404);
  auto response = http::text(calendar_file(visit.context, asked->sender, asked->meeting, true),
                             "text/calendar; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"meeting.ics\"");
  response.header("Cache-Control", "no-store");
  return response;
}

http::Response answer_paper(Visit& visit) {
  auto& context = visit.context;
  auto file = context.county.database.read([&](db::Reader& reader) -> std::optional<files::File> {
    auto asked = asked_of(visit, reader);
    return asked ? find_paper(reader, asked->meeting, Audience::Member, visit.request.parameter("file")) : std::nullopt;
  });
  if (!file) return visit.site.error_page(visit, 404);
  return files::respond(*file, files::read(context.county, *file));
}

}  // namespace mila::meetings
