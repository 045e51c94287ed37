#include "modules/meetings/certificate.h"

#include "modules/network/network.h"
#include "platform/html/view.h"

namespace mila::meetings {
namespace {

bool has_certificate(Meeting const& meeting, Invitee const& invitee) {
  return meeting.kind == Kind::Training && meeting.state != State::Cancelled && invitee.attended.value_or(false);
}

}  // namespace

std::string name_on_certificate(db::Reader& reader, Context& context, Meeting const& meeting, Invitee const& invitee) {
  if (!has_certificate(meeting, invitee)) return "";
  if (invitee.came_instead) return invitee.deputy;
  if (invitee.is_guest() || invitee.person_id.empty()) return invitee.name;
  // The person reads it behind their own link.
  Context all = context;
  all.actor = Actor::operator_();
  auto person = network::find_person(reader, all, invitee.person_id);
  return person ? person->name : "";
}

std::optional<Related> certificate_related(Context& context, Meeting const& meeting, Invitee const& invitee) {
  if (!has_certificate(meeting, invitee)) return std::nullopt;
  return Related{context.text(N_("Certificate of attendance")), "",
                 "/" + context.language + "/meetings/answers/" + answer_key(context, meeting, invitee) + "/certificate", true};
}

http::Response show_certificate(Visit& visit) {
  Words words(visit);
  CertificateView view;
  visit.context.county.database.read([&](db::Reader& reader) {
    auto id = read_answer_key(visit.context, visit.request.parameter("key"));
    auto invitee = id ? find_invitee(reader, visit.context, *id) : std::nullopt;
    auto meeting = invitee ? find_meeting(reader, invitee->meeting_id) : std::nullopt;
    if (!meeting) return;
    std::string name = name_on_certificate(reader, visit.context, *meeting, *invitee);
    if (name.empty()) return;
    view.title = words(N_("Certificate of attendance"));
    view.said = words(N_("{name} took part in this training."), {{"name", name}});
    view.training = meeting->title;
    view.when = time_text(*meeting, words.language());
    view.where = place_text(visit.context, *meeting, words.language());
    view.body = sender_of(reader, visit.context, *meeting).body;
    view.office = visit.context.county.config().office_name;
    for (auto const& item : agenda_of(reader, *meeting, Audience::Member)) view.topics.push_back(item.title);
    view.has_topics = !view.topics.empty();
  });
  if (view.title.empty()) return visit.site.error_page(visit, 404);
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "meetings/certificate.html", view, frame);
  response.header("Cache-Control", "no-store");
  return response;
}

void add_certificate_routes(Module& m) {
  std::string const answers = "/{lang}/meetings/answers/";
  m.routes.push_back({http::Method::Get, answers + "{key}/certificate", Permission::Public, show_certificate,
                      answers + "{certificate_answer}/certificate"});
  m.templates.push_back({"meetings/certificate.html", html::schema_of<CertificateView>()});
}

void add_certificate_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys) {
  for (auto const& meeting : list_meetings(reader, {.until = today_of(context), .newest_first = true, .limit = 20}))
    for (auto const& invitee : invitees_of(reader, context, meeting.id))
      if (!name_on_certificate(reader, context, meeting, invitee).empty())
        keys.emplace("certificate_answer", answer_key(context, meeting, invitee));
}

}  // namespace mila::meetings
