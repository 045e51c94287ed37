// Who answers an offer of help, and what goes out by mail.
#include "modules/helping/helpers.h"

#include <algorithm>
#include <array>

#include "modules/places/places.h"
#include "platform/auth/accounts.h"
#include "platform/auth/audit.h"
#include "platform/crypto/token.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::helping {
namespace {

using i18n::N_;

constexpr std::array<std::pair<State, std::string_view>, 4> kStates{
    {{State::Open, "open"}, {State::Answered, "answered"}, {State::Matched, "matched"}, {State::Closed, "closed"}}};
constexpr std::string_view kAnswerPurpose = "helping.answer", kOwnPurpose = "helping.own";

/// A link by which somebody sees another's contact is short-lived; one's own lasts as long as the
/// offer is kept.
constexpr std::chrono::hours kAnswerLinkLasts{24 * 14};

std::string key_for(Context& context, std::string_view purpose, std::string const& payload) {
  auto lasts = purpose == kAnswerPurpose ? kAnswerLinkLasts : std::chrono::hours(kKept);
  return crypto::sign(context.county.keys().derive(purpose), purpose, payload, context.now() + lasts);
}

std::optional<std::string> read_key(Context& context, std::string_view purpose, std::string_view key) {
  return crypto::verify(context.county.keys().derive(purpose), purpose, key, context.now());
}

bool role_answers(Role const& role) {
  return std::find(role.permissions.begin(), role.permissions.end(), Permission::AnswerHelpers) !=
         role.permissions.end();
}

/// Accounts that answer for the body, or for the county when it has nobody.
std::vector<auth::Account> answering(Site const& site, Context& context, db::Reader& reader,
                                     std::string_view body_id) {
  std::vector<std::string> ids;
  auto take = [&](std::vector<auth::StoredGrant> const& grants) {
    for (auto const& grant : grants) {
      auto const* role = site.roles().find(grant.role);
      if (role && role_answers(*role) && grant.holds_at(context.now())) ids.push_back(grant.account_id);
    }
  };
  if (!body_id.empty()) take(auth::grants_for_scope(reader, body_id));
  if (ids.empty()) take(auth::county_grants(reader));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  auto accounts = auth::find_accounts(reader, ids);
  std::erase_if(accounts, [](auth::Account const& one) { return one.state != auth::AccountState::Active; });
  return accounts;
}

std::string place_name(County& county, std::string_view id) {
  auto gazetteer = places::gazetteer(county);
  auto const* place = gazetteer->find(id);
  return place ? gazetteer->label(*place) : "";
}

/// To who answers. What the helper wrote stands on the page of the link, not in the mail.
void tell_answering(db::Writer& writer, Context& context, Helper const& helper, std::string const& address,
                    std::string const& language, std::string const& account_id) {
  auto say = [&](char const* text) { return context.text(text, language); };
  mail::Message message;
  message.purpose = "helper";
  message.address = address;
  message.recipient = mail::RecipientRef{"helper", helper.id};
  message.language = language;
  message.subject = say(N_("Somebody wants to help"));
  std::string place = place_name(context.county, helper.place_id);
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{place.empty()
                                       ? say(N_("Somebody wants to help. Please answer within a week."))
                                       : i18n::fill(say(N_("Somebody wants to help in {place}. Please answer within a week.")),
                                                    "place", place)});
  blocks.push_back(mail::Action{say(N_("Read and answer")), public_address(context.county.config()) + "/" + language +
                                                                 "/help/answers/" +
                                                                 answer_key(context, helper.id, account_id)});
  blocks.push_back(mail::Small{say(N_("You need no password for this. Please do not pass the link on."))});
  message.letter.reason = say(N_("You get this mail because you answer people who want to help."));
  (void)mail::enqueue(writer, context, message);
}

mail::Message to_helper(Context& context, Helper const& helper, char const* subject) {
  mail::Message message;
  message.purpose = "helper";
  message.address = helper.mail;
  message.recipient = mail::RecipientRef{"helper", helper.id};
  message.language = helper.language;
  message.subject = context.text(subject, helper.language);
  message.letter.reason = context.text(N_("You get this mail because somebody offered help with this address."), helper.language);
  message.reply_to = context.county.config().office_mail;
  return message;
}

mail::Action own_page(Context& context, Helper const& helper) {
  return {context.text(N_("See or delete what I wrote"), helper.language),
          public_address(context.county.config()) + "/" + helper.language + "/help/mine/" +
              own_key(context, helper.id)};
}

}  // namespace

std::string_view name_of(State state) {
  for (auto const& [value, name] : kStates)
    if (value == state) return name;
  return "";
}

std::optional<State> state_named(std::string_view name) {
  for (auto const& [value, known] : kStates)
    if (known == name) return value;
  return std::nullopt;
}

std::vector<network::Body> circles(Site const& site, Context& context, db::Reader& reader) {
  Context all = context;
  all.actor = Actor::operator_();  // who answers does not depend on who asks
  std::vector<std::string> ids;
  for (auto const& module : site.modules())
    for (auto const& scope : module.scopes)
      if (scope.scope == Scope::Body)
        for (auto const& named : scope.find(all, reader, "", 1000)) ids.push_back(named.id);
  auto bodies = network::find_bodies(reader, all, ids);
  Date today = local_date(context.now(), context.county.config().zone);
  std::erase_if(bodies, [&](network::Body const& body) {
    return body.kind != network::BodyKind::HelperCircle || (body.until && *body.until < today);
  });
  return bodies;
}

std::string circle_for(County& county, std::vector<network::Body> const& circles, std::string_view place_id) {
  std::vector<std::string> nearest;
  if (!place_id.empty()) {
    auto gazetteer = places::gazetteer(county);
    nearest = gazetteer->with_ancestors(place_id);
    for (auto const* area : gazetteer->areas_of(place_id)) nearest.push_back(area->id);
  }
  nearest.emplace_back();  // of the whole county
  std::string best;
  std::size_t rank = nearest.size();
  for (auto const& circle : circles) {
    auto at = static_cast<std::size_t>(std::find(nearest.begin(), nearest.end(), circle.place_id) - nearest.begin());
    if (at >= rank) continue;
    rank = at;
    best = circle.id;
  }
  return best;
}

bool may_answer(Actor const& actor, std::string_view body_id) {
  return actor.may(Permission::AnswerHelpers, {.body_id = std::string(body_id)});
}

std::optional<std::vector<std::string>> answered_bodies(Actor const& actor) {
  return actor.scope_ids(Permission::AnswerHelpers, Scope::Body);
}

bool add_helper(db::Writer& writer, Context& context, Site const& site, Helper helper) {
  helper.id = uuid_v7(writer.now(), context.random);
  helper.body_id = circle_for(context.county, circles(site, context, writer), helper.place_id);
  if (!insert_helper(writer, context, helper)) return false;
  auto accounts = answering(site, context, writer, helper.body_id);
  for (auto const& account : accounts)
    tell_answering(writer, context, helper, account.mail, account.language, account.id);
  auto const& office = context.county.config().office_mail;
  if (accounts.empty() && !office.empty()) tell_answering(writer, context, helper, office, "de", "");
  if (helper.mail.empty()) return true;
  auto message = to_helper(context, helper, N_("Thank you for offering help"));
  auto say = [&](char const* text) { return context.text(text, helper.language); };
  message.letter.blocks.push_back(mail::Paragraph{say(N_("Your offer has arrived. Somebody answers you within a week."))});
  message.letter.blocks.push_back(own_page(context, helper));
  message.letter.blocks.push_back(mail::Small{say(N_("We delete it after six months, or at once when you say so. If it was not you, delete it there."))});
  (void)mail::enqueue(writer, context, message);
  return true;
}

Result<bool> answer(db::Writer& writer, Context& context, std::string_view id, std::int64_t version, State state,
                    std::string const& text, std::string const& by) {
  auto helper = find_helper(writer, context.county, id);
  if (!helper) return Error{ErrorCode::NotFound, N_("This offer of help has been deleted."), ""};
  if (helper->version != version)
    return Error{ErrorCode::Conflict, N_("Somebody else has answered meanwhile. Please read it first."), ""};
  bool has_news = !text.empty() && text != helper->answer;
  helper->state = state;
  if (!text.empty()) helper->answer = text;
  helper->answered_by = by;
  helper->answered_at = writer.now();
  update_helper(writer, context, *helper);
  auth::audit(writer, context, "helper.answered", "helper", id, name_of(state));
  if (!has_news || helper->mail.empty()) return true;
  auto message = to_helper(context, *helper, N_("An answer to your offer of help"));
  message.letter.blocks.push_back(mail::Quote{text});
  message.letter.blocks.push_back(own_page(context, *helper));
  if (auto account = auth::find_account(writer, by)) message.reply_to = account->mail;
  (void)mail::enqueue(writer, context, message);
  return true;
}

void remove(db::Writer& writer, std::string_view id) {
  mail::forget(writer, {"helper", std::string(id)});
  delete_helper(writer, id);
}

void remove_erased(db::Writer& writer, Context& context) {
  for (auto const& helper : list_helpers(writer, context.county, std::nullopt))
    if (mail::suppression_of(writer, context, helper.mail) == mail::Suppression::Erased) remove(writer, helper.id);
}

std::string answer_key(Context& context, std::string_view helper_id, std::string_view account_id) {
  return key_for(context, kAnswerPurpose, std::string(helper_id) + ":" + std::string(account_id));
}

std::string own_key(Context& context, std::string_view helper_id) {
  return key_for(context, kOwnPurpose, std::string(helper_id));
}

std::optional<AnswerLink> read_answer_key(Context& context, std::string_view key) {
  auto payload = read_key(context, kAnswerPurpose, key);
  if (!payload) return std::nullopt;
  auto colon = payload->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return AnswerLink{payload->substr(0, colon), payload->substr(colon + 1)};
}

std::optional<std::string> read_own_key(Context& context, std::string_view key) {
  return read_key(context, kOwnPurpose, key);
}

bool holds(Site const& site, Context& context, db::Reader& reader, AnswerLink const& link, std::string_view body_id) {
  if (link.account_id.empty()) return true;
  auto account = auth::find_account(reader, link.account_id);
  if (!account || account->state != auth::AccountState::Active) return false;
  Actor actor;
  actor.kind = Actor::Kind::Account;
  actor.account_id = account->id;
  for (auto const& grant : auth::grants_of(reader, account->id))
    if (auto const* role = site.roles().find(grant.role); role && grant.holds_at(context.now()))
      actor.grants.push_back({role, grant.scope_id});
  return may_answer(actor, body_id);
}

}  // namespace mila::helping
