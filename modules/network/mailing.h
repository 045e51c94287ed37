// Whom one text to many may go to: the network as mailings see it.
#pragma once

#include <string>
#include <vector>

#include "modules/network/network.h"

namespace mila::network {

/// Somebody a circular may reach, and what lists of receivers are made by.
struct Addressee {
  MailTarget target;  ///< `name` is "" when other members may not see it
  std::string organization_id, account_id;
  std::vector<std::string> topics;  ///< of the positions held today, with the topics above them
  std::vector<std::string> places;  ///< places and areas of those positions
};

/// Officials and partners by their mail at work unless they object, volunteers who agreed that members
/// of the network may write to them. In the order of names; for the program, never for showing whole.
/// A handful of statements, however many people there are.
std::vector<Addressee> addressees(db::Reader& reader, Context& context);

}  // namespace mila::network
