// Inviting: the seats of the body, and guests by name and mail.
#include <algorithm>

#include "modules/meetings/meeting_store.h"
#include "modules/meetings/pages.h"
#include "modules/meetings/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"
#include "platform/mail/address.h"

namespace mila::meetings {
namespace {

/// Guests of a text field, one a line: "Nadine Ohlendorf <n.ohlendorf@verein.example>", or the address
/// alone. `wrong` becomes the first line that holds no address.
std::vector<Guest> guests_in(std::string const& text, std::string const& language, std::string& wrong) {
  std::vector<Guest> guests;
  for (auto line : split_list(replace_all(replace_all(text, "\r", ""), ";", "\n"), '\n')) {
    line = trim(line);
    if (line.empty()) continue;
    Guest guest;
    guest.language = language;
    auto open = line.find('<'), end = line.rfind('>');
    if (open != std::string::npos && end != std::string::npos && end > open) {
      guest.name = trim(line.substr(0, open));
      guest.mail = trim(line.substr(open + 1, end - open - 1));
    } else {
      auto blank = line.find_last_of(" \t,");
      guest.mail = blank == std::string::npos ? line : line.substr(blank + 1);
      if (blank != std::string::npos) guest.name = trim(line.substr(0, blank));
    }
    while (!guest.name.empty() && (guest.name.back() == ',' || guest.name.back() == '"')) guest.name.pop_back();
    if (!guest.name.empty() && guest.name.front() == '"') guest.name.erase(0, 1);
    if (mail::valid_address(guest.mail)) guests.push_back(std::move(guest));
    else if (wrong.empty()) wrong = line;
  }
  return guests;
}

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

void invite_fields(Visit& visit, Form& form, Asked const& asked) {
  Words words(visit);
  form.checkbox("seats", N_("Everybody who sits in this body"))
      .checked(true)
      .hint(N_("Who was invited already gets no second mail. Where nobody is named, the organisation is asked."));
  form.long_text("guests", N_("Guests")).longest(20'000).rows(6)
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

int status_of(Error const& error) { return error.code == ErrorCode::Forbidden ? 403 : 422; }

}  // namespace

http::Response show_invite(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto asked = asked_of(visit, reader, instead);
    if (!asked) return instead;
    Form form(visit, visit.request.path);
    invite_fields(visit, form, *asked);
    return invite_page(visit, *asked, form);
  });
}

http::Response invite_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto asked = asked_of(visit, writer, instead);
    if (!asked) return instead;
    Form form(visit, visit.request.path);
    invite_fields(visit, form, *asked);
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
