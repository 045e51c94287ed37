// Inviting: the seats of the body, and guests by name and mail.
#include <algorithm>

#include "modules/meetings/meeting_store.h"
#include "modules/meetings/pages.h"
#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_poll.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::meetings {
namespace {

struct Asked {
  Meeting meeting;
  std::vector<Invitee> invitees;
};

std::optional<Asked> asked_of(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto meeting = find_meeting(reader, visit.request.parameter("id"));
  if (meeting && may_run(visit.context.actor, *meeting)) {
    auto invitees = invitees_of(reader, visit.context, meeting->id);
    return Asked{std::move(*meeting), std::move(invitees)};
  }
  instead = visit.site.error_page(visit, meeting ? 403 : 404);
  return std::nullopt;
}

void invite_fields(Visit& visit, db::Reader& reader, Form& form, Asked const& asked) {
  Words words(visit);
  form.checkbox("seats", N_("Everybody who sits in this body"))
      .checked(true)
      .hint(N_("Who was invited already gets no second mail. Where nobody is named, the organisation is asked."));
  form.long_text("guests", N_("Guests")).longest(20'000).rows(6)
      .value(asked.invitees.empty() ? guests_of_poll(reader, visit.context, asked.meeting.id) : "")
      .hint(N_("One a line: Nadine Ohlendorf <n.ohlendorf@verein.example>. They need no account."));
  std::vector<Choice> languages;
  for (auto const& language : visit.context.county.config().languages)
    if (auto const* known = i18n::find_language(language))
      languages.push_back({language, std::string(known->native_name)});
  form.select("language", N_("Language of the guests"), std::move(languages)).value("de");
  form.submit(N_("Send invitations"));
  form.cancel(std::string(kPath) + "/" + asked.meeting.id);
}

http::Response invite_page(Visit& visit, Asked const& asked, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Invite to “{title}”"), {{"title", asked.meeting.title}});
  view.lead = words(N_("Each gets one mail in their language with a date for their calendar and a link to answer. {when}"),
                    {{"when", time_text(asked.meeting, words.language())}});
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_invite(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto asked = asked_of(visit, reader, instead);
    if (!asked) return instead;
    Form form(visit, visit.request.path);
    invite_fields(visit, reader, form, *asked);
    return invite_page(visit, *asked, form);
  });
}

http::Response invite_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto asked = asked_of(visit, writer, instead);
    if (!asked) return instead;
    Form form(visit, visit.request.path);
    invite_fields(visit, writer, form, *asked);
    if (!form.read()) return invite_page(visit, *asked, form);
    std::string wrong;
    auto guests = guests_in(form["guests"], form["language"], wrong);
    if (!wrong.empty()) {
      form.error("guests", i18n::fill(Words(visit)(N_("This line holds no mail address: {line}")), "line", wrong));
      return invite_page(visit, *asked, form);
    }
    auto invited = invite(writer, visit.context, asked->meeting.id, guests, form.is_checked("seats"));
    if (invited) return http::see_other(std::string(kPath) + "/" + asked->meeting.id + "?done=saved");
    form.error(invited.error());
    return invite_page(visit, *asked, form, status_of(invited.error()));
  });
}

http::Response remind_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string id = visit.request.parameter("id");
    auto reminded = remind(writer, visit.context, id);
    if (!reminded) return visit.site.error_page(visit, reminded.error());
    return http::see_other(std::string(kPath) + "/" + id + "?done=saved");
  });
}

}  // namespace mila::meetings
