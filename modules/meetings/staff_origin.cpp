// A meeting of its own out of an agenda item, and the running order of a meeting to print.
#include "modules/meetings/staff_origin.h"

#include "modules/meetings/origin_store.h"
#include "modules/meetings/papers.h"
#include "modules/meetings/staff_kit.h"
#include "modules/meetings/staff_papers.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

using http::Method;

std::string href_of(std::string_view meeting_id) { return std::string(kPath) + "/" + std::string(meeting_id); }

std::string seen_text(Words const& words, Visibility value) {
  switch (value) {
    case Visibility::Public: return words(N_("public"));
    case Visibility::Internal: return "";
    case Visibility::Hidden: break;
  }
  return words(N_("only for you"));
}

/// What the agenda takes; until it ends nobody can say when an item lacks minutes.
std::string end_text(std::vector<AgendaItem> const& items) {
  for (std::size_t n = items.size(); n-- > 0;) {
    if (items[n].state != ItemState::OnAgenda) continue;
    return items[n].at && items[n].minutes > 0 ? i18n::format_time(*items[n].at + std::chrono::minutes{items[n].minutes}) : "";
  }
  return "";
}

http::Response show_order(Visit& visit) {
  Words words(visit);
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto meeting = find_meeting(reader, visit.request.parameter("id"));
    if (!meeting || !may_run(visit.context.actor, *meeting)) return visit.site.error_page(visit, meeting ? 403 : 404);
    auto items = agenda_of(reader, *meeting, Audience::Runs);
    auto papers = papers_of(reader, items);
    OrderView view;
    view.title = meeting->title;
    view.body = name_of_body(visit, reader, meeting->body_id);
    view.when = time_text(*meeting, words.language());
    view.where = place_text(visit.context, *meeting, words.language());
    view.online = meeting->online_url;
    view.back = href_of(meeting->id);
    view.end = end_text(items);
    for (auto const& item : items) {
      if (item.state != ItemState::OnAgenda) continue;
      auto& row = view.rows.emplace_back();
      row.number = item.number;
      row.title = item.title;
      row.presenter = item.presenter;
      if (item.at) row.at = i18n::format_time(*item.at);
      if (item.minutes > 0) row.minutes = std::to_string(item.minutes);
      row.seen = seen_text(words, item.visibility);
      row.is_part = !item.parent_id.empty();
      row.hidden = item.visibility == Visibility::Hidden;
      row.papers = paper_links(papers, item, view.back);
    }
    view.has_rows = !view.rows.empty();
    auto frame = staff_frame(visit, words(N_("Running order")), kPath, kTitle);
    frame.crumbs.insert(frame.crumbs.begin() + 1, {meeting->title, view.back});
    return visit.site.page(visit, "meetings/staff/order.html", view, frame);
  });
}

}  // namespace

std::optional<AgendaItem> item_it_comes_from(Visit& visit, db::Reader& reader) {
  std::string id = visit.request.query.get("from");
  if (auto sent = visit.request.form(); id.empty() && sent) id = sent->get("from");
  auto item = id.empty() ? std::nullopt : find_item(reader, id);
  auto meeting = item ? find_meeting(reader, item->meeting_id) : std::nullopt;
  return meeting && may_run(visit.context.actor, *meeting) ? item : std::nullopt;
}

void fill_from(Visit& visit, db::Reader& reader, AgendaItem const& item, Meeting& meeting) {
  Words words(visit);
  auto source = find_meeting(reader, item.meeting_id);
  if (!source) return;
  meeting.title = item.title;
  meeting.body_id = source->body_id;
  meeting.purpose = words(N_("It came out of “{title}”, {when}."), {{"title", source->title}, {"when", time_text(*source, words.language())}});
}

void link_origin(db::Writer& writer, std::string_view meeting_id, AgendaItem const& item) {
  if (item.meeting_id == meeting_id || origin_of(writer, meeting_id)) return;
  insert_origin(writer, {std::string(meeting_id), item.meeting_id, item.id, ""});
}

std::vector<Related> origin_related(Context& context, db::Reader& reader, Meeting const& meeting) {
  std::vector<Related> related;
  Words words(context, context.language);
  std::string group = words(kOrigin);
  if (auto origin = origin_of(reader, meeting.id))
    if (auto source = find_meeting(reader, origin->from_meeting_id))
      related.push_back({words(N_("It came out of: {title}"), {{"title", source->title}}), origin->item_title, href_of(source->id), false, group});
  for (auto const& other : offspring_of(reader, meeting.id))
    related.push_back({words(N_("Out of it came: {title}"), {{"title", other.title}}), time_text(other, context.language), href_of(other.id), false, group});
  if (may_run(context.actor, meeting))
    related.push_back({words(N_("Running order")), "", href_of(meeting.id) + "/running-order", false, words(kToPrint)});
  return related;
}

void add_origin_routes(Module& module) {
  module.routes.push_back({Method::Get, std::string(kPath) + "/{id}/running-order", Permission::RunMeetings, show_order,
                           std::string(kPath) + "/{meeting}/running-order"});
}

std::vector<TemplateUse> origin_templates() { return {{"meetings/staff/order.html", html::schema_of<OrderView>()}}; }

}  // namespace mila::meetings
