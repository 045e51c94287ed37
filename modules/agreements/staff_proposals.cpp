// The register of proposals to the county's council, one of them, and its way.
#include "modules/agreements/staff_kit.h"
#include "platform/base/text.h"

namespace mila::agreements {

char const* state_label(Proposal const& proposal) {
  switch (proposal.state) {
    case ProposalState::Drafted: return N_("draft");
    case ProposalState::Submitted: return N_("handed in");
    case ProposalState::OnAgenda: return N_("on the agenda");
    case ProposalState::Decided:
    case ProposalState::Answered: break;
  }
  switch (proposal.outcome.value_or(Outcome::Adopted)) {
    case Outcome::Adopted: return N_("adopted");
    case Outcome::Changed: return N_("adopted with changes");
    case Outcome::Refused: return N_("refused");
    case Outcome::Postponed: break;
  }
  return N_("postponed");
}

char const* badge_of(Proposal const& proposal) {
  if (proposal.state != ProposalState::Decided && proposal.state != ProposalState::Answered) return "info";
  switch (proposal.outcome.value_or(Outcome::Adopted)) {
    case Outcome::Adopted:
    case Outcome::Changed: return "success";
    case Outcome::Refused: return "danger";
    case Outcome::Postponed: break;
  }
  return "warning";
}

char const* waits_label(Proposal const& proposal) {
  auto next = next_state(proposal);
  if (!next) return "";
  switch (*next) {
    case ProposalState::Submitted: return N_("Hand it in");
    case ProposalState::OnAgenda: return N_("Note the session");
    case ProposalState::Decided: return N_("Note the decision");
    case ProposalState::Answered: return N_("Tell the body");
    case ProposalState::Drafted: break;
  }
  return "";
}

namespace {

std::string href_of(std::string const& id) { return std::string(kProposals) + "/" + id; }

std::vector<Choice> outcome_choices(Words const& words) {
  return {{"adopted", words(N_("adopted"))}, {"changed", words(N_("adopted with changes"))}, {"refused", words(N_("refused"))}, {"postponed", words(N_("postponed"))}};
}

RecordView view_of(Visit& visit, db::Reader& reader, Proposal const& one) {
  Words words(visit);
  bool runs = may_write(visit.context.actor, one.body_id);
  RecordView view;
  view.title = one.title;
  view.state = words(state_label(one));
  view.badge = badge_of(one);
  view.text = one.text;
  if (runs) {
    if (next_state(one)) view.ways.push_back({href_of(one.id) + "/step", words(waits_label(one))});
    view.ways.push_back({href_of(one.id) + "/edit", words(N_("Change"))});
    view.has_acts = true;
  }
  auto fact = [&](char const* label, std::string value, std::string href = "") {
    if (!value.empty()) view.facts.push_back({words(label), std::move(value), std::move(href)});
  };
  auto day = [&](char const* label, std::optional<Date> const& date) {
    if (date) fact(label, day_text(*date, words.language()));
  };
  fact(N_("To"), one.committee);
  if (auto agreement = find_agreement(reader, one.agreement_id)) fact(N_("Agreement"), short_text(*agreement), std::string(kAgreements) + "/" + agreement->id);
  fact(N_("Body"), name_of_body(visit, reader, one.body_id), "/staff/network/bodies/" + one.body_id);
  fact(N_("File number"), one.file_number);
  day(N_("Handed in on"), one.submitted_on);
  day(N_("Session on"), one.session_on);
  day(N_("Decided on"), one.decided_on);
  fact(N_("Decision"), one.decision);
  fact(N_("In the council's information system"), one.link, one.link);
  day(N_("The body was told on"), one.answered_on);
  fact(N_("What the body was told"), one.answer);
  auto events = events_of(reader, visit.context, "proposal", one.id);
  view.history = history_of(visit, events, runs ? names_of_accounts(reader, events) : std::map<std::string, std::string>{}, runs);
  view.related = related_view(visit, reader, "proposal", one.id);
  return view;
}

void proposal_fields(Form& form, Proposal const& one) {
  form.text("title", N_("Title")).required().longest(200).value(one.title);
  form.text("committee", N_("Who decides?")).required().longest(120).value(one.committee).hint(N_("Like Kreistag, Kreisausschuss or a committee."));
  if (one.state == ProposalState::Drafted)
    form.long_text("text", N_("What is proposed, and why")).required().longest(15'000).rows(10).value(one.text).hint(N_("It is fixed once it was handed in."));
  form.url("link", N_("In the council's information system")).longest(500).value(one.link);
  if (one.version == 0) form.hidden("id", one.id);
  else form.hidden("version", std::to_string(one.version));
  form.submit(N_("Save"));
  form.cancel(one.version == 0 ? std::string(kAgreements) + "/" + one.agreement_id : href_of(one.id));
}

bool read(Form& form, Proposal& one) {
  if (!form.read()) return false;
  one.title = form["title"];
  one.committee = form["committee"];
  if (one.state == ProposalState::Drafted) one.text = form["text"];
  one.link = form["link"];
  if (one.version == 0) one.id = is_uuid(form["id"]) ? form["id"] : "";
  else one.version = parse_integer(form["version"]).value_or(-1);
  if (one.version < 0) one.version = -1;
  return true;
}

http::Response proposal_page(Visit& visit, Form const& form, char const* title, std::string lead, std::vector<ClashView> clashes, int status) {
  FormPageView view;
  view.title = Words(visit)(title);
  view.lead = std::move(lead);
  view.clashes = std::move(clashes);
  return form_page(visit, view, form, staff_frame(visit, view.title, kProposals, kProposalsTitle), status);
}

constexpr char const* kNewTitle = N_("Propose something to the council");
constexpr char const* kEditTitle = N_("Change the proposal");

/// 404 and 403 as an answer in `instead`.
std::optional<Proposal> own_proposal(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto one = find_proposal(reader, visit.request.parameter("id"));
  if (one && may_write(visit.context.actor, one->body_id)) return one;
  instead = visit.site.error_page(visit, one ? 403 : 404);
  return std::nullopt;
}

/// A new one, of the agreement in the address.
std::optional<Proposal> fresh_proposal(Visit& visit, db::Reader& reader, std::string& lead, http::Response& instead) {
  auto agreement = find_agreement(reader, visit.request.query.get("agreement"));
  if (!agreement || !may_write(visit.context.actor, agreement->body_id)) {
    instead = visit.site.error_page(visit, agreement ? 403 : 404);
    return std::nullopt;
  }
  lead = short_text(*agreement);
  Proposal one;
  one.id = uuid_v7(visit.context.now(), visit.context.random);
  one.agreement_id = agreement->id;
  one.body_id = agreement->body_id;
  one.text = agreement->text;
  return one;
}

}  // namespace

http::Response list_proposals_page(Visit& visit) {
  Words words(visit);
  auto list = ListQuery::read(visit, {"day"});
  ListPageView view;
  view.title = words(kProposalsTitle);
  view.lead = words(N_("What bodies propose to Kreisausschuss and Kreistag, and what became of it."));
  Table table(visit, list, kProposalsTitle);
  table.columns({{"", N_("Proposal")}, {"", N_("To")}, {"", N_("State")}, {"", N_("Next step")}});
  table.empty(N_("Nothing has been proposed yet. A proposal begins on the page of an agreement."), kAgreements, N_("See the agreements"));
  visit.context.county.database.read([&](db::Reader& reader) {
    auto bodies = all_bodies(visit, reader);
    std::vector<Choice> states;
    for (auto state : all_proposal_states())
      states.push_back({std::string(name_of(state)), state == ProposalState::Answered ? words(N_("the body was told")) : state == ProposalState::Decided ? words(N_("decided")) : words(state_label({.state = state}))});
    table.search(N_("Words or number")).filter("body", N_("Body"), choices_of(bodies)).filter("state", N_("State"), std::move(states)).filter("outcome", N_("Decision"), outcome_choices(words));
    ProposalQuery query{.search = list.search, .body_id = list.filter("body"), .state = proposal_state_named(list.filter("state")), .outcome = outcome_named(list.filter("outcome")), .limit = list.limit(), .offset = list.offset()};
    table.total(count_proposals(reader, query));
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    for (auto const& one : list_proposals(reader, query)) {
      auto since = one.answered_on ? one.answered_on : one.state == ProposalState::Decided ? one.decided_on : one.state == ProposalState::OnAgenda ? one.session_on : one.submitted_on;
      table.row({Cell(one.title).link(href_of(one.id)).note(names[one.body_id]), Cell(one.committee).note(one.file_number),
                 Cell(words(state_label(one))).badge(badge_of(one)).note(since ? day_text(*since, words.language()) : ""),
                 Cell(next_state(one) ? words(waits_label(one)) : words(N_("nothing: the body was told")))});
    }
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kProposals, nullptr));
}

http::Response show_proposal(Visit& visit) {
  std::optional<RecordView> view;
  visit.context.county.database.read([&](db::Reader& reader) {
    if (auto one = find_proposal(reader, visit.request.parameter("id"))) view = view_of(visit, reader, *one);
  });
  if (!view) return visit.site.error_page(visit, 404);
  return visit.site.page(visit, "agreements/staff/record.html", *view, staff_frame(visit, view->title, kProposals, kProposalsTitle));
}

http::Response show_new_proposal(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    std::string lead;
    auto one = fresh_proposal(visit, reader, lead, instead);
    if (!one) return instead;
    Form form(visit, std::string(kProposals) + "?agreement=" + one->agreement_id);
    proposal_fields(form, *one);
    return proposal_page(visit, form, kNewTitle, lead, {}, 200);
  });
}

http::Response add_proposal(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    std::string lead;
    auto one = fresh_proposal(visit, writer, lead, instead);
    if (!one) return instead;
    Form form(visit, std::string(kProposals) + "?agreement=" + one->agreement_id);
    proposal_fields(form, *one);
    if (!read(form, *one)) return proposal_page(visit, form, kNewTitle, lead, {}, 422);
    auto id = save_proposal(writer, visit.context, *one);
    if (id) return http::see_other(href_of(*id) + "?done=saved");
    form.error(id.error().detail, id.error().message);
    return proposal_page(visit, form, kNewTitle, lead, {}, status_of(id.error()));
  });
}

http::Response show_proposal_edit(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto one = own_proposal(visit, reader, instead);
    if (!one) return instead;
    Form form(visit, visit.request.path);
    proposal_fields(form, *one);
    return proposal_page(visit, form, kEditTitle, "", {}, 200);
  });
}

http::Response save_proposal_edit(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto stored = own_proposal(visit, writer, instead);
    if (!stored) return instead;
    Form form(visit, visit.request.path);
    proposal_fields(form, *stored);
    Proposal one = *stored;
    if (!read(form, one)) return proposal_page(visit, form, kEditTitle, "", {}, 422);
    auto saved = save_proposal(writer, visit.context, one);
    if (saved) return http::see_other(href_of(one.id) + "?done=saved");
    std::vector<ClashView> clashes;
    if (saved.error().code == ErrorCode::Conflict) {
      Words words(visit);
      auto add = [&](char const* label, std::string const& now, std::string const& yours) {
        if (now != yours) clashes.push_back({words(label), now, yours});
      };
      add(N_("Title"), stored->title, one.title);
      add(N_("Who decides?"), stored->committee, one.committee);
      add(N_("What is proposed, and why"), stored->text, one.text);
      add(N_("In the council's information system"), stored->link, one.link);
      clashes.push_back({words(N_("State")), words(state_label(*stored)), ""});
      form.set("version", std::to_string(stored->version));
    } else {
      form.error(saved.error().detail, saved.error().message);
    }
    return proposal_page(visit, form, kEditTitle, "", std::move(clashes), status_of(saved.error()));
  });
}

namespace {

void step_fields(Visit& visit, Form& form, Proposal const& one, ProposalState to) {
  Words words(visit);
  std::string today = format_iso_date(today_of(visit.context));
  switch (to) {
    case ProposalState::Submitted:
      form.date("day", N_("Handed in on")).required().value(today);
      form.text("file_number", N_("File number")).longest(60);
      break;
    case ProposalState::OnAgenda:
      form.date("day", N_("Session on")).required();
      form.text("file_number", N_("File number")).longest(60).value(one.file_number);
      break;
    case ProposalState::Decided:
      form.date("day", N_("Decided on")).required().value(field_day(one.session_on));
      form.radios("outcome", N_("What was decided?"), outcome_choices(words)).required();
      form.long_text("text", N_("Text of the decision")).longest(10'000).rows(6).hint(N_("As it stands in the council's minutes. If it was postponed, it may stay empty."));
      form.url("link", N_("In the council's information system")).longest(500).value(one.link);
      break;
    case ProposalState::Answered:
      form.date("day", N_("The body was told on")).required().value(today);
      form.long_text("text", N_("What the body was told")).longest(2'000).rows(4);
      break;
    case ProposalState::Drafted: break;
  }
  form.hidden("version", std::to_string(one.version));
  form.submit(N_("Save"));
  form.cancel(href_of(one.id));
}

/// Somebody made this step meanwhile: what it is now, and beside it what was typed.
http::Response stale_step(Visit& visit, Proposal const& now, Form& form, http::Fields const& sent) {
  Words words(visit);
  std::string typed;
  for (char const* name : {"day", "file_number", "outcome", "text", "link"})
    if (auto value = sent.get(name); !value.empty()) typed += (typed.empty() ? "" : " · ") + value;
  form.error("", N_("Somebody changed this proposal meanwhile."));
  return proposal_page(visit, form, waits_label(now), now.title, {{words(N_("State")), words(state_label(now)), typed}}, 409);
}

}  // namespace

http::Response show_step(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto one = own_proposal(visit, reader, instead);
    if (!one) return instead;
    auto to = next_state(*one);
    if (!to) return http::see_other(href_of(one->id));
    Form form(visit, visit.request.path);
    step_fields(visit, form, *one, *to);
    return proposal_page(visit, form, waits_label(*one), one->title, {}, 200);
  });
}

http::Response make_step_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto one = own_proposal(visit, writer, instead);
    if (!one) return instead;
    auto to = next_state(*one);
    if (!to) return http::see_other(href_of(one->id));
    Form form(visit, visit.request.path);
    step_fields(visit, form, *one, *to);
    auto sent = visit.request.form();
    auto version = parse_integer(sent ? sent->get("version") : "").value_or(0);
    if (version != one->version) return stale_step(visit, *one, form, sent ? *sent : http::Fields{});
    if (!form.read()) return proposal_page(visit, form, waits_label(*one), one->title, {}, 422);
    Step step{.day = date_in(form["day"]), .file_number = {}, .outcome = std::nullopt, .text = {}, .link = {}};
    if (*to == ProposalState::Submitted || *to == ProposalState::OnAgenda) step.file_number = form["file_number"];
    else step.text = form["text"];
    if (*to == ProposalState::Decided) {
      step.outcome = outcome_named(form["outcome"]);
      step.link = form["link"];
    }
    auto done = make_step(writer, visit.context, one->id, step, version);
    if (done) return http::see_other(href_of(one->id) + "?done=saved");
    form.error(done.error().detail, done.error().message);
    return proposal_page(visit, form, waits_label(*one), one->title, {}, status_of(done.error()));
  });
}

}  // namespace mila::agreements
