// Hints "something is wrong here", from readers, without any trace of who sent them.
#pragma once

#include <string>
#include <vector>

#include "platform/site/module.h"

namespace mila::offers {

struct Report {
  std::string id, service_id, text, language;
  Instant created_at;
};

/// `service_id` is "" for barriers of the website itself.
void add_report(db::Writer& writer, Context& context, std::string_view service_id,
                std::string_view text);
std::vector<Report> all_reports(db::Reader& reader);
/// Deletes what is older than 90 days; returns how many.
std::int64_t expire_reports(db::Writer& writer);

}  // namespace mila::offers
