// Writing down, changing and ending agreements, and the marks in their numbers.
#include "modules/agreements/staff_kit.h"
#include "platform/base/text.h"

namespace mila::agreements {
namespace {

std::string href_of(std::string const& id) { return std::string(kAgreements) + "/" + id; }

/// What may be superseded: what holds, of the same body.
std::vector<Choice> older_choices(db::Reader& reader, Words const& words, std::string const& body_id) {
  std::vector<Choice> choices{{"", words(N_("no agreement"))}};
  for (auto const& one : list_agreements(reader, {.body_id = body_id, .state = AgreementState::Holds, .limit = 200}))
    choices.push_back({one.id, short_text(one)});
  return choices;
}

void agreement_fields(Visit& visit, Form& form, Agreement const& one, std::vector<Choice> older) {
  Words words(visit);
  if (one.version == 0) {
    form.hidden("id", one.id);
    form.hidden("meeting", one.meeting_id);
    form.date("agreed_on", N_("Agreed on")).required().value(field_day(one.agreed_on)).hint(N_("The day of the meeting."));
  }
  form.long_text("text", N_("What was agreed on?")).required().longest(2000).rows(4).value(one.text)
      .hint(N_("One sentence that is still understood in a year. Functions instead of names."));
  form.date("review_on", N_("Look at it again on")).value(field_day(one.review_on)).hint(N_("It then waits on your start page."));
  form.fold(N_("Why, topic, place, what it takes the place of"));
  form.long_text("reason", N_("Why")).longest(2000).rows(3).value(one.reason);
  form.select("topic", N_("Topic"), topic_choices(words)).value(one.topic);
  form.select("place_id", N_("Place"), place_choices(visit.context.county, words)).value(one.place_id);
  if (older.size() > 1) form.select("supersedes", N_("Takes the place of"), std::move(older)).value(one.supersedes_id);
  else form.hidden("supersedes", "");
  if (one.version != 0) form.hidden("version", std::to_string(one.version));
  form.submit(N_("Save"));
  form.cancel(one.version == 0 ? kAgreements : href_of(one.id));
}

/// Takes over what was entered; false with errors in the form.
bool read(Form& form, Agreement& one) {
  if (!form.read()) return false;
  auto day_of = [&](char const* name) {
    auto day = date_in(form[name]);
    if (!day && !form[name].empty()) form.error(name, N_("Please write the day like 24.12.2026."));
    return day;
  };
  one.review_on = day_of("review_on");
  if (one.version == 0) {
    one.agreed_on = day_of("agreed_on").value_or(Date{});
    one.id = is_uuid(form["id"]) ? form["id"] : "";
    one.meeting_id = is_uuid(form["meeting"]) ? form["meeting"] : "";
    one.supersedes_id = form["supersedes"];
  } else {
    one.version = parse_integer(form["version"]).value_or(0);
    if (one.version < 1) one.version = -1;  // is none that is stored
  }
  one.text = form["text"];
  one.reason = form["reason"];
  one.topic = form["topic"];
  one.place_id = form["place_id"];
  return !form.has_errors();
}

void show_error(Form& form, Error const& error) {
  form.error(error.detail == "supersedes_id" ? "supersedes" : error.detail == "meeting" ? "" : error.detail, error.message);
}

http::Response agreement_page(Visit& visit, Form const& form, char const* title, std::vector<ClashView> clashes, int status) {
  FormPageView view;
  view.title = Words(visit)(title);
  view.clashes = std::move(clashes);
  return form_page(visit, view, form, staff_frame(visit, view.title, kAgreements, kAgreementsTitle), status);
}

constexpr char const* kNewTitle = N_("Write down an agreement");
constexpr char const* kEditTitle = N_("Change the agreement");

Agreement fresh_agreement(Visit& visit, std::string const& body_id) {
  auto const& query = visit.request.query;
  Agreement one;
  one.id = uuid_v7(visit.context.now(), visit.context.random);
  one.body_id = body_id;
  one.agreed_on = date_in(query.get("day")).value_or(today_of(visit.context));
  if (is_uuid(query.get("meeting"))) one.meeting_id = query.get("meeting");
  one.supersedes_id = query.get("supersedes");
  return one;
}

/// 404 and 403 as an answer in `instead`.
std::optional<Agreement> own_agreement(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto one = find_agreement(reader, visit.request.parameter("id"));
  if (one && may_write(visit.context.actor, one->body_id)) return one;
  instead = visit.site.error_page(visit, one ? 403 : 404);
  return std::nullopt;
}

std::vector<ClashView> clashes_of(Visit& visit, db::Reader& reader, Agreement const& now, Agreement const& yours) {
  Words words(visit);
  std::vector<ClashView> clashes;
  auto add = [&](char const* label, std::string const& one, std::string const& other) {
    if (one != other) clashes.push_back({words(label), one, other});
  };
  add(N_("What was agreed on?"), now.text, yours.text);
  add(N_("Why"), now.reason, yours.reason);
  add(N_("Look at it again on"), field_day(now.review_on), field_day(yours.review_on));
  clashes.push_back({words(N_("Last change")), last_change(visit, reader, "agreement", now.id, true), ""});
  return clashes;
}

}  // namespace

http::Response show_new_agreement(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    std::string body;
    std::string const path = std::string(kAgreements) + "/new";
    if (auto ask = ask_for_body(visit, reader, path, kNewTitle, kAgreements, body)) return std::move(*ask);
    auto one = fresh_agreement(visit, body);
    one.text = handed_over(visit, "text");
    Form form(visit, std::string(kAgreements) + "?body=" + body);
    agreement_fields(visit, form, one, older_choices(reader, Words(visit), body));
    return agreement_page(visit, form, kNewTitle, {}, 200);
  });
}

http::Response add_agreement(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string body = visit.request.query.get("body");
    if (!may_write(visit.context.actor, body)) return visit.site.error_page(visit, 403);
    Form form(visit, std::string(kAgreements) + "?body=" + body);
    auto one = fresh_agreement(visit, body);
    agreement_fields(visit, form, one, older_choices(writer, Words(visit), body));
    if (!read(form, one)) return agreement_page(visit, form, kNewTitle, {}, 422);
    auto id = save_agreement(writer, visit.context, one);
    if (id) return http::see_other(href_of(*id) + "?done=saved");
    show_error(form, id.error());
    return agreement_page(visit, form, kNewTitle, {}, status_of(id.error()));
  });
}

http::Response show_agreement_edit(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto one = own_agreement(visit, reader, instead);
    if (!one) return instead;
    Form form(visit, visit.request.path);
    agreement_fields(visit, form, *one, {});
    return agreement_page(visit, form, kEditTitle, {}, 200);
  });
}

http::Response save_agreement_edit(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto stored = own_agreement(visit, writer, instead);
    if (!stored) return instead;
    Form form(visit, visit.request.path);
    agreement_fields(visit, form, *stored, {});
    Agreement one = *stored;
    if (!read(form, one)) return agreement_page(visit, form, kEditTitle, {}, 422);
    auto saved = save_agreement(writer, visit.context, one);
    if (saved) return http::see_other(href_of(one.id) + "?done=saved");
    std::vector<ClashView> clashes;
    if (saved.error().code == ErrorCode::Conflict) {
      clashes = clashes_of(visit, writer, *stored, one);
      form.set("version", std::to_string(stored->version));
    } else {
      show_error(form, saved.error());
    }
    return agreement_page(visit, form, kEditTitle, std::move(clashes), status_of(saved.error()));
  });
}

namespace {

char const* end_title(AgreementState state) {
  return state == AgreementState::Dropped ? N_("Drop this agreement?")
         : state == AgreementState::Holds ? N_("Does it hold again?")
                                          : N_("Is it fulfilled?");
}

void end_fields(Form& form, Agreement const& one, AgreementState state) {
  if (state == AgreementState::Holds) form.hidden("reason", "");
  else {
    auto& field = form.long_text("reason", state == AgreementState::Dropped ? N_("Why?") : N_("How?")).longest(1000).rows(3);
    if (state == AgreementState::Dropped) field.required();
  }
  form.hidden("state", std::string(name_of(state)));
  form.hidden("version", std::to_string(one.version));
  form.submit(state == AgreementState::Dropped ? N_("Drop it") : state == AgreementState::Holds ? N_("It holds again") : N_("It is fulfilled"));
  form.cancel(href_of(one.id));
}

http::Response end_page(Visit& visit, Agreement const& one, AgreementState state, Form const& form, int status) {
  FormPageView view;
  view.title = Words(visit)(end_title(state));
  view.lead = short_text(one);
  return form_page(visit, view, form, staff_frame(visit, view.title, kAgreements, kAgreementsTitle), status);
}

}  // namespace

http::Response show_agreement_end(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto one = own_agreement(visit, reader, instead);
    if (!one) return instead;
    auto state = agreement_state_named(visit.request.query.get("state")).value_or(AgreementState::Fulfilled);
    Form form(visit, visit.request.path);
    end_fields(form, *one, state);
    return end_page(visit, *one, state, form, 200);
  });
}

http::Response end_agreement_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto one = own_agreement(visit, writer, instead);
    if (!one) return instead;
    auto sent = visit.request.form();
    auto state = sent ? agreement_state_named(sent->get("state")) : std::nullopt;
    if (!state) return visit.site.error_page(visit, 422);
    Form form(visit, visit.request.path);
    end_fields(form, *one, *state);
    if (!form.read()) return end_page(visit, *one, *state, form, 422);
    auto done = end_agreement(writer, visit.context, one->id, *state, form["reason"], parse_integer(form["version"]).value_or(0));
    if (done) return http::see_other(href_of(one->id) + "?done=saved");
    form.error(done.error().detail == "reason" ? "reason" : "", done.error().message);
    form.set("version", std::to_string(one->version));
    return end_page(visit, *one, *state, form, status_of(done.error()));
  });
}

namespace {

constexpr char const* kMarkTitle = N_("Short marks in the numbers");

void mark_fields(Form& form, std::string const& mark) {
  form.text("mark", N_("Short mark")).required().longest(8).value(mark)
      .hint(N_("Like RT or AG-W. Numbers that were given stay as they are."));
  form.submit(N_("Save"));
  form.cancel(kAgreements);
}

http::Response mark_page(Visit& visit, std::string const& body_name, Form const& form, int status) {
  FormPageView view;
  view.title = Words(visit)(kMarkTitle);
  view.lead = body_name;
  return form_page(visit, view, form, staff_frame(visit, view.title, kAgreements, kAgreementsTitle), status);
}

}  // namespace

http::Response show_mark(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    std::string body;
    std::string const path = std::string(kAgreements) + "/marks";
    if (auto ask = ask_for_body(visit, reader, path, kMarkTitle, kAgreements, body)) return std::move(*ask);
    Form form(visit, path + "?body=" + body);
    mark_fields(form, mark_of(reader, visit.context, body));
    return mark_page(visit, name_of_body(visit, reader, body), form, 200);
  });
}

http::Response save_mark(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    std::string body = visit.request.query.get("body");
    if (!may_write(visit.context.actor, body)) return visit.site.error_page(visit, 403);
    Form form(visit, std::string(kAgreements) + "/marks?body=" + body);
    mark_fields(form, "");
    if (!form.read()) return mark_page(visit, name_of_body(visit, writer, body), form, 422);
    auto saved = set_mark(writer, visit.context, body, form["mark"]);
    if (saved) return http::see_other(std::string(kAgreements) + "?done=saved");
    form.error(saved.error().detail, saved.error().message);
    return mark_page(visit, name_of_body(visit, writer, body), form, status_of(saved.error()));
  });
}

}  // namespace mila::agreements
