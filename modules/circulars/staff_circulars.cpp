// The list of mails to many, one that was sent, and the groups.
#include <algorithm>
#include <map>

#include "modules/circulars/pages.h"
#include "modules/circulars/sending.h"
#include "platform/auth/accounts.h"
#include "platform/mail/markdown.h"

namespace mila::circulars {
namespace {

constexpr char const* kPath = "/staff/circulars";
constexpr char const* kTitle = N_("Mails to many");

char const* state_label(State state) {
  switch (state) {
    case State::Draft: return N_("draft");
    case State::Sending: return N_("on its way");
    case State::Sent: break;
  }
  return N_("sent");
}

std::string day(Visit const& visit, Instant at) {
  return i18n::format_date(local_date(at, visit.context.county.config().zone), visit.context.language,
                           i18n::DateStyle::Long);
}

/// "a…@example.org": enough for the sender to know that it was meant, nothing to write to.
std::string masked(std::string const& address) {
  auto at = address.find('@');
  return at == std::string::npos ? "" : address.substr(0, 1) + "…" + address.substr(at);
}

/// What became of a delivery.
struct Fate {
  char const* label;
  char const* badge;
};

Fate fate_of(Delivery const& delivery, std::map<std::string, mail::State> const& states) {
  if (delivery.result == "left") return {N_("wants no more of these"), "info"};
  if (delivery.result == "refused") return {N_("not taken"), "danger"};
  if (delivery.mail_id.empty()) return {N_("waiting"), "info"};
  auto found = states.find(delivery.mail_id);
  if (found == states.end()) return {N_("sent"), "success"};
  switch (found->second) {
    case mail::State::Queued: return {N_("waiting"), "info"};
    case mail::State::Sent: return {N_("sent"), "success"};
    case mail::State::Parked: return {N_("could not be delivered"), "danger"};
    case mail::State::Withdrawn: break;
  }
  return {N_("taken back"), "info"};
}

}  // namespace

http::Response list_circulars(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  ListQuery query = ListQuery::read(visit, {"created"});
  ListPageView view;
  view.title = words(kTitle);
  view.lead = words(N_("Short mails to groups of the network. Each reader gets a mail of their own and sees why."));
  view.new_href = std::string(kPath) + "/new";
  view.new_text = words(N_("Write to many"));
  view.more = {{std::string(kPath) + "/groups", words(N_("Groups of receivers"))}};
  Table table(visit, query, kTitle);
  table.columns({{"", N_("Subject")}, {"", N_("State")}, {"", N_("From")}, {"", N_("Day")}, {"", N_("Receivers"), true}});
  table.empty(N_("Nothing has been written yet."), view.new_href, N_("Write to many"));
  bool all = context.actor.may(Permission::WriteCirculars, Target{});
  std::string author = all ? "" : context.actor.account_id;
  context.county.database.read([&](db::Reader& reader) {
    auto circulars = circulars_by(reader, author, query.limit(), query.offset());
    std::vector<std::string> ids;
    for (auto const& one : circulars) ids.push_back(one.created_by);
    std::map<std::string, std::string> names;
    for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
    for (auto const& one : circulars) {
      bool draft = one.state == State::Draft;
      std::string subject = one.subject.empty() ? words(N_("without subject")) : one.subject;
      table.row({Cell(subject).link(std::string(kPath) + "/" + one.id + (draft ? "/preview" : "")),
                 Cell(words(state_label(one.state))).badge(draft ? "info" : "success"),
                 Cell(names[one.created_by]), Cell(day(visit, one.sent_at.value_or(one.created_at))),
                 Cell(draft ? "" : i18n::format_number(one.receivers, words.language()))});
    }
    table.total(count_circulars(reader, author));
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, nullptr));
}

http::Response show_circular(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  ListQuery query = ListQuery::read(visit, {"position"});
  std::optional<Circular> circular;
  std::vector<Delivery> rows;
  std::map<std::string, mail::State> states;
  context.county.database.read([&](db::Reader& reader) {
    circular = find_circular(reader, visit.request.parameter("id"));
    if (!circular || !may_see(context.actor, *circular)) return;
    rows = deliveries(reader, context, circular->id);
    std::vector<std::string> ids;
    for (auto const& row : rows)
      if (!row.mail_id.empty()) ids.push_back(row.mail_id);
    for (auto const& mail : mail::find_mails(reader, context, ids)) states[mail.id] = mail.state;
  });
  if (!circular) return visit.site.error_page(visit, 404);
  if (!may_see(context.actor, *circular)) return visit.site.error_page(visit, 403);
  if (circular->state == State::Draft) return http::see_other(std::string(kPath) + "/" + circular->id + "/preview");
  CircularView view;
  view.title = circular->subject;
  view.language = circular->language;
  view.dir = i18n::find_language(circular->language)->right_to_left ? "rtl" : "ltr";
  view.text.html = mail::markdown_to_html(circular->body);
  view.lead = words.count("Sent to one address on {day}.", "Sent to {n} addresses on {day}.",
                          circular->receivers, {{"day", day(visit, circular->sent_at.value_or(circular->created_at))}});
  Table table(visit, query, N_("Receivers"));
  table.columns({{"", N_("Receiver")}, {"", N_("Why")}, {"", N_("State")}});
  table.empty(N_("Who got it is kept for 90 days only."));
  std::map<std::string, std::int64_t> counts;
  for (auto const& row : rows) ++counts[words(fate_of(row, states).label)];
  for (auto const& [label, n] : counts)
    view.figures += (view.figures.empty() ? "" : " · ") + label + ": " + i18n::format_number(n, words.language());
  auto from = std::min<std::size_t>(static_cast<std::size_t>(query.offset()), rows.size());
  auto to = std::min<std::size_t>(from + static_cast<std::size_t>(query.limit()), rows.size());
  for (std::size_t i = from; i < to; ++i) {
    auto fate = fate_of(rows[i], states);
    table.row({Cell(rows[i].label.empty() ? masked(rows[i].address) : rows[i].label),
               Cell(rows[i].reason).language(circular->language), Cell(words(fate.label)).badge(fate.badge)});
  }
  table.total(static_cast<std::int64_t>(rows.size()));
  view.table = table.view();
  return visit.site.page(visit, "circulars/staff/circular.html", view, staff_frame(visit, view.title, kPath, kTitle));
}

http::Response list_groups(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  ListPageView view;
  view.title = words(N_("Groups of receivers"));
  view.lead = words(N_("Who belongs to a group is found out when a mail is sent. You keep a new group while you choose receivers."));
  view.new_href = std::string(kPath) + "/new";
  view.new_text = words(N_("Write to many"));
  Table table(visit, ListQuery::read(visit, {"name"}), N_("Groups of receivers"));
  table.columns({{"", N_("Name")}, {"", N_("Who belongs to it")}, {"", ""}});
  table.empty(N_("No group has been kept yet."), view.new_href, N_("Write to many"));
  context.county.database.read([&](db::Reader& reader) {
    auto groups = all_groups(reader);
    std::erase_if(groups, [&](Group const& group) { return !may_write(context.actor, group.filter); });
    std::vector<Filter> filters;
    for (auto const& group : groups) filters.push_back(group.filter);
    Names names(visit.site, context, reader, filters);
    for (auto const& group : groups)
      table.row({Cell(group.name), Cell(names.all(group.filter, words.language())),
                 Cell(words(N_("Remove"))).link(std::string(kPath) + "/groups/" + group.id)});
    table.total(static_cast<std::int64_t>(groups.size()));
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, kTitle));
}

namespace {

/// The group of the address, if the actor may write to it.
std::optional<Group> own_group(Visit& visit, db::Reader& reader) {
  for (auto& group : all_groups(reader))
    if (group.id == visit.request.parameter("id") && may_write(visit.context.actor, group.filter))
      return std::move(group);
  return std::nullopt;
}

}  // namespace

http::Response show_group(Visit& visit) {
  auto group = visit.context.county.database.read([&](db::Reader& reader) { return own_group(visit, reader); });
  if (!group) return visit.site.error_page(visit, 404);
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Remove the group “{name}”?"), {{"name", group->name}});
  view.lead = words(N_("Mails that were sent stay as they are. Drafts to this group have to be given other receivers."));
  Form form(visit, std::string(kPath) + "/groups/" + group->id);
  form.submit(N_("Remove"));
  form.cancel(std::string(kPath) + "/groups");
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle));
}

http::Response remove_group(Visit& visit) {
  bool done = visit.context.county.database.write([&](db::Writer& writer) {
    auto group = own_group(visit, writer);
    if (group) delete_group(writer, group->id);
    return group.has_value();
  });
  return done ? http::see_other(std::string(kPath) + "/groups?done=saved") : visit.site.error_page(visit, 404);
}

}  // namespace mila::circulars
