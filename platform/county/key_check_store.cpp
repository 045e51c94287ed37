// Fingerprint and generation of the key file, kept among the settings.
#include <filesystem>

#include "platform/base/text.h"
#include "platform/county/key_check.h"

namespace mila {
namespace {

constexpr db::Sql kGet{"key.get", "select value from setting where name = $1"};
constexpr db::Sql kSet{"key.set",
                       "insert into setting(name, value) values($1, $2) on conflict (name) do update "
                       "set value = excluded.value"};
/// Of several servers that start on an empty database one is first.
constexpr db::Sql kSetFirst{"key.set_first",
                            "insert into setting(name, value) values($1, $2) on conflict (name) do nothing"};
constexpr db::Sql kRemove{"key.remove", "delete from setting where name = $1"};
/// Every county that was ever used has an audit log, and that hangs on the key.
constexpr db::Sql kUsed{"key.used", "select 1 from audit_entry limit 1"};
constexpr char const* kFingerprint = "key.fingerprint";
constexpr char const* kGeneration = "key.generation";

[[noreturn]] void refuse(County& county, std::string const& what) {
  std::string file = county.config().data_folder + "/" + std::string(crypto::Keys::kFile);
  throw std::runtime_error(file + what +
                           " Put the right file back from where you keep its copy (owner: the user mila, mode "
                           "0400). Only if it is lost for good: `mila --county " +
                           county.config().id + " keys accept` goes on with a new one; what was sealed stays "
                           "closed for ever (docs/operating.md, Keys).");
}

}  // namespace

void check_keys(County& county) {
  std::optional<std::string> known;
  bool used = false;
  county.database.read([&](db::Reader& reader) {
    known = reader.value<std::string>(kGet, {kFingerprint});
    used = reader.value<std::int64_t>(kUsed).has_value();
  });
  bool there = std::filesystem::exists(std::filesystem::path(county.config().data_folder) / crypto::Keys::kFile);
  if (!there && (known || used)) refuse(county, " is missing, but data of this county are sealed with it.");
  std::string fingerprint = county.keys().fingerprint();
  if (!known)
    known = county.database.write([&](db::Writer& writer) {
      writer.run(kSetFirst, {kFingerprint, fingerprint});
      return writer.value<std::string>(kGet, {kFingerprint}).value_or("");
    });
  if (*known != fingerprint)
    refuse(county, " is not the key file that data of this county are sealed with.");
}

void accept_keys(County& county) {
  std::string fingerprint = county.keys().fingerprint();
  county.database.write([&](db::Writer& writer) {
    writer.run(kSet, {kFingerprint, fingerprint});
    writer.run(kRemove, {kGeneration});
  });
}

int sealed_generation(db::Reader& reader) {
  return static_cast<int>(parse_integer(reader.value<std::string>(kGet, {kGeneration}).value_or("1")).value_or(1));
}

void set_sealed_generation(db::Writer& writer, int generation) {
  writer.run(kSet, {kGeneration, std::to_string(generation)});
}

}  // namespace mila
