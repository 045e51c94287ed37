// Certificates of attendance: for trainings, for who was there, behind the link of their invitation.
#pragma once

#include <map>

#include "modules/meetings/pages.h"

namespace mila::meetings {

/// Made to be printed.
struct CertificateView {
  std::string title, said, training, when, where, body, office;
  bool has_topics = false;
  std::vector<std::string> topics;
  template <class V>
  void fields(V& v) {
    v("title", title)("said", said)("training", training)("when", when)("where", where)("body", body)("office", office)(
        "has_topics", has_topics)("topics", topics);
  }
};

/// Whose certificate it is: who was there, under the name that is known; "" when there is none to give.
std::string name_on_certificate(db::Reader& reader, Context& context, Meeting const& meeting, Invitee const& invitee);

std::optional<Related> certificate_related(Context& context, Meeting const& meeting, Invitee const& invitee);
http::Response show_certificate(Visit& visit);
void add_certificate_routes(Module& m);
void add_certificate_keys(Context& context, db::Reader& reader, std::map<std::string, std::string>& keys);

}  // namespace mila::meetings
