// Adding and changing workshops, and until when wishes are taken.
#include "modules/workshops/staff_kit.h"
#include "modules/workshops/workshop_store.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::workshops {
namespace {

using std::chrono::minutes;

/// "14:30".
std::optional<minutes> time_in(std::string const& text) {
  auto colon = text.find(':');
  auto hours = parse_integer(text.substr(0, colon));
  auto rest = colon == std::string::npos ? std::optional<std::int64_t>(0) : parse_integer(text.substr(colon + 1));
  if (!hours || !rest || *hours < 0 || *hours > 23 || *rest < 0 || *rest > 59) return std::nullopt;
  return minutes{*hours * 60 + *rest};
}

void workshop_fields(Form& form, Workshop const& one, std::string const& lead_mail = "") {
  form.text("title", N_("Name of the workshop")).required().longest(150).value(one.title);
  form.long_text("description", N_("What is it about?")).longest(1000).rows(3).value(one.description)
      .hint(N_("Guests read it before they choose. Short and plain words help who reads German as a foreign language."));
  form.text("lead", N_("Who leads it?")).longest(120).value(one.lead);
  form.mail("lead_mail", N_("Mail address of who leads it, if there is an account")).value(lead_mail)
      .hint(N_("Then they write what came out of it themselves."));
  form.text("room", N_("Room")).longest(120).value(one.room);
  form.number("seats", N_("Seats")).required().between(1, 1000).value(std::to_string(one.seats));
  form.time("start", N_("Begins at")).required().value(i18n::format_time(one.start))
      .hint(N_("Workshops that begin at the same time run beside each other; everybody sits in one of them."));
  form.time("end", N_("Ends at")).required().value(i18n::format_time(one.start + one.length));
  form.hidden("version", std::to_string(one.version));
  form.submit(N_("Save"));
  form.cancel(board_href(one.meeting_id));
}

/// False with errors in the form.
bool read(db::Reader& reader, Form& form, Workshop& one) {
  if (!form.read()) return false;
  auto start = time_in(form["start"]), end = time_in(form["end"]);
  if (!start) form.error("start", N_("Please write the time like 14:30."));
  if (!end) form.error("end", N_("Please write the time like 14:30."));
  if (form.has_errors()) return false;
  one.title = form["title"];
  one.description = form["description"];
  one.lead = form["lead"];
  one.room = form["room"];
  one.lead_account_id.clear();
  if (!form["lead_mail"].empty()) {
    auto account = auth::find_account_by_mail(reader, form["lead_mail"]);
    if (account && account->state != auth::AccountState::Disabled) one.lead_account_id = account->id;
    else form.error("lead_mail", N_("There is no account with this address. Leave it empty: whoever runs the meeting writes the result, too."));
  }
  one.seats = static_cast<int>(parse_integer(form["seats"]).value_or(0));
  one.start = *start;
  one.length = *end - *start;
  return !form.has_errors();
}

/// Like the last one, so that four workshops are four names.
Workshop fresh_workshop(Board const& board) {
  Workshop one;
  one.meeting_id = board.meeting.id;
  one.start = board.meeting.start + minutes{90};
  one.length = minutes{90};
  if (!board.workshops.empty()) {
    one.start = board.workshops.back().start;
    one.length = board.workshops.back().length;
    one.seats = board.workshops.back().seats;
  } else if (!board.coming.empty()) {
    one.seats = static_cast<int>(board.coming.size() / 4 + 5);
  }
  return one;
}

std::string mail_of(db::Reader& reader, std::string const& account_id) {
  auto account = account_id.empty() ? std::nullopt : auth::find_account(reader, account_id);
  return account ? account->mail : "";
}

http::Response workshop_page(Visit& visit, Board const& board, Workshop const& stored, Form const& form, int status = 0) {
  Words words(visit);
  WorkshopFormView view;
  view.title = stored.version == 0 ? words(N_("Add a workshop")) : stored.title;
  view.lead = board.meeting.title;
  view.version = std::to_string(stored.version);
  view.form = form.view();
  if (stored.version != 0) view.removal_action = board_href(board.meeting.id) + "/workshops/" + stored.id + "/removal";
  if (stored.version != 0) view.result_href = result_href(stored);
  return visit.site.page(visit, "workshops/staff/workshop.html", view, workshop_frame(visit, board.meeting, view.title),
                         status ? status : form.status());
}

http::Response back(std::string_view meeting_id) { return http::see_other(board_href(meeting_id) + "?done=saved"); }

void closing_fields(Form& form, Board const& board) {
  form.date("closes_on", N_("Last day for wishes")).required().value(format_iso_date(board.plan.closes_on));
  form.hidden("version", std::to_string(board.plan.version));
  form.submit(N_("Save"));
  form.cancel(board_href(board.meeting.id));
}

http::Response closing_page(Visit& visit, Board const& board, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Until when may people say what they want?"));
  view.lead = words(N_("Whoever is invited finds the workshops behind their link. Two or three days to give the seats are enough."));
  return form_page(visit, view, form, workshop_frame(visit, board.meeting, view.title), status);
}

}  // namespace

http::Response show_new_workshop(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto board = own_board(visit, reader, instead);
    if (!board) return instead;
    Form form(visit, board_href(board->meeting.id));
    workshop_fields(form, fresh_workshop(*board));
    return workshop_page(visit, *board, {}, form);
  });
}

http::Response add_workshop(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto board = own_board(visit, writer, instead);
    if (!board) return instead;
    Workshop one = fresh_workshop(*board);
    Form form(visit, board_href(board->meeting.id));
    workshop_fields(form, one);
    if (!read(writer, form, one)) return workshop_page(visit, *board, {}, form);
    // The second of two clicks.
    for (auto const& other : board->workshops)
      if (other.title == trim(one.title) && other.start == one.start) return back(board->meeting.id);
    auto saved = save_workshop(writer, visit.context, one);
    if (saved) return back(board->meeting.id);
    form.error(saved.error().detail, saved.error().message);
    return workshop_page(visit, *board, {}, form, status_of(saved.error()));
  });
}

http::Response show_workshop(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto board = own_board(visit, reader, instead);
    if (!board) return instead;
    auto const* stored = board->find(visit.request.parameter("workshop"));
    if (!stored) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    workshop_fields(form, *stored, mail_of(reader, stored->lead_account_id));
    return workshop_page(visit, *board, *stored, form);
  });
}

http::Response save_workshop_form(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto board = own_board(visit, writer, instead);
    if (!board) return instead;
    auto const* stored = board->find(visit.request.parameter("workshop"));
    if (!stored) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    workshop_fields(form, *stored, mail_of(writer, stored->lead_account_id));
    Workshop one = *stored;
    if (!read(writer, form, one)) return workshop_page(visit, *board, *stored, form);
    one.version = parse_integer(form["version"]).value_or(-1);
    if (one.version < 1) one.version = -1;
    auto saved = save_workshop(writer, visit.context, one);
    if (saved) return back(board->meeting.id);
    form.error(saved.error().detail, saved.error().message);
    if (saved.error().code == ErrorCode::Conflict) form.set("version", std::to_string(stored->version));
    return workshop_page(visit, *board, *stored, form, status_of(saved.error()));
  });
}

http::Response remove_workshop_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string id = visit.request.parameter("id");
    auto version = parse_integer(sent(visit, "version")).value_or(0);
    auto done = remove_workshop(writer, visit.context, visit.request.parameter("workshop"), version);
    if (!done) return visit.site.error_page(visit, done.error());
    return back(id);
  });
}

http::Response show_closing(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto board = own_board(visit, reader, instead);
    if (!board) return instead;
    Form form(visit, visit.request.path);
    closing_fields(form, *board);
    return closing_page(visit, *board, form);
  });
}

http::Response set_closing(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto board = own_board(visit, writer, instead);
    if (!board) return instead;
    Form form(visit, visit.request.path);
    closing_fields(form, *board);
    if (!form.read()) return closing_page(visit, *board, form);
    auto day = parse_iso_date(form["closes_on"]);
    if (!day) day = parse_german_date(form["closes_on"]);
    auto done = close_wishes_on(writer, visit.context, board->meeting.id, day.value_or(Date{}),
                                parse_integer(form["version"]).value_or(-1));
    if (done) return back(board->meeting.id);
    form.error(done.error().detail, done.error().message);
    if (done.error().code == ErrorCode::Conflict) form.set("version", std::to_string(board->plan.version));
    return closing_page(visit, *board, form, status_of(done.error()));
  });
}

}  // namespace mila::workshops
