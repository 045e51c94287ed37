// Pages between writing and approval.
#include <algorithm>
#include <map>

#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::minutes {
namespace {

constexpr std::chrono::days kUsualTime{14};

char const* why_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::Name: return N_("A name. What somebody does says more: “Jobcenter, Team Integration”.");
    case FindingKind::Family: return N_("A family can be recognised. “A family of five in Furthau” is enough.");
    case FindingKind::Phone: return N_("A phone number. The directory has those of offices, always the newest.");
    case FindingKind::Mail: return N_("A mail address. The directory has those of offices, always the newest.");
    case FindingKind::File: break;
  }
  return N_("A file number leads to a person.");
}

FindingView finding_view(Words const& words, Opened const& opened, Finding const& finding, Part const& part, bool left) {
  std::string here = href_of(opened.minutes.id);
  FindingView view;
  view.key = finding.key;
  view.text = finding.text;
  view.why = words(why_of(finding.kind));
  view.part = part_heading(part);
  view.href = here + "/writing#part-" + part.id;
  view.action = here + "/hints";
  view.leave_value = left ? "0" : "1";
  view.leave_label = words(left ? N_("Look at it again") : N_("Leave it so"));
  return view;
}

void circulation_fields(Visit& visit, Form& form) {
  auto day = Date{std::chrono::sys_days{meetings::today_of(visit.context)} + kUsualTime};
  form.date("until", N_("Until when may people object?")).required().value(format_iso_date(day));
  form.submit(N_("Send them round"));
}

http::Response check_page(Visit& visit, db::Reader& reader, Opened const& opened, Form& form, int status = 0) {
  Words words(visit);
  CheckView view;
  view.title = words(N_("Check the minutes"));
  view.lead = heading_of(opened, words.language());
  view.action = href_of(opened.minutes.id) + "/state";
  view.write_href = href_of(opened.minutes.id) + "/writing";
  view.read_href = href_of(opened.minutes.id);
  auto parts = parts_of(reader, opened);
  auto part_named = [&](std::string const& id) -> Part const& {
    return *std::find_if(parts.begin(), parts.end(), [&](Part const& part) { return part.id == id; });
  };
  Opened all = opened;
  all.minutes.kept.clear();
  auto const& kept = opened.minutes.kept;
  for (auto const& one : findings_of(reader, visit.context, all, parts)) {
    bool left = std::find(kept.begin(), kept.end(), one.key) != kept.end();
    (left ? view.left : view.findings).push_back(finding_view(words, opened, one, part_named(one.part_id), left));
  }
  view.clean = view.findings.empty();
  view.has_left = !view.left.empty();
  view.can_circulate = view.clean && opened.runs;
  view.form = form.view();
  return visit.site.page(visit, "minutes/staff/check.html", view, minutes_frame(visit, opened, view.title), status ? status : form.status());
}

http::Response to_page(std::string_view id, std::string const& more = "?done=saved") { return http::see_other(href_of(id) + more); }

}  // namespace

http::Response show_check(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = opened_for(visit, reader, &Opened::writes, instead);
    if (!opened) return instead;
    if (opened->minutes.state != State::Check) return to_page(opened->minutes.id, opened->minutes.state == State::Draft ? "/writing" : "");
    Form form(visit, href_of(opened->minutes.id) + "/circulation");
    circulation_fields(visit, form);
    return check_page(visit, reader, *opened, form);
  });
}

http::Response decide_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form().value_or(http::Fields{});
    auto id = visit.request.parameter("id");
    auto done = decide_finding(writer, visit.context, id, sent.get("key"), sent.get("leave") == "1");
    if (!done) return visit.site.error_page(visit, done.error());
    return to_page(id, "/check?done=saved");
  });
}

http::Response change_state_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form().value_or(http::Fields{});
    auto id = visit.request.parameter("id"), to = sent.get("to");
    auto done = to == "check"    ? finish_writing(writer, visit.context, id)
                : to == "draft"  ? write_on(writer, visit.context, id)
                : to == "approved" ? approve(writer, visit.context, id)
                : to == "public" || to == "internal" ? set_released(writer, visit.context, id, to == "public")
                                                     : Result<bool>(Error{ErrorCode::NotFound, N_("These minutes are not there."), ""});
    if (!done) return visit.site.error_page(visit, done.error());
    return to_page(id, to == "check" ? "/check" : to == "draft" ? "/writing" : "?done=saved");
  });
}

http::Response circulate_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = opened_for(visit, writer, &Opened::runs, instead);
    if (!opened) return instead;
    Form form(visit, visit.request.path);
    circulation_fields(visit, form);
    if (!form.read()) return check_page(visit, writer, *opened, form);
    auto sent = circulate(writer, visit.context, opened->minutes.id, parse_iso_date(form["until"]).value_or(Date{}));
    if (sent) return to_page(opened->minutes.id);
    form.error(sent.error().detail, sent.error().message);
    return check_page(visit, writer, *opened, form, status_of(sent.error()));
  });
}

namespace {

/// The objection named in the address, of the minutes named there.
std::optional<Objection> objection_of(Visit& visit, db::Reader& reader, Opened const& opened) {
  auto objection = load_objection(reader, visit.context, visit.request.parameter("objection"));
  return objection && objection->minutes_id == opened.minutes.id ? objection : std::nullopt;
}

void answer_fields(Form& form, Words const& words, Objection const& objection) {
  form.radios("state", N_("What becomes of it?"),
              {{"accepted", words(N_("taken over: the text says so now"))}, {"declined", words(N_("not taken over"))}})
      .required()
      .value(objection.state == ObjectionState::Open ? "" : std::string(name_of(objection.state)));
  form.long_text("answer", N_("A word to whoever objected")).required().longest(1000).rows(3).value(objection.answer);
  form.hidden("version", std::to_string(objection.version));
  form.submit(N_("Answer"));
  form.cancel(href_of(objection.minutes_id) + "#h-objections");
}

http::Response objection_page(Visit& visit, Opened const& opened, Objection const& objection, Form const& form, int status = 0) {
  FormPageView view;
  view.title = objection.name.empty() ? Words(visit)(N_("An objection")) : objection.name;
  view.lead = objection.text;
  return form_page(visit, view, form, minutes_frame(visit, opened, view.title), status);
}

}  // namespace

http::Response show_objection(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = opened_for(visit, reader, &Opened::runs, instead);
    if (!opened) return instead;
    auto objection = objection_of(visit, reader, *opened);
    if (!objection) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    answer_fields(form, Words(visit), *objection);
    return objection_page(visit, *opened, *objection, form);
  });
}

http::Response answer_objection_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = opened_for(visit, writer, &Opened::runs, instead);
    if (!opened) return instead;
    auto objection = objection_of(visit, writer, *opened);
    if (!objection) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    answer_fields(form, Words(visit), *objection);
    if (!form.read()) return objection_page(visit, *opened, *objection, form);
    auto state = form["state"] == "accepted" ? ObjectionState::Accepted : ObjectionState::Declined;
    auto done = answer_objection(writer, visit.context, objection->id, state, form["answer"], parse_integer(form["version"]).value_or(0));
    if (done) return to_page(opened->minutes.id, "?done=saved#h-objections");
    form.error(done.error().detail, done.error().message);
    return objection_page(visit, *opened, *objection, form, status_of(done.error()));
  });
}

}  // namespace mila::minutes
