// The first coordinator and her deputy. She can go on to her account at once: mail may not work yet.
#include "modules/accounts/accounts.h"
#include "modules/setup/pages.h"
#include "modules/setup/setup.h"
#include "platform/auth/accounts.h"
#include "platform/auth/sessions.h"
#include "platform/county/settings.h"

namespace mila::setup {
namespace {

using i18n::N_;

constexpr char const* kFirst = "setup.coordinator";
constexpr char const* kDeputy = "setup.deputy";

/// Those invited by this page who have not come in yet.
struct Invited {
  std::optional<auth::Account> first, deputy;
};

Invited find_invited(db::Reader& reader) {
  auto settings = load_settings(reader);
  auto find = [&](char const* name) -> std::optional<auth::Account> {
    auto account = auth::find_account(reader, settings[name]);
    if (!account || account->signed_in_at) return std::nullopt;
    return account;
  };
  return {find(kFirst), find(kDeputy)};
}

Form people_form(Visit& visit, Stage const& stage, Invited const& invited) {
  Form form(visit, stage.path("people"));
  auto name = [](auto const& account) { return account ? account->name : std::string(); };
  auto mail = [](auto const& account) { return account ? account->mail : std::string(); };
  if (invited.first) form.fold(N_("Correct a name or an address"));
  form.text("name", N_("Your name")).required().value(name(invited.first)).autocomplete("name");
  form.mail("mail", N_("Your mail address")).required().value(mail(invited.first));
  form.text("deputy_name", N_("Name of your deputy")).value(name(invited.deputy))
      .hint(N_("Two people should be able to help when one is ill."));
  form.mail("deputy_mail", N_("Mail address of your deputy")).value(mail(invited.deputy)).autocomplete("off");
  form.submit(invited.first ? N_("Save") : N_("Open both accounts"));
  return form;
}

http::Response people_page(Visit& visit, Stage const& stage, Invited const& invited, Form const& form) {
  Words words(visit);
  PeopleView view;
  view.head = step_head(visit, stage, "people",
                        N_("Whoever coordinates gets the first account and a deputy the second. All others are invited later, from the workplace."));
  view.form = form.view();
  for (auto const* account : {&invited.first, &invited.deputy})
    if (*account) view.invited.push_back({(*account)->name, (*account)->mail, words(N_("invited"))});
  view.has_invited = invited.first.has_value();
  if (invited.first) {
    view.entry_action = stage.path("entry");
    view.entry_text = words(N_("I am {name}: come in now"), {{"name", invited.first->name}});
  }
  return visit.site.page(visit, "setup/staff/people.html", view,
                         step_frame(visit, stage, view.head), form.status());
}

Result<std::string> open_account(db::Writer& writer, Visit& visit, std::string const& mail,
                                 std::string const& name) {
  auto& context = visit.context;
  auto id = auth::create_account(writer, context, visit.site.roles(), mail, name,
                                 context.language == "en" ? "en" : "de", {{"coordinator", ""}});
  if (!id) return id.error();
  auto account = auth::find_account(writer, *id);
  auto invited = accounts::invite(writer, context, visit.site, *account, "");
  if (!invited) return invited.error();
  return *id;
}

/// Rolls the transaction back with what is to be told.
struct Refused {
  char const* field;
  Error error;
};

void open_accounts(db::Writer& writer, Visit& visit, Form const& form) {
  auto& context = visit.context;
  // Typing errors are mended by opening the accounts anew: nobody has used them.
  auto before = find_invited(writer);
  for (auto const* account : {&before.first, &before.deputy})
    if (*account) auth::erase_account(writer, context, (*account)->id);
  auto first = open_account(writer, visit, form["mail"], form["name"]);
  if (!first) throw Refused{"mail", first.error()};
  std::string deputy;
  if (!form["deputy_mail"].empty()) {
    auto second = open_account(writer, visit, form["deputy_mail"], form["deputy_name"]);
    if (!second) throw Refused{"deputy_mail", second.error()};
    deputy = *second;
  }
  save_settings(writer, context.actor, {{kFirst, *first}, {kDeputy, deputy}});
}

}  // namespace

http::Response show_people(Visit& visit, Stage const& stage) {
  auto invited = visit.context.county.database.read(find_invited);
  return people_page(visit, stage, invited, people_form(visit, stage, invited));
}

http::Response save_people(Visit& visit, Stage const& stage) {
  auto& database = visit.context.county.database;
  auto invited = database.read(find_invited);
  Form form = people_form(visit, stage, invited);
  form.read();
  if (visit.context.county.config().name.empty())
    form.error("", N_("The county has no name yet. Please begin with the first step."));
  if (!form["deputy_mail"].empty() && form["deputy_name"].empty())
    form.error("deputy_name", N_("Please fill this in."));
  if (form.has_errors()) return people_page(visit, stage, invited, form);
  try {
    database.write([&](db::Writer& writer) { open_accounts(writer, visit, form); });
  } catch (Refused const& refused) {
    form.error(refused.field, refused.error.message);
    return people_page(visit, stage, invited, form);
  }
  return http::see_other(stage.path("people"));
}

http::Response come_in(Visit& visit, Stage const& stage) {
  auto& context = visit.context;
  std::string token = context.county.database.write([&](db::Writer& writer) -> std::string {
    auto invited = find_invited(writer);
    if (!invited.first) return "";
    return auth::make_link(writer, context, "invitation", invited.first->id,
                           accounts::kInvitationLasts);
  });
  return http::see_other(token.empty() ? stage.path("people") : "/staff/links/" + token);
}

}  // namespace mila::setup
