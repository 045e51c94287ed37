// All SQL of reports.
#include "modules/offers/report_store.h"

namespace mila::offers {
namespace {

using namespace std::chrono_literals;

constexpr db::Sql kAdd{"report.add",
                       "insert into report(id, service_id, text, language, created_at) values($1, "
                       "$2, $3, $4, $5)"};
constexpr db::Sql kAll{"report.all",
                       "select id, service_id, text, language, created_at from report order by "
                       "created_at, id"};
constexpr db::Sql kExpire{"report.expire", "delete from report where created_at < $1"};

}  // namespace

void add_report(db::Writer& writer, Context& context, std::string_view service_id,
                std::string_view text) {
  std::string id = uuid_v7(writer.now(), context.random);
  writer.run(kAdd, {id, service_id, text, context.language, writer.now()});
}

std::vector<Report> all_reports(db::Reader& reader) {
  std::vector<Report> reports;
  reader.each(kAll, {}, [&](db::Row const& row) {
    Report& report = reports.emplace_back();
    row.read(report.id, report.service_id, report.text, report.language, report.created_at);
  });
  return reports;
}

std::int64_t expire_reports(db::Writer& writer) {
  return writer.run(kExpire, {Instant{writer.now() - 24h * 90}});
}

}  // namespace mila::offers
