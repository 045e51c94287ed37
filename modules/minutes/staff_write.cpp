// Writing minutes: each part saves on its own, by its button or, with scripts, by itself.
#include <algorithm>
#include <array>
#include <map>

#include "modules/agreements/agreements.h"
#include "modules/minutes/staff_kit.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::minutes {
namespace {

/// What is said in every meeting.
constexpr std::array kPhrases{N_("… reports:"),
                              N_("All agree."),
                              N_("Taken note of."),
                              N_("Put off to the next meeting."),
                              N_("Open question:"),
                              N_("It helps if:"),
                              N_("The body asks … to")};

std::map<std::string, std::string> names_of(db::Reader& reader, std::vector<Part> const& parts) {
  std::vector<std::string> ids;
  for (auto const& part : parts)
    if (!part.modified_by.empty()) ids.push_back(part.modified_by);
  std::map<std::string, std::string> names;
  for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
  return names;
}

std::vector<Choice> reader_choices(Words const& words) {
  return {{"internal", words(N_("members"))}, {"public", words(N_("everybody, once the minutes are approved and released"))},
          {"hidden", words(N_("only who writes"))}};
}

WritePartView part_view(Visit& visit, Words const& words, Part const& part, std::string const& by) {
  WritePartView view;
  view.id = part.id;
  view.heading = part_heading(part);
  view.action = href_of(part.minutes_id) + "/parts/" + part.id;
  view.version = std::to_string(part.version);
  view.text = part.text;
  view.hidden = part.visibility == Visibility::Hidden;
  view.is_public = part.visibility == Visibility::Public;
  if (part.version > 0)
    view.state = words(N_("Saved at {time}, {who}"), {{"time", clock_of(visit.context, part.modified)}, {"who", by}});
  view.is_beyond = part.number.empty();
  if (view.is_beyond) {
    if (part.version > 0) view.removal = view.action + "/removal";
    for (auto const& one : reader_choices(words))
      view.readers.push_back({one.value, one.label, "", one.value == meetings::name_of(part.visibility)});
  }
  for (std::size_t i = 0; i < kPhrases.size(); ++i) view.phrases.push_back({std::to_string(i), words(kPhrases[i])});
  return view;
}

void agreement_fields(Form& form, std::string const& id) {
  form.hidden("agreement_id", id);
  form.long_text("agreement", N_("What was agreed on?")).required().longest(1000).rows(2);
  form.date("review", N_("When is it looked at again?"));
  form.submit(N_("Note the agreement"));
  form.quiet();
}

void task_fields(Form& form, std::string const& id) {
  form.hidden("task_id", id);
  form.text("what", N_("What is to be done?")).required();
  form.date("due", N_("Until when?"));
  form.submit(N_("Note the task"));
  form.quiet();
}

/// Another part, beyond the agenda.
void more_fields(Form& form, Words const& words, std::string const& id) {
  form.hidden("id", id);
  form.text("title", N_("What else was talked about?")).required();
  form.radios("visibility", N_("Who reads it?"), reader_choices(words)).value("internal");
  form.submit(N_("Add"));
  form.quiet();
}

/// Agreements and tasks of the meeting, and two small forms for more.
void noted_here(Visit& visit, db::Reader& reader, Opened const& opened, WriteView& view) {
  Words words(visit);
  if (!agreements::may_write(visit.context.actor, opened.minutes.body_id)) return;
  for (auto const& one : agreements::agreements_of_meeting(reader, opened.minutes.id))
    if (one.body_id == opened.minutes.body_id)
      view.noted.push_back({"/staff/agreements/" + one.id, one.number + " " + one.text, words(N_("Agreement"))});
  for (auto const& one : agreements::tasks_of_meeting(reader, opened.minutes.id)) {
    if (one.body_id != opened.minutes.body_id) continue;
    view.noted.push_back({"/staff/tasks/" + one.id + (one.has_holder() ? "" : "/edit"), one.what,
                          one.has_holder() ? words(N_("Task")) : words(N_("Task: who does it?"))});
  }
  view.has_noted = !view.noted.empty();
  std::string here = href_of(opened.minutes.id);
  Form agreement(visit, here + "/agreements");
  agreement_fields(agreement, uuid_v7(visit.context.now(), visit.context.random));
  Form task(visit, here + "/tasks");
  task_fields(task, uuid_v7(visit.context.now(), visit.context.random));
  view.agreement = agreement.view();
  view.task = task.view();
  view.may_note = true;
}

http::Response writing_page(Visit& visit, db::Reader& reader, Opened const& opened, Form const& more, int status = 0) {
  Words words(visit);
  WriteView view;
  view.title = words(N_("Write the minutes"));
  view.lead = heading_of(opened, words.language());
  view.owner = visit.context.actor.account_id;
  view.read_href = href_of(opened.minutes.id);
  if (opened.meeting) view.back_href = "/staff/meetings/" + opened.meeting->id;
  if (opened.runs) view.writers_href = view.read_href + "/writers";
  auto parts = parts_of(reader, opened);
  auto names = names_of(reader, parts);
  for (auto const& part : parts) view.parts.push_back(part_view(visit, words, part, names[part.modified_by]));
  if (opened.meeting && opened.runs) {
    view.attendance_href = view.back_href + "/attendance";
    noted_here(visit, reader, opened, view);
  }
  view.more = more.view();
  if (opened.minutes.version > 0 && opened.minutes.state == State::Draft)
    view.acts.push_back({view.read_href + "/state", words(N_("Written: check it")), "to", "check", true});
  view.has_acts = !view.acts.empty();
  if (opened.minutes.state == State::Check) view.check_href = view.read_href + "/check";
  auto frame = minutes_frame(visit, opened, view.title);
  frame.head = {"<script src=\"" + visit.site.asset("minutes.js") + "\" defer></script>\n"};
  return visit.site.page(visit, "minutes/staff/write.html", view, frame, status ? status : more.status());
}

/// The script asks for an answer it can read.
bool by_script(http::Request const& request) { return request.header("accept").find("application/json") != std::string::npos; }

http::Response json(nlohmann::json const& answer, int status) {
  return http::text(answer.dump(), "application/json", status);
}

http::Response back_to(std::string_view minutes_id, std::string_view part_id) {
  return http::see_other(href_of(minutes_id) + "/writing?done=saved#part-" + std::string(part_id));
}

/// Both texts: what stands there now, and what was to be saved, ready to be saved again.
http::Response clash_page(Visit& visit, db::Reader& reader, Opened const& opened, Part const& stored, std::string const& yours,
                          Error const& error) {
  ClashPageView view;
  view.title = part_heading(stored);
  bool clash = error.code == ErrorCode::Conflict;
  if (clash) {
    view.now = stored.text;
    view.by = names_of(reader, {stored})[stored.modified_by];
  }
  Form form(visit, href_of(opened.minutes.id) + "/parts/" + stored.id);
  form.long_text("text", N_("Your text")).longest(kTextMost * 2).rows(12);
  form.hidden("version", "");
  form.submit(N_("Save"));
  form.cancel(href_of(opened.minutes.id) + "/writing#part-" + stored.id);
  form.set("text", yours);
  form.set("version", std::to_string(stored.version));
  if (!clash) form.error("text", error.message);
  view.form = form.view();
  return visit.site.page(visit, "minutes/staff/clash.html", view, minutes_frame(visit, opened, view.title), status_of(error));
}

/// What was typed, with the phrase that was chosen, on a line of its own.
std::string text_in(Visit const& visit, http::Fields const& sent) {
  std::string text;
  for (auto const& [name, value] : sent.items())
    if (name == "text") text = replace_all(value, "\r\n", "\n");
  if (sent.get("act") != "insert") return text;
  auto phrase = parse_integer(sent.get("phrase"));
  if (!phrase || *phrase < 0 || *phrase >= static_cast<std::int64_t>(kPhrases.size())) return text;
  if (!text.empty() && text.back() != '\n') text += "\n";
  return text + Words(visit)(kPhrases[static_cast<std::size_t>(*phrase)]) + " ";
}

}  // namespace

http::Response show_writing(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = opened_for(visit, reader, &Opened::writes, instead);
    if (!opened) return instead;
    Form more(visit, href_of(opened->minutes.id) + "/parts");
    more_fields(more, Words(visit), uuid_v7(visit.context.now(), visit.context.random));
    return writing_page(visit, reader, *opened, more);
  });
}

http::Response save_part_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = opened_for(visit, writer, &Opened::writes, instead);
    if (!opened) return instead;
    auto parts = parts_of(writer, *opened);
    auto stored = std::find_if(parts.begin(), parts.end(), [&](Part const& one) { return one.id == visit.request.parameter("part"); });
    if (stored == parts.end()) return visit.site.error_page(visit, 404);
    auto sent = visit.request.form().value_or(http::Fields{});
    Part part = *stored;
    part.text = text_in(visit, sent);
    if (auto chosen = meetings::visibility_named(sent.get("visibility"))) part.visibility = *chosen;  // of an item its own counts
    part.version = parse_integer(sent.get("version")).value_or(-1);
    auto saved = save_part(writer, visit.context, opened->minutes.id, part);
    if (by_script(visit.request)) {
      if (saved) return json({{"version", std::to_string(saved->version)}, {"time", clock_of(visit.context, writer.now())}}, 200);
      return json({{"problem", Words(visit)(saved.error().message.c_str())}}, status_of(saved.error()));
    }
    if (saved) return back_to(opened->minutes.id, part.id);
    return clash_page(visit, writer, *opened, *stored, part.text, saved.error());
  });
}

http::Response add_part_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = opened_for(visit, writer, &Opened::writes, instead);
    if (!opened) return instead;
    Form more(visit, href_of(opened->minutes.id) + "/parts");
    more_fields(more, Words(visit), "");
    if (!more.read()) return writing_page(visit, writer, *opened, more);
    Part part;
    if (is_uuid(more["id"])) part.id = more["id"];
    part.title = more["title"];
    part.visibility = meetings::visibility_named(more["visibility"]).value_or(Visibility::Internal);
    auto saved = save_part(writer, visit.context, opened->minutes.id, part);
    // Sent twice, it is there already.
    if (!saved && saved.error().code == ErrorCode::Conflict) return back_to(opened->minutes.id, part.id);
    if (saved) return back_to(opened->minutes.id, saved->id);
    more.error(saved.error().detail, saved.error().message);
    return writing_page(visit, writer, *opened, more, status_of(saved.error()));
  });
}

namespace {

/// A form of this page alone, with what is wrong.
http::Response note_page(Visit& visit, Opened const& opened, char const* title, Form const& form, int status = 0) {
  FormPageView view;
  view.title = Words(visit)(title);
  view.lead = heading_of(opened, visit.context.language);
  return form_page(visit, view, form, minutes_frame(visit, opened, view.title), status);
}

/// Of a meeting whose body the actor runs; else the answer in `instead`.
std::optional<Opened> noting_for(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto opened = opened_for(visit, reader, &Opened::runs, instead);
  if (opened && !opened->meeting) {
    instead = visit.site.error_page(visit, 404);
    return std::nullopt;
  }
  return opened;
}

}  // namespace

namespace {

/// Both forms of noting: what they ask for, and how what was sent is kept.
http::Response note_now(Visit& visit, char const* title, void (*fields)(Form&, std::string const&),
                        std::optional<Error> (*keep)(db::Writer&, Context&, meetings::Meeting const&, Form const&)) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = noting_for(visit, writer, instead);
    if (!opened) return instead;
    Form form(visit, visit.request.path);
    fields(form, "");
    if (!form.read()) return note_page(visit, *opened, title, form);
    auto problem = keep(writer, visit.context, *opened->meeting, form);
    if (!problem) return http::see_other(href_of(opened->minutes.id) + "/writing?done=saved#h-noted");
    form.error(problem->detail, problem->message);
    return note_page(visit, *opened, title, form, status_of(*problem));
  });
}

std::optional<Error> keep_agreement(db::Writer& writer, Context& context, meetings::Meeting const& meeting, Form const& form) {
  agreements::Agreement agreement;
  if (is_uuid(form["agreement_id"])) agreement.id = form["agreement_id"];
  agreement.body_id = meeting.body_id;
  agreement.meeting_id = meeting.id;
  agreement.agreed_on = meeting.day;
  agreement.text = form["agreement"];
  agreement.review_on = parse_iso_date(form["review"]);
  auto saved = agreements::save_agreement(writer, context, agreement);
  if (saved) return std::nullopt;
  return Error{saved.error().code, saved.error().message, saved.error().detail == "review_on" ? "review" : "agreement"};
}

std::optional<Error> keep_task(db::Writer& writer, Context& context, meetings::Meeting const& meeting, Form const& form) {
  agreements::Task task;
  if (is_uuid(form["task_id"])) task.id = form["task_id"];
  task.body_id = meeting.body_id;
  task.meeting_id = meeting.id;
  task.what = form["what"];
  task.due = parse_iso_date(form["due"]);
  auto saved = agreements::save_task(writer, context, task, agreements::Tell::Later);
  if (saved) return std::nullopt;
  return Error{saved.error().code, saved.error().message, "what"};
}

}  // namespace

http::Response note_agreement_now(Visit& visit) { return note_now(visit, N_("Note the agreement"), agreement_fields, keep_agreement); }
http::Response note_task_now(Visit& visit) { return note_now(visit, N_("Note the task"), task_fields, keep_task); }

http::Response remove_part_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form().value_or(http::Fields{});
    auto id = visit.request.parameter("id");
    auto removed = remove_part(writer, visit.context, id, visit.request.parameter("part"),
                               parse_integer(sent.get("version")).value_or(0));
    if (!removed) return visit.site.error_page(visit, removed.error());
    return http::see_other(href_of(id) + "/writing?done=saved");
  });
}

namespace {

http::Response writers_page(Visit& visit, db::Reader& reader, Opened const& opened, Form const& form) {
  Words words(visit);
  ListPageView view;
  view.title = words(N_("Who writes?"));
  FormPageView page;
  page.title = view.title;
  std::vector<std::string> names;
  for (auto const& account : auth::find_accounts(reader, writers_of(reader, opened.minutes.id))) names.push_back(account.name);
  page.lead = names.empty() ? words(N_("Who runs the body writes. You can name somebody with an account who writes, too."))
                            : words(N_("Beside who runs the body: {names}."), {{"names", join(names, ", ")}});
  return form_page(visit, page, form, minutes_frame(visit, opened, page.title));
}

void writer_fields(Form& form, Words const& words, std::string const& back) {
  form.mail("mail", N_("Mail address of the account")).required();
  form.radios("writes", N_("From now on"), {{"1", words(N_("writes these minutes, too"))}, {"0", words(N_("does not write them any more"))}}).value("1");
  form.submit(N_("Save"));
  form.cancel(back);
}

}  // namespace

http::Response show_writers(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto opened = opened_for(visit, reader, &Opened::runs, instead);
    if (!opened) return instead;
    Form form(visit, visit.request.path);
    writer_fields(form, Words(visit), href_of(opened->minutes.id) + "/writing");
    return writers_page(visit, reader, *opened, form);
  });
}

http::Response name_writer_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto opened = opened_for(visit, writer, &Opened::runs, instead);
    if (!opened) return instead;
    Form form(visit, visit.request.path);
    writer_fields(form, Words(visit), href_of(opened->minutes.id) + "/writing");
    if (!form.read()) return writers_page(visit, writer, *opened, form);
    auto account = auth::find_account_by_mail(writer, form["mail"]);
    if (!account) {
      form.error("mail", N_("Nobody has an account with this address. Please ask the coordination to invite this person."));
      return writers_page(visit, writer, *opened, form);
    }
    auto named = name_writer(writer, visit.context, opened->minutes.id, account->id, form["writes"] == "1");
    if (!named) return visit.site.error_page(visit, named.error());
    return http::see_other(visit.request.path + "?done=saved");
  });
}

}  // namespace mila::minutes
