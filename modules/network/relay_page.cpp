// Writing to volunteers who agreed to it: the mail goes to them, their address to nobody.
#include <algorithm>

#include "modules/network/people_store.h"
#include "modules/network/directory_facts.h"
#include "modules/network/public_pages.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/mail/mail.h"
#include "platform/site/form_guard.h"

namespace mila::network {
namespace {

using i18n::N_;
using namespace std::chrono_literals;

/// Messages to one person within a day; more are a nuisance, not a need.
constexpr int kADay = 10;
constexpr char const* kPurpose = "relay";

std::string tr(Visit const& visit, std::string const& text) {
  return visit.site.translate(visit.context.language, text);
}

struct Reached {
  Person person;
  std::string who;  ///< what may be said of them: organisation and what they do
};

/// The person of the address, while they agree to be written to.
std::optional<Reached> reached(Visit& visit, db::Reader& reader) {
  std::string id = find_person_of_relay(reader, visit.request.parameter("key"));
  auto person = id.empty() ? std::nullopt : load_person(reader, visit.context.county, id);
  if (!person) return std::nullopt;
  Fields fields = fields_for(Level::Everybody, *person);
  bool has_address = !person->private_mail.empty() || !person->work_mail.empty();
  if (!fields.has(Field::Relay) || !has_address) return std::nullopt;
  Reached found{std::move(*person), ""};
  auto facts = directory_facts(visit.context.county, reader);
  std::vector<std::string> parts;
  if (fields.has(Field::Positions))
    for (auto const& position : positions_on(found.person, local_date(visit.context.now(), visit.context.county.config().zone)))
      parts.push_back(position.title);
  if (auto name = facts->name_of(found.person.organization_id); !name.empty()) parts.push_back(name);
  found.who = join(parts, ", ");
  if (!fields.has(Field::Name)) found.person.name.clear();
  return found;
}

Form relay_form(Visit& visit) {
  Form form(visit, "/" + visit.context.language + "/people/" + visit.request.parameter("key") + "/message");
  form.text("name", N_("Your name")).longest(120).autocomplete("name");
  form.mail("mail", N_("Your mail address")).required().hint(N_("So that you can get an answer."));
  form.long_text("text", N_("Your message")).required().longest(2000).rows(8);
  form.guard(FormGuard::token(visit.context.county, visit.context.now()));
  form.submit(N_("Send message"));
  return form;
}

http::Response relay_page(Visit& visit, Reached const& reached, Form const& form, int status) {
  RelayView view;
  view.title = reached.person.name.empty()
                   ? tr(visit, N_("Write to a volunteer"))
                   : i18n::fill(tr(visit, N_("Write to {name}")), "name", reached.person.name);
  view.who = reached.who;
  view.sent = visit.request.method == http::Method::Get && visit.request.query.get("sent") == "1";
  view.form = form.view();
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "network/message.html", view, frame, status);
  response.header("Cache-Control", "no-store");
  return response;
}

mail::Message message_to(Visit& visit, Person const& person, Form const& form) {
  auto& context = visit.context;
  auto const& config = context.county.config();
  auto say = [&](char const* text) {
    return i18n::fill(context.text(text, person.letter_language), "county", config.name);
  };
  mail::Message message;
  message.purpose = kPurpose;
  message.address = person.private_mail.empty() ? person.work_mail : person.private_mail;
  message.recipient = mail::RecipientRef{"person", person.id};
  message.language = person.letter_language;
  message.subject = say(N_("A message for you from the pages of {county}"));
  message.reply_to = form["mail"];
  std::string sender = form["name"].empty() ? form["mail"] : form["name"] + ", " + form["mail"];
  message.letter.blocks = {
      mail::Paragraph{say(N_("Somebody wrote to you by the form on our pages. They do not know your address."))},
      mail::Quote{form["text"]}, mail::Paragraph{sender},
      mail::Small{say(N_("If you answer this mail, the answer goes to them and they see your address."))}};
  message.letter.reason = say(N_("You get this mail because you agreed to be written to. You can revoke that at any time at the office."));
  return message;
}

bool too_many(db::Reader& reader, Context& context, std::string const& person_id) {
  int count = 0;
  for (auto const& entry : mail::mails_to(reader, context, {"person", person_id}, 50))
    if (entry.purpose == kPurpose && context.now() - entry.created_at < 24h) ++count;
  return count >= kADay;
}

}  // namespace

http::Response show_relay(Visit& visit) {
  auto found = visit.context.county.database.read(
      [&](db::Reader& reader) { return reached(visit, reader); });
  if (!found) return visit.site.error_page(visit, 404);
  return relay_page(visit, *found, relay_form(visit), 200);
}

http::Response send_relay(Visit& visit) {
  auto& database = visit.context.county.database;
  auto found = database.read([&](db::Reader& reader) { return reached(visit, reader); });
  if (!found) return visit.site.error_page(visit, 404);
  auto sent = visit.request.form();
  if (!sent) return visit.site.error_page(visit, 415);
  std::string thanks = visit.request.path + "?sent=1";
  Form form = relay_form(visit);
  bool fine = form.read();
  switch (FormGuard::check(visit, *sent)) {
    case FormGuard::Verdict::Fine: break;
    case FormGuard::Verdict::Robot: return http::see_other(thanks);  // thanked and forgotten
    case FormGuard::Verdict::TooMany: return visit.site.error_page(visit, 429);
    case FormGuard::Verdict::TooFast:
    case FormGuard::Verdict::Expired:
      form.error("", N_("Please send it once more."));
      fine = false;
  }
  if (!fine) return relay_page(visit, *found, form, 422);
  bool many = false;
  auto queued = database.write([&](db::Writer& writer) -> Result<std::string> {
    // Consent may have been revoked while the form was being filled.
    auto now = reached(visit, writer);
    if (!now) return Error{ErrorCode::NotFound, "", ""};
    many = too_many(writer, visit.context, now->person.id);
    if (many) return Error{ErrorCode::TooMany, "", ""};
    return mail::enqueue(writer, visit.context, message_to(visit, now->person, form));
  });
  if (many) return visit.site.error_page(visit, 429);
  if (queued) return http::see_other(thanks);
  // An address that gets nothing any more is as good as no such person.
  if (queued.error().code != ErrorCode::Invalid) return visit.site.error_page(visit, 404);
  form.error(queued.error());
  return relay_page(visit, *found, form, 422);
}

std::vector<TemplateUse> public_templates() {
  using html::schema_of;
  return {{"network/confirmation.html", schema_of<AskedView>()},
          {"network/confirmation_entry.html", schema_of<AskedEntryView>()},
          {"network/bodies.html", schema_of<PublicBodiesView>()},
          {"network/message.html", schema_of<RelayView>()}};
}

}  // namespace mila::network
