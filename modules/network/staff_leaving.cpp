// Leaving, and the account of a person.
#include "modules/network/staff_pages.h"
#include "modules/network/staff_person_view.h"
#include "platform/auth/end_access.h"

namespace mila::network {
namespace {

std::string href_of(std::string_view person_id) {
  return "/staff/network/people/" + std::string(person_id);
}

std::optional<SeenPerson> person_of(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    return find_person(reader, visit.context, visit.request.parameter("id"));
  });
}

Form leaving_form(Visit& visit, SeenPerson const& person) {
  Form form(visit, href_of(person.id) + "/leaving");
  form.date("last_day", N_("Last day")).required().value(format_iso_date(today_of(visit.context)));
  if (!person.account_id.empty())
    form.checkbox("at_once", N_("Close their account now, not only after the last day"));
  form.submit(N_("Leaves"));
  form.cancel(href_of(person.id));
  return form;
}

http::Response leaving_page(Visit& visit, SeenPerson const& person, Form const& form) {
  FormPageView view;
  view.title = tr(visit, N_("Leaves"));
  view.lead = tr(visit, N_("All they do ends that day, and they disappear from the lists now. Where the public saw their number, it sees that of the organisation. Hand over what goes on before."));
  if (person.account_id.empty()) {
    auto account = visit.context.county.database.read(
        [&](db::Reader& reader) { return unlinked_account(visit, reader, person); });
    fill_account_note(view.note, visit, account);
  } else {
    view.note.text = tr(visit, N_("With the end of the last day their account is closed: they are signed out and have no rights any more."));
  }
  return form_page(visit, std::move(view), form, {{person.name, href_of(person.id)}});
}

}  // namespace

void fill_account_note(NoteView& note, Visit const& visit, std::string const& account_id) {
  note.text = tr(visit, N_("No account is tied to this entry, so none is closed."));
  if (!visit.context.actor.may(Permission::ManageAccounts)) {
    note.text += " " + tr(visit, N_("If they have one, please tell whoever manages accounts."));
    return;
  }
  note.href = account_id.empty() ? "/staff/accounts" : "/staff/accounts/" + account_id;
  note.label = tr(visit, account_id.empty() ? N_("Look for their account") : N_("Account with their mail address"));
}

std::string unlinked_account(Visit& visit, db::Reader& reader, SeenPerson const& person) {
  if (!visit.context.actor.may(Permission::ManageAccounts)) return "";
  for (auto const& mail : {person.work_mail, person.private_mail})
    if (!mail.empty())
      if (auto account = auth::find_account_by_mail(reader, mail)) return account->id;
  return "";
}

http::Response show_leaving(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  if (!may_edit(visit.context.actor, *person)) return forbidden(visit);
  return leaving_page(visit, *person, leaving_form(visit, *person));
}

http::Response leave_now(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  Form form = leaving_form(visit, *person);
  if (!form.read()) return leaving_page(visit, *person, form);
  auto done = visit.context.county.database.write([&](db::Writer& writer) -> Result<bool> {
    auto const& account = person->account_id;
    if (!account.empty() &&
        auth::is_last_manager(writer, visit.site.roles(), visit.context.now(), account))
      return Error{ErrorCode::Conflict,
                   N_("Nobody else could manage accounts then. Please give somebody that right first."), ""};
    auto left = mark_left(writer, visit.context, person->id, *date_in(form["last_day"]));
    if (left && !account.empty() && form["at_once"] == "1")
      auth::end_access(writer, visit.context, account);
    return left;
  });
  if (!done) return refused(visit, done.error());
  // Who has no account tied to them is shown with what is left to do.
  return http::see_other((person->account_id.empty() ? href_of(person->id) : "/staff/network") + "?done=saved");
}

namespace {

/// The account of a person: found by name or mail address among the accounts.
struct AccountForm {
  AccountForm(Visit& visit, SeenPerson const& person, Choice current)
      : form(visit, href_of(person.id) + "/account"),
        picker(visit, form, "account", N_("Account"),
               [&visit](std::string const& text) {
                 return visit.context.county.database.read([&](db::Reader& reader) {
                   std::vector<Choice> found;
                   for (auto const& account : auth::list_accounts(reader, text, 20))
                     found.push_back({account.id, account.name + ", " + account.mail});
                   return found;
                 });
               },
               std::move(current), N_("Name or mail address. Leave it empty to take the account away.")) {
    form.cancel(href_of(person.id));
  }
  Form form;
  Picker picker;
};

Choice account_now(Visit& visit, SeenPerson const& person) {
  if (person.account_id.empty()) return {};
  auto account = visit.context.county.database.read(
      [&](db::Reader& reader) { return auth::find_account(reader, person.account_id); });
  return account ? Choice{account->id, account->name + ", " + account->mail} : Choice{};
}

http::Response account_page(Visit& visit, SeenPerson const& person, Form const& form) {
  FormPageView view;
  view.title = tr(visit, N_("Account"));
  view.lead = tr(visit, N_("With an account people see all that is stored about them and keep it right themselves."));
  return form_page(visit, std::move(view), form, {{person.name, href_of(person.id)}});
}

}  // namespace

http::Response show_account_form(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  return account_page(visit, *person, AccountForm(visit, *person, account_now(visit, *person)).form);
}

http::Response save_account_form(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  AccountForm entries(visit, *person, account_now(visit, *person));
  bool fine = entries.form.read();
  auto account = entries.picker.id();
  if (!fine || !account) return account_page(visit, *person, entries.form);
  auto done = visit.context.county.database.write([&](db::Writer& writer) {
    return link_account(writer, visit.context, person->id, *account);
  });
  if (!done) return refused(visit, done.error());
  return http::see_other(href_of(person->id) + "?done=saved");
}

}  // namespace mila::network
