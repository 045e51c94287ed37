// A draft becomes deliveries, once.
#include <nlohmann/json.hpp>

#include "modules/circulars/sending.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/files/files.h"

namespace mila::circulars {
namespace {

using i18n::N_;

Error error(ErrorCode code, char const* text) { return {code, text, ""}; }

std::optional<Error> fault_of(db::Reader& reader, Context& context, Circular const& circular,
                              std::size_t receivers) {
  if (trim(circular.subject).empty() || trim(circular.body).empty())
    return error(ErrorCode::Invalid, N_("The mail has no subject or no text yet."));
  if (receivers == 0) return error(ErrorCode::Invalid, N_("Nobody fits what you chose."));
  if (sent_today(reader, context) >= kMostADay)
    return error(ErrorCode::TooMany, N_("You have sent five of these mails today. Please send the next one tomorrow."));
  auto file = circular.file_id.empty() ? std::nullopt : files::find(reader, circular.file_id);
  if (file && static_cast<std::size_t>(file->size) * receivers > kFilesMost)
    return error(ErrorCode::TooLarge, N_("The file is too large for so many mails. Please link to it instead."));
  return std::nullopt;
}

}  // namespace

std::int64_t sent_today(db::Reader& reader, Context& context) {
  auto const& zone = context.county.config().zone;
  Instant midnight = local_to_instant(local_date(context.now(), zone), std::chrono::minutes{0}, zone);
  return count_sent_since(reader, context.actor.account_id, midnight);
}

Result<std::int64_t> send(db::Writer& writer, Context& context, Site const& site, std::string_view id,
                          std::int64_t version) {
  auto circular = find_circular(writer, id);
  if (!circular) return error(ErrorCode::NotFound, N_("This mail does not exist any more."));
  if (circular->created_by != context.actor.account_id && !may_see(context.actor, *circular))
    return error(ErrorCode::Forbidden, N_("You may not do this."));
  if (circular->state != State::Draft || circular->version != version)
    return error(ErrorCode::Conflict, N_("This mail has changed meanwhile. Please look at it again before sending."));
  auto groups = circular->groups.empty() ? std::vector<Group>{} : all_groups(writer);
  auto wanted = wanted_of(context.actor, *circular, groups);
  std::vector<Filter> filters;
  for (auto const& one : wanted) filters.push_back(one.filter);
  Names names(site, context, writer, filters);
  auto receivers = find_receivers(site, context, writer, wanted, names, circular->language);
  if (auto fault = fault_of(writer, context, *circular, receivers.size())) return *fault;
  auto count = static_cast<std::int64_t>(receivers.size());
  if (!begin_sending(writer, id, version, count))
    return error(ErrorCode::Conflict, N_("This mail has changed meanwhile. Please look at it again before sending."));
  insert_deliveries(writer, context, id, receivers);
  jobs::enqueue(writer, context.random,
                {.kind = "circulars.send",
                 .payload = nlohmann::json{{"circular", id}}.dump(),
                 .key = "circular:" + std::string(id),
                 .rank = jobs::Rank::Bulk});
  auth::audit(writer, context, "circular.sent", "circular", id, std::to_string(count));
  return count;
}

}  // namespace mila::circulars
