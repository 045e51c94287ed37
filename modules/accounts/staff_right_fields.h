// The fields with which a role is given, on every page that gives one.
#pragma once

#include <optional>
#include <vector>

#include "platform/auth/accounts.h"
#include "platform/site/form.h"

namespace mila::accounts {

/// Asks for role and, where the role needs it, for what: a search word first, then one of the hits.
/// Everything travels by POST, so that no name stands in an address.
class RightFields {
 public:
  RightFields(Visit& visit, Form& form);
  /// After form.read(): the right asked for, or nullopt with an error in the form.
  std::optional<auth::GrantRequest> request();

 private:
  Visit& visit_;
  Form& form_;
  std::vector<Choice> found_;
};

}  // namespace mila::accounts
