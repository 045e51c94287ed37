// Papers of an agenda item: what may be put there, and giving them out in the workplace.
#include <algorithm>

#include "modules/meetings/agenda_store.h"
#include "modules/meetings/invitations.h"
#include "modules/meetings/papers.h"
#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_papers.h"
#include "platform/base/text.h"
#include "platform/http/multipart.h"

namespace mila::meetings {
namespace {

using http::Method;

constexpr char const* kOwner = "agenda_item";
constexpr std::size_t kPapersMost = 20, kNameLongest = 120;

/// The item and its meeting when the actor runs it; else why not.
Result<AgendaItem> own_item(db::Reader& reader, Context const& context, std::string_view item_id) {
  auto item = find_item(reader, item_id);
  auto meeting = item ? find_meeting(reader, item->meeting_id) : std::nullopt;
  if (!meeting) return Error{ErrorCode::NotFound, N_("This is not there any more."), ""};
  if (!may_run(context.actor, *meeting)) return Error{ErrorCode::Forbidden, N_("This body is run by somebody else."), ""};
  return *std::move(item);
}

std::string item_href(Visit const& visit) {
  return std::string(kPath) + "/" + visit.request.parameter("id") + "/agenda/" + visit.request.parameter("item");
}

http::Response add_paper_now(Visit& visit) {
  auto& context = visit.context;
  auto allowed = context.county.database.read(
      [&](db::Reader& reader) { return own_item(reader, context, visit.request.parameter("item")); });
  if (!allowed) return visit.site.error_page(visit, allowed.error());
  // Bytes go to the disk before the transaction; without a row they are taken away again.
  std::optional<files::Stored> stored;
  std::string type, name;
  for (auto const& upload : visit.request.files()) {
    if (upload.field != "file" || upload.bytes.empty()) continue;
    type = paper_type(upload.bytes, upload.file_name);
    name = upload.file_name;
    if (upload.bytes.size() <= kPaperMost && !type.empty()) stored = files::put(context.county, upload.bytes);
    break;
  }
  return context.county.database.write([&](db::Writer& writer) {
    if (!stored) return http::see_other(item_href(visit) + "?paper=refused#h-papers");
    auto added = add_paper(writer, context, visit.request.parameter("item"), *stored, type, name);
    if (!added) return visit.site.error_page(visit, added.error());
    return http::see_other(item_href(visit) + "?done=saved#h-papers");
  });
}

http::Response remove_paper_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto removed = remove_paper(writer, visit.context, visit.request.parameter("item"), visit.request.parameter("file"));
    if (!removed) return visit.site.error_page(visit, removed.error());
    return http::see_other(item_href(visit) + "?done=saved#h-papers");
  });
}

http::Response give_paper(Visit& visit) {
  auto& context = visit.context;
  auto file = context.county.database.read([&](db::Reader& reader) -> std::optional<files::File> {
    auto meeting = find_meeting(reader, visit.request.parameter("id"));
    if (!meeting) return std::nullopt;
    auto audience = may_run(context.actor, *meeting) ? Audience::Runs : Audience::Member;
    return find_paper(reader, *meeting, audience, visit.request.parameter("file"));
  });
  if (!file) return visit.site.error_page(visit, 404);
  return files::respond(*file, files::read(context.county, *file));
}

http::Response give_public_paper(Visit& visit) {
  auto& context = visit.context;
  auto file = context.county.database.read([&](db::Reader& reader) { return find_public_paper(reader, visit.request.parameter("file")); });
  if (!file) return visit.site.error_page(visit, 404);
  return files::respond(*file, files::read(context.county, *file));
}

}  // namespace

std::string paper_type(std::string_view bytes, std::string_view file_name) {
  auto begins = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  std::string name = ascii_lower(file_name);
  if (begins("%PDF-")) return "application/pdf";
  if (begins("\x89PNG\r\n")) return "image/png";
  if (begins("\xFF\xD8\xFF")) return "image/jpeg";
  if (!begins("PK\x03\x04")) return "";
  std::string office = "application/vnd.openxmlformats-officedocument.";
  if (name.ends_with(".docx")) return office + "wordprocessingml.document";
  if (name.ends_with(".xlsx")) return office + "spreadsheetml.sheet";
  if (name.ends_with(".pptx")) return office + "presentationml.presentation";
  if (name.ends_with(".odt")) return "application/vnd.oasis.opendocument.text";
  if (name.ends_with(".odp")) return "application/vnd.oasis.opendocument.presentation";
  return "";
}

std::map<std::string, std::vector<files::File>> papers_of(db::Reader& reader, std::vector<AgendaItem> const& items) {
  std::vector<std::string> ids;
  for (auto const& item : items) ids.push_back(item.id);
  std::map<std::string, std::vector<files::File>> papers;
  for (auto& file : files::files_of_all(reader, kOwner, ids)) papers[file.owner.id].push_back(std::move(file));
  return papers;
}

std::optional<files::File> find_paper(db::Reader& reader, Meeting const& meeting, Audience for_whom, std::string_view file_id) {
  auto file = files::find(reader, file_id);
  if (!file || file->owner.kind != kOwner) return std::nullopt;
  auto items = agenda_of(reader, meeting, for_whom);
  bool seen = std::any_of(items.begin(), items.end(), [&](AgendaItem const& item) { return item.id == file->owner.id; });
  return seen ? file : std::nullopt;
}

std::optional<files::File> find_public_paper(db::Reader& reader, std::string_view file_id) {
  auto file = files::find(reader, file_id);
  auto item = file && file->owner.kind == kOwner ? find_item(reader, file->owner.id) : std::nullopt;
  auto meeting = item ? find_meeting(reader, item->meeting_id) : std::nullopt;
  return meeting && meeting->is_public ? find_paper(reader, *meeting, Audience::Everybody, file_id) : std::nullopt;
}

std::string public_paper_href(std::string_view language, files::File const& file) {
  return "/" + std::string(language) + "/meetings/papers/" + file.id;
}

Result<std::string> add_paper(db::Writer& writer, Context& context, std::string_view item_id,
                              files::Stored const& stored, std::string type, std::string name) {
  auto item = own_item(writer, context, item_id);
  if (!item) return item.error();
  files::Owner owner{kOwner, item->id};
  auto known = files::files_of(writer, owner);
  for (auto const& file : known)
    if (file.hash == stored.hash) return file.id;  // the second of two clicks
  if (known.size() >= kPapersMost) return Error{ErrorCode::TooMany, N_("An item has at most 20 papers."), ""};
  name = truncate_utf8(trim(name), kNameLongest);
  if (name.empty()) name = "Unterlage";
  writer.changed("meeting", item->meeting_id);
  return files::add(writer, context, stored, {std::move(type), std::move(name), owner, Permission::ReadNetwork});
}

Result<bool> remove_paper(db::Writer& writer, Context& context, std::string_view item_id, std::string_view file_id) {
  auto item = own_item(writer, context, item_id);
  if (!item) return item.error();
  auto file = files::find(writer, file_id);
  if (!file || file->owner.kind != kOwner || file->owner.id != item->id) return true;  // the second of two clicks
  files::remove(writer, file_id);
  writer.changed("meeting", item->meeting_id);
  return true;
}

void show_papers(Visit& visit, db::Reader& reader, AgendaItem const& item, ItemView& view) {
  Words words(visit);
  std::string here = std::string(kPath) + "/" + item.meeting_id + "/agenda/" + item.id + "/papers";
  for (auto const& file : files::files_of(reader, {kOwner, item.id}))
    view.papers.push_back({std::string(kPath) + "/" + item.meeting_id + "/papers/" + file.id, file.name,
                           here + "/" + file.id + "/removal"});
  view.has_papers = !view.papers.empty();
  Form form(visit, here);
  form.file("file", N_("Add a paper")).accept(".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx,.odt,.odp")
      .hint(N_("PDF, picture or office file, at most 10 MB. Whoever sees the item sees it."));
  form.submit(N_("Add it"));
  form.quiet();
  if (visit.request.query.get("paper") == "refused")
    form.error("file", N_("This file was not taken: please choose a PDF, a picture or an office file of at most 10 MB."));
  view.upload = form.view();
  view.can_upload = true;
}

std::vector<LinkView> paper_links(std::map<std::string, std::vector<files::File>> const& papers, AgendaItem const& item, std::string const& base) {
  std::vector<LinkView> links;
  auto found = papers.find(item.id);
  if (found == papers.end()) return links;
  for (auto const& file : found->second) links.push_back({base + "/papers/" + file.id, file.name});
  return links;
}

std::vector<Related> public_papers(Context& context, db::Reader& reader, std::string_view meeting_id) {
  std::vector<Related> related;
  auto meeting = find_meeting(reader, meeting_id);
  if (!meeting || !meeting->is_public) return related;
  auto items = agenda_of(reader, *meeting, Audience::Everybody);
  auto papers = papers_of(reader, items);
  for (auto const& item : items)
    for (auto const& file : papers[item.id]) related.push_back({file.name, item.title, public_paper_href(context.language, file)});
  return related;
}

void add_paper_routes(Module& module) {
  std::string const all = kPath, item = all + "/{id}/agenda/{item}/papers", nothing = all + "/none/agenda/none/papers";
  module.routes.push_back({Method::Post, item, Permission::RunMeetings, add_paper_now, nothing});
  module.routes.push_back({Method::Post, item + "/{file}/removal", Permission::RunMeetings, remove_paper_now, nothing + "/none/removal"});
  module.routes.push_back({Method::Get, "/{lang}/meetings/papers/{file}", Permission::Public, give_public_paper, "/{lang}/meetings/papers/{public_paper}"});
  module.routes.push_back({Method::Get, all + "/{id}/papers/{file}", Permission::ReadNetwork, give_paper, all + "/{paper_meeting}/papers/{paper}"});
}

void add_paper_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys) {
  for (auto const& meeting : list_meetings(reader, {.from = today_of(context), .limit = 20}))
    for (auto const& [item, papers] : papers_of(reader, agenda_of(reader, meeting, Audience::Member)))
      for (auto const& invitee : invitees_of(reader, context, meeting.id)) {
        keys.emplace("paper", papers.front().id);
        if (find_public_paper(reader, papers.front().id)) keys.emplace("public_paper", papers.front().id);
        keys.emplace("paper_meeting", meeting.id);
        keys.emplace("paper_answer", answer_key(context, meeting, invitee));
      }
}

}  // namespace mila::meetings
