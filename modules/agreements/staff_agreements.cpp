// The register of agreements, and one of them.
#include "modules/agreements/staff_kit.h"
#include "modules/agreements/task_rules.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"

namespace mila::agreements {
namespace {

constexpr int kFileMost = 50'000;

std::string href_of(std::string const& id) { return std::string(kAgreements) + "/" + id; }

AgreementQuery query_of(ListQuery const& list) {
  AgreementQuery query;
  query.search = list.search;
  query.body_id = list.filter("body");
  query.topic = list.filter("topic");
  query.place_id = list.filter("place");
  query.state = agreement_state_named(list.filter("state"));
  if (auto year = parse_integer(list.filter("year"))) query.year = static_cast<int>(*year);
  query.limit = list.limit();
  query.offset = list.offset();
  return query;
}

std::string topic_label(std::string const& code, std::string const& language) {
  return code.empty() ? "" : taxonomy::taxonomy().label(code, language);
}

void add_filters(Table& table, County& county, Words const& words, Bodies const& bodies, UsedWords const& used) {
  std::vector<Choice> states, topics, places, years;
  for (auto state : {AgreementState::Holds, AgreementState::Superseded, AgreementState::Fulfilled, AgreementState::Dropped})
    states.push_back({std::string(name_of(state)), words(state_label(state))});
  for (auto const& code : used.topics) topics.push_back({code, topic_label(code, words.language())});
  for (auto const& id : used.places)
    if (auto name = place_name(county, id); !name.empty()) places.push_back({id, name});
  for (auto const& year : used.years) years.push_back({year, year});
  table.search(N_("Words or number"))
      .filter("body", N_("Body"), choices_of(bodies))
      .filter("state", N_("State"), std::move(states))
      .filter("topic", N_("Topic"), std::move(topics))
      .filter("place", N_("Place"), std::move(places))
      .filter("year", N_("Year"), std::move(years));
}

std::string with_query(std::string path, Visit const& visit) {
  auto at = visit.request.target.find('?');
  return at == std::string::npos ? path : path + visit.request.target.substr(at);
}

PartView tasks_part(Visit& visit, std::vector<Task> const& tasks, std::vector<std::string> const& labels) {
  Words words(visit);
  PartView part{.id = "h-tasks", .heading = words(N_("Tasks")), .empty = {}, .add_href = {}, .add = {}, .has_entries = !tasks.empty(), .entries = {}};
  if (tasks.empty()) part.empty = words(N_("No task came from it."));
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    std::string detail = words(state_label(tasks[i], today_of(visit.context)));
    if (!labels[i].empty()) detail = labels[i] + " · " + detail;
    if (tasks[i].due) detail += " · " + words(N_("until {day}"), {{"day", day_text(*tasks[i].due, words.language())}});
    part.entries.push_back({std::string(kTasks) + "/" + tasks[i].id, tasks[i].what, detail});
  }
  return part;
}

PartView proposals_part(Visit& visit, std::vector<Proposal> const& proposals) {
  Words words(visit);
  PartView part{.id = "h-proposals", .heading = words(kProposalsTitle), .empty = {}, .add_href = {}, .add = {}, .has_entries = !proposals.empty(), .entries = {}};
  if (proposals.empty()) part.empty = words(N_("Nothing was proposed to Kreisausschuss or Kreistag."));
  for (auto const& one : proposals)
    part.entries.push_back({std::string(kProposals) + "/" + one.id, one.title, one.committee + " · " + words(state_label(one))});
  return part;
}

void add_acts(Visit& visit, RecordView& view, Agreement const& one) {
  Words words(visit);
  std::string here = href_of(one.id);
  if (one.state == AgreementState::Holds) {
    view.ways = {{here + "/edit", words(N_("Change"))},
                 {here + "/end?state=fulfilled", words(N_("It is fulfilled"))},
                 {here + "/end?state=dropped", words(N_("Drop it"))},
                 {std::string(kAgreements) + "/new?body=" + one.body_id + "&supersedes=" + one.id, words(N_("Agree on something new instead"))}};
  } else if (one.state != AgreementState::Superseded) {
    view.ways = {{here + "/end?state=holds", words(N_("It holds again"))}};
  }
  view.has_acts = !view.ways.empty();
}

RecordView view_of(Visit& visit, db::Reader& reader, Agreement const& one) {
  Words words(visit);
  auto const& language = words.language();
  bool runs = may_write(visit.context.actor, one.body_id);
  RecordView view;
  view.title = one.number;
  view.state = words(state_label(one.state));
  view.badge = badge_of(one.state);
  view.text = one.text;
  if (runs) add_acts(visit, view, one);
  auto fact = [&](char const* label, std::string value, std::string href = "") {
    if (!value.empty()) view.facts.push_back({words(label), std::move(value), std::move(href)});
  };
  fact(N_("Body"), name_of_body(visit, reader, one.body_id), "/staff/network/bodies/" + one.body_id);
  fact(N_("Agreed on"), day_text(one.agreed_on, language), one.meeting_id.empty() ? "" : "/staff/meetings/" + one.meeting_id);
  fact(N_("Why"), one.reason);
  if (one.review_on) fact(N_("Looked at again"), day_text(*one.review_on, language));
  fact(N_("Topic"), topic_label(one.topic, language));
  fact(N_("Place"), place_name(visit.context.county, one.place_id));
  std::vector<std::string> others;
  for (auto const& id : {one.supersedes_id, one.superseded_by_id})
    if (!id.empty()) others.push_back(id);
  for (auto const& other : find_agreements(reader, others))
    fact(other.id == one.supersedes_id ? N_("Takes the place of") : N_("Superseded by"), short_text(other), href_of(other.id));
  fact(N_("How it ended"), one.end_reason);
  auto tasks = tasks_of_agreement(reader, one.id);
  // Here the organisation says enough; the person stands on the task's page.
  for (auto& task : tasks)
    if (!task.organization_id.empty()) task.person_id.clear();
  view.parts.push_back(tasks_part(visit, tasks, holder_labels(reader, visit.context, tasks)));
  if (runs && one.state == AgreementState::Holds) {
    view.parts.back().add_href = std::string(kTasks) + "/new?body=" + one.body_id + "&agreement=" + one.id;
    view.parts.back().add = words(N_("Add a task"));
  }
  auto proposals = proposals_of_agreement(reader, one.id);
  if (runs || !proposals.empty()) view.parts.push_back(proposals_part(visit, proposals));
  if (runs && one.state == AgreementState::Holds) {
    view.parts.back().add_href = std::string(kProposals) + "/new?agreement=" + one.id;
    view.parts.back().add = words(N_("Propose something to the council"));
  }
  auto events = events_of(reader, visit.context, "agreement", one.id);
  view.history = history_of(visit, events, runs ? names_of_accounts(reader, events) : std::map<std::string, std::string>{}, runs);
  view.related = related_view(visit, reader, "agreement", one.id);
  return view;
}

}  // namespace

http::Response list_agreements_page(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto list = ListQuery::read(visit, {"day"});
  ListPageView view;
  view.title = words(kAgreementsTitle);
  view.lead = words(N_("What bodies agreed on. A decision of the county's council stands with its proposal."));
  bool runs = context.actor.may(Permission::RunMeetings);
  if (runs) {
    view.new_href = std::string(kAgreements) + "/new";
    view.new_text = words(N_("Write down an agreement"));
    view.more.push_back({std::string(kAgreements) + "/marks", words(N_("Short marks in the numbers"))});
  }
  view.more.push_back({with_query(std::string(kAgreements) + "/files/csv", visit), words(N_("As CSV"))});
  Table table(visit, list, kAgreementsTitle);
  table.columns({{"", N_("Number")}, {"", N_("Agreement")}, {"", N_("Topic")}, {"", N_("State")}});
  table.empty(N_("No agreement has been written down yet."), view.new_href, runs ? N_("Write down an agreement") : "");
  table.export_to(with_query(std::string(kAgreements) + "/files/xlsx", visit));
  context.county.database.read([&](db::Reader& reader) {
    auto bodies = all_bodies(visit, reader);
    add_filters(table, context.county, words, bodies, used_words(reader));
    auto query = query_of(list);
    table.total(count_agreements(reader, query));
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    for (auto const& one : list_agreements(reader, query)) {
      std::string review = one.review_on && one.state == AgreementState::Holds
                               ? words(N_("looked at again on {day}"), {{"day", day_text(*one.review_on, words.language())}}) : "";
      table.row({Cell(one.number).link(href_of(one.id)).note(day_text(one.agreed_on, words.language())),
                 Cell(one.text).note(names[one.body_id]), Cell(topic_label(one.topic, words.language())),
                 Cell(words(state_label(one.state))).badge(badge_of(one.state)).note(review)});
    }
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kAgreements, nullptr));
}

http::Response send_agreements_file(Visit& visit) {
  Words words(visit);
  auto query = query_of(ListQuery::read(visit, {"day"}));
  query.limit = kFileMost;
  query.offset = 0;
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto bodies = all_bodies(visit, writer);
    std::map<std::string, std::string> names(bodies.begin(), bodies.end());
    std::vector<std::vector<std::string>> rows;
    for (auto const& one : list_agreements(writer, query))
      rows.push_back({one.number, field_day(one.agreed_on), names[one.body_id], one.text, one.reason,
                      words(state_label(one.state)), field_day(one.review_on), topic_label(one.topic, words.language()),
                      place_name(visit.context.county, one.place_id), one.end_reason});
    std::vector<std::string> header;
    for (auto const* label : {N_("Number"), N_("Agreed on"), N_("Body"), N_("Agreement"), N_("Why"), N_("State"),
                              N_("Looked at again"), N_("Topic"), N_("Place"), N_("How it ended")})
      header.push_back(words(label));
    return send_file(visit, writer, words(kAgreementsTitle).c_str(), header, rows);
  });
}

http::Response show_agreement(Visit& visit) {
  std::optional<RecordView> view;
  visit.context.county.database.read([&](db::Reader& reader) {
    if (auto one = find_agreement(reader, visit.request.parameter("id"))) view = view_of(visit, reader, *one);
  });
  if (!view) return visit.site.error_page(visit, 404);
  return visit.site.page(visit, "agreements/staff/record.html", *view,
                         staff_frame(visit, view->title, kAgreements, kAgreementsTitle));
}

}  // namespace mila::agreements
