// The answer to "is this still right?", without an account: looking changes nothing (mail scanners
// open every link), a button answers, and each entry is answered once.
#include <fmt/format.h>

#include <algorithm>

#include "modules/network/confirmation.h"
#include "modules/network/contact_search.h"
#include "modules/network/people_store.h"
#include "modules/network/public_pages.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/frame.h"

namespace mila::network {
namespace {

using i18n::N_;

/// Thrown to roll back a transaction whose act was refused.
struct Refused {
  Error error;
};

std::string tr(Visit const& visit, std::string const& text) {
  return visit.site.translate(visit.context.language, text);
}

std::string token_of(Visit const& visit) { return visit.request.parameter("token"); }

std::string base_of(Visit const& visit) {
  return "/" + visit.context.language + "/people/confirmation/" + token_of(visit);
}

/// Who holds the link acts for the person: it was mailed to them.
Context as_person(Visit& visit) {
  Context context = visit.context;
  context.actor = Actor::operator_();
  return context;
}

http::Response page(Visit& visit, char const* name, auto& view, int status = 200) {
  Page frame;
  frame.title = tr(visit, N_("Is this still right?"));
  frame.indexed = false;
  auto response = visit.site.page(visit, name, view, frame, status);
  response.header("Cache-Control", "no-store");
  return response;
}

http::Response asked_page(Visit& visit, AskedView view, int status = 200) {
  auto const& config = visit.context.county.config();
  view.thanks = visit.request.query.get("answered") == "1";
  view.office_phone = config.office_phone;
  view.office_tel = tel_href(config.office_phone);
  view.has_lines = !view.lines.empty();
  return page(visit, "network/confirmation.html", view, status);
}

/// The entry of the address, if it may still be answered.
struct Entry {
  Person person;
  int position = 0;
};

std::optional<Entry> entry_of(Visit& visit, db::Reader& reader) {
  auto context = as_person(visit);
  auto asked = find_asked(reader, context, token_of(visit));
  auto position = parse_integer(visit.request.parameter("number")).value_or(0);
  if (!asked || asked->expired) return std::nullopt;
  for (auto const& entry : asked->entries) {
    if (entry.position != position || entry.answered) continue;
    auto person = load_person(reader, visit.context.county, entry.person_id);
    if (!person || person->state == PersonState::Left) return std::nullopt;
    return Entry{std::move(*person), entry.position};
  }
  return std::nullopt;
}

std::string entry_href(Visit const& visit, int position) {
  return fmt::format("{}/{}", base_of(visit), position);
}

/// What somebody of that class can agree to: the name of who works for an office is no matter of
/// consent.
std::vector<ConsentItem> items_for(Person const& person) {
  if (person.kind == PersonClass::Volunteer) return all_consent_items();
  return {ConsentItem::MailToMembers, ConsentItem::PhoneToMembers};
}

Form correct_form(Visit& visit, Entry const& entry) {
  Person const& person = entry.person;
  Form form(visit, entry_href(visit, entry.position));
  form.text("name", N_("Name")).required().longest(120).value(person.name).autocomplete("name");
  std::vector<std::string> languages;
  for (auto const& code : person.languages) languages.push_back(i18n::native_name_of(code));
  form.text("languages", N_("Languages")).value(join(languages, ", "));
  if (person.kind != PersonClass::Volunteer) {
    form.mail("work_mail", N_("Mail at work")).value(person.work_mail);
    form.phone("work_phone", N_("Phone at work")).value(person.work_phone);
  }
  form.mail("private_mail", N_("Private mail")).value(person.private_mail);
  form.phone("private_phone", N_("Private phone")).value(person.private_phone);
  std::vector<Choice> choices;
  std::vector<std::string> given;
  for (auto item : items_for(person)) {
    choices.push_back({std::string(name_of(item)), tr(visit, consent_sentence(item).text)});
    if (person.agreed(item)) given.emplace_back(name_of(item));
  }
  form.checkboxes("consents", N_("I agree to this"), std::move(choices)).values(given);
  form.hidden("act", "corrected");
  form.submit(N_("Save my corrections"));
  return form;
}

Form leaving_form(Visit& visit, Entry const& entry) {
  Form form(visit, entry_href(visit, entry.position));
  Date today = local_date(visit.context.now(), visit.context.county.config().zone);
  form.date("last_day", N_("My last day")).required().value(format_iso_date(today));
  form.text("successor_name", N_("Name of my successor")).longest(120);
  form.mail("successor_mail", N_("Mail of my successor"));
  form.phone("successor_phone", N_("Phone of my successor"));
  form.hidden("act", "leaves");
  form.submit(N_("I am leaving"));
  return form;
}

http::Response entry_page(Visit& visit, Entry const& entry, Form const& correct, Form const& leaving) {
  auto context = as_person(visit);
  auto parts = visit.context.county.database.write([&](db::Writer& writer) {
    return disclose_person(writer, context, visit.site, entry.person.id);
  });
  AskedEntryView view;
  view.name = entry.person.name;
  view.action = entry_href(visit, entry.position);
  if (parts)
    for (auto const& part : *parts) {
      auto& held = view.held.emplace_back();
      held.heading = part.heading;
      held.id = fmt::format("h-held-{}", view.held.size());
      for (auto const& one : part.entries) held.entries.push_back({one.what, one.value});
    }
  view.correct = correct.view();
  view.leaving = leaving.view();
  view.correct_open = correct.has_errors();
  view.leaving_open = leaving.has_errors();
  bool wrong = correct.has_errors() || leaving.has_errors();
  return page(visit, "network/confirmation_entry.html", view, wrong ? 422 : 200);
}

void need(auto const& result) {
  if (!result) throw Refused{result.error()};
}

void write_corrections(db::Writer& writer, Context& context, Person person, Form const& form) {
  person.name = form["name"];
  std::vector<std::string> unknown;
  person.languages = read_languages(form["languages"], unknown);
  if (person.kind != PersonClass::Volunteer) {
    person.work_mail = form["work_mail"];
    person.work_phone = form["work_phone"];
  }
  std::vector<ConsentItem> items;
  for (auto const& name : form.all("consents")) items.push_back(*consent_item_named(name));
  auto asked = items_for(person);
  for (auto item : all_consent_items()) {
    bool stays = std::find(asked.begin(), asked.end(), item) == asked.end();
    if (stays && person.agreed(item)) items.push_back(item);
  }
  std::string id = person.id;
  std::int64_t version = person.version;
  need(save_person(writer, context, std::move(person)));
  need(set_private_contact(writer, context, id, {form["private_mail"], form["private_phone"]}, version + 1));
  need(set_consents(writer, context, id, items, context.language));
  need(confirm_person(writer, context, id));
}

void write_leaving(db::Writer& writer, Context& context, Person const& person, Form const& form) {
  auto day = parse_iso_date(form["last_day"]);
  if (!day) day = parse_german_date(form["last_day"]);
  need(mark_left(writer, context, person.id, *day));
  if (!form["successor_name"].empty())
    propose_successor(writer, context, {.person_id = person.id,
                                        .name = form["successor_name"],
                                        .mail = form["successor_mail"],
                                        .phone = form["successor_phone"]});
}

std::optional<Answer> answer_named(std::string const& name) {
  for (auto answer : {Answer::StillRight, Answer::Corrected, Answer::Objects, Answer::Leaves})
    if (name == name_of(answer)) return answer;
  return std::nullopt;
}

}  // namespace

http::Response show_asked(Visit& visit) {
  AskedView view;
  auto context = as_person(visit);
  visit.context.county.database.read([&](db::Reader& reader) {
    auto asked = find_asked(reader, context, token_of(visit));
    if (!asked || asked->expired) return;
    std::vector<std::string> ids;
    for (auto const& entry : asked->entries) ids.push_back(entry.person_id);
    auto people = load_people(reader, visit.context.county, ids);
    for (auto const& entry : asked->entries)
      for (auto const& person : people)
        if (person.id == entry.person_id) {
          view.lines.push_back({person.name, entry_href(visit, entry.position), entry.answered});
          view.good |= !entry.answered;
        }
  });
  return asked_page(visit, std::move(view));
}

http::Response show_asked_entry(Visit& visit) {
  auto entry = visit.context.county.database.read(
      [&](db::Reader& reader) { return entry_of(visit, reader); });
  if (!entry) return asked_page(visit, {});
  return entry_page(visit, *entry, correct_form(visit, *entry), leaving_form(visit, *entry));
}

http::Response answer_asked_entry(Visit& visit) {
  auto& database = visit.context.county.database;
  auto entry = database.read([&](db::Reader& reader) { return entry_of(visit, reader); });
  auto sent = visit.request.form();
  auto answer = answer_named(sent ? sent->get("act") : "");
  if (!entry) return asked_page(visit, {}, 410);
  Form correct = correct_form(visit, *entry), leaving = leaving_form(visit, *entry);
  bool fine = answer.has_value();
  if (answer == Answer::Corrected) {
    fine = correct.read();
    std::vector<std::string> unknown;
    read_languages(correct["languages"], unknown);
    if (!unknown.empty()) {
      correct.error("languages", N_("We do not know one of these languages."));
      fine = false;
    }
  }
  if (answer == Answer::Leaves) fine = leaving.read();
  if (!answer) correct.error("", N_("Please choose."));
  if (!fine) return entry_page(visit, *entry, correct, leaving);
  auto context = as_person(visit);
  try {
    database.write([&](db::Writer& writer) {
      auto now = entry_of(visit, writer);
      if (!now || !answer_asked(writer, context, token_of(visit), now->position, *answer)) return;
      switch (*answer) {
        case Answer::StillRight: need(confirm_person(writer, context, now->person.id)); break;
        case Answer::Objects:
          need(set_objection(writer, context, now->person.id, true));
          need(confirm_person(writer, context, now->person.id));
          break;
        case Answer::Corrected: write_corrections(writer, context, now->person, correct); break;
        case Answer::Leaves: write_leaving(writer, context, now->person, leaving); break;
      }
    });
  } catch (Refused const& refused) {
    (answer == Answer::Leaves ? leaving : correct).error(refused.error);
    return entry_page(visit, *entry, correct, leaving);
  }
  return http::see_other(base_of(visit) + "?answered=1");
}

}  // namespace mila::network
