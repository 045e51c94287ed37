// Writing to many in three steps: to whom, what, and a look at it before it goes.
#include <algorithm>
#include <map>

#include "modules/circulars/pages.h"
#include "modules/circulars/sending.h"
#include "modules/directory/sectors.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/files/files.h"
#include "platform/http/multipart.h"
#include "platform/mail/markdown.h"

namespace mila::circulars {
namespace {

constexpr char const* kPath = "/staff/circulars";
constexpr char const* kTitle = N_("Mails to many");
constexpr char const* kChanged =
    N_("This draft was changed in another window. Below stands what you entered; saving again replaces what is there now.");

std::string href_of(std::string const& id, std::string const& step = "") {
  return std::string(kPath) + "/" + id + (step.empty() ? "" : "/" + step);
}

/// The draft of the address; nullopt with the answer to give when there is none to change.
std::optional<Circular> own_draft(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto circular = find_circular(reader, visit.request.parameter("id"));
  if (!circular) {
    instead = visit.site.error_page(visit, 404);
  } else if (!may_see(visit.context.actor, *circular)) {
    instead = visit.site.error_page(visit, 403);
  } else if (circular->state != State::Draft) {
    instead = http::see_other(href_of(circular->id));
  } else {
    return circular;
  }
  return std::nullopt;
}

/// "" first, so that a list box can be left alone.
std::vector<Choice> with_none(Visit const& visit, std::vector<Choice> choices) {
  choices.insert(choices.begin(), {"", Words(visit)(N_("all"))});
  return choices;
}

std::vector<Choice> topic_choices(std::string const& language) {
  std::vector<Choice> choices;
  auto const& taxonomy = taxonomy::taxonomy();
  for (auto const& topic : taxonomy.topics()) {
    std::string label = taxonomy.label(topic.code, language);
    if (!topic.parent.empty()) label = taxonomy.label(topic.parent, language) + ": " + label;
    choices.push_back({topic.code, label});
  }
  std::sort(choices.begin(), choices.end(), [&](Choice const& a, Choice const& b) {
    return i18n::sort_key(a.label, language) < i18n::sort_key(b.label, language);
  });
  return choices;
}

std::vector<Choice> place_choices(County& county) {
  std::vector<Choice> choices;
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality) choices.push_back({place.id, gazetteer->label(place)});
  for (auto const& area : gazetteer->areas()) choices.push_back({area.id, area.name});
  return choices;
}

std::vector<Choice> body_choices(Visit& visit, db::Reader& reader) {
  auto ids = visit.context.actor.scope_ids(Permission::WriteCirculars, Scope::Body);
  std::vector<Choice> choices;
  for (auto const& module : visit.site.modules())
    for (auto const& scope : module.scopes) {
      if (scope.scope != Scope::Body) continue;
      auto found = ids ? scope.names(visit.context, reader, *ids) : scope.find(visit.context, reader, "", 200);
      for (auto const& named : found) choices.push_back({named.id, named.name});
    }
  return choices;
}

/// Step 1 as a form.
struct ReceiverForm {
  ReceiverForm(Visit& visit, db::Reader& reader, std::string action, Circular const& circular) : form(visit, std::move(action)) {
    Words words(visit);
    bool county = visit.context.actor.may(Permission::WriteCirculars, Target{});
    std::vector<Choice> groups;
    for (auto const& group : all_groups(reader))
      if (may_write(visit.context.actor, group.filter)) groups.push_back({group.id, group.name});
    if (!groups.empty()) form.checkboxes("groups", N_("Groups"), groups).values(circular.groups);
    has_groups = !groups.empty();
    auto bodies = body_choices(visit, reader);
    if (!bodies.empty()) form.checkboxes("bodies", N_("Bodies"), bodies).values(circular.filter.bodies);
    has_bodies = !bodies.empty();
    if (county) form.checkbox("everybody", N_("Everybody: all people of the network and all organisations")).checked(circular.filter.everybody);
    has_everybody = county;
    form.fold(N_("Choose more closely"));
    auto first = [](std::vector<std::string> const& values) { return values.empty() ? "" : values.front(); };
    std::string const& language = words.language();
    form.select("place", N_("Place or area"), with_none(visit, place_choices(visit.context.county))).value(first(circular.filter.places));
    form.select("topic", N_("Topic"), with_none(visit, topic_choices(language))).value(first(circular.filter.topics));
    std::vector<Choice> kinds, roles;
    for (auto const& [code, title] : directory::sectors()) kinds.push_back({code, words(title)});
    for (auto const& role : visit.site.roles().all()) roles.push_back({role.name, role.label(language)});
    form.select("sector", N_("Kind of organisation"), with_none(visit, kinds)).value(first(circular.filter.sectors));
    form.select("role", N_("Role of the account"), with_none(visit, roles)).value(first(circular.filter.roles));
    form.text("keep_as", N_("Keep this choice as a group named")).hint(N_("Then you tick it next time.")).longest(80);
    form.hidden("version", std::to_string(circular.version));
    form.submit(N_("Next: the text"));
    form.cancel(kPath);
  }

  Filter filter() const {
    Filter filter;
    auto some = [&](char const* name) {
      return form[name].empty() ? std::vector<std::string>{} : std::vector<std::string>{form[name]};
    };
    filter.everybody = has_everybody && form.is_checked("everybody");
    if (has_bodies) filter.bodies = form.all("bodies");
    filter.places = some("place");
    filter.topics = some("topic");
    filter.sectors = some("sector");
    filter.roles = some("role");
    return filter;
  }
  std::vector<std::string> groups() const { return has_groups ? form.all("groups") : std::vector<std::string>{}; }

  /// Reads and takes the choice over into the draft; false with an error in the form.
  bool read(Visit& visit, Circular& circular) {
    if (!form.read()) return false;
    circular.filter = filter();
    circular.groups = groups();
    if (circular.filter.empty() && circular.groups.empty())
      form.error("", N_("Please choose at least one group, body or kind of receiver."));
    else if (!circular.filter.empty() && !may_write(visit.context.actor, circular.filter))
      form.error("", N_("You can write to the bodies you run. Please choose one of them; the rest narrows it down."));
    return !form.has_errors();
  }

  /// The choice as a group of its own, when a name was given.
  void keep(db::Writer& writer, Context& context, Circular& circular) const {
    if (form["keep_as"].empty() || circular.filter.empty()) return;
    Group group{uuid_v7(writer.now(), context.random), form["keep_as"], context.actor.account_id, circular.filter};
    insert_group(writer, group);
    circular.groups.push_back(group.id);
    circular.filter = {};
  }

  Form form;
  bool has_groups = false, has_bodies = false, has_everybody = false;
};

http::Response receivers_page(Visit& visit, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Step 1 of 3: To whom?"));
  view.lead = words(N_("Receivers fit one of each line you fill in. Groups add to that. Everybody gets the mail once."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

/// The type of a file by what is in it; "" for one we do not pass on.
std::string type_of(http::Upload const& upload) {
  auto begins = [&](std::string_view mark) { return upload.bytes.rfind(mark, 0) == 0; };
  auto ends = [&](std::string_view tail) {
    std::string name = ascii_lower(upload.file_name);
    return name.size() > tail.size() && name.compare(name.size() - tail.size(), tail.size(), tail) == 0;
  };
  if (begins("%PDF-")) return "application/pdf";
  if (begins("\x89PNG\r\n")) return "image/png";
  if (begins("\xFF\xD8\xFF")) return "image/jpeg";
  if (!begins("PK\x03\x04")) return "";
  std::string office = "application/vnd.openxmlformats-officedocument.";
  if (ends(".docx")) return office + "wordprocessingml.document";
  if (ends(".xlsx")) return office + "spreadsheetml.sheet";
  if (ends(".odt")) return "application/vnd.oasis.opendocument.text";
  return "";
}

void text_fields(Visit& visit, Form& form, Circular const& circular) {
  form.text("subject", N_("Subject")).required().longest(150).value(circular.subject);
  std::vector<Choice> languages;
  for (auto const& language : i18n::all_languages())
    languages.push_back({std::string(language.code), i18n::language_name(language.code, visit.context.language)});
  form.long_text("body", N_("Text")).required().longest(10000).rows(14).value(circular.body)
      .hint(N_("Empty line: new paragraph. **bold**, - list, [words](https://…)"));
  form.select("language", N_("Language of the text"), languages).required().value(circular.language);
  form.file("file", N_("Attachment")).accept(".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt")
      .hint(N_("One file of at most 2 MB: PDF, picture, Word, Excel or ODT."));
  if (!circular.file_id.empty()) form.checkbox("drop_file", N_("Without the file that is attached now"));
  form.hidden("version", std::to_string(circular.version));
  form.submit(N_("Next: look at it"));
  form.cancel(href_of(circular.id, "receivers"));
}

http::Response text_page(Visit& visit, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Step 2 of 3: What do you write?"));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_new_circular(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    return receivers_page(visit, ReceiverForm(visit, reader, kPath, {}).form);
  });
}

http::Response add_circular(Visit& visit) {
  auto& context = visit.context;
  return context.county.database.write([&](db::Writer& writer) {
    Circular circular;
    ReceiverForm receivers(visit, writer, kPath, circular);
    if (!receivers.read(visit, circular)) return receivers_page(visit, receivers.form);
    circular.id = uuid_v7(writer.now(), context.random);
    circular.created_by = context.actor.account_id;
    receivers.keep(writer, context, circular);
    insert_circular(writer, circular);
    return http::see_other(href_of(circular.id, "text"));
  });
}

http::Response show_receivers(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto circular = own_draft(visit, reader, instead);
    if (!circular) return instead;
    return receivers_page(visit, ReceiverForm(visit, reader, href_of(circular->id, "receivers"), *circular).form);
  });
}

http::Response save_receivers(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto circular = own_draft(visit, writer, instead);
    if (!circular) return instead;
    ReceiverForm receivers(visit, writer, href_of(circular->id, "receivers"), *circular);
    std::string current = std::to_string(circular->version);
    if (!receivers.read(visit, *circular)) return receivers_page(visit, receivers.form);
    if (receivers.form["version"] != current) {
      receivers.form.error("", kChanged);
      receivers.form.set("version", current);
      return receivers_page(visit, receivers.form, 409);
    }
    receivers.keep(writer, visit.context, *circular);
    update_draft(writer, *circular);
    return http::see_other(href_of(circular->id, circular->body.empty() ? "text" : "preview"));
  });
}

http::Response show_text(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto circular = own_draft(visit, reader, instead);
    if (!circular) return instead;
    Form form(visit, href_of(circular->id, "text"));
    text_fields(visit, form, *circular);
    return text_page(visit, form);
  });
}

http::Response save_text(Visit& visit) {
  auto& context = visit.context;
  // Bytes go to the disk before the transaction; without a row they are taken away again.
  std::optional<files::Stored> stored;
  files::NewFile file;
  char const* wrong = nullptr;
  for (auto const& upload : visit.request.files()) {
    if (upload.field != "file" || upload.bytes.empty()) continue;
    file.type = type_of(upload);
    file.name = upload.file_name;
    if (upload.bytes.size() > kFileMost) wrong = N_("The file is larger than 2 MB.");
    else if (file.type.empty()) wrong = N_("We do not pass this kind of file on. PDF always works.");
    else stored = files::put(context.county, upload.bytes);
    break;
  }
  return context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto circular = own_draft(visit, writer, instead);
    if (!circular) return instead;
    Form form(visit, href_of(circular->id, "text"));
    text_fields(visit, form, *circular);
    std::string current = std::to_string(circular->version);
    bool fine = form.read();
    if (wrong) form.error("file", wrong);
    if (!fine || wrong) return text_page(visit, form);
    if (form["version"] != current) {
      form.error("", kChanged);
      form.set("version", current);
      return text_page(visit, form, 409);
    }
    circular->subject = form["subject"];
    circular->body = form["body"];
    circular->language = form["language"];
    bool dropped = !circular->file_id.empty() && (stored || form.is_checked("drop_file"));
    if (dropped) {
      files::remove(writer, circular->file_id);
      circular->file_id.clear();
    }
    if (stored) {
      file.owner = {"circular", circular->id};
      file.permission = Permission::WriteCirculars;
      circular->file_id = files::add(writer, context, *stored, file);
    }
    update_draft(writer, *circular);
    return http::see_other(href_of(circular->id, "preview"));
  });
}

namespace {

http::Response preview_page(Visit& visit, db::Reader& reader, Circular const& circular, Error const* error) {
  auto& context = visit.context;
  Words words(visit);
  auto groups = circular.groups.empty() ? std::vector<Group>{} : all_groups(reader);
  auto wanted = wanted_of(context.actor, circular, groups);
  std::vector<Filter> filters;
  for (auto const& one : wanted) filters.push_back(one.filter);
  Names names(visit.site, context, reader, filters);
  auto receivers = find_receivers(visit.site, context, reader, wanted, names, circular.language);
  std::map<std::string, std::int64_t> reasons;
  for (auto const& one : receivers) ++reasons[one.reason];
  auto count = static_cast<std::int64_t>(receivers.size());
  PreviewView view;
  view.title = words(N_("Step 3 of 3: Look at it and send"));
  view.lead = words.count("One address gets this mail.", "{n} addresses get this mail, each one its own.", count);
  view.subject = circular.subject;
  view.language = circular.language;
  view.dir = i18n::find_language(circular.language)->right_to_left ? "rtl" : "ltr";
  view.text.html = mail::markdown_to_html(circular.body);
  if (auto me = auth::find_account(reader, context.actor.account_id))
    view.reply_to = words(N_("Answers go to {mail}."), {{"mail", me->mail}});
  if (auto file = circular.file_id.empty() ? std::nullopt : files::find(reader, circular.file_id)) view.file = file->name;
  for (auto const& [reason, n] : reasons) view.reasons.push_back({reason, i18n::format_number(n, words.language())});
  view.has_reasons = !view.reasons.empty();
  view.receivers_href = href_of(circular.id, "receivers");
  view.text_href = href_of(circular.id, "text");
  auto today = sent_today(reader, context);
  if (today > 0)
    view.warning = words.count("You have sent one of these mails today; {most} a day are possible.",
                               "You have sent {n} of these mails today; {most} a day are possible.", today,
                               {{"most", std::to_string(kMostADay)}});
  Form form(visit, href_of(circular.id, "sending")), removal(visit, href_of(circular.id, "removal"));
  form.hidden("version", std::to_string(circular.version));
  form.submit(words.count("Send to one address", "Send to {n} addresses", count));
  form.cancel(kPath);
  if (error) form.error("", error->message);
  removal.quiet();
  removal.submit(N_("Throw this draft away"));
  view.form = form.view();
  view.removal = removal.view();
  int status = !error ? 200 : error->code == ErrorCode::Conflict ? 409 : 422;
  return visit.site.page(visit, "circulars/staff/preview.html", view, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_preview(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto circular = own_draft(visit, reader, instead);
    if (!circular) return instead;
    if (circular->body.empty()) return http::see_other(href_of(circular->id, "text"));
    return preview_page(visit, reader, *circular, nullptr);
  });
}

http::Response send_now(Visit& visit) {
  auto form = visit.request.form();
  auto version = form ? parse_integer(form->get("version")).value_or(0) : 0;
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto circular = own_draft(visit, writer, instead);
    if (!circular) return instead;  // the second of two clicks is shown what the first has done
    auto sent = send(writer, visit.context, visit.site, circular->id, version);
    if (!sent) return preview_page(visit, writer, *circular, &sent.error());
    return http::see_other(href_of(circular->id) + "?done=saved");
  });
}

http::Response remove_draft(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto circular = own_draft(visit, writer, instead);
    if (!circular) return instead;
    files::remove_all_of(writer, {"circular", circular->id});
    delete_draft(writer, circular->id);
    return http::see_other(std::string(kPath) + "?done=saved");
  });
}

}  // namespace mila::circulars
