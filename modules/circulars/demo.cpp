// A draft, a mail that was sent, and three notices of the demo county.
#include "modules/circulars/notices.h"
#include "modules/circulars/parts.h"
#include "modules/circulars/sending.h"
#include "modules/directory/directory.h"

namespace mila::circulars {
namespace {

std::string id_of(char const* name) { return named_uuid("circular", std::string("demo:") + name); }

struct DemoNotice {
  char const* title;
  char const* body;
  int days;
};

constexpr DemoNotice kNotices[] = {
    {"Kinderwagen abzugeben", "Drei gut erhaltene Kinderwagen stehen im Lager in Weidenrode. Abholen: 069 90009-431.", 20},
    {"Raum für Sprachcafé gesucht", "Wir suchen ab Januar einen Raum für 20 Menschen, **dienstags 16–18 Uhr**, in Hohenlind oder Eschental.", 35},
    {"Schulung zu Antiziganismus: noch zwei Plätze", "Am 10. Dezember im Landratsamt, Anmeldung unter 069 90009-440.", 14}};

}  // namespace

void load_demo(Context& context, std::string const&) {
  context.county.database.write([&](db::Writer& writer) {
    if (find_circular(writer, id_of("draft"))) return;
    Circular draft;
    draft.id = id_of("draft");
    draft.subject = "Neue Sprechzeiten der Migrationsberatung";
    draft.body = "Guten Tag,\n\nab Januar ist die Migrationsberatung **auch donnerstags bis 18 Uhr** da.\n\nBitte sagen Sie es weiter.";
    draft.filter.sectors = {"welfare"};
    insert_circular(writer, draft);
    Circular sent = draft;
    sent.id = id_of("sent");
    sent.subject = "Netzwerktreffen am 3. Dezember";
    sent.body = "Guten Tag,\n\nwir treffen uns im Kulturhaus. Bitte bringen Sie Fragen mit.";
    sent.state = State::Sent;
    sent.sent_at = writer.now() - std::chrono::days{3};
    std::vector<Receiver> receivers;
    directory::each_organization(writer, [&](directory::Organization const& organization) {
      if (organization.x_sector.value_or("") != "welfare" || !organization.email || organization.x_protected) return;
      receivers.push_back({*organization.email, hash_of(context.county, *organization.email), organization.name,
                           {"organization", organization.id}, "", "Wohlfahrtsverbände"});
    });
    sent.receivers = static_cast<std::int64_t>(receivers.size());
    insert_circular(writer, sent);
    insert_deliveries(writer, context, sent.id, receivers);
    Group group{id_of("group"), "Schulen und Kitas in Weidenrode", "", {}};
    group.filter.sectors = {"school", "day-care"};
    insert_group(writer, group);
    Date today = local_date(writer.now(), context.county.config().zone);
    for (auto const& notice : kNotices)
      insert_notice(writer, {named_uuid("notice", notice.title), notice.title, notice.body,
                             Date{std::chrono::sys_days{today} + std::chrono::days{notice.days}}, "", writer.now()});
  });
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader&) {
  LeaveLink link{hash_of(context.county, "niemand@demo.example"), id_of("group")};
  return {{"circular_draft", id_of("draft")},
          {"circular_sent", id_of("sent")},
          {"circular_group", id_of("group")},
          {"circular_leave", leave_key(context, link)},
          {"notice", named_uuid("notice", kNotices[0].title)}};
}

}  // namespace mila::circulars
