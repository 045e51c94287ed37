// The demo county's logins: one per role, the same password for all, so that everybody can look
// through everybody's eyes.
#include <fmt/format.h>

#include <stdexcept>

#include "modules/accounts/accounts.h"
#include "modules/accounts/evaluation_store.h"
#include "platform/crypto/password.h"
#include "platform/crypto/totp.h"
#include "platform/data/csv.h"
#include "platform/site/site.h"

namespace mila::accounts {
namespace {

constexpr char const* kPassword = "auental zum ausprobieren";
/// Base32; what an authenticator app is given for the demo.
constexpr char const* kSecret = "MILADEMOMILADEMOMILADEMOMILADEMO";

/// The first thing of that kind whose name holds `search`; "" when there is none.
std::string scope_id(Site const& site, Context& context, db::Reader& reader, Scope scope,
                     std::string const& search) {
  for (auto const& module : site.modules())
    for (auto const& names : module.scopes)
      if (names.scope == scope)
        for (auto const& named : names.find(context, reader, search, 1)) return named.id;
  return "";
}

}  // namespace

void load_demo(Context& context, Site const& site, std::string const& folder) {
  auto table = data::read_csv_file(folder + "/accounts.csv");
  if (!table) throw std::runtime_error("accounts.csv: " + table.error().detail);
  auto hash = crypto::Passwords().hash(kPassword);
  if (!hash) throw std::runtime_error("no password: " + hash.error().message);
  context.county.database.write([&](db::Writer& writer) {
    for (auto const& row : table->rows) {
      auto const* role = site.roles().find(row[3]);
      CHECK(role);
      if (auth::find_account_by_mail(writer, row[0])) continue;
      std::string scope;
      if (role->scope != Scope::County) {
        scope = scope_id(site, context, writer, role->scope, row[4]);
        if (scope.empty()) continue;  // a module that is not there
      }
      auto id = auth::create_account(writer, context, site.roles(), row[0], row[1], row[2],
                                     {{role->name, scope}});
      CHECK(id.has_value());
      auth::set_password_hash(writer, *id, *hash);
      (void)auth::enable_account(writer, context, *id);
      if (role->second_factor) (void)auth::set_second_factor(writer, context, *id, kSecret);
    }
    auto officer = auth::find_account_by_mail(writer, "datenschutz@demo.example");
    auto other = auth::find_account_by_mail(writer, "verwaltung@demo.example");
    if (!officer || !other || !evaluations(writer).empty()) return;
    Evaluation evaluation;
    evaluation.id = uuid_v7(writer.now(), context.random);
    evaluation.asked_by = officer->id;
    evaluation.reason = "Eine Ehrenamtliche fragt, wer ihre Telefonnummer gesehen hat.";
    auto today = local_date(writer.now(), context.county.config().zone);
    evaluation.until_day = format_iso_date(today);
    evaluation.from_day = format_iso_date(Date{std::chrono::sys_days{today} - std::chrono::days{30}});
    evaluation.asked_at = writer.now();
    add_evaluation(writer, evaluation);
    agree(writer, evaluation.id, other->id);
  });
}

std::string demo_logins(Context& context, Site const& site) {
  std::string text;
  bool second = false;
  context.county.database.read([&](db::Reader& reader) {
    for (auto const& account : auth::list_accounts(reader, "@demo.example", 100)) {
      auto grants = auth::grants_of(reader, account.id);
      ScopeLabels labels(site, context, reader, grants);
      text += fmt::format("  {:<28} {}{}\n", account.mail,
                          grants.empty() ? "" : labels.right(grants.front(), "de"),
                          account.has_second_factor ? "  (+ code)" : "");
      second |= account.has_second_factor;
    }
  });
  if (text.empty()) return "";
  text = fmt::format("Demo logins at {}/staff, password for all: {}\n{}",
                     public_address(context.county.config()), kPassword, text);
  if (second)
    text += fmt::format("  Code now: {} (new every 30 seconds: ./dev logins; key for an app: {})\n",
                        crypto::totp_code(kSecret, context.now()), kSecret);
  return text;
}

}  // namespace mila::accounts
