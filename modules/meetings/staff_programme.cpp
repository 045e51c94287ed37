// The programme for the network, and its forms for who runs the meeting.
#include <algorithm>

#include "modules/meetings/programme_pages.h"
#include "modules/meetings/programme_store.h"
#include "modules/meetings/staff_kit.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/site/qr.h"

namespace mila::meetings {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

std::string href_of(std::string_view meeting_id) { return std::string(kPath) + "/" + std::string(meeting_id) + "/programme"; }

char const* entry_kind_label(EntryKind kind) {
  switch (kind) {
    case EntryKind::Plenary: return N_("Plenary");
    case EntryKind::Speaker: return N_("Talk");
    case EntryKind::Break: return N_("Break, time to talk");
    case EntryKind::Workshops: return N_("Workshops");
    case EntryKind::Visit: break;
  }
  return N_("Visit to a place of good work");
}

Page programme_frame(Visit& visit, Meeting const& meeting, std::string const& title) {
  Words words(visit);
  std::string all = words(N_("Programme"));
  Page frame;
  frame.title = title.empty() ? all : title;
  frame.active_path = kPath;
  frame.crumbs = {{words(kTitle), kPath}, {meeting.title, std::string(kPath) + "/" + meeting.id}, {all, title.empty() ? "" : href_of(meeting.id)}};
  if (!title.empty()) frame.crumbs.push_back({title, ""});
  return frame;
}

/// 404 and 403 as an answer in `instead`.
std::optional<Meeting> run_meeting(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto meeting = find_meeting(reader, visit.request.parameter("id"));
  if (meeting && may_run(visit.context.actor, *meeting)) return meeting;
  instead = visit.site.error_page(visit, meeting ? 403 : 404);
  return std::nullopt;
}

std::optional<ProgrammeEntry> entry_in(Visit& visit, db::Reader& reader, Meeting const& meeting) {
  auto entry = find_entry(reader, visit.request.parameter("entry"));
  return entry && entry->meeting_id == meeting.id ? entry : std::nullopt;
}

void entry_fields(Visit& visit, Form& form, Meeting const& meeting, ProgrammeEntry const& entry) {
  Words words(visit);
  form.text("title", N_("What happens?")).required().longest(200).value(entry.title);
  form.time("start", N_("Begins at")).required().value(i18n::format_time(entry.start));
  form.time("end", N_("Ends at")).required().value(i18n::format_time(entry.start + entry.length));
  form.text("who", N_("Who speaks?")).longest(150).value(entry.who);
  form.text("place", N_("Room, or the address of a visit")).longest(200).value(entry.place);
  std::vector<Choice> kinds, day_choices;
  for (EntryKind kind : all_entry_kinds()) kinds.push_back({std::string(name_of(kind)), words(entry_kind_label(kind))});
  form.select("kind", N_("Kind"), std::move(kinds)).value(std::string(name_of(entry.kind)));
  form.fold(N_("Another day, questions of the hall"));
  for (int n = 0; n < 5; ++n)
    day_choices.push_back({std::to_string(n), i18n::format_date(Date{sys_days{meeting.day} + days{n}}, words.language(), i18n::DateStyle::WeekdayLong)});
  form.select("day", N_("Day"), std::move(day_choices)).value(std::to_string(entry.day_number));
  form.checkbox("questions", N_("The hall may ask questions without a name")).checked(entry.takes_questions)
      .hint(N_("They come by a short address, from the day before until the end of the day, and are deleted after 14 days."));
  form.hidden("version", std::to_string(entry.version));
  form.submit(N_("Save"));
  form.cancel(href_of(meeting.id));
}

bool read(Form& form, ProgrammeEntry& entry) {
  if (!form.read()) return false;
  auto start = time_in(form["start"]), end = time_in(form["end"]);
  if (!start) form.error("start", N_("Please write the time like 14:30."));
  if (!end) form.error("end", N_("Please write the time like 14:30."));
  if (form.has_errors()) return false;
  entry.title = form["title"];
  entry.who = form["who"];
  entry.place = form["place"];
  entry.start = *start;
  entry.length = *end - *start;
  entry.kind = entry_kind_named(form["kind"]).value_or(EntryKind::Plenary);
  entry.day_number = static_cast<int>(parse_integer(form["day"]).value_or(0));
  entry.takes_questions = form.is_checked("questions");
  return true;
}

http::Response entry_page(Visit& visit, Meeting const& meeting, ProgrammeEntry const& entry, Form const& form, int status = 0) {
  Words words(visit);
  ItemView view;
  view.title = entry.version == 0 ? words(N_("Add to the programme")) : entry.title;
  view.lead = meeting.title;
  view.form = form.view();
  if (entry.version != 0) {
    view.acts = {{href_of(meeting.id) + "/" + entry.id + "/removal", words(N_("Take it out of the programme")), false, "version", std::to_string(entry.version)}};
    view.has_acts = true;
  }
  return visit.site.page(visit, "meetings/staff/item.html", view, programme_frame(visit, meeting, view.title), status ? status : form.status());
}

/// After the last one.
ProgrammeEntry fresh_entry(db::Reader& reader, Meeting const& meeting) {
  ProgrammeEntry entry;
  entry.meeting_id = meeting.id;
  entry.start = meeting.start;
  auto entries = programme_of(reader, meeting.id);
  if (!entries.empty()) {
    entry.day_number = entries.back().day_number;
    entry.start = std::min(entries.back().start + entries.back().length, minutes{22 * 60});
  }
  return entry;
}

http::Response back(std::string_view meeting_id) { return http::see_other(href_of(meeting_id) + "?done=saved"); }

void settings_fields(Visit& visit, Form& form, Meeting const& meeting, Programme const& settings) {
  form.text("languages", N_("Languages")).longest(200).value(settings.languages)
      .hint(N_("Like “German and Polish, with interpreters”."));
  std::vector<Choice> zones;
  for (auto const& zone : partner_zones())
    if (zone != visit.context.county.config().zone) zones.push_back({zone, city_of(zone)});
  form.checkboxes("zones", N_("Show the time of these places, too"), std::move(zones)).values(settings.zones);
  form.long_text("next", N_("The next meeting")).longest(500).rows(3).value(settings.next_meeting)
      .hint(N_("Where and when one meets again, at home or abroad."));
  form.hidden("version", std::to_string(settings.version));
  form.submit(N_("Save"));
  form.cancel(href_of(meeting.id));
}

http::Response settings_page(Visit& visit, Meeting const& meeting, Form const& form, int status = 0) {
  FormPageView view;
  view.title = Words(visit)(N_("Languages, time elsewhere, next meeting"));
  return form_page(visit, view, form, programme_frame(visit, meeting, view.title), status);
}

}  // namespace

http::Response show_own_programme(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto meeting = find_meeting(reader, visit.request.parameter("id"));
    if (!meeting) return visit.site.error_page(visit, 404);
    Words words(visit);
    ProgrammeView view;
    view.title = words(N_("Programme"));
    view.meeting = meeting->title;
    view.back_href = std::string(kPath) + "/" + meeting->id;
    auto settings = programme_settings(reader, meeting->id);
    auto entries = programme_of(reader, meeting->id);
    view.days = programme_days(visit.context, *meeting, entries, settings);
    view.has_days = !view.days.empty();
    view.languages = settings.languages;
    view.next_meeting = settings.next_meeting;
    if (may_run(visit.context.actor, *meeting)) {
      view.add_href = href_of(meeting->id) + "/new";
      view.settings_href = href_of(meeting->id) + "/settings";
      std::size_t n = 0;
      for (auto& day : view.days)
        for (auto& line : day.lines) {
          auto const& entry = entries[n++];
          line.href = href_of(meeting->id) + "/" + entry.id;
          if (!entry.takes_questions) continue;
          line.questions_href = line.href + "/questions";
          line.questions = words(N_("Questions of the hall"));
        }
    }
    return visit.site.page(visit, "meetings/staff/programme.html", view, programme_frame(visit, *meeting, ""));
  });
}

http::Response show_new_entry(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    Form form(visit, href_of(meeting->id));
    entry_fields(visit, form, *meeting, fresh_entry(reader, *meeting));
    return entry_page(visit, *meeting, {}, form);
  });
}

http::Response add_entry(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = run_meeting(visit, writer, instead);
    if (!meeting) return instead;
    ProgrammeEntry entry = fresh_entry(writer, *meeting);
    Form form(visit, href_of(meeting->id));
    entry_fields(visit, form, *meeting, entry);
    if (!read(form, entry)) return entry_page(visit, *meeting, {}, form);
    // The second of two clicks.
    for (auto const& other : programme_of(writer, meeting->id))
      if (other.title == trim(entry.title) && other.start == entry.start && other.day_number == entry.day_number) return back(meeting->id);
    auto saved = save_entry(writer, visit.context, entry);
    if (saved) return back(meeting->id);
    form.error(saved.error().detail, saved.error().message);
    return entry_page(visit, *meeting, {}, form, status_of(saved.error()));
  });
}

http::Response show_entry(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    auto entry = entry_in(visit, reader, *meeting);
    if (!entry) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    entry_fields(visit, form, *meeting, *entry);
    return entry_page(visit, *meeting, *entry, form);
  });
}

http::Response save_entry_form(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = run_meeting(visit, writer, instead);
    if (!meeting) return instead;
    auto stored = entry_in(visit, writer, *meeting);
    if (!stored) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    entry_fields(visit, form, *meeting, *stored);
    ProgrammeEntry entry = *stored;
    if (!read(form, entry)) return entry_page(visit, *meeting, *stored, form);
    entry.version = parse_integer(form["version"]).value_or(-1);
    if (entry.version < 1) entry.version = -1;
    auto saved = save_entry(writer, visit.context, entry);
    if (saved) return back(meeting->id);
    form.error(saved.error().detail, saved.error().message);
    if (saved.error().code == ErrorCode::Conflict) form.set("version", std::to_string(stored->version));
    return entry_page(visit, *meeting, *stored, form, status_of(saved.error()));
  });
}

http::Response remove_entry_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form();
    auto version = sent ? parse_integer(sent->get("version")).value_or(0) : 0;
    auto done = remove_entry(writer, visit.context, visit.request.parameter("entry"), version);
    if (!done) return visit.site.error_page(visit, done.error());
    return back(visit.request.parameter("id"));
  });
}

http::Response show_programme_settings(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    Form form(visit, visit.request.path);
    settings_fields(visit, form, *meeting, programme_settings(reader, meeting->id));
    return settings_page(visit, *meeting, form);
  });
}

http::Response save_programme_settings(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto meeting = run_meeting(visit, writer, instead);
    if (!meeting) return instead;
    auto stored = programme_settings(writer, meeting->id);
    Form form(visit, visit.request.path);
    settings_fields(visit, form, *meeting, stored);
    if (!form.read()) return settings_page(visit, *meeting, form);
    Programme settings{parse_integer(form["version"]).value_or(-1), form["languages"], form.all("zones"), form["next"]};
    auto saved = save_programme(writer, visit.context, meeting->id, settings);
    if (saved) return back(meeting->id);
    form.error(saved.error().detail, saved.error().message);
    if (saved.error().code == ErrorCode::Conflict) form.set("version", std::to_string(stored.version));
    return settings_page(visit, *meeting, form, status_of(saved.error()));
  });
}

http::Response show_questions(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto meeting = run_meeting(visit, reader, instead);
    if (!meeting) return instead;
    auto entry = entry_in(visit, reader, *meeting);
    if (!entry || entry->code.empty()) return visit.site.error_page(visit, 404);
    Words words(visit);
    QuestionsView view;
    view.title = words(N_("Questions of the hall"));
    view.lead = words(N_("{title}. The hall asks under this address, without a name:"), {{"title", entry->title}});
    view.address = visit.site.absolute(visit, "/de/hall/" + entry->code);
    view.qr = qr_svg(view.address, view.address);
    view.action = view.reload_href = visit.request.path;
    for (auto const& one : questions_of(reader, entry->id)) {
      bool is_new = one.state == QuestionState::New;
      view.questions.push_back({one.id, one.text, is_new ? "" : words(one.state == QuestionState::Asked ? N_("was asked") : N_("set aside")), is_new});
    }
    view.has_questions = !view.questions.empty();
    return visit.site.page(visit, "meetings/staff/questions.html", view, programme_frame(visit, *meeting, view.title));
  });
}

http::Response sort_question_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto sent = visit.request.form();
    auto act = sent ? question_act_named(sent->get("act")) : std::nullopt;
    if (!act) return visit.site.error_page(visit, 422);
    auto done = sort_question(writer, visit.context, sent->get("question"), *act);
    if (!done) return visit.site.error_page(visit, done.error());
    return http::see_other(visit.request.path);
  });
}

std::vector<Related> programme_related(Context& context, db::Reader& reader, Meeting const& meeting) {
  int n = count_entries(reader, meeting.id);
  bool large = meeting.kind == Kind::Conference || meeting.kind == Kind::Partner;
  if (n == 0 && !(large && may_run(context.actor, meeting))) return {};
  return {{context.text(N_("Programme")), "", href_of(meeting.id), false, context.text(kHall)}};
}

}  // namespace mila::meetings
