// Working on an agenda, and proposing a topic for it.
#include "modules/meetings/agenda.h"
#include "modules/meetings/pages.h"
#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_papers.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

std::string href_of(std::string_view meeting_id) { return std::string(kPath) + "/" + std::string(meeting_id); }

char const* visibility_label(Visibility value) {
  switch (value) {
    case Visibility::Public: return N_("everybody: it stands in the public calendar");
    case Visibility::Internal: return N_("members and who is invited");
    case Visibility::Hidden: break;
  }
  return N_("only you who run the meeting");
}

void topic_fields(Form& form, AgendaItem const& item) {
  form.text("title", N_("What is it about?")).required().longest(200).value(item.title);
  form.text("presenter", N_("Who presents it?")).longest(120).value(item.presenter)
      .hint(N_("Best a function: “Jobcenter, Team Integration”."));
  form.number("minutes", N_("Minutes")).between(0, 720).value(item.minutes ? std::to_string(item.minutes) : "");
}

void item_fields(Visit& visit, Form& form, AgendaItem const& item, std::vector<AgendaItem> const& others) {
  Words words(visit);
  topic_fields(form, item);
  std::vector<Choice> seen;
  for (auto value : {Visibility::Public, Visibility::Internal, Visibility::Hidden})
    seen.push_back({std::string(name_of(value)), words(visibility_label(value))});
  form.radios("visibility", N_("Who sees it?"), std::move(seen)).value(std::string(name_of(item.visibility)));
  std::vector<Choice> parents{{"", words(N_("stands for itself"))}};
  for (auto const& other : others)
    if (other.parent_id.empty() && other.state == ItemState::OnAgenda && other.id != item.id)
      parents.push_back({other.id, other.number + " " + other.title});
  if (parents.size() > 1) form.select("parent", N_("Part of"), std::move(parents)).value(item.parent_id);
  else form.hidden("parent", "");
  form.hidden("version", std::to_string(item.version));
  form.submit(N_("Save"));
  form.cancel(href_of(item.meeting_id) + "#h-agenda");
}

bool read(Form& form, AgendaItem& item, bool topic_only) {
  if (!form.read()) return false;
  item.title = form["title"];
  item.presenter = form["presenter"];
  item.minutes = static_cast<int>(parse_integer(form["minutes"]).value_or(0));
  if (topic_only) return true;
  item.visibility = visibility_named(form["visibility"]).value_or(Visibility::Internal);
  item.parent_id = form["parent"];
  item.version = parse_integer(form["version"]).value_or(0);
  return true;
}

/// 404 and 403 as an answer in `instead`.
std::optional<Meeting> run_meeting(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto meeting = find_meeting(reader, visit.request.parameter("id"));
  if (meeting && may_run(visit.context.actor, *meeting)) return meeting;
  instead = visit.site.error_page(visit, meeting ? 403 : 404);
  return std::nullopt;
}

/// The item named in the address, of the meeting named there.
std::optional<AgendaItem> item_of(Visit& visit, db::Reader& reader, Meeting const& meeting) {
  auto item = find_item(reader, visit.request.parameter("item"));
  return item && item->meeting_id == meeting.id ? item : std::nullopt;
}

http::Response item_page(Visit& visit, db::Reader& reader, Meeting const& meeting, AgendaItem const& item, Form const& form, int status = 0) {
  Words words(visit);
  ItemView view;
  view.title = item.version == 0 ? words(N_("Add to the agenda")) : item.title;
  view.lead = meeting.title;
  view.form = form.view();
  std::string here = href_of(meeting.id) + "/agenda/" + item.id;
  if (item.version != 0 && item.state != ItemState::Proposed) {
    view.acts = {{here + "/position", words(N_("Further up")), false, "up", "1"},
                 {here + "/position", words(N_("Further down")), false, "up", "0"},
                 {here + "/removal", words(N_("Take it off the agenda")), false, "version", std::to_string(item.version)}};
    view.has_acts = true;
    view.links.push_back({std::string(kPath) + "/new?from=" + item.id, words(N_("A meeting of its own comes out of it"))});
    if (visit.context.actor.may(Permission::EditOffers))
      view.links.push_back({"/staff/drafts/new" + http::Fields().with("name", item.title).to_query(), words(N_("It becomes an offer in the directory"))});
    view.has_links = true;
    show_papers(visit, reader, item, view);
  }
  auto frame = staff_frame(visit, view.title, kPath, kTitle);
  frame.crumbs.insert(frame.crumbs.begin() + 1, {meeting.title, href_of(meeting.id)});
  return visit.site.page(visit, "meetings/staff/item.html", view, frame, status ? status : form.status());
}

http::Response back(std::string_view meeting_id) {
  return http::see_other(href_of(meeting_id) + "?done=saved#h-agenda");
}

}  // namespace

http::Response show_new_item(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    AgendaItem item;
    item.meeting_id = meeting->id;
    Form form(visit, href_of(meeting->id) + "/agenda");
    item_fields(visit, form, item, agenda_of(reader, *meeting, Audience::Runs));
    return item_page(visit, reader, *meeting, item, form);
  });
}

http::Response add_item(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = run_meeting(visit, writer, instead);
    if (!meeting) return instead;
    AgendaItem item;
    item.meeting_id = meeting->id;
    Form form(visit, href_of(meeting->id) + "/agenda");
    item_fields(visit, form, item, agenda_of(writer, *meeting, Audience::Runs));
    if (!read(form, item, false)) return item_page(visit, writer, *meeting, {}, form);
    item.version = 0;
    auto saved = save_item(writer, visit.context, item);
    if (saved) return back(meeting->id);
    form.error(saved.error().detail, saved.error().message);
    return item_page(visit, writer, *meeting, {}, form, status_of(saved.error()));
  });
}

http::Response show_item(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    auto item = item_of(visit, reader, *meeting);
    if (!item) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    item_fields(visit, form, *item, agenda_of(reader, *meeting, Audience::Runs));
    return item_page(visit, reader, *meeting, *item, form);
  });
}

http::Response save_item_form(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = run_meeting(visit, writer, instead);
    if (!meeting) return instead;
    auto stored = item_of(visit, writer, *meeting);
    if (!stored) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    item_fields(visit, form, *stored, agenda_of(writer, *meeting, Audience::Runs));
    AgendaItem item = *stored;
    if (!read(form, item, false)) return item_page(visit, writer, *meeting, *stored, form);
    auto saved = save_item(writer, visit.context, item);
    if (saved) return back(meeting->id);
    form.error(saved.error().detail, saved.error().message);
    if (saved.error().code == ErrorCode::Conflict) form.set("version", std::to_string(stored->version));
    return item_page(visit, writer, *meeting, *stored, form, status_of(saved.error()));
  });
}

http::Response place_item_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form();
    auto moved = move_item(writer, visit.context, visit.request.parameter("item"), sent && sent->get("up") == "1");
    if (!moved) return visit.site.error_page(visit, moved.error());
    return back(visit.request.parameter("id"));
  });
}

http::Response remove_item_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form();
    auto removed = remove_item(writer, visit.context, visit.request.parameter("item"),
                               sent ? parse_integer(sent->get("version")).value_or(0) : 0);
    if (!removed) return visit.site.error_page(visit, removed.error());
    return back(visit.request.parameter("id"));
  });
}

namespace {

http::Response proposal_page(Visit& visit, Meeting const& meeting, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Propose a topic"));
  view.lead = words(N_("For “{title}”, {when}. Whoever runs the meeting decides; here you see what became of it."),
                    {{"title", meeting.title}, {"when", time_text(meeting, words.language())}});
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

void proposal_fields(Form& form, Meeting const& meeting) {
  topic_fields(form, {});
  form.submit(N_("Propose it"));
  form.cancel(href_of(meeting.id));
}

}  // namespace

http::Response show_proposal(Visit& visit) {
  auto meeting = visit.context.county.database.read(
      [&](db::Reader& reader) { return find_meeting(reader, visit.request.parameter("id")); });
  if (!meeting) return visit.site.error_page(visit, 404);
  Form form(visit, visit.request.path);
  proposal_fields(form, *meeting);
  return proposal_page(visit, *meeting, form);
}

http::Response propose_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto meeting = find_meeting(writer, visit.request.parameter("id"));
    if (!meeting) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    proposal_fields(form, *meeting);
    AgendaItem item;
    item.meeting_id = meeting->id;
    if (!read(form, item, true)) return proposal_page(visit, *meeting, form);
    auto proposed = propose_item(writer, visit.context, item);
    if (proposed) return back(meeting->id);
    form.error(proposed.error().detail, proposed.error().message);
    return proposal_page(visit, *meeting, form, status_of(proposed.error()));
  });
}

http::Response show_decision(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    auto item = item_of(visit, reader, *meeting);
    if (!item) return visit.site.error_page(visit, 404);
    return decision_page(visit, *meeting, *item, nullptr);
  });
}

http::Response decision_page(Visit& visit, Meeting const& meeting, AgendaItem const& item, Error const* error) {
  Words words(visit);
  Form form(visit, href_of(meeting.id) + "/agenda/" + item.id + "/decision");
  form.radios("decision", N_("Your decision"), {{"accept", words(N_("Onto the agenda"))}, {"decline", words(N_("Not this time"))}})
      .required();
  form.long_text("reason", N_("Why not?")).longest(500).rows(3).hint(N_("Only if it is not taken. Whoever proposed it reads this."));
  form.submit(N_("Decide"));
  form.cancel(href_of(meeting.id) + "#h-agenda");
  if (error) {
    form.read();
    form.error(error->detail, error->message);
  }
  FormPageView view;
  view.title = item.title;
  view.lead = words(N_("A member proposed this topic for “{title}”."), {{"title", meeting.title}});
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), error ? status_of(*error) : 0);
}

http::Response decide_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = run_meeting(visit, writer, instead);
    if (!meeting) return instead;
    auto item = item_of(visit, writer, *meeting);
    if (!item) return visit.site.error_page(visit, 404);
    auto sent = visit.request.form();
    std::string decision = sent ? sent->get("decision") : "";
    if (decision != "accept" && decision != "decline") {
      Error missing{ErrorCode::Invalid, N_("Please choose one."), "decision"};
      return decision_page(visit, *meeting, *item, &missing);
    }
    auto done = decide_item(writer, visit.context, item->id, decision == "accept", sent->get("reason"));
    if (done) return back(meeting->id);
    return decision_page(visit, *meeting, *item, &done.error());
  });
}

std::vector<AgendaRowView> agenda_rows(Visit& visit, db::Reader& reader, Meeting const& meeting) {
  Words words(visit);
  bool runs = may_run(visit.context.actor, meeting);
  std::vector<AgendaRowView> rows;
  auto items = agenda_of(reader, meeting, runs ? Audience::Runs : Audience::Member, visit.context.actor.account_id);
  auto papers = papers_of(reader, items);
  for (auto const& item : items) {
    AgendaRowView row;
    row.papers = paper_links(papers, item, href_of(meeting.id));
    row.number = item.number;
    row.title = item.title;
    row.presenter = item.presenter;
    row.is_part = !item.parent_id.empty();
    if (item.at) row.at = i18n::format_time(*item.at);
    if (item.minutes > 0) row.minutes = words.count("{n} minute", "{n} minutes", item.minutes, {{"n", std::to_string(item.minutes)}});
    std::string here = href_of(meeting.id) + "/agenda/" + item.id;
    switch (item.state) {
      case ItemState::OnAgenda:
        if (runs && item.visibility != Visibility::Internal) row.note = words(item.visibility == Visibility::Public ? N_("public") : N_("hidden"));
        break;
      case ItemState::Proposed: row.note = words(N_("proposed, not decided yet")); break;
      case ItemState::Declined: row.note = words(N_("not this time: {reason}"), {{"reason", item.answer}}); break;
    }
    if (runs && item.state == ItemState::Proposed) {
      row.href = here + "/decision";
      row.act = words(N_("Decide"));
    } else if (runs && item.state == ItemState::OnAgenda) {
      row.href = here;
      row.act = words(N_("Change"));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace mila::meetings
