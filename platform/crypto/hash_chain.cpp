// Hashing rows one after the other.
#include "platform/crypto/hash_chain.h"

#include "platform/crypto/encoding.h"

namespace mila::crypto {

std::string chain_hash(Key const& key, std::string_view previous,
                       std::span<ChainField const> fields) {
  std::string bytes;
  append_field(bytes, "mila chain");
  append_field(bytes, previous);
  for (ChainField const& field : fields) {
    bytes += field ? '1' : '0';
    if (field) append_field(bytes, *field);
  }
  return keyed_hash(key, bytes);
}

std::string chain_hash(Key const& key, std::string_view previous,
                       std::initializer_list<ChainField> fields) {
  return chain_hash(key, previous, std::span<ChainField const>(fields.begin(), fields.size()));
}

ChainReport verify_chain(Key const& key, std::string_view start,
                         std::function<std::optional<ChainRow>()> const& next) {
  ChainReport report;
  report.head = start;
  while (auto row = next()) {
    std::vector<ChainField> fields(row->fields.begin(), row->fields.end());
    if (!equal_secrets(chain_hash(key, report.head, fields), row->hash)) {
      report.broken = report.rows;
      return report;
    }
    report.head = std::move(row->hash);
    ++report.rows;
  }
  return report;
}

}  // namespace mila::crypto
