// All SQL of reports.
#include "modules/offers/reports.h"

namespace mila::offers {
namespace {

using namespace std::chrono_literals;

constexpr db::Sql kAdd{"report.add",
                       "insert into report(id, service_id, text, language, created_at) values($1, "
                       "$2, $3, $4, $5)"};
#define REPORT_COLUMNS \
  "id, service_id, text, language, created_at, state, account_id, note, changed_at"

constexpr db::Sql kAll{"report.all",
                       "select " REPORT_COLUMNS " from report order by created_at, id"};
constexpr db::Sql kFind{"report.find", "select " REPORT_COLUMNS " from report where id = $1"};
constexpr db::Sql kUpdate{"report.update",
                          "update report set state = $3, account_id = $4, note = $5, changed_at = $6 "
                          "where id = $1 and state = $2"};
constexpr db::Sql kExpire{"report.expire", "delete from report where created_at < $1"};

Report read_report(db::Row const& row) {
  Report report;
  row.read(report.id, report.service_id, report.text, report.language, report.created_at,
           report.state, report.account_id, report.note, report.changed_at);
  return report;
}

}  // namespace

void add_report(db::Writer& writer, Context& context, std::string_view service_id,
                std::string_view text) {
  std::string id = uuid_v7(writer.now(), context.random);
  writer.run(kAdd, {id, service_id, text, context.language, writer.now()});
}

std::vector<Report> all_reports(db::Reader& reader) {
  std::vector<Report> reports;
  reader.each(kAll, {}, [&](db::Row const& row) { reports.push_back(read_report(row)); });
  return reports;
}

std::optional<Report> find_report(db::Reader& reader, std::string_view id) {
  std::optional<Report> report;
  reader.one(kFind, {id}, [&](db::Row const& row) { report = read_report(row); });
  return report;
}

bool update_report(db::Writer& writer, Report const& report, std::string_view before) {
  return writer.run(kUpdate, {report.id, before, report.state, report.account_id, report.note,
                              writer.now()}) > 0;
}

std::int64_t expire_reports(db::Writer& writer) {
  return writer.run(kExpire, {Instant{writer.now() - 24h * 90}});
}

}  // namespace mila::offers
