// Pages of what may be done to approved minutes: adding below them, blacking out for good.
#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/staff_kit.h"
#include "platform/base/text.h"

namespace mila::minutes {
namespace {

constexpr char const* kAddendum = N_("Add something to approved minutes");
constexpr char const* kBlackening = N_("Black out a passage");

/// What was found in the text is ticked one by one, or the text is changed.
void addendum_fields(Form& form, Opened const& opened, std::string const& id, std::vector<Finding> const& found) {
  form.long_text("text", N_("What is to be added?")).required().longest(5000).rows(6)
      .hint(N_("The approved text stays as it is; this stands below it with its day."));
  std::vector<Choice> choices;
  for (auto const& one : found) choices.push_back({one.key, one.text});
  if (!choices.empty())
    form.checkboxes("left", N_("What has to stand there all the same?"), std::move(choices))
        .hint(N_("Minutes are passed on and kept for years. Functions instead of names protect people and stay true when somebody leaves."));
  form.hidden("id", id);
  form.submit(N_("Add"));
  form.cancel(href_of(opened.minutes.id));
}

void blackening_fields(Form& form, Words const& words, Opened const& opened) {
  form.text("passage", N_("Which words?")).required().longest(500).hint(N_("Copied from the text as they stand there."));
  why_fields(form, words);
  form.submit(N_("Black them out for good"));
  form.cancel(href_of(opened.minutes.id));
}

http::Response act_page(Visit& visit, Opened const& opened, char const* title, std::string lead, Form const& form, int status = 0) {
  FormPageView view;
  view.title = Words(visit)(title);
  view.lead = std::move(lead);
  return form_page(visit, view, form, minutes_frame(visit, opened, view.title), status);
}

/// Of approved minutes; else 404 in `instead`.
std::optional<Opened> approved_for(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto opened = opened_for(visit, reader, &Opened::runs, instead);
  if (opened && opened->minutes.state != State::Approved) {
    instead = visit.site.error_page(visit, 404);
    return std::nullopt;
  }
  return opened;
}

/// Heading and text of the part or addendum named in the address; nullopt when there is none.
std::optional<std::string> text_named(Visit& visit, db::Reader& reader, Opened const& opened, std::string& id) {
  id = visit.request.parameter("part");
  if (!id.empty()) {
    for (auto const& part : load_parts(reader, opened.minutes.id))
      if (part.id == id) return part_heading(part) + (part.text.empty() ? "" : ": " + part.text);
    return std::nullopt;
  }
  id = visit.request.parameter("addendum");
  for (auto const& addendum : addenda_of(reader, opened.minutes.id))
    if (addendum.id == id) return addendum.text;
  return std::nullopt;
}

}  // namespace

char const* ground_label(Ground ground) {
  switch (ground) {
    case Ground::Name: return N_("It names a person.");
    case Ground::Request: return N_("A person asked for it.");
    case Ground::Confidential: return N_("It is confidential.");
    case Ground::Other: break;
  }
  return N_("Another reason");
}

std::string why_text(Words const& words, Ground ground, std::string const& reason) {
  std::string text = ground == Ground::Other ? "" : words(ground_label(ground));
  return text + (text.empty() || reason.empty() ? "" : " ") + reason;
}

void why_fields(Form& form, Words const& words) {
  std::vector<Choice> grounds;
  for (auto one : {Ground::Name, Ground::Request, Ground::Confidential, Ground::Other})
    grounds.push_back({std::string(name_of(one)), words(ground_label(one))});
  form.radios("ground", N_("Why?"), std::move(grounds)).required();
  form.text("words", N_("In words")).longest(300).hint(N_("It stays on record with day and name. Please do not repeat the words."));
}

Why why_in(Form const& form) { return {ground_named(form["ground"]).value_or(Ground::Other), form["words"]}; }

http::Response show_addendum(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = approved_for(visit, reader, instead);
    if (!opened) return instead;
    Form form(visit, visit.request.path);
    addendum_fields(form, *opened, uuid_v7(visit.context.now(), visit.context.random), {});
    return act_page(visit, *opened, kAddendum, heading_of(*opened, visit.context.language), form);
  });
}

http::Response add_addendum_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = approved_for(visit, writer, instead);
    if (!opened) return instead;
    auto sent = visit.request.form().value_or(http::Fields{});
    auto text = replace_all(sent.get("text"), "\r\n", "\n");
    Form form(visit, visit.request.path);
    auto found = findings_in_addendum(writer, visit.context, *opened, text);
    addendum_fields(form, *opened, sent.get("id"), found);
    auto lead = heading_of(*opened, visit.context.language);
    if (!form.read()) return act_page(visit, *opened, kAddendum, lead, form);
    auto left = found.empty() ? std::vector<std::string>{} : form.all("left");
    auto done = add_addendum(writer, visit.context, opened->minutes.id, form["text"], left, form["id"]);
    if (done) return http::see_other(href_of(opened->minutes.id) + "?done=saved");
    form.error(done.error().detail, done.error().message);
    return act_page(visit, *opened, kAddendum, lead, form, status_of(done.error()));
  });
}

http::Response show_blackening(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = approved_for(visit, reader, instead);
    if (!opened) return instead;
    std::string id;
    auto text = text_named(visit, reader, *opened, id);
    if (!text) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    blackening_fields(form, Words(visit), *opened);
    return act_page(visit, *opened, kBlackening, *text, form);
  });
}

http::Response black_out_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = approved_for(visit, writer, instead);
    if (!opened) return instead;
    std::string id;
    auto text = text_named(visit, writer, *opened, id);
    if (!text) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    blackening_fields(form, Words(visit), *opened);
    if (!form.read()) return act_page(visit, *opened, kBlackening, *text, form);
    auto done = black_out(writer, visit.context, opened->minutes.id, id, form["passage"], why_in(form));
    if (done) return http::see_other(href_of(opened->minutes.id) + "?done=saved");
    form.error(done.error().detail, done.error().message);
    return act_page(visit, *opened, kBlackening, *text, form, status_of(done.error()));
  });
}

}  // namespace mila::minutes
