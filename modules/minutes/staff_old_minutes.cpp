// Taking over minutes from before, and giving their files out.
#include "modules/minutes/old_minutes.h"

#include "modules/minutes/docx.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/staff_kit.h"
#include "platform/base/text.h"
#include "platform/http/multipart.h"

namespace mila::minutes {
namespace {

constexpr std::size_t kFileMost = 10U << 20, kWordsMost = 500'000;
constexpr char const* kUnknown = N_("This is neither PDF nor Word (DOCX), or it is locked by a password.");
constexpr char const* kPagesMost = "500";
constexpr char const* kDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

Result<std::string> text_of_pdf(std::string_view bytes, ChildLimits const& limits) {
  auto read = run_child({"pdftotext", "-q", "-enc", "UTF-8", "-l", kPagesMost, "-", "-"}, bytes, limits);
  switch (read.end) {
    case ChildResult::End::Done: return std::move(read.output);
    case ChildResult::End::Stopped:
      return Error{ErrorCode::TooLarge, N_("This file takes too long to read. Please save it as PDF again, or without its pictures."), ""};
    case ChildResult::End::Busy:
      return Error{ErrorCode::Unavailable, N_("Somebody else's file is being read just now, please try again in a moment."), ""};
    case ChildResult::End::Missing:
      return Error{ErrorCode::Unavailable, N_("PDFs cannot be read here just now. Please try again later or tell your administrator."), "pdftotext"};
    case ChildResult::End::Failed: break;
  }
  return Error{ErrorCode::Invalid, kUnknown, ""};
}

/// Nothing a database or a page would stumble over.
std::string tidy(std::string_view text) {
  std::string result;
  for (char byte : truncate_utf8(text, kWordsMost))
    if (static_cast<unsigned char>(byte) >= 0x20 || byte == '\n') result += byte;
  return is_clean_utf8(result) ? result : from_windows_1252(result);
}

}  // namespace

Result<ReadFile> read_old(std::string_view bytes, ChildLimits limits) {
  limits.output_bytes_most = kWordsMost;
  if (bytes.rfind("%PDF-", 0) == 0) {
    auto text = text_of_pdf(bytes, limits);
    if (!text) return text.error();
    return ReadFile{"application/pdf", tidy(*text)};
  }
  if (bytes.rfind("PK\x03\x04", 0) == 0)
    if (auto text = text_of_docx(bytes)) return ReadFile{kDocx, tidy(*text)};
  return Error{ErrorCode::Invalid, kUnknown, ""};
}

Result<std::string> file_old(db::Writer& writer, Context& context, Minutes minutes, ReadFile const& file,
                             files::Stored const& stored, std::string const& name) {
  if (!meetings::may_run(context.actor, minutes.body_id))
    return Error{ErrorCode::Forbidden, N_("Only who runs the body does this."), ""};
  if (trim(minutes.title).empty()) return Error{ErrorCode::Invalid, N_("Please give it a name."), "title"};
  if (minutes.day > meetings::today_of(context))
    return Error{ErrorCode::Invalid, N_("This day is still to come."), "day"};
  minutes.id = uuid_v7(writer.now(), context.random);
  minutes.meeting_id.clear();
  minutes.state = State::Filed;
  minutes.plain = file.words;
  minutes.created_by = context.actor.account_id;
  minutes.file_id = files::add(writer, context, stored,
                               {.type = file.type, .name = name, .owner = {"minutes", minutes.id}, .permission = Permission::ReadNetwork});
  insert_minutes(writer, minutes);
  return minutes.id;
}

namespace {

void old_fields(Visit& visit, db::Reader& reader, Form& form) {
  std::vector<Choice> bodies;
  for (auto const& [id, name] : all_bodies(visit, reader))
    if (meetings::may_run(visit.context.actor, id)) bodies.push_back({id, name});
  form.select("body", N_("Body"), std::move(bodies)).required();
  form.text("title", N_("Name of the meeting")).required();
  form.date("day", N_("Day of the meeting")).required();
  form.file("file", N_("File")).accept(".pdf,.docx").hint(N_("PDF or Word (DOCX), at most 10 MB. Its words are found by searching."));
  form.submit(N_("Take it over"));
  form.cancel(kPath);
}

http::Response old_page(Visit& visit, Form const& form, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Minutes from before"));
  view.lead = words(N_("Members read the file as it is. Please take names of private persons out first."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_new_old(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    Form form(visit, visit.request.path);
    old_fields(visit, reader, form);
    return old_page(visit, form);
  });
}

http::Response add_old(Visit& visit) {
  auto& context = visit.context;
  // A file is read only for who may put it there: reading one takes long.
  auto sent = visit.request.form();
  std::string body = sent ? sent->get("body") : "";
  if (!body.empty() && !meetings::may_run(context.actor, body)) return visit.site.error_page(visit, 403);
  // Bytes go to the disk before the transaction; without a row they are taken away again.
  std::optional<files::Stored> stored;
  std::optional<ReadFile> file;
  std::string name;
  std::string wrong = N_("Please choose a file.");
  int status = 0;
  for (auto const& upload : visit.request.files()) {
    if (upload.field != "file" || upload.bytes.empty() || body.empty()) continue;
    name = upload.file_name;
    if (upload.bytes.size() > kFileMost) {
      wrong = N_("The file is larger than 10 MB.");
    } else if (auto read = read_old(upload.bytes); !read) {
      wrong = read.error().message;
      if (read.error().code == ErrorCode::Unavailable) status = status_of(read.error());
    } else {
      wrong.clear();
      file = *read;
      stored = files::put(context.county, upload.bytes);
    }
    break;
  }
  return context.county.database.write([&](db::Writer& writer) {
    Form form(visit, visit.request.path);
    old_fields(visit, writer, form);
    bool fine = form.read();
    if (!wrong.empty()) form.error("file", wrong);
    if (!fine || !wrong.empty()) return old_page(visit, form, status);
    Minutes minutes;
    minutes.body_id = form["body"];
    minutes.title = form["title"];
    minutes.day = parse_iso_date(form["day"]).value_or(Date{});
    auto filed = file_old(writer, context, minutes, *file, *stored, name);
    if (filed) return http::see_other(href_of(*filed) + "?done=saved");
    form.error(filed.error().detail, filed.error().message);
    return old_page(visit, form, status_of(filed.error()));
  });
}

http::Response give_file(Visit& visit) {
  std::optional<files::File> file;
  visit.context.county.database.read([&](db::Reader& reader) {
    auto opened = open_minutes(reader, visit.context, visit.request.parameter("id"));
    if (opened && opened->reads && !opened->minutes.file_id.empty()) file = files::find(reader, opened->minutes.file_id);
  });
  if (!file) return visit.site.error_page(visit, 404);
  return files::respond(*file, files::read(visit.context.county, *file));
}

}  // namespace mila::minutes
