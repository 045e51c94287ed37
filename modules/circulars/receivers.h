// To whom: what receivers have in common, and who that is now.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/mail/mail.h"
#include "platform/site/site.h"

namespace mila::circulars {

/// Receivers have one of the values of every kind that is not empty; none at all is nobody.
struct Filter {
  bool everybody = false;  ///< people of the network and organisations, whatever else stands here
  std::vector<std::string> bodies;   ///< ids
  std::vector<std::string> roles;    ///< names of roles of accounts
  std::vector<std::string> topics;   ///< codes; those above count for those below
  std::vector<std::string> places;   ///< ids of places and areas
  std::vector<std::string> sectors;  ///< kinds of organisations
  bool empty() const {
    return !everybody && bodies.empty() && roles.empty() && topics.empty() && places.empty() &&
           sectors.empty();
  }
  bool operator==(Filter const&) const = default;
};

std::string to_json(Filter const& filter);
/// Throws std::runtime_error for what to_json() did not write.
Filter filter_from_json(std::string const& json);

/// May the actor write to those: everybody for the whole county, else only to bodies of their own.
bool may_write(Actor const& actor, Filter const& filter);

/// Names for ids and codes, for choosing and for saying why somebody gets a mail.
class Names {
 public:
  Names(Site const& site, Context& context, db::Reader& reader, std::vector<Filter> const& filters);
  std::string body(std::string const& id) const;
  std::string role(std::string const& name, std::string const& language) const;
  std::string topic(std::string const& code, std::string const& language) const;
  std::string place(std::string const& id) const;
  std::string sector(std::string const& code, std::string const& language) const;
  /// "Runder Tisch MiLa · Wohnungssuche": all a filter asks for.
  std::string all(Filter const& filter, std::string const& language) const;

 private:
  Site const& site_;
  Context& context_;
  std::vector<ScopeNames::Named> bodies_;
};

/// A filter as one asks for it, and the group it was kept as ("" for none).
struct Wanted {
  Filter filter;
  std::string group_id;
};

struct Receiver {
  std::string address, address_hash;
  std::string label;          ///< name for the sender's list; "" when it is nobody's to see
  mail::RecipientRef ref;     ///< "person", "account" or "organization"
  std::string group_id;
  std::string reason;         ///< what they have of what was asked for, in the mail's language
};

/// Each address once, without those that left. `language` is that of the reasons.
std::vector<Receiver> find_receivers(Site const& site, Context& context, db::Reader& reader,
                                     std::vector<Wanted> const& wanted, Names const& names,
                                     std::string const& language);

/// What stands for an address in lists of those who left; keyed, the same for all spellings.
std::string hash_of(County& county, std::string_view address);

}  // namespace mila::circulars
