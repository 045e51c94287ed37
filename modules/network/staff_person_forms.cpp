// Entering and changing a person: entries, private contact, consent.
#include <algorithm>

#include "modules/network/person.h"
#include "modules/network/staff_pages.h"
#include "modules/network/staff_people.h"
#include "modules/network/staff_person_view.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::network {
namespace {

std::string href_of(std::string_view person_id) {
  return "/staff/network/people/" + std::string(person_id);
}

std::string person_id_of(Visit const& visit) { return visit.request.parameter("id"); }

/// The person of the address, if the actor sees it.
std::optional<SeenPerson> person_of(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    return find_person(reader, visit.context, person_id_of(visit));
  });
}

std::shared_ptr<DirectoryFacts const> facts_of(Visit& visit) {
  return visit.context.county.database.read(
      [&](db::Reader& reader) { return directory_facts(visit.context.county, reader); });
}

/// The form of a person's entries, from new or stored ones.
class PersonForm {
 public:
  PersonForm(Visit& visit, Person const& person, std::shared_ptr<DirectoryFacts const> facts)
      : visit_(visit),
        person_(person),
        facts_(std::move(facts)),
        form(visit, person.version == 0 ? "/staff/network/people" : href_of(person.id) + "/edit") {
    describe();
  }

  /// What was sent; nullopt when the form has an error.
  std::optional<Person> read() {
    bool fine = form.read();
    Person sent = person_;
    if (editor_) {
      sent.kind = class_named(form["class"]).value_or(person_.kind);
      auto organization = organization_->id();
      fine &= organization.has_value();
      if (organization) sent.organization_id = *organization;
    }
    sent.name = form["name"];
    sent.salutation = form["salutation"];
    std::vector<std::string> unknown;
    sent.languages = languages_in(form["languages"], unknown);
    if (!unknown.empty()) {
      form.error("languages", N_("We do not know one of these languages. Please write them like this: German, Ukrainian."));
      fine = false;
    }
    sent.letter_language = form["letter_language"];
    sent.work_mail = form["work_mail"];
    sent.work_phone = form["work_phone"];
    sent.shown_to = shown_to_named(form["shown_to"]).value_or(person_.shown_to);
    sent.version = parse_integer(form["version"]).value_or(0);
    if (!fine) return std::nullopt;
    return sent;
  }

 private:
  static std::vector<std::string> languages_in(std::string const& text,
                                               std::vector<std::string>& unknown) {
    return read_languages(text, unknown);
  }

  void describe() {
    auto const& actor = visit_.context.actor;
    editor_ = person_.version == 0 || is_editor(actor, person_);
    form.text("name", N_("Name")).required().longest(120).value(person_.name);
    form.text("salutation", N_("Salutation")).hint(N_("As they want to be addressed, for example: Ms, Mr, Dr.")).longest(40).value(person_.salutation);
    if (editor_) {
      std::vector<Choice> classes;
      for (auto kind : {PersonClass::Official, PersonClass::Partner, PersonClass::Volunteer})
        classes.push_back({std::string(name_of(kind)), tr(visit_, class_label(kind))});
      form.radios("class", N_("Works for"), std::move(classes)).required().value(std::string(name_of(person_.kind)));
      organization_.emplace(visit_, form, "organization", N_("Organisation"), find_organization(facts_),
                            Choice{person_.organization_id, facts_->name_of(person_.organization_id)},
                            N_("A part of its name is enough."));
    }
    form.text("languages", N_("Languages")).hint(N_("With commas between: German, Ukrainian"))
        .value(language_names(person_.languages, visit_.context.language));
    std::vector<Choice> letters;
    for (auto const& language : i18n::all_languages())
      letters.push_back({std::string(language.code), std::string(language.native_name)});
    form.select("letter_language", N_("Language of mails to them"), std::move(letters)).value(person_.letter_language);
    form.section(N_("Contact at work"));
    form.mail("work_mail", N_("Mail at work")).value(person_.work_mail)
        .hint(N_("Volunteers have none: their private contact stands on a page of its own."));
    form.phone("work_phone", N_("Phone at work")).value(person_.work_phone);
    std::vector<Choice> whom;
    for (auto shown_to : {ShownTo::Nobody, ShownTo::Members, ShownTo::Everybody})
      whom.push_back({std::string(name_of(shown_to)), tr(visit_, shown_to_label(shown_to))});
    form.radios("shown_to", N_("The organisation lets see this contact"), std::move(whom))
        .hint(N_("Only for people of partner organisations. The contact of an office is public unless the person objects."))
        .value(std::string(name_of(person_.shown_to)));
    form.hidden("version", std::to_string(person_.version));
    form.cancel(person_.version == 0 ? "/staff/network" : href_of(person_.id));
  }

  Visit& visit_;
  Person person_;
  std::shared_ptr<DirectoryFacts const> facts_;
  std::optional<Picker> organization_;
  bool editor_ = false;

 public:
  Form form;
};

http::Response person_form_page(Visit& visit, Person const& person, Form const& form,
                                std::vector<ClashView> clashes = {}, int status = 0) {
  FormPageView view;
  view.title = tr(visit, person.version == 0 ? N_("Enter somebody") : N_("Change the entry"));
  view.clashes = std::move(clashes);
  std::vector<Page::Crumb> crumbs;
  if (person.version > 0) crumbs.push_back({person.name, href_of(person.id)});
  return form_page(visit, std::move(view), form, std::move(crumbs), status);
}

/// Where what was sent differs from what stands there now.
std::vector<ClashView> clashes_of(Visit const& visit, Person const& now, Person const& yours,
                                  DirectoryFacts const& facts) {
  std::vector<ClashView> clashes;
  auto compare = [&](char const* label, std::string const& a, std::string const& b) {
    if (a != b) clashes.push_back({tr(visit, label), a, b});
  };
  auto const& language = visit.context.language;
  compare(N_("Name"), now.name, yours.name);
  compare(N_("Salutation"), now.salutation, yours.salutation);
  compare(N_("Works for"), tr(visit, class_label(now.kind)), tr(visit, class_label(yours.kind)));
  compare(N_("Organisation"), facts.name_of(now.organization_id), facts.name_of(yours.organization_id));
  compare(N_("Languages"), language_names(now.languages, language), language_names(yours.languages, language));
  compare(N_("Mail at work"), now.work_mail, yours.work_mail);
  compare(N_("Phone at work"), now.work_phone, yours.work_phone);
  compare(N_("Contact is shown to"), tr(visit, shown_to_label(now.shown_to)), tr(visit, shown_to_label(yours.shown_to)));
  return clashes;
}

http::Response store(Visit& visit, Person const& sent, PersonForm& entries,
                     std::shared_ptr<DirectoryFacts const> facts) {
  auto saved = visit.context.county.database.write(
      [&](db::Writer& writer) { return save_person(writer, visit.context, sent); });
  if (saved) return http::see_other(href_of(*saved) + "?done=saved");
  if (saved.error().code == ErrorCode::Conflict) {
    auto now = person_of(visit);
    if (!now) return missing(visit);
    Person again = sent;
    again.version = now->version;
    PersonForm refilled(visit, again, facts);
    return person_form_page(visit, *now, refilled.form, clashes_of(visit, *now, sent, *facts), 409);
  }
  if (saved.error().code != ErrorCode::Invalid) return refused(visit, saved.error());
  entries.form.error(saved.error());
  return person_form_page(visit, sent, entries.form);
}

}  // namespace

http::Response show_new_person(Visit& visit) {
  Person person;
  person.kind = PersonClass::Partner;
  PersonForm entries(visit, person, facts_of(visit));
  return person_form_page(visit, person, entries.form);
}

http::Response add_person(Visit& visit) {
  auto facts = facts_of(visit);
  Person person;
  person.kind = PersonClass::Partner;
  PersonForm entries(visit, person, facts);
  auto sent = entries.read();
  if (!sent) return person_form_page(visit, person, entries.form);
  sent->version = 0;
  return store(visit, *sent, entries, facts);
}

http::Response show_person_form(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  if (!may_edit(visit.context.actor, *person)) return forbidden(visit);
  PersonForm entries(visit, *person, facts_of(visit));
  return person_form_page(visit, *person, entries.form);
}

http::Response save_person_form(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  if (!may_edit(visit.context.actor, *person)) return forbidden(visit);
  auto facts = facts_of(visit);
  PersonForm entries(visit, *person, facts);
  auto sent = entries.read();
  if (!sent) return person_form_page(visit, *person, entries.form);
  return store(visit, *sent, entries, facts);
}

namespace {

Form private_form(Visit& visit, PrivateContact const& contact, std::int64_t version) {
  Form form(visit, href_of(person_id_of(visit)) + "/private");
  form.mail("private_mail", N_("Private mail")).value(contact.mail);
  form.phone("private_phone", N_("Private phone")).value(contact.phone);
  form.hidden("version", std::to_string(version));
  form.cancel(href_of(person_id_of(visit)));
  return form;
}

http::Response private_page(Visit& visit, SeenPerson const& person, Form const& form,
                            std::vector<ClashView> clashes = {}, int status = 0) {
  FormPageView view;
  view.title = tr(visit, N_("Private contact"));
  view.lead = tr(visit, N_("Stored sealed. Members see it only where the person agreed; you see it because your work needs it, and the audit log says that you looked."));
  view.clashes = std::move(clashes);
  return form_page(visit, std::move(view), form, {{person.name, href_of(person.id)}}, status);
}

}  // namespace

http::Response show_private_form(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  auto contact = visit.context.county.database.write(
      [&](db::Writer& writer) { return read_private(writer, visit.context, person->id); });
  if (!contact) return refused(visit, contact.error());
  return private_page(visit, *person, private_form(visit, *contact, person->version));
}

http::Response save_private_form(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  if (!may_read_private(visit.context.actor, *person)) return forbidden(visit);
  Form form = private_form(visit, {}, 0);
  if (!form.read()) return private_page(visit, *person, form);
  PrivateContact sent{form["private_mail"], form["private_phone"]};
  auto version = parse_integer(form["version"]).value_or(0);
  std::optional<PrivateContact> now;
  auto saved = visit.context.county.database.write([&](db::Writer& writer) {
    auto done = set_private_contact(writer, visit.context, person->id, sent, version);
    if (!done && done.error().code == ErrorCode::Conflict) {
      auto read = read_private(writer, visit.context, person->id);
      if (read) now = *read;
    }
    return done;
  });
  if (saved) return http::see_other(href_of(person->id) + "?done=saved");
  if (!now) return refused(visit, saved.error());
  std::vector<ClashView> clashes;
  if (now->mail != sent.mail) clashes.push_back({tr(visit, N_("Private mail")), now->mail, sent.mail});
  if (now->phone != sent.phone) clashes.push_back({tr(visit, N_("Private phone")), now->phone, sent.phone});
  return private_page(visit, *person, private_form(visit, sent, person->version), std::move(clashes), 409);
}

namespace {

Form consent_form(Visit& visit, SeenPerson const& person) {
  Form form(visit, href_of(person.id) + "/consents");
  std::vector<Choice> choices;
  std::vector<std::string> given;
  for (ConsentItem item : all_consent_items()) {
    choices.push_back({std::string(name_of(item)), tr(visit, consent_sentence(item).text)});
    if (person.agreed(item)) given.emplace_back(name_of(item));
  }
  form.checkboxes("consents", N_("Agrees to this"), std::move(choices)).values(given)
      .hint(N_("What is unticked is revoked at once. Enter for somebody else only what they told or wrote you."));
  form.hidden("version", std::to_string(person.version));
  form.cancel(href_of(person.id));
  return form;
}

http::Response consent_page(Visit& visit, SeenPerson const& person, Form const& form,
                            std::vector<ClashView> clashes = {}, int status = 0) {
  FormPageView view;
  view.title = tr(visit, N_("Consent"));
  view.clashes = std::move(clashes);
  return form_page(visit, std::move(view), form, {{person.name, href_of(person.id)}}, status);
}

/// Sentences that stand differently now; the form shown again holds what stands, not what was sent:
/// a consent that was revoked meanwhile is given anew only by ticking it again.
std::vector<ClashView> consent_clashes(Visit const& visit, SeenPerson const& person,
                                       std::vector<ConsentItem> const& sent) {
  std::vector<ClashView> clashes;
  for (ConsentItem item : all_consent_items()) {
    bool now = person.agreed(item), yours = std::find(sent.begin(), sent.end(), item) != sent.end();
    auto word = [&](bool yes) { return tr(visit, yes ? N_("yes") : N_("no")); };
    if (now != yours)
      clashes.push_back({tr(visit, consent_sentence(item).text), word(now), word(yours)});
  }
  return clashes;
}

}  // namespace

http::Response show_consents(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  if (!is_own(visit.context.actor, *person) && !is_editor(visit.context.actor, *person)) return forbidden(visit);
  return consent_page(visit, *person, consent_form(visit, *person));
}

http::Response save_consents(Visit& visit) {
  auto person = person_of(visit);
  if (!person) return missing(visit);
  Form form = consent_form(visit, *person);
  if (!form.read()) return consent_page(visit, *person, form);
  std::vector<ConsentItem> items;
  for (auto const& name : form.all("consents"))
    if (auto item = consent_item_named(name)) items.push_back(*item);
  auto done = visit.context.county.database.write([&](db::Writer& writer) {
    return set_consents(writer, visit.context, person->id, items, visit.context.language,
                        parse_integer(form["version"]).value_or(0));
  });
  if (!done && done.error().code == ErrorCode::Conflict)
    return consent_page(visit, *person, consent_form(visit, *person),
                        consent_clashes(visit, *person, items), 409);
  if (!done) return refused(visit, done.error());
  return http::see_other(href_of(person->id) + "?done=saved");
}

}  // namespace mila::network
