// Who acts, and what they may do where. Every function of a module that shows or changes data takes
// an Actor first and asks it; nobody asks for a role.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/time.h"

namespace mila {

/// What there is to be allowed. Which role holds which stands in data/roles.csv; the names there are
/// those of `name_of`.
enum class Permission {
  Public,           ///< everybody, without account
  SignedIn,         ///< whoever has an account: their own things
  ManageAccounts,   ///< invite, grant, disable
  ManageCounty,     ///< name, colours, mail server, legal texts
  ReadAudit,        ///< ask for an evaluation of the audit log, or agree to one
  ReadNetwork,      ///< people, functions and bodies as members see them
  ReadPrivate,      ///< private contacts of people who agreed to that
  EditNetwork,      ///< people, functions, bodies, seats
  EditOffers,       ///< entries of an organisation
  ReleaseOffers,    ///< release, undo and hide entries of others
  Translate,        ///< texts in other languages
  AnswerReports,    ///< hints "something is wrong here"
  WriteCirculars,   ///< mail to many
  PostNotices,      ///< short notices to the network
  AnswerHelpers,    ///< people who want to help
  RunMeetings,      ///< plan meetings of a body, invite, keep their minutes
  ImportLists,      ///< take over lists
  ExportLists,      ///< carry lists away
  ReadFigures,      ///< figures about the network as a whole
};

/// "accounts.manage", …; "public" and "signed-in" for the first two.
std::string_view name_of(Permission permission);
std::optional<Permission> permission_named(std::string_view name);

/// Where a grant holds. County holds everywhere.
enum class Scope { County, Organization, Body, Place };
std::string_view name_of(Scope scope);  ///< "county", "organization", "body", "place"
std::optional<Scope> scope_named(std::string_view name);

/// A role as the county's people know it, from data/roles.csv.
struct Role {
  std::string name;  ///< "coordinator"
  Scope scope = Scope::County;
  bool second_factor = false;  ///< sees others' private data: password and one-time code required
  int idle_minutes = 60;       ///< a session ends after so long without a request
  std::vector<Permission> permissions;
  std::string label_de, label_en;
  std::string const& label(std::string_view language) const {
    return language == "de" || language == "de-simple" ? label_de : label_en;
  }
};

struct Grant {
  Role const* role = nullptr;  ///< owned by Roles, which outlives every request
  std::string scope_id;        ///< "" for the county
};

/// What something belongs to, for asking whether a grant reaches it. "" belongs to none.
struct Target {
  std::string organization_id, body_id, place_id;
};

struct Actor {
  enum class Kind { Visitor, Operator, Account };
  Kind kind = Kind::Visitor;
  std::string account_id;
  std::string name;      ///< as the person wants to be called
  std::string language;  ///< of the workplace: "de" or "en"
  std::vector<Grant> grants;
  std::string session_id;  ///< hash of the session's token
  std::string csrf;        ///< what forms of this session carry
  /// When the person last proved who they are; delicate acts ask again after ten minutes.
  Instant confirmed_at;

  static Actor visitor() { return {}; }
  /// The person with a shell on the server, or a job started by the program.
  static Actor operator_() {
    Actor actor;
    actor.kind = Kind::Operator;
    return actor;
  }
  bool signed_in() const { return kind == Kind::Account; }
  /// Anywhere at all: for menus and routes. What a page then shows is asked with a target.
  bool may(Permission permission) const;
  /// For this thing. A grant for the county reaches everything, others only their own.
  bool may(Permission permission, Target const& target) const;
  /// Ids of one kind of scope for which the permission holds; nullopt: everywhere.
  std::optional<std::vector<std::string>> scope_ids(Permission permission, Scope scope) const;
};

}  // namespace mila
