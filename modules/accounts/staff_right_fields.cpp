// Role and what it holds for.
#include "modules/accounts/staff_right_fields.h"

#include "modules/accounts/invitations.h"
#include "platform/site/site.h"

namespace mila::accounts {
namespace {

using i18n::N_;

std::vector<Choice> role_choices(Visit const& visit) {
  std::vector<Choice> choices{{"", visit.site.translate(visit.context.language, N_("Please choose"))}};
  for (auto const& role : visit.site.roles().all())
    choices.push_back({role.name, role.label(visit.context.language)});
  return choices;
}

}  // namespace

RightFields::RightFields(Visit& visit, Form& form) : visit_(visit), form_(form) {
  form.select("role", N_("Role"), role_choices(visit)).required();
  form.text("scope_search", N_("For which organisation, body or place?"))
      .hint(N_("A part of its name. Not needed for roles of the whole county."));
  auto sent = visit.request.form();
  if (!sent || sent->get("scope_search").empty()) return;
  auto const* role = visit.site.roles().find(sent->get("role"));
  if (!role || role->scope == Scope::County) return;
  visit.context.county.database.read([&](db::Reader& reader) {
    for (auto const& module : visit.site.modules())
      for (auto const& scope : module.scopes)
        if (scope.scope == role->scope)
          for (auto& named : scope.find(visit.context, reader, sent->get("scope_search"), 20))
            if (may_give(visit.context.actor, *role, named.id)) found_.push_back({named.id, named.name});
  });
  if (found_.size() > 1 || !sent->get("scope_id").empty()) form.radios("scope_id", N_("Which one?"), found_);
}

std::optional<auth::GrantRequest> RightFields::request() {
  auto const* role = visit_.site.roles().find(form_["role"]);
  if (!role) return std::nullopt;
  auth::GrantRequest request{role->name, ""};
  if (role->scope == Scope::County) return request;
  if (form_["scope_search"].empty()) {
    form_.error("scope_search", N_("Please say for which one."));
  } else if (found_.empty()) {
    form_.error("scope_search", N_("We found nothing of that name."));
  } else if (found_.size() == 1) {
    request.scope_id = found_.front().value;
    return request;
  } else if (form_["scope_id"].empty()) {
    form_.error("scope_id", N_("Several fit. Please choose one."));
  } else {
    request.scope_id = form_["scope_id"];
    return request;
  }
  return std::nullopt;
}

}  // namespace mila::accounts
