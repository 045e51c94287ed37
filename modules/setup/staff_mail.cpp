// The mail server, and a test mail that says in plain words what is wrong.
#include "modules/setup/mail_settings.h"
#include "modules/setup/pages.h"
#include "platform/auth/audit.h"
#include "platform/mail/mail.h"

namespace mila::setup {
namespace {

using i18n::N_;

MailChoice stored_choice(Visit& visit) {
  auto& county = visit.context.county;
  auto settings = county.database.read([](db::Reader& reader) { return load_settings(reader); });
  return mail_choice(county, settings);
}

Form mail_form(Visit& visit, Stage const& stage, MailChoice const& choice) {
  Words words(visit);
  Form form(visit, stage.path("mail"));
  form.radios("mode", N_("How mails leave"),
              {{"smtp", words(N_("Through the county's mail server"))},
               {"maildir", words(N_("Not yet: they are laid down as files on this server and go to nobody"))}})
      .required().value(choice.smtp ? "smtp" : "maildir");
  form.section(N_("The mail server"));
  form.text("host", N_("Name of the server")).value(choice.host)
      .hint(N_("Your IT knows it: “smtp.landkreis-auental.de”. Only needed for the first choice."));
  form.number("port", N_("Port")).value(choice.port).between(1, 65535);
  form.select("security", N_("Encryption"),
              {{"starttls", words(N_("STARTTLS (usually port 587)"))},
               {"tls", words(N_("TLS from the start (usually port 465)"))},
               {"none", words(N_("None (only for a server on the same machine)"))}})
      .required().value(choice.security);
  form.text("user", N_("User name")).value(choice.user).autocomplete("off");
  form.password("password", N_("Password")).autocomplete("new-password")
      .hint(choice.password.empty() ? N_("Kept encrypted.") : N_("Leave it empty to keep the one that is stored."));
  form.section(N_("What people see"));
  form.mail("from", N_("Sender's address")).value(choice.from);
  form.text("from_name", N_("Sender's name")).value(choice.from_name);
  form.mail("reply_to", N_("Answers go to")).value(choice.reply_to);
  form.section(N_("Try it"));
  form.mail("test_to", N_("Send a test mail to"))
      .hint(N_("Leave it empty to save without a test."));
  form.submit(stage.first ? N_("Save and go on") : N_("Save"));
  return form;
}

MailChoice choice_of(Form const& form, MailChoice stored) {
  MailChoice choice = std::move(stored);
  choice.smtp = form["mode"] == "smtp";
  choice.host = form["host"];
  choice.port = form["port"];
  choice.security = form["security"];
  choice.user = form["user"];
  choice.from = form["from"];
  choice.from_name = form["from_name"];
  choice.reply_to = form["reply_to"];
  return choice;
}

http::Response mail_page(Visit& visit, Stage const& stage, Form const& form) {
  FormStepView view;
  view.head = step_head(visit, stage, "mail",
                        N_("Invitations, answers and reminders go out by mail. This can wait, but nobody gets a mail until then."));
  if (visit.request.query.get("done") == "tested")
    view.head.notice = Words(visit)(N_("Saved. The test mail is on its way; please look into the mailbox."));
  view.form = form.view();
  return visit.site.page(visit, "setup/staff/form_step.html", view,
                         step_frame(visit, stage, view.head), form.status());
}

}  // namespace

http::Response show_mail(Visit& visit, Stage const& stage) {
  return mail_page(visit, stage, mail_form(visit, stage, stored_choice(visit)));
}

http::Response save_mail(Visit& visit, Stage const& stage) {
  Words words(visit);
  auto& context = visit.context;
  auto stored = stored_choice(visit);
  Form form = mail_form(visit, stage, stored);
  form.read();
  bool smtp = form["mode"] == "smtp";
  if (smtp && form["host"].empty()) form.error("host", N_("Please fill this in."));
  if (smtp && form["port"].empty()) form.error("port", N_("Please fill this in."));
  if (smtp && form["from"].empty()) form.error("from", N_("Please fill this in."));
  auto choice = choice_of(form, stored);
  auto password = visit.request.form()->get("password");
  // A stored password goes to the server it was entered for and to no other.
  bool elsewhere = choice.host != stored.host || choice.port != stored.port || choice.security != stored.security;
  if (smtp && elsewhere && password.empty() && !stored.password.empty())
    form.error("password", N_("The server is another one now. Please enter the password again."));
  if (form.has_errors()) return mail_page(visit, stage, form);
  if (!password.empty()) choice.password = password;
  context.county.database.write([&](db::Writer& writer) {
    save_settings(writer, context.actor, to_settings(context, choice));
    auth::audit(writer, context, "county.changed", "setting", "mail");
  });
  if (form["test_to"].empty()) return go_on(visit, stage, "mail");
  auto sent = mail::send_test(context, transport_of(context.county, choice), form["test_to"],
                              words(N_("Test mail from your workplace")),
                              words(N_("If you read this, sending mails works.")));
  if (sent.sent()) return http::see_other(stage.path("mail") + "?done=tested");
  form.error("test_to", mail::text_of(sent.cause));
  return mail_page(visit, stage, form);
}

}  // namespace mila::setup
